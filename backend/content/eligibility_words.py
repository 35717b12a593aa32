"""The values of a reason, in the words of a language."""

from collections.abc import Mapping
from datetime import date

from backend.content.wording import Wording
from backend.domain.eligibility import Rules
from backend.domain.eligibility.facts import FactSpec, Period
from backend.domain.eligibility.verdict import Because, Shown


def in_words(because: Because, *, rules: Rules, wording: Wording) -> Mapping[str, object]:
    """What the text of `because.key` is to be filled in with: options and days as words, amounts as numbers."""
    return {name: _word(value, rules.facts.get(name), wording) for name, value in because.values.items()}


def _word(value: Shown, spec: FactSpec | None, wording: Wording) -> object:
    if isinstance(value, Period):
        months = tuple(dict.fromkeys((wording.month(value.first), wording.month(value.last))))
        return " – ".join(months) if value.is_month or value.is_span else wording.day(value.first)
    if isinstance(value, date):
        return wording.day(value)
    if spec is None or not spec.options:
        return value
    if isinstance(value, tuple):
        return tuple(spec.options[option][wording.code] for option in value)
    return spec.options[str(value)][wording.code]
