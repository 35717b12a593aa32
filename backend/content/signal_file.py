"""Reads `interview.yml`: the words by which orders, questions and requests are told from answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from backend.content.phrase_file import read_phrases
from backend.content.reader import Reader, did_you_mean
from backend.content.shapes import Topic
from backend.domain.interview.phrases import Phrase
from backend.domain.interview.signals import Signals

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
_LISTS = ("yes", "no", "enough", "resumes", "fillers", "openers", "tellers", "breaks", "addressing", "matters", "requests", "here", "corrections", "changes")


@dataclass(frozen=True, kw_only=True, slots=True)
class InterviewWords:
    """`ordinals` are, by place, the words by which somebody picks the first, the second...; `yes` and `no` have labels."""

    signals: Signals
    ordinals: tuple[tuple[Phrase, ...], ...]
    labels: Mapping[str, Mapping[str, str]]


def read_interview_words(file: Reader, *, topics: Mapping[str, Topic]) -> InterviewWords:
    file.only("controls", *_LISTS, "ideas", "ordinals", "labels")
    controls = file.table_at("controls")
    controls.only(*CONTROLS)
    lists = {name: read_phrases(file, name) for name in _LISTS}
    labels = file.table_at("labels")
    labels.only("yes", "no")
    return InterviewWords(
        signals=Signals(
            controls={name: read_phrases(controls, name) for name in CONTROLS},
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
            ideas=frozenset(_known(file, "ideas", topics)),
        ),
        ordinals=tuple(read_phrases(file.reader_of(value, "ordinals"), "words") for value in file.items("ordinals")),
        labels={name: labels.texts(name) for name in ("yes", "no")},
    )


def _known(file: Reader, key: str, topics: Mapping[str, Topic]) -> tuple[str, ...]:
    names = file.words(key)
    for name in names:
        if name not in topics:
            file.complain(key, f"{key} names {name}, which there is not{did_you_mean(name, topics)}")
    return names
