"""The specification once more, as plainly as it reads and without any of the product's code."""

from collections.abc import Mapping
from datetime import date
from typing import Any

_ROUNDS = (
    (date(2018, 1, 16), date(2018, 2, 28), "2018-04-01"),
    (date(2018, 4, 1), date(2018, 5, 31), "2018-09-01"),
    (date(2018, 9, 1), date(2018, 10, 31), "2019-01-01"),
)
_ESSENTIAL = ("amount", "beneficiaries", "aims")


def results(facts: Mapping[str, Any], on: date) -> Mapping[str, str]:
    return {
        "applicant": _applicant(facts.get("applicant"), facts.get("applicant_place")),
        "place": {"city_centre": "met", "joensuu": "adviser", "elsewhere": "not_met", None: "not_asked"}[facts.get("activity_place")],
        "amount": _amount(facts.get("kind"), facts.get("amount_eur")),
        "beneficiaries": _any_but(facts.get("beneficiaries"), "general_public"),
        "aims": _any_but(facts.get("aims"), "other"),
        "round": "met" if any(opens <= on <= closes for opens, closes, _ in _ROUNDS) else "adviser",
        "start": _start(facts.get("start"), on),
        "pitch": {True: "met", False: "adviser", None: "not_asked"}[facts.get("pitched")],
    }


def verdict(found: Mapping[str, str]) -> str:
    if "not_met" in found.values():
        return "does_not_fit"
    if any(found[criterion] == "not_asked" for criterion in _ESSENTIAL):
        return "cannot_tell"
    return "fits" if set(found.values()) == {"met"} else "fits_if"


def _applicant(applicant: str | None, place: str | None) -> str:
    if place == "elsewhere":
        return "not_met"
    if applicant is None or place is None:
        return "not_asked"
    return "met" if applicant == "civic_group" else "adviser"


def _amount(kind: str | None, amount: float | None) -> str:
    if amount is None:
        return "not_asked"
    if kind is None and 8000 <= amount < 70000:
        return "adviser"
    limit = {"event": 8000, "project": 70000, None: 70000}[kind]
    return "met" if amount < limit else "not_met"


def _any_but(chosen: list[str] | None, alone: str) -> str:
    if not chosen:
        return "not_asked"
    return "not_met" if set(chosen) == {alone} else "met"


def _start(start: str | None, on: date) -> str:
    if start is None:
        return "not_asked"
    allowed = next((earliest for _, closes, earliest in _ROUNDS if on <= closes), None)
    if allowed is None:
        return "adviser"
    # Every earliest start is the first of a month, so that a month compares by its name.
    return "met" if start[:7] >= allowed[:7] else "not_met"
