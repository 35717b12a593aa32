"""Reads the criteria by which ideas are judged, and tries each out before anybody meets it."""

import re
from collections.abc import Mapping
from datetime import date

from backend.content.eligibility_cases import CaseReader
from backend.content.eligibility_facts import check_name, read_facts_section
from backend.content.reader import Reader, did_you_mean
from backend.content.shapes import Message
from backend.domain.eligibility.facts import FactSpec
from backend.domain.eligibility.rules import Case, Criterion, Rules, tellings
from backend.domain.eligibility.situation import Situation
from backend.domain.eligibility.trial import try_out
from backend.domain.programme import Programme, Source, SourceDocument

_NO_CASE = frozenset({"not_asked"})
_NO_DOCUMENT = SourceDocument(id="", title={}, dated={}, valid_from=date.min, valid_until=date.max)
_NUMBER = re.compile(r"\d+(?:[ \u00a0]\d{3})*")


def read_eligibility(file: Reader, *, programme: Programme, version: str = "") -> Rules:
    """The rules; what is wrong with them is among the file's problems."""
    file.only("facts", "criteria")
    facts = read_facts_section(file.table_at("facts"), programme=programme)
    section = file.table_at("criteria")
    reader = _CriterionReader(facts=facts, programme=programme)
    criteria = tuple(reader.criterion(id_, section) for id_ in section.tables())
    if not criteria:
        file.complain("criteria", "there are no criteria")
    rules = Rules(facts=facts, criteria=criteria, version=version)
    if not file.problems:
        _try_all(section, rules, programme)
    return rules


def check_texts(file: Reader, *, rules: Rules, messages: Mapping[str, Message]) -> None:
    """Every text that the rules may ask for is there, and asks for nothing but what it is sure to be given."""
    section = file.table_at("criteria")
    for telling in tellings(rules):
        message = messages.get(telling.key)
        if message is None:
            section.complain(telling.criterion, f"there is no text {telling.key} in messages{did_you_mean(telling.key, messages)}")
            continue
        for name, kind in message.needs.items():
            if telling.gets.get(name) != kind:
                given = ", ".join(f"{one}: {of}" for one, of in telling.gets.items()) or "nothing"
                section.complain(telling.criterion, f"the text {telling.key} asks for {name}: {kind}, it is sure of {given}")


class _CriterionReader:
    def __init__(self, *, facts: Mapping[str, FactSpec], programme: Programme) -> None:
        self._facts = facts
        self._programme = programme
        sources = [*(fact.source for fact in programme.facts.values()), *(round_.source for round_ in programme.rounds)]
        self._documents = {source.document.id: source.document for source in sources}
        self._cases = CaseReader(facts=facts, limits=[fact.name for fact in programme.facts.values() if fact.kind == "euros"])

    def criterion(self, id_: str, section: Reader) -> Criterion:
        check_name(section, id_)
        reader = section.table_at(id_)
        reader.only("essential", "needs", "source", "cases")
        source = reader.table_at("source")
        source.only("rounds", "fact", "document", "sentence")
        cases = reader.table_at("cases")
        read = Criterion(
            id=id_,
            needs=self._needs(reader),
            cases=tuple(self._case(name, cases) for name in cases.table.entries),
            source=self._source(source),
            is_essential=reader.flag("essential", default=False),
            rests_on_rounds=source.flag("rounds", default=False),
        )
        if read.asks_for_rounds and not read.rests_on_rounds:
            reader.complain("source", "a criterion that asks for the round or the start has a source with rounds: true")
        self._check_limits(read, reader)
        return read

    def _needs(self, reader: Reader) -> tuple[str, ...]:
        names = reader.words("needs", default=True)
        for name in names:
            if name not in self._facts:
                reader.complain("needs", f"needs names {name}, which is none of the facts{did_you_mean(name, self._facts)}")
        return tuple(name for name in names if name in self._facts)

    def _case(self, name: str, cases: Reader) -> Case:
        check_name(cases, name, taken=_NO_CASE)
        reader = cases.table_at(name)
        reader.only("when", "result", "provisional", "source", "would_change")
        if reader.has("source"):
            reader.table_at("source").only("fact", "document", "sentence")
        return Case(
            name=name,
            when=self._cases.conditions(reader),
            result=self._cases.result(reader),
            is_provisional=reader.flag("provisional", default=False),
            source=self._source(reader.table_at("source")) if reader.has("source") else None,
            offers=self._cases.offers(reader),
        )

    def _source(self, reader: Reader) -> Source:
        """The sentence of one of the programme's facts, or a document's sentence of its own."""
        if reader.has("fact"):
            name = reader.choice("fact", tuple(self._programme.facts))
            if reader.has("document") or reader.has("sentence"):
                reader.complain("fact", "a source is a fact, or a document with its sentence: not both")
            if name in self._programme.facts:
                return self._programme.facts[name].source
        document = reader.choice("document", tuple(self._documents)) if not reader.has("fact") else ""
        sentence = reader.word("sentence") if not reader.has("fact") else ""
        return Source(document=self._documents.get(document, _NO_DOCUMENT), sentence=sentence)

    def _check_limits(self, criterion: Criterion, reader: Reader) -> None:
        """Euros that were written as cents, or a digit too many, do not stand in the document's sentence."""
        for name in criterion.limits:
            fact = self._programme.facts[name]
            numbers = [int(re.sub(r"\D", "", found)) for found in _NUMBER.findall(fact.source.sentence)]
            if fact.value not in numbers:
                reader.complain("cases", f"the programme's fact {name} is {fact.value}, its sentence says {', '.join(map(str, numbers)) or 'no number'}")


def _try_all(section: Reader, rules: Rules, programme: Programme) -> None:
    for criterion in rules.criteria:
        trial = try_out(criterion, rules=rules, programme=programme)
        for situation in trial.undecided[:3]:
            section.complain(criterion.id, f"no case of {criterion.id} decides where {_told(criterion, situation)}")
        for name in trial.idle:
            section.table_at(criterion.id).table_at("cases").complain(name, f"the case {name} never decides: the cases before it take all")


def _told(criterion: Criterion, situation: Situation) -> str:
    told = [f"{name} is {', '.join(value) if isinstance(value, tuple) else value}" for name, value in situation.facts.values.items()]
    return " and ".join([*told, *([f"round is {situation.round_state}"] if criterion.rests_on_rounds else [])]) or "nothing is known"
