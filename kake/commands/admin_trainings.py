"""`kake admin trainings`: joint meetings and trainings that people sign up for."""

import json
from datetime import datetime, time

import click

from backend.domain.meetings.records import Training, TrainingId, TrainingKind
from backend.domain.meetings.refusals import UnfitTime
from backend.domain.refusals import NotFound
from backend.services.meetings import training_seats
from backend.services.meetings.training_telling import call_off
from backend.services.ports import Unit
from kake.commands.time_words import ClockTime, in_city, unfit
from kake.exits import Failed
from kake.opening import opened_backend

_DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


class InLanguages(click.ParamType[tuple[str, str]]):
    """fi=Hakuilta: a text with its language."""

    name = "language=text"

    def convert(self, value: str | tuple[str, str], param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        if isinstance(value, tuple):
            return value
        code, mark, text = value.partition("=")
        if not mark or not text.strip():
            self.fail(f"{value!r} is not a language and a text, such as fi=Hakuilta", param, ctx)
        return code.strip().lower(), text.strip()


@click.group()
def trainings() -> None:
    """Joint meetings and trainings, as people sign up for them."""


@trainings.command()
@click.option("--kind", type=click.Choice([kind.value for kind in TrainingKind]), required=True)
@click.option("--title", type=InLanguages(), multiple=True, required=True, help="fi=Hakuilta; once for each language.")
@click.option("--about", type=InLanguages(), multiple=True, help="What it is about; once for each language.")
@click.option("--day", type=_DAY, required=True)
@click.option("--from", "starts", type=ClockTime(), required=True, help="Such as 17:00, Helsinki time.")
@click.option("--to", "ends", type=ClockTime(), required=True)
@click.option("--place", required=True)
@click.option("--capacity", type=int, required=True, help="How many can come.")
@click.option("--sign-up-until", type=_DAY, help="The last day for signing up; without it the day itself.")
def publish(  # noqa: PLR0913 - one parameter for each option
    *,
    kind: str,
    title: tuple[tuple[str, str], ...],
    about: tuple[tuple[str, str], ...],
    day: datetime,
    starts: time,
    ends: time,
    place: str,
    capacity: int,
    sign_up_until: datetime | None,
) -> None:
    """Publish a joint meeting or a training."""
    plan = training_seats.TrainingPlan(
        kind=TrainingKind(kind),
        title=dict(title),
        about=dict(about),
        day=day.date(),
        starts=starts,
        ends=ends,
        place=place,
        capacity=capacity,
        sign_up_until=(sign_up_until or day).date(),
    )
    with opened_backend() as backend:
        try:
            made = backend.run(training_seats.publish_training, plan=plan, languages=tuple(backend.content.languages), now=backend.clock.now())
        except UnfitTime as refusal:
            raise Failed(unfit(refusal)) from refusal
    click.echo(json.dumps(_line(made), ensure_ascii=False))


@trainings.command("list")
def list_() -> None:
    """Print those that are not over by their start, a JSON line each."""
    with opened_backend() as backend:
        for one in backend.read(training_seats.list_trainings, shows_cancelled=True, now=backend.clock.now()):
            click.echo(json.dumps(_line(one), ensure_ascii=False))


@trainings.command()
@click.argument("number", type=click.IntRange(min=1))
def cancel(number: int) -> None:
    """Cancel joint meeting or training NUMBER; all who signed up are told."""
    with opened_backend() as backend:
        try:
            gone = backend.run(call_off, backend.content, training=backend.read(_numbered, number=number), now=backend.clock.now())
        except NotFound as refusal:
            msg = f"there is no training {number}, or it has been cancelled already"
            raise Failed(msg) from refusal
    click.echo(json.dumps({"number": number, "state": "cancelled", "seats": [seat.id for seat in gone.seats]}))


def _numbered(unit: Unit, *, number: int) -> TrainingId:
    found = unit.trainings.numbered(number)
    if found is None:
        raise NotFound
    return found.id


def _line(one: Training) -> dict[str, object]:
    what = {"number": one.number, "kind": one.kind, "title": one.title, "state": one.state}
    times = {"starts": in_city(one.starts_at), "ends": in_city(one.ends_at), "sign_up_until": in_city(one.sign_up_until)}
    return {**what, **times, "place": one.place, "capacity": one.capacity, "taken": one.taken, "waiting": one.waiting}
