"""What a message that does not answer asks for: one of the orders, topics, or nothing that could be told."""

from collections import defaultdict
from dataclasses import dataclass

from backend.domain.interview.form import Kind, Question
from backend.domain.interview.message import Message
from backend.domain.interview.phrases import holds

_LIKELY = 0.45
_SURE = 0.6
_CLEAR = 0.8
_LEAST = 0.15
_AS_SAID = 0.5
_HINTED = 0.3
_POINTED = 0.25
_UNTOLD = 0.12
_DOUBTED = 0.4
_NEAR = 0.1
_FEW = 3
CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.COMPUTED})
_SMALL_TALK = ("greet", "thank", "goodbye")
_ONLY_TOLD = frozenset({"affirm", "start_pitch"})
ELSEWHERE = "out_of_scope"


@dataclass(frozen=True, slots=True)
class Meant:
    """`order` is one of the controls, empty for none; no topics and no order: nothing could be told."""

    order: str = ""
    topics: tuple[str, ...] = ()


def small_talk(message: Message) -> Meant:
    """Of what could not be kept: "moi", "ok", "kiitos"."""
    return Meant(topics=tuple(topic for topic in message.scored if topic in _SMALL_TALK))


def meant(question: Question, message: Message) -> Meant:
    """The topics are guesses about a message out of its place: words and the open question weigh with them."""
    scores = _scores(question, message)
    clear = _clear(message)
    if clear:
        scores[clear] = _CLEAR + max(scores.values(), default=0.0)
    best = max(scores, key=lambda topic: scores[topic], default="")
    enough = _SURE if question.kind in CHOSEN or best == ELSEWHERE else _LIKELY
    if not message.asked and (not best or scores[best] < enough or (best == ELSEWHERE and question.kind in CHOSEN)):
        return Meant()
    if not best or scores[best] < _LEAST:
        return Meant(topics=(ELSEWHERE,))
    if best in message.signals.controls:
        return Meant(order=message.exact(best))
    asked = tuple(topic for topic in message.topics(least=_LIKELY, with_ideas=True) if topic in scores and topic not in message.signals.controls)
    return Meant(topics=asked if best in asked else (best,))


def _clear(message: Message) -> str:
    """The topic of which the dialogue server is sure, having listened for answers as well; hints of words change nothing then."""
    best = max(message.likely, key=lambda topic: message.likely[topic], default="")
    return best if message.answers and message.likely.get(best, 0.0) >= _CLEAR and best not in _ONLY_TOLD | {"deny"} else ""


def _scores(question: Question, message: Message) -> defaultdict[str, float]:
    """The topics with their confidence, moved by what the words say."""
    scores = defaultdict(float, {topic: share for topic, share in message.likely.items() if topic not in _ONLY_TOLD})
    denied = scores.pop("deny", 0.0)
    if question.kind not in CHOSEN:
        scores["skip"] += denied
    if "goodbye" in scores and holds(message.signals.leaving, message.line) and len(message.words) >= _FEW:
        scores["stop"] += scores.pop("goodbye")
    for order in sorted({order for clause in message.clauses if (order := message.control_of(clause.line)) is not None}):
        scores["explain_question" if order == "explain_why" else order] += _AS_SAID
    if holds(message.signals.mistakes, message.line):
        scores["go_back"] += scores.pop("edit_draft", 0.0) + _HINTED
    if message.asked:
        _weigh_question(scores, question, message)
    elif question.kind not in CHOSEN:
        _weigh_statement(scores, message)
    return scores


def _weigh_question(scores: defaultdict[str, float], question: Question, message: Message) -> None:
    """What is asked while a question is open is asked about it more often than not."""
    signals = message.signals
    scores["explain_question"] += _POINTED if holds(signals.here, message.line) else _UNTOLD
    for topic in signals.typical[question.slot].topics & scores.keys() if question.slot in signals.typical else ():
        scores[topic] += _NEAR


def _weigh_statement(scores: defaultdict[str, float], message: Message) -> None:
    """Of one who says that they do not know yet, or must go, the topics of the programme are doubtful.

    A description of the idea may sound like an order ("koulutus hakemusten tekemiseen") and asks nobody to do anything.
    """
    signals = message.signals
    if not message.wished and not message.asks_inside and not holds(signals.addressing, message.line):
        for topic in [topic for topic in scores if topic in signals.ideas and signals.kinds.get(topic) == "task"]:
            del scores[topic]
    hinted = [order for order, words in (("skip", signals.undecided), ("stop", signals.leaving)) if holds(words, message.line)]
    if hinted and not message.asks_inside:
        for topic in [topic for topic in scores if signals.kinds.get(topic) == "answer"]:
            scores[topic] *= _DOUBTED
    for order in hinted:
        scores[order] += _HINTED
