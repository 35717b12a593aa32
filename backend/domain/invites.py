"""The code by which others join a team."""

import re
from datetime import timedelta

from backend.domain.ids import new_return_code, normalise_return_code

INVITE_LIVES = timedelta(days=14)
MOST_WRONG = 10
"""So many codes that are none are looked up within WRONG_WITHIN, and no more."""
WRONG_WITHIN = timedelta(hours=1)

_FOUR = "[2-9A-HJKMNP-TV-Z]{4}"
# Alone, after a word or two ("liity", "koodi on"), or at the end of a link; phones make long dashes of short ones.
_CODE = re.compile(rf"(?:(?:\S+\s+){{0,2}}|\S*=)({_FOUR}([-–— ]?){_FOUR}\2{_FOUR})[.!]?", re.IGNORECASE)


def new_invite_code() -> str:
    """As a return code, with a digit and a letter in it: no sentence of three short words is taken for one."""
    code = new_return_code()
    return code if _is_mixed(code) else new_invite_code()


def code_in(text: str) -> str | None:
    """The code that the message is, as it is stored; None where it is anything else."""
    found = _CODE.fullmatch(text.strip())
    return normalise_return_code(found[1]) if found is not None and _is_mixed(found[1]) else None


def _is_mixed(code: str) -> bool:
    return any(one.isdigit() for one in code) and any(one.isalpha() for one in code)
