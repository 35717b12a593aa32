"""What the forms of booking and moving need beyond their files: what is known already, the free times, the holding of one."""

from collections.abc import Sequence

from backend.domain.interview.answers import Answer, Answers, AnswerState, Given
from backend.domain.interview.form import Choice, Question
from backend.domain.interview.judging import named
from backend.domain.interview.record import Interview
from backend.domain.meetings.records import MOST_MEETINGS, BookingState
from backend.domain.meetings.wishes import wish_in
from backend.domain.messages import Button, Reply
from backend.services.asking import Asking
from backend.services.form_hooks import Around, FormHooks
from backend.services.interviewing import go_on
from backend.services.meetings.answering_times import reads_time, take_sure, take_time
from backend.services.meetings.finding_times import kinds_free, languages_free
from backend.services.meetings.holding import around_sure, tell_too_many
from backend.services.meetings.letting_go import release_held
from backend.services.meetings.offering import Offered, around_time, choices_of, remember
from backend.services.meetings.parties import ideas_here
from backend.services.meetings.wording import meeting_button
from backend.services.speaking import Voice

_ANY = "any"
_FEW_WORDS = 5


def _given(voice: Voice) -> Given:
    ideas = len(ideas_here(voice))
    kinds = len(kinds_free(voice.unit, now=voice.now))
    languages = languages_free(voice.unit, now=voice.now)
    every = all(voice.language in slot.languages for slot in voice.unit.slots.free(now=voice.now))
    return {
        "ideas": "none" if ideas == 0 else "known" if ideas == 1 else "several",
        "kinds": "several" if kinds > 1 else "one",
        "languages": "several" if len(languages) > 1 and not every else "one",
    }


def _choose(voice: Voice, _text: str) -> bool:
    """Nothing is asked where nothing can be booked: it is said at once."""
    team = next(iter(voice.unit.teams.of_person(voice.conversation.person)), None)
    ahead = voice.unit.bookings.future(team=team, person=voice.conversation.person, now=voice.now)
    booked = [meeting for meeting in ahead if meeting.booking.state is BookingState.BOOKED]
    if len(booked) >= MOST_MEETINGS:
        tell_too_many(voice, booked)
        return True
    if not voice.unit.slots.free(now=voice.now, limit=1):
        wait = meeting_button(voice.content, "wait", voice.language)
        voice.tell("meeting.none", buttons=[voice.hand_over_button("book_meeting", voice.turn), wait, voice.topic_button("ask_contact")])
        return True
    return False


def _begun(voice: Voice, interview: Interview) -> None:
    """What the message that began it tells of the time is remembered until the time is asked."""
    text = voice.unit.inbox.text_of(voice.turn) or ""
    remember(voice, interview, Offered(turn=voice.turn) if _tells_time(text, voice=voice) else Offered())


def _offered(voice: Voice, interview: Interview, question: Question) -> Sequence[Choice]:
    if question.id != "idea":
        return choices_of(voice, interview)
    titles = {view.idea.id: view.title(voice.content, voice.language) for view in ideas_here(voice)}
    return [Choice(id=id_, labels=dict.fromkeys(voice.content.languages, title), words=()) for id_, title in titles.items()]


def _around(asking: Asking, question: Question) -> Around:
    there = _AROUND.get(question.id)
    return Around() if there is None else there(asking, question)


def _around_kind(asking: Asking, question: Question) -> Around:
    return Around(buttons=_picks(asking, question, [*kinds_free(asking.voice.unit, now=asking.voice.now), _ANY]))


def _around_language(asking: Asking, question: Question) -> Around:
    return Around(buttons=_picks(asking, question, languages_free(asking.voice.unit, now=asking.voice.now)))


def _picks(asking: Asking, question: Question, there: Sequence[str] | frozenset[str]) -> Sequence[Button]:
    """Only what some free time is."""
    language = asking.voice.language
    return [asking.button(choice.labels[language], "pick", question, choice=choice.id) for choice in question.choices if choice.id in there]


def _take(asking: Asking, question: Question, text: str) -> bool:
    if question.id == "time":
        return take_time(asking, text)
    if question.id == "sure":
        return take_sure(asking, question, text)
    if question.id == "about" and _is_only_time(text, voice=asking.voice):
        remember(asking.voice, asking.interview, Offered(turn=asking.voice.turn))
        asking.save(Answer(question=question.id, state=AnswerState.LEFT))
        go_on(asking)
        return True
    if question.id == "kind" and _tells_time(text, voice=asking.voice) and not named(question.choices, text, is_answer=False):
        remember(asking.voice, asking.interview, Offered(turn=asking.voice.turn))
        asking.give(question, _ANY, text=text)
        go_on(asking)
        return True
    if question.id == "idea" and not named(asking.offered(question), text, is_answer=True):
        asking.give(question, text.strip(), text=text)
        asking.change(last=question.id)
        go_on(asking, parts=[asking.text("noted_text")])
        return True
    return False


def _tells_time(text: str, *, voice: Voice) -> bool:
    wish = wish_in(text, now=voice.now)
    return wish.wrong is not None or any(window.first is not None or window.last is not None for window in wish.windows)


def _is_only_time(text: str, *, voice: Voice) -> bool:
    """Who is asked about the matter may tell when it suits: "ensi viikolla iltapäivällä"."""
    return len(text.split()) <= _FEW_WORDS and _tells_time(text, voice=voice)


def _left(voice: Voice, interview: Interview, answers: Answers) -> Sequence[Reply]:
    """Ended without a meeting: a skip, as what is booked closes the interview by itself."""
    del interview
    release_held(voice, answers)
    voice.remember(times=None)
    buttons = (voice.topic_button("book_meeting"), meeting_button(voice.content, "wait", voice.language), voice.hand_over_button("book_meeting", voice.turn))
    return (Reply(text=voice.content.text("meeting.left_open", voice.language), buttons=buttons),)


def _stayed(voice: Voice, interview: Interview, answers: Answers) -> Sequence[Reply]:
    """A move that was left: the old time stands."""
    del interview
    release_held(voice, answers)
    voice.remember(times=None)
    return ()


_AROUND = {"kind": _around_kind, "language": _around_language, "time": around_time, "sure": around_sure}
BOOKING_FORM = FormHooks(given=_given, choose=_choose, on_begun=_begun, offered=_offered, around=_around, reads=reads_time, take=_take, on_done=_left)
MOVING_FORM = FormHooks(on_begun=_begun, offered=_offered, around=_around, reads=reads_time, take=_take, on_done=_stayed)
