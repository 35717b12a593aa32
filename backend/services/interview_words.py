"""Answers in the words of a language."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from typing import Any

from backend.content import Content
from backend.domain.interview.answers import SummaryLine
from backend.domain.interview.form import Choice, Kind, Question, Value

_LONGEST = 90


def shown(content: Content, question: Question, value: Value, language: str, *, offered: Sequence[Choice] = ()) -> str:
    """The value as it is shown back; a long text is cut."""
    code = content.language(language)
    if isinstance(value, bool):
        return content.text("interview.value.yes" if value else "interview.value.no", code)
    if isinstance(value, list):
        return content.wordings[code].listed([_label(question.choices, one, code) for one in value])
    if isinstance(value, dict):
        return _SHOWN[question.kind](content, value, code)
    if question.kind is Kind.TEXT:
        return _cut(value)
    return _label((*question.choices, *offered), value, code)


def _cut(text: str) -> str:
    line = "; ".join(text.split("\n"))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"


def item(content: Content, question: Question, value: Value, language: str, *, offered: Sequence[Choice] = ()) -> str:
    """As "hakija **Yhdistys**"."""
    label = question.label[content.language(language)]
    return content.text("interview.item", language, label=label, value=shown(content, question, value, language, offered=offered))


def items(content: Content, lines: Sequence[SummaryLine], language: str) -> tuple[str, ...]:
    return tuple(item(content, line.question, line.value, language) for line in lines if line.value is not None)


def _label(choices: Sequence[Choice], id_: str, code: str) -> str:
    return next((choice.labels[code] for choice in choices if choice.id == id_), id_)


def _amount(content: Content, value: Mapping[str, Any], code: str) -> str:
    return _measured(content, value, code, "eur", content.wordings[code].euros)


def _people(content: Content, value: Mapping[str, Any], code: str) -> str:
    return content.text("interview.value.people", code, number=_measured(content, value, code, "n", str))


def _measured(content: Content, value: Mapping[str, Any], code: str, name: str, write: Callable[[int], str]) -> str:
    """One number, or a range that may be open at an end; cents make it "about"."""
    numbers = {key: value[key] for key in (name, "min", "max") if key in value}
    written = {key: write(round(number)) for key, number in numbers.items()}
    is_exclusive = value.get("exclusive", False)
    if name in written:
        text = written[name]
    elif len(written) > 1:
        text = content.text("interview.value.between", code, low=written["min"], high=written["max"])
    elif "max" in written:
        text = content.text("interview.value.under" if is_exclusive else "interview.value.at_most", code, value=written["max"])
    else:
        text = content.text("interview.value.over" if is_exclusive else "interview.value.at_least", code, value=written["min"])
    is_about = value.get("approx", False) or any(number != round(number) for number in numbers.values())
    return content.text("interview.value.about", code, value=text) if is_about else text


def _date(content: Content, value: Mapping[str, Any], code: str) -> str:
    if "text" in value:
        return _cut(value["text"])
    if "date" not in value:
        return _ranged(content, value, code, lambda written: content.wordings[code].day(date.fromisoformat(written)))
    day = content.wordings[code].day(date.fromisoformat(value["date"]))
    return content.text("interview.value.part_of_day", code, value=day, part=value["part"]) if "part" in value else day


def _time(content: Content, value: Mapping[str, Any], code: str) -> str:
    def write(written: str) -> str:
        return content.wordings[code].clock(time.fromisoformat(written))

    return write(value["time"]) if "time" in value else _ranged(content, value, code, write)


def _ranged(content: Content, value: Mapping[str, Any], code: str, write: Callable[[str], str]) -> str:
    ends = {name: write(value[name]) for name in ("from", "to") if name in value}
    if len(set(ends.values())) > 1:
        text = content.text("interview.value.between", code, low=ends["from"], high=ends["to"])
    elif len(ends) > 1:
        text = ends["from"]
    elif "from" in ends:
        text = content.text("interview.value.from", code, value=ends["from"])
    else:
        text = content.text("interview.value.until", code, value=ends["to"])
    return content.text("interview.value.about", code, value=text) if value.get("approx", False) else text


def _contact(_content: Content, value: Mapping[str, Any], _code: str) -> str:
    return str(value.get("email") or value.get("phone"))


_SHOWN: Mapping[Kind, Callable[[Content, Mapping[str, Any], str], str]] = {
    Kind.AMOUNT: _amount,
    Kind.PEOPLE: _people,
    Kind.DATE: _date,
    Kind.DATE_RANGE: _date,
    Kind.TIME: _time,
    Kind.CONTACT: _contact,
}
