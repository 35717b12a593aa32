"""Several people in chats of their own, and in a group chat, a minute apart from each other."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from backend.bootstrap import Backend
from backend.domain.ideas import Idea
from backend.domain.messages import Command, Kind, Utterance
from backend.services import acting, turns
from backend.services.ports import Unit
from tests.backend.services.asking import Person
from tests.times import NOON

_CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")
GROUP = "-100200"


@dataclass(kw_only=True)
class Together:
    backend: Backend
    now: datetime = NOON
    code: str = ""
    people: dict[str, Person] = field(default_factory=dict)

    def person(self, name: str, *, in_group: bool = False) -> Person:
        """In a group chat all are one conversation, and the name is the sender's."""
        key = GROUP if in_group else name
        found = self.people.setdefault(key, Person(backend=self.backend, address=key, is_private=not in_group))
        found.sender = name if in_group else ""
        return found

    def writes(self, name: str, text: str, *topics: str, in_group: bool = False, language: str = "fi", is_crisis: bool = False) -> str:
        person = self._next(name, in_group=in_group)
        return self.heard(person.write(text.replace("{code}", self.code), *topics, language=language, is_crisis=is_crisis))

    def presses(self, name: str, label: str, *, in_group: bool = False) -> str:
        return self.heard(self._next(name, in_group=in_group).press(label))

    def does(self, name: str, command: Command) -> str:
        """As if there had been a button with that command."""
        person = self._next(name, in_group=False)
        turn = person.claimed(Kind.PRESS)
        self.backend.run(acting.act, self.backend.content, turn=turn, command=command, label="", now=self.now)
        self.backend.run(turns.finish_turn, turn=turn)
        return self.heard(person.news())

    def hears(self, name: str, *, in_group: bool = False) -> str:
        return self.heard(self.person(name, in_group=in_group).news())

    def heard(self, said: list[Utterance]) -> str:
        text = "\n\n".join("\n".join([one.text, *(f"[{button.label}]" for button in one.buttons)]) for one in said).replace("\u00a0", " ")
        self.code = next(iter(_CODE.findall(text)), self.code)
        return text

    def idea(self) -> Idea:
        """The only one there is."""

        def read(unit: Unit) -> Idea:
            (found,) = unit.ideas.list()
            return found

        return self.backend.read(read)

    def kept(self) -> dict[str, list[object]]:
        """What the idea's pitch holds, with who gave it."""
        pitch = self.idea().pitch
        answers = self.backend.read(lambda unit: unit.sheets.answers(pitch))
        return {name: [answer.value, answer.author] for name, answer in answers.items() if answer.value is not None}

    def _next(self, name: str, *, in_group: bool) -> Person:
        self.now += timedelta(minutes=1)
        person = self.person(name, in_group=in_group)
        person.now = self.now
        return person
