"""The part of an adviser's brief that tells the idea: the group's answers, how it fits, what is missing."""

from collections.abc import Sequence
from datetime import datetime

from backend.content import Content
from backend.documents import Section
from backend.domain.eligibility import Verdict
from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.form import Kind, Question
from backend.domain.meetings.local_time import city_day
from backend.services.checking_eligibility import finding_line, verdict_on
from backend.services.ideas.viewing import IdeaView, whole_text
from backend.services.pitching import as_facts

_GROUP = "group_name"
_PITCHED = "pitched"
_TOLD_ELSEWHERE = frozenset({"title", _GROUP})


def group_name(content: Content, view: IdeaView) -> str:
    return next((whole_text(content, view.pitch, one, content.default_language) for one in view.pitch.answered if one.id == _GROUP), "")


def contact_line(content: Content, view: IdeaView) -> Sequence[str]:
    """Whom the group has named to turn to, where it has."""
    language = content.default_language
    named = [whole_text(content, view.pitch, one, language) for one in view.pitch.answered if one.is_personal]
    return (content.text("brief.contact", language, who=", ".join(named)),) if named else ()


def answer_sections(content: Content, view: IdeaView) -> list[Section]:
    """Each free text by itself, in the group's words; what was chosen or counted together in one."""
    language = content.default_language
    told = [question for question in view.pitch.answered if not question.is_personal and question.id not in _TOLD_ELSEWHERE]
    if not told:
        return [
            Section(
                heading=content.text("brief.heading.short", language), paragraphs=(content.text("brief.nothing_told", language),), mark="", language=language
            )
        ]
    free = [_free(content, view, question) for question in told if question.kind is Kind.TEXT]
    short = [_short(content, view, question) for question in told if question.kind is not Kind.TEXT]
    listed = Section(heading=content.text("brief.heading.short", language), paragraphs=(" · ".join(short),), mark="", language=language)
    return [*free, *([listed] if short else [])]


def verdict_section(content: Content, view: IdeaView, *, is_pitched: bool, now: datetime) -> Section:
    """As the chat would judge it now. `is_pitched`: the group has sent it to the coordinators."""
    language = content.default_language
    sent = {_PITCHED: Answer(question=_PITCHED, state=AnswerState.GIVEN, value=True)} if is_pitched else {}
    facts = {**as_facts(view.pitch.answers), **sent}
    verdict: Verdict = verdict_on(content, facts, on=city_day(now))
    lines = tuple(finding_line(content, finding, language) for finding in verdict.findings)
    outcome = content.text(f"eligibility.verdict.{verdict.outcome}", language)
    return Section(heading=content.text("brief.heading.verdict", language), paragraphs=lines, mark=outcome, language=language)


def missing_lines(content: Content, view: IdeaView) -> tuple[str, ...]:
    language = content.default_language
    written = [("pitch", view.pitch), *([("draft", view.draft)] if view.draft is not None else [])]
    missing = [(name, [question.label[language] for question in one.missing]) for name, one in written]
    lines = tuple(content.text(f"brief.missing.{name}", language, labels=labels) for name, labels in missing if labels)
    return lines or (content.text("brief.missing.none", language),)


def _free(content: Content, view: IdeaView, question: Question) -> Section:
    language = content.default_language
    text = whole_text(content, view.pitch, question, view.idea.language)
    return Section(
        heading=_label(question, language), paragraphs=tuple(part for part in text.split("\n") if part.strip()), mark="", language=view.idea.language
    )


def _short(content: Content, view: IdeaView, question: Question) -> str:
    language = content.default_language
    return content.text("brief.value", language, label=_label(question, language), value=whole_text(content, view.pitch, question, language))


def _label(question: Question, language: str) -> str:
    label = question.label[language]
    return f"{label[:1].upper()}{label[1:]}"
