"""Splits a message into the parts that may each ask something of their own."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

MOST_PARTS = 6
FEWEST_LETTERS = 4
_WORDS = Path(__file__).with_name("clauses.yml")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+|(?<=[!?])(?=[^\W\d_])|;\s*|\s+[-–—]\s+")


def _one_of(lists: dict[str, list[str]]) -> str:
    words = sorted((str(word) for words in lists.values() for word in words), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\*", r"\w*") for word in words)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words: dict[str, Any] = yaml.safe_load(_WORDS.read_text(encoding="utf-8"))
    joints = _one_of(words["joints"])
    clause = re.compile(rf",\s*(?:(?:{joints})\s+)?|\s+(?:{joints})\s+", re.IGNORECASE)
    return clause, re.compile(rf"\b(?:{_one_of(words['questions'])})\b|\?", re.IGNORECASE)


def split(text: str) -> list[str]:
    """The parts in order; empty where the message has only one. A very busy message is split by sentences alone."""
    sentences = [part for part in _SENTENCE.split(text) if part]
    parts = [part for sentence in sentences for part in _patterns()[0].split(sentence)]
    for candidate in (parts, sentences):
        kept = [part.strip() for part in candidate if sum(map(str.isalpha, part)) >= FEWEST_LETTERS]
        if 1 < len(kept) <= MOST_PARTS:
            return kept
    return []


def asks(part: str) -> bool:
    """Whether a part has the form of a question."""
    return _patterns()[1].search(part) is not None
