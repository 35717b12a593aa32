"""The topics about joint meetings and trainings: what is held, signing up, and not being able to come.

`show_meetings` shows them with the person's meetings: `training_cards.own_trainings(voice) -> OwnTrainings(lines, buttons)`.
`cancel_meeting` asks `leave_by_words` first: True where it was about a training, and is answered.
"""

from collections.abc import Sequence

from backend.domain.interview.phrases import Phrase, holds, joined, phrase, words_of
from backend.domain.meetings.records import Training
from backend.domain.messages import Button
from backend.services.confirming import ask_once
from backend.services.meetings.training_cards import (
    facts_of,
    sign_up_buttons,
    tell_training,
    title_button,
    training_line,
)
from backend.services.meetings.training_seats import SignedUp, list_trainings, open_trainings, own_seats
from backend.services.speaking import Voice

_MOST_OFFERED = 6
_NAMES_SOMETHING = 4
_ENDING = 3


def what_is_held(voice: Voice) -> tuple[str, list[Button]]:
    """What is published, to be said after the topic's own answer, and the buttons to sign up; plainly so where there is nothing."""
    held = list_trainings(voice.unit, now=voice.now)[:_MOST_OFFERED]
    if not held:
        return voice.content.text("trainings.none", voice.language), []
    lines = "\n".join(f"- {training_line(voice.content, one, voice.language)}" for one in held)
    own = {one.training.id for one in own_seats(voice.unit, person=voice.conversation.person, now=voice.now)}
    offered = [one for one in held if voice.now < one.sign_up_until and one.id not in own]
    return voice.content.text("trainings.held", voice.language, lines=lines), sign_up_buttons(voice, offered)


def join_training(voice: Voice, text: str) -> bool:
    """The card of the one that is meant, or which; False where nothing is published: then the topic's own text says so."""
    if _says(voice, "leave", text) and leave_by_words(voice, text):
        return True
    held = list_trainings(voice.unit, now=voice.now)
    named = _named(held, text)
    found = named or list(open_trainings(voice.unit, now=voice.now)) or list(held)
    if len(found) == 1:
        tell_training(voice, found[0], voice.unit.trainings.seat_of(found[0].id, voice.conversation.person))
    elif found:
        lines = "\n".join(f"- {training_line(voice.content, one, voice.language)}" for one in found[:_MOST_OFFERED])
        voice.tell("trainings.which", buttons=[title_button(voice, one, "show") for one in found[:_MOST_OFFERED]], lines=lines)
    return bool(found)


def leave_by_words(voice: Voice, text: str) -> bool:
    """Asks once whether to leave the training they cannot come to, or which; False where they mean a meeting with an adviser.

    A training is meant where it is named, or where they have no such meeting.
    """
    own = [one for one in own_seats(voice.unit, person=voice.conversation.person, now=voice.now) if one.training.starts_at > voice.now]
    named = _named([one.training for one in own], text)
    is_meant = named or _says(voice, "training", text) or not voice.unit.bookings.own(voice.conversation.person, now=voice.now)
    if not own or not is_meant or not voice.conversation.is_private:
        return False
    meant = [one for one in own if one.training in named] or own
    if len(meant) == 1:
        _ask_to_leave(voice, meant[0])
    else:
        buttons = [title_button(voice, one.training, "leave") for one in meant[:_MOST_OFFERED]]
        voice.tell("trainings.which_to_leave", buttons=buttons)
    return True


def _ask_to_leave(voice: Voice, own: SignedUp) -> None:
    training = own.training
    ask_once(
        voice,
        "trainings.ask_to_leave_queue" if own.place else "trainings.ask_to_leave",
        act="training.leave",
        arguments={"training": training.id},
        yes="trainings.button.leave_now",
        **facts_of(voice.content, training, voice.language),
    )


def _named(trainings: Sequence[Training], text: str) -> list[Training]:
    """Those whose title the text uses the most words of; what all of them are called tells none apart."""
    said = words_of(text)
    scores = {training.id: sum(_is_said(word, said) for word in _title_words(training)) for training in trainings}
    best = max(scores.values(), default=0)
    found = [training for training in trainings if scores[training.id] == best]
    return found if best and (len(found) < len(trainings) or len(trainings) == 1) else []


def _title_words(training: Training) -> frozenset[str]:
    return frozenset(word for title in training.title.values() for word in words_of(title) if len(word) >= _NAMES_SOMETHING)


def _is_said(word: str, said: Sequence[str]) -> bool:
    """Whatever its ending: "talousilta" is said in "talousiltaan", and "raha" in "rahasta"."""
    stem = word[: max(_NAMES_SOMETHING, len(word) - _ENDING)]
    return any(one.startswith(stem) for one in said)


def _says(voice: Voice, kind: str, text: str) -> bool:
    return holds(_phrases(voice, kind), joined(text))


def _phrases(voice: Voice, kind: str) -> list[Phrase]:
    """Of all languages together: people mix them."""
    lists = (voice.content.text(f"trainings.words.{kind}", code) for code in voice.content.languages)
    return [made for written in lists for part in written.split(",") if (made := phrase(part)) is not None]
