"""Sends through Telegram what the courier hands over."""

from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from backend.domain.messages import Channel, Document, Outgoing, ShownButton
from bot.channel import ChannelFailure, Permanent, Uncertain, Unreachable
from bot.pacing import Pacing
from bot.telegram.client import TelegramClient
from bot.telegram.errors import Refused
from bot.telegram.render import Part, render

_log = structlog.get_logger()
_Step = Callable[[], Awaitable[int]]


class TelegramChannel:
    """`sent_again` is the note, by language, on a message that may have come before. `read` gets a document."""

    def __init__(
        self, *, client: TelegramClient, pacing: Pacing, read: Callable[[Outgoing, Document], Awaitable[bytes | None]], sent_again: Callable[[str], str]
    ) -> None:
        self._client = client
        self._pacing = pacing
        self._read = read
        self._sent_again = sent_again

    @property
    def name(self) -> Channel:
        return Channel.TELEGRAM

    async def send(self, outgoing: Outgoing) -> str:
        """The Telegram id of the last message. Raises a ChannelFailure; Uncertain where only a part of it went out."""
        steps = await self._steps(outgoing)
        if not steps:
            reason = "there is nothing to send"
            raise Permanent(reason)
        external_id = 0
        for index, step in enumerate(steps):
            try:
                if index > 0:
                    # The courier has waited for the first part; each further one is a message of its own to Telegram.
                    await self._pacing.wait(outgoing.address)
                external_id = await step()
            except Unreachable:
                raise
            except ChannelFailure as failure:
                if index == 0:
                    raise
                reason = f"{index} of {len(steps)} parts sent: {failure.reason}"
                raise Uncertain(reason) from failure
        return str(external_id)

    async def _steps(self, outgoing: Outgoing) -> list[_Step]:
        """What is to be sent, in order: texts, then files; the buttons are under the last text."""
        address = outgoing.address
        note = self._sent_again(outgoing.language) if outgoing.may_be_repeated else ""
        parts = render(outgoing.text, quote=outgoing.quote, note=note)
        files = [(document.name, await self._content(outgoing, document)) for document in outgoing.documents]
        with_buttons = len(parts) - 1 if parts else len(files) - 1
        buttons = [outgoing.buttons if index == with_buttons else () for index in range(len(parts) + len(files))]
        texts: list[_Step] = [partial(self._send_part, address, part, buttons[index]) for index, part in enumerate(parts)]
        return texts + [
            partial(self._client.send_document, address, content, name=name, buttons=buttons[index]) for index, (name, content) in enumerate(files, len(parts))
        ]

    async def show_typing(self, address: str) -> None:
        try:
            await self._client.show_typing(address)
        except ChannelFailure as failure:
            _log.debug("telegram.typing_not_shown", failure=type(failure).__name__)

    async def _send_part(self, address: str, part: Part, buttons: tuple[ShownButton, ...]) -> int:
        try:
            return await self._client.send_text(address, part.html, is_html=True, buttons=buttons)
        except Refused:
            # Better without bold than not at all; a second refusal is for good.
            _log.warning("telegram.markup_refused")
            return await self._client.send_text(address, part.plain, is_html=False, buttons=buttons)

    async def _content(self, outgoing: Outgoing, document: Document) -> bytes:
        content = await self._read(outgoing, document)
        if content is None:
            reason = "a document is not there"
            raise Permanent(reason)
        return content
