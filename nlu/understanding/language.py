"""Which language a message is in: fi, en, sv, ru or other."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from lingua import ConfidenceValue, Language, LanguageDetector, LanguageDetectorBuilder

OWN = ("fi", "en", "sv", "ru")
LONGEST_PIECE = 4
SMOOTHING = 0.1
MARGIN = 2.5  # by how much (in natural logarithms) the best language must lead to be certain
HINT_BONUS = 3.0
FINNISH_BONUS = 1.5  # most people write Finnish
FAMILIAR = 0.45  # a text of which as many words occur in our examples is in one of our languages
FOREIGN_CONFIDENCE = 0.6
FEWEST_FOREIGN_LETTERS = 12
HALF = 0.5

_WORD = re.compile(r"[^\W\d_]+")
_OWN_SCRIPT = re.compile("[A-Za-z\u00c0-\u024f\u0400-\u04ff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_NOT_RUSSIAN = re.compile("[іїєґўјљњћђџқғүұһәө]")

_LINGUA_OWN = {Language.FINNISH: "fi", Language.ENGLISH: "en", Language.SWEDISH: "sv", Language.RUSSIAN: "ru"}
_FOREIGN = (
    Language.ESTONIAN, Language.GERMAN, Language.FRENCH, Language.SPANISH, Language.UKRAINIAN, Language.SOMALI,
    Language.POLISH, Language.TURKISH, Language.VIETNAMESE, Language.PORTUGUESE, Language.ALBANIAN, Language.TAGALOG,
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    code: str
    certain: bool


@dataclass
class Languages:
    """Naive Bayes over pieces of words of one to four letters, learned from the examples; lingua for all others."""

    pieces: dict[str, dict[str, float]] = field(default_factory=dict)
    unseen: dict[str, float] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)  # word -> the language that has it, or "" if several have

    def __post_init__(self) -> None:
        self._detector: LanguageDetector | None = None

    def __getstate__(self) -> dict[str, object]:
        return {"pieces": self.pieces, "unseen": self.unseen, "words": self.words, "_detector": None}

    @classmethod
    def learn(cls, texts: Iterable[tuple[str, str]]) -> "Languages":
        """From pairs of text and language."""
        counts: dict[str, Counter[str]] = {code: Counter() for code in OWN}
        words: dict[str, str] = {}
        for text, code in texts:
            for word in _WORD.findall(text.lower()):
                words[word] = code if words.get(word, code) == code else ""
                counts[code].update(_pieces(word))
        size = len({piece for count in counts.values() for piece in count}) or 1
        totals = {code: sum(count.values()) + SMOOTHING * size for code, count in counts.items()}
        return cls(
            {code: {p: math.log((n + SMOOTHING) / totals[code]) for p, n in count.items() if n > 1} for code, count in counts.items()},
            {code: math.log(SMOOTHING / total) for code, total in totals.items()},
            words,
        )

    def _scores(self, words: list[str]) -> dict[str, float]:
        pieces = [piece for word in words for piece in _pieces(word)]
        scale = LONGEST_PIECE  # each letter is counted in about as many pieces
        return {code: sum(self.pieces[code].get(piece, self.unseen[code]) for piece in pieces) / scale for code in OWN}

    def _is_foreign(self, text: str, words: list[str], best: str) -> bool:
        letters = sum(map(len, words))
        if not letters:
            return False
        own = len(_OWN_SCRIPT.findall(text)) / letters
        if own < HALF or _NOT_RUSSIAN.search(text.lower()):
            return True
        known = sum(self.words.get(word) in (best, "") for word in words) / len(words)
        if known >= FAMILIAR or letters < FEWEST_FOREIGN_LETTERS:
            return False
        first = self._ask_lingua(text)
        return first.language not in _LINGUA_OWN and first.value >= FOREIGN_CONFIDENCE

    def _ask_lingua(self, text: str) -> ConfidenceValue:
        if self._detector is None:
            builder = LanguageDetectorBuilder.from_languages(*_LINGUA_OWN, *_FOREIGN)
            self._detector = builder.with_low_accuracy_mode().build()
        return self._detector.compute_language_confidence_values(text)[0]

    def identify(self, text: str, hint: str | None) -> Verdict:
        """`hint` is the language of the conversation so far; it decides where the text does not."""
        words = _WORD.findall(text.lower())
        if not words:
            return Verdict(hint if hint in OWN else "fi", certain=False)
        scores = self._scores(words)
        scores["fi"] += FINNISH_BONUS
        for code in OWN:
            if (code == "ru") != bool(_CYRILLIC.search(text)):
                scores[code] -= 50.0
        ranked = sorted(OWN, key=lambda code: -scores[code])
        if self._is_foreign(text, words, ranked[0]):
            return Verdict("other", certain=True)
        certain = scores[ranked[0]] - scores[ranked[1]] >= MARGIN
        if hint in OWN:
            scores[hint] += HINT_BONUS
        return Verdict(max(OWN, key=lambda code: scores[code]), certain=certain)


def _pieces(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[at : at + size] for size in range(1, LONGEST_PIECE + 1) for at in range(len(padded) - size + 1)]
