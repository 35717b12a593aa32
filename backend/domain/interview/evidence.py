"""What speaks for a message being an answer in words, and what against: named features, each with its learned weight."""

import math
import re
from collections.abc import Mapping
from itertools import pairwise

from backend.domain.interview.form import Kind, Question
from backend.domain.interview.message import Message
from backend.domain.interview.phrases import holds, spans, uncovered

_TITLED = re.compile(r"(?:^|\s)-\w|[\"”“»«]\s*\w.*[\"”“»«]|\w\?\s*-|\w[–-]\s?\w{3}")
_LENGTHS = ((2, "one_or_two_words"), (4, "few_words"), (8, "some_words"), (14, "many_words"))
_LETTERS = 4
_MEANT = 4
_BRIEF = 4
_LONG = 8
_SURE = 0.9
_LEAST = 1e-6
_ORDERS = frozenset({"help", "talk_to_human", "change_language", "plain_language", "ask_if_bot", "complain"})
_SMALL = frozenset({"greet", "goodbye", "thank", "affirm", "deny"})
_IDEA = frozenset({"start_pitch", "check_eligibility"})
_ELSEWHERE = "out_of_scope"


def chance_of_answer(question: Question, message: Message) -> float:
    """How likely the message answers the question, alone or together with something else; between 0 and 1."""
    signals = message.signals
    shown = _weighed(evidence(question, message), signals.weights)
    total = _weighed(heard(question, message, shown=shown), signals.heard_weights) if message.answers else shown
    return 1 / (1 + math.exp(-total))


def _weighed(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in features.items())


def heard(question: Question, message: Message, *, shown: float) -> Mapping[str, float]:
    """What the dialogue server heard, as log-odds, beside what the words have `shown`: each once more for the sort of question that is open."""
    anything = sum(message.answers.values())
    own = message.answers.get(question.slot or question.id, anything)
    found = {"always": 1.0, "shown": shown, "heard_this": _log_odds(own), "heard_any": _log_odds(anything)}
    return {**found, **{f"{_sort(question)}:{name}": value for name, value in found.items()}}


def _log_odds(share: float) -> float:
    kept = min(max(share, _LEAST), 1 - _LEAST)
    return math.log(kept / (1 - kept))


def evidence(question: Question, message: Message) -> Mapping[str, float]:
    """The features of the message by name, those that are there; each once more for the sort of question that is open."""
    found = {"always": 1.0, **_form(message, is_value=question.kind is not Kind.TEXT), **_words(question, message), **_topics(question, message)}
    return {**found, **{f"{_sort(question)}:{name}": value for name, value in found.items()}, **_beginnings(message)}


def _sort(question: Question) -> str:
    if question.is_name:
        return "name"
    return "text" if question.kind is Kind.TEXT else "days" if question.is_free else "value"


def _beginnings(message: Message) -> dict[str, float]:
    """The words by their first letters, which an ending does not change; the first word once more."""
    words = [word[:_LETTERS] for word in message.words]
    return {**{f"word {word}": 1.0 for word in words}, **{f"first {word}": 1.0 for word in words[:1]}}


def is_titled(text: str) -> bool:
    """Written as names are: quoted, or with a hyphen that joins it to what it names."""
    return bool(_TITLED.search(text))


def _form(message: Message, *, is_value: bool) -> dict[str, float]:
    text, words = message.text, message.words
    length = next((name for most, name in _LENGTHS if len(words) <= most), "very_many_words")
    asked = message.asked
    there = {
        length: True,
        "asks_by_verb": any(message.is_by_verb(clause) for clause in asked),
        "asks_by_word": any(message.opening(clause, message.signals.question_words) is not None for clause in asked),
        "question_mark": "?" in text,
        "asks_by_verb_inside": message.asks_inside,
        "answers_then_asks": _answers_then_asks(message),
        "asks_then_states": any(one in message.asked and other in message.stated for one, other in pairwise(message.clauses)),
        "only_asks": bool(asked) and not message.stated and not message.wished,
        "states_beside_asking": bool(asked) and any(len(clause.line.split()) > 1 for clause in message.stated),
        "wishes": bool(message.wished),
        "titled": is_titled(text),
        "begins_large": text[:1].isupper(),
        "begins_small": text[:1].islower(),
        "large_inside": any(word[:1].isupper() for word in text.split()[1:]),
        "exclaims": text.rstrip().endswith("!"),
        "two_clauses": len(message.clauses) > 1,
        "digits": any(character.isdigit() for character in text),
        "value": is_value and message.reads(text),
        "value_stated": is_value and any(message.reads(clause.text) for clause in message.stated),
    }
    return {name: 1.0 for name, is_there in there.items() if is_there}


def _answers_then_asks(message: Message) -> bool:
    """A statement of some words first, and the question after it."""
    places = [place for place, clause in enumerate(message.clauses) if clause in message.stated and len(clause.line.split()) > 1]
    return bool(places) and any(clause in message.asked for clause in message.clauses[places[0] + 1 :])


def _words(question: Question, message: Message) -> dict[str, float]:
    signals, line = message.signals, message.line
    typical = signals.typical.get(question.slot or question.id)
    away = [(start, end) for start, end, _ in spans(signals.leaving, line)]
    said = [start for start, _, _ in spans(typical.words, line) if not any(first <= start < last for first, last in away)] if typical is not None else []
    there = {
        "typical": bool(said),
        "typical_twice": len(said) > 1,
        "typical_stated": bool(message.asked) and typical is not None and any(holds(typical.words, clause.line) for clause in message.stated),
        "but": holds(signals.turns, line),
        "addresses": holds(signals.addressing, line),
        "here": holds(signals.here, line),
        "matters": holds(signals.matters, line),
        "plans": holds(signals.plans, line),
        "offers": holds(signals.offers, line),
        "undecided": holds(signals.undecided, line),
        "leaves": holds(signals.leaving, line),
        "mistaken": holds(signals.mistakes, line),
        "tells_of_asking": any(message.opening(clause, signals.tellers) is not None for clause in message.clauses),
        "clause_is_order": any(message.control_of(clause.line) is not None for clause in message.clauses),
        "begins_as_order": _begins_as_order(message),
        "almost_order": _is_almost_order(message),
    }
    return {name: 1.0 for name, is_there in there.items() if is_there}


def _begins_as_order(message: Message) -> bool:
    return any(start == 0 and weight >= _MEANT for phrases in message.signals.controls.values() for start, _, weight in spans(phrases, message.line))


def _is_almost_order(message: Message) -> bool:
    """Whether an order and fillers cover all but one word."""
    for phrases in message.signals.controls.values():
        hits = [weight for _, _, weight in spans(phrases, message.line)]
        if hits and max(hits) >= _MEANT and len(uncovered([*phrases, *message.signals.fillers], message.line)) <= 1:
            return True
    return False


def _topics(question: Question, message: Message) -> dict[str, float]:
    """How sure the dialogue model is of each family of topics; a question that is asked weighs otherwise than one that is only told."""
    manner = "asked" if message.asked else "told" if _turns_to_us(message) else "only_told"
    size = "briefly" if len(message.words) <= _BRIEF else "at_length" if len(message.words) > _LONG else "in_a_sentence"
    families: dict[str, float] = {}
    for topic, confidence in message.likely.items():
        name = f"{manner}_{_family(question, topic, message)}"
        sure = {f"{name}_surely": 1.0} if confidence >= _SURE else {}
        for feature, value in {name: confidence, f"{name}_{size}": confidence, **sure}.items():
            families[feature] = families.get(feature, 0.0) + value
    return families


def _turns_to_us(message: Message) -> bool:
    """Whether anything but the topics speaks for its being said to the bot: "poistetaan roskia" merely sounds like an order."""
    signals = message.signals
    signs = (signals.addressing, signals.here, signals.leaving, signals.undecided, signals.mistakes, signals.matters)
    return bool(message.wished) or message.asks_inside or any(holds(sign, message.line) for sign in signs) or _begins_as_order(message)


def _family(question: Question, topic: str, message: Message) -> str:
    signals = message.signals
    typical = signals.typical.get(question.slot or question.id)
    families = (
        ("typical", typical is not None and topic in typical.topics),
        ("order", topic in _ORDERS),
        ("control", topic in signals.controls),
        ("small_talk", topic in _SMALL),
        ("idea", topic in _IDEA),
        ("elsewhere", topic == _ELSEWHERE),
        ("task", signals.kinds.get(topic) == "task"),
        ("near_idea", topic in signals.ideas),
    )
    return next((name for name, is_it in families if is_it), "question")
