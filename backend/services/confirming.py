"""What is asked once before it is done: sending, taking back, deleting."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.domain.interview.phrases import joined, spans
from backend.domain.messages import Button, Command
from backend.services.speaking import Voice

CANCEL = "confirm.cancel"


def ask_once(voice: Voice, key: str, *, act: str, arguments: Mapping[str, str], yes: str, more: Sequence[Button] = (), **facts: Any) -> None:  # noqa: ANN401 - as in `tell`
    """Asks by the text `key`; the button `yes`, or a plain yes, does the act."""
    voice.remember(confirm={"act": act, "arguments": dict(arguments)}, offer=None)
    do_it = Button(label=voice.content.text(yes, voice.language), command=Command(act=act, arguments=arguments))
    leave_it = Button(label=voice.content.text("confirm.button.no", voice.language), command=Command(act=CANCEL))
    voice.tell(key, buttons=(do_it, *more, leave_it), **facts)


def confirmed(voice: Voice, topics: Sequence[str], text: str) -> Command | None:
    """What a yes is to ("joo", "joo lähetä vaan"), or the leaving of it; forgotten with anything else."""
    asked: Mapping[str, object] | None = voice.memory.get("confirm")
    if asked is None:
        return None
    voice.remember(confirm=None)
    begins_with_yes = any(start == 0 for start, _, _ in spans(voice.content.signals.yes, joined(text))) and "?" not in text
    if tuple(topics) == ("affirm",) or begins_with_yes:
        return Command(act=str(asked["act"]), arguments=dict(asked["arguments"]))  # type: ignore[call-overload]  # JSON of our own making
    return Command(act=CANCEL) if tuple(topics) == ("deny",) else None


def cancel(voice: Voice, _arguments: Mapping[str, str]) -> None:
    voice.remember(confirm=None)
    voice.tell("confirm.cancelled")
