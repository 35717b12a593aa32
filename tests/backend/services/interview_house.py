"""One person in one conversation, the services called directly with a fake understanding."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from backend.bootstrap import Backend
from backend.content import Content
from backend.domain.conversations import Conversation
from backend.domain.ids import ButtonToken, ConversationId, TurnId
from backend.domain.interview.answers import Answer
from backend.domain.interview.record import Interview, InterviewState
from backend.domain.messages import Channel, Incoming, Kind, Utterance
from backend.domain.understanding import ScoredTopic, Understanding
from backend.services import acting, chatting
from backend.services.confirming import confirmed
from backend.services.hooks import HOOKS
from backend.services.interview_turns import in_interview
from backend.services.ports import Unit
from backend.services.receiving import receive
from backend.services.serving import SERVED
from backend.services.speaking import Voice, voice_in
from tests.times import NOON

SURE = 0.9


def understood(topics: Sequence[str], *, language: str = "fi", is_crisis: bool = False) -> Understanding:
    scored = tuple(ScoredTopic(topic=name, confidence=float(confidence or SURE)) for name, _, confidence in (topic.partition(":") for topic in topics))
    return Understanding(language=language, topics=scored, candidates=scored, is_crisis=is_crisis)


def voice_of(unit: Unit, content: Content, *, conversation: ConversationId, turn: TurnId, now: datetime) -> Voice:
    found = unit.conversations.lock(conversation)
    assert isinstance(found, Conversation)
    return voice_in(unit, content, conversation=found, turn=turn, now=now)


def take_text(
    unit: Unit, content: Content, *, conversation: ConversationId, turn: TurnId, text: str, topics: Sequence[str], now: datetime, is_crisis: bool = False
) -> bool:
    """What answer_turn does around `in_interview`; topics of no interview are answered by their names."""
    if not unit.effects.claim(turn, "turn", now=now):
        return False
    voice = voice_of(unit, content, conversation=conversation, turn=turn, now=now)

    def answer(named: Sequence[str]) -> None:
        plain = [name for name in named if name not in SERVED or not SERVED[name](voice, text, HOOKS)]
        if plain or not named:
            voice.say(f"(vastaus: {', '.join(plain)})")

    names = [topic.partition(":")[0] for topic in topics]
    asked_once = confirmed(voice, names, text)
    if asked_once is not None:
        acting.do(voice, asked_once)
        return True
    served = in_interview(voice, text=text, via="text", understanding=understood(topics, is_crisis=is_crisis), topics=names, hooks=HOOKS, answer=answer)
    if not served:
        answer(names)
    return True


def take_press(unit: Unit, content: Content, *, conversation: ConversationId, turn: TurnId, token: ButtonToken, now: datetime) -> bool:
    if not unit.effects.claim(turn, "turn", now=now):
        return False
    found = unit.outbox.button(token, conversation=conversation, now=now)
    voice = voice_of(unit, content, conversation=conversation, turn=turn, now=now)
    if found is None or not found[1].act:
        voice.say(f"(nappi: {found[1].topic if found else ''})")
        return True
    acting.do(voice, found[1])
    return True


@dataclass
class Chat:
    """Alice in a chat. Every turn happens a minute after the one before, unless it says otherwise."""

    backend: Backend
    channel: Channel = Channel.TELEGRAM
    address: str = "7012345678"
    now: datetime = NOON
    language: str = "fi"
    seen: int = 0
    count: int = 0
    conversation: ConversationId = field(default=ConversationId(""))

    def hears(self, kind: Kind, text: str = "", *, received: datetime | None = None) -> TurnId:
        self.count += 1
        incoming = Incoming(channel=self.channel, source="test", external_id=f"{self.address} {self.count}", address=self.address, kind=kind, text=text)
        found = self.backend.run(receive, incoming=incoming, now=received or self.now)
        self.conversation = found.conversation
        return found.turn

    def writes(self, text: str, *topics: str, is_crisis: bool = False) -> str:
        """What the bot says to it."""
        self.now += timedelta(minutes=1)
        return self.works(self.hears(Kind.TEXT, text), text, *topics, is_crisis=is_crisis)

    def works(self, turn: TurnId, text: str, *topics: str, is_crisis: bool = False) -> str:
        self.backend.run(lambda unit: unit.conversations.set_language(self.conversation, self.language, is_chosen=True))
        self.backend.run(
            take_text,
            self.backend.content,
            conversation=self.conversation,
            turn=turn,
            text=text,
            topics=topics,
            now=self.now,
            is_crisis=is_crisis,
        )
        return self.news()

    def presses(self, label: str) -> str:
        self.now += timedelta(minutes=1)
        tokens = [(button.label.replace("\u00a0", " "), button.token) for said in self.said() for button in said.buttons]
        token = next((token for shown, token in reversed(tokens) if shown == label), None)
        assert token is not None, f"no button {label!r} among {[shown for shown, _ in tokens]}"
        turn = self.hears(Kind.PRESS)
        self.backend.run(take_press, self.backend.content, conversation=self.conversation, turn=turn, token=token, now=self.now)
        return self.news()

    def said(self) -> list[Utterance]:
        return [one for one in self.backend.read(chatting.read, conversation=self.conversation, after=0) if not one.is_from_person]

    def news(self) -> str:
        new = [one for one in self.said() if one.seq > self.seen]
        self.seen = max([self.seen, *(one.seq for one in new)])
        text = "\n\n".join("\n".join([one.text, *(f"[{button.label}]" for button in one.buttons)]) for one in new)
        return text.replace("\u00a0", " ")

    def moves_to_web(self) -> "Chat":
        """The same conversation on the chat page, by the code from the other channel."""
        code = self.backend.run(chatting.give_return_code, conversation=self.conversation, now=self.now)
        secret = self.backend.run(chatting.come_back, code=code, now=self.now)
        return replace(self, channel=Channel.WEB, address=chatting.session_address(secret))

    def interviews(self) -> list[Interview]:
        def read(unit: Unit) -> list[Interview]:
            stacks = [*unit.interviews.stack(self.conversation)]
            ended = [unit.interviews.latest(self.conversation, state=state) for state in (InterviewState.DONE, InterviewState.STOPPED)]
            return [*stacks, *(one for one in ended if one is not None)]

        return self.backend.read(read)

    def interview_of(self, form: str) -> Interview:
        """The newest of that form, in whatever state."""

        def read(unit: Unit) -> Interview:
            found = [unit.interviews.latest(self.conversation, state=state, form=form) for state in InterviewState]
            return max((one for one in found if one is not None), key=lambda one: one.touched_at)

        return self.backend.read(read)

    def answers(self) -> dict[str, Answer]:
        top = self.interviews()[0]
        return dict(self.backend.read(lambda unit: unit.sheets.answers(top.sheet)))

    def values(self) -> dict[str, object]:
        return {name: answer.value for name, answer in self.answers().items()}
