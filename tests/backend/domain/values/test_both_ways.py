"""A value is written in many ways and read back; what cannot be a value is not read, and no text raises."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.values import KINDS, find_values, read_value
from backend.domain.values.line import MAX_CHARACTERS, read_line

NOW = datetime.fromisoformat("2026-11-23T12:00:00+02:00")
UNITS = ("", "yksi", "kaksi", "kolme", "neljä", "viisi", "kuusi", "seitsemän", "kahdeksan", "yhdeksän")
SPOKEN_UNITS = ("", "yks", "kaks", "kolme", "neljä", "viis", "kuus", "seittemän", "kaheksan", "yheksän")
WEEKDAYS = ("maanantaina", "tiistaina", "keskiviikkona", "torstaina", "perjantaina", "lauantaina", "sunnuntaina")
MONTHS = ("tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu")
ENGLISH_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def below_thousand(number: int, units: tuple[str, ...], *, is_spoken: bool) -> str:
    hundreds, rest = divmod(number, 100)
    said = (units[hundreds] if hundreds > 1 else "") + ("sataa" if hundreds > 1 else "sata") if hundreds else ""
    tens, ones = divmod(rest, 10)
    if rest == 10:
        return said + "kymmenen"
    if tens == 1:
        return said + units[ones] + ("toist" if is_spoken else "toista")
    return said + (units[tens] + ("kyt" if is_spoken else "kymmentä") if tens else "") + units[ones]


def in_words(number: int, *, is_spoken: bool = False, gap: str = "") -> str:
    """A number up to 999 999 as Finns say it; `gap` stands after the thousands."""
    units = SPOKEN_UNITS if is_spoken else UNITS
    thousands, rest = divmod(number, 1000)
    said = "" if not thousands else "tuhat" if thousands == 1 else below_thousand(thousands, units, is_spoken=is_spoken) + "tuhatta"
    return said + (gap if said and rest else "") + (below_thousand(rest, units, is_spoken=is_spoken) if rest else "")


def written_amounts(euros: int) -> list[str]:
    spaced = f"{euros:,}".replace(",", " ")
    return [
        *(f"{euros} €", f"{euros}e", f"{euros} euroa", f"{spaced} €", f"{spaced.replace(' ', chr(0xA0))} euroa", f"{euros},00 €", f"{euros},- ", f"€{euros:,}"),
        *(f"{f'{euros:,}'.replace(',', '.')},00 euroa", f"{f'{euros:,}'.replace(',', '.')} €" if euros >= 1000 else f"{euros} eur"),
        *(f"{in_words(euros)} euroa", f"{in_words(euros, is_spoken=True)} euroo", f"{in_words(euros, gap=' ')} euroa"),
    ]


@given(st.integers(1, 999_999))
@settings(max_examples=150, deadline=None)
def test_an_amount_written_in_any_way_is_read_back(euros: int) -> None:
    ways = written_amounts(euros)

    assert [read_value(way, kind="amount", now=NOW) for way in ways] == [{"eur": euros}] * len(ways)


@given(st.integers(1, 999).map(lambda hundreds: hundreds * 100))
@settings(max_examples=100, deadline=None)
def test_an_amount_in_thousands_is_read_back(euros: int) -> None:
    thousands = f"{Decimal(euros) / 1000:f}"
    ways = [f"{thousands.replace('.', ',')} tonnia", f"{thousands}k", f"{thousands.replace('.', ',')} tuhatta", f"{thousands.replace('.', ',')} t€"]

    assert [read_value(way, kind="amount", now=NOW) for way in ways] == [{"eur": euros}] * len(ways)


@given(st.integers(100, 99_999))
@settings(max_examples=60, deadline=None)
def test_the_words_round_an_amount_are_kept(euros: int) -> None:
    said = [
        f"noin {euros} €",
        f"enintään {euros} €",
        f"alle {euros} €",
        f"yli {euros} €",
        f"{euros}-{euros + 1} €",
        f"{euros} € tai {euros + 1} €",
        f"{euros} €/hlö",
    ]

    assert [read_value(text, kind="amount", now=NOW) for text in said] == [
        {"eur": euros, "approx": True},
        {"max": euros},
        {"max": euros, "exclusive": True},
        {"min": euros, "exclusive": True},
        {"min": euros, "max": euros + 1},
        {"ambiguous": True, "candidates": [{"eur": euros}, {"eur": euros + 1}]},
        None,
    ]


def written_days(day: date) -> list[str]:
    month = MONTHS[day.month - 1]
    return [
        *(f"{day.day}.{day.month}.{day.year}", f"{day:%d.%m.%Y}", day.isoformat(), f"{day.day}/{day.month}/{day.year}", f"{day.day}.{day.month}.{day:%y}"),
        *(f"{day.day}. {month}kuuta {day.year}", f"{month}kuun {day.day}. päivä {day.year}", f"{ENGLISH_MONTHS[day.month - 1]} {day.day}, {day.year}"),
        f"{WEEKDAYS[day.weekday()]} {day.day}.{day.month}.{day.year}",
    ]


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
@settings(max_examples=150, deadline=None)
def test_a_day_written_in_any_way_is_read_back(day: date) -> None:
    ways = written_days(day)

    assert [read_value(way, kind="date", now=NOW) for way in ways] == [{"date": day.isoformat()}] * len(ways)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1)), st.integers(1, 12), st.integers(1, 28))  # noqa: DTZ001 - zone comes after
@settings(max_examples=100, deadline=None)
def test_a_day_without_a_year_is_the_next_to_come(moment: datetime, month: int, day: int) -> None:
    now = moment.replace(tzinfo=UTC)
    value = read_value(f"{day}.{month}.", kind="date", now=now)

    assert value is not None
    found = date.fromisoformat(value["date"])
    today = date.fromisoformat((read_value("tänään", kind="date", now=now) or {})["date"])
    assert (found.day, found.month) == (day, month)
    assert today <= found < today + timedelta(days=366)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(0, 6))
@settings(max_examples=100, deadline=None)
def test_a_weekday_is_within_the_next_seven_days_and_not_today(today: date, number: int) -> None:
    now = datetime(today.year, today.month, today.day, 10, tzinfo=UTC)
    value = read_value(WEEKDAYS[number], kind="date", now=now)

    assert value is not None
    found = date.fromisoformat(value["date"])
    assert found.weekday() == number
    assert timedelta(0) < found - today <= timedelta(days=7)


@given(st.integers(13, 23), st.integers(0, 59))
@settings(max_examples=60, deadline=None)
def test_a_time_written_in_any_way_is_read_back(hour: int, minute: int) -> None:
    ways = [f"klo {hour}.{minute:02}", f"{hour}:{minute:02}", f"kello {hour}:{minute:02}", f"{hour - 12}:{minute:02} pm", f"{hour}.{minute:02}"]

    assert [read_value(way, kind="time", now=NOW) for way in ways] == [{"time": f"{hour}:{minute:02}"}] * len(ways)


@given(st.integers(1, 9_999))
@settings(max_examples=60, deadline=None)
def test_a_number_of_people_written_in_any_way_is_read_back(people: int) -> None:
    ways = [f"{people} henkeä", f"{people}", f"{in_words(people)} ihmistä", in_words(people, is_spoken=True), f"meitä on {people}", f"{people} people"]

    assert [read_value(way, kind="people", now=NOW) for way in ways] == [{"n": people}] * len(ways)


@given(st.integers(0, 9_999_999))
@settings(max_examples=60, deadline=None)
def test_a_mobile_number_written_in_any_way_is_read_back(number: int) -> None:
    digits = f"{number:07}"
    spoken = " ".join(("nolla", *UNITS[1:])[int(digit)] for digit in f"040{digits}")
    grouped = f"040 {digits[:3]} {digits[3:]}"
    ways = [f"040{digits}", grouped, f"040-{digits}", f"+358 40 {digits}", f"+358(0)40 {digits}", f"0035840{digits}", f"soita {grouped}!", spoken]

    assert [read_value(way, kind="phone", now=NOW) for way in ways] == [{"phone": f"+35840{digits}"}] * len(ways)


@given(st.from_regex(r"[a-z][a-z0-9]{0,8}(\.[a-z]{1,8})?", fullmatch=True), st.from_regex(r"[a-z]{2,10}\.(fi|com|org)", fullmatch=True))
@settings(max_examples=60, deadline=None)
def test_an_address_written_in_any_way_is_read_back(name: str, host: str) -> None:
    ways = [f"{name}@{host}", f"{name.upper()}@{host}", f"osoite on {name}@{host}.", f"<{name}@{host}>", f"{name}(at){host}"]

    assert [read_value(way, kind="email", now=NOW) for way in ways] == [{"email": f"{name}@{host}"}] * len(ways)


@given(st.text(max_size=120), st.sampled_from(KINDS))
@settings(max_examples=400, deadline=None)
def test_no_text_raises(text: str, kind: str) -> None:
    read_value(text, kind=kind, now=NOW)
    find_values(text, now=NOW)


WORDS = (
    *(
        "5",
        "15",
        "4",
        "2027",
        "0",
        ".",
        "-",
        ":",
        "/",
        "€",
        "klo",
        "tai",
        "ja",
        "puoli",
        "kolmelta",
        "ensi",
        "viikolla",
        "tiistaina",
        "huhtikuun",
        "alussa",
        "ennen",
    ),
    *(
        "jälkeen",
        "asti",
        "noin",
        "alle",
        "pari",
        "sataa",
        "tonnia",
        "henkeä",
        "joulun",
        "040",
        "1234567",
        "@",
        "piste",
        "fi",
        "ei",
        "kun",
        "(",
        ")",
        "+",
        "x",
        "%",
        "^",
    ),
    *(
        "viidestä",
        "kuuteen",
        "kesällä",
        "kuun",
        "lopussa",
        "vuoden",
        "vaihteessa",
        "yli",
        "vaille",
        "vartin",
        "viikon",
        "päästä",
        "may",
        "to",
        "between",
        "and",
        "99999",
    ),
)


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sampled_from(("", " ")), st.sampled_from(KINDS))
@settings(max_examples=600, deadline=None)
def test_no_heap_of_words_raises(words: list[str], gap: str, kind: str) -> None:
    text = gap.join(words)

    read_value(text, kind=kind, now=NOW)
    find_values(text, now=NOW)


HOSTILE = (
    *("1" * 20_000, "100 " * 5_000, "0 " * 10_000, "a" * 20_000, "sata" * 5_000, "5 tai " * 4_000, "1-" * 10_000, "1." * 10_000, "ti " * 7_000, "at " * 7_000),
    *(
        "040 123 4567 " * 2_000,
        "kolme " + "ja puoli " * 2_000,
        "viidestä kuuteen " * 1_500,
        "(" * 20_000,
        "\U0001f600" * 20_000,
        "a\u0301" * 10_000,
        "a piste " * 3_000,
    ),
)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12].strip())
def test_twenty_thousand_hostile_characters_are_read_only_as_far_as_a_message_goes(text: str) -> None:
    line = read_line(text)

    assert len(line.text) <= MAX_CHARACTERS
    assert len(line) <= MAX_CHARACTERS
    assert all(value is None or isinstance(value, dict) for value in (read_value(text, kind=kind, now=NOW) for kind in KINDS))


NO_AMOUNT = (
    "-5",
    "0",
    "0 €",
    "NaN",
    "∞",
    "inf",
    "10^400",
    "1e9",
    "1" * 5_000,
    f"{'9' * 400} €",
    "1.2.3.4",
    "\U0001f600",
    "",
    "   ",
    "--",
    "nolla euroa",
    "miinus 500 €",
)


@pytest.mark.parametrize("text", NO_AMOUNT)
def test_what_is_no_amount_is_not_read(text: str) -> None:
    assert read_value(text, kind="amount", now=NOW) is None


def test_digits_of_another_width_and_invisible_characters_are_read_like_any() -> None:
    texts = ["５０００ €", "5\u200b000 €", "5\u00a0000\u202f€", "\ufeff5000 €", "٥٠٠٠ €"]

    assert [read_value(text, kind="amount", now=NOW) for text in texts] == [{"eur": 5000}] * len(texts)


def test_the_words_of_a_found_value_are_the_persons_own() -> None:
    text = "Moi! Ｈａｅｔａａｎ ５０００ €  ens Tiistaina."

    assert [one.text for one in find_values(text, now=NOW)] == ["５０００ €", "ens Tiistaina"]
