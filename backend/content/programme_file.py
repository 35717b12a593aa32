"""Reads a programme's facts, each with the document and the sentence it comes from."""

from collections.abc import Mapping
from datetime import date

from backend.content.reader import Reader
from backend.domain.programme import Fact, FactValue, Programme, Round, Source, SourceDocument

_KINDS = ("euros", "number", "date", "word", "link", "text", "texts")
_NO_DOCUMENT = SourceDocument(id="", title={}, dated={}, valid_from=date.min, valid_until=date.max)


def read_programme(file: Reader, *, programme_id: str) -> Programme:
    file.only("name", "documents", "facts", "rounds")
    documents = {id_: _document(id_, reader) for id_, reader in file.table_at("documents").tables().items()}
    facts = {name: _fact(name, reader, documents) for name, reader in file.table_at("facts").tables().items()}
    rounds = tuple(_round(file.reader_of(value, "rounds"), documents) for value in file.items("rounds"))
    if list(rounds) != sorted(rounds, key=lambda round_: round_.opens):
        file.complain("rounds", "rounds must stand in the order of their days")
    _limits_must_grow(file, facts)
    return Programme(id=programme_id, name=file.word("name"), facts=facts, rounds=rounds)


def _document(id_: str, reader: Reader) -> SourceDocument:
    reader.only("title", "dated", "valid_from", "valid_until")
    document = SourceDocument(
        id=id_, title=reader.texts("title"), dated=reader.texts("dated"), valid_from=reader.day("valid_from"), valid_until=reader.day("valid_until")
    )
    if document.valid_until < document.valid_from:
        reader.complain("valid_until", "valid_until is before valid_from")
    return document


def _source(reader: Reader, documents: Mapping[str, SourceDocument]) -> Source:
    document = documents.get(reader.choice("document", tuple(documents)), _NO_DOCUMENT)
    return Source(document=document, sentence=reader.word("sentence"))


def _fact(name: str, reader: Reader, documents: Mapping[str, SourceDocument]) -> Fact:
    reader.only(*_KINDS, "document", "sentence", "valid_from", "valid_until")
    kinds = [kind for kind in _KINDS if reader.has(kind)]
    if len(kinds) != 1:
        reader.problems.add(reader.place, f"the fact {name} must have exactly one value: {', '.join(_KINDS)}")
    kind = kinds[0] if kinds else "word"
    source = _source(reader, documents)
    return Fact(
        name=name,
        kind=kind,
        value=_fact_value(kind, reader) if kinds else "",
        source=source,
        valid_from=reader.day("valid_from") if reader.has("valid_from") else source.document.valid_from,
        valid_until=reader.day("valid_until") if reader.has("valid_until") else source.document.valid_until,
    )


def _fact_value(kind: str, reader: Reader) -> FactValue:
    if kind in {"euros", "number"}:
        return reader.number(kind)
    if kind == "date":
        return reader.day(kind)
    if kind == "text":
        return reader.texts(kind)
    if kind == "texts":
        return tuple(reader.texts_in(value, kind) for value in reader.items(kind))
    word = reader.word(kind)
    if kind == "link" and not word.startswith(("https://", "http://")):
        reader.complain(kind, f"link is {word[:40]!r}, it must begin with https:// or http://")
    return word


def _round(reader: Reader, documents: Mapping[str, SourceDocument]) -> Round:
    reader.only("opens", "closes", "earliest_start", "provisional", "document", "sentence")
    round_ = Round(
        opens=reader.day("opens"),
        closes=reader.day("closes"),
        earliest_start=reader.day("earliest_start"),
        is_provisional=reader.flag("provisional", default=False),
        source=_source(reader, documents),
    )
    if round_.closes < round_.opens:
        reader.complain("closes", "the round ends before it starts")
    if round_.earliest_start < round_.opens:
        reader.complain("earliest_start", "earliest_start is before the round opens")
    return round_


def _limits_must_grow(file: Reader, facts: Mapping[str, Fact]) -> None:
    event, project = facts.get("event_limit"), facts.get("project_limit")
    if event is not None and project is not None and isinstance(event.value, int) and isinstance(project.value, int) and event.value >= project.value:
        file.table_at("facts").complain("event_limit", "event_limit must be under project_limit")
