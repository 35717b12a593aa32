"""How many people: parikymmentä, 10-15 henkee, reilu sata, me ollaan kaheksan, minä ja kolme muuta, kahdestaan."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from backend.domain.values.counted import is_euro, is_ordinal, is_other_thing, is_people, says_money
from backend.domain.values.forms import Found, Value, one_of
from backend.domain.values.line import Line
from backend.domain.values.measures import Measure, Unit, find_measures
from backend.domain.values.number_words import Case
from backend.domain.values.numbers import Number
from backend.domain.values.phones import phones
from backend.domain.values.phrases import Join

_MOST = Decimal(10) ** 9
_TOGETHER = {
    **dict.fromkeys(("yksin", "yksinään", "yksistään", "itsekseni", "itsekseen", "alone", "myself"), 1),
    **dict.fromkeys(("kaksin", "kahdestaan", "kahestaan", "kaksistaan", "kahen", "kahistaan"), 2),
    **dict.fromkeys(("kolmisin", "kolmistaan", "kolmestaan"), 3),
    **dict.fromkeys(("nelisin", "neljistään", "neljästään", "nelistään"), 4),
    **dict.fromkeys(("viisistään", "viisin", "viidestään", "viiestään"), 5),
    **dict.fromkeys(("kuusistaan", "kuudestaan", "kuuestaan"), 6),
    **dict.fromkeys(("seitsemästään", "seitsemistään"), 7),
    **dict.fromkeys(("kahdeksastaan", "kaheksastaan"), 8),
    **dict.fromkeys(("kymmenestään",), 10),
}
_ME = frozenset({"minä", "mä", "mie", "mää", "itse", "ite", "me", "i", "myself", "allekirjoittanut", "miä", "minun", "lisäkseni", "lisäksi", "lisäkseen"})
_ONLY_ME = frozenset({"just me", "only me", "vain minä", "vaan minä", "vain mä", "vaan mä", "vain mie", "vaan mie", "ihan minä"})
_OTHERS = ("muuta", "muut", "kaveri", "ystäv", "toista", "other", "more", "friend", "naapuri", "lisää", "lasta")
_TOTALS = ("yhteensä", "kaikkiaan", "yht", "total", "altogether", "kokonais", "porukkaa")
_OF_THEM = ("joista", "joist", "mukaan", "sisältäen", "including", "niistä", "of", "joukossa", "whom", "josta")
_NAMED = frozenset({"klo", "kello", "vuonna", "viikko", "viikolla", "vko", "vk", "nro", "numero", "§", "kohta", "#", "€", "-vuotias"})
_GROUP_OF = ("ryhmä", "porukka", "tiimi", "group", "team", "joukko", "porukal", "porukan", "ryhmäl")
_FAR = 5
_WE = frozenset(
    {
        "meitä",
        "meit",
        "meijjän",
        "meiän",
        "meidän",
        "meillä",
        "meil",
        "heitä",
        "osallistujia",
        "osallistujii",
        "ihmisiä",
        "jäseniä",
        "väkeä",
        "porukkaa",
        "ollaan",
    }
)


def _is_part_of_other(line: Line, number: Number) -> bool:
    """True for a number inside a date, a time, a phone number, a year or an age."""
    before, word = line.word(number.start - 1), line.word(number.end)
    if line.is_glued(number.start) and before in (".", ":", "/") and line.is_digits(number.start - 2):
        return True
    if line.is_glued(number.end) and word in (".", ":", "/") and line.is_digits(number.end + 1) and line.is_glued(number.end + 1):
        return True
    is_age = word == "-" and line.is_glued(number.end) and line.is_glued(number.end + 1) and is_other_thing(line.word(number.end + 1))
    return is_age or is_ordinal(line, number.end) or word in ("%", "€") or before in _NAMED or line.words(number.end, number.end + 2) == "- v"


def _is_year_or_phone(line: Line, number: Number) -> bool:
    return line.is_digits(number.start) and line.word(number.start).startswith("0") and number.value >= 1


def _read_unit(line: Line, number: Number) -> Unit | None:
    end, word = number.end, line.word(number.end)
    is_gluing = line.is_glued(end) and line.is_word(end) and word != "ish"
    if is_people(word) and not (word in ("henkeä", "henkilöä") and line.word(end + 1).startswith(("kohti", "kohden"))):
        dot = 1 if word in ("henk", "hlö", "hnk") and line.word(end + 1) == "." and line.is_glued(end + 1) and end + 2 < len(line) else 0
        case = {"henkeen": Case.TO, "henkilöön": Case.TO, "hengestä": Case.FROM, "henkilöstä": Case.FROM}.get(word, Case.BASIC)
        return Unit(end=end + 1 + dot, case=case)
    is_other = is_euro(word) or is_other_thing(word) or is_gluing or says_money(line.words(number.start, end))
    if is_other or _is_part_of_other(line, number) or _is_year_or_phone(line, number):
        return Unit(end=end, is_other=True)
    return None


def _is_possible(measure: Measure) -> bool:
    ends = [end for end in (measure.low, measure.high) if end is not None]
    return all(0 < end < _MOST and end == end.to_integral_value() for end in ends)


def people_form(measure: Measure) -> Value:
    """The value of a measure in people."""
    value: Value = {}
    if measure.low is not None and measure.is_exact:
        value["n"] = int(measure.low)
    else:
        value.update({name: int(end) for name, end in (("min", measure.low), ("max", measure.high)) if end is not None})
    value.update({name: True for name, is_said in (("approx", measure.is_approx), ("exclusive", measure.is_exclusive)) if is_said})
    return value


def _with_me(line: Line, measure: Measure) -> Measure:
    """`minä ja kolme muuta` are four."""
    me = measure.start - (3 if line.word(measure.start - 1) in ("mun", "minun", "my") else 2)
    joins = line.word(me + 1)
    is_me = line.word(me) in _ME and joins in ("ja", "+", "plus", "and", "sekä")
    is_others = line.word(measure.end).startswith(_OTHERS) or measure.has_unit or joins in ("+", "plus")
    if not is_me or not is_others or not measure.is_exact or measure.low is None or (line.word(me) == "me" and joins not in ("and", "plus")):
        return measure
    return replace(measure, start=me, low=measure.low + 1, high=measure.low + 1, has_unit=True)


def _are_summed(line: Line, first: Measure, second: Measure) -> bool:
    if not first.is_exact or not second.is_exact:
        return False
    between = [line.word(at) for at in range(first.end, second.start)]
    is_listed = len(between) <= _FAR and between[-1:] in (["ja"], ["and"], ["sekä"], [","], ["och"], ["&"])
    if second.join is Join.PLUS or (between and between[-1] in ("+", "plus")):
        return True
    return is_listed and second.has_unit and (first.has_unit or len(between) > 1)


def _summed(line: Line, measures: Sequence[Measure]) -> list[Measure]:
    """People of several sorts said one after another are counted together."""
    found: list[Measure] = []
    for measure in measures:
        before = found[-1] if found else None
        if before is None or not _are_summed(line, before, measure) or before.low is None or measure.low is None:
            found.append(measure)
            continue
        total = before.low + measure.low
        is_approx = before.is_approx or measure.is_approx
        found[-1] = replace(
            measure, start=before.start, low=total, high=total, is_approx=is_approx, has_unit=before.has_unit or measure.has_unit, join=before.join
        )
    return found


def _words_before(line: Line, measures: Sequence[Measure], measure: Measure) -> list[str]:
    last_end = max((other.end for other in measures if other.end <= measure.start), default=0)
    return [line.word(at) for at in range(max(last_end, measure.start - _FAR), max(measure.start, measure.number.start))]


def _without_parts(line: Line, measures: Sequence[Measure]) -> list[Measure]:
    """`20 henkeä, joista 5 lapsia`: only the whole is left."""
    first = measures[:1]
    later = [measure for measure in measures[1:] if not any(word in _OF_THEM for word in _words_before(line, measures, measure))]
    return [*first, *later]


def _together(line: Line) -> list[Found]:
    """`kahdestaan`, `yksin`: how many, in one word."""
    alone = [Found("people", at, at + 2, {"n": 1}) for at in range(len(line)) if line.words(at, at + 2) in _ONLY_ME]
    return [*alone, *(Found("people", at, at + 1, {"n": _TOGETHER[line.word(at)]}) for at in range(len(line)) if line.word(at) in _TOGETHER)]


def _measures(line: Line) -> list[Measure]:
    numbers = phones(line)
    plain = [one for one in find_measures(line, _read_unit) if not any(one.start < phone.end and phone.start < one.end for phone in numbers)]
    found = [_with_me(line, measure) for measure in plain]
    return [measure for measure in _summed(line, _without_parts(line, found)) if _is_possible(measure)]


def _chosen(line: Line, measures: list[Measure]) -> list[Measure]:
    usable = [measure for measure in measures if measure.has_unit] or measures
    if len(usable) > 1 and not all(measure.join is Join.OR for measure in usable[1:]):
        totals = [measure for measure in measures if any(word.startswith(_TOTALS) for word in _words_before(line, measures, measure))]
        return totals if len(totals) == 1 else usable
    return usable


def read_people(line: Line) -> Value | None:
    """The number of people a line says when asked for one, or None."""
    chosen = _chosen(line, _measures(line))
    if not chosen:
        return one_of([found.value for found in _together(line)])
    return one_of([people_form(measure) for measure in chosen])


def _is_sure(line: Line, measures: Sequence[Measure], measure: Measure) -> bool:
    before = _words_before(line, measures, measure)
    is_group = line.word(measure.end).startswith(_GROUP_OF)
    return measure.has_unit or is_group or (bool(_WE & set(before)) and measure.end >= len(line) - 2)


def find_people(line: Line) -> list[Found]:
    """Every number of people in any message that is said as one."""
    measures = _measures(line)
    sure = [measure for measure in measures if _is_sure(line, measures, measure)]
    return [Found("people", measure.start, measure.end, people_form(measure)) for measure in sure]
