"""Recognises an emergency by the phrases of content/crisis.yml."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from nlu.understanding.spoken import tidy

_BETWEEN = r"(?:\W+\w+){0,3}\W+"


def _plain(text: str) -> str:
    """Without dots and accents, apostrophes straight."""
    split = unicodedata.normalize("NFD", text.replace("’", "'"))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def _pattern(phrase: str) -> str:
    around = []
    for piece in phrase.split("..."):
        words = [re.escape(word).replace(r"\*", r"\w*") for word in piece.split()]
        around.append(r"\W+".join(words))
    return rf"\b{_BETWEEN.join(around)}\b"


def _any_of(lists: dict[str, list[str]]) -> re.Pattern[str]:
    phrases: Iterable[str] = (_plain(str(phrase)) for phrases in lists.values() for phrase in phrases)
    return re.compile("|".join(map(_pattern, phrases)))


@dataclass(frozen=True)
class CrisisPhrases:
    signs: re.Pattern[str]
    unless: re.Pattern[str]

    @classmethod
    def read(cls, path: Path) -> "CrisisPhrases":
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return cls(_any_of(data["signs"]), _any_of(data["unless"]))

    def found_in(self, text: str) -> bool:
        return bool(self.signs.search(self.unless.sub(" ", _plain(tidy(text)))))
