"""The coordinators' side: what groups have sent, taken before them, answered, and told back with the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.content import Content
from backend.domain.ideas import Decision, DraftState, Idea, PitchState, Submission, SubmissionState, What
from backend.domain.messages import Button, Command, Reply
from backend.domain.refusals import ChangedMeanwhile, NotFound, NothingWaiting, SubmissionAnswered, SubmissionTakenBack
from backend.services.ports import Unit
from backend.services.teaming import tell_team

_WAITING = (SubmissionState.SENT, SubmissionState.RECEIVED)
_NAMES = ("name", "title", "what")
_LONGEST_TITLE = 80
_AFTER_PITCH = {decision: {"pitch_state": PitchState.ANSWERED.value} for decision in Decision}
# A draft that does not fit is the group's own again: they may still make it fit, and nobody asked them to.
_AFTER_DRAFT = {
    Decision.GO_ON: {"draft_state": DraftState.READY.value},
    Decision.CHANGE: {"draft_state": DraftState.CHANGES_ASKED.value},
    Decision.DOES_NOT_FIT: {"draft_state": DraftState.OPEN.value},
}
_AFTER = {What.PITCH: _AFTER_PITCH, What.DRAFT: _AFTER_DRAFT}
_NEXT_ACTS = {
    (What.PITCH, Decision.GO_ON): ("make_draft", "show"),
    (What.PITCH, Decision.CHANGE): ("change", "show"),
    (What.PITCH, Decision.DOES_NOT_FIT): ("show",),
    (What.DRAFT, Decision.GO_ON): ("show",),
    (What.DRAFT, Decision.CHANGE): ("change", "show"),
    (What.DRAFT, Decision.DOES_NOT_FIT): ("change", "show"),
}
_NEXT_TOPICS = {Decision.GO_ON: "ask_how_to_apply", Decision.CHANGE: "talk_to_human", Decision.DOES_NOT_FIT: "talk_to_human"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """What a group has sent, and the idea it belongs to. `title` is as it was sent; empty where it had none."""

    idea: Idea
    submission: Submission

    @property
    def title(self) -> str:
        values = (self.submission.content.get(name, {}).get("value") for name in _NAMES)
        found = next((value for value in values if isinstance(value, str)), "")
        return found if len(found) <= _LONGEST_TITLE else f"{found[:_LONGEST_TITLE].rstrip()}…"


def list_submissions(unit: Unit, *, only_waiting: bool = True) -> Sequence[Sent]:
    """Those that wait for an answer, or all; the oldest first."""
    found = [Sent(idea=idea, submission=one) for idea in unit.ideas.list() for one in unit.ideas.submissions(idea.id)]
    return sorted((one for one in found if not only_waiting or one.submission.state in _WAITING), key=lambda one: one.submission.sent_at)


def sent_under(unit: Unit, *, number: int, what: What | None = None) -> Sent:
    """The newest that the group has not taken back, what waits first. Only what was sent is for coordinators to read.

    Raises NotFound, NothingWaiting, SubmissionTakenBack.
    """
    idea = _idea(unit, number)
    sent = [one for one in unit.ideas.submissions(idea.id) if what is None or one.what is what]
    readable = [one for one in sent if one.state is not SubmissionState.TAKEN_BACK]
    if not readable:
        raise SubmissionTakenBack if sent else NothingWaiting
    return Sent(idea=idea, submission=max(readable, key=lambda one: (one.state in _WAITING, one.sent_at)))


def receive(unit: Unit, content: Content, *, number: int, what: What, by: str, now: datetime) -> Sent:
    """A coordinator has it before them; the group is told so, once.

    Raises NotFound, NothingWaiting, SubmissionAnswered, SubmissionTakenBack.
    """
    idea = _idea(unit, number)
    waiting = unit.ideas.waiting(idea.id, what)
    if waiting is None:
        raise _why_not(unit, idea, what)
    if waiting.state is SubmissionState.SENT and unit.ideas.settle(waiting, state=SubmissionState.RECEIVED, received_at=now):
        unit.events.append(type="idea.received", actor="coordinator", object=idea.id, now=now, data={"what": what.value})
        _tell(unit, content, Sent(idea=idea, submission=waiting), f"reviewing.received.{what}", by=by, now=now)
    return Sent(idea=idea, submission=_newest(unit, idea, what))


def answer_submission(unit: Unit, content: Content, *, number: int, what: What, decision: Decision, reasons: str, by: str, now: datetime) -> Sent:
    """A named coordinator's advice with its reasons, told to every member.

    Raises NotFound, NothingWaiting, SubmissionAnswered, SubmissionTakenBack; ChangedMeanwhile where it may be tried again.
    """
    idea = _idea(unit, number)
    waiting = unit.ideas.waiting(idea.id, what)
    if waiting is None:
        raise _why_not(unit, idea, what)
    received = waiting.received_at or now
    values = {"received_at": received, "answered_at": now, "decision": decision.value, "reasons": reasons, "answered_by": by}
    if not unit.ideas.settle(waiting, state=SubmissionState.ANSWERED, **values) or not unit.ideas.change(idea, now=now, **_AFTER[what][decision]):
        raise ChangedMeanwhile
    unit.events.append(type="idea.answered", actor="coordinator", object=idea.id, now=now, data={"what": what.value, "decision": decision.value})
    sent = Sent(idea=idea, submission=waiting)
    _tell(unit, content, sent, f"reviewing.answered.{what}.{decision}", by=by, now=now, reasons=reasons, decision=decision)
    return Sent(idea=idea, submission=_newest(unit, idea, what))


def _idea(unit: Unit, number: int) -> Idea:
    idea = unit.ideas.numbered(number)
    if idea is None:
        raise NotFound
    return idea


def _newest(unit: Unit, idea: Idea, what: What) -> Submission:
    return [one for one in unit.ideas.submissions(idea.id) if one.what is what][-1]


def _why_not(unit: Unit, idea: Idea, what: What) -> NothingWaiting | SubmissionAnswered | SubmissionTakenBack:
    last = next((one.state for one in reversed(unit.ideas.submissions(idea.id)) if one.what is what), None)
    if last is SubmissionState.ANSWERED:
        return SubmissionAnswered()
    return SubmissionTakenBack() if last is SubmissionState.TAKEN_BACK else NothingWaiting()


def _tell(unit: Unit, content: Content, sent: Sent, key: str, *, by: str, now: datetime, reasons: str = "", decision: Decision | None = None) -> None:
    def reply(language: str) -> Reply:
        title = sent.title or content.text("reviewing.untitled", language)
        text = content.text(key, language, title=title, by=by, reasons=reasons)
        kind = "notice" if decision is None else "case_answer"
        return Reply(text=text, kind=kind, buttons=_next_steps(content, sent, decision, language))

    tell_team(unit, content, sent.idea.team, key=f"{key}:{sent.submission.id}", reply=reply, now=now)


def _next_steps(content: Content, sent: Sent, decision: Decision | None, language: str) -> tuple[Button, ...]:
    acts = ("show",) if decision is None else _NEXT_ACTS[sent.submission.what, decision]
    buttons = [
        Button(label=content.text(f"reviewing.button.{act}", language), command=Command(act=f"idea.{act}", arguments={"idea": sent.idea.id})) for act in acts
    ]
    topics = () if decision is None else (_NEXT_TOPICS[decision],)
    return (*buttons, *(Button(label=content.label(topic, language), command=Command(topic=topic)) for topic in topics))


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Something that happened to an idea.

    `type` is begun, complete, drafted, sent_pitch, sent_draft, received, go_on, change, does_not_fit, taken_back, withdrawn,
    expired or restored. `by` and `reasons` are the coordinator's, empty but for an answer.
    """

    type: str
    at: datetime
    by: str = ""
    reasons: str = ""


_TOLD = ("begun", "complete", "drafted", "taken_back", "withdrawn", "expired", "restored")


def history(unit: Unit, idea: Idea) -> list[Step]:
    """What became of the idea, the oldest first."""
    events = [(event.type.removeprefix("idea."), event.at) for event in unit.events.of(idea.id)]
    steps = [Step(type=type_, at=at) for type_, at in events if type_ in _TOLD]
    for one in unit.ideas.submissions(idea.id):
        steps.append(Step(type=f"sent_{one.what}", at=one.sent_at))
        if one.received_at is not None and one.received_at != one.answered_at:
            steps.append(Step(type="received", at=one.received_at))
        if one.decision is not None and one.answered_at is not None:
            steps.append(Step(type=one.decision.value, at=one.answered_at, by=one.answered_by, reasons=one.reasons))
    return sorted(steps, key=lambda step: step.at)
