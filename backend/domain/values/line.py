"""A message as the grammars read it: folded to plain small letters and ASCII digits, cut into tokens that know where they stood."""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

MAX_CHARACTERS = 4096
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_SAME = {**dict.fromkeys("‐‑‒–—―−﹣－", "-"), **dict.fromkeys("’‘´`ʼ", "'"), "½": "½", "…": "…"}
_TOKEN = re.compile(r"(?P<digits>[0-9]+)|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*)|(?P<mark>\S)")


class TokenKind(Enum):
    DIGITS = "digits"
    WORD = "word"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """`start` and `end` are places in the message as it was kept; `is_glued` is true with no white space before it."""

    text: str
    kind: TokenKind
    start: int
    end: int
    is_glued: bool


NOTHING = Token("", TokenKind.MARK, 0, 0, is_glued=False)


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    tokens: tuple[Token, ...]

    def __len__(self) -> int:
        return len(self.tokens)

    def token(self, at: int) -> Token:
        """The token at a place; an empty one beyond either end."""
        return self.tokens[at] if 0 <= at < len(self.tokens) else NOTHING

    def word(self, at: int) -> str:
        return self.token(at).text

    def is_digits(self, at: int) -> bool:
        return self.token(at).kind is TokenKind.DIGITS

    def is_word(self, at: int) -> bool:
        return self.token(at).kind is TokenKind.WORD

    def is_glued(self, at: int) -> bool:
        return self.token(at).is_glued

    def words(self, start: int, end: int) -> str:
        """The folded tokens from `start` to before `end`, one space between each."""
        return " ".join(token.text for token in self.tokens[max(start, 0) : max(end, 0)])

    def excerpt(self, start: int, end: int) -> str:
        """What the person wrote for these tokens."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]


def _fold_character(character: str) -> str:
    if character in _SAME:
        return _SAME[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return unicodedata.normalize("NFKC", character).lower()


def _fold(text: str) -> tuple[str, list[int]]:
    """The folded text and, for each of its characters, the place of the one it came from."""
    folded: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(text):
        if not _INVISIBLE.match(character):
            plain = _fold_character(character)
            folded.append(plain)
            origins.extend([place] * len(plain))
    return "".join(folded), origins


def read_line(text: str) -> Line:
    """The first 4,096 characters of a message, composed (NFC), as tokens."""
    kept = unicodedata.normalize("NFC", text[:MAX_CHARACTERS])
    folded, origins = _fold(kept)
    tokens: list[Token] = []
    last_end = -1
    for match in _TOKEN.finditer(folded):
        kind = TokenKind(match.lastgroup)
        is_glued = match.start() == last_end and bool(tokens)
        tokens.append(Token(match.group(), kind, origins[match.start()], origins[match.end() - 1] + 1, is_glued))
        last_end = match.end()
    return Line(kept, tuple(tokens))
