"""The client of the dialogue server."""

from dataclasses import dataclass
from typing import Any

import aiohttp

from backend.domain.messages import Kind, Turn

DEADLINE_SECONDS = 15


class DialogueFailed(Exception):
    """The dialogue server did not do the turn; the text is a short code without a person's words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dialogue:
    """`url` is the server's address, `secret` the one both sides share."""

    session: aiohttp.ClientSession
    url: str
    secret: str

    async def take(self, turn: Turn, *, text: str, via: str, arguments: dict[str, str]) -> None:
        """Has one turn done. Raises DialogueFailed; the caller still asks the backend whether it took effect."""
        body = _body(turn, text=text, via=via, arguments=arguments)
        try:
            async with self.session.post(
                f"{self.url}/webhooks/turn/turn",
                json=body,
                headers={"Authorization": f"Bearer {self.secret}"},
                timeout=aiohttp.ClientTimeout(total=DEADLINE_SECONDS, connect=2),
            ) as response:
                if response.status != 200:  # noqa: PLR2004 - HTTP's word for done
                    msg = f"dialogue answered {response.status}"
                    raise DialogueFailed(msg)
        except TimeoutError as error:
            msg = "dialogue took too long"
            raise DialogueFailed(msg) from error
        except aiohttp.ClientError as error:
            msg = f"dialogue unreachable ({type(error).__name__})"
            raise DialogueFailed(msg) from error


def _body(turn: Turn, *, text: str, via: str, arguments: dict[str, str]) -> dict[str, Any]:
    return {
        "sender": turn.dialogue_key,
        "message_id": turn.id,
        "text": text,
        "metadata": {
            "turn_id": turn.id,
            "conversation_id": turn.conversation,
            "channel": turn.channel.value,
            "is_private": turn.is_private,
            "is_edit": turn.kind is Kind.EDIT,
            "via": via,
            "text": turn.text,
            "language": turn.language,
            "language_hint": turn.language_hint,
            "arguments": arguments,
        },
    }
