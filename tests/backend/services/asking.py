"""People who write to the product, with the understanding given: what the services make of it."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime

from backend.bootstrap import Backend
from backend.domain.ids import ConversationId
from backend.domain.messages import Channel, Command, Incoming, Kind, Turn, Utterance
from backend.domain.understanding import ScoredTopic, Understanding
from backend.services import acting, chatting, turns
from backend.services.answering import UnderstoodTurn, answer_turn
from backend.services.receiving import receive
from tests.times import NOON

_numbers = itertools.count(1)


@dataclass(kw_only=True)
class Person:
    """Somebody in a chat of their own. `is_private` is false for a group chat, where `sender` is who writes."""

    backend: Backend
    address: str = "7001"
    is_private: bool = True
    sender: str = ""
    language_hint: str = ""
    now: datetime = NOON
    conversation: ConversationId = field(init=False, default=ConversationId(""))
    _seen: int = field(init=False, default=0)

    def write(
        self,
        text: str,
        *topics: str,
        language: str = "fi",
        is_certain: bool = True,
        candidates: tuple[str, ...] = (),
        is_crisis: bool = False,
        via: str = "text",
    ) -> list[Utterance]:
        """Writes a message that is understood so; what comes back."""
        turn = self.claimed(Kind.TEXT, text)
        understood = self.understood(turn, text, *topics, language=language, is_certain=is_certain, candidates=candidates, is_crisis=is_crisis, via=via)
        self.backend.run(answer_turn, self.backend.content, turn=understood, now=self.now)
        heard = self._new()
        self.backend.run(answer_turn, self.backend.content, turn=understood, now=self.now)
        assert self._new() == [], "a turn taken twice speaks once"
        self.backend.run(turns.finish_turn, turn=turn)
        return heard

    def press(self, label: str) -> list[Utterance]:
        """Presses the newest button with that label."""
        token = self.backend.run(acting.labelled_button, conversation=self.conversation, text=label, now=self.now)
        assert token is not None, f"there is no button {label!r}"
        found = self.backend.run(acting.pressed_button, conversation=self.conversation, token=token, now=self.now)
        assert found is not None
        command: Command = found[1]
        if command.topic:
            return self.write("", command.topic, via="press")
        turn = self.claimed(Kind.PRESS, "")
        self.backend.run(acting.act, self.backend.content, turn=turn, command=command, label=label, now=self.now)
        self.backend.run(turns.finish_turn, turn=turn)
        return self._new()

    def news(self) -> list[Utterance]:
        """What has come since, without having written."""
        return self._new()

    def understood(
        self,
        turn: Turn,
        text: str,
        *topics: str,
        language: str = "fi",
        is_certain: bool = True,
        candidates: tuple[str, ...] = (),
        is_crisis: bool = False,
        via: str = "text",
    ) -> UnderstoodTurn:
        understanding = Understanding(
            language=language,
            topics=tuple(ScoredTopic(topic=t, confidence=0.9) for t in topics),
            candidates=tuple(ScoredTopic(topic=t, confidence=0.3) for t in candidates),
            is_crisis=is_crisis,
            is_language_certain=is_certain,
        )
        return UnderstoodTurn(
            id=turn.id,
            conversation=turn.conversation,
            channel=turn.channel,
            is_private=self.is_private,
            is_edit=False,
            via=via,
            text=text,
            language_hint=self.language_hint,
            arguments={},
            understanding=understanding,
        )

    def claimed(self, kind: Kind, text: str = "") -> Turn:
        """A message of theirs that came in and is worked on."""
        incoming = Incoming(
            channel=Channel.TELEGRAM,
            source="telegram:1",
            external_id=str(next(_numbers)),
            address=self.address,
            kind=kind,
            text=text,
            is_private=self.is_private,
            sender=self.sender,
        )
        self.conversation = self.backend.run(receive, incoming=incoming, now=self.now).conversation
        turn = self.backend.run(turns.claim_turn, holder="tests", now=self.now)
        assert turn is not None
        return turn

    def _new(self) -> list[Utterance]:
        read = self.backend.read(chatting.read, conversation=self.conversation, after=self._seen)
        self._seen = read[-1].seq if read else self._seen
        return [u for u in read if not u.is_from_person]


def texts(utterances: list[Utterance]) -> list[str]:
    return [u.text for u in utterances]


def labels(utterances: list[Utterance]) -> list[str]:
    """The buttons of the last message."""
    return [b.label for b in utterances[-1].buttons]
