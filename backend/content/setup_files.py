"""Reads languages, topics, commands and the office."""

from collections.abc import Collection, Mapping
from datetime import date

from backend.content.reader import Reader, did_you_mean
from backend.content.shapes import SlashCommand, Topic
from backend.content.wording import NotYet, Wording
from backend.domain.office import Office, OpenHours, OtherFunder

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_KINDS = ("answer", "task", "control")
SETTLED = ("yes", "partly", "no")
_FORMS: Mapping[str, tuple[str, ...]] = {
    "euros": ("amount",),
    "day": ("day", "month", "month_name", "year"),
    "month": ("month_name", "year"),
    "moment": ("weekday", "day", "month", "month_name", "clock"),
    "clock": ("hour", "minute"),
}
_COMMAND_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_LONGEST_COMMAND = 32


def read_languages(file: Reader) -> tuple[str, Mapping[str, Wording], Mapping[str, NotYet]]:
    """The default language, the languages with it first, and the sentences for languages not spoken yet."""
    file.only("default", "languages", "not_yet")
    wordings = {code: _wording(code, reader) for code, reader in file.table_at("languages").tables().items()}
    default = file.choice("default", tuple(wordings))
    ordered = {default: wordings[default], **wordings} if default in wordings else wordings
    return default, ordered, {code: _not_yet(reader) for code, reader in file.table_at("not_yet").tables().items()}


def _not_yet(reader: Reader) -> NotYet:
    reader.only("named_by", "text")
    return NotYet(named_by=reader.words("named_by", default=True), text=reader.word("text"))


def _wording(code: str, reader: Reader) -> Wording:
    reader.only("name", "named_by", "thousands", *_FORMS, "and", "months", "weekdays", "weekdays_short")
    forms = {name: _form(reader, name) for name in _FORMS}
    thousands = reader.value("thousands")
    return Wording(
        code=code,
        name=reader.word("name"),
        named_by=reader.words("named_by"),
        thousands=getattr(thousands, "text", ""),
        euros_form=forms["euros"],
        day_form=forms["day"],
        month_form=forms["month"],
        moment_form=forms["moment"],
        clock_form=forms["clock"],
        conjunction=reader.word("and"),
        months=_so_many(reader, "months", 12),
        weekdays=_so_many(reader, "weekdays", 7),
        weekdays_short=_so_many(reader, "weekdays_short", 7),
    )


def _form(reader: Reader, name: str) -> str:
    form = reader.word(name)
    known = _FORMS[name]
    try:
        form.format(**dict.fromkeys(known, "1"))
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        reader.complain(name, f"{name}: unknown placeholder {error}{did_you_mean(str(error).strip(chr(39)), known)}; known are {', '.join(known)}")
    return form


def _so_many(reader: Reader, key: str, count: int) -> tuple[str, ...]:
    words = reader.words(key)
    if len(words) == count:
        return words
    reader.complain(key, f"{key} must have {count} words, not {len(words)}")
    return ("x",) * count


def read_topics(file: Reader) -> Mapping[str, Topic]:
    file.only("topics")
    return {id_: _topic(id_, reader) for id_, reader in file.table_at("topics").tables().items()}


def _topic(id_: str, reader: Reader) -> Topic:
    reader.only("kind", "grounded", "label")
    return Topic(
        id=id_,
        kind=reader.choice("kind", _KINDS),
        grounded=reader.choice("grounded", SETTLED, default="yes"),
        labels=reader.texts("label"),
    )


def read_commands(file: Reader, *, topics: Collection[str]) -> tuple[SlashCommand, ...]:
    """The commands in the file's order; a word may stand in several languages if it means the same."""
    file.only("commands")
    by_language = file.table_at("commands")
    by_language.by_language()
    found: list[SlashCommand] = []
    for language, words in by_language.tables().items():
        for word, reader in words.tables().items():
            found.append(_command(word, language, reader, topics))
            _must_agree(found[-1], found, reader)
    return tuple(found)


def _command(word: str, language: str, reader: Reader, topics: Collection[str]) -> SlashCommand:
    reader.only("topic", "description")
    if not _COMMAND_LETTERS.issuperset(word) or not 0 < len(word) <= _LONGEST_COMMAND:
        reader.problems.add(reader.place, f"the command {word} must be 1 to {_LONGEST_COMMAND} letters a-z, digits or _")
    return SlashCommand(word=word, topic=reader.choice("topic", topics), language=language, description=reader.word("description"))


def _must_agree(command: SlashCommand, found: Collection[SlashCommand], reader: Reader) -> None:
    if any(other.word == command.word and other.topic != command.topic for other in found):
        reader.complain("topic", f"the command {command.word} has another topic in another language")


def read_office(file: Reader) -> Office:
    """What the office has told of itself; a key that is null or missing is not set."""
    file.only(*("hours", "closed_days", "answer_within_days", "phone", "email", "address", "places", "controller", "privacy_contact", "other_funders"))
    email = file.word("email", default="")
    if email and "@" not in email:
        file.complain("email", f"email is {email!r}, it must be an address with @")
    return Office(
        hours=_hours(file),
        closed_days=frozenset(_day(file, word) for word in file.words("closed_days", default=True)),
        answer_within_days=file.number("answer_within_days", default=1),
        phone=file.word("phone", default=""),
        email=email,
        address=_texts(file, "address"),
        places=tuple(file.texts_in(value, "places") for value in file.items("places", default=True)),
        controller=_texts(file, "controller"),
        privacy_contact=_texts(file, "privacy_contact"),
        other_funders=tuple(_funder(file.reader_of(value, "other_funders")) for value in file.items("other_funders", default=True)),
    )


def _texts(file: Reader, key: str) -> Mapping[str, str]:
    return file.texts(key) if file.has(key) else {}


def _funder(reader: Reader) -> OtherFunder:
    reader.only("name", "url")
    return OtherFunder(name=reader.texts("name"), url=reader.word("url"))


def _hours(file: Reader) -> Mapping[int, OpenHours]:
    if not file.has("hours"):
        return {}
    days = file.table_at("hours")
    days.only(*WEEKDAYS)
    return {WEEKDAYS.index(day): _open_hours(day, days) for day in WEEKDAYS if days.has(day)}


def _open_hours(day: str, days: Reader) -> OpenHours:
    reader = days.table_at(day)
    reader.only("from", "to")
    hours = OpenHours(opens=reader.clock_time("from"), closes=reader.clock_time("to"))
    if reader.has("from") and reader.has("to") and hours.closes <= hours.opens:
        reader.complain("to", f"{day} closes before it opens")
    return hours


def _day(file: Reader, word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        file.complain("closed_days", f"closed_days holds {word[:40]!r}, each must be a day such as 2026-12-24")
        return date.min
