"""What is wrong with the words and weights by which answers are told from questions is said with its place."""

from pathlib import Path

from tests.backend.content.broken_house import changed, copy_with, line_of, problems_of


def test_a_weight_that_is_no_number_is_named(tmp_path: Path) -> None:
    broken = copy_with(tmp_path, {"triage.yml": 'weights:\n  "always": heavy\nheard:\n  "shown": 1.0\n'})

    assert problems_of(broken) == ["content/triage.yml:2: always weighs 'heavy', it must be a number such as -0.41"]


def test_a_topic_that_there_is_not_is_named_among_what_answers_are_taken_for(tmp_path: Path) -> None:
    broken = copy_with(tmp_path, {"interview.yml": changed("interview.yml", "topics: [ask_contact]", "topics: [ask_kontact]")})

    (problem,) = problems_of(broken)
    assert problem.startswith(f"content/interview.yml:{line_of('interview.yml', 'topics: [ask_contact]')}: topics names ask_kontact, which there is not")


def test_words_may_stand_in_languages_that_the_product_only_understands(tmp_path: Path) -> None:
    word = "sv: [nu, senare"

    assert problems_of(copy_with(tmp_path / "sv", {"interview.yml": changed("interview.yml", word, "sv: [nu, snart")})) == []
    assert "unknown key da" in problems_of(copy_with(tmp_path / "da", {"interview.yml": changed("interview.yml", word, "da: [nu, senere")}))[0]
