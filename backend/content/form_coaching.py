"""Reads the follow-ups of a question and whence its answer is prefilled."""

from dataclasses import dataclass

from backend.content.form_reuse import OtherForms
from backend.content.form_texts import FormTexts
from backend.content.phrase_file import read_phrases
from backend.content.reader import Reader, did_you_mean
from backend.content.yamlfile import Scalar
from backend.domain.interview.form import FollowUp, Kind, Source, SourcePart

_SAID = "said"
_LONGEST_NAME = 40


def read_follow_ups(reader: Reader, kind: Kind, *, texts: FormTexts) -> tuple[FollowUp, ...]:
    """In the order in which they are tried."""
    if not reader.has("follow_ups"):
        return ()
    if kind is not Kind.TEXT:
        reader.complain("follow_ups", f"a question of kind {kind} has no follow-ups, only free text has")
        return ()
    return tuple(_follow_up(id_, table, texts) for id_, table in reader.table_at("follow_ups").tables().items())


def _follow_up(id_: str, reader: Reader, texts: FormTexts) -> FollowUp:
    reader.only("fewer_words", "lacks", "ask")
    if len(id_) > _LONGEST_NAME:
        reader.problems.add(reader.place, f"the follow-up's name {id_!r} is longer than {_LONGEST_NAME} characters")
    if not reader.has("fewer_words") and not reader.has("lacks"):
        reader.problems.add(reader.place, f"the follow-up {id_} has no condition: fewer_words, lacks or both")
    return FollowUp(
        id=id_,
        asks={code: tuple(template.fill for template in found) for code, found in texts.templates(reader, "ask", names=(_SAID,)).items()},
        fewer_words=reader.number("fewer_words") if reader.has("fewer_words") else None,
        lacks=read_phrases(reader, "lacks", default=True),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceReader:
    """`form` is the one whose answers are taken; empty for none."""

    form: str
    others: OtherForms
    texts: FormTexts

    def read(self, reader: Reader, kind: Kind) -> Source | None:
        """The name of a question of the same kind, or texts by language, a list of parts or one, that name questions."""
        value = reader.value("from")
        if value is None:
            return None
        if not self.form:
            reader.complain("from", "from needs a form to take from: name it in the form's own from")
            return None
        return self._same(reader, value, kind) if isinstance(value, Scalar) else self._made(reader, kind)

    def _same(self, reader: Reader, value: Scalar, kind: Kind) -> Source | None:
        name = value.text.strip()
        there = self.others.questions(self.form)
        if name not in there:
            reader.complain("from", f"from names {name}, which the form {self.form} does not ask{did_you_mean(name, there)}")
        elif self.others.kind(self.form, name) != kind:
            reader.complain("from", f"from names {name} of kind {self.others.kind(self.form, name)}, and this is of kind {kind}")
        return Source(same=name)

    def _made(self, reader: Reader, kind: Kind) -> Source | None:
        if kind is not Kind.TEXT:
            reader.complain("from", f"from must be a question's name where the kind is {kind}")
            return None
        names = tuple(self.others.questions(self.form))
        found = self.texts.templates(reader, "from", names=names)
        needs = {code: tuple(template.names & set(names) for template in templates) for code, templates in found.items()}
        if len(set(needs.values())) > 1:
            reader.complain("from", "from must have the same parts, with the same questions in them, in every language")
            return None
        parts = next(iter(needs.values()), ())
        if not all(parts):
            reader.complain("from", "each part of from must name a question")
        return Source(parts=tuple(SourcePart(needs=part, fillings={code: found[code][place].fill for code in found}) for place, part in enumerate(parts)))
