"""Rounds that coordinators publish, and where they are heard of; on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest

from backend.bootstrap import Backend
from backend.domain.clock import CITY_ZONE
from backend.domain.refusals import NotFound, UnfitRound
from backend.services.rounds import as_of, deadline, deadline_line, list_rounds, publish_round, remove_round, with_rounds
from tests.backend.services.asking import Person
from tests.backend.services.idea_house import round_of
from tests.times import NOON

OPENS, CLOSES, STARTS = date(2027, 2, 1), date(2027, 3, 12), date(2027, 4, 15)
IN_FEBRUARY = datetime(2027, 2, 10, 10, 0, tzinfo=UTC)
IN_APRIL = datetime(2027, 4, 10, 10, 0, tzinfo=UTC)


def line(backend: Backend, now: datetime, language: str = "fi") -> str:
    return backend.read(lambda unit: deadline_line(as_of(unit, backend.content), language, now))


def test_with_no_round_known_no_deadline_is_invented(backend: Backend) -> None:
    assert line(backend, NOON) == "Seuraavan haun aikaa ei ole vielä kerrottu."
    assert line(backend, NOON, "en") == "The time of the next round has not been told yet."


def test_a_published_round_is_the_deadline_before_and_while_it_is_open_and_none_after(backend: Backend) -> None:
    round_of(backend, OPENS, CLOSES, now=NOON)

    told = [line(backend, now) for now in (NOON, IN_FEBRUARY, IN_APRIL)]

    assert told == ["Seuraava haku on 1.2.2027 – 12.3.2027.", "Haku päättyy pe 12.3.2027.", "Seuraavan haun aikaa ei ole vielä kerrottu."]
    assert line(backend, IN_FEBRUARY, "en") == "The round closes on Fri 12 March 2027."


def test_the_first_and_the_last_day_count_by_the_clock_of_the_city(backend: Backend) -> None:
    round_of(backend, OPENS, CLOSES, now=NOON)
    content = backend.read(lambda unit: as_of(unit, backend.content))

    moments = [
        datetime(2027, 1, 31, 23, 59, tzinfo=CITY_ZONE),
        datetime(2027, 2, 1, 0, 0, tzinfo=CITY_ZONE),
        datetime(2027, 3, 12, 23, 59, tzinfo=CITY_ZONE),
        datetime(2027, 3, 13, 0, 0, tzinfo=CITY_ZONE),
    ]
    assert [deadline(content, at).is_open for at in moments] == [False, True, True, False]


def test_what_people_ask_is_answered_with_the_published_round(backend: Backend) -> None:
    alice = Person(backend=backend)
    before = alice.write("milloin voi hakea", "ask_rounds")[-1].text
    round_of(backend, OPENS, CLOSES, now=NOON, starts=STARTS)

    assert "En tiedä yhtään avointa tai tulevaa hakua" in before
    assert "**1.2.2027 – 12.3.2027**" in alice.write("milloin voi hakea", "ask_rounds")[-1].text
    assert "**huhtikuussa 2027**" in alice.write("milloin voi aloittaa", "ask_start_time")[-1].text


def test_the_source_of_a_published_round_says_who_told_of_it_and_when(backend: Backend) -> None:
    alice = Person(backend=backend)
    round_of(backend, OPENS, CLOSES, now=NOON, starts=STARTS)
    alice.write("milloin voi hakea", "ask_rounds")

    said = alice.press("Mistä tieto?")[-1].text

    assert "**Lähde:** Neuvojien ilmoittama haku (ilmoitettu tässä palvelussa 23.11.2026)." in said
    assert "”Haku 1.2.2027 – 12.3.2027. Toiminta voi alkaa 15.4.2027.”" in said


def test_the_eligibility_rules_go_by_the_published_round_and_their_version_says_so(backend: Backend) -> None:
    round_of(backend, OPENS, CLOSES, now=NOON, starts=STARTS)

    known = backend.read(lambda unit: as_of(unit, backend.content))

    assert [one.opens for one in known.programme.rounds][-1] == OPENS
    assert known.rules.version != backend.content.rules.version
    assert known.rules.version.startswith(backend.content.rules.version)
    assert len(known.rules.version) <= 64


@pytest.mark.parametrize(
    ("told", "line"),
    [
        ("keväällä", "✓ Toiminta alkaisi maaliskuussa 2027 – toukokuussa 2027. Se käy, sillä alkaa voi aikaisintaan 15.4.2027."),
        ("helmi-maaliskuussa", "✗ Toiminta alkaisi helmikuussa 2027 – maaliskuussa 2027. Se on liian aikaisin"),
    ],
)
def test_who_says_in_the_spring_may_begin_in_its_last_month(backend: Backend, told: str, line: str) -> None:
    round_of(backend, OPENS, CLOSES, now=NOON, starts=STARTS)
    alice = Person(backend=backend, now=IN_FEBRUARY)
    asked = alice.write(
        "joensuulainen eläkeläisyhdistys tarvii 5000 e kahvitapahtumaan torilla, ettei vanhukset olisi yksin, osallisuutta", "check_eligibility"
    )

    assert "Vielä yksi kysymys." in asked[-1].text
    assert line in "\n".join(one.text for one in alice.write(told)).replace("\u00a0", " ")


def test_who_has_told_everything_at_once_is_not_promised_another_question(backend: Backend) -> None:
    alice = Person(backend=backend)
    said = alice.write("joensuulainen eläkeläisyhdistys tarvii 5000 e kahvitapahtumaan torilla, ettei vanhukset olisi yksin, osallisuutta", "check_eligibility")

    words = "\n".join(one.text for one in said).replace("\u00a0", " ")
    assert "✓ 5 000 € mahtuu tapahtumalle" in words
    assert "Vielä yksi kysymys." not in words


def test_knowing_the_rounds_twice_is_knowing_them_once(backend: Backend) -> None:
    round_of(backend, OPENS, CLOSES, now=NOON)

    def twice(content_of: int) -> object:
        def read(unit: object) -> object:
            known = backend.content
            for _ in range(content_of):
                known = as_of(unit, known)  # type: ignore[arg-type]  # the store's own unit
            return known.programme.rounds, known.rules.version

        return backend.read(read)

    assert twice(1) == twice(2)


def test_a_provisional_round_of_the_file_gives_way_to_a_published_one_of_its_time(backend: Backend) -> None:
    in_2018 = datetime(2018, 3, 5, 10, 0, tzinfo=UTC)
    made = round_of(backend, date(2018, 4, 9), date(2018, 6, 8), now=in_2018)

    rounds = with_rounds(backend.content, [made]).programme.rounds

    assert [(one.opens, one.is_provisional) for one in rounds] == [
        (date(2018, 1, 16), False),
        (date(2018, 4, 9), False),
        (date(2018, 9, 1), True),
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "starts", "reason"),
    [
        (date(2027, 3, 12), date(2027, 2, 1), date(2027, 4, 15), "ends_first"),
        (OPENS, CLOSES, date(2027, 3, 1), "starts_early"),
        (date(2027, 2, 1), date(2028, 3, 12), date(2028, 4, 1), "long"),
        (date(2072, 2, 1), date(2072, 3, 12), date(2072, 4, 1), "far"),
        (OPENS, CLOSES, date(2072, 4, 1), "far"),
        (date(2026, 10, 1), date(2026, 11, 22), date(2027, 1, 1), "over"),
        (date(2027, 6, 1), date(2027, 7, 1), date(2027, 8, 1), "overlaps"),
        (date(2027, 5, 1), date(2027, 6, 1), date(2027, 8, 1), "overlaps"),
    ],
)
def test_a_round_that_cannot_be_is_refused_with_its_reason(backend: Backend, opens: date, closes: date, starts: date, reason: str) -> None:
    round_of(backend, date(2027, 6, 1), date(2027, 6, 30), now=NOON)

    with pytest.raises(UnfitRound) as refused:
        round_of(backend, opens, closes, starts=starts, now=NOON)

    assert refused.value.reason == reason
    assert len(backend.read(list_rounds, backend.content)) == 1


def test_a_round_that_closes_today_is_not_over_yet(backend: Backend) -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=CITY_ZONE)
    assert round_of(backend, date(2026, 11, 1), date(2026, 11, 23), now=late).closes == date(2026, 11, 23)


def test_a_round_of_the_past_is_published_where_it_is_meant(backend: Backend) -> None:
    round_of(backend, date(2026, 9, 1), date(2026, 9, 30), now=NOON, allows_past=True)
    alice = Person(backend=backend)

    assert "1.9.2026 – 30.9.2026" in alice.write("milloin voi hakea", "ask_rounds")[-1].text


def test_a_removed_round_is_forgotten_and_those_of_the_file_stay(backend: Backend) -> None:
    made = round_of(backend, OPENS, CLOSES, now=NOON)
    backend.run(remove_round, round_id=made.id, now=NOON + timedelta(hours=1))

    assert line(backend, IN_FEBRUARY) == "Seuraavan haun aikaa ei ole vielä kerrottu."
    assert backend.read(lambda unit: as_of(unit, backend.content)) == backend.content
    with pytest.raises(NotFound):
        backend.run(remove_round, round_id=made.id, now=NOON)
    events = backend.read(lambda unit: unit.events.of(made.id))
    assert [(event.type, event.actor) for event in events] == [("round.published", "coordinator"), ("round.removed", "coordinator")]


def test_rounds_are_published_by_the_programme(backend: Backend) -> None:
    backend.run(lambda unit: unit.rounds.publish("another", opens=OPENS, closes=CLOSES, earliest_start=STARTS, now=NOON))
    assert line(backend, IN_FEBRUARY) == "Seuraavan haun aikaa ei ole vielä kerrottu."
    # The other programme's round does not take the time of ours.
    assert backend.run(publish_round, backend.content, opens=OPENS, closes=CLOSES, earliest_start=STARTS, allows_past=False, now=NOON).closes == CLOSES
