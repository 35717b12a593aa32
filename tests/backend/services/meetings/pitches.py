"""A pitch as groups tell one, and one that is told at length."""

from collections.abc import Mapping

from backend.domain.interview.form import Value

ORDINARY: Mapping[str, Value] = {
    "what": "Keitetään kerran viikossa kahvit Rantakylän kerhohuoneella ja opetellaan yhdessä puhelimen ja tietokoneen käyttöä. Jokainen saa vuorollaan näyttää muille jotain, minkä itse osaa.",
    "for_whom": "Yksin asuville vanhuksille ja työttömille Rantakylästä. Tunnemme heitä asukasyhdistyksen kautta ja kerromme tästä kerrostalojen ilmoitustauluilla.",
    "beneficiaries": ["needs_support", "hard_to_employ"],
    "people": {"n": 20, "approx": True},
    "change": "Ettei kukaan istuisi yksin kotona, ja joku saisi rohkeutta hakea töitä. Huomaisimme sen siitä, että samat ihmiset tulevat uudestaan ja tuovat naapurinsa mukaan.",
    "aims": ["inclusion", "working_life_skills"],
    "ladder": "activation",
    "work_ability": ["motivation"],
    "where": "Rantakylän kerhohuone, Rantakyläntie 12",
    "activity_place": "joensuu",
    "when": {"from": "2027-02-01", "to": "2027-05-31"},
    "kind": "event",
    "amount_eur": {"eur": 4500},
    "budget_split": "Kahvit ja leivät 800 €, ohjaajan palkkio 2 200 €, kaksi tablettia 900 €, tilavuokra 600 €.",
    "team": "Aino vetää, Pentti keittää kahvit ja naapurin nuoret auttavat laitteiden kanssa.",
    "group_name": "Rantakylän naapurit ry",
    "applicant": "civic_group",
    "applicant_place": "joensuu",
    "title": "Kahvit ja kännykät",
    "contact_name": "Aino",
    "contact": {"email": "aino@example.org"},
    "open_questions": "Miten palkkio maksetaan, jos ohjaaja ei ole yrittäjä? Saako tabletteja ostaa?",
}
AT_LENGTH: Mapping[str, Value] = {
    **ORDINARY,
    **dict.fromkeys(("what", "for_whom", "change", "team", "budget_split"), "Kahvila kokoaa ihmiset yhteen. " * 60),
}
