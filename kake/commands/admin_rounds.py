"""`kake admin rounds`: the rounds of applications that people are told of."""

import json
from datetime import datetime

import click

from backend.domain.programme import PublishedRound
from backend.domain.refusals import NotFound, UnfitRound
from backend.services.rounds import list_rounds, publish_round, remove_round
from kake.exits import Failed
from kake.opening import opened_backend

_DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])
_UNFIT = {
    "ends_first": "the round closes before it opens",
    "starts_early": "the activities would start before the round closes",
    "long": "a round lasts a year at most; is the year right?",
    "far": "that is more than three years away; is the year right?",
    "over": "the round is over already; --past publishes it all the same",
    "overlaps": "there is a round at that time already; `kake admin rounds list` shows it",
}


@click.group()
def rounds() -> None:
    """Rounds of applications, as people are told of them."""


@rounds.command("list")
def list_() -> None:
    """Print the published rounds by their first day, a JSON line each. Those of the programme's file are not among them."""
    with opened_backend() as backend:
        for one in backend.run(list_rounds, backend.content):
            click.echo(json.dumps(_line(one)))


@rounds.command()
@click.argument("opens", type=_DAY)
@click.argument("closes", type=_DAY)
@click.argument("earliest_start", type=_DAY)
@click.option("--past", is_flag=True, help="Publish a round that is over.")
def publish(opens: datetime, closes: datetime, earliest_start: datetime, past: bool) -> None:  # noqa: FBT001 - click passes a flag so
    """Publish a round from OPENS to CLOSES, both days included, whose activities can start on EARLIEST_START (2027-02-01 or 1.2.2027).

    From then on every answer, card and reminder knows it.
    """
    days = {"opens": opens.date(), "closes": closes.date(), "earliest_start": earliest_start.date()}
    with opened_backend() as backend:
        try:
            made = backend.run(publish_round, backend.content, **days, allows_past=past, now=backend.clock.now())
        except UnfitRound as refusal:
            raise Failed(_UNFIT[refusal.reason]) from refusal
    click.echo(json.dumps(_line(made)))


@rounds.command()
@click.argument("round_id", metavar="ID")
def remove(round_id: str) -> None:
    """Take back the published round ID: nobody is told of it any more."""
    with opened_backend() as backend:
        try:
            backend.run(remove_round, round_id=round_id, now=backend.clock.now())
        except NotFound as refusal:
            msg = f"no round {round_id} is published"
            raise Failed(msg) from refusal
    click.echo(json.dumps({"id": round_id, "state": "removed"}))


def _line(one: PublishedRound) -> dict[str, str]:
    return {"id": one.id, "opens": one.opens.isoformat(), "closes": one.closes.isoformat(), "earliest_start": one.earliest_start.isoformat()}
