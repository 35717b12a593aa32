"""What a turn says: in one language, each reply under a key of the turn, so that a second run says nothing twice."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.content import Content
from backend.content.shapes import Answer
from backend.domain.conversations import Conversation
from backend.domain.ids import TurnId
from backend.domain.messages import Button, Command, Document, Reply
from backend.services.ports import Unit
from backend.services.saying import say

_NOT_AGAIN = 3


@dataclass(kw_only=True)
class Voice:
    """Speaks in one conversation during one turn; `memory` is written back by `remember`."""

    unit: Unit
    content: Content
    conversation: Conversation
    turn: TurnId
    language: str
    now: datetime
    said: int = 0

    def say(self, text: str, *, buttons: Sequence[Button] = (), kind: str = "answer", documents: Sequence[Document] = ()) -> None:
        self.said += 1
        unique = {button.label: button for button in reversed(buttons)}
        reply = Reply(text=text, kind=kind, buttons=tuple(b for b in buttons if unique[b.label] is b), documents=tuple(documents))
        say(self.unit, self.conversation.id, reply, key=f"turn:{self.turn}:{self.said}", turn=self.turn, now=self.now)

    def tell(self, key: str, *, buttons: Sequence[Button] = (), kind: str = "answer", documents: Sequence[Document] = (), **facts: Any) -> None:  # noqa: ANN401 - a fact is whatever its template formats
        """Says a message of the content; one with several wordings never in the words used just before."""
        recent = self.unit.outbox.last_texts(self.conversation.id, limit=_NOT_AGAIN)
        wordings = [self.content.text(key, self.language, variant=n, **facts) for n in range(self.content.variants(key, self.language))]
        self.say(next((w for w in wordings if w not in recent), wordings[0]), buttons=buttons, kind=kind, documents=documents)

    def fresh_answer(self, topic: str) -> Answer:
        """The topic's answer in words that were not said just before, where it has others."""
        recent = self.unit.outbox.last_texts(self.conversation.id, limit=_NOT_AGAIN)
        count = len(self.content.answers[topic].texts[self.language])
        wordings = [self.content.answer(topic, self.language, now=self.now, variant=n) for n in range(count)]
        return next((w for w in wordings if w.text not in recent), wordings[0])

    def remember(self, **changes: Any) -> None:  # noqa: ANN401 - JSON values
        """Changes the conversation's memory; None forgets."""
        kept: Mapping[str, Any] = {k: v for k, v in {**self.memory, **changes}.items() if v is not None}
        self.unit.conversations.set_memory(self.conversation.id, kept)
        self.conversation = dataclasses.replace(self.conversation, memory=kept)

    @property
    def memory(self) -> Mapping[str, Any]:
        return self.conversation.memory

    def topic_button(self, topic: str) -> Button:
        return Button(label=self.content.label(topic, self.language), command=Command(topic=topic))

    def source_button(self, topic: str) -> Button:
        return Button(label=self.content.text("button.source", self.language), command=Command(act="show_source", arguments={"topic": topic}))

    def hand_over_button(self, topic: str, turn: TurnId) -> Button:
        return Button(label=self.content.text("button.hand_over", self.language), command=Command(act="hand_over", arguments={"topic": topic, "turn": turn}))


def voice_in(unit: Unit, content: Content, *, conversation: Conversation, turn: TurnId, now: datetime, language_hint: str = "") -> Voice:
    """A voice in the language the conversation is in, or else the hinted or the default one."""
    language = content.language(conversation.language or language_hint or content.default_language)
    return Voice(unit=unit, content=content, conversation=conversation, turn=turn, language=language, now=now)
