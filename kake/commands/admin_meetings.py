"""`kake admin meetings`: who comes when, what to read before, what came of it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import click

from backend.bootstrap import Backend
from backend.documents import Look, to_pdf, to_text
from backend.domain.meetings.records import Adviser, BookingId, Meeting, Outcome
from backend.domain.meetings.refusals import MeetingNotBegun
from backend.domain.refusals import ChangedMeanwhile, NotFound
from backend.domain.text import gate, is_blank
from backend.services.meetings import publishing
from backend.services.meetings.briefs import brief_of
from backend.services.meetings.following_up import follow_up
from backend.services.ports import Unit
from kake.commands.time_words import in_city
from kake.exits import Failed
from kake.opening import opened_backend
from kake.settings import read_settings

_BACK = timedelta(days=30)
_AHEAD = timedelta(days=3 * 365)
_OWNER_ONLY = 0o600
_LONGEST_NAME = 64

_booking = click.argument("booking")


@click.group()
def meetings() -> None:
    """Meetings that people have booked."""


@meetings.command("list")
@click.option("--adviser", "number", type=click.IntRange(min=1), help="Only theirs, by their number.")
def list_(number: int | None) -> None:
    """Print the meetings of the last 30 days and those to come, by their start, a JSON line each."""
    with opened_backend() as backend:
        who = None if number is None else _adviser(backend, number)
        for line in backend.read(_lines, who=who, now=backend.clock.now()):
            click.echo(json.dumps(line, ensure_ascii=False))


@meetings.command()
@_booking
@click.option("--pdf", "path", type=click.Path(dir_okay=False, path_type=Path), help="Write it as a PDF, readable by you only, and print its name.")
def brief(booking: str, path: Path | None) -> None:
    """Print what to know before the meeting BOOKING: the idea, how it fits, what is still open, on one page."""
    with opened_backend() as backend, _in_words(booking):
        made = backend.read(brief_of, backend.content, booking=BookingId(booking), now=backend.clock.now())
    if path is None:
        click.echo(to_text(made), nl=False)
        return
    path.touch(mode=_OWNER_ONLY)
    path.chmod(_OWNER_ONLY)
    path.write_bytes(to_pdf(made, look=Look.BRIEF))
    click.echo(str(path))


@meetings.command()
@_booking
@click.argument("outcome", metavar="[came|did_not_come]", type=click.Choice([outcome.value for outcome in Outcome]))
@click.option("--notes", default="", help="What you talked about. The group reads it as it is, if they came.")
@click.option("--task", "--tasks", "tasks", multiple=True, help="Something for the group to do; may be given several times.")
@click.option("--by", required=True, help="Your name, as the group shall read it.")
def outcome(*, booking: str, outcome: str, notes: str, tasks: tuple[str, ...], by: str) -> None:
    """Tell whether they came to the meeting BOOKING, and what comes next for them.

    Notes and tasks go into the group's chat; the tasks stand on the page of its draft as well. Told again, they take the place of
    those before. Who did not come is offered another time and is not told the notes.
    """
    name, written = " ".join(gate(by).split()), gate(notes)
    if is_blank(name) or len(name) > _LONGEST_NAME:
        msg = f"a name has 1 to {_LONGEST_NAME} letters"
        raise click.BadParameter(msg, param_hint="--by")
    listed = [gate(task) for task in tasks]
    with opened_backend() as backend, _in_words(booking):
        done = backend.run(
            follow_up,
            backend.content,
            booking=BookingId(booking),
            outcome=Outcome(outcome),
            notes=written,
            tasks=listed,
            by=name,
            now=backend.clock.now(),
        )
    click.echo(json.dumps({"booking": done.id, "state": done.state, "outcome": done.outcome}))


@click.command()
@click.option("--adviser", "number", type=click.IntRange(min=1), required=True, help="The adviser's number.")
def feed(number: int) -> None:
    """Print the secret address of the adviser's calendar, to subscribe to in Outlook, Google or Apple.

    It is told this once; printed again it is another, and the one before dies. Whoever has it can read the calendar.
    """
    settings = read_settings()
    with opened_backend() as backend:
        secret = backend.run(publishing.new_feed, adviser=_adviser(backend, number).id)
        base = backend.content.public_url or f"http://{settings.bind}"
    click.echo(json.dumps({"adviser": number, "address": f"{base}/calendar/{secret}.ics"}))


def _adviser(backend: Backend, number: int) -> Adviser:
    found = backend.read(lambda unit: unit.advisers.numbered(number))
    if found is None:
        msg = f"there is no adviser {number}"
        raise Failed(msg)
    return found


def _lines(unit: Unit, *, who: Adviser | None, now: datetime) -> list[dict[str, str | int | None]]:
    found = unit.bookings.between(after=now - _BACK, before=now + _AHEAD, adviser=None if who is None else who.id)
    return [_line(unit, meeting) for meeting in found]


def _line(unit: Unit, meeting: Meeting) -> dict[str, str | int | None]:
    booking, slot = meeting.booking, meeting.slot
    party = booking.party
    idea = None if party.idea is None else unit.ideas.of_person(party.idea, person=party.person)
    return {
        "booking": booking.id,
        "state": booking.state,
        "starts": in_city(slot.starts_at),
        "ends": in_city(slot.ends_at),
        "adviser": slot.adviser_name,
        "kind": slot.kind,
        "place": slot.place or None,
        "language": party.language,
        "idea": None if idea is None else idea.number,
        "about": party.about or None,
        "outcome": booking.outcome,
    }


@contextmanager
def _in_words(booking: str) -> Iterator[None]:
    try:
        yield
    except NotFound as refusal:
        msg = f"there is no meeting {booking}"
        raise Failed(msg) from refusal
    except MeetingNotBegun as refusal:
        msg = f"meeting {booking} has not begun yet"
        raise Failed(msg) from refusal
    except ChangedMeanwhile as refusal:
        msg = f"meeting {booking} was moved, cancelled, or changed just now; look at the list again"
        raise Failed(msg) from refusal
