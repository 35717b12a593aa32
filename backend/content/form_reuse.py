"""A question that another form asks as well: `same_as: form.question`, with what is said differently here beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from backend.content.reader import Reader, did_you_mean
from backend.content.yamlfile import Scalar, Table

_OF_THE_FORM = ("when", "taken", "from")
"""What names questions of its own form and is not taken over."""
_FIXED = ("kind", "choices")


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherForms:
    """The files of all forms as they are written, by the form's id."""

    files: Mapping[str, Table] = field(default_factory=dict)

    def questions(self, form: str) -> Mapping[str, Table]:
        """Each as it is written; none where there is no such form."""
        file = self.files.get(form)
        table = file.entries.get("questions") if file is not None else None
        return {id_: one for id_, one in table.entries.items() if isinstance(one, Table)} if isinstance(table, Table) else {}

    def whole(self, reader: Reader) -> Reader:
        """The question with what it takes over from another form; what cannot be taken over is complained of."""
        if not reader.has("same_as"):
            return reader
        for key in _FIXED:
            if reader.has(key):
                reader.complain(key, f"{key} is that of the question it is the same as")
        base = self._found(reader)
        if base is None:
            return Reader(Table({}, {}, reader.place), problems=reader.problems, languages=reader.languages)
        own = {key: value for key, value in reader.table.entries.items() if key != "same_as" and key not in _FIXED}
        taken_over = {key: value for key, value in base.entries.items() if key not in _OF_THE_FORM}
        places = {**base.key_places, **{key: reader.place_of(key) for key in own}}
        table = Table({**taken_over, **own}, {key: places[key] for key in (*taken_over, *own)}, reader.place)
        return Reader(table, problems=reader.problems, languages=reader.languages)

    def kind(self, form: str, question: str) -> str:
        """Its kind as written; empty where there is no such question."""
        table = self.questions(form).get(question)
        if table is None:
            return ""
        same = _word(table, "same_as")
        other, _, id_ = same.partition(".")
        return _word(table, "kind") or (_word(self.questions(other).get(id_, table), "kind") if same else "")

    def _found(self, reader: Reader) -> Table | None:
        written = reader.word("same_as")
        form, dot, id_ = written.partition(".")
        if not dot:
            reader.complain("same_as", f"same_as is {written!r}, it must be a form and its question, such as eligibility.aims")
            return None
        if form not in self.files:
            reader.complain("same_as", f"same_as names the form {form}, which there is not{did_you_mean(form, self.files)}")
            return None
        found = self.questions(form).get(id_)
        if found is None:
            reader.complain("same_as", f"same_as names {id_}, which the form {form} does not ask{did_you_mean(id_, self.questions(form))}")
        elif "same_as" in found.entries:
            reader.complain("same_as", f"same_as names {written}, which itself is the same as another: name that one")
            return None
        return found


def _word(table: Table, key: str) -> str:
    value = table.entries.get(key)
    return value.text.strip() if isinstance(value, Scalar) else ""
