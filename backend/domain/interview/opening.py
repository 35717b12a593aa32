"""Whether a message that announces an idea tells it already."""

from backend.domain.interview.phrases import clauses_of, joined, uncovered
from backend.domain.interview.signals import Signals

_FEWEST_WORDS = 4


def tells_something(text: str, signals: Signals) -> bool:
    """True of "haluttais keittää kahvit yksinäisille vanhuksille", not of "meillä ois idea" nor of a question."""
    if "?" in text or not text.strip():
        return False
    opens_asking = any(
        start == 0 for clause in clauses_of(text) for phrase in signals.openers if (found := phrase.pattern.match(clause.line)) for start in [found.start()]
    )
    own_words = uncovered([*signals.announcements, *signals.fillers], joined(text))
    return not opens_asking and len(own_words) >= _FEWEST_WORDS
