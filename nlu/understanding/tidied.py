"""A message as the classifier gets it."""

from collections.abc import Sequence
from dataclasses import dataclass

from nlu.understanding.clauses import split
from nlu.understanding.spoken import Normaliser, tidy


@dataclass(frozen=True)
class Tidied:
    """A message: as written and normalised, and the same of its parts."""

    raw: str
    normalised: str
    parts: Sequence[tuple[str, str]] = ()


def tidied(text: str, language: str, normaliser: Normaliser) -> Tidied:
    def normalised(said: str) -> str:
        return normaliser.finnish(said) if language == "fi" else tidy(said)

    return Tidied(tidy(text), normalised(text), [(tidy(part), normalised(part)) for part in split(text)])
