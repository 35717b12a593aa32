"""Facts as they come in: read strictly, and what is wrong named."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.domain.eligibility import Facts, FactsUnreadable, Period, read_facts
from tests.backend.domain.eligibility.asking import GOOD, own_rules

KNOWN = own_rules().rules.facts
START = "it must be a day such as 2018-04-15, a month such as 2018-04 or months such as 2018-03/2018-05"
EUROS = "it must be a number of euros above 0"


def test_facts_are_read_into_their_types() -> None:
    day = date(2018, 4, 15)

    assert read_facts({**GOOD, "amount_eur": 5000.0}, known=KNOWN) == Facts(
        values={
            "kind": "event",
            "amount_eur": 5000,
            "applicant": "civic_group",
            "applicant_place": "joensuu",
            "activity_place": "city_centre",
            "beneficiaries": ("needs_support",),
            "aims": ("inclusion",),
            "start": Period(first=day, last=day),
            "pitched": True,
        }
    )


def test_a_month_is_all_of_its_days() -> None:
    facts = read_facts({"start": "2020-02"}, known=KNOWN)

    assert facts == Facts(values={"start": Period(first=date(2020, 2, 1), last=date(2020, 2, 29))})


@pytest.mark.parametrize("written", ["2018-04-15", "2018-04", "2018-03/2018-05", "2018-11/2019-02", "0001-01", "9999-12", "9999-12-31"])
def test_a_start_is_written_as_it_was_read(written: str) -> None:
    assert str(read_facts({"start": written}, known=KNOWN).get("start")) == written


def test_nothing_and_empty_lists_are_missing_facts() -> None:
    assert read_facts({}, known=KNOWN) == read_facts({"aims": [], "beneficiaries": []}, known=KNOWN) == Facts(values={})


def test_an_option_said_twice_counts_once() -> None:
    assert read_facts({"aims": ["studies", "other", "studies"]}, known=KNOWN) == Facts(values={"aims": ("studies", "other")})


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ([], "facts must be a JSON object"),
        (None, "facts must be a JSON object"),
        ("event", "facts must be a JSON object"),
        ({"knid": "event"}, f"unknown fact 'knid', the facts are {', '.join(KNOWN)}"),
        ({"\ud800": 1}, f"unknown fact '\\ud800', the facts are {', '.join(KNOWN)}"),
        ({"kind": "Event"}, "kind is 'Event', it must be one of event, project"),
        ({"kind": None}, "kind is None, it must be one of event, project"),
        ({"kind": ["event"]}, "kind is ['event'], it must be one of event, project"),
        ({"applicant_place": "kuopio"}, "applicant_place is 'kuopio', it must be one of joensuu, elsewhere"),
        ({"activity_place": True}, "activity_place is True, it must be one of city_centre, joensuu, elsewhere"),
        ({"amount_eur": 0}, f"amount_eur is 0, {EUROS}"),
        ({"amount_eur": -5}, f"amount_eur is -5, {EUROS}"),
        ({"amount_eur": True}, f"amount_eur is True, {EUROS}"),
        ({"amount_eur": "5000"}, f"amount_eur is '5000', {EUROS}"),
        ({"amount_eur": None}, f"amount_eur is None, {EUROS}"),
        ({"amount_eur": float("nan")}, f"amount_eur is nan, {EUROS}"),
        ({"amount_eur": float("inf")}, f"amount_eur is inf, {EUROS}"),
        ({"amount_eur": 10**400}, f"amount_eur is too large a number, {EUROS}"),
        ({"amount_eur": [5000]}, f"amount_eur is [5000], {EUROS}"),
        (
            {"beneficiaries": "needs_support"},
            "beneficiaries is 'needs_support', it must be a list of needs_support, hard_to_employ, service_providers, general_public",
        ),
        (
            {"beneficiaries": [["needs_support"]]},
            "beneficiaries is [['needs_support']], it must be a list of needs_support, hard_to_employ, service_providers, general_public",
        ),
        ({"start": "2018-02-30"}, f"start is '2018-02-30', {START}"),
        ({"start": "2018-13"}, f"start is '2018-13', {START}"),
        ({"start": "2018"}, f"start is '2018', {START}"),
        ({"start": "0000-01"}, f"start is '0000-01', {START}"),
        ({"start": "2018-W15-1"}, f"start is '2018-W15-1', {START}"),
        ({"start": "20180415"}, f"start is '20180415', {START}"),
        ({"start": "2018-05/2018-03"}, f"start is '2018-05/2018-03', {START}"),
        ({"start": "2018-04-15T10:00"}, f"start is '2018-04-15T10:00', {START}"),
        ({"start": "2018-04\n"}, f"start is '2018-04\\n', {START}"),
        ({"start": "２０１８-04"}, f"start is '\\uff12\\uff10\\uff11\\uff18-04', {START}"),
        ({"start": 2018}, f"start is 2018, {START}"),
        ({"pitched": 1}, "pitched is 1, it must be true or false"),
        ({"pitched": "true"}, "pitched is 'true', it must be true or false"),
    ],
)
def test_what_is_wrong_is_named(raw: object, problem: str) -> None:
    with pytest.raises(FactsUnreadable) as refused:
        read_facts(raw, known=KNOWN)

    assert refused.value.problems == (problem,)


def test_everything_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(FactsUnreadable) as refused:
        read_facts({"kind": "party", "amount_eur": 0, "pitched": True}, known=KNOWN)

    assert str(refused.value) == f"kind is 'party', it must be one of event, project; amount_eur is 0, {EUROS}"


def test_a_long_value_is_cut_where_it_is_shown() -> None:
    with pytest.raises(FactsUnreadable) as refused:
        read_facts({"kind": "x" * 100_000}, known=KNOWN)

    assert len(str(refused.value)) < 200


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)


@given(raw=st.dictionaries(st.sampled_from(list(KNOWN)), _JSON | st.lists(st.sampled_from(["inclusion", "other", "needs_support"]))) | _JSON)
def test_anything_is_read_or_refused(raw: Any) -> None:
    facts = _read(raw)

    assert facts is None or set(facts.values) <= set(raw)


def _read(raw: object) -> Facts | None:
    try:
        return read_facts(raw, known=KNOWN)
    except FactsUnreadable:
        return None
