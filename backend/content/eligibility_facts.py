"""Reads which facts a group is judged by, with the words for their options."""

import re
from collections.abc import Mapping

from backend.content.reader import Reader
from backend.content.yamlfile import Table
from backend.domain.eligibility.facts import FactKind, FactSpec
from backend.domain.programme import Programme, Texts

MISSING = "missing"
"""What a case says of a fact that is not known; no option may be called so."""
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TAKEN = frozenset({"round", "on", "opens", "closes", "earliest", "provisional"})
_PLAIN_KINDS = (FactKind.AMOUNT, FactKind.START, FactKind.FLAG)
_CHOICE_KINDS = (FactKind.CHOICE, FactKind.CHOICES)


def check_name(reader: Reader, name: str, *, taken: frozenset[str] = frozenset()) -> None:
    """Names become text keys and placeholders."""
    if _NAME.fullmatch(name) is None:
        reader.complain(name, f"{name[:40]!r} cannot be a name: it begins with a small letter and holds small letters, digits and _")
    if name in taken:
        reader.complain(name, f"{name} has a meaning of its own here: take another name")


def read_facts_section(reader: Reader, *, programme: Programme) -> Mapping[str, FactSpec]:
    for name in reader.table.entries:
        check_name(reader, name, taken=_TAKEN)
    return {name: _fact(name, reader, programme) for name in reader.table.entries}


def _fact(name: str, reader: Reader, programme: Programme) -> FactSpec:
    """A plain kind, or a table of options under `choice` or `choices`."""
    if not isinstance(reader.value(name), Table):
        kind = reader.choice(name, _PLAIN_KINDS)
        return FactSpec(name=name, kind=FactKind(kind) if kind in _PLAIN_KINDS else FactKind.FLAG)
    table = reader.table_at(name)
    table.only(*_CHOICE_KINDS)
    kinds = [kind for kind in _CHOICE_KINDS if table.has(kind)]
    if len(kinds) != 1:
        reader.complain(name, f"the fact {name} must have either choice or choices")
        return FactSpec(name=name, kind=FactKind.CHOICE)
    return FactSpec(name=name, kind=kinds[0], options=_options(table.table_at(kinds[0]), programme))


def _options(reader: Reader, programme: Programme) -> Mapping[str, Texts]:
    if not reader.table.entries:
        reader.problems.add(reader.place, "there are no options")
    for name in reader.table.entries:
        check_name(reader, name, taken=frozenset({MISSING}))
    borrowed = {name: option for name, option in _tables(reader).items() if option.has("fact")}
    _each_once(borrowed, programme)
    return {name: _borrowed_words(borrowed[name], programme) if name in borrowed else reader.texts(name) for name in reader.table.entries}


def _tables(reader: Reader) -> Mapping[str, Reader]:
    return {name: reader.reader_of(value, name) for name, value in reader.table.entries.items() if isinstance(value, Table)}


def _borrowed_words(option: Reader, programme: Programme) -> Texts:
    """The words of the n-th text of one of the programme's facts, so that they are written once."""
    option.only("fact", "number")
    name = option.choice("fact", [fact.name for fact in programme.facts.values() if fact.kind == "texts"])
    texts = programme.facts[name].value if name in programme.facts else ()
    number = option.number("number")
    if isinstance(texts, tuple) and number <= len(texts):
        return texts[number - 1]
    option.complain("number", f"the programme's fact {name} has no text number {number}")
    return {}


def _each_once(borrowed: Mapping[str, Reader], programme: Programme) -> None:
    """An aim that is added to the programme must not be forgotten here, nor stand here twice."""
    places: dict[str, dict[str, Reader]] = {}
    for option in borrowed.values():
        seen = places.setdefault(option.word("fact"), {})
        if option.word("number") in seen:
            option.complain("number", f"number {option.word('number')} of {option.word('fact')} is there twice")
        seen[option.word("number")] = option
    for name, seen in places.items():
        texts = programme.facts[name].value if name in programme.facts else ()
        last = next(reversed(seen.values()))
        for number, _ in enumerate(texts if isinstance(texts, tuple) else (), 1):
            if str(number) not in seen:
                last.problems.add(last.place, f"number {number} of the programme's fact {name} has no option")
