"""The product's words: every text, label and fact by key and language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.content.context import Contexts
from backend.content.forms import Forms
from backend.content.shapes import Answer, AnswerFile, Message, Section, SlashCommand, Statement, StatementFile, Topic
from backend.content.wording import NotYet, Wording
from backend.domain.eligibility import Rules
from backend.domain.interview.signals import Signals
from backend.domain.office import Office
from backend.domain.privacy import Privacy
from backend.domain.programme import Programme


@dataclass(frozen=True, kw_only=True)
class Content:
    """Immutable. A language that is not known is answered in the default one.

    `not_yet` holds, by language code, what is said to people whose language we do not answer in yet; `other` for the rest.
    `public_url` is empty where no address is known.
    """

    default_language: str
    wordings: Mapping[str, Wording]
    not_yet: Mapping[str, NotYet]
    topics: Mapping[str, Topic]
    answers: Mapping[str, AnswerFile]
    messages: Mapping[str, Message]
    slash_commands: tuple[SlashCommand, ...]
    statements: Mapping[str, StatementFile]
    programme: Programme
    office: Office
    notice_version: str
    forms: Forms
    signals: Signals
    rules: Rules
    privacy: Privacy
    public_url: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes, the default one first."""
        return tuple(self.wordings)

    def language(self, wanted: str) -> str:
        """The wanted language where it is one of ours (fi-FI counts as fi), else the default one."""
        code = wanted.replace("_", "-").split("-")[0].lower()
        return code if code in self.wordings else self.default_language

    def text(self, key: str, language: str, *, variant: int = 0, **facts: Any) -> str:  # noqa: ANN401 - a fact is whatever its template formats
        """The message, filled in; `variant` picks one of its wordings, round and round. KeyError where a key or fact is missing."""
        message = self.messages[key]
        code = self.language(language)
        wordings = message.texts[code]
        context = {**self._contexts.base(code), **{name: facts[name] for name in message.needs}}
        return wordings[variant % len(wordings)].render(context)

    def variants(self, key: str, language: str) -> int:
        """How many wordings the message has."""
        return len(self.messages[key].texts[self.language(language)])

    def label(self, topic: str, language: str) -> str:
        """The topic's words on a button."""
        return self.topics[topic].labels[self.language(language)]

    def has_answer(self, topic: str) -> bool:
        return topic in self.answers

    def answer(self, topic: str, language: str, *, now: datetime, variant: int = 0) -> Answer:
        """The topic's answer as it stands at `now`: rounds are told as open, coming or past."""
        file = self.answers[topic]
        code = self.language(language)
        wordings = file.texts[code]
        context = self._contexts.at(code, now)
        return Answer(
            topic=topic,
            text=wordings[variant % len(wordings)].render(context),
            plain=file.plain[code].render(context) if code in file.plain else "",
            settled=file.settled,
            next=file.next,
            yes=file.yes,
            has_source=bool(file.rests_on),
        )

    def source(self, topic: str, language: str) -> str:
        """Where the topic's answer comes from: each document with its age and its literal sentences."""
        code = self.language(language)
        file = self.answers.get(topic)
        documents = self._contexts.documents(file.rests_on, code) if file is not None else ()
        return self.text("source.documents", code, documents=documents) if documents else self.text("source.none", code)

    def command(self, word: str) -> str | None:
        """The topic of a slash command, written in any of our languages, without its slash."""
        return next((command.topic for command in self.slash_commands if command.word == word.lower()), None)

    def commands(self, language: str) -> tuple[SlashCommand, ...]:
        """The commands for the menu of one language."""
        code = self.language(language)
        return tuple(command for command in self.slash_commands if command.language == code)

    def named_language(self, text: str) -> str | None:
        """The language that the text asks for by name, perhaps one of `not_yet`; None where it names none or several."""
        words = {word.strip(".,!?:;()\"'").lower() for word in text.split()}
        languages: Mapping[str, Wording | NotYet] = {**self.wordings, **self.not_yet}
        named = [code for code, language in languages.items() if words.intersection(language.named_by)]
        return named[0] if len(named) == 1 else None

    def statement(self, name: str, language: str) -> Statement:
        """`privacy` or `accessibility`, for its page."""
        file = self.statements[name]
        code = self.language(language)
        context = self._contexts.base(code)
        sections = tuple(
            Section(heading=heading[code], paragraphs=tuple(part.strip() for part in text[code].render(context).split("\n\n") if part.strip()))
            for heading, text in file.sections
        )
        return Statement(title=file.title[code], sections=sections)

    @property
    def _contexts(self) -> Contexts:
        return Contexts(programme=self.programme, office=self.office, wordings=self.wordings, public_url=self.public_url)
