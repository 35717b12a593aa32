"""The end of the eligibility form: answers become facts, facts a verdict, the verdict words."""

import calendar
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from backend.content import Content
from backend.content.eligibility_words import in_words
from backend.domain.clock import CITY_ZONE
from backend.domain.eligibility import Change, Period, Verdict, judge, read_facts
from backend.domain.eligibility.facts import FactKind
from backend.domain.eligibility.plain import plain
from backend.domain.eligibility.verdict import Finding
from backend.domain.interview.answers import Answers
from backend.domain.interview.form import Kind, Question
from backend.domain.interview.record import Interview
from backend.domain.messages import Button, Command, Reply
from backend.services.form_hooks import FormHooks
from backend.services.speaking import Voice

FORM = "eligibility"
_NEXT_STEPS = ("start_pitch", "book_meeting")
_MOST_CHANGES = 4
_UNDER = 1


def facts_of(answers: Answers, *, known: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as JSON, of the questions that are named as facts are; what is open is missing."""
    given = {name: _fact(answer.value) for name, answer in answers.items() if name in known and answer.value is not None}
    return {name: fact for name, fact in given.items() if fact is not None}


def _fact(value: object) -> object:
    if not isinstance(value, dict):
        return value
    if "eur" in value or "min" in value or "max" in value:
        return _amount(value)
    return _start(value)


def _amount(value: Mapping[str, Any]) -> float | int:
    """Of a range its upper end: what fits at the most also fits below."""
    if "eur" in value:
        return _number(value["eur"])
    number = _number(value["max"] if "max" in value else value["min"])
    is_exclusive = value.get("exclusive", False)
    return number - _UNDER if is_exclusive and "max" in value else number


def _number(value: Any) -> float | int:  # noqa: ANN401 - JSON
    return value if isinstance(value, int | float) else 0


def _start(value: Mapping[str, Any]) -> str | None:
    """Months where all of them or several are meant, else the first day."""
    written = value.get("date") or value.get("from")
    if written is None:
        return None
    first = date.fromisoformat(written)
    last = date.fromisoformat(value["to"]) if "to" in value else first
    if (first.year, first.month) < (last.year, last.month):
        return f"{first:%Y-%m}/{last:%Y-%m}"
    month_ends = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return f"{first:%Y-%m}" if first.day == 1 and last >= month_ends else first.isoformat()


def verdict_for(voice: Voice, answers: Answers) -> Verdict:
    """The verdict on today."""
    return verdict_on(voice.content, answers, on=_today(voice))


def verdict_on(content: Content, answers: Answers, *, on: date) -> Verdict:
    facts = read_facts(facts_of(answers, known=content.rules.facts), known=content.rules.facts)
    return judge(content.rules, programme=content.programme, facts=facts, on=on)


def _today(voice: Voice) -> date:
    return voice.now.astimezone(CITY_ZONE).date()


def given(voice: Voice) -> Mapping[str, str]:
    return given_on(voice.content, on=_today(voice))


def given_on(content: Content, *, on: date) -> Mapping[str, str]:
    """Whether any round is open or to come: else nobody need be asked when they would start."""
    is_known = any(round_.closes >= on for round_ in content.programme.rounds)
    return {"round": "known" if is_known else "unknown"}


def _tell(voice: Voice, interview: Interview, answers: Answers) -> Sequence[Reply]:
    """The verdict, then the next steps."""
    return [told(voice, interview, answers), _next_steps(voice, interview)]


def told(voice: Voice, interview: Interview, answers: Answers) -> Reply:
    """Stores the verdict and words it: one sentence, every criterion, that only the funder decides."""
    verdict = verdict_for(voice, answers)
    voice.unit.checks.add(
        interview=interview.id,
        turn=voice.turn,
        programme=voice.content.programme.id,
        rules_version=verdict.version,
        asked_on=verdict.on,
        facts=facts_of(answers, known=voice.content.rules.facts),
        verdict=plain(verdict),
        now=voice.now,
    )
    content, language = voice.content, voice.language
    text = "\n\n".join(
        [
            f"**{content.text(f'eligibility.verdict.{verdict.outcome}', language)}**",
            "\n".join(_line(voice, finding) for finding in verdict.findings),
            content.text("eligibility.advice", language),
        ]
    )
    source = Button(label=content.text("button.source", language), command=Command(act="interview.source", arguments={"interview": interview.id}))
    return Reply(text=text, buttons=(*_tries(voice, interview, verdict), source))


def _line(voice: Voice, finding: Finding) -> str:
    return finding_line(voice.content, finding, voice.language)


def finding_line(content: Content, finding: Finding, language: str) -> str:
    """One criterion: what it came to, and why."""
    words: dict[str, Any] = dict(in_words(finding.because, rules=content.rules, wording=content.wordings[language]))
    reason = content.text(finding.because.key, language, **words)
    return content.text(f"eligibility_check.{finding.result}", language, reason=reason)


def _tries(voice: Voice, interview: Interview, verdict: Verdict) -> list[Button]:
    """For each change that would turn something, a button that judges again."""
    form = voice.content.forms[interview.form]
    buttons = []
    for change in verdict.would_change:
        question = form.question(change.fact)
        if question is not None:
            arguments = {"interview": interview.id, "question": question.id, "value": json.dumps(_value(change, question))}
            buttons.append(Button(label=_try(voice, change, question), command=Command(act="interview.value", arguments=arguments)))
    return buttons[:_MOST_CHANGES]


def _value(change: Change, question: Question) -> object:
    if question.kind is Kind.AMOUNT:
        return {"max": change.value, "exclusive": True}
    if isinstance(change.sets, Period):
        return {"date": change.sets.first.isoformat()}
    return list(change.sets) if isinstance(change.sets, tuple) else change.sets


def _try(voice: Voice, change: Change, question: Question) -> str:
    content, language = voice.content, voice.language
    if question.kind is Kind.AMOUNT:
        return content.text("eligibility_check.try.amount", language, amount=change.value)
    if isinstance(change.value, date):
        return content.text("eligibility_check.try.start", language, value=content.wordings[language].day(change.value))
    spec = content.rules.facts[change.fact]
    word = spec.options[str(change.value)][language] if spec.options else str(change.value)
    return content.text("eligibility_check.try.add" if spec.kind is FactKind.CHOICES else "eligibility_check.try.option", language, value=word)


def _next_steps(voice: Voice, interview: Interview) -> Reply:
    content, language = voice.content, voice.language
    change = Button(
        label=content.text("eligibility_check.button.change", language), command=Command(act="interview.change_menu", arguments={"interview": interview.id})
    )
    steps = [voice.topic_button(topic) for topic in _NEXT_STEPS if topic in content.topics]
    return Reply(text=content.text("eligibility_check.next", language), buttons=(change, *steps, voice.hand_over_button("check_eligibility", voice.turn)))


def source_of(voice: Voice, answers: Answers) -> str:
    """Each document that the verdict rests on, with its age and its literal sentences."""
    found: dict[str, dict[str, Any]] = {}
    for finding in verdict_for(voice, answers).findings:
        document = finding.source.document
        view = found.setdefault(
            document.id,
            {
                "title": document.title[voice.language],
                "dated": document.dated[voice.language],
                "valid_from": document.valid_from,
                "valid_until": document.valid_until,
                "sentences": (),
            },
        )
        if finding.source.sentence not in view["sentences"]:
            view["sentences"] = (*view["sentences"], finding.source.sentence)
    return voice.content.text("source.documents", voice.language, documents=tuple(found.values()))


ELIGIBILITY_FORM = FormHooks(given=given, on_done=_tell, answered_first="check_eligibility")
