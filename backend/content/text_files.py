"""Reads answers, messages and statements: everything that is said, as templates already tried out."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from backend.content.context import ROUNDS, Contexts, known_members, known_names, stand_in_office, trial_days
from backend.content.reader import Reader, did_you_mean
from backend.content.setup_files import SETTLED
from backend.content.shapes import AnswerFile, Message, StatementFile
from backend.content.templates import Compiler, Text, try_out
from backend.content.wording import Wording
from backend.content.yamlfile import Items, Problems, Scalar, Value
from backend.domain.office import Office
from backend.domain.programme import Programme

_TRIAL_FACTS: Mapping[str, tuple[Any, ...]] = {
    "text": ("x",),
    "texts": (("x",), ("x", "y")),
    "number": (1,),
    "flag": (True, False),
    "day": (date(2026, 1, 7),),
    "moment": (datetime(2026, 1, 7, 12, 0, tzinfo=UTC), None),
    "documents": (
        ({"title": "x", "dated": "x", "valid_from": datetime(2018, 1, 2, tzinfo=UTC), "valid_until": datetime(2018, 1, 2, tzinfo=UTC), "sentences": ("x",)},),
    ),
}


class TextReader:
    """Compiles the texts of a file and tries each out, with the office and the public address set and unset."""

    def __init__(self, *, programme: Programme, wordings: Mapping[str, Wording], problems: Problems) -> None:
        self.programme = programme
        self.wordings = wordings
        self.problems = problems
        self._compilers = {code: Compiler(wording, members=known_members(wording), problems=problems) for code, wording in wordings.items()}
        worlds = ((Office(), ""), (stand_in_office(tuple(wordings)), "https://example.org"))
        self._worlds = tuple(Contexts(programme=programme, office=office, wordings=wordings, public_url=url) for office, url in worlds)

    def answer(self, file: Reader, *, topic: str, topics: Collection[str]) -> AnswerFile:
        """`texts` are wordings of the same answer; `plain` is one in easier words."""
        file.by_language("settled", "rests_on", "next", "yes")
        names = known_names(self.programme, dated=True)
        blocks = {code: file.table_at(code) for code in self.wordings if file.has(code)}
        for block in blocks.values():
            block.only("texts", "plain")
        contexts = {code: self._dated_contexts(code) for code in blocks}
        return AnswerFile(
            topic=topic,
            settled=file.choice("settled", SETTLED),
            rests_on=self._all_known(file, "rests_on", (*self.programme.facts, ROUNDS)),
            next=self._all_known(file, "next", topics),
            yes=file.choice("yes", topics, default=""),
            texts={code: self._texts(code, block.required("texts"), names, contexts[code]) for code, block in blocks.items()},
            plain=self._single({code: block.value("plain") for code, block in blocks.items()}, names, contexts),
        )

    def message(self, key: str, reader: Reader) -> Message:
        values = reader.by_language("with")
        needs_reader = reader.table_at("with") if reader.has("with") else None
        needs = {name: needs_reader.choice(name, tuple(_TRIAL_FACTS)) for name in needs_reader.table.entries} if needs_reader is not None else {}
        names = (*needs, *known_names(self.programme, dated=False))
        texts = {code: self._texts(code, value, names, self._contexts_with(code, needs)) for code, value in values.items()}
        return Message(key=key, needs=needs, texts=texts)

    def statement(self, file: Reader) -> StatementFile:
        file.only("title", "sections")
        names = known_names(self.programme, dated=False)
        sections = [file.reader_of(value, "sections") for value in file.items("sections")]
        for section in sections:
            section.only("heading", "text")
        read = [(section.texts("heading"), section.in_languages("text")) for section in sections]
        return StatementFile(
            title=file.texts("title"),
            sections=tuple((heading, self._single(text, names, {code: self._contexts_with(code, {}) for code in text})) for heading, text in read),
        )

    def _all_known(self, file: Reader, key: str, known: Collection[str]) -> tuple[str, ...]:
        words = file.words(key, default=True)
        for word in words:
            if word not in known:
                file.complain(key, f"{key} names {word}, which there is not{did_you_mean(word, known)}")
        return tuple(word for word in words if word in known)

    def _single(self, values: Mapping[str, Value | None], names: Collection[str], contexts: Mapping[str, Sequence[Mapping[str, Any]]]) -> Mapping[str, Text]:
        """One wording a language, where there is one."""
        read = {code: self._texts(code, value, names, contexts[code]) for code, value in values.items()}
        return {code: texts[0] for code, texts in read.items() if texts}

    def _texts(self, code: str, value: Value | None, names: Collection[str], contexts: Sequence[Mapping[str, Any]]) -> tuple[Text, ...]:
        """The wordings of one language; a text alone is one wording."""
        scalars = value.values if isinstance(value, Items) else (value,)
        texts = [self._text(code, scalar, names, contexts) for scalar in scalars if scalar is not None]
        return tuple(text for text in texts if text is not None)

    def _text(self, code: str, scalar: Value, names: Collection[str], contexts: Sequence[Mapping[str, Any]]) -> Text | None:
        if not isinstance(scalar, Scalar) or scalar.is_null or not scalar.text.strip():
            self.problems.add(scalar.place, f"[{code}] must be a text, and not an empty one")
            return None
        text = self._compilers[code].compile(scalar, names=names)
        if text is not None:
            try_out(text, contexts, problems=self.problems, language=code)
        return text

    def _dated_contexts(self, code: str) -> Sequence[Mapping[str, Any]]:
        return [world.at(code, day) for world in self._worlds for day in trial_days(self.programme)]

    def _contexts_with(self, code: str, needs: Mapping[str, str]) -> Sequence[Mapping[str, Any]]:
        """Each value a fact may have, in turn, beside the first of the others."""
        first = {name: _TRIAL_FACTS[kind][0] for name, kind in needs.items() if kind in _TRIAL_FACTS}
        turns = [{**first, name: value} for name, kind in needs.items() for value in _TRIAL_FACTS.get(kind, ())]
        return [{**world.base(code), **facts} for world in self._worlds for facts in turns or [first]]
