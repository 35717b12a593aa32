"""E-mail addresses, written and spelt out: matti.meikalainen(at)gmail.com, matti at esimerkki piste fi."""

import re
from dataclasses import dataclass

from backend.domain.values.choosing import to_use
from backend.domain.values.forms import Found, Value, one_of
from backend.domain.values.line import Line

_AT_WORDS = frozenset({"at", "ät", "ätmerkki", "ättä", "miukumauku", "miumau", "kissanhäntä", "ätti", "snabel"})
_SAID = {
    **dict.fromkeys(("piste", "dot", "pste", "punkt", "punktum"), "."),
    **dict.fromkeys(("alaviiva", "alaviivaa", "underscore"), "_"),
    **dict.fromkeys(("väliviiva", "viiva", "yhdysviiva", "tavuviiva", "dash", "hyphen"), "-"),
    **dict.fromkeys(("plus",), "+"),
}
_OPENING, _CLOSING = frozenset("([{<"), frozenset(")]}>")
_MARKS = frozenset("._-+%")
_LOCAL = re.compile(r"[^\W_](?:[\w%+-]|\.(?!\.)){0,62}")
_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_TOP = re.compile(r"[^\W\d_]{2,24}")
_MOST_PARTS = 24
_MOST_CHARACTERS = 254
_PLAIN = str.maketrans("äöå", "aoa")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    """A character or word of an address; `is_said` for `piste` and the like."""

    start: int
    end: int
    text: str
    is_said: bool


def _wrapped(line: Line, at: int) -> _Piece | None:
    """`(at)`, `[dot]`."""
    if line.word(at) not in _OPENING or line.word(at + 2) not in _CLOSING:
        return None
    word = line.word(at + 1)
    text = "@" if word in _AT_WORDS or word in ("@", "a", "ä") else _SAID.get(word)
    return None if text is None else _Piece(start=at, end=at + 3, text=text, is_said=True)


def _at_sign(line: Line, at: int) -> _Piece | None:
    wrapped = _wrapped(line, at)
    if wrapped is not None:
        return wrapped if wrapped.text == "@" else None
    if line.word(at) == "@":
        return _Piece(start=at, end=at + 1, text="@", is_said=not (line.is_glued(at) and line.is_glued(at + 1)))
    if line.words(at, at + 2) in ("ät merkki", "at merkki", "ät -"):
        return _Piece(start=at, end=at + 2, text="@", is_said=True)
    return _Piece(start=at, end=at + 1, text="@", is_said=True) if line.word(at) in _AT_WORDS else None


def _piece_from(line: Line, at: int) -> _Piece | None:
    wrapped = _wrapped(line, at)
    if wrapped is not None:
        return None if wrapped.text == "@" else wrapped
    word = line.word(at)
    if word in _SAID:
        return _Piece(start=at, end=at + 1, text=_SAID[word], is_said=True)
    is_name = line.is_word(at) or line.is_digits(at) or word in _MARKS
    return _Piece(start=at, end=at + 1, text=word, is_said=False) if is_name else None


def _piece_before(line: Line, end: int) -> _Piece | None:
    wrapped = _wrapped(line, end - 3) if end >= 3 else None  # noqa: PLR2004 - `(dot)` is three tokens
    return wrapped if wrapped is not None else _piece_from(line, end - 1) if end > 0 else None


def _are_linked(line: Line, first: _Piece, second: _Piece) -> bool:
    """True where the two are written as one, or one of them is said aloud."""
    return line.is_glued(second.start) or first.is_said or second.is_said


def _local_part(line: Line, sign: _Piece) -> list[_Piece]:
    pieces: list[_Piece] = []
    following = sign
    while len(pieces) < _MOST_PARTS:
        piece = _piece_before(line, following.start)
        if piece is None or not _are_linked(line, piece, following):
            break
        pieces.insert(0, piece)
        following = piece
    return pieces


def _domain(line: Line, sign: _Piece) -> list[_Piece]:
    pieces: list[_Piece] = []
    before = sign
    while len(pieces) < _MOST_PARTS:
        piece = _piece_from(line, before.end)
        if piece is None or not _are_linked(line, before, piece) or piece.text in ("+", "%", "_"):
            break
        pieces.append(piece)
        before = piece
    while pieces and pieces[-1].text in ".-_":
        pieces.pop()
    return pieces


def _text(pieces: list[_Piece]) -> str:
    """What is spelt out aloud has no dots over its letters."""
    text = "".join(piece.text for piece in pieces)
    return text.translate(_PLAIN) if any(piece.is_said for piece in pieces) else text


@dataclass(frozen=True, kw_only=True, slots=True)
class Email:
    start: int
    end: int
    address: str


def _is_address(local: str, domain: str) -> bool:
    labels = domain.split(".")
    is_name = _LOCAL.fullmatch(local) is not None and not local.endswith(".")
    return is_name and len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels) and _TOP.fullmatch(labels[-1]) is not None


def _email(line: Line, at: int) -> Email | None:
    sign = _at_sign(line, at)
    if sign is None or "@" in (line.word(sign.end), line.word(sign.start - 1)):
        return None
    local, domain = _local_part(line, sign), _domain(line, sign)
    while local and local[0].text in _MARKS:
        local.pop(0)
    name, host = _text(local), _text(domain)
    if not local or len(name) + len(host) >= _MOST_CHARACTERS or not _is_address(name, host):
        return None
    return Email(start=local[0].start, end=domain[-1].end, address=f"{name}@{host}")


def emails(line: Line) -> list[Email]:
    """Every address in order, each once."""
    found: list[Email] = []
    for at in range(len(line)):
        email = _email(line, at)
        if email is not None and email.address not in [one.address for one in found]:
            found.append(email)
    return found


def read_email(line: Line) -> Value | None:
    """The address a line says to use."""
    return one_of([{"email": email.address} for email in to_use(line, emails(line))])


def find_emails(line: Line) -> list[Found]:
    return [Found("email", email.start, email.end, {"email": email.address}) for email in emails(line)]
