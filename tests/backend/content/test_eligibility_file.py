"""The criteria's file: read strictly, tried out before use, and open to new criteria without a word of Python."""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from backend.content.eligibility_file import check_texts, read_eligibility
from backend.content.eligibility_loader import LoadedRules, load_eligibility
from backend.content.eligibility_words import in_words
from backend.content.loader import ContentBroken
from backend.content.reader import Reader
from backend.content.setup_files import read_languages
from backend.content.shapes import Message
from backend.content.text_files import TextReader
from backend.content.wording import Wording
from backend.content.yamlfile import Problems, read_yaml
from backend.domain.eligibility.rules import tellings
from backend.domain.eligibility.verdict import Because
from kake.commands.eligibility import eligibility
from tests.backend.domain.eligibility.asking import CONTENT, GOOD, ROOT, cases, own_rules, verdict_on

RULES = "programmes/joensuu-kake-2.eligibility.yml"
PROGRAMME = "programmes/joensuu-kake-2.yml"
TEXTS = "messages/eligibility.yml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the content that a test may break."""
    copied = tmp_path / "content"
    for name in ("languages.yml", RULES, PROGRAMME, TEXTS):
        (copied / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CONTENT / name, copied / name)
    return copied


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Replaces the one place where the text stands; the number of the line where it began."""
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{text.count(old)} places hold {old!r}"
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(ContentBroken) as broken:
        load_eligibility(folder, programme="joensuu-kake-2")
    return broken.value.problems


@cache
def wordings() -> Mapping[str, Wording]:
    return read_languages(reader(CONTENT, "languages.yml"))[1]


def reader(folder: Path, name: str, *, found: Problems | None = None) -> Reader:
    found = Problems() if found is None else found
    table = read_yaml(folder / name, name=f"content/{name}", problems=found)
    assert table is not None
    return Reader(table, problems=found, languages=("fi", "en"))


def messages(folder: Path) -> Mapping[str, Message]:
    found = Problems()
    texts = TextReader(programme=own_rules().programme, wordings=wordings(), problems=found)
    read = {key: texts.message(key, one) for key, one in reader(folder, TEXTS, found=found).tables().items()}
    assert list(found) == []
    return read


def text_problems(folder: Path, loaded: LoadedRules) -> list[str]:
    found = Problems()
    check_texts(reader(folder, RULES, found=found), rules=loaded.rules, messages=messages(folder))
    return list(found)


def said(because: Because, *, language: str, texts: Mapping[str, Message]) -> str:
    """The reason as it is rendered, with the programme's facts at hand as they always are."""
    loaded, message = own_rules(), texts[because.key]
    given_ = in_words(because, rules=loaded.rules, wording=wordings()[language])
    facts = {name: fact.in_language(language) for name, fact in loaded.programme.facts.items()}
    return message.texts[language][0].render({**facts, **{name: given_[name] for name in message.needs}})


def test_the_untouched_copy_is_read(folder: Path) -> None:
    assert load_eligibility(folder, programme="joensuu-kake-2") == own_rules()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("\n  place:\n", "\n  applicant:\n", "the key applicant is there twice, first on line "),
        ("  pitched: flag", "  pitched: flagg", "pitched is 'flagg', it must be one of amount, start, flag, did you mean flag?"),
        ("  pitched: flag", "  on: flag", "on has a meaning of its own here: take another name"),
        ("  amount_eur: amount", "  Amount: amount", "'Amount' cannot be a name: it begins with a small letter and holds small letters, digits and _"),
        ("event: {fi: tapahtuma, en: an event}", "event: {fi: tapahtuma}", "the language en is missing"),
        ("event: {fi: tapahtuma, en: an event}", "missing: {fi: tapahtuma, en: an event}", "missing has a meaning of its own here: take another name"),
        ("{fact: aims, number: 6}", "{fact: aims, number: 5}", "number 5 of aims is there twice"),
        ("{fact: aims, number: 6}", "{fact: aims, number: 7}", "the programme's fact aims has no text number 7"),
        ("      service_development: {fact: aims, number: 6}\n", "", "number 6 of the programme's fact aims has no option"),
        ("when: {activity_place: city_centre}", "when: {activity_place: centre}", "activity_place is 'centre', it must be one of city_centre, joensuu, elsewhere"),
        ("when: {activity_place: city_centre}", "when: {activity_plaice: city_centre}", "unknown key activity_plaice, did you mean activity_place?"),
        ("when: {activity_place: city_centre}", "when: {}", "when is empty: name at least one fact"),
        ("when: {activity_place: city_centre}\n        result: met", "when: {activity_place: city_centre}\n        result: not_asked", "result is 'not_asked', it must be one of met, not_met, adviser"),
        ("when: {activity_place: city_centre}\n        result: met", "when: {activity_place: city_centre}\n        resut: met", "unknown key resut, did you mean result?"),
        ("[business, private_person, public_body, service_provider]", "[business, private_person, business]", "applicant names an option twice"),
        ("[business, private_person, public_body, service_provider]", "[business, private_person, public_body]", "no case of applicant decides where applicant is service_provider and applicant_place is joensuu"),
        ("when: {applicant_place: elsewhere}", "when: {applicant_place: [elsewhere, joensuu]}", "the case civic_of_joensuu never decides: the cases before it take all"),
        ("amount_eur: {at_least: event_limit, under: project_limit}", "amount_eur: {at_least: project_limit, under: event_limit}", "no case of amount decides where amount_eur is 8000"),
        ("amount_eur: {at_least: event_limit, under: project_limit}", "amount_eur: {over: event_limit}", "unknown key over"),
        ("amount_eur: {at_least: event_limit, under: project_limit}", "amount_eur: {under: event_limt}", "under is 'event_limt', it must be one of"),
        ("amount_eur: {at_least: event_limit, under: project_limit}", "amount_eur: 8000", "amount_eur must be a mapping of keys to values"),
        ("when: {pitched: false}", "when: {pitched: not_yet}", "pitched is 'not_yet', it must be one of true, false, missing"),
        ("when: {start: early}", "when: {start: soon}", "start is 'soon', it must be one of in_time, early, no_round, missing"),
        ("when: {round: coming}", "when: {round: later}", "round is 'later', it must be one of open, open_provisional, coming, coming_provisional, none"),
        ("      coming:\n        when: {round: coming}\n        result: adviser\n", "", "no case of round decides where round is coming"),
        ("needs: [activity_place]", "needs: [activity_palace]", "needs names activity_palace, which is none of the facts, did you mean activity_place?"),
        ("essential: true\n    needs: [aims]", "essential: yes\n    needs: [aims]", "essential is 'yes', it must be one of true, false"),
        ("source: {fact: pitch_wish}", "source: {fact: pitch_wash}", "fact is 'pitch_wash', it must be one of"),
        ("source: {fact: pitch_wish}", "source: {document: memo, sentence: x}", "document is 'memo', it must be one of"),
        ("source: {fact: pitch_wish}", "source: {document: presentation}", "sentence is missing"),
        ("source: {fact: pitch_wish}", "source: {fact: pitch_wish, sentence: x}", "a source is a fact, or a document with its sentence: not both"),
        ("source: {rounds: true, fact: forms_address}\n    cases:\n      in_time", "source: {fact: forms_address}\n    cases:\n      in_time", "a criterion that asks for the round or the start has a source with rounds: true"),
        ("{change: kind, fact: kind, to: project}", "{change: kind, fact: kind, to: party}", "to is 'party', it must be one of event, project"),
        ("{change: kind, fact: kind, to: project}", "{change: kind, fact: kind, add: project}", "add cannot be done to kind, which is of the kind choice"),
        ("{change: kind, fact: kind, to: project}", "{change: kind, fact: kind}", "a change does exactly one of to, add, below, earliest"),
        ("result: adviser\n\n  place", "result: adviser\n        would_change: [{change: kind, fact: kind, to: project}]\n\n  place", "would_change belongs to a case that is not_met"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_its_line(folder: Path, old: str, new: str, reason: str) -> None:
    line = change(folder, RULES, old, new)
    found = Problems()

    read_eligibility(reader(folder, RULES, found=found), programme=own_rules().programme)

    [told, *_] = [one for one in found if reason in one] or [f"not told: {list(found)}"]
    name, number, _ = told.split(":", 2)
    there = (folder / RULES).read_text(encoding="utf-8").splitlines()[int(number) - 1].strip()
    assert (name, abs(int(number) - line) < 8 or f"no case of {there.rstrip(':')} decides" in told) == (f"content/{RULES}", True)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("closes: 2018-02-28", "closes: 2018-01-01", "the round ends before it starts"),
        ("earliest_start: 2018-04-01", "earliest_start: 2017-04-01", "earliest_start is before the round opens"),
        ("euros: 8000\n", "euros: 80000\n", "event_limit must be under project_limit"),
        ("euros: 8000\n", "euros: 0\n", "euros is '0', it must be a whole number"),
        ("euros: 70000\n", "euros: 7000000\n", "the programme's fact project_limit is 7000000, its sentence says 8000, 70000"),
        ("euros: 8000\n", "number: 8000\n", "it must be one of"),
        ("      - {fi: työllistymistä, en: finding work}\n", "", "the programme's fact aims has no text number 6"),
        (
            "      - {fi: työllistymistä, en: finding work}\n",
            "      - {fi: a, en: a}\n      - {fi: b, en: b}\n",
            "number 7 of the programme's fact aims has no option",
        ),
    ],
)
def test_a_programme_that_contradicts_the_criteria_is_refused(folder: Path, old: str, new: str, reason: str) -> None:
    change(folder, PROGRAMME, old, new)

    found = problems(folder)

    assert any(reason in one for one in found), found


@pytest.mark.parametrize(
    "written",
    [
        "",
        "facts",
        "facts: [",
        "\tfacts: {}",
        "facts: &a {}\ncriteria: *a",
        "facts: {}\ncriteria: {}",
        "facts: {a: {choice: {}}}\ncriteria: {a: {}}",
        "facts: {a: [b]}\ncriteria: {a: {source: x, cases: [y]}}",
    ],
)
def test_rubbish_is_refused_and_never_raises_anything_else(folder: Path, written: str) -> None:
    (folder / RULES).write_text(written, encoding="utf-8")

    assert all(one.startswith(f"content/{RULES}:") for one in problems(folder))


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / RULES).unlink()

    assert problems(folder) == (f"content/{RULES}:1: the file is missing",)


def test_a_limit_that_changes_in_the_programme_changes_the_verdict(folder: Path) -> None:
    change(
        folder,
        PROGRAMME,
        "euros: 8000\n    document: presentation\n    sentence: Pikku KAKEt voivat olla tapahtumia (alle 8 000€) tai",
        "euros: 10000\n    document: presentation\n    sentence: Pikku KAKEt voivat olla tapahtumia (alle 10 000€) tai",
    )
    loaded = load_eligibility(folder, programme="joensuu-kake-2")

    outcomes = [verdict_on({**GOOD, "amount_eur": 9500}, loaded=rules).outcome for rules in (own_rules(), loaded)]

    assert outcomes == ["does_not_fit", "fits"]


def test_every_reason_has_a_text_that_can_be_given_what_it_asks_for() -> None:
    assert text_problems(CONTENT, own_rules()) == []


def test_a_text_that_is_missing_or_asks_for_too_much_is_named(folder: Path) -> None:
    change(folder, TEXTS, "eligibility.pitch.not_yet:", "eligibility.pitch.not_yett:")
    change(folder, TEXTS, "that is just what is hoped for.\n", "that is just what is hoped for.\n  with: {amount_eur: number}\n")

    assert [one.split(": ", 1)[1] for one in text_problems(folder, own_rules())] == [
        "the text eligibility.pitch.presented asks for amount_eur: number, it is sure of pitched: flag",
        "there is no text eligibility.pitch.not_yet in messages, did you mean eligibility.pitch.not_yett?",
    ]


@pytest.mark.parametrize("language", ["fi", "en"])
def test_every_reason_of_every_case_can_be_said(language: str) -> None:
    texts = messages(CONTENT)
    options = {option for spec in own_rules().rules.facts.values() for option in spec.options if "_" in option}
    reasons = [finding.because for case in cases() for finding in verdict_on(case.facts, on=case.on).findings]

    sentences = [said(because, language=language, texts=texts) for because in reasons]

    assert {because.key for because in reasons} == {telling.key for telling in tellings(own_rules().rules)}
    assert [one for one in sentences if not one or any(option in one for option in options) or ("20" not in one and re.search(r"\d{4}-\d\d", one))] == []


@pytest.mark.parametrize(
    ("facts", "criterion", "fi", "en"),
    [
        ({"amount_eur": 9500}, 2, "9 500 € on liikaa tapahtumalle; alle 8 000 €, tai kehittämishankkeena, se mahtuisi.", "€9,500 is too much for an event; under €8,000, or as a development project, it would fit."),
        ({"applicant": "business"}, 0, "Hakijana olisi yritys Joensuusta. Aineistossa puhutaan kansalaistoimijoista, eikä siitä selviä, käykö tällainen hakija. Neuvoja osaa sanoa.", "The applicant would be a business from Joensuu. The material speaks of civic groups and does not settle whether that is possible. An adviser can tell."),
        ({"aims": ["studies", "other"]}, 4, "Toiminta edistäisi tätä: opintojen suorittamista ja jotakin muuta. Siinä on mukana ohjelman oma tavoite.", "The activity would be for this: completing studies and something else. That includes one of the programme's own aims."),
        ({"start": "2018-03"}, 6, "Toiminta alkaisi maaliskuussa 2018. Se on liian aikaisin, sillä alkaa voi aikaisintaan 1.4.2018.", "The activity would start: March 2018. That is too early, as it can start on 1 April 2018 at the earliest."),
    ],
)  # fmt: skip
def test_a_reason_is_said_with_the_groups_own_values(facts: Mapping[str, Any], criterion: int, fi: str, en: str) -> None:
    because = verdict_on({**GOOD, **facts}).findings[criterion].because
    texts = messages(CONTENT)

    assert {code: said(because, language=code, texts=texts).replace("\u00a0", " ") for code in ("fi", "en")} == {"fi": fi, "en": en}


def test_the_verdict_is_said_to_be_advice_only() -> None:
    advice = Because(key="eligibility.advice", values={})
    texts = messages(CONTENT)

    assert [said(advice, language=code, texts=texts) for code in ("fi", "en")] == [
        "Tämä on vain neuvo, jonka perusteena on ohjelman aineisto vuosilta 2018–2021. Rahoituksesta päättää aina rahoittaja.",
        "This is only advice, based on the programme's material of 2018–2021. Funding is always decided by the funder alone.",
    ]


def follow_the_guide(folder: Path) -> None:
    """docs/add-a-criterion.md to the letter: its three blocks, each at the place it names."""
    fact, criterion, texts = re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/add-a-criterion.md").read_text(encoding="utf-8"), re.DOTALL)
    change(folder, RULES, "  pitched: flag\n", f"  pitched: flag\n{fact}")
    for name, block in ((RULES, criterion), (TEXTS, texts)):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(block)


def test_a_criterion_added_by_the_guide_changes_the_verdict(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    follow_the_guide(folder)
    monkeypatch.setenv("KAKE_CONTENT", str(folder))
    lines = "".join(f"{json.dumps({**GOOD, **more})}\n" for more in ({}, {"comes_to_meetings": True}, {"comes_to_meetings": False}))

    run = CliRunner().invoke(eligibility, ["--on", "2018-02-10", "-"], input=lines)

    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [(answer["verdict"], answer["criteria"][-1]["id"], answer["criteria"][-1]["result"], answer["would_change"]) for answer in answers] == [
        ("fits_if", "meetings", "not_asked", []),
        ("fits", "meetings", "met", []),
        ("does_not_fit", "meetings", "not_met", [{"criterion": "meetings", "change": "comes_to_meetings", "value": True}]),
    ]


def test_a_criterion_added_by_the_guide_has_its_texts(folder: Path) -> None:
    follow_the_guide(folder)

    assert text_problems(folder, load_eligibility(folder, programme="joensuu-kake-2")) == []


def test_without_the_guides_texts_the_criterion_is_refused(folder: Path) -> None:
    follow_the_guide(folder)
    shutil.copy(CONTENT / TEXTS, folder / TEXTS)

    assert len(text_problems(folder, load_eligibility(folder, programme="joensuu-kake-2"))) == 3


def test_the_rules_carry_their_version() -> None:
    loaded = own_rules()
    rules = read_eligibility(reader(CONTENT, RULES), programme=loaded.programme, version="abc")

    assert verdict_on(GOOD, on=date(2018, 2, 10), loaded=replace(loaded, rules=rules)).version == "abc"
