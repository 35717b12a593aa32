"""Languages, topics, the office and the programme: what is wrong with them is named before any text is looked at."""

from pathlib import Path

import pytest

from tests.backend.content.broken_house import CONTENT, PROGRAMME, changed, copy_with, line_of, problems_of

_PROGRAMME_FILE = f"programmes/{PROGRAMME}.yml"
_OFFICE = {
    "closing before opening": ('hours: {monday: {from: "15:00", to: "9:00"}}', "monday closes before it opens"),
    "an hour that there is not": ('hours: {monday: {from: "25:00", to: "15:00"}}', "from is '25:00', it must be a time such as 9:00"),
    "a weekday in Finnish": ('hours: {maanantai: {from: "9:00", to: "15:00"}}', "unknown key maanantai"),
    "an address without @": ("email: kake.example.fi", "email is 'kake.example.fi', it must be an address with @"),
    "a day that there is not": ("closed_days: [2026-02-30]", "closed_days holds '2026-02-30', each must be a day such as 2026-12-24"),
    "no days to answer in": ("answer_within_days: 0", "answer_within_days is '0', it must be a whole number from 1 to 1000000000, digits only"),
    "a key misspelt": ('phnoe: "013"', "unknown key phnoe, did you mean phone?"),
    "one language of two": ("address: {fi: Katu 1}", "the language en is missing"),
    "a list where a text belongs": ("phone: [013]", "phone must be a text"),
}
_WHOLE_NUMBER = "it must be a whole number from 1 to 1000000000, digits only"
_FACTS = {
    "a limit of nothing": ("euros: 8000", "euros: 0", f"euros is '0', {_WHOLE_NUMBER}"),
    "a limit below nothing": ("euros: 8000", "euros: -8000", f"euros is '-8000', {_WHOLE_NUMBER}"),
    "a limit in cents": ("euros: 8000", "euros: 8000.00", f"euros is '8000.00', {_WHOLE_NUMBER}"),
    "a limit beyond all money": ("euros: 8000", f"euros: {'9' * 5000}", f"euros is '{'9' * 40}', {_WHOLE_NUMBER}"),
    "an old octal number": ("euros: 8000", "euros: 0800", f"euros is '0800', {_WHOLE_NUMBER}"),
    "a round that ends before it begins": ("closes: 2018-02-28", "closes: 2018-01-15", "the round ends before it starts"),
    "a start before the round": ("earliest_start: 2018-04-01", "earliest_start: 2018-01-01", "earliest_start is before the round opens"),
    "a day that there is not": ("opens: 2018-01-16", "opens: 2018-02-30", "opens is '2018-02-30', it must be a day such as 2018-01-16"),
    "yes where true belongs": ("provisional: true", "provisional: yes", "provisional is 'yes', it must be one of true, false"),
    "a document that there is not": (
        "document: presentation",
        "document: presentatio",
        "document is 'presentatio', it must be one of presentation, report, did you mean presentation?",
    ),
}


@pytest.mark.parametrize(("line", "reason"), _OFFICE.values(), ids=_OFFICE)
def test_an_office_that_is_wrong_is_named_with_its_line_and_the_reason(line: str, reason: str, tmp_path: Path) -> None:
    assert problems_of(copy_with(tmp_path, {"office.yml": f"# Ours.\n\n{line}\n"})) == [f"content/office.yml:3: {reason}"]


@pytest.mark.parametrize(("old", "new", "reason"), _FACTS.values(), ids=_FACTS)
def test_a_fact_that_is_wrong_is_named_with_its_line_and_the_reason(old: str, new: str, reason: str, tmp_path: Path) -> None:
    content = copy_with(tmp_path, {_PROGRAMME_FILE: changed(_PROGRAMME_FILE, old, new)})

    assert f"content/{_PROGRAMME_FILE}:{line_of(_PROGRAMME_FILE, old)}: {reason}" in problems_of(content)


def test_a_project_must_be_able_to_get_more_than_an_event(tmp_path: Path) -> None:
    content = copy_with(tmp_path, {_PROGRAMME_FILE: changed(_PROGRAMME_FILE, "euros: 70000", "euros: 8000")})

    assert problems_of(content) == [f"content/{_PROGRAMME_FILE}:{line_of(_PROGRAMME_FILE, '  event_limit:')}: event_limit must be under project_limit"]


def test_a_fact_has_exactly_one_value(tmp_path: Path) -> None:
    content = copy_with(tmp_path, {_PROGRAMME_FILE: changed(_PROGRAMME_FILE, "euros: 8000", "euros: 8000\n    number: 8")})

    line = line_of(_PROGRAMME_FILE, "euros: 8000")
    assert problems_of(content) == [
        f"content/{_PROGRAMME_FILE}:{line}: the fact event_limit must have exactly one value: euros, number, date, word, link, text, texts"
    ]


def test_rounds_stand_in_the_order_of_their_days(tmp_path: Path) -> None:
    text = changed(
        _PROGRAMME_FILE,
        "opens: 2018-01-16\n    closes: 2018-02-28\n    earliest_start: 2018-04-01",
        "opens: 2019-01-16\n    closes: 2019-02-28\n    earliest_start: 2019-04-01",
    )

    assert problems_of(copy_with(tmp_path, {_PROGRAMME_FILE: text})) == [
        f"content/{_PROGRAMME_FILE}:{line_of(_PROGRAMME_FILE, 'rounds:')}: rounds must stand in the order of their days"
    ]


def test_a_programme_that_there_is_not_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    [problem] = problems_of(copy_with(tmp_path, {}), programme="joensuu-kake-3")

    assert problem.startswith("content/programmes:1: no programme joensuu-kake-3")
    assert PROGRAMME in problem


def test_a_topic_of_an_unknown_kind_is_named(tmp_path: Path) -> None:
    content = copy_with(tmp_path, {"topics.yml": changed("topics.yml", "kind: answer", "kind: anser")})

    line = line_of("topics.yml", "kind: answer")
    assert problems_of(content) == [f"content/topics.yml:{line}: kind is 'anser', it must be one of answer, task, control, did you mean answer?"]


def test_a_language_needs_twelve_months(tmp_path: Path) -> None:
    content = copy_with(tmp_path, {"languages.yml": changed("languages.yml", "months: [tammikuussa, ", "months: [")})

    assert problems_of(content) == [f"content/languages.yml:{line_of('languages.yml', 'tammikuussa')}: months must have 12 words, not 11"]


def test_a_form_of_a_day_may_use_only_what_there_is(tmp_path: Path) -> None:
    content = copy_with(tmp_path, {"languages.yml": changed("languages.yml", '"{day}.{month}.{year}"', '"{day}.{mnth}.{year}"')})

    line = line_of("languages.yml", '"{day}.{month}.{year}"')
    assert problems_of(content) == [
        f"content/languages.yml:{line}: day: unknown placeholder 'mnth', did you mean month?; known are day, month, month_name, year"
    ]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert problems_of(copy_with(tmp_path, {"office.yml": None})) == ["content/office.yml:1: the file is missing"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nowhere") == ["nowhere/languages.yml:1: the file is missing"]


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    text = (CONTENT / "office.yml").read_text().replace("\n", "\r\n")

    assert problems_of(copy_with(tmp_path, {"office.yml": b"\xef\xbb\xbf" + text.encode()})) == []


def test_times_without_quotation_marks_and_a_plain_no_are_taken_as_they_are_written(tmp_path: Path) -> None:
    office = "hours: {monday: {from: 9:00, to: 15:30}}\nphone: 013 123\naddress: no\nplaces: [on]\n"

    assert problems_of(copy_with(tmp_path, {"office.yml": office})) == []
