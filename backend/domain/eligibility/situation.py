"""A group's facts on a day, against the programme: whether a condition holds."""

from dataclasses import dataclass
from datetime import date

from backend.domain.eligibility.facts import Facts, Period
from backend.domain.eligibility.rules import Condition, Is, Missing, OneOf, RoundIs, RoundState, Starts, StartState, Within
from backend.domain.programme import Programme, Round


@dataclass(frozen=True, kw_only=True, slots=True)
class Situation:
    programme: Programme
    facts: Facts
    on: date

    @property
    def open_round(self) -> Round | None:
        """First and last day included."""
        return next((round_ for round_ in self.programme.rounds if round_.opens <= self.on <= round_.closes), None)

    @property
    def round_to_go_by(self) -> Round | None:
        """The one that is open, else the next one known."""
        coming = [round_ for round_ in self.programme.rounds if round_.opens > self.on]
        return self.open_round or min(coming, key=lambda round_: round_.opens, default=None)

    @property
    def round_state(self) -> RoundState:
        round_ = self.round_to_go_by
        if round_ is None:
            return RoundState.NONE
        if self.open_round is not None:
            return RoundState.OPEN_PROVISIONAL if round_.is_provisional else RoundState.OPEN
        return RoundState.COMING_PROVISIONAL if round_.is_provisional else RoundState.COMING

    def limit(self, name: str) -> int:
        """The programme's limit in euros."""
        value = self.programme.facts[name].value
        assert isinstance(value, int)  # noqa: S101 - the reader of the rules lets no other fact be a limit
        return value

    def holds(self, condition: Condition) -> bool:  # noqa: PLR0911 - one line a kind of condition
        """False where the condition looks at a missing fact, unless it asks for just that."""
        if isinstance(condition, RoundIs):
            return self.round_state in condition.states
        value = self.facts.get(condition.fact)
        match condition:
            case Missing():
                return value is None
            case OneOf(options=options):
                return bool(options.intersection(value if isinstance(value, tuple) else (value,)))
            case Within() if isinstance(value, int | float):
                return self._is_within(condition, value)
            case Starts(state=state) if isinstance(value, Period):
                return self._start_state(value) is state
            case Is(wanted=wanted):
                return value is wanted
            case _:
                return False

    def _is_within(self, condition: Within, amount: float) -> bool:
        """A limit itself is not under the limit."""
        if condition.under is not None and amount >= self.limit(condition.under):
            return False
        return condition.at_least is None or amount >= self.limit(condition.at_least)

    def _start_state(self, start: Period) -> StartState:
        """A month, or several, are early only where all of them are."""
        round_ = self.round_to_go_by
        if round_ is None:
            return StartState.NO_ROUND
        return StartState.EARLY if start.last < round_.earliest_start else StartState.IN_TIME
