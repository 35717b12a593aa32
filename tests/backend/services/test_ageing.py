"""What becomes of an idea that nobody touches, day by day; on both databases."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from backend.bootstrap import Backend
from backend.domain.clock import CITY_ZONE
from backend.domain.ideas import Decision, Idea, IdeaState, PitchState, SubmissionState, What
from backend.domain.interview.record import InterviewState
from backend.services.ageing import age_ideas
from backend.services.ports import Unit
from backend.services.reviewing import answer_submission
from backend.store.schema_ideas import submission
from backend.store.schema_interviews import answer, interview, sheet
from tests.backend.services.idea_house import House, buttons, heard, person_of, told
from tests.times import NOON

DAY = timedelta(days=1)


@pytest.fixture
def house(backend: Backend) -> House:
    made = House(backend)
    made.drafts(at=NOON, name="Kahvit")
    return made


def ages(house: House, now: datetime) -> int:
    return house.backend.run(age_ideas, house.backend.content, holder="bot", now=now)


def walk(house: House, *, days: int, start: datetime = NOON, first: int = 1, hour: int = 12) -> list[tuple[int, str]]:
    """The clock from day to day: on which day after `start` which state the idea came to; `warned` is one, `gone` another."""
    seen = [_state(house.found)]
    found = []
    for n in range(first, days + 1):
        local = (start + n * DAY).astimezone(CITY_ZONE).replace(hour=hour, minute=30)
        ages(house, local)
        state = _state(house.found)
        if state != seen[-1]:
            seen.append(state)
            found.append((n, state))
    return found


def _state(idea: Idea | None) -> str:
    if idea is None:
        return "gone"
    return "warned" if idea.state is IdeaState.ACTIVE and idea.warned_at is not None and idea.warned_at > idea.touched_at else idea.state.value


def rows(backend: Backend) -> dict[str, int]:
    tables = (sheet, answer, interview, submission)
    with backend.engine.connect() as connection:
        return {table.name: connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in tables}


def test_an_idea_left_alone_is_warned_of_then_put_away_then_removed_with_everything_of_it(house: House) -> None:
    bob = house.joined_by("bob", language="en")
    house.backend.run(
        lambda unit: unit.interviews.start(
            conversation=house.alice.conversation, person=person_of(unit, house.alice), form="pitch", sheet=house.idea.pitch, depth=1, now=NOON
        )
    )
    house.sends(at=NOON)
    advice = Decision.CHANGE
    house.backend.run(answer_submission, house.backend.content, number=house.number, what=What.PITCH, decision=advice, reasons="x", by="Maija", now=NOON)
    assert all(rows(house.backend).values())

    assert walk(house, days=396) == [(351, "warned"), (365, "expired"), (380, "gone")]

    assert rows(house.backend) == {"sheet": 0, "answer": 0, "interview": 0, "submission": 0}
    assert [text.splitlines()[0] for text in told(house.alice)[1:]] == [
        "**Kahvit kaikille** on ollut koskematta melkein vuoden. Jos sille ei tehdä mitään, siirrän sen pois **23.11.2027**.",
        "**Kahvit kaikille** oli vuoden koskematta, joten siirsin sen pois. Voitte vielä palauttaa sen **6.12.2027** asti. Sen jälkeen se poistetaan kokonaan.",
    ]
    assert [one.kind for one in heard(bob)[1:]] == ["reminder", "reminder"]
    assert told(bob)[1].startswith("**Kahvit kaikille** has not been touched for almost a year.")
    events = house.backend.read(lambda unit: unit.events.of(house.id))
    assert [event.type for event in events if event.actor == "system"] == ["idea.expired", "idea.removed"]


def test_any_work_on_it_starts_the_year_anew(house: House) -> None:
    assert walk(house, days=358, first=340) == [(351, "warned")]
    house.says("where", "kirjastossa", at=NOON + 358 * DAY)

    assert walk(house, days=385, start=NOON + 358 * DAY, first=340) == [(351, "warned"), (365, "expired"), (380, "gone")]


def test_an_answer_that_does_not_touch_the_idea_would_not_save_it(house: House) -> None:
    """The negative control: it is the touch that counts, so whoever writes an answer must touch."""
    walk(house, days=358, first=340)
    house.backend.run(lambda unit: unit.sheets.forget(house.idea.pitch, "amount_eur"))

    assert walk(house, days=30, start=NOON + 358 * DAY) == [(7, "expired"), (22, "gone")]


def test_one_tap_keeps_it_for_another_year(house: House) -> None:
    walk(house, days=352, first=345)
    house.alice.now = NOON + 352 * DAY + timedelta(hours=1)
    assert buttons(heard(house.alice)[-1]) == ["Säilytä", "Näytä idea"]

    house.alice.press("Säilytä")

    assert walk(house, days=365, start=house.alice.now, first=345) == [(352, "warned")]


def test_one_tap_brings_back_what_was_put_away(house: House) -> None:
    walk(house, days=370, first=345)
    house.alice.now = NOON + 370 * DAY + timedelta(hours=1)
    assert buttons(heard(house.alice)[-1]) == ["Palauta idea"]

    house.alice.press("Palauta idea")

    assert house.idea.state is IdeaState.ACTIVE
    assert walk(house, days=365, start=house.alice.now, first=345) == [(352, "warned")]


def test_after_two_weeks_it_cannot_be_brought_back_and_nothing_tells_that_it_was_there(house: House) -> None:
    walk(house, days=385, first=345)
    house.alice.now = NOON + 385 * DAY

    assert "vanhentunut" in house.alice.press("Palauta idea")[-1].text
    assert house.found is None


def test_what_the_group_deleted_is_removed_after_two_weeks(house: House) -> None:
    house.becomes(at=NOON, state=IdeaState.WITHDRAWN.value)
    assert walk(house, days=20) == [(14, "gone")]
    assert rows(house.backend)["sheet"] == 0


def test_what_was_brought_back_within_two_weeks_stays(house: House) -> None:
    house.becomes(at=NOON, state=IdeaState.WITHDRAWN.value)
    walk(house, days=13)
    house.becomes(at=NOON + 13 * DAY, state=IdeaState.ACTIVE.value)

    assert walk(house, days=300, start=NOON + 13 * DAY, first=280) == []


def test_what_waits_for_the_coordinators_stays_however_long_they_take(house: House) -> None:
    house.sends(at=NOON)
    assert walk(house, days=396, first=340) == []
    assert told(house.alice) == []


def test_once_it_is_answered_the_year_begins(house: House) -> None:
    house.sends(at=NOON)
    walk(house, days=390, first=360)
    answered_at = NOON + 390 * DAY
    no = Decision.DOES_NOT_FIT
    house.backend.run(answer_submission, house.backend.content, number=house.number, what=What.PITCH, decision=no, reasons="x", by="Maija", now=answered_at)

    assert walk(house, days=352, start=answered_at, first=345) == [(351, "warned")]


def test_what_was_taken_back_ages_as_any_other(house: House) -> None:
    house.sends(at=NOON)
    waiting = house.backend.read(lambda unit: unit.ideas.waiting(house.id, What.PITCH))
    assert waiting is not None
    house.backend.run(lambda unit: unit.ideas.settle(waiting, state=SubmissionState.TAKEN_BACK))
    house.becomes(at=NOON, pitch_state=PitchState.COMPLETE.value)

    assert walk(house, days=352, first=345) == [(351, "warned")]


@dataclass
class NothingWaits:
    """Ideas that never say what waits at the coordinators: the guard taken away."""

    ideas: Any

    def waiting(self, _idea: object, _what: object) -> None:
        return None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ideas, name)


@dataclass
class Unguarded:
    unit: Unit

    @property
    def ideas(self) -> NothingWaits:
        return NothingWaits(self.unit.ideas)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.unit, name)


def test_without_the_look_at_what_waits_a_sent_idea_would_be_put_away(house: House) -> None:
    """The negative control of the test above."""
    house.sends(at=NOON)

    def unguarded(unit: Unit, now: datetime) -> int:
        return age_ideas(Unguarded(unit), house.backend.content, holder="bot", now=now)

    for day in (352, 367, 382):
        house.backend.run(unguarded, NOON + day * DAY)

    assert house.found is None


def test_a_machine_that_was_off_for_two_years_still_warns_two_weeks_before(house: House) -> None:
    later = NOON + 730 * DAY
    assert walk(house, days=40, start=later) == [(1, "warned"), (15, "expired"), (30, "gone")]
    assert "siirrän sen pois **7.12.2028**" in told(house.alice)[0]


def test_nobody_is_warned_at_night_and_the_day_after_it_is_said_once(house: House) -> None:
    late = datetime(2027, 11, 20, 21, 0, tzinfo=CITY_ZONE)
    assert [ages(house, late + n * timedelta(hours=1)) for n in range(14)] == [*[0] * 11, 1, 0, 0]
    assert len(told(house.alice)) == 1


def test_who_stopped_the_reminders_is_warned_all_the_same(house: House) -> None:
    house.backend.run(lambda unit: unit.teams.set_reminded(house.team, person_of(unit, house.alice), is_reminded=False))
    walk(house, days=352, first=345)
    assert len(told(house.alice)) == 1


def test_what_was_asked_for_it_is_closed_when_it_is_put_away(house: House) -> None:
    house.backend.run(
        lambda unit: unit.interviews.start(
            conversation=house.alice.conversation, person=person_of(unit, house.alice), form="pitch", sheet=house.idea.pitch, depth=1, now=NOON
        )
    )
    walk(house, days=366, first=345)

    assert house.backend.read(lambda unit: [one.state for one in unit.interviews.stack(house.alice.conversation)]) == []
    assert house.backend.read(lambda unit: unit.interviews.latest(house.alice.conversation, state=InterviewState.OPEN)) is None


def test_an_idea_that_was_never_begun_goes_without_a_word(backend: Backend) -> None:
    house = House(backend, answers={})
    assert walk(house, days=396, first=340) == [(351, "warned"), (365, "expired"), (380, "gone")]
    assert told(house.alice) == []


def test_only_the_old_one_of_two_ideas_is_removed(backend: Backend) -> None:
    house = House(backend)
    young = NOON + 100 * DAY

    def begin(unit: Unit) -> None:
        pitch = unit.sheets.start(form="pitch", now=young)
        unit.ideas.start(team=house.team, pitch=pitch, programme="joensuu-kake-2", language="fi", now=young)

    backend.run(begin)
    walk(house, days=396, first=345)

    assert backend.read(lambda unit: [idea.created_at for idea in unit.ideas.list()]) == [young]


def test_the_days_told_are_those_of_the_city(backend: Backend) -> None:
    # Begun an hour before midnight in Joensuu: the day in the city, not in Greenwich.
    house = House(backend, begun_at=datetime(2026, 11, 23, 22, 30, tzinfo=UTC))
    ages(house, datetime(2027, 11, 11, 10, 0, tzinfo=UTC))

    assert f"**{date(2027, 11, 25).day}.11.2027**" in told(house.alice)[0]
