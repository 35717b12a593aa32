"""`kake admin times`: when people can meet an adviser."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time

import click

from backend.bootstrap import Backend
from backend.content.setup_files import WEEKDAYS
from backend.domain.ids import new_id
from backend.domain.meetings.local_time import city_day
from backend.domain.meetings.records import Adviser, LeaveId, Manner, MeetingKind, RuleId, Slot, SlotId, SlotRule
from backend.domain.meetings.refusals import SlotBooked, UnfitTime
from backend.domain.refusals import NotFound
from backend.services.meetings import publishing, withdrawing
from backend.services.meetings.listing import TimeAhead, times_ahead
from backend.services.ports import Unit
from kake.commands.time_words import ClockTime, Languages, in_city, unfit
from kake.exits import Failed
from kake.opening import opened_backend

_DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


@click.group()
def times() -> None:
    """When people can meet an adviser: who, on which weekdays or days, where, in which languages."""


@times.group()
def adviser() -> None:
    """Those whom people meet."""


@adviser.command("add")
@click.argument("name")
@click.option("--languages", type=Languages(), required=True, help="What they speak: fi,en")
def add_adviser(name: str, languages: tuple[str, ...]) -> None:
    """Add the adviser NAME, as people shall read it."""
    with _at_work() as backend:
        made = backend.run(publishing.add_adviser, name=name, languages=_spoken(backend, languages), now=backend.clock.now())
    click.echo(json.dumps(_adviser_line(made), ensure_ascii=False))


@adviser.command("list")
def list_advisers() -> None:
    """Print the advisers, a JSON line each."""
    with _at_work() as backend:
        for one in backend.read(_advisers):
            click.echo(json.dumps(_adviser_line(one), ensure_ascii=False))


def _manner_options(command: click.decorators.FC) -> click.decorators.FC:
    for option in (
        click.option("--languages", type=Languages(), default=(), help="In which of the adviser's languages; all of them if not said."),
        click.option("--place", default="", help="Where, as people shall read it; for a phone or video meeting how one is reached."),
        click.option("--kind", type=click.Choice([kind.value for kind in MeetingKind]), required=True),
        click.option("--to", "ends", type=ClockTime(), required=True, help="Such as 15:00, Helsinki time."),
        click.option("--from", "starts", type=ClockTime(), required=True, help="Such as 9:00, Helsinki time."),
        click.option("--adviser", "number", type=click.IntRange(min=1), required=True, help="The adviser's number."),
    ):
        command = option(command)
    return command


@times.command()
@_manner_options
@click.option("--weekday", type=click.Choice([day[:3] for day in WEEKDAYS]), required=True)
@click.option("--minutes", type=int, default=45, show_default=True, help="How long a meeting is.")
@click.option("--gap", type=int, default=15, show_default=True, help="Minutes between two meetings.")
@click.option("--from-day", type=_DAY, help="The first day, if it is not today.")
@click.option("--until", type=_DAY, help="The last day; without it until it is removed.")
def publish(  # noqa: PLR0913 - one parameter for each option
    *,
    number: int,
    weekday: str,
    starts: time,
    ends: time,
    minutes: int,
    gap: int,
    kind: str,
    place: str,
    languages: tuple[str, ...],
    from_day: datetime | None,
    until: datetime | None,
) -> None:
    """Publish times that come again each week. Those of the next eight weeks are there at once, later ones follow by themselves.

    None are made on Finnish public holidays, on days on which the office is closed, and on leaves.
    """
    with _at_work() as backend:
        now, who = backend.clock.now(), _adviser(backend, number)
        rule = SlotRule(
            id=RuleId(new_id()),
            adviser=who.id,
            weekday=[day[:3] for day in WEEKDAYS].index(weekday),
            starts=starts,
            ends=ends,
            minutes=minutes,
            gap_minutes=gap,
            manner=_manner(backend, who, kind=kind, place=place, languages=languages),
            valid_from=city_day(now) if from_day is None else from_day.date(),
            valid_until=None if until is None else until.date(),
        )
        made = backend.run(publishing.publish_rule, backend.content.office, adviser=who, rule=rule, now=now)
    click.echo(json.dumps(_rule_line(made.rule, who) | {"times": len(made.slots)}, ensure_ascii=False))


@times.command()
@_manner_options
@click.option("--day", type=_DAY, required=True)
def add(*, number: int, day: datetime, starts: time, ends: time, kind: str, place: str, languages: tuple[str, ...]) -> None:
    """Publish one time on DAY, also on a day on which the office is closed."""
    with _at_work() as backend:
        who = _adviser(backend, number)
        manner = _manner(backend, who, kind=kind, place=place, languages=languages)
        made = backend.run(publishing.publish_slot, adviser=who, day=day.date(), hours=(starts, ends), manner=manner, now=backend.clock.now())
    if made.is_first_of_two:
        click.echo("on that day the clocks show this time twice; the first one is meant", err=True)
    click.echo(json.dumps(_slot_line(made.slot), ensure_ascii=False))


@times.command("list")
@click.option("--rules", "shows_rules", is_flag=True, help="The weekly rules instead of the times they make.")
@click.option("--leaves", "shows_leaves", is_flag=True, help="The leaves.")
def list_(*, shows_rules: bool, shows_leaves: bool) -> None:
    """Print the times of the next eight weeks by their start, a JSON line each."""
    with _at_work() as backend:
        now = backend.clock.now()
        names = {one.id: one for one in backend.read(_advisers)}
        if shows_rules:
            lines = [_rule_line(rule, names[rule.adviser]) for rule in backend.read(_rules)]
        elif shows_leaves:
            lines = backend.read(_leave_lines, now=now)
        else:
            lines = [_time_line(one) for one in backend.read(times_ahead, now=now)]
    for line in lines:
        click.echo(json.dumps(line, ensure_ascii=False))


@times.command()
@click.argument("time_or_rule", metavar="ID")
@click.option("--cancel-meeting", is_flag=True, help="Also where somebody has booked it.")
def remove(time_or_rule: str, *, cancel_meeting: bool) -> None:
    """Take back the time or the weekly rule ID. A rule's booked meetings stay; its free times go."""
    with _at_work() as backend:
        now = backend.clock.now()
        if backend.read(_is_rule, rule=RuleId(time_or_rule)):
            ended = backend.run(publishing.end_rule, rule=RuleId(time_or_rule), now=now)
            line = {"id": time_or_rule, "state": "removed", "times": len(ended.withdrawn), "kept": [slot.id for slot in ended.kept]}
        else:
            gone = backend.run(withdrawing.withdraw_slot, backend.content, slot=SlotId(time_or_rule), cancels=cancel_meeting, now=now)
            line = {"id": time_or_rule, "state": "removed", "cancelled": None if gone.cancelled is None else gone.cancelled.id}
    click.echo(json.dumps(line))


@times.group()
def leave() -> None:
    """Days on which an adviser, or the whole office, is away."""


@leave.command("add")
@click.argument("first", type=_DAY)
@click.argument("last", type=_DAY)
@click.option("--adviser", "number", type=click.IntRange(min=1), help="The adviser's number; without it the whole office is away.")
@click.option("--reason", default="", help="For the coordinators; people are not told.")
def add_leave(first: datetime, last: datetime, *, number: int | None, reason: str) -> None:
    """Nobody can meet them from FIRST to LAST, both included; meetings that were booked are cancelled."""
    with _at_work() as backend:
        who = None if number is None else _adviser(backend, number).id
        days = {"first": first.date(), "last": last.date()}
        given = backend.run(withdrawing.add_leave, backend.content, adviser=who, **days, reason=reason.strip(), now=backend.clock.now())
    cancelled = [one.cancelled.id for one in given.withdrawn if one.cancelled is not None]
    click.echo(json.dumps({"id": given.leave.id, "times": len(given.withdrawn), "cancelled": cancelled}))


@leave.command("remove")
@click.argument("leave_id", metavar="ID")
def remove_leave(leave_id: str) -> None:
    """Take back the leave ID: the weekly times of those days are published again."""
    with _at_work() as backend:
        added = backend.run(publishing.remove_leave, backend.content.office, leave=LeaveId(leave_id), now=backend.clock.now())
    click.echo(json.dumps({"id": leave_id, "state": "removed", "times": added}))


@contextmanager
def _at_work() -> Iterator[Backend]:
    with opened_backend() as backend:
        try:
            yield backend
        except UnfitTime as refusal:
            raise Failed(unfit(refusal)) from refusal
        except SlotBooked as refusal:
            msg = "somebody has booked that time; --cancel-meeting cancels their meeting"
            raise Failed(msg) from refusal
        except NotFound as refusal:
            msg = "there is nothing with that ID (any more); `kake admin times list` shows what there is"
            raise Failed(msg) from refusal


def _advisers(unit: Unit) -> list[Adviser]:
    return list(unit.advisers.list())


def _rules(unit: Unit) -> list[SlotRule]:
    return list(unit.slots.rules())


def _is_rule(unit: Unit, *, rule: RuleId) -> bool:
    return unit.slots.rule(rule) is not None


def _leave_lines(unit: Unit, *, now: datetime) -> list[dict[str, object]]:
    numbers = {one.id: one.number for one in unit.advisers.list()}
    return [
        {"id": one.id, "adviser": None if one.adviser is None else numbers[one.adviser], "first": str(one.first), "last": str(one.last), "reason": one.reason}
        for one in unit.advisers.leaves(since=city_day(now))
    ]


def _adviser(backend: Backend, number: int) -> Adviser:
    found = next((one for one in backend.read(_advisers) if one.number == number), None)
    if found is None:
        msg = f"--adviser: there is no adviser {number}; `kake admin times adviser list` shows them"
        raise Failed(msg)
    return found


def _spoken(backend: Backend, languages: tuple[str, ...]) -> tuple[str, ...]:
    unknown = [code for code in languages if code not in backend.content.languages]
    if unknown:
        msg = f"--languages: {unknown[0]} is not one of {', '.join(backend.content.languages)}"
        raise Failed(msg)
    return languages


def _manner(backend: Backend, who: Adviser, *, kind: str, place: str, languages: tuple[str, ...]) -> Manner:
    return Manner(kind=MeetingKind(kind), place=place.strip(), languages=_spoken(backend, languages) or who.languages)


def _adviser_line(one: Adviser) -> dict[str, object]:
    return {"number": one.number, "name": one.name, "languages": one.languages, "is_active": one.is_active}


def _manner_line(manner: Manner | Slot) -> dict[str, object]:
    return {"kind": manner.kind, "place": manner.place, "languages": manner.languages}


def _rule_line(rule: SlotRule, who: Adviser) -> dict[str, object]:
    until = None if rule.valid_until is None else str(rule.valid_until)
    hours = {"from": f"{rule.starts:%H:%M}", "to": f"{rule.ends:%H:%M}", "minutes": rule.minutes, "gap": rule.gap_minutes}
    days = {"weekday": WEEKDAYS[rule.weekday][:3], "from_day": str(rule.valid_from), "until": until}
    return {"id": rule.id, "adviser": who.number, **days, **hours, **_manner_line(rule.manner)}


def _slot_line(slot: Slot) -> dict[str, object]:
    return {"id": slot.id, "adviser": slot.adviser_name, "starts": in_city(slot.starts_at), "ends": in_city(slot.ends_at), **_manner_line(slot)}


def _time_line(one: TimeAhead) -> dict[str, object]:
    taken = "held" if one.booking is None else "booked"
    return _slot_line(one.slot) | {"state": "free" if one.is_free else taken, "rule": one.slot.rule, "booking": None if one.booking is None else one.booking.id}
