"""Whether a text answers a question, and what it then says."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias

from backend.domain.clock import CITY_ZONE
from backend.domain.interview.form import READ_KINDS, Choice, Kind, Limits, Question, Value
from backend.domain.interview.phrases import Phrase, holds, joined, spans, words_of
from backend.domain.values import find_values, read_value
from backend.domain.values.impossible import impossible
from backend.domain.values.recurring import is_recurring

_DENIALS = frozenset({"ei", "en", "emme", "ole", "oo", "not", "no", "isn't", "aren't"})
_BETWEEN = frozenset({"ole", "oo", "olla", "olisi", "olis", "ollut", "mikään", "mikkää", "enää", "nyt", "me", "a", "an", "the", "for", "any", "be", "really"})
_BUT = frozenset({"vaan", "but", "mutta"})
_ROUND_NUMBERS = frozenset(
    {"numero", "nro", "no", "vaihtoehto", "vaihtoehdot", "kohta", "kohdat", "ja", "tai", "se", "joo", "vaikka", "number", "option", "and", "or", "the"}
)
_PART_OF_DATE = re.compile(r"\d[./:]\d")
_NEAR = 2
_DAYS = (Kind.DATE, Kind.DATE_RANGE)


@dataclass(frozen=True, slots=True)
class Accepted:
    value: Value


@dataclass(frozen=True, kw_only=True, slots=True)
class Complaint:
    """`key` names the general text for it, `facts` what the text says."""

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The fair candidates, each a value as it would be accepted."""

    candidates: tuple[Value, ...]


Judgement: TypeAlias = Accepted | Complaint | Ambiguous


def judge(question: Question, text: str, *, now: datetime, offered: Sequence[Choice] = ()) -> Judgement:
    """Judges what was written in answer to the question; `offered` are the choices of a computed one."""
    match question.kind:
        case Kind.TEXT:
            return _text(question.limits, text)
        case Kind.CHOICE | Kind.YES_NO:
            return _one(question, question.choices, text)
        case Kind.COMPUTED:
            return _one(question, offered, text)
        case Kind.CHOICES:
            return _several(question, text)
        case Kind.DATE | Kind.DATE_RANGE if question.is_free:
            return _free_days(question, text, now)
        case _:
            return _value(question, text, now)


def judge_pick(question: Question, picked: str, *, offered: Sequence[Choice] = ()) -> Judgement:
    """Judges a pressed choice: it must be one that there is."""
    ids = [choice.id for choice in (offered if question.kind is Kind.COMPUTED else question.choices)]
    if picked not in ids:
        return Complaint(key=question.kind)
    if question.kind is Kind.YES_NO:
        return Accepted(picked == "yes")
    return Accepted([picked] if question.kind is Kind.CHOICES else picked)


def _text(limits: Limits, text: str) -> Judgement:
    stripped = text.strip()
    letters = sum(character.isalnum() for character in stripped)
    if letters < limits.min_length:
        return Complaint(key="text_short" if letters else Kind.TEXT)
    if len(stripped) > limits.max_length:
        return Complaint(key="text_long", facts={"limit": limits.max_length, "length": len(stripped)})
    return Accepted(stripped)


def _one(question: Question, choices: Sequence[Choice], text: str) -> Judgement:
    found = named(choices, text, is_answer=True)
    if not found:
        return Complaint(key=question.kind)
    values: list[Value] = [choice == "yes" if question.kind is Kind.YES_NO else choice for choice in found]
    return Accepted(values[0]) if len(values) == 1 else Ambiguous(tuple(values))


def _several(question: Question, text: str) -> Judgement:
    found = list(named(question.choices, text, is_answer=True))
    if not found:
        return Complaint(key=Kind.CHOICES)
    most = question.limits.most
    if most is not None and len(found) > most:
        return Complaint(key="choices_many", facts={"limit": most})
    return Accepted(found)


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A choice named from `start` to `end` of the joined line."""

    choice: str
    start: int
    end: int
    weight: int

    def beats(self, other: "Hit") -> bool:
        """Of two phrases in one place the more exact counts."""
        overlaps = self.start < other.end and other.start < self.end
        return overlaps and self.choice != other.choice and self.weight > other.weight


def named(choices: Sequence[Choice], text: str, *, is_answer: bool) -> tuple[str, ...]:
    """The choices that the text names, in their order; its number or label counts only in an answer."""
    line = joined(text)
    whole = [choice.id for choice in choices if is_answer and _is_whole(choice.picks, line)]
    said = set(whole) or {hit.choice for hit in hits(choices, line, is_answer=False)}
    if not said and is_answer:
        said = {hit.choice for hit in hits(choices, line, is_answer=True) if _counts_as_pick(hit, text, line)}
    return tuple(choice.id for choice in choices if choice.id in said)


def _counts_as_pick(hit: Hit, text: str, line: str) -> bool:
    """Whether a choice is picked by its number only where nothing else is said: `1 ja 3`, but not `September 1`, `1.9.` or `10 hengelle`."""
    if not line[hit.start : hit.end].strip().isdigit():
        return True
    return _PART_OF_DATE.search(text) is None and all(word.isdigit() or word in _ROUND_NUMBERS for word in line.split())


def hits(choices: Sequence[Choice], line: str, *, is_answer: bool) -> list[Hit]:
    """Where the joined line names choices; what is said not to be meant is left out."""
    found = [
        Hit(choice=choice.id, start=start, end=end, weight=weight)
        for choice in choices
        for start, end, weight in spans(_phrases(choice, is_answer=is_answer), line)
        if not _is_denied(line, start)
    ]
    return [hit for hit in found if not any(other.beats(hit) for other in found)]


def _phrases(choice: Choice, *, is_answer: bool) -> Iterable[Phrase]:
    return (*choice.words, *choice.picks) if is_answer else choice.words


def _is_whole(phrases: Iterable[Phrase], line: str) -> bool:
    return any(one.pattern.fullmatch(line) for one in phrases)


def _is_denied(line: str, start: int) -> bool:
    """Whether it is said not to be meant: "ei yritys", "emme ole yhdistys"."""
    before = line[:start].split()[-_NEAR:]
    if not before or before[-1] in _BUT:
        return False
    # "Ettei kukaan jäisi yksin" denies the staying, not the loneliness: between the denial and what it denies stand only such words.
    denials = [place for place, word in enumerate(before) if word in _DENIALS]
    return bool(denials) and all(word in _BETWEEN for word in before[denials[-1] + 1 :])


def _value(question: Question, text: str, now: datetime) -> Judgement:
    for kind in READ_KINDS[question.kind]:
        read = read_value(text, kind=kind, now=now)
        if read is not None:
            return _checked(question, read)
    return (_impossible(text, now) if question.kind in _DAYS else None) or Complaint(key=question.kind)


def _free_days(question: Question, text: str, now: datetime) -> Judgement:
    """Days in the words in which they were told, and as a value beside them where they say one: "kun ilmat lämpenee"."""
    told = _text(question.limits, text)
    wrong = _impossible(text, now) if isinstance(told, Accepted) else None
    if wrong is not None or not isinstance(told, Accepted):
        return wrong or told
    read = next((read for kind in READ_KINDS[question.kind] if (read := read_value(text, kind=kind, now=now)) is not None), {})
    # "Syyskuusta alkaen joka tiistai" names no Tuesday: only what is no single day says when it begins.
    read = _begins(read, now=now) if is_recurring(text) else read
    if not read or read.get("ambiguous"):
        return Accepted({"text": told.value})
    return Accepted(read if _says_no_more(text, now) else {**read, "text": told.value})


def _begins(read: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """The one candidate that is no single day and has not begun yet; empty where there is none or several."""
    candidates: list[dict[str, Any]] = read["candidates"] if read.get("ambiguous") else [read]
    today = now.astimezone(CITY_ZONE).date().isoformat()
    longer = [one for one in candidates if one.get("from", "") >= today and one["from"] != one.get("to", "")]
    return longer[0] if len(longer) == 1 else {}


def _says_no_more(text: str, now: datetime) -> bool:
    """Whether all of the text is the days it names."""
    named = [word for found in find_values(text, now=now) if found.kind in ("date", "date_range") for word in words_of(found.text)]
    return len(named) == len(words_of(text))


def _impossible(text: str, now: datetime) -> Complaint | None:
    found = impossible(text, now=now)
    return None if found is None else Complaint(key=f"{found.sort}_impossible", facts={"said": found.said})


def _checked(question: Question, read: dict[str, Any]) -> Judgement:
    candidates: list[dict[str, Any]] = read["candidates"] if read.get("ambiguous") else [read]
    good = [value for value in candidates if beyond(question.limits, value) is None]
    if not good:
        return beyond(question.limits, candidates[0]) or Complaint(key=question.kind)
    return Accepted(good[0]) if len(good) == 1 else Ambiguous(tuple(good))


def beyond(limits: Limits, value: Mapping[str, Any]) -> Complaint | None:
    """A complaint where any number of the value is beyond the limits."""
    numbers = [number for name in ("eur", "n", "min", "max") if isinstance(number := value.get(name), int | float)]
    if limits.max_value is not None and any(number > limits.max_value for number in numbers):
        return Complaint(key="value_large", facts={"limit": limits.max_value})
    if limits.min_value is not None and any(number < limits.min_value for number in numbers):
        return Complaint(key="value_small", facts={"limit": limits.min_value})
    return None


def is_enough(text: str, enough: Sequence[Phrase]) -> bool:
    """True where nothing more is to be added: "ei muita", "siinä kaikki"."""
    line = joined(text)
    return bool(words_of(text)) and any(one.pattern.fullmatch(line) for one in enough)


Reads: TypeAlias = Callable[[str], bool]
"""Whether a piece of text can be read as an answer to the question at hand."""


def reader(question: Question, *, now: datetime, offered: Sequence[Choice] = ()) -> Reads:
    """Of a question that is free, too, only a value of its kind: any words would do for it."""
    strict = replace(question, is_free=False)

    def reads(text: str) -> bool:
        return bool(words_of(text)) and not isinstance(judge(strict, text, now=now, offered=offered), Complaint)

    return reads


def says_any(phrases: Iterable[Phrase], text: str) -> bool:
    return holds(phrases, joined(text))
