"""A verdict as JSON holds it: the form that is promised to the outside."""

from datetime import date
from typing import Any

from backend.domain.eligibility.facts import Period
from backend.domain.eligibility.verdict import Finding, Shown, Verdict


def plain(verdict: Verdict) -> dict[str, Any]:
    """Numbers, texts, lists and objects only; days are written 2018-04-01, months 2018-04."""
    return {
        "verdict": verdict.outcome.value,
        "criteria": [_criterion(finding) for finding in verdict.findings],
        "would_change": [{"criterion": change.criterion, "change": change.change, "value": _plain(change.value)} for change in verdict.would_change],
    }


def _criterion(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.criterion,
        "result": finding.result.value,
        **({"provisional": True} if finding.is_provisional else {}),
        "because": {"key": finding.because.key, "values": {name: _plain(value) for name, value in finding.because.values.items()}},
        "source": {"document": finding.source.document.id, "sentence": finding.source.sentence},
    }


def _plain(value: Shown) -> str | int | float | bool | list[str]:
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Period | date) else value
