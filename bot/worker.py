"""Takes the turns: one at a time per conversation, conversations in parallel."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import structlog

from backend.bootstrap import Backend
from backend.domain.messages import Channel, Kind, Reply, Turn
from backend.domain.refusals import StaleFence
from backend.domain.text import is_blank
from backend.failpoints import hit
from backend.services import acting, turns
from backend.services.leasing import beat
from backend.services.receiving import FLOOD
from bot.channel import PushChannel
from bot.dialogue import Dialogue, DialogueFailed
from bot.housekeeping import Housekeeping
from bot.waiting import Every, nap, rounds

PART = "bot"
_AT_ONCE = 8
_BUSY_NAP = 0.01
_IDLE_NAP = 0.08
_TYPING_AFTER = 1.0
_TYPING_EVERY = 4.0
_TURN_DEADLINE = 20.0
_SILENT: Final = frozenset({Kind.IGNORED, Kind.UNBLOCKED})

_log = structlog.get_logger()


class Worker:
    """Works on up to eight conversations at once. `holder` names this worker's place, the same after a restart."""

    def __init__(self, *, backend: Backend, dialogue: Dialogue, channels: Mapping[Channel, PushChannel], holder: str) -> None:
        self._backend = backend
        self._dialogue = dialogue
        self._channels = dict(channels)
        self._holder = holder
        self._tasks: set[asyncio.Task[None]] = set()
        self._beat = Every(5.0)
        self._housekeeping = Housekeeping(backend=backend, holder=holder)

    async def run(self, stop: asyncio.Event) -> None:
        """Works until told to stop; turns under way are finished first."""
        await self._until_done(stop, self._recover)
        await rounds(stop, self._round, busy=_BUSY_NAP, idle=_IDLE_NAP, failed=_round_failed)
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_TURN_DEADLINE)

    async def _recover(self) -> None:
        released = await self._backend.call(turns.recover_turns, holder=self._holder)
        if released:
            _log.info("worker.recovered", turns=released)

    @staticmethod
    async def _until_done(stop: asyncio.Event, work: Callable[[], Awaitable[None]]) -> None:
        while not stop.is_set():
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - as in `run`: nothing is taken before the recovery is done
                _log.warning("worker.recovery_failed", error=type(error).__name__)
                await nap(stop, 1.0)
            else:
                return

    async def _round(self) -> bool:
        now = self._backend.clock.now
        if self._beat.is_due():
            await self._backend.call(beat, part=PART, state="ok", now=now())
        await self._housekeeping.tidy()
        has_worked = False
        while len(self._tasks) < _AT_ONCE:
            turn = await self._backend.call(turns.claim_turn, holder=self._holder, now=now())
            if turn is None:
                break
            hit("after_turn_claim")
            has_worked = True
            task = asyncio.create_task(self._take(turn))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return has_worked

    async def _take(self, turn: Turn) -> None:
        typing = asyncio.create_task(self._show_typing(turn))
        try:
            async with asyncio.timeout(_TURN_DEADLINE):
                await self._do(turn)
            hit("after_turn_effect")
            await self._backend.call(turns.finish_turn, turn=turn)
            hit("after_turn_finish")
        except StaleFence:
            _log.warning("worker.taken_over", turn=turn.id)
        except Exception as error:  # noqa: BLE001 - the bot's last resort: the person gets an apology, the turn another try
            await self._fail(turn, str(error) if isinstance(error, DialogueFailed) else type(error).__name__)
        finally:
            typing.cancel()

    async def _do(self, turn: Turn) -> None:
        now = self._backend.clock.now()
        content = self._backend.content
        if turn.kind is Kind.IGNORED and turn.detail == FLOOD:
            await self._backend.call(acting.say_too_fast, content, turn=turn, now=now)
        elif turn.kind in _SILENT:
            return
        elif turn.kind is Kind.BLOCKED:
            await self._backend.call(acting.note_blocked, turn=turn, now=now)
        elif turn.kind is Kind.MIGRATED:
            await self._backend.call(acting.note_migrated, turn=turn, now=now)
        elif turn.kind is Kind.UNSUPPORTED and is_blank(turn.text):
            await self._backend.call(acting.say_unsupported, content, turn=turn, now=now)
        elif turn.kind is Kind.PRESS:
            await self._press(turn)
        elif turn.kind is Kind.COMMAND:
            await self._command(turn)
        elif is_blank(turn.text):
            await self._backend.call(acting.say_blank, content, turn=turn, now=now)
        else:
            await self._text(turn)

    async def _text(self, turn: Turn) -> None:
        # On a phone people often type what a button says.
        token = await self._backend.call(acting.labelled_button, conversation=turn.conversation, text=turn.text, now=self._backend.clock.now())
        if token is not None and turn.kind is Kind.TEXT:
            await self._press(turn, token=token)
            return
        await self._ask(turn, text=turn.text, via="text", arguments={})

    async def _press(self, turn: Turn, *, token: str | None = None) -> None:
        now = self._backend.clock.now()
        pressed = await self._backend.call(acting.pressed_button, conversation=turn.conversation, token=token or turn.token or "", now=now)
        if pressed is None:
            await self._backend.call(acting.say_expired, self._backend.content, turn=turn, now=now)
            return
        label, command = pressed
        if command.topic:
            await self._ask(turn, text=f"/{command.topic}", via="press", arguments=dict(command.arguments))
        else:
            await self._backend.call(acting.act, self._backend.content, turn=turn, command=command, label=label, now=now)

    async def _command(self, turn: Turn) -> None:
        topic = self._backend.content.command(turn.text)
        if topic is None:
            await self._backend.call(acting.say_unknown_command, self._backend.content, turn=turn, now=self._backend.clock.now())
            return
        await self._ask(turn, text=f"/{topic}", via="command", arguments={})

    async def _ask(self, turn: Turn, *, text: str, via: str, arguments: dict[str, str]) -> None:
        await self._dialogue.take(turn, text=text, via=via, arguments=arguments)
        # What the dialogue server believes is no fact: only the effect in our own database is.
        if not await self._backend.call(turns.has_effect, turn=turn.id):
            msg = "dialogue had no effect"
            raise DialogueFailed(msg)

    async def _fail(self, turn: Turn, reason: str) -> None:
        _log.warning("worker.turn_failed", turn=turn.id, tries=turn.tries, reason=reason)
        content = self._backend.content
        language = turn.language or turn.language_hint
        apology, farewell = (Reply(text=content.text(key, language), kind="apology") for key in ("apology", "apology.gave_up"))
        try:
            await self._backend.call(turns.fail_turn, turn=turn, reason=reason[:200], apology=apology, farewell=farewell, now=self._backend.clock.now())
        except StaleFence:
            _log.warning("worker.taken_over", turn=turn.id)
        except Exception as error:  # noqa: BLE001 - with the database away the lease runs out and the turn is taken again
            _log.warning("worker.could_not_put_back", turn=turn.id, error=type(error).__name__)

    async def _show_typing(self, turn: Turn) -> None:
        channel = self._channels.get(turn.channel)
        if channel is None or turn.kind in _SILENT:
            return
        await asyncio.sleep(_TYPING_AFTER)
        while True:
            await channel.show_typing(turn.address)
            await asyncio.sleep(_TYPING_EVERY)


def _round_failed(error: Exception) -> None:
    _log.warning("worker.round_failed", error=type(error).__name__)
