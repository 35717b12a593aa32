"""Reads the choices of a question and the words by which each is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.content.form_texts import FormTexts
from backend.content.phrase_file import read_phrases
from backend.content.reader import Reader
from backend.content.signal_file import InterviewWords
from backend.domain.interview.form import Choice, Texts
from backend.domain.interview.phrases import Phrase, phrase


@dataclass(frozen=True, kw_only=True, slots=True)
class ChoiceReader:
    texts: FormTexts
    ordinals: Sequence[tuple[Phrase, ...]]

    def read(self, table: Reader) -> tuple[Choice, ...]:
        if not table.table.entries:
            table.problems.add(table.place, "there are no choices")
        found = tuple(self._choice(id_, place, table.table_at(id_)) for place, id_ in enumerate(table.table.entries))
        self._all_different(found, table)
        return found

    def yes_or_no(self, words: InterviewWords) -> tuple[Choice, ...]:
        said = {"yes": words.signals.yes, "no": words.signals.no}
        return tuple(Choice(id=id_, labels=words.labels[id_], words=said[id_]) for id_ in ("yes", "no"))

    def _choice(self, id_: str, place: int, reader: Reader) -> Choice:
        reader.only("label", "words", "answers")
        label = self.texts.one(reader, "label")
        words = read_phrases(reader, "words")
        if not words:
            reader.complain("words", f"the choice {id_} has no words by which it is told")
        ordinals = self.ordinals[place] if place < len(self.ordinals) else ()
        return Choice(id=id_, labels=label, words=words, picks=(*_spoken(label), *ordinals, *read_phrases(reader, "answers", default=True)))

    def _all_different(self, choices: Sequence[Choice], table: Reader) -> None:
        seen: Mapping[tuple[str, str], str] = {}
        for choice in choices:
            for language, label in choice.labels.items():
                if (language, label) in seen:
                    table.complain(choice.id, f"[{language}] the choices {seen[language, label]} and {choice.id} have the same label")
            seen = {**seen, **dict.fromkeys(choice.labels.items(), choice.id)}


def _spoken(label: Texts) -> tuple[Phrase, ...]:
    return tuple(made for text in label.values() if (made := phrase(text)) is not None)
