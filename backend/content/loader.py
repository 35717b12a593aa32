"""Reads the whole of `content/`, or says everything that is wrong with it."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backend.content.content import Content
from backend.content.context import Contexts
from backend.content.eligibility_file import check_texts, read_eligibility
from backend.content.form_file import FormReader
from backend.content.form_reuse import OtherForms
from backend.content.form_texts import FormTexts
from backend.content.forms import Forms
from backend.content.privacy_file import read_privacy
from backend.content.programme_file import read_programme
from backend.content.reader import Reader, did_you_mean
from backend.content.setup_files import read_commands, read_languages, read_office, read_topics
from backend.content.shapes import AnswerFile, Message, StatementFile, Topic
from backend.content.signal_file import InterviewWords, read_interview_words
from backend.content.text_files import TextReader
from backend.content.yamlfile import Place, Problems, Table, read_yaml
from backend.domain.eligibility import Rules
from backend.domain.programme import Programme

STATEMENTS = ("privacy", "accessibility")
_NOTICE = "notice"


class ContentBroken(Exception):
    """Content cannot be used. `problems` are all of them, each "file:line: reason"."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def load_content(folder: Path, *, programme: str, public_url: str = "") -> Content:
    """The content of the folder with that programme's facts; raises ContentBroken."""
    files = _Folder(folder)
    default, wordings, not_yet = read_languages(files.reader("languages.yml"))
    files.stop_if_broken()
    files.languages = tuple(wordings)
    topics = read_topics(files.reader("topics.yml"))
    facts = read_programme(files.reader(_programme_file(files, programme)), programme_id=programme)
    office = read_office(files.reader("office.yml"))
    files.stop_if_broken()
    texts = TextReader(programme=facts, wordings=wordings, problems=files.problems)
    messages = _messages(files, texts)
    words = read_interview_words(files.reader("interview.yml"), weights=files.reader("triage.yml"), topics=topics)
    contexts = Contexts(programme=facts, office=office, wordings=wordings, public_url=public_url.rstrip("/"))
    content = Content(
        default_language=default,
        wordings=wordings,
        not_yet=not_yet,
        topics=topics,
        programme=facts,
        office=office,
        slash_commands=read_commands(files.reader("commands.yml"), topics=tuple(topics)),
        answers=_answers(files, texts, tuple(topics)),
        messages=messages,
        statements=_statements(files, texts),
        notice_version=files.fingerprint(f"messages/{_NOTICE}.yml"),
        public_url=public_url.rstrip("/"),
        forms=_forms(files, contexts=contexts, topics=topics, words=words),
        signals=words.signals,
        rules=_rules(files, programme=facts, messages=messages),
        privacy=read_privacy(files.reader("privacy.yml")),
    )
    files.stop_if_broken()
    return content


@dataclass
class _Folder:
    """The folder while it is read; collects what is wrong."""

    root: Path
    languages: tuple[str, ...] = ()
    problems: Problems = field(default_factory=Problems)

    def reader(self, name: str) -> Reader:
        shown = f"{self.root.name}/{name}"
        table = read_yaml(self.root / name, name=shown, problems=self.problems)
        # Of a file that could not be read nothing more is said.
        problems = self.problems if table is not None else Problems()
        return Reader(table or Table({}, {}, Place(shown, 1)), problems=problems, languages=self.languages)

    def complain(self, name: str, reason: str) -> None:
        self.problems.add(Place(f"{self.root.name}/{name}", 1), reason)

    def names(self, folder: str) -> Sequence[str]:
        return sorted(path.stem for path in (self.root / folder).glob("*.yml"))

    def fingerprint(self, name: str) -> str:
        """Changes with the file, whatever changes in it."""
        path = self.root / name
        return hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.is_file() else ""

    def stop_if_broken(self) -> None:
        if self.problems:
            raise ContentBroken(list(self.problems))


def _programme_file(files: _Folder, programme: str) -> str:
    known = files.names("programmes")
    if programme not in known:
        there = ", ".join(known) or "none"
        files.complain("programmes", f"no programme {programme}{did_you_mean(programme, known)}; there are: {there}")
        files.stop_if_broken()
    return f"programmes/{programme}.yml"


def _answers(files: _Folder, texts: TextReader, topics: Collection[str]) -> Mapping[str, AnswerFile]:
    names = files.names("answers")
    for name in names:
        if name not in topics:
            files.complain(f"answers/{name}.yml", f"there is no topic {name}{did_you_mean(name, topics)}")
    for topic in topics:
        if topic not in names:
            files.complain(f"answers/{topic}.yml", f"the topic {topic} has no answer")
    return {name: texts.answer(files.reader(f"answers/{name}.yml"), topic=name, topics=topics) for name in names if name in topics}


def _messages(files: _Folder, texts: TextReader) -> Mapping[str, Message]:
    """Every message by its key; a key stands in one file only."""
    found: dict[str, Message] = {}
    for name in files.names("messages"):
        file = files.reader(f"messages/{name}.yml")
        for key, reader in file.tables().items():
            if key in found:
                file.complain(key, f"the key {key} is in another file too")
            found[key] = texts.message(key, reader)
    return found


def _forms(files: _Folder, *, contexts: Contexts, topics: Mapping[str, Topic], words: InterviewWords) -> Forms:
    def reader(problems: Problems, others: OtherForms) -> FormReader:
        texts = FormTexts(contexts=contexts, wordings=contexts.wordings, problems=problems)
        return FormReader(topics=tuple(topics), texts=texts, words=words, others=others)

    return Forms(files.root, languages=files.languages, reader=reader, problems=files.problems)


def _rules(files: _Folder, *, programme: Programme, messages: Mapping[str, Message]) -> Rules:
    """The criteria; their version changes with their file and with the programme's."""
    name = f"programmes/{programme.id}.eligibility.yml"
    file = files.reader(name)
    version = files.fingerprint(name) + files.fingerprint(f"programmes/{programme.id}.yml")
    rules = read_eligibility(file, programme=programme, version=version)
    check_texts(file, rules=rules, messages=messages)
    return rules


def _statements(files: _Folder, texts: TextReader) -> Mapping[str, StatementFile]:
    return {name: texts.statement(files.reader(f"statements/{name}.yml")) for name in STATEMENTS}
