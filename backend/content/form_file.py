"""Reads a form of `content/forms/`: everything that could be wrong with it is said before anybody is asked."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from backend.content.form_choices import ChoiceReader
from backend.content.form_coaching import SourceReader, read_follow_ups
from backend.content.form_reuse import OtherForms
from backend.content.form_texts import FormTexts
from backend.content.phrase_file import read_phrases
from backend.content.reader import Reader, did_you_mean
from backend.content.signal_file import InterviewWords
from backend.content.yamlfile import Items
from backend.domain.interview.form import Choice, Condition, Form, Kind, Limits, Question, Texts
from backend.domain.interview.phrases import Phrase, phrase

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CHOSEN = (Kind.CHOICE, Kind.CHOICES)
_FREE = (Kind.DATE, Kind.DATE_RANGE)
_TEXTS = ("ask", "label", "example", "why", "complaint", "called")
_FLAGS = ("optional", "name", "free", "personal")
_KEYS = ("kind", *_TEXTS, "choices", "limits", "when", *_FLAGS, "taken", "follow_ups", "from", "slot", "seconds")
_LIMITS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("min_length", "max_length"),
    Kind.AMOUNT: ("min_value", "max_value"),
    Kind.PEOPLE: ("min_value", "max_value"),
    Kind.CHOICES: ("most",),
}
_SECONDS: Mapping[Kind, int] = {Kind.TEXT: 45, Kind.CHOICE: 15, Kind.YES_NO: 10, Kind.COMPUTED: 15}
_FORM_TEXTS = ("title", "intro", "resume", "stopped", "done")
_WORDINGS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class FormReader:
    """`topics` are those there are; `texts` fills in what the programme and the office say. `others` are all the forms there are."""

    topics: Collection[str]
    texts: FormTexts
    words: InterviewWords
    others: OtherForms = field(default_factory=OtherForms)

    def read(self, file: Reader, *, id_: str, version: str = "") -> Form:
        file.only("topics", "from", "groups", *_FORM_TEXTS, "given", "questions")
        if not _NAME.fullmatch(id_):
            file.problems.add(file.place, f"the form's name {id_!r} must be small letters a-z, digits and _")
        texts = {name: self.texts.one(file, name) for name in _FORM_TEXTS}
        given = self._given(file)
        source = self._source(file)
        questions = self._questions(file.table_at("questions"), given, source)
        if not questions and file.has("questions"):
            file.complain("questions", "there are no questions")
        is_for_groups = file.flag("groups", default=False)
        topics = self._topics(file)
        return Form(id=id_, topics=topics, questions=questions, given=given, source=source, is_for_groups=is_for_groups, version=version, **texts)

    def _source(self, file: Reader) -> str:
        name = file.word("from", default="")
        if name and name not in self.others.files:
            file.complain("from", f"from names the form {name}, which there is not{did_you_mean(name, self.others.files)}")
            return ""
        return name

    def _topics(self, file: Reader) -> tuple[str, ...]:
        names = file.words("topics", default=True)
        for name in names:
            if name not in self.topics:
                file.complain("topics", f"topics names {name}, which there is not{did_you_mean(name, self.topics)}")
        return names

    def _given(self, file: Reader) -> Mapping[str, tuple[str, ...]]:
        if not file.has("given"):
            return {}
        table = file.table_at("given")
        return {name: table.words(name) for name in table.table.entries}

    def _questions(self, table: Reader, given: Mapping[str, tuple[str, ...]], source: str) -> tuple[Question, ...]:
        read: list[Question] = []
        every = tuple(table.table.entries)
        sources = SourceReader(form=source, others=self.others, texts=self.texts)
        for id_ in every:
            if not _NAME.fullmatch(id_) or id_ in given:
                table.complain(id_, f"the question's name {id_!r} must be small letters a-z, digits and _, and none of given")
            question = self.others.whole(table.table_at(id_))
            read.append(self._question(id_, question, Around(earlier=read, every=every, given=given, sources=sources)))
            if read[-1].slot in {other.slot for other in read[:-1]}:
                question.complain("slot", f"the slot {read[-1].slot} is another question's already")
        return tuple(read)

    def _question(self, id_: str, reader: Reader, around: "Around") -> Question:
        reader.only(*_KEYS)
        written = reader.choice("kind", tuple(Kind))
        kind = Kind(written) if written in tuple(Kind) else Kind.TEXT
        label = self.texts.one(reader, "label")
        return Question(
            id=id_,
            kind=kind,
            asks=self.texts.several(reader, "ask", count=_WORDINGS),
            label=label,
            example=self.texts.one(reader, "example"),
            why=self.texts.one(reader, "why"),
            complaint=self.texts.one(reader, "complaint") if reader.has("complaint") else {},
            calls=(*read_phrases(reader, "called", default=True), *_own_calls(label)),
            choices=self._choices(reader, kind),
            limits=_limits(reader, kind),
            when=_conditions(reader, around),
            is_optional=reader.flag("optional", default=False),
            is_taken=isinstance(reader.value("taken"), Items) or reader.flag("taken", default=True),
            taken_in=_taken_in(reader, around.every),
            is_name=reader.flag("name", default=False),
            is_free=_is_free(reader, kind),
            is_personal=reader.flag("personal", default=False),
            follow_ups=read_follow_ups(reader, kind, texts=self.texts),
            source=around.sources.read(reader, kind),
            slot=reader.word("slot", default=id_),
            seconds=reader.number("seconds", default=_SECONDS.get(kind, 20)),
        )

    def _choices(self, reader: Reader, kind: Kind) -> tuple[Choice, ...]:
        choices = ChoiceReader(texts=self.texts, ordinals=self.words.ordinals)
        if kind is Kind.YES_NO:
            return choices.yes_or_no(self.words)
        if kind in _CHOSEN:
            return choices.read(reader.table_at("choices"))
        if reader.has("choices"):
            reader.complain("choices", f"a question of kind {kind} has no choices")
        return ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Around:
    """What a question may name: those before it, every one of the form, and facts from outside."""

    earlier: Sequence[Question]
    every: Collection[str]
    given: Mapping[str, tuple[str, ...]]
    sources: SourceReader


def _own_calls(label: Texts) -> tuple[Phrase, ...]:
    """A question is also called by its label."""
    return tuple(made for text in label.values() if (made := phrase(text)) is not None)


def _limits(reader: Reader, kind: Kind) -> Limits:
    if not reader.has("limits"):
        return Limits()
    table = reader.table_at("limits")
    known = _LIMITS.get(kind, ())
    if not known:
        reader.complain("limits", f"a question of kind {kind} has no limits")
        return Limits()
    table.only(*known)
    limits = Limits(**{name: table.number(name) for name in known if table.has(name)})
    is_reversed = limits.min_value is not None and limits.max_value is not None and limits.min_value > limits.max_value
    if is_reversed or limits.min_length > limits.max_length:
        reader.complain("limits", "limits are reversed: the least is above the most")
    return limits


def _taken_in(reader: Reader, every: Collection[str]) -> frozenset[str]:
    if not isinstance(reader.value("taken"), Items):
        return frozenset()
    names = reader.words("taken")
    for name in names:
        if name not in every:
            reader.complain("taken", f"taken names {name}, which there is not{did_you_mean(name, every)}")
    return frozenset(names)


def _is_free(reader: Reader, kind: Kind) -> bool:
    is_free = reader.flag("free", default=False)
    if is_free and kind not in _FREE:
        reader.complain("free", f"a question of kind {kind} cannot be free, only {' and '.join(_FREE)} can")
    return is_free


def _conditions(reader: Reader, around: Around) -> tuple[Condition, ...]:
    """All must hold. `any` stands for any answer."""
    if not reader.has("when"):
        return ()
    table = reader.table_at("when")
    known = {question.id: question for question in around.earlier}
    given = around.given
    found: list[Condition] = []
    for name in table.table.entries:
        if name not in known and name not in given:
            late = "is asked later" if name in around.every else f"there is not{did_you_mean(name, [*known, *given])}"
            table.complain(name, f"when names {name}, which {late}")
            continue
        options = _options(table, name, given[name] if name in given else _possible(known[name]))
        found.append(Condition(question=name, options=frozenset(options)))
    return tuple(found)


def _possible(question: Question) -> tuple[str, ...]:
    return tuple(choice.id for choice in question.choices)


def _options(table: Reader, name: str, possible: Collection[str]) -> tuple[str, ...]:
    words = table.words(name) if isinstance(table.value(name), Items) else (table.word(name),)
    if words == ("any",):
        return ()
    for word in words:
        if word not in possible:
            there = ", ".join(possible) or "only any"
            table.complain(name, f"when: {name} cannot be {word!r}{did_you_mean(word, possible)}; it can be {there}")
    return words
