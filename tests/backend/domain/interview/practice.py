"""A form with every kind of question, and the product's own words for telling answers."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from backend.content.context import Contexts
from backend.content.form_file import FormReader
from backend.content.form_reuse import OtherForms
from backend.content.form_texts import FormTexts
from backend.content.programme_file import read_programme
from backend.content.reader import Reader
from backend.content.setup_files import read_languages, read_topics
from backend.content.signal_file import InterviewWords, read_interview_words
from backend.content.yamlfile import Problems, read_yaml
from backend.domain.interview.form import Form
from backend.domain.interview.judging import reader
from backend.domain.interview.triage import IsAnswer, IsAnswerAndQuestion, IsControl, IsInterruption, IsUnclear, triage
from backend.domain.office import Office
from backend.domain.understanding import ScoredTopic, Understanding
from tests.times import NOON

ROOT = Path(__file__).parents[4]
PRACTICE = ROOT / "tests" / "forms" / "practice.yml"
LANGUAGES = ("fi", "en")
_SURE = 0.9
_SHORT = {
    "go_back": "back",
    "explain_question": "explain",
    "explain_why": "why",
    "start_over": "over",
    "talk_to_human": "human",
    "change_language": "lang",
}


def read_form_file(path: Path) -> tuple[Form, list[str]]:
    """The form and what is wrong with it."""
    problems = Problems()
    table = read_yaml(path, name=path.name, problems=problems)
    assert table is not None, list(problems)
    beside = {one.stem: read_yaml(one, name=one.name, problems=problems) for one in path.parent.glob("*.yml")}
    others = OtherForms(files={id_: one for id_, one in beside.items() if one is not None})
    form = form_reader(problems, others).read(Reader(table, problems=problems, languages=LANGUAGES), id_=path.stem)
    return form, list(problems)


def form_reader(problems: Problems, others: OtherForms) -> FormReader:
    programme = read_programme(_reader("programmes/joensuu-kake-2.yml", problems), programme_id="joensuu-kake-2")
    _, wordings, _ = read_languages(_reader("languages.yml", problems))
    contexts = Contexts(programme=programme, office=Office(), wordings=wordings, public_url="")
    texts = FormTexts(contexts=contexts, wordings=wordings, problems=problems)
    return FormReader(topics=tuple(read_topics(_reader("topics.yml", problems))), texts=texts, words=words(), others=others)


@cache
def words() -> InterviewWords:
    problems = Problems()
    read = read_interview_words(
        _reader("interview.yml", problems), weights=_reader("triage.yml", problems), topics=read_topics(_reader("topics.yml", problems))
    )
    assert not list(problems)
    return read


@cache
def practice() -> Form:
    form, problems = read_form_file(PRACTICE)
    assert problems == []
    return form


@cache
def product_form(name: str) -> Form:
    """A form of the product's own."""
    form, problems = read_form_file(ROOT / "content" / "forms" / f"{name}.yml")
    assert problems == []
    return form


def _reader(name: str, problems: Problems) -> Reader:
    table = read_yaml(ROOT / "content" / name, name=name, problems=problems)
    assert table is not None, list(problems)
    return Reader(table, problems=problems, languages=LANGUAGES)


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    question: str
    text: str
    topics: tuple[ScoredTopic, ...]
    outcome: str

    def __str__(self) -> str:
        return f"{self.question}: {self.text}"


def cases(name: str) -> Iterator[Case]:
    for line in (ROOT / "tests" / "sentences" / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            question, text, topics, outcome = (part.strip() for part in line.split(" | "))
            scored = [one.partition(":") for one in topics.split()]
            yield Case(
                question=question,
                text=text,
                topics=tuple(ScoredTopic(topic=topic, confidence=float(confidence or _SURE)) for topic, _, confidence in scored),
                outcome=outcome,
            )


def outcome_of(case: Case, *, form: Form | None = None) -> str:
    """The triage of the case, as the files write it."""
    question = (form or practice()).question(case.question)
    assert question is not None, case.question
    understanding = Understanding(language="fi", topics=case.topics, candidates=case.topics)
    match triage(question, case.text, understanding, signals=words().signals, reads=reader(question, now=NOON)):
        case IsAnswer():
            return "answer"
        case IsAnswerAndQuestion(topics=topics):
            return f"both:{','.join(topics)}"
        case IsInterruption(topics=topics):
            return f"ask:{','.join(topics)}"
        case IsControl(name=name):
            return _SHORT.get(name, name)
        case IsUnclear():
            return "unclear"
