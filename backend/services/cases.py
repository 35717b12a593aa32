"""Questions handed over to a person, and their answers back into the same chat."""

from collections.abc import Sequence
from datetime import datetime

from backend.content import Content
from backend.domain.cases import Case
from backend.domain.ids import ConversationId, TurnId
from backend.domain.messages import Reply
from backend.domain.refusals import CaseAlreadyAnswered, NotFound
from backend.services.ports import Unit
from backend.services.saying import say


def hand_over(
    unit: Unit, content: Content, *, conversation: ConversationId, turn: TurnId, topic: str, question: str, language: str, now: datetime
) -> Case | None:
    """Opens a case for the question; None where this turn has opened one before."""
    promised_by = content.office.promise(now)
    case = unit.cases.open(conversation=conversation, turn=turn, topic=topic, question=question, language=language, promised_by=promised_by, now=now)
    if case is not None:
        unit.events.append(type="case.opened", actor="person", object=case.id, now=now, data={"topic": topic})
    return case


def list_cases(unit: Unit, *, state: str | None = "open") -> Sequence[Case]:
    """The cases, oldest first; every state where `state` is None."""
    return unit.cases.list(state=state)


def answer_case(unit: Unit, content: Content, *, number: int, answer: str, by: str, now: datetime) -> Case:
    """Answers and queues the answer for the person's channels, with the question quoted.

    Raises NotFound, or CaseAlreadyAnswered where somebody was quicker.
    """
    case = unit.cases.get(number)
    if case is None:
        raise NotFound
    if not unit.cases.answer(case.id, answer=answer, by=by, now=now):
        raise CaseAlreadyAnswered
    text = content.text("case.answer", case.language, answer=answer)
    say(unit, case.conversation, Reply(text=text, kind="case_answer", quote=case.question), key=f"case:{case.id}", now=now)
    unit.events.append(type="case.answered", actor="coordinator", object=case.id, now=now)
    return case
