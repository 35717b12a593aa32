"""Labels of examples that are no topics."""

ELSEWHERE = "other"
"""Sentences from quite other domains."""

UNCLEAR = "unclear"
"""Messages that fit several topics equally, such as a bare "peru"."""

_ANSWER = "answer_"

MAY_ANSWER = frozenset({"start_pitch", "check_eligibility", "affirm", "deny"})
"""Topics of which a message may as well be the answer to a question of ours: neither label speaks against the other."""


def answer_to(slot: str) -> str:
    """The label of what people write while that slot is asked for, and that answers it."""
    return _ANSWER + slot


def slot_of(label: str) -> str | None:
    return label.removeprefix(_ANSWER) if label.startswith(_ANSWER) else None


def is_topic(label: str) -> bool:
    return label not in (ELSEWHERE, UNCLEAR) and slot_of(label) is None
