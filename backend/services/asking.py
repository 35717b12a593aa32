"""An interview while one turn works on it: what is known, what is saved, what is asked."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from backend.domain.interview.answers import (
    Answer,
    Answers,
    AnswerState,
    Given,
    Progress,
    SummaryLine,
    next_question,
    progress,
    summary,
)
from backend.domain.interview.coaching import wording
from backend.domain.interview.form import Choice, FollowUp, Form, Kind, Question, Value
from backend.domain.interview.record import Interview, InterviewState
from backend.domain.messages import Button, Command
from backend.domain.refusals import ChangedMeanwhile
from backend.services.form_hooks import FormHooks, Hooks
from backend.services.interview_words import item, items, shown
from backend.services.speaking import Voice

_LONG_AGO = timedelta(hours=12)
_MOST_BUTTONS = 8
_MOST_TRIES = 3
"""Whoever is asked the same so often is shown the way past it and to a person."""


@dataclass(kw_only=True)
class Asking:
    voice: Voice
    hooks: Hooks
    interview: Interview
    form: Form
    answers: Answers
    given: Given

    @property
    def hook(self) -> FormHooks:
        return self.hooks.get(self.form.id, FormHooks())

    @property
    def question(self) -> Question | None:
        """The one that is open; None where there is none, or the form no longer has it."""
        return self.form.question(self.interview.current)

    @property
    def next(self) -> Question | None:
        return next_question(self.form, self.answers, self.given)

    @property
    def progress(self) -> Progress:
        return progress(self.form, self.answers, self.given)

    @property
    def summary(self) -> Sequence[SummaryLine]:
        return summary(self.form, self.answers, self.given)

    @property
    def is_old(self) -> bool:
        """Nothing happened for so long that the person must be told where they are."""
        return self.voice.now - self.interview.touched_at > _LONG_AGO

    @property
    def is_collecting(self) -> bool:
        """A question of several choices that was answered by a press may get more."""
        question = self.question
        return question is not None and question.kind is Kind.CHOICES and self.interview.last == question.id and question.id in self.answers

    def offered(self, question: Question) -> Sequence[Choice]:
        return self.hook.offered(self.voice, self.interview, question) if question.kind is Kind.COMPUTED else ()

    def change(self, **values: str | int) -> None:
        """Raises ChangedMeanwhile where another turn was quicker."""
        if not self.voice.unit.interviews.change(self.interview, now=self.voice.now, **values):
            raise ChangedMeanwhile
        found = self.voice.unit.interviews.get(self.interview.id, conversation=self.interview.conversation)
        if found is None:
            raise ChangedMeanwhile
        self.interview = found

    def save(self, answer: Answer) -> None:
        """Keeps the answer in the turn's own transaction, under the name of who gave it."""
        voice = self.voice
        signed = replace(answer, author=answer.author or self.hook.author(voice, self.interview), person=voice.conversation.person, at=voice.now)
        voice.unit.sheets.write(self.interview.sheet, signed, turn=voice.turn, person=voice.conversation.person, now=voice.now)
        self.answers = {**self.answers, answer.question: signed}
        self.hook.on_saved(voice, self.interview)

    def overtaken(self, question: Question) -> Answer | None:
        """Another person's answer to the question, given after it was asked here: it is not to be overwritten unseen."""
        there = self.answers.get(question.id)
        if there is None or there.state is not AnswerState.GIVEN or there.at is None or there.person == self.voice.conversation.person:
            return None
        return there if there.at > self.interview.asked_at else None

    def give(self, question: Question, value: Value, *, text: str = "") -> None:
        old = self.answers.get(question.id)
        self.save(Answer(question=question.id, state=AnswerState.GIVEN, value=value, text=text, is_coached=old is not None and old.is_coached))

    def shown(self, question: Question, value: Value) -> str:
        return shown(self.voice.content, question, value, self.voice.language, offered=self.offered(question))

    def item(self, question: Question, value: Value) -> str:
        return item(self.voice.content, question, value, self.voice.language, offered=self.offered(question))

    def text(self, key: str, **facts: str | int | Sequence[str]) -> str:
        return self.voice.content.text(f"interview.{key}", self.voice.language, variant=len(self.answers), **facts)

    def where_we_are(self) -> list[str]:
        """What the form is about, what is there and what is missing."""
        language = self.voice.language
        there = items(self.voice.content, self.summary, language)
        open_ones = [line.question.label[language] for line in self.summary if line.value is None]
        return [
            self.form.resume[language],
            self.text("what_is_there", items=there) if there else self.text("nothing_yet"),
            *([self.text("missing", items=tuple(open_ones))] if open_ones else []),
        ]

    def how_long(self) -> list[str]:
        """How much is still to be asked; nothing where nothing is."""
        left = self.progress
        return [self.text("progress", questions=left.questions, minutes=max(left.minutes, 1))] if left.questions else []

    def ask(self, question: Question, *, parts: Sequence[str] = (), only: Sequence[str] | None = None, follow_up: FollowUp | None = None) -> None:
        """Says the parts and then the question, or the follow-up to its answer: in other words where it is the same as before."""
        name = follow_up.id if follow_up is not None else ""
        is_again = self.interview.current == question.id and self.interview.follow_up == name
        count = self.interview.asked_count + 1 if is_again else 1
        self.change(current=question.id, asked_count=count, state=InterviewState.OPEN.value, follow_up=name)
        self.interview = self._asked_now()
        wordings = question.asks[self.voice.language]
        asked = wordings[(count - 1) % len(wordings)] if follow_up is None else self._about_answer(question, follow_up, count)
        around = self.hook.around(self, question)
        is_stuck = count > _MOST_TRIES
        way_past = [self._way_past(question)] if around.buttons is not None else []
        way_out = [*way_past, self.voice.hand_over_button("", self.voice.turn)] if is_stuck else []
        said = [*parts, *around.parts, *([self.text("stuck")] if count == _MOST_TRIES + 1 else []), around.wording or asked]
        buttons = self.buttons(question, only=only) if around.buttons is None or only is not None else around.buttons
        self.voice.say("\n\n".join(said), buttons=[*buttons, *way_out])

    def _about_answer(self, question: Question, follow_up: FollowUp, count: int) -> str:
        said = self.answers[question.id].value
        return wording(follow_up, said if isinstance(said, str) else "", language=self.voice.language, count=count)

    def _asked_now(self) -> Interview:
        self.voice.unit.interviews.change(self.interview, now=self.voice.now, asked_at=self.voice.now)
        return replace(self.interview, asked_at=self.voice.now, version=self.interview.version + 1)

    def buttons(self, question: Question, *, only: Sequence[str] | None = None) -> list[Button]:
        """The choices (those of `only`, where given), then the way past the question."""
        choices = (*question.choices, *self.offered(question))
        there = [choice for choice in choices if only is None or choice.id in only]
        picks = [self.button(choice.labels[self.voice.language], "pick", question, choice=choice.id) for choice in there]
        return [*picks[:_MOST_BUTTONS], self._way_past(question)]

    def _way_past(self, question: Question) -> Button:
        label = "interview.button.skip" if question.is_optional or self.interview.follow_up else "interview.button.unknown"
        return self.button(self.voice.content.text(label, self.voice.language), "skip", question)

    def value_buttons(self, question: Question, values: Sequence[Value]) -> list[Button]:
        return [self.button(self.shown(question, value), "value", question, value=json.dumps(value)) for value in values]

    def button(self, label: str, act: str, question: Question | None = None, **arguments: str) -> Button:
        about = {"question": question.id} if question is not None else {}
        return Button(label=label, command=Command(act=f"interview.{act}", arguments={"interview": self.interview.id, **about, **arguments}))


def form_here(voice: Voice, form: Form) -> Form | None:
    """The form as this conversation may fill it: a group chat without what is personal, or not at all."""
    if voice.conversation.is_private:
        return form
    return form.in_group if form.is_for_groups else None


def asking_of(voice: Voice, interview: Interview, *, hooks: Hooks) -> Asking | None:
    """None where the form is no longer there, or is none of a group chat's business.

    Nobody else writes on its sheet before the turn ends: what is read here is what others see and have seen.
    """
    whole = voice.content.forms.get(interview.form)
    form = form_here(voice, whole) if whole is not None else None
    if form is None:
        return None
    voice.unit.sheets.lock(interview.sheet)
    hook = hooks.get(form.id, FormHooks())
    answers = voice.unit.sheets.answers(interview.sheet)
    return Asking(voice=voice, hooks=hooks, interview=interview, form=form, answers=answers, given=hook.given(voice))


def top_of(voice: Voice, *, hooks: Hooks) -> Asking | None:
    """The interview that is asked in the conversation."""
    found = (asking_of(voice, interview, hooks=hooks) for interview in voice.unit.interviews.stack(voice.conversation.id))
    return next((asking for asking in found if asking is not None), None)
