"""Whether an idea fits the programme: facts in, verdict out. The criteria are data."""

from backend.domain.eligibility.facts import Facts, FactsUnreadable, Period, read_facts
from backend.domain.eligibility.rules import Rules
from backend.domain.eligibility.verdict import Change, Verdict, changed, judge

__all__ = ["Change", "Facts", "FactsUnreadable", "Period", "Rules", "Verdict", "changed", "judge", "read_facts"]
