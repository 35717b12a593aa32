"""Reads the cases of a criterion: when each holds, what it comes to, and what would turn it."""

from collections.abc import Collection, Mapping, Sequence

from backend.content.eligibility_facts import MISSING
from backend.content.reader import Reader
from backend.content.yamlfile import Items, Table
from backend.domain.eligibility.facts import FactKind, FactSpec
from backend.domain.eligibility.rules import Act, Condition, Is, Missing, Offer, OneOf, Result, RoundIs, RoundState, Starts, StartState, Within

ROUND = "round"
_RESULTS = (Result.MET, Result.NOT_MET, Result.ADVISER)
_FLAGS = {"true": True, "false": False}


class CaseReader:
    """Knows the facts there are, and the names of the programme's amounts."""

    def __init__(self, *, facts: Mapping[str, FactSpec], limits: Collection[str]) -> None:
        self._facts = facts
        self._limits = tuple(limits)

    def result(self, case: Reader) -> Result:
        written = case.choice("result", _RESULTS)
        return Result(written) if written in _RESULTS else Result.ADVISER

    def conditions(self, case: Reader) -> tuple[Condition, ...]:
        """One for each fact that is named, all of which must hold; `round` may be named among them."""
        when = case.table_at("when")
        if not when.table.entries:
            case.complain("when", "when is empty: name at least one fact")
        when.only(*self._facts, ROUND)
        known = [name for name in when.table.entries if name in self._facts or name == ROUND]
        return tuple(condition for name in known if (condition := self._condition(name, when)) is not None)

    def _condition(self, name: str, when: Reader) -> Condition | None:
        if name == ROUND:
            return RoundIs(states=frozenset(RoundState(word) for word in self._words(name, when, tuple(RoundState))))
        if self._written(name, when) == MISSING:
            return Missing(fact=name)
        spec = self._facts[name]
        match spec.kind:
            case FactKind.CHOICE | FactKind.CHOICES:
                return OneOf(fact=name, options=frozenset(self._words(name, when, tuple(spec.options))))
            case FactKind.AMOUNT:
                return self._within(name, when)
            case FactKind.START:
                word = when.choice(name, (*StartState, MISSING))
                return Starts(fact=name, state=StartState(word)) if word in tuple(StartState) else None
            case FactKind.FLAG:
                word = when.choice(name, (*_FLAGS, MISSING))
                return Is(fact=name, wanted=_FLAGS[word]) if word in _FLAGS else None

    def _written(self, name: str, reader: Reader) -> str:
        return "" if isinstance(reader.value(name), Items | Table) else reader.word(name)

    def _words(self, name: str, reader: Reader, known: Sequence[str]) -> tuple[str, ...]:
        """One word or a list of them, each known and there once."""
        words = reader.words(name) if isinstance(reader.value(name), Items) else (reader.word(name),)
        for word in words:
            if word not in known:
                reader.complain(name, f"{name} is {word!r}, it must be one of {', '.join(known)}")
        if len(set(words)) < len(words):
            reader.complain(name, f"{name} names an option twice")
        return tuple(word for word in words if word in known)

    def _within(self, name: str, when: Reader) -> Condition:
        bounds = when.table_at(name)
        bounds.only("at_least", "under")
        if not bounds.table.entries:
            when.complain(name, f"{name} must have at_least, under, or both")
        at_least, under = (bounds.choice(key, self._limits) if bounds.has(key) else None for key in ("at_least", "under"))
        return Within(fact=name, at_least=at_least if at_least in self._limits else None, under=under if under in self._limits else None)

    def offers(self, case: Reader) -> tuple[Offer, ...]:
        """What a case that is not met offers; `add` may be a list, an offer each."""
        if not case.has("would_change"):
            return ()
        if case.word("result") != Result.NOT_MET:
            case.complain("would_change", "would_change belongs to a case that is not_met")
        return tuple(offer for value in case.items("would_change") for offer in self._offer(case.reader_of(value, "would_change")))

    def _offer(self, reader: Reader) -> tuple[Offer, ...]:
        reader.only("change", "fact", *Act)
        change, fact = reader.word("change"), reader.choice("fact", tuple(self._facts))
        acts = [act for act in Act if reader.has(act)]
        if len(acts) != 1 or fact not in self._facts:
            reader.problems.add(reader.place, f"a change does exactly one of {', '.join(Act)}")
            return ()
        kind, act = self._facts[fact].kind, acts[0]
        if kind not in _ACTS_ON[act]:
            reader.complain(act, f"{act} cannot be done to {fact}, which is of the kind {kind}")
            return ()
        return tuple(Offer(change=change, fact=fact, act=act, value=value) for value in self._offered(reader, act, self._facts[fact]))

    def _offered(self, reader: Reader, act: Act, spec: FactSpec) -> tuple[str | bool, ...]:
        match act:
            case Act.TO if spec.kind is FactKind.FLAG:
                return (reader.flag(act, default=True),)
            case Act.TO | Act.ADD:
                return self._words(act, reader, tuple(spec.options))
            case Act.BELOW:
                return self._words(act, reader, self._limits)
            case Act.EARLIEST:
                reader.choice(act, ("true",))
                return ("",)


_ACTS_ON: Mapping[Act, tuple[FactKind, ...]] = {
    Act.TO: (FactKind.CHOICE, FactKind.FLAG),
    Act.ADD: (FactKind.CHOICES,),
    Act.BELOW: (FactKind.AMOUNT,),
    Act.EARLIEST: (FactKind.START,),
}
