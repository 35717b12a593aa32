"""While an idea is pitched, or an application drafted: what the rules say of an answer, at once and with the way out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from backend.content.eligibility_words import in_words
from backend.domain.budget import Budget, budget_of
from backend.domain.eligibility.rules import Result
from backend.domain.eligibility.verdict import Finding
from backend.domain.interview.answers import Answers
from backend.domain.interview.form import Question
from backend.domain.interview.record import Interview
from backend.services.checking_eligibility import verdict_for
from backend.services.form_hooks import FormHooks
from backend.services.speaking import Voice

PITCH = "pitch"
APPLICATION = "application"
_FACTS: Mapping[str, str] = {"when": "start"}
"""Questions whose answer is a fact by another name."""
_AMOUNT = "amount_eur"
_LINES = "budget"


def rules_along(voice: Voice, _interview: Interview, question: Question, answers: Answers) -> Sequence[str]:
    """Each criterion that looks at the answer just given and is not met, in the criterion's own words."""
    fact = _FACTS.get(question.id, question.id)
    looking = {criterion.id for criterion in voice.content.rules.criteria if fact in criterion.facts}
    if not looking:
        return ()
    verdict = verdict_for(voice, as_facts(answers))
    missed = [finding for finding in verdict.findings if finding.result is Result.NOT_MET and finding.criterion in looking]
    return tuple(voice.content.text("pitching.does_not_fit", voice.language, reason=_reason(voice, finding)) for finding in missed)


def as_facts(answers: Answers) -> Answers:
    """The pitch's answers under the names by which the criteria ask for them."""
    renamed = {_FACTS[name]: replace(answer, question=_FACTS[name]) for name, answer in answers.items() if name in _FACTS}
    return {**answers, **renamed}


def _reason(voice: Voice, finding: Finding) -> str:
    words: Mapping[str, Any] = in_words(finding.because, rules=voice.content.rules, wording=voice.content.wordings[voice.language])
    return voice.content.text(finding.because.key, voice.language, **words)


def budget_along(voice: Voice, interview: Interview, question: Question, answers: Answers) -> Sequence[str]:
    """What the rules say of the amount, and whether the lines of the budget come to it."""
    rules = rules_along(voice, interview, question, _told(voice, interview, answers)) if question.id == _AMOUNT else ()
    budget = _budget(answers) if question.id in (_AMOUNT, _LINES) else None
    amount = _euros(answers)
    if budget is None or amount is None or budget.total == amount:
        return rules
    return (*rules, voice.content.text("pitching.budget_differs", voice.language, total=budget.total, amount=amount))


def _told(voice: Voice, interview: Interview, answers: Answers) -> Answers:
    """What the pitch tells, with the draft's own amount."""
    idea = voice.unit.ideas.on_sheet(interview.sheet)
    pitched = voice.unit.sheets.answers(idea.pitch) if idea is not None else {}
    return {**pitched, _AMOUNT: answers[_AMOUNT]}


def _budget(answers: Answers) -> Budget | None:
    answer = answers.get(_LINES)
    return budget_of(answer.value) if answer is not None and isinstance(answer.value, str) else None


def _euros(answers: Answers) -> int | float | None:
    """The amount where it is one number said for sure."""
    answer = answers.get(_AMOUNT)
    value = answer.value if answer is not None and isinstance(answer.value, dict) else {}
    euros = value.get("eur")
    return euros if isinstance(euros, int | float) and not value.get("approx", False) else None


PITCH_HOOKS = FormHooks(on_answer=rules_along)
APPLICATION_HOOKS = FormHooks(on_answer=budget_along)
