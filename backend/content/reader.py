"""Takes typed values out of a file's tables; what is wrong becomes a problem and a harmless stand-in."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, time
from difflib import get_close_matches
from typing import TypeVar

from backend.content.yamlfile import Items, Place, Problems, Scalar, Table, Value

T = TypeVar("T")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_LARGEST_NUMBER = 10**9
_FAR_PAST = date(1970, 1, 1)


def did_you_mean(word: str, known: Collection[str]) -> str:
    """A hint to add to a complaint about an unknown name; empty where nothing is close."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f", did you mean {close[0]}?" if close else ""


class Reader:
    """One table of a file, its keys known beforehand. `languages` are those every text must have."""

    def __init__(self, table: Table, *, problems: Problems, languages: Collection[str] = ()) -> None:
        self.table = table
        self.problems = problems
        self.languages = tuple(languages)

    @property
    def place(self) -> Place:
        return self.table.place

    def place_of(self, key: str) -> Place:
        return self.table.key_places.get(key, self.table.place)

    def complain(self, key: str, reason: str) -> None:
        self.problems.add(self.place_of(key), reason)

    def only(self, *keys: str) -> None:
        """Complains of every key that is none of these."""
        for key, place in self.table.key_places.items():
            if key not in keys:
                self.problems.add(place, f"unknown key {key}{did_you_mean(key, keys)}")

    def value(self, key: str) -> Value | None:
        """The value; None where it is missing or null."""
        value = self.table.entries.get(key)
        return None if isinstance(value, Scalar) and value.is_null else value

    def has(self, key: str) -> bool:
        return self.value(key) is not None

    def required(self, key: str) -> Value | None:
        value = self.value(key)
        if value is None:
            missing = "is not set" if key in self.table.key_places else "is missing"
            self.complain(key, f"{key} {missing}")
        return value

    def word(self, key: str, *, default: str | None = None) -> str:
        """A text that is the same in every language."""
        value = self.value(key) if default is not None else self.required(key)
        return (default or "") if value is None else self.text_in(value, key)

    def text_in(self, value: Value, key: str) -> str:
        if not isinstance(value, Scalar):
            self.problems.add(value.place, f"{key} must be a text")
            return ""
        if value.is_null or not value.text.strip():
            self.problems.add(value.place, f"{key} is empty")
        return value.text.strip()

    def choice(self, key: str, options: Collection[str], *, default: str | None = None) -> str:
        chosen = self.word(key, default=default)
        if chosen and chosen not in options:
            self.complain(key, f"{key} is {chosen!r}, it must be one of {', '.join(options)}{did_you_mean(chosen, options)}")
        return chosen

    def flag(self, key: str, *, default: bool) -> bool:
        return self.choice(key, ("true", "false"), default=str(default).lower()) == "true"

    def number(self, key: str, *, default: int | None = None) -> int:
        """A whole number above 0."""
        written = self.word(key, default=None if default is None else str(default))
        if written.isascii() and written.isdigit() and not written.startswith("0") and int(written[:12]) <= _LARGEST_NUMBER:
            return int(written)
        if written:
            self.complain(key, f"{key} is {written[:40]!r}, it must be a whole number from 1 to {_LARGEST_NUMBER}, digits only")
        return 1

    def day(self, key: str) -> date:
        return self._parsed(key, self.word(key), date.fromisoformat, "a day such as 2018-01-16", _FAR_PAST)

    def clock_time(self, key: str) -> time:
        return self._parsed(key, self.word(key), _time, "a time such as 9:00", time())

    def _parsed(self, key: str, written: str, parse: Callable[[str], T], wanted: str, stand_in: T) -> T:
        if not written:
            return stand_in
        try:
            return parse(written)
        except ValueError:
            self.complain(key, f"{key} is {written[:40]!r}, it must be {wanted}")
            return stand_in

    def items(self, key: str, *, default: bool = False) -> tuple[Value, ...]:
        """The values of a list; none where it is missing and `default` allows that."""
        value = self.value(key) if default else self.required(key)
        if value is None:
            return ()
        if isinstance(value, Items):
            return value.values
        self.problems.add(value.place, f"{key} must be a list")
        return ()

    def words(self, key: str, *, default: bool = False) -> tuple[str, ...]:
        return tuple(self.text_in(value, key) for value in self.items(key, default=default))

    def table_at(self, key: str) -> "Reader":
        """The table under the key; an empty one, and a problem, where there is none."""
        value = self.required(key)
        return self.reader_of(value, key) if value is not None else self._child(Table({}, {}, self.place_of(key)))

    def reader_of(self, value: Value, key: str) -> "Reader":
        if isinstance(value, Table):
            return self._child(value)
        self.problems.add(value.place, f"{key} must be a mapping of keys to values")
        return self._child(Table({}, {}, value.place))

    def _child(self, table: Table) -> "Reader":
        return Reader(table, problems=self.problems, languages=self.languages)

    def tables(self) -> Mapping[str, "Reader"]:
        """Every entry of this table as a table of its own."""
        return {key: self.reader_of(value, key) for key, value in self.table.entries.items()}

    def in_languages(self, key: str) -> Mapping[str, Value]:
        """The values by language under the key, each language there once."""
        return self.table_at(key).by_language()

    def by_language(self, *others: str) -> Mapping[str, Value]:
        """The values of this table by language; `others` are keys that may stand beside the languages."""
        self.only(*self.languages, *others)
        for language in self.languages:
            if not self.has(language):
                self.problems.add(self.place, f"the language {language} is missing")
        return {language: self.table.entries[language] for language in self.languages if self.has(language)}

    def texts(self, key: str) -> Mapping[str, str]:
        """A text in every language: by language, or one text for them all."""
        value = self.required(key)
        return {} if value is None else self.texts_in(value, key)

    def texts_in(self, value: Value, key: str) -> Mapping[str, str]:
        if isinstance(value, Table):
            by_language = self._child(value).by_language()
            return {language: self.text_in(text, key) for language, text in by_language.items()}
        return dict.fromkeys(self.languages, self.text_in(value, key))


def _time(written: str) -> time:
    found = _TIME.fullmatch(written)
    if found is None:
        raise ValueError(written)
    return time(int(found[1]), int(found[2]))
