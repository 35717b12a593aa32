"""What the draft page says: states, marks, times and complaints in the words of a language."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from backend.content import Content
from backend.domain.clock import CITY_ZONE
from backend.domain.ideas import DraftState, Idea, IdeaState, PitchState, Submission, SubmissionState, What
from backend.domain.interview.form import Question
from backend.domain.interview.judging import Ambiguous, Complaint
from backend.services.draft_page import Field, Mark
from backend.services.ideas.viewing import IdeaView, Written
from backend.services.interview_words import shown

_PAGE = "drafts_page"


def state_text(content: Content, idea: Idea, submissions: Sequence[Submission], language: str) -> str:
    """The state of what the group works on now: of the draft where there is one, else of the pitch."""
    told = content.text(f"idea.state.{_state(idea, submissions)}", language)
    return told[:1].upper() + told[1:]


def _state(idea: Idea, submissions: Sequence[Submission]) -> str:
    if idea.state is not IdeaState.ACTIVE:
        return str(idea.state)
    if idea.draft_state is DraftState.NONE:
        return f"pitch_{_received(submissions, What.PITCH) if idea.pitch_state is PitchState.SENT else idea.pitch_state}"
    return f"draft_{_received(submissions, What.DRAFT) if idea.draft_state is DraftState.SENT else idea.draft_state}"


def _received(submissions: Sequence[Submission], what: What) -> SubmissionState:
    """Whether what was sent has come before a coordinator yet."""
    is_received = any(one.what is what and one.state is SubmissionState.RECEIVED for one in submissions)
    return SubmissionState.RECEIVED if is_received else SubmissionState.SENT


def share(written: Written) -> tuple[int, int]:
    """How many of the questions that must be answered are, and how many there are."""
    wanted = sum(not question.is_optional for question in written.questions)
    return wanted - len(written.missing), wanted


def complete_text(content: Content, view: IdeaView, language: str) -> str:
    given, wanted = share(view.current)
    return content.text(f"{_PAGE}.complete.{view.what}", language, given=str(given), wanted=str(wanted), percent=str(view.current.percent))


def mark_text(content: Content, field: Field, language: str, *, now: datetime) -> str:
    """Where the field's text comes from: the pitch, a named member at some time, or that it is missing."""
    if field.mark is not Mark.GROUP or field.at is None:
        return content.text(f"{_PAGE}.mark.{field.mark}", language)
    return content.text(f"{_PAGE}.mark.group", language, author=author_text(content, field, language), at=when(content, field.at, language, now=now))


def author_text(content: Content, field: Field, language: str) -> str:
    if field.is_own:
        return content.text(f"{_PAGE}.author.you", language)
    return field.author or content.text(f"{_PAGE}.author.somebody", language)


def when(content: Content, at: datetime, language: str, *, now: datetime) -> str:
    """The day and the clock in the city."""
    wording = content.wordings[content.language(language)]
    local = at.astimezone(CITY_ZONE)
    clock = wording.clock(local.time())
    if local.date() == now.astimezone(CITY_ZONE).date():
        return content.text(f"{_PAGE}.today_at", language, clock=clock)
    return content.text(f"{_PAGE}.day_at", language, day=wording.day(local.date()), clock=clock)


def submission_text(content: Content, submission: Submission, language: str, *, now: datetime) -> tuple[str, ...]:
    """What was sent and what came of it, a sentence for each step."""
    moments = [(f"sent_{submission.what}", submission.sent_at), ("received", submission.received_at)]
    steps = [content.text(f"{_PAGE}.sent.{name}", language, at=when(content, at, language, now=now)) for name, at in moments if at is not None]
    if submission.state is SubmissionState.TAKEN_BACK:
        return (*steps, content.text(f"{_PAGE}.sent.taken_back", language))
    if submission.decision is None or submission.answered_at is None:
        return tuple(steps)
    at = when(content, submission.answered_at, language, now=now)
    return (*steps, content.text(f"{_PAGE}.sent.{submission.decision}", language, name=submission.answered_by, at=at))


def complaint_text(content: Content, question: Question, problem: Complaint | Ambiguous, language: str) -> str:
    """The question's own words where it has any and no limit is to be told; else the general ones with its example."""
    match problem:
        case Ambiguous(candidates=candidates):
            return content.text(f"{_PAGE}.ambiguous", language, values=[shown(content, question, one, language) for one in candidates])
        case Complaint(key=key, facts=facts):
            general = content.text(f"interview.complaint.{key}", language, **facts)
            if facts:
                return general
            code = content.language(language)
            return question.complaint.get(code, "") or f"{general} {question.example[code]}"
        case _:
            assert_never(problem)
