"""What is asked next, what is left, and how long it takes."""

from backend.domain.interview.answers import Answer, AnswerState, Progress, next_question, previous_question, progress, questions_left, skipped, summary
from backend.domain.interview.form import Value
from tests.backend.domain.interview.practice import practice

SUMMER = {"season": "summer"}
WINTER = {"season": "winter"}


def given(**values: Value) -> dict[str, Answer]:
    return {name: Answer(question=name, state=AnswerState.GIVEN, value=value) for name, value in values.items()}


def left(answers: dict[str, Answer], facts: dict[str, str] = SUMMER) -> list[str]:
    return [question.id for question in questions_left(practice(), answers, facts)]


def test_questions_come_in_the_order_of_the_file() -> None:
    first = next_question(practice(), {}, SUMMER)

    assert first is not None
    assert first.id == "group_name"


def test_a_question_is_asked_only_where_its_conditions_hold() -> None:
    assert "outdoors" in left(given(kind="event"))
    assert "outdoors" not in left(given(kind="project"))
    assert "outdoors" not in left({})
    assert "outdoors" not in left(given(kind="event"), WINTER)


def test_what_is_needed_and_was_put_off_comes_once_more_after_the_others() -> None:
    title = practice().question("title")
    assert title is not None
    put_off = skipped(title, {})
    again = skipped(title, {"title": put_off})

    assert (put_off.state, again.state) == (AnswerState.LATER, AnswerState.LEFT)
    assert left({"title": put_off})[-1] == "title"
    assert "title" not in left({"title": again})


def test_what_is_optional_is_skipped_for_good() -> None:
    contact = practice().question("contact")
    assert contact is not None
    assert skipped(contact, {}).state is AnswerState.LEFT


def test_skipping_keeps_an_answer_that_was_given() -> None:
    title = practice().question("title")
    assert title is not None
    assert skipped(title, given(title="Kahvit")) == given(title="Kahvit")["title"]


def test_back_goes_to_the_nearest_one_asked_before() -> None:
    answers = given(group_name="Martat", kind="project")
    previous = previous_question(practice(), answers, SUMMER, current="amount")

    assert previous is not None
    assert previous.id == "kind"
    assert previous_question(practice(), answers, SUMMER, current="group_name") is None


def test_progress_counts_what_is_left_in_whole_minutes() -> None:
    whole = progress(practice(), {}, SUMMER)
    nothing = progress(practice(), given(**{question.id: "x" for question in practice().questions}), WINTER)

    assert (whole, nothing) == (Progress(questions=14, minutes=8), Progress(questions=0, minutes=0))


def test_the_summary_tells_what_is_open() -> None:
    lines = {line.question.id: line.value for line in summary(practice(), given(title="Kahvit"), SUMMER)}

    assert (lines["title"], lines["what"]) == ("Kahvit", None)
