"""`kake admin drafts`: what groups have sent to the coordinators, and the answers to it."""

import json
from collections.abc import Callable
from typing import TypeVar

import click

from backend.bootstrap import Backend
from backend.domain.ideas import Decision, What
from backend.domain.refusals import ChangedMeanwhile, NotFound, NothingWaiting, Refusal, SubmissionAnswered, SubmissionTakenBack
from backend.domain.text import gate, is_blank
from backend.services.review_words import submission_text
from backend.services.reviewing import Sent, answer_submission, list_submissions, receive, sent_under
from kake.exits import Failed
from kake.opening import opened_backend

T = TypeVar("T")
_LONGEST_NAME = 64
_REFUSED: dict[type[Refusal], str] = {
    NotFound: "there is no idea {number}",
    NothingWaiting: "the group of idea {number} has sent nothing of this kind",
    SubmissionAnswered: "idea {number} has been answered already",
    SubmissionTakenBack: "the group has taken idea {number} back; wait until they send it again",
    ChangedMeanwhile: "idea {number} changed just now; look at it again",
}

_number = click.argument("number", type=click.IntRange(min=1))
_what = click.option("--what", type=click.Choice([what.value for what in What]), help="Default: what waits, else the newest.")


@click.group()
def drafts() -> None:
    """Ideas and draft applications that groups have sent."""


@drafts.command("list")
@click.option("--all", "shows_all", is_flag=True, help="Answered and taken back ones too.")
def list_(shows_all: bool) -> None:  # noqa: FBT001 - click passes a flag so
    """Print what waits for an answer, oldest first, a JSON line each."""
    with opened_backend() as backend:
        for sent in backend.run(list_submissions, only_waiting=not shows_all):
            click.echo(json.dumps(_line(sent), ensure_ascii=False))


@drafts.command()
@_number
@_what
def show(number: int, what: str | None) -> None:
    """Print what was sent under idea NUMBER, and which answers the group has changed since."""
    with opened_backend() as backend:
        content, now = backend.content, backend.clock.now()
        text = _refusing(number, lambda: backend.run(submission_text, content, number=number, what=_meant(backend, number, what), now=now))
    click.echo(text)


@drafts.command("receive")
@_number
@_what
@click.option("--by", default="", help="Your name, as the group shall read it.")
def receive_(number: int, what: str | None, by: str) -> None:
    """Tell the group of idea NUMBER that you have before you what they sent."""
    name = _name(by)
    with opened_backend() as backend:
        content, now = backend.content, backend.clock.now()
        sent = _refusing(number, lambda: backend.run(receive, content, number=number, what=_meant(backend, number, what), by=name, now=now))
    click.echo(json.dumps(_line(sent), ensure_ascii=False))


@drafts.command()
@_number
@_what
@click.option("--decision", type=click.Choice([decision.value for decision in Decision]), required=True, help="Your advice. Only the funder decides.")
@click.option("--reasons", required=True, help="Why, in words that the group reads as they are.")
@click.option("--by", required=True, help="Your name, as the group shall read it.")
def answer(number: int, what: str | None, decision: str, reasons: str, by: str) -> None:
    """Answer what the group of idea NUMBER sent: every member reads it in their chat, with your reasons and name."""
    told, name = gate(reasons), _name(by)
    for given, hint in ((told, "--reasons"), (name, "--by")):
        if is_blank(given):
            msg = "an answer needs reasons and a name"
            raise click.BadParameter(msg, param_hint=hint)
    with opened_backend() as backend:
        content, advice, now = backend.content, Decision(decision), backend.clock.now()
        sent = _refusing(
            number,
            lambda: backend.run(answer_submission, content, number=number, what=_meant(backend, number, what), decision=advice, reasons=told, by=name, now=now),
        )
    click.echo(json.dumps(_line(sent), ensure_ascii=False))


def _meant(backend: Backend, number: int, what: str | None) -> What:
    return What(what) if what is not None else backend.read(sent_under, number=number).submission.what


def _name(by: str) -> str:
    name = " ".join(gate(by).split())
    if len(name) > _LONGEST_NAME:
        msg = f"a name has at most {_LONGEST_NAME} letters"
        raise click.BadParameter(msg, param_hint="--by")
    return name


def _refusing(number: int, service: Callable[[], T]) -> T:
    try:
        return service()
    except Refusal as refusal:
        raise Failed(_REFUSED[type(refusal)].format(number=number)) from refusal


def _line(sent: Sent) -> dict[str, str | int | None]:
    one = sent.submission
    return {
        "number": sent.idea.number,
        "what": one.what,
        "state": one.state,
        "title": sent.title or None,
        "language": sent.idea.language,
        "sent_at": one.sent_at.isoformat(),
        "received_at": None if one.received_at is None else one.received_at.isoformat(),
        "decision": one.decision,
        "answered_by": one.answered_by or None,
    }
