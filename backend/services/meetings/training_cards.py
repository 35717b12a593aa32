"""A joint meeting or a training as the chat shows it: when, where, how many seats are left, and what one can do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from backend.content import Content
from backend.domain.clock import CITY_ZONE
from backend.domain.meetings.local_time import city_day
from backend.domain.meetings.records import Seat, SeatState, Training, TrainingState
from backend.domain.messages import Button, Command
from backend.services.meetings.training_seats import SignedUp, own_seats
from backend.services.speaking import Voice

_LONGEST_LABEL = 40
_NO_TIME = timedelta(seconds=1)
"""Signing up ends as the day after the last one begins."""
_ACT_OF = {"queue": "sign_up", "leave_queue": "leave"}
"""Of buttons whose words are others than those of their act."""
_BUTTON_OF = {"booked": "leave", "waiting": "leave_queue", "open": "sign_up", "full": "queue"}
"""By how the person stands to the training."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnTrainings:
    """A line for each, in words, and the buttons by which one leaves them; empty where there are none."""

    lines: tuple[str, ...]
    buttons: tuple[Button, ...]


def own_trainings(voice: Voice) -> OwnTrainings:
    """What the person is signed up for or waits for and is not over, to be shown with their meetings."""
    own = own_seats(voice.unit, person=voice.conversation.person, now=voice.now)
    buttons = [training_button(voice, one.training, "leave" if one.seat.state is SeatState.BOOKED else "leave_queue", is_named=True) for one in own]
    return OwnTrainings(lines=tuple(_own_line(voice, one) for one in own), buttons=tuple(buttons))


def _own_line(voice: Voice, own: SignedUp) -> str:
    key = "trainings.own.waits" if own.place else "trainings.own.seat"
    return voice.content.text(key, voice.language, number=own.place, **facts_of(voice.content, own.training, voice.language))


def facts_of(content: Content, training: Training, language: str) -> dict[str, Any]:
    """What texts about it may need."""
    return {"title": title_of(content, training, language), "at": times_of(content, training, language), "place": training.place}


def title_of(content: Content, training: Training, language: str) -> str:
    return _in(training.title, content, language)


def times_of(content: Content, training: Training, language: str) -> str:
    """As in "tiistaina 1.12. klo 12.00–14.00"."""
    wording = content.wordings[language]
    return f"{wording.moment(training.starts_at)}–{wording.clock(training.ends_at.astimezone(CITY_ZONE).time())}"


def seats_left(content: Content, training: Training, language: str) -> str:
    return content.text("trainings.seats", language, left=max(training.capacity - training.taken, 0), waiting=training.waiting)


def training_line(content: Content, training: Training, language: str) -> str:
    return content.text("trainings.line", language, seats=seats_left(content, training, language), **facts_of(content, training, language))


def training_button(voice: Voice, training: Training, act: str, *, is_named: bool = False) -> Button:
    """Named where there are several."""
    words = voice.content.text(f"trainings.button.{act}", voice.language)
    label = f"{words}: {_shortened(title_of(voice.content, training, voice.language))}" if is_named else words
    return Button(label=label, command=Command(act=f"training.{_ACT_OF.get(act, act)}", arguments={"training": training.id}))


def title_button(voice: Voice, training: Training, act: str) -> Button:
    """Labelled with the title and the day, as trainings of one name may be held twice."""
    day = voice.content.wordings[voice.language].weekday(city_day(training.starts_at))
    label = f"{_shortened(title_of(voice.content, training, voice.language))}, {day}"
    return Button(label=label, command=Command(act=f"training.{act}", arguments={"training": training.id}))


def sign_up_buttons(voice: Voice, trainings: Sequence[Training]) -> list[Button]:
    """One for each that can be signed up for here; none in a group chat, where it would not be known who comes."""
    if not voice.conversation.is_private:
        return []
    is_named = len(trainings) > 1
    return [training_button(voice, one, "queue" if one.is_full else "sign_up", is_named=is_named) for one in trainings]


def tell_training(voice: Voice, training: Training, seat: Seat | None) -> None:
    """The card, with what the person is there and what they can do."""
    content, language = voice.content, voice.language
    text = content.text(
        "trainings.card",
        language,
        **facts_of(content, training, language),
        kind=content.text(f"trainings.kind.{training.kind}", language),
        about=_in(training.about, content, language),
    )
    standing = _standing(voice, training, seat)
    last_day = city_day(training.sign_up_until - _NO_TIME)
    said = content.text(f"trainings.standing.{standing}", language, seats=seats_left(content, training, language), until=last_day)
    button = _BUTTON_OF.get(standing)
    if button in ("sign_up", "queue"):
        # A plain yes to the card signs up.
        voice.remember(confirm={"act": "training.sign_up", "arguments": {"training": training.id}}, offer=None)
    voice.say(f"{text}\n\n{said}", buttons=[training_button(voice, training, button)] if button else [voice.hand_over_button("join_training", voice.turn)])


def _standing(voice: Voice, training: Training, seat: Seat | None) -> str:
    if training.state is TrainingState.CANCELLED:
        return "cancelled"
    if training.starts_at <= voice.now:
        return "begun"
    if seat is not None:
        return seat.state.value
    if training.sign_up_until <= voice.now:
        return "over"
    return "full" if training.is_full else "open"


def _in(texts: Mapping[str, str], content: Content, language: str) -> str:
    return texts.get(language) or texts.get(content.default_language, "")


def _shortened(title: str) -> str:
    return title if len(title) <= _LONGEST_LABEL else f"{title[:_LONGEST_LABEL].rstrip()}…"
