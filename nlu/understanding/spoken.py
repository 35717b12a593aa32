"""Brings a message closer to the examples: case, stretched letters, emoji; spoken Finnish, missing dots, typing errors.

Everything that is learned is the set of words of the examples. A rare or unknown word is bent by rules, by adding
dots (a -> ä, o -> ö) or by one typing error, and a result is taken only when the examples have it much more often.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_SPEECH = Path(__file__).with_name("spoken.yml")
_WORD = re.compile(r"[^\W_]+(?:['’:-][^\W_]+)*")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_NOISE = re.compile(r"[^\w\s.,;:!?'’€$£%&/()+=–-]+")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+")
_MARKS = re.compile(r"([!?.,])[!?.,]{1,}")
_DOTS = str.maketrans("äöåÄÖÅ", "aoaAOA")
SHORTEST = 3
SHORTEST_FOR_TYPO = 7
KEPT_WORDS = 50_000
COMMONER = 3  # how many times as often the examples must have the other word
SURE = 6  # a word that occurs as often is never changed


def tidy(text: str) -> str:
    """The same words in lower case, without emoji, addresses, stretched letters and repeated marks; any language."""
    lowered = _ADDRESS.sub(" ", text.lower())
    plain = _STRETCHED.sub(r"\1\1", _NOISE.sub(" ", lowered))
    tidied = " ".join(_MARKS.sub(r"\1", plain).split())
    return tidied or " ".join(lowered.split())  # a lone emoji is an answer


@lru_cache(maxsize=1)
def _speech() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(_SPEECH.read_text(encoding="utf-8"))
    return data


def _deletions(word: str) -> Iterator[str]:
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


class Normaliser:
    """`words` are the words of the examples and how often they occur."""

    def __init__(self, words: dict[str, int]) -> None:
        self.words = words
        speech = _speech()
        self._spoken: dict[str, str] = {str(k): str(v) for k, v in speech["words"].items()}
        self._rules: list[tuple[re.Pattern[str], str]] = [(re.compile(pattern), bent) for pattern, bent in speech["rules"]]
        self._undotted: dict[str, str] = {}
        self._near: dict[str, str] = {}
        for word in sorted(words, key=lambda word: -words[word]):
            self._undotted.setdefault(word.translate(_DOTS), word)
            if len(word) >= SHORTEST_FOR_TYPO and words[word] > 1:
                for rest in (word, *_deletions(word)):
                    self._near.setdefault(rest, word)
        for spoken, word in self._spoken.items():
            self._undotted.setdefault(spoken.translate(_DOTS), word)
        self._kept: dict[str, str] = {}

    @classmethod
    def learn(cls, texts: Iterable[str]) -> "Normaliser":
        return cls(dict(Counter(word for text in texts for word in _WORD.findall(tidy(text)))))

    def _is_commoner(self, candidate: str, word: str) -> bool:
        return self.words.get(candidate, 0) >= COMMONER * max(1, self.words.get(word, 0))

    def _by_rules(self, word: str) -> str | None:
        once = []
        for pattern, replacement in self._rules:
            bent = pattern.sub(replacement, word)
            if bent != word:
                if self._is_commoner(bent, word):
                    return bent
                once.append(bent)
        for bent in once:
            for pattern, replacement in self._rules:
                twice = pattern.sub(replacement, bent)
                if twice != word and self._is_commoner(twice, word):
                    return twice
        return None

    def _by_one_error(self, word: str) -> str | None:
        if len(word) < SHORTEST_FOR_TYPO:
            return None
        for rest in (word, *_deletions(word)):
            near = self._near.get(rest)
            if near is not None and abs(len(near) - len(word)) <= 1 and self._is_commoner(near, word):
                return near
        return None

    def _word(self, word: str) -> str:
        if word in self._spoken:
            return self._spoken[word]
        if self.words.get(word, 0) >= SURE or len(word) < SHORTEST or not word.isalpha():
            return word
        dotted = self._undotted.get(word.translate(_DOTS), word)
        if dotted != word and (word not in self.words or self._is_commoner(dotted, word)):
            return dotted
        return self._by_rules(word) or self._by_one_error(word) or word

    def _kept_word(self, match: re.Match[str]) -> str:
        word = match.group()
        if word not in self._kept:
            if len(self._kept) > KEPT_WORDS:
                self._kept.clear()
            self._kept[word] = self._word(word)
        return self._kept[word]

    def finnish(self, text: str) -> str:
        return _WORD.sub(self._kept_word, tidy(text))
