"""Pressed buttons about joint meetings and trainings: acts named training.*, with the id of the training."""

from collections.abc import Callable, Mapping

from backend.domain.meetings.records import Training, TrainingId
from backend.domain.meetings.refusals import MeetingBegun
from backend.domain.refusals import NotFound
from backend.services.meetings.training_cards import facts_of, tell_training, title_of, training_button
from backend.services.meetings.training_seats import NoSignUp, SignedUp, leave_training, sign_up
from backend.services.meetings.training_telling import tell_promoted, training_file
from backend.services.speaking import Voice


def press_training(voice: Voice, arguments: Mapping[str, str], *, act: str) -> None:
    """Does it with the training that the button names. Whoever comes is a person: in a group chat it is not done."""
    voice.remember(confirm=None)
    training = voice.unit.trainings.get(TrainingId(arguments.get("training", "")))
    if training is None:
        voice.tell("button.expired", buttons=[voice.topic_button("ask_joint_meetings")])
    elif not voice.conversation.is_private:
        voice.tell("group.private_please")
    else:
        _ACTS[act](voice, training)


def _show(voice: Voice, training: Training) -> None:
    tell_training(voice, training, voice.unit.trainings.seat_of(training.id, voice.conversation.person))


def _sign_up(voice: Voice, training: Training) -> None:
    done = sign_up(voice.unit, training=training.id, person=voice.conversation.person, conversation=voice.conversation.id, now=voice.now)
    if isinstance(done, NoSignUp):
        tell_training(voice, done.training, None)
    elif done.place:
        _tell_queue(voice, done)
    elif not done.is_new:
        tell_training(voice, done.training, done.seat)
    else:
        _tell_receipt(voice, done)


def _tell_queue(voice: Voice, done: SignedUp) -> None:
    key = "trainings.waits" if done.is_new else "trainings.waits_already"
    buttons = [training_button(voice, done.training, "leave_queue"), voice.topic_button("ask_joint_meetings")]
    voice.tell(key, buttons=buttons, title=title_of(voice.content, done.training, voice.language), number=done.place)


def _tell_receipt(voice: Voice, done: SignedUp) -> None:
    training = done.training
    voice.tell(
        "trainings.signed_up",
        buttons=[training_button(voice, training, "leave")],
        kind="receipt",
        documents=training_file(voice.unit, voice.content, training, done.seat, language=voice.language, now=voice.now),
        **facts_of(voice.content, training, voice.language),
    )


def _leave(voice: Voice, training: Training) -> None:
    title = title_of(voice.content, training, voice.language)
    try:
        left = leave_training(voice.unit, training=training.id, person=voice.conversation.person, now=voice.now)
    except NotFound:
        voice.tell("trainings.not_in", buttons=[voice.topic_button("ask_joint_meetings")], title=title)
        return
    except MeetingBegun:
        tell_training(voice, training, None)
        return
    # A place in the queue has no number.
    had_seat = left.seat.number > 0
    documents = training_file(voice.unit, voice.content, training, left.seat, language=voice.language, now=voice.now) if had_seat else ()
    buttons = [voice.topic_button("ask_joint_meetings")]
    voice.tell("trainings.left" if had_seat else "trainings.left_queue", buttons=buttons, kind="receipt", documents=documents, title=title)
    if left.promoted is not None:
        tell_promoted(voice.unit, voice.content, left.training, [left.promoted], now=voice.now)


_ACTS: Mapping[str, Callable[[Voice, Training], None]] = {"show": _show, "sign_up": _sign_up, "leave": _leave}
ACTS = tuple(f"training.{name}" for name in _ACTS)
"""Every act that a button about a training may have."""
