"""Interviews in the database, on both."""

import pytest
import sqlalchemy as sa

from backend.domain.ids import ConversationId, PersonId
from backend.domain.interview.answers import Answer, AnswerState
from backend.domain.interview.record import Interview, SheetId
from backend.domain.messages import Channel
from backend.store.schema_interviews import answer as answers
from backend.store.schema_interviews import interview
from backend.store.unit import SqlUnit
from tests.times import NOON


def begun(unit: SqlUnit, *, depth: int = 1) -> Interview:
    made, _ = unit.conversations.start(channel=Channel.WEB, address=f"alice {depth}", is_private=True, now=NOON)
    return unit.interviews.start(
        conversation=made.id, person=made.person, form="practice", sheet=unit.sheets.start(form="practice", now=NOON), depth=depth, now=NOON
    )


def given(question: str, value: str) -> Answer:
    return Answer(question=question, state=AnswerState.GIVEN, value=value, text=value)


def test_a_second_answer_to_a_question_takes_the_place_of_the_first(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        unit = SqlUnit(connection)
        one = begun(unit)
        unit.sheets.write(one.sheet, given("title", "Kahvit"), turn=None, person=None, now=NOON)
        unit.sheets.write(one.sheet, given("title", "Kahvit kaikille"), turn=None, person=None, now=NOON)

        assert unit.sheets.answers(one.sheet) == {"title": given("title", "Kahvit kaikille")}


@pytest.mark.parametrize("value", ["teksti", ["a", "b"], {"eur": 5000, "approx": True}, False, True, ""])
def test_a_value_comes_back_as_it_was(engine: sa.Engine, value: object) -> None:
    with engine.begin() as connection:
        unit = SqlUnit(connection)
        one = begun(unit)
        answer = Answer(question="q", state=AnswerState.GIVEN, value=value, text="x")  # type: ignore[arg-type]  # every kind of value in turn
        unit.sheets.write(one.sheet, answer, turn=None, person=None, now=NOON)

        assert unit.sheets.answers(one.sheet) == {"q": answer}


def test_two_changes_of_one_version_are_one(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        unit = SqlUnit(connection)
        one = begun(unit)

        assert unit.interviews.change(one, now=NOON, current="title")
        assert not unit.interviews.change(one, now=NOON, current="what")
        kept = unit.interviews.get(one.id, conversation=one.conversation)
        assert kept is not None
        assert (kept.current, kept.version) == ("title", 2)


def test_two_open_interviews_cannot_stand_at_one_depth(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        one = begun(SqlUnit(connection))
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        SqlUnit(connection).interviews.start(conversation=one.conversation, person=one.person, form="eligibility", sheet=one.sheet, depth=1, now=NOON)


def test_without_the_index_they_could(engine: sa.Engine) -> None:
    """The negative control of the test before it."""
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP INDEX uq_interview_open")
        one = begun(SqlUnit(connection))
        SqlUnit(connection).interviews.start(conversation=one.conversation, person=one.person, form="eligibility", sheet=one.sheet, depth=1, now=NOON)

        assert len(SqlUnit(connection).interviews.stack(one.conversation)) == 2


def test_another_conversation_does_not_find_it(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        unit = SqlUnit(connection)
        assert unit.interviews.get(begun(unit).id, conversation=ConversationId("bob")) is None


def test_answers_and_interviews_go_with_their_sheet(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        unit = SqlUnit(connection)
        one = begun(unit)
        unit.sheets.write(one.sheet, given("title", "Kahvit"), turn=None, person=one.person, now=NOON)
        unit.sheets.remove(one.sheet)

        left = [connection.execute(sa.select(sa.func.count()).select_from(table)).scalar() for table in (interview, answers)]
        assert left == [0, 0]


def test_an_interview_needs_a_person(engine: sa.Engine) -> None:
    with pytest.raises(sa.exc.IntegrityError), engine.begin() as connection:
        SqlUnit(connection).interviews.start(conversation=ConversationId("none"), person=PersonId("none"), form="x", sheet=SheetId("none"), depth=1, now=NOON)
