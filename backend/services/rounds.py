"""Rounds of applications: those of the programme's file, and those that coordinators have published."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from backend.content import Content
from backend.domain.clock import CITY_ZONE
from backend.domain.programme import PublishedRound, Round, Source, SourceDocument
from backend.domain.refusals import NotFound, UnfitRound
from backend.services.ports import Unit

_LONGEST = timedelta(days=366)
_FARTHEST = timedelta(days=3 * 365)


@dataclass(frozen=True, kw_only=True, slots=True)
class Deadline:
    """The round to go by: the one that is open, else the next one known; None where there is neither."""

    round: Round | None
    is_open: bool


def deadline(content: Content, now: datetime) -> Deadline:
    """As it stands on the day in the city, among the rounds that `content` knows."""
    today = now.astimezone(CITY_ZONE).date()
    rounds = sorted(content.programme.rounds, key=lambda one: one.opens)
    current = next((one for one in rounds if one.opens <= today <= one.closes), None)
    return Deadline(round=current or next((one for one in rounds if one.opens > today), None), is_open=current is not None)


def deadline_line(content: Content, language: str, now: datetime) -> str:
    """One sentence: until when one can apply, or that no time is known."""
    found = deadline(content, now)
    if found.round is None:
        return content.text("rounds.deadline.unknown", language)
    told = found.round
    if found.is_open:
        return content.text("rounds.deadline.open", language, closes=told.closes, is_provisional=told.is_provisional)
    return content.text("rounds.deadline.coming", language, opens=told.opens, closes=told.closes, is_provisional=told.is_provisional)


def as_of(unit: Unit, content: Content) -> Content:
    """The content with the rounds that are published now."""
    return with_rounds(content, unit.rounds.list(content.programme.id))


def with_rounds(content: Content, published: Sequence[PublishedRound]) -> Content:
    """Published rounds stand beside those of the file; a provisional one gives way to a published one of the same time."""
    if not published:
        return content
    own = [one for one in content.programme.rounds if one.known_since is None]
    kept = [one for one in own if not (one.is_provisional and any(_overlap(one, new) for new in published))]
    rounds = sorted([*kept, *(_round(content, new) for new in published)], key=lambda one: one.opens)
    rules = replace(content.rules, version=f"{content.rules.version.partition('+')[0]}+{_fingerprint(published)}")
    return replace(content, programme=replace(content.programme, rounds=tuple(rounds)), rules=rules)


def _fingerprint(published: Sequence[PublishedRound]) -> str:
    """Changes with the rounds, so that a verdict's version tells what it rested on."""
    days = ";".join(f"{one.opens} {one.closes} {one.earliest_start}" for one in published)
    return hashlib.sha256(days.encode()).hexdigest()[:16]


def _overlap(one: Round | PublishedRound, other: Round | PublishedRound) -> bool:
    return one.opens <= other.closes and other.opens <= one.closes


def _round(content: Content, published: PublishedRound) -> Round:
    return Round(
        opens=published.opens,
        closes=published.closes,
        earliest_start=published.earliest_start,
        is_provisional=False,
        source=_source(content, published),
        known_since=published.published_at,
    )


def _source(content: Content, published: PublishedRound) -> Source:
    """Says in place of a document that coordinators published it here, and when."""
    day = published.published_at.astimezone(CITY_ZONE).date()
    document = SourceDocument(
        id="published",
        title={code: content.text("rounds.source.title", code) for code in content.languages},
        dated={code: content.text("rounds.source.dated", code, day=day) for code in content.languages},
        valid_from=day,
        valid_until=published.closes,
    )
    days: dict[str, Any] = {"opens": published.opens, "closes": published.closes, "starts": published.earliest_start}
    return Source(document=document, sentence=content.text("rounds.source.sentence", content.default_language, **days))


def publish_round(unit: Unit, content: Content, *, opens: date, closes: date, earliest_start: date, allows_past: bool, now: datetime) -> PublishedRound:
    """Makes the round known to every answer, card and reminder from now on; raises UnfitRound."""
    today = now.astimezone(CITY_ZONE).date()
    wrong = [
        ("ends_first", closes < opens),
        ("starts_early", earliest_start < closes),
        ("long", closes - opens > _LONGEST),
        ("far", opens - today > _FARTHEST or earliest_start - closes > _FARTHEST),
        ("over", closes < today and not allows_past),
        ("overlaps", any(_is_taken(one, opens, closes) for one in as_of(unit, content).programme.rounds)),
    ]
    for reason, is_so in wrong:
        if is_so:
            raise UnfitRound(reason)
    made = unit.rounds.publish(content.programme.id, opens=opens, closes=closes, earliest_start=earliest_start, now=now)
    unit.events.append(type="round.published", actor="coordinator", object=made.id, now=now, data={"opens": str(opens), "closes": str(closes)})
    return made


def _is_taken(there: Round, opens: date, closes: date) -> bool:
    return not there.is_provisional and there.opens <= closes and opens <= there.closes


def remove_round(unit: Unit, *, round_id: str, now: datetime) -> None:
    """Raises NotFound where no such round is published; those of the programme's file stay."""
    if not unit.rounds.remove(round_id):
        raise NotFound
    unit.events.append(type="round.removed", actor="coordinator", object=round_id, now=now)


def list_rounds(unit: Unit, content: Content) -> Sequence[PublishedRound]:
    """The published ones, by the day they open."""
    return unit.rounds.list(content.programme.id)
