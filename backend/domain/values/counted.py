"""What numbers count, as data: money, people, and the things that are neither."""

from backend.domain.values.line import Line
from backend.domain.values.number_words import Case
from backend.domain.values.tables import words

_EURO_WORDS = frozenset(
    words(
        """e € eur eu euro euroa euroo euron eurot euroja euroi eurost eurosta euroon eurolla eurol eurolle eurua eurra euroloa eurooa euros euroin
    eurossa eego egee ege egeä eeroa eukkoa ekee eurovaluuttaa euronen ecu evroa yeuroa eyroa euroaa erkkiä евро е"""
    ),
)
_MONEY_SLANG = frozenset({"rahaa", "rahea", "fyrkkaa", "massia", "hilloo", "pennosia"})
_MONEY_NUMBER_WORDS = ("tonni", "donni", "satku", "satanen", "satasta", "satasen", "hunt", "kymppiton", "vitone", "vitos", "grand", "femma", "huntti")

_FOREIGN_MONEY = frozenset(
    words(
        """$ £ kr sek nok dkk usd gbp chf mk dollaria dollarii dollarin dollari dollars dollar bucks puntaa punnan pounds pound quid kruunua kruunuu kruunun
    kronor markkaa markkoo markan"""
    ),
)

_PEOPLE = words(
    """henkil henke henki henge hlö hlo henk hnk ihmi ihmist immei tyyppi osallistuj jäsen jäsent lapsi lasta lapsen laps nuori nuort nuore aikui
    vanhus senior eläkeläi mumm vaari ukkoo akkaa nais mies miest miehe vapaaehtoi talkoolai ohjaaj vetäj järjestäj tekij asukas asukka
    opiskelij työttöm työtöntä maahanmuuttaj pakolai perheenjäse kaveri kaverii ystäv naapuri tyttö poik äiti isää isi työntekij kävijä kävijää
    vierai vierast vieras yleisö people person persons participant member kid child adult volunteer attendee visitor guest folks pensioner
    student personer deltagare människor medlemmar barn человек участник людей детей naamaa nuppia päätä silmäparia porukkaa toimij kehitysvamma
    omaishoitaj kuntoutuj asiak harrastaj tukihenkilö kokij"""
)
_PEOPLE_EXCEPT = words("""henkilökoht henkari henkilöst henkilökunt lapsuu nuorisotal lapsille mieskuor naiskuor asiakir isistä isin miest.""")
# A number before these counts neither euros nor people.
_OTHER_THINGS = words(
    """kerta kertaa kerra krt kertoj viikko viiko vko vk päivä päiv pv kuukau kk vuo vuot v vuos tunti tunni tuntii h minuut min sekunt kpl kappale
    kappalet prosent pros kilo kg gramma metri m km cm mm neliö litra l dl bussi tapahtum työpaj kokous kokouk kokoont tapaam tilaisuu retk
    matka esity näytös konsert askel askelt asia asiaa juttu juttuu kysymy vaihtoeh ryhm kerho yhdisty järjestö kylää kylä paikkaa paikka tuoli
    pöytä pöytää kuppi kuppia pullo laatik aste astetta luokka luokkaa. kierros kierrok osa osaa vaihe puhelin koira kissa hevos time week day
    month year hour minute percent piece event meeting workshop session trip thing question group organi chair table cup раз недел дней месяц
    лет час gånger veckor dagar vuotia vuotias ikäi pm am klo metriä sivu sivua merkki merkkiä sana sanaa eväs auto kännykk talo huone kerros"""
)
_OTHER_EXCEPT = words("""vuoksi asiaks asiakk asiakas asiakast hlö henk ryhmäläi kerholai kyläläi luokkala luokkaa osallistuj osanottaj kotitalou""")
_WHOLE_ONLY = frozenset(
    {"v", "h", "m", "l", "min", "pm", "am", "kk", "pv", "vk", "vuo", "day", "isi", "kid", "barn", "aste", "osa", "auto", "time", "раз", "час"}
)
_RATE_NEXT = frozenset(
    words(
        """per henkilöltä hengeltä osallistujalta nuppi nuppia naama naamalta nenä nenältä nenäl pää päältä pp each apiece kappale kpl kuukaudessa
    kuussa kk tunti tunnilta tunnissa kerta kerralta päivässä päivä jokaiselta jokaiselle kultakin kullekin hlöltä hlölle ryhmältä joka
    jäseneltä lapselta ihmiseltä jokainen p hengelle kuppi päivältä viikossa hinta"""
    ),
)
_RATE_BEFORE = frozenset({"à", "a", "per", "jokaiselta", "jokaiselle", "kultakin", "kullekin", "kukin", "jokainen", "each", "hinta"})
_TOWARDS = ("kohti", "kohden", "kohd", "kohe")
_A_HEAD = frozenset({"a head", "a person", "a pop", "a participant", "a month", "a day", "an hour", "a week", "a piece", "a kid", "a child", "på person"})
_CASE_ENDINGS = (("sta", Case.FROM), ("stä", Case.FROM), ("st", Case.FROM), ("oon", Case.TO), ("een", Case.TO), ("iin", Case.TO), ("n", Case.OF))


def _begins(word: str, stems: tuple[str, ...], exceptions: tuple[str, ...]) -> bool:
    if word.startswith(exceptions):
        return False
    return any(word == stem if stem in _WHOLE_ONLY else word.startswith(stem) for stem in stems if len(stem) > 1 or word == stem)


def is_euro(word: str) -> bool:
    return word in _EURO_WORDS or word in _MONEY_SLANG


def is_foreign_money(word: str) -> bool:
    """True for money that is no euros."""
    return word in _FOREIGN_MONEY


def says_money(words: str) -> bool:
    """True where the number itself is money: satku, kymppitonni, five grand."""
    return any(word.startswith(_MONEY_NUMBER_WORDS) or "tonni" in word for word in words.split())


def is_people(word: str) -> bool:
    return _begins(word, _PEOPLE, _PEOPLE_EXCEPT)


def is_other_thing(word: str) -> bool:
    return _begins(word, _OTHER_THINGS, _OTHER_EXCEPT) and not is_people(word)


def case_of(word: str) -> Case:
    """The case a unit stands in, as far as ranges need it."""
    if word in ("henkeen", "henkilöön"):
        return Case.TO
    return next((case for ending, case in _CASE_ENDINGS if len(word) > len(ending) + 1 and word.endswith(ending)), Case.BASIC)


def _each_follows(line: Line, at: int) -> bool:
    word = line.word(at)
    if word == "/":
        return line.is_word(at + 1) and not is_euro(line.word(at + 1))
    if word in _RATE_NEXT or line.words(at, at + 2) in _A_HEAD:
        return True
    return line.is_word(at) and line.word(at + 1).startswith(_TOWARDS)


def is_rate(line: Line, start: int, end: int) -> bool:
    """True where the amount from `start` to `end` is for each of something: 10 €/hlö, 50 e per henkilö, kympin nuppi."""
    if _each_follows(line, end):
        return True
    before = line.word(start - 1)
    return before in _RATE_BEFORE or before.startswith(_TOWARDS) or line.word(start - 2) == "per"


def is_ordinal(line: Line, end: int) -> bool:
    """True where a number before `end` is a day's: `1.-10.4.`, `15. päivä`."""
    return (
        line.word(end) == "."
        and line.is_glued(end)
        and (line.word(end + 1) == "-" or (line.is_word(end + 1) and not line.is_glued(end + 1) and len(line) > end + 1))
    )
