"""The values somebody says in passing, in a message that answers no question."""

from dataclasses import dataclass
from datetime import datetime

from backend.domain.values.amounts import find_amounts
from backend.domain.values.emails import find_emails
from backend.domain.values.forms import Found, Value
from backend.domain.values.line import read_line
from backend.domain.values.moments import find_moments
from backend.domain.values.people import find_people
from backend.domain.values.phones import find_phones
from backend.domain.values.reading import in_helsinki


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundValue:
    kind: str
    text: str
    value: Value


def find_values(text: str, *, now: datetime) -> list[FoundValue]:
    """Values in the order of the text, each with the words that say it; no two share a word."""
    line = read_line(text)
    found = [*find_emails(line), *find_phones(line), *find_amounts(line), *find_people(line), *find_moments(line, in_helsinki(now))]
    kept: list[Found] = []
    for one in found:
        if not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return [FoundValue(kind=one.kind, text=line.excerpt(one.start, one.end), value=one.value) for one in sorted(kept, key=lambda one: one.start)]
