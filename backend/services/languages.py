"""Which language a conversation is in."""

import dataclasses
from collections.abc import Sequence

from backend.content import Content
from backend.domain.messages import Button, Command
from backend.domain.understanding import Understanding
from backend.services.speaking import Voice

_LEAST_WORDS = 2
_FEW_WORDS = 4
_NONSENSE = "out_of_scope"


def follow_language(voice: Voice, *, understanding: Understanding, text: str) -> None:
    """Speaks the language of what was written, where it is certain, is more than a word or two of nonsense, and none was chosen."""
    detected = understanding.language
    least = _LEAST_WORDS if {scored.topic for scored in understanding.topics} - {_NONSENSE} else _FEW_WORDS
    is_telling = understanding.is_language_certain and len(text.split()) >= least
    if not voice.conversation.language and not (is_telling and detected in voice.content.languages):
        first = detected if text and detected in voice.content.languages and not voice.conversation.language else voice.language
        _set(voice, first, is_chosen=False)
    if not is_telling or voice.conversation.is_language_chosen:
        return
    if detected in voice.content.languages:
        _set(voice, detected, is_chosen=False)
    elif voice.memory.get("not_yet") != detected:
        voice.remember(not_yet=detected)
        voice.say(_not_yet(voice.content, detected))


def choose_language(voice: Voice, language: str) -> None:
    """The person chose it: it stays until they choose another."""
    if language in voice.content.languages:
        _set(voice, language, is_chosen=True)
        voice.tell("language.changed")
    else:
        voice.say(_not_yet(voice.content, language), buttons=language_buttons(voice.content))


def choose_named(voice: Voice, text: str) -> None:
    """The language that the text names; where it names none, which there are."""
    named = voice.content.named_language(text) if text else None
    if named is not None:
        choose_language(voice, named)
    else:
        voice.say(voice.content.answer("change_language", voice.language, now=voice.now).text, buttons=language_buttons(voice.content))


def language_buttons(content: Content) -> Sequence[Button]:
    return [Button(label=wording.name, command=Command(act="set_language", arguments={"language": code})) for code, wording in content.wordings.items()]


def _not_yet(content: Content, language: str) -> str:
    return (content.not_yet.get(language) or content.not_yet["other"]).text


def _set(voice: Voice, language: str, *, is_chosen: bool) -> None:
    voice.language = language
    if (voice.conversation.language, voice.conversation.is_language_chosen) != (language, is_chosen):
        voice.unit.conversations.set_language(voice.conversation.id, language, is_chosen=is_chosen)
        voice.conversation = dataclasses.replace(voice.conversation, language=language, is_language_chosen=is_chosen)
