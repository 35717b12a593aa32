"""What a text may speak of: the programme's facts, the office, the rounds as they stand on a day."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from backend.content.wording import Wording
from backend.domain.clock import CITY_ZONE
from backend.domain.office import Office, OpenHours, OtherFunder
from backend.domain.programme import Programme, Round, Source

ROUNDS = "rounds"
"""The name by which an answer says that it rests on the rounds."""
_BASE_NAMES = ("programme", "office", "public_url", "language", ROUNDS)
_DATED_NAMES = ("today", "open_round", "next_round", "past_rounds")


@dataclass(frozen=True, kw_only=True)
class Contexts:
    """Makes the names a template sees, per language."""

    programme: Programme
    office: Office
    wordings: Mapping[str, Wording]
    public_url: str

    def base(self, language: str) -> dict[str, Any]:
        """What every text may use."""
        facts = {name: fact.in_language(language) for name, fact in self.programme.facts.items()}
        return {
            **facts,
            "programme": {"id": self.programme.id, "name": self.programme.name},
            "office": self.wordings[language].office_view(self.office),
            "public_url": self.public_url,
            "language": language,
            ROUNDS: tuple(_round_view(round_) for round_ in self.programme.rounds),
        }

    def at(self, language: str, now: datetime) -> dict[str, Any]:
        """`base`, and the rounds as they stand on the day in the city."""
        today = now.astimezone(CITY_ZONE).date()
        rounds = self.programme.rounds
        return {
            **self.base(language),
            "today": today,
            "open_round": _first([r for r in rounds if r.opens <= today <= r.closes]),
            "next_round": _first([r for r in rounds if r.opens > today]),
            "past_rounds": tuple(_round_view(r) for r in rounds if r.closes < today),
        }

    def documents(self, names: Collection[str], language: str) -> tuple[Mapping[str, Any], ...]:
        """The documents the named facts come from, each with its title, age and sentences once."""
        sentences: dict[str, dict[str, None]] = {}
        documents = {}
        for source in self._sources(names):
            documents[source.document.id] = source.document
            sentences.setdefault(source.document.id, {})[source.sentence] = None
        return tuple(
            {
                "title": document.title[language],
                "dated": document.dated[language],
                "valid_from": document.valid_from,
                "valid_until": document.valid_until,
                "sentences": tuple(sentences[id_]),
            }
            for id_, document in documents.items()
        )

    def _sources(self, names: Collection[str]) -> Sequence[Source]:
        facts = [self.programme.facts[name].source for name in names if name != ROUNDS]
        return [*facts, *(round_.source for round_ in self.programme.rounds)] if ROUNDS in names else facts


def known_names(programme: Programme, *, dated: bool) -> tuple[str, ...]:
    """What a template may name; the rounds as they stand on a day only where `dated`."""
    return (*programme.facts, *_BASE_NAMES, *(_DATED_NAMES if dated else ()))


def known_members(wording: Wording) -> Mapping[str, Collection[str]]:
    """What may stand after the dot of a name."""
    round_names = ("opens", "closes", "starts", "is_provisional")
    return {
        "office": tuple(wording.office_view(Office())),
        "programme": ("id", "name"),
        "open_round": round_names,
        "next_round": round_names,
    }


def stand_in_office(languages: Collection[str]) -> Office:
    """An office with everything set, to try texts out with."""
    texts = dict.fromkeys(languages, "x")
    return Office(
        hours={0: OpenHours(opens=time(9), closes=time(15))},
        phone="013 123",
        email="x@example.org",
        address=texts,
        places=(texts,),
        controller=texts,
        privacy_contact=texts,
        other_funders=(OtherFunder(name=texts, url="https://example.org"),),
    )


def trial_days(programme: Programme) -> tuple[datetime, ...]:
    """A moment before the first round, one within each, and one long after the last."""
    days = [date(2000, 1, 1), *(round_.opens for round_ in programme.rounds), date(2100, 1, 1)]
    return tuple(datetime.combine(day, time(12), CITY_ZONE) for day in days)


def _first(rounds: Sequence[Round]) -> Mapping[str, Any] | None:
    return _round_view(rounds[0]) if rounds else None


def _round_view(round_: Round) -> Mapping[str, Any]:
    return {"opens": round_.opens, "closes": round_.closes, "starts": round_.earliest_start, "is_provisional": round_.is_provisional}
