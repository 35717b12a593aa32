"""Two members at once: what somebody else answered meanwhile is never overwritten unseen."""

import json
from collections.abc import Mapping

from backend.domain.ids import TurnId
from backend.domain.interview.answers import Answer
from backend.domain.interview.form import Kind, Question, Value
from backend.domain.interview.judging import Accepted, judge
from backend.services.asking import Asking

_PLACE = ("value", "turn", "begins", "ends")
_IN_OWN_WORDS = frozenset({Kind.TEXT, Kind.CONTACT})


def ask_which_stays(asking: Asking, question: Question, value: Value) -> bool:
    """Tells both answers and asks which one stays; False where nobody else answered meanwhile, or answered the same."""
    theirs = asking.overtaken(question)
    if theirs is None or theirs.value is None or theirs.value == value:
        return False
    tell_both(asking, question, theirs, value, where=_where(asking, question, value))
    return True


def tell_both(asking: Asking, question: Question, theirs: Answer, mine: Value, *, where: Mapping[str, str]) -> None:
    """`where` tells how to find mine again; theirs is told by its version, so that a third answer is not overwritten either."""
    voice = asking.voice
    told = _whole(asking, question, theirs.value) if theirs.value is not None else ""
    label = question.label[voice.language]
    text = asking.text("which_stays", name=theirs.author, label=label, theirs=told, mine=_whole(asking, question, mine))
    labels = {act: voice.content.text(f"interview.button.{act}", voice.language) for act in ("keep_theirs", "take_mine")}
    keep = asking.button(labels["keep_theirs"], "keep_theirs", question)
    take = asking.button(labels["take_mine"], "take_mine", question, answer=str(theirs.version), **{name: where[name] for name in _PLACE if name in where})
    voice.say(text, buttons=[keep, take])


def answered_meanwhile(asking: Asking, question: Question) -> str:
    """What another member answered to the question that was still open here."""
    theirs = asking.answers[question.id]
    told = _whole(asking, question, theirs.value) if theirs.value is not None else ""
    return asking.text("answered_meanwhile", name=theirs.author, label=question.label[asking.voice.language], value=told)


def said_then(asking: Asking, question: Question, where: Mapping[str, str]) -> tuple[Value | None, str]:
    """The answer that the button stands for, with the words it was given in; None where the message is gone."""
    if "value" in where:
        value: Value = json.loads(where["value"])
        return value, ""
    turn = TurnId(where.get("turn", ""))
    text = asking.voice.unit.inbox.text_of(turn) or ""
    if "begins" in where:
        return text[int(where["begins"]) : int(where["ends"])] or None, text
    judged = judge(question, text, now=asking.voice.unit.sheets.received_at(turn) or asking.voice.now)
    return (judged.value if isinstance(judged, Accepted) else None), text


def _where(asking: Asking, question: Question, value: Value) -> dict[str, str]:
    """What somebody wrote is no business of a button's: it names the message, and where in it the answer stands."""
    is_own_words = question.kind in _IN_OWN_WORDS or (isinstance(value, dict) and "text" in value)
    text = (asking.voice.unit.inbox.text_of(asking.voice.turn) or "") if is_own_words else ""
    if not text:
        return {"value": json.dumps(value)}
    here: dict[str, str] = {"turn": asking.voice.turn}
    if isinstance(value, str) and value in text:
        begins = text.index(value)
        return {**here, "begins": str(begins), "ends": str(begins + len(value))}
    return here


def _whole(asking: Asking, question: Question, value: Value) -> str:
    return value if isinstance(value, str) and question.kind is Kind.TEXT else asking.shown(question, value)
