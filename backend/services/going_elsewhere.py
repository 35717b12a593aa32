"""Going on with the conversation at the chat page, by a code."""

from collections.abc import Mapping

from backend.domain.messages import Button, Command
from backend.services.chatting import RETURN_CODE_LIVES, give_return_code
from backend.services.speaking import Voice

GIVE_CODE = "give_code"


def give_code(voice: Voice, _arguments: Mapping[str, str]) -> None:
    """The code by which one goes on with this conversation at the chat page; never in a group."""
    if not voice.conversation.is_private:
        voice.tell("group.private_please")
        return
    code = give_return_code(voice.unit, conversation=voice.conversation.id, now=voice.now)
    voice.tell("team.give_code", kind="receipt", code=code, days=RETURN_CODE_LIVES.days)


def code_button(voice: Voice) -> Button:
    return Button(label=voice.content.text("team.button.give_code", voice.language), command=Command(act=GIVE_CODE))
