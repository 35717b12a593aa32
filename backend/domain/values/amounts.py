"""Amounts of money as people write them: 7 500 €, 7,5k, seitsemän ja puoli tonnia, vajaa kymppitonni, 5-6 tonnia, alle kasi tonnia."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from backend.domain.values.counted import case_of, is_euro, is_foreign_money, is_ordinal, is_other_thing, is_people, is_rate, says_money
from backend.domain.values.forms import Found, Value, one_of
from backend.domain.values.line import Line
from backend.domain.values.measures import Measure, Unit, find_measures
from backend.domain.values.number_words import Case
from backend.domain.values.numbers import Number
from backend.domain.values.phones import phones
from backend.domain.values.phrases import Join
from backend.domain.values.tables import words

_CENT = Decimal("0.01")
_MOST = Decimal(10) ** 12
_LEAST_BARE = Decimal(100)
_THOUSAND = Decimal(1000)
_FAR = 6
_YEARS = range(2024, 2036)
_MOST_DAYS, _MONTHS = 31, 12
_VAGUE = ("muuta", "use", "monta", "monen", "few", "several", "many", "jokusen")
_TOTALS = ("yhteensä", "kaikkiaan", "kokonais", "yht", "total", "altogether", "overall", "summa", "eli")
_ASKS = words("""haet haem haen hake hae pyyd tarvi tarvet avustu anom anot ask apply need request want haluam halut toivo""")
_COSTS = ("budjet", "maks", "kusta", "kustan", "budget", "cost", "raha", "summa", "euro")
_FOR_ANSWERS = frozenset(
    words(
        """no joo juu kyllä varmaan ehkä kai se on ois olis olisi oli tarttis tarvitaan tarvii tarvitsemme haetaan haemme haen budjetti budjetin summa
    yhteensä riittää riittäs noin about around it is would be we need maybe probably i think luulisin ja siis niinku tota vaikka sanotaan
    laitetaan laita suunnilleen tais olla ollaan meillä meille eli elikkä ok okei hmm öö ööö pitäis pitää hyvä . , ! ? : ; - … ( ) = ~ vai tai
    or mun mielestä kait kaiketi yht jotain jotakin ihan just tasan avustusta tarve avustus hakea hakisin haetaa enintään max min vähintään yli
    alle korkeintaan sen verran"""
    ),
)


def _rate_or_plain(line: Line, start: int, end: int, case: Case) -> Unit:
    return Unit(end=end, case=case, is_rate=is_rate(line, start, end))


def _foreign_end(line: Line, at: int) -> bool:
    """True where the number is part of something else: 14.30, 2027-04-15, 50 %, 65-vuotias, a word it is glued to."""
    word, glued = line.word(at), line.is_glued(at)
    if word == "%" or (word == "-" and glued and line.is_word(at + 1) and line.is_glued(at + 1) and is_other_thing(line.word(at + 1))):
        return True
    if glued and word in (".", ":", "/") and line.is_digits(at + 1) and line.is_glued(at + 1):
        return True
    return glued and line.is_word(at) and word != "ish"


def _is_rest(line: Line, start: int) -> bool:
    """True for the 4 of `15.4` and the 2 of `1/2`."""
    return line.is_glued(start) and line.word(start - 1) in (".", ":", "/") and line.is_digits(start - 2)


def _read_unit(line: Line, number: Number) -> Unit | None:
    end = number.end
    word = line.word(end)
    if word == "." and is_euro(line.word(end + 1)) and line.is_word(end - 1):
        end, word = end + 1, line.word(end + 1)
    is_loose = not (line.is_glued(end + 1) and line.is_digits(end + 1))
    before = line.word(number.start - 1)
    if before.startswith(_VAGUE) or _is_rest(line, number.start) or is_foreign_money(word) or is_foreign_money(before):
        return Unit(end=end, is_other=True)
    if is_euro(word) and is_loose:
        return _rate_or_plain(line, number.start, end + 1, case_of(word))
    if is_euro(line.word(number.start - 1)) and line.word(number.start - 1) in ("€", "eur", "euro"):
        return replace(_rate_or_plain(line, number.start, end, Case.BASIC), start=number.start - 1)
    if says_money(line.words(number.start, end)) or line.words(end - 2, end) == ", -" or (line.word(end - 1) in ("k", "te", "ke", "teur") and number.scale > 1):
        return _rate_or_plain(line, number.start, end, number.case)
    if _is_other(line, number):
        return Unit(end=end, is_other=True)
    return None


def _is_day_and_month(line: Line, number: Number) -> bool:
    """True for `31.2.`, which is no 31,20 €."""
    day, month = line.word(number.end - 3), line.word(number.end - 1)
    is_dotted = line.word(number.end - 2) == "." and line.is_glued(number.end) and number.end - number.start == 3  # noqa: PLR2004 - day, dot, month
    return is_dotted and int(day) <= _MOST_DAYS and int(month) <= _MONTHS and len(month) <= len(str(_MONTHS))


def _is_other(line: Line, number: Number) -> bool:
    before, word = line.word(number.start - 1), line.word(number.end)
    is_named = before in ("klo", "kello", "vuonna", "viikko", "viikolla", "vko", "vk", "nro", "no", "numero") and number.value < 10 * _LEAST_BARE * 3
    is_named = is_named or (line.word(number.start).startswith("0") and len(line.word(number.start)) > 1)
    is_named = is_named or (is_ordinal(line, number.end) and number.value < _LEAST_BARE)
    is_date = word == "." and ((line.is_digits(number.end + 1) and line.is_glued(number.end + 1)) or _is_day_and_month(line, number))
    is_each = word == "per" or (word == "/" and is_people(line.word(number.end + 1)))
    return is_named or is_each or is_date or _foreign_end(line, number.end) or is_other_thing(word) or is_people(word)


def _is_possible(measure: Measure) -> bool:
    """Above zero, in proportion, whole cents."""
    ends = [end for end in (measure.low, measure.high) if end is not None]
    return all(0 < end < _MOST and end == end.quantize(_CENT) for end in ends)


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def amount_form(measure: Measure) -> Value:
    """The value of a measure in euros."""
    value: Value = {}
    if measure.low is not None and measure.is_exact:
        value["eur"] = _plain(measure.low)
    else:
        value.update({name: _plain(end) for name, end in (("min", measure.low), ("max", measure.high)) if end is not None})
    value.update({name: True for name, is_said in (("approx", measure.is_approx), ("exclusive", measure.is_exclusive)) if is_said})
    return value


@dataclass(frozen=True, slots=True)
class _Reading:
    line: Line
    measures: list[Measure]

    def said_before(self, measure: Measure) -> list[str]:
        """The words that lead to a measure."""
        last_end = max((other.end for other in self.measures if other.end <= measure.start), default=0)
        return [self.line.word(at) for at in range(max(last_end, measure.start - _FAR), measure.number.start)]

    def led_by(self, stems: tuple[str, ...]) -> list[Measure]:
        return [measure for measure in self.measures if any(word.startswith(stems) for word in self.said_before(measure))]

    def is_bare_answer(self) -> bool:
        """True where the line says nothing but the numbers and what people say round an answer."""
        covered = {at for measure in self.measures for at in range(measure.start, measure.end)}
        return all(self.line.word(at) in _FOR_ANSWERS for at in range(len(self.line)) if at not in covered)


def _is_thousands_and_rest(first: Measure, second: Measure) -> bool:
    """True for `tonni ja kakssataa`: spoken thousands and the hundreds that go with them."""
    if second.join is not Join.AND or first.number.scale < _THOUSAND or first.low is None or second.low is None:
        return False
    return first.low % _THOUSAND == 0 and _LEAST_BARE <= second.low < _THOUSAND


def _multiplied(measures: Sequence[Measure]) -> list[Measure]:
    """`3 x 500 €`, `5000 + 2000 €` and `tonni ja kakssataa` are one amount."""
    found: list[Measure] = []
    for measure in measures:
        before = found[-1] if found else None
        if before is None or not before.is_exact or not measure.is_exact or before.low is None or measure.low is None:
            found.append(measure)
            continue
        is_sum = measure.join in (Join.TIMES, Join.PLUS) and (measure.has_unit or not before.has_unit)
        if not is_sum and not _is_thousands_and_rest(before, measure):
            found.append(measure)
            continue
        total = before.low * measure.low if measure.join is Join.TIMES else before.low + measure.low
        found[-1] = Measure(
            start=before.start,
            end=measure.end,
            low=total,
            high=total,
            number=measure.number,
            is_approx=before.is_approx or measure.is_approx,
            has_unit=measure.has_unit or before.has_unit,
            is_rate=measure.is_rate,
            join=before.join,
        )
    return found


def _is_large(measure: Measure) -> bool:
    """True for a bare number that is large enough to be the amount, and no year of these days."""
    most = measure.high or measure.low or Decimal(0)
    return most >= _LEAST_BARE and not (measure.number.scale == 1 and not measure.number.is_worded and most in _YEARS)


def _bare(reading: _Reading) -> list[Measure]:
    """Numbers without a unit that can still only be the amount."""
    if reading.is_bare_answer():
        return reading.measures
    return [measure for measure in reading.measures if _is_large(measure)]


def _chosen(line: Line, measures: list[Measure]) -> list[Measure]:
    totals = [measure for measure in measures if not measure.is_rate]
    reading = _Reading(line, totals)
    with_unit = [measure for measure in totals if measure.has_unit]
    if not with_unit and len(totals) < len(measures):
        return []
    usable = with_unit or _bare(reading)
    if len(usable) <= 1 or all(measure.join is Join.OR for measure in usable[1:]):
        return usable
    for stems in (_TOTALS, _ASKS):
        led = [measure for measure in reading.led_by(stems) if measure in usable]
        if len(led) == 1:
            return led
    return usable


def _measures(line: Line) -> list[Measure]:
    """The measures that are no part of a phone number."""
    numbers = phones(line)
    found = [one for one in find_measures(line, _read_unit) if not any(one.start < phone.end and phone.start < one.end for phone in numbers)]
    return _multiplied(found)


def read_amount(line: Line) -> Value | None:
    """The amount a line says when asked for one, or None."""
    measures = _measures(line)
    chosen = [measure for measure in _chosen(line, measures) if _is_possible(measure)]
    return one_of([amount_form(measure) for measure in chosen])


def find_amounts(line: Line) -> list[Found]:
    """Every amount in any message that is said with its unit, or as what is asked for: `haemme 5000`, `budjetti 7,5k`."""
    measures = [measure for measure in _measures(line) if not measure.is_rate and _is_possible(measure)]
    asked = _Reading(line, measures).led_by((*_ASKS, *_COSTS))
    sure = [measure for measure in measures if measure.has_unit or (measure in asked and _is_large(measure))]
    return [Found("amount", measure.start, measure.end, amount_form(measure)) for measure in sure]
