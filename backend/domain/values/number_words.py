"""Numbers in words, as data: what each form of a Finnish, English, Swedish or Russian number word is worth."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Role(Enum):
    UNIT = "unit"  # kolme, pari, puolitoista: stands alone or is multiplied
    WHOLE = "whole"  # eleven, twenty: as a unit, but never begins a Finnish compound
    TEEN = "teen"  # -toista
    TIMES = "times"  # kymmentä, sataa, tuhatta: multiplies what stands before it


class Case(Enum):
    BASIC = "basic"  # nominative and partitive, which mix within one number
    FROM = "from"  # elative: viidestä
    TO = "to"  # illative: kuuteen
    OF = "of"  # genitive: viiden
    AT = "at"  # ablative, adessive: kahdelta, kahdella
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Form:
    value: Decimal
    role: Role
    case: Case = Case.BASIC
    is_approx: bool = False


_OBLIQUE = (
    *(("n", Case.OF), ("sta", Case.FROM), ("stä", Case.FROM), ("st", Case.FROM)),
    *(("lta", Case.AT), ("ltä", Case.AT), ("lt", Case.AT), ("lla", Case.AT), ("llä", Case.AT), ("l", Case.AT)),
    *(("lle", Case.OTHER), ("ssa", Case.OTHER), ("ssä", Case.OTHER), ("s", Case.OTHER), ("ksi", Case.OTHER)),
)

# value, basic forms, stems that take the other endings, illatives
_FINNISH_UNITS = (
    ("1", "yksi yks yhtä", "yhde yhe", "yhteen yhtee"),
    ("2", "kaksi kaks kahta kaht kaksj", "kahde kahe", "kahteen kahtee"),
    ("3", "kolme kolm kolmea kolmee kolomea kolome kolmonen kolmosta", "kolme kolmose kolome", "kolmeen kolmoseen"),
    ("4", "neljä nelj neljää nelijä nelonen nelosta", "neljä nelose", "neljään neloseen"),
    ("5", "viisi viis viittä viit viisj vitonen vitosta femma femmaa", "viide viie vitose femma", "viiteen viitee vitoseen"),
    ("6", "kuusi kuus kuutta kuut kutonen kutosta", "kuude kuue kutose", "kuuteen kuutee kutoseen"),
    (
        *("7", "seitsemän seittemän seitsämän seitemän seittemä seitsemä seiskaa seiska seitsemää seittemää seitsemän"),
        *("seitsemä seittemä seitemä seiska", "seitsemään seittemään seiskaan"),
    ),
    (
        *("8", "kahdeksan kaheksan kaheksa kahdeksa kasi kasia kasii kahdeksaa kaheksaa kaheksoo kahreksan"),
        *("kahdeksa kaheksa kasi", "kahdeksaan kaheksaan kasiin"),
    ),
    (
        *("9", "yhdeksän yheksän yheksä yhdeksä ysi ysiä ysii yhdeksää yheksää yhreksän"),
        *("yhdeksä yheksä ysi", "yhdeksään yheksään ysiin"),
    ),
    ("1.5", "puolitoista puoltoista puolitoist puoltoist puoltatoista", "puolentoista", "puoleentoista"),
    ("0.5", "puoli puol puolta puolikas puolikasta", "puole puolikkaa", "puoleen"),
)
_FINNISH_TIMES = (
    (
        *("10", "kymmenen kymmene kymmentä kymment kymmenttä kymppi kymppiä kymppii kymmentää kyt kytä kyttä kybä"),
        *("kymmene kympi kybä", "kymmeneen kymppiin kymmenee"),
    ),
    ("12", "tusina tusinaa tusinoo", "tusina", "tusinaan"),
    ("100", "sata sataa sattaa satoo satanen satasta satku satkua satkuu huntti hunttia", "sada sara satase satku", "sataan sataseen satkuun"),
    (
        *("1000", "tuhat tuhatta tuhat tuhtaa tuhatt tuhatä tonni tonnia tonnii donni donnia"),
        *("tuhanne tonni", "tuhanteen tuhantee tonniin"),
    ),
    ("1000000", "miljoona miljoonaa miljuuna miljoonoo milj", "miljoona", "miljoonaan"),
)
# -sen and -kunta: about as many.
_FINNISH_ABOUT = (
    ("2", "pari paria parii parisen", "pari", "pariin"),
    ("0.5", "puolisen", "", ""),
    ("3", "kolmisen", "", ""),
    ("4", "nelisen neljisen", "", ""),
    ("5", "viitisen viisisen", "", ""),
    ("6", "kuutisen", "", ""),
    ("7", "seitsemisen seittemisen seitsisen", "", ""),
    ("8", "kahdeksisen kaheksisen", "", ""),
    ("9", "yhdeksisen yheksisen", "", ""),
)
_FINNISH_ABOUT_TIMES = (
    ("10", "kymmenisen kymmenkunta kymmenkuntaa", "kymmenkunna", "kymmenkuntaan"),
    ("100", "satakunta satakuntaa", "satakunna", "satakuntaan"),
    ("1000", "tuhatkunta tuhatkuntaa", "tuhatkunna", "tuhatkuntaan"),
)
# Forms that only begin a compound: kolkyt, nelkyt, seitkyt.
_BOUND_UNITS = (("3", "kol"), ("4", "nel"), ("7", "seit seis seitse"), ("8", "kaheks kahdeks"), ("9", "yheks yhdeks"))
_TEEN = "toista toist toistä"

_OTHER_UNITS = {
    "1": "one один одна",
    "2": "two två два две двух",
    "3": "three tre три трёх трех",
    "4": "four fyra четыре четырёх",
    "5": "five fem пять пяти",
    "6": "six шесть шести",
    "7": "seven sju семь семи",
    "8": "eight åtta восемь восьми",
    "9": "nine nio девять",
    "0.5": "half полтысячи",
    "1.5": "полторы полтора",
}
_OTHER_WHOLES = {
    "10": "ten tio десять десяти",
    "11": "eleven elva",
    "12": "twelve tolv двенадцать",
    "13": "thirteen",
    "14": "fourteen",
    "15": "fifteen femton пятнадцать",
    "16": "sixteen",
    "17": "seventeen",
    "18": "eighteen",
    "19": "nineteen",
    "20": "twenty tjugo двадцать",
    "30": "thirty trettio тридцать",
    "40": "forty fourty fyrtio сорок",
    "50": "fifty femtio пятьдесят",
    "60": "sixty sextio",
    "70": "seventy sjuttio",
    "80": "eighty åttio",
    "90": "ninety nittio",
}
_OTHER_TIMES = {
    "12": "dozen dussin",
    "100": "hundred hundreds hundra сто сотен сотни",
    "1000": "thousand thousands grand tusen тысяч тысячи тысяча тысячу тыс тыщ",
    "1000000": "million miljon миллион миллиона",
}
# After digits only: 7,5k, 2te, 8 t€.
THOUSAND_MARKS = frozenset({"k", "t", "te", "ke", "tuh", "teur", "keur", "т"})
# Longer than ten and shorter than twenty.
MORE_THAN = {
    "toistakymmentä": (Decimal(10), Decimal(20)),
    "toistakyt": (Decimal(10), Decimal(20)),
    "toistasataa": (Decimal(100), Decimal(200)),
    "toistatuhatta": (Decimal(1000), Decimal(2000)),
}


def _inflected(rows: tuple[tuple[str, ...], ...], role: Role, *, is_approx: bool = False) -> dict[str, Form]:
    forms: dict[str, Form] = {}
    for value, basics, stems, illatives in rows:
        number = Decimal(value)
        for stem in stems.split():
            forms.update({stem + ending: Form(number, role, case, is_approx) for ending, case in _OBLIQUE})
        forms.update({form: Form(number, role, Case.TO, is_approx) for form in illatives.split()})
        forms.update({form: Form(number, role, Case.BASIC, is_approx) for form in basics.split()})
    return forms


def _plain(rows: dict[str, str], role: Role) -> dict[str, Form]:
    return {form: Form(Decimal(value), role) for value, forms in rows.items() for form in forms.split()}


# What a compound is built of.
FINNISH = {
    **_inflected(_FINNISH_UNITS, Role.UNIT),
    **_inflected(_FINNISH_TIMES, Role.TIMES),
    **_inflected(_FINNISH_ABOUT, Role.UNIT, is_approx=True),
    **_inflected(_FINNISH_ABOUT_TIMES, Role.TIMES, is_approx=True),
    **{form: Form(Decimal(10), Role.TEEN) for form in _TEEN.split()},
}
BOUND = {form: Form(Decimal(value), Role.UNIT) for value, forms in _BOUND_UNITS for form in forms.split()}
# What only stands as a word of its own.
WHOLE_WORDS = {
    **_plain(_OTHER_UNITS, Role.UNIT),
    **_plain(_OTHER_WHOLES, Role.WHOLE),
    **_plain(_OTHER_TIMES, Role.TIMES),
    "couple": Form(Decimal(2), Role.UNIT, is_approx=True),
    "nolla": Form(Decimal(0), Role.WHOLE),
    "zero": Form(Decimal(0), Role.WHOLE),
}
LONGEST_FORM = max(len(form) for form in (*FINNISH, *BOUND))
