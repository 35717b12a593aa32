"""Reads `interview.yml`: the words by which orders, questions and requests are told from answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.content.phrase_file import compiled, read_phrases
from backend.content.reader import Reader, did_you_mean
from backend.content.shapes import Topic
from backend.domain.interview.phrases import Phrase
from backend.domain.interview.signals import Signals, Typical

CONTROLS = (
    "skip",
    "go_back",
    "explain_question",
    "explain_why",
    "repeat",
    "stop",
    "start_over",
    "talk_to_human",
    "change_language",
    "plain_language",
    "help",
    "summary",
)
_LISTS = (
    "yes",
    "no",
    "enough",
    "resumes",
    "fillers",
    "openers",
    "tellers",
    "breaks",
    "addressing",
    "matters",
    "requests",
    "here",
    "corrections",
    "changes",
    "announcements",
    "question_words",
    "plans",
    "offers",
    "undecided",
    "leaving",
    "mistakes",
    "conditions",
    "turns",
)
_UNSPOKEN = ("sv", "ru")
"""Languages that are understood in part, though the product does not speak them: they may be left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InterviewWords:
    """`ordinals` are, by place, the words by which somebody picks the first, the second...; `yes` and `no` have labels."""

    signals: Signals
    ordinals: tuple[tuple[Phrase, ...], ...]
    labels: Mapping[str, Mapping[str, str]]


def read_interview_words(file: Reader, *, weights: Reader, topics: Mapping[str, Topic]) -> InterviewWords:
    """The words of `interview.yml` and what they weigh, of `triage.yml`."""
    file.only("controls", *_LISTS, "ideas", "typical", "ordinals", "labels")
    controls = file.table_at("controls")
    controls.only(*CONTROLS)
    lists = {name: _phrases(file, name) for name in _LISTS}
    labels = file.table_at("labels")
    labels.only("yes", "no")
    return InterviewWords(
        signals=Signals(
            controls={name: _phrases(controls, name) for name in CONTROLS},
            yes=lists["yes"],
            no=lists["no"],
            enough=lists["enough"],
            resumes=lists["resumes"],
            fillers=lists["fillers"],
            openers=lists["openers"],
            tellers=lists["tellers"],
            breaks=lists["breaks"],
            addressing=lists["addressing"],
            matters=lists["matters"],
            requests=lists["requests"],
            here=lists["here"],
            corrections=lists["corrections"],
            changes=lists["changes"],
            kinds={topic.id: topic.kind for topic in topics.values()},
            announcements=lists["announcements"],
            question_words=lists["question_words"],
            plans=lists["plans"],
            offers=lists["offers"],
            undecided=lists["undecided"],
            leaving=lists["leaving"],
            mistakes=lists["mistakes"],
            conditions=lists["conditions"],
            turns=lists["turns"],
            typical=_typical(file.table_at("typical"), topics),
            weights=_weights(weights, "weights"),
            heard_weights=_weights(weights, "heard"),
            ideas=frozenset(_known(file, "ideas", topics)),
        ),
        ordinals=tuple(read_phrases(file.reader_of(value, "ordinals"), "words") for value in file.items("ordinals")),
        labels={name: labels.texts(name) for name in ("yes", "no")},
    )


def _phrases(reader: Reader, key: str) -> tuple[Phrase, ...]:
    """The phrases of every language together: people mix them."""
    table = reader.table_at(key)
    table.by_language(*_UNSPOKEN)
    languages = (*reader.languages, *_UNSPOKEN)
    lists = Reader(table.table, problems=reader.problems, languages=languages)
    return compiled(reader, key, [word for language in languages if lists.has(language) for word in lists.words(language)])


def _typical(table: Reader, topics: Mapping[str, Topic]) -> Mapping[str, Typical]:
    found = {slot: table.table_at(slot) for slot in table.table.entries}
    return {slot: Typical(words=_phrases(reader, "words"), topics=frozenset(_known(reader, "topics", topics))) for slot, reader in found.items()}


def _weights(file: Reader, key: str) -> Mapping[str, float]:
    file.only("weights", "heard")
    table = file.table_at(key)
    return {name: _number(table, name) for name in table.table.entries}


def _number(table: Reader, name: str) -> float:
    written = table.word(name)
    try:
        return float(written)
    except ValueError:
        table.complain(name, f"{name} weighs {written[:40]!r}, it must be a number such as -0.41")
        return 0.0


def _known(file: Reader, key: str, topics: Mapping[str, Topic]) -> tuple[str, ...]:
    names = file.words(key)
    for name in names:
        if name not in topics:
            file.complain(key, f"{key} names {name}, which there is not{did_you_mean(name, topics)}")
    return names
