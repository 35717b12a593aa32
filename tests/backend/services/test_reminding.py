"""When groups with an unfinished idea are reminded, and when they are left in peace; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from backend.bootstrap import Backend
from backend.domain.clock import CITY_ZONE
from backend.domain.ideas import Decision, DraftState, IdeaState, What
from backend.domain.programme import Round
from backend.domain.reminders import due_of_idea, is_quiet, morning
from backend.services.reminding import remind_of_ideas
from backend.services.reviewing import answer_submission
from tests.backend.services.idea_house import House, buttons, heard, person_of, round_of, someone, told

OPENS, CLOSES = date(2027, 2, 1), date(2027, 3, 12)
BEGUN = datetime(2027, 2, 2, 10, 0, tzinfo=UTC)
TEN_MINUTES = timedelta(minutes=10)


@pytest.fixture
def house(backend: Backend) -> House:
    round_of(backend, OPENS, CLOSES, now=BEGUN - timedelta(days=30))
    return House(backend, begun_at=BEGUN)


def at(day: date, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CITY_ZONE)


def reminds(house: House, now: datetime, *, holder: str = "bot") -> int:
    return house.backend.run(remind_of_ideas, house.backend.content, holder=holder, now=now)


def walk(house: House, first: date, last: date, *, hours: int = 2) -> list[tuple[date, int]]:
    """The job run every few hours from day to day: on which day and hour somebody was reminded."""
    moments = []
    now = at(first, 0)
    while now <= at(last, 23, 59):
        if reminds(house, now):
            local = now.astimezone(CITY_ZONE)
            moments.append((local.date(), local.hour))
        now = (now.astimezone(UTC) + timedelta(hours=hours)).astimezone(CITY_ZONE)
    return moments


def test_an_unfinished_idea_is_reminded_of_four_times_in_the_morning(house: House) -> None:
    moments = walk(house, OPENS, CLOSES + timedelta(days=3))

    assert moments == [(date(2027, 2, 26), 8), (date(2027, 3, 5), 8), (date(2027, 3, 10), 8), (date(2027, 3, 12), 8)]
    said = [text.splitlines()[0] for text in told(house.alice)]
    assert said == [
        "**Kahvit kaikille** on vielä kesken, ja haku päättyy 14 päivän päästä, pe 12.3.2027.",
        "**Kahvit kaikille** on vielä kesken, ja haku päättyy 7 päivän päästä, pe 12.3.2027.",
        "**Kahvit kaikille** on vielä kesken, ja haku päättyy 2 päivän päästä, pe 12.3.2027.",
        "**Kahvit kaikille** on vielä kesken, ja haku päättyy tänään, pe 12.3.2027.",
    ]
    assert {one.kind for one in heard(house.alice)} == {"reminder"}
    assert buttons(heard(house.alice)[0]) == ["Jatketaan", "Älä muistuta enää"]


def test_nobody_is_reminded_of_an_unknown_round(backend: Backend) -> None:
    house = House(backend, begun_at=BEGUN)
    assert walk(house, date(2027, 2, 20), date(2027, 3, 14)) == []


def test_a_step_is_said_once_however_often_the_job_runs(house: House) -> None:
    day = date(2027, 3, 5)
    assert [reminds(house, at(day, 8) + n * TEN_MINUTES) for n in range(5)] == [1, 0, 0, 0, 0]


def test_a_machine_that_was_off_sends_the_newest_step_alone_and_says_how_many_days_are_really_left(house: House) -> None:
    assert reminds(house, at(date(2027, 3, 8), 15)) == 1
    assert ["4 päivän päästä" in text for text in told(house.alice)] == [True]
    assert walk(house, date(2027, 3, 9), CLOSES) == [(date(2027, 3, 10), 8), (CLOSES, 8)]


@pytest.mark.parametrize(("hour", "minute", "reminded"), [(0, 0, 0), (7, 59, 0), (8, 0, 1), (12, 0, 1), (19, 59, 1), (20, 0, 0), (23, 59, 0)])
def test_nobody_is_reminded_from_eight_in_the_evening_to_eight_in_the_morning(house: House, hour: int, minute: int, reminded: int) -> None:
    assert reminds(house, at(date(2027, 3, 5), hour, minute)) == reminded


@pytest.mark.parametrize(("day", "utc_hour"), [(date(2027, 3, 27), 6), (date(2027, 3, 28), 5), (date(2027, 10, 30), 5), (date(2027, 10, 31), 6)])
def test_eight_in_the_morning_is_eight_in_the_city_also_when_the_clocks_change(day: date, utc_hour: int) -> None:
    eight = morning(day).astimezone(UTC)

    assert (eight.hour, eight.minute) == (utc_hour, 0)
    assert (is_quiet(eight - timedelta(seconds=1)), is_quiet(eight)) == (True, False)
    assert is_quiet(eight + timedelta(hours=12)) and not is_quiet(eight + timedelta(hours=12, seconds=-1))  # noqa: PT018 - the two sides of one edge


@pytest.mark.parametrize("closes", [date(2027, 3, 28), date(2027, 10, 31)])
def test_on_the_day_of_the_clock_change_the_last_reminder_comes_at_eight_as_ever(backend: Backend, closes: date) -> None:
    opens = closes - timedelta(days=40)
    begun = at(opens)
    round_of(backend, opens, closes, now=begun)
    house = House(backend, begun_at=begun + timedelta(hours=1))

    assert walk(house, closes - timedelta(days=3), closes, hours=1) == [(closes - timedelta(days=3), 8), (closes - timedelta(days=2), 8), (closes, 8)]


def test_a_group_that_began_after_a_step_is_reminded_from_the_next_one_on(backend: Backend) -> None:
    round_of(backend, OPENS, CLOSES, now=BEGUN)
    house = House(backend, begun_at=at(date(2027, 3, 1), 9))

    assert walk(house, date(2027, 3, 1), CLOSES)[0] == (date(2027, 3, 5), 8)


def test_who_worked_on_it_since_the_morning_is_not_told_that_it_is_unfinished(house: House) -> None:
    house.says("where", "kirjastossa", at=at(date(2027, 3, 5), 8, 5))
    assert reminds(house, at(date(2027, 3, 5), 9)) == 0


def test_a_round_published_late_is_told_of_at_once(backend: Backend) -> None:
    house = House(backend, begun_at=BEGUN)
    published = at(date(2027, 3, 9), 14)
    round_of(backend, OPENS, CLOSES, now=published)

    assert reminds(house, published + TEN_MINUTES) == 1
    assert "3 päivän päästä" in told(house.alice)[0]


def test_a_finished_idea_is_left_in_peace(house: House) -> None:
    house.sends(at=BEGUN)
    assert walk(house, date(2027, 2, 25), CLOSES) == []


@pytest.mark.parametrize(("decision", "is_reminded"), [(Decision.GO_ON, False), (Decision.CHANGE, True), (Decision.DOES_NOT_FIT, False)])
@pytest.mark.parametrize("what", list(What))
def test_after_an_answer_only_who_was_asked_to_change_something_is_reminded(house: House, what: What, decision: Decision, *, is_reminded: bool) -> None:
    if what is What.DRAFT:
        house.drafts(at=BEGUN, name="Kahvit")
    house.sends(what, at=BEGUN)
    content = house.backend.content
    house.backend.run(answer_submission, content, number=house.number, what=what, decision=decision, reasons="x", by="Maija", now=BEGUN)

    assert bool(reminds(house, at(date(2027, 3, 5)))) is is_reminded


def test_a_draft_that_did_not_fit_is_reminded_of_once_the_group_works_on_it_again(house: House) -> None:
    house.drafts(at=BEGUN, name="Kahvit")
    house.sends(What.DRAFT, at=BEGUN)
    content = house.backend.content
    no = Decision.DOES_NOT_FIT
    house.backend.run(answer_submission, content, number=house.number, what=What.DRAFT, decision=no, reasons="x", by="Maija", now=BEGUN)
    house.says("summary", "Uusi alku.", at=BEGUN + timedelta(days=1), what=What.DRAFT)

    assert reminds(house, at(date(2027, 3, 5))) == 1


@pytest.mark.parametrize("state", [IdeaState.WITHDRAWN, IdeaState.EXPIRED])
def test_what_was_put_away_is_not_reminded_of(house: House, state: IdeaState) -> None:
    house.becomes(at=BEGUN, state=state.value)
    assert walk(house, date(2027, 2, 25), CLOSES) == []


def test_an_idea_without_a_single_answer_is_not_reminded_of(backend: Backend) -> None:
    round_of(backend, OPENS, CLOSES, now=BEGUN)
    house = House(backend, begun_at=BEGUN, answers={})
    assert reminds(house, at(date(2027, 3, 5))) == 0


def test_an_idea_finished_between_two_runs_is_not_reminded_of_by_the_second(house: House) -> None:
    reminds(house, at(date(2027, 3, 5), 8))
    house.sends(at=at(date(2027, 3, 6)))
    assert reminds(house, at(date(2027, 3, 10), 8)) == 0


def test_every_member_is_reminded_in_their_own_language_and_each_stops_it_for_themselves(house: House) -> None:
    bob = house.joined_by("bob", at=BEGUN, language="en")
    reminds(house, at(date(2027, 3, 5)))
    bob.now = at(date(2027, 3, 5), 13)

    stopped = bob.press("No more reminders")[-1].text
    reminds(house, at(date(2027, 3, 10)))

    assert told(bob)[0].startswith("**Kahvit kaikille** is still unfinished, and the round closes in 7 days, on Fri 12 March 2027.")
    assert stopped.startswith("All right, I will not remind you of unfinished ideas any more.")
    assert len(told(bob)) == 2
    assert len(told(house.alice)) == 2


def test_who_asks_for_reminders_again_gets_them_again(house: House) -> None:
    reminds(house, at(date(2027, 3, 5)))
    house.alice.now = at(date(2027, 3, 5), 13)
    house.alice.press("Älä muistuta enää")
    house.alice.write("muistuta", "set_reminder")

    assert reminds(house, at(date(2027, 3, 10))) == 1


def test_a_stranger_cannot_stop_the_groups_reminders(house: House) -> None:
    mallory = someone(house.backend, "mallory", at=BEGUN)
    reminds(house, at(date(2027, 3, 5)))

    def steal(unit: object) -> object:
        return unit.teams.member(house.team, person_of(unit, mallory))  # type: ignore[attr-defined, arg-type]  # the store's own unit

    assert house.backend.read(steal) is None
    token = heard(house.alice)[-1].buttons[1].token
    assert house.backend.read(lambda unit: unit.outbox.button(token, conversation=mallory.conversation, now=BEGUN)) is None
    assert reminds(house, at(date(2027, 3, 10))) == 1


def test_one_tap_goes_on_with_the_idea(house: House) -> None:
    reminds(house, at(date(2027, 3, 5)))
    house.alice.now = at(date(2027, 3, 5), 13)

    assert "?" in house.alice.press("Jatketaan")[-1].text


def test_two_workers_at_once_remind_once(house: House) -> None:
    with ThreadPoolExecutor(max_workers=4) as pool:
        counts = list(pool.map(lambda holder: reminds(house, at(date(2027, 3, 5)), holder=holder), ["bot 1", "bot 2", "bot 3", "bot 4"]))

    assert sum(counts) == 1
    assert len(told(house.alice)) == 1


def test_while_one_worker_holds_the_lease_another_does_nothing_and_takes_over_when_it_is_gone(house: House) -> None:
    day = at(date(2027, 3, 5), 8)
    bob = house.joined_by("bob", at=BEGUN)
    assert reminds(house, day, holder="bot 1") == 2
    # A new chat of the team that would be reminded now, if anybody looked.
    carol = house.joined_by("carol", at=BEGUN)

    assert reminds(house, day + timedelta(minutes=5), holder="bot 2") == 0
    assert reminds(house, day + TEN_MINUTES, holder="bot 2") == 1
    assert (len(told(bob)), len(told(carol))) == (1, 1)


def test_the_newest_of_the_steps_is_due_and_none_outside_the_round(house: House) -> None:
    published = house.backend.read(lambda unit: unit.rounds.list("joensuu-kake-2"))[0]
    source = house.backend.content.programme.rounds[0].source
    one = Round(opens=published.opens, closes=published.closes, earliest_start=published.closes, is_provisional=False, source=source)

    days = [date(2027, 1, 31), OPENS, date(2027, 2, 26), date(2027, 3, 4), date(2027, 3, 5), date(2027, 3, 11), CLOSES, date(2027, 3, 13)]
    found = [due_of_idea(one, now=at(day)) for day in days]

    assert [None if due is None else (due.name, due.days_left) for due in found] == [
        None, None, ("14", 14), ("14", 8), ("7", 7), ("2", 1), ("0", 0), None,
    ]  # fmt: skip


def test_a_ready_draft_is_finished(house: House) -> None:
    house.drafts(at=BEGUN, name="Kahvit")
    assert reminds(house, at(date(2027, 3, 5))) == 1
    house.becomes(at=BEGUN, draft_state=DraftState.READY.value)
    assert reminds(house, at(date(2027, 3, 10))) == 0
