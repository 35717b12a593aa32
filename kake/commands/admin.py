"""`kake admin`: what coordinators do, from the terminal."""

import json

import click

from backend.domain.cases import Case
from backend.domain.refusals import CaseAlreadyAnswered, NotFound
from backend.services.cases import answer_case, list_cases
from kake.commands.admin_drafts import drafts
from kake.commands.admin_meetings import feed, meetings
from kake.commands.admin_my_data import erase, export
from kake.commands.admin_rounds import rounds
from kake.commands.admin_times import times
from kake.commands.admin_trainings import trainings
from kake.exits import Failed
from kake.opening import opened_backend


@click.group()
def admin() -> None:
    """Run the programme from the terminal."""


admin.add_command(drafts)
admin.add_command(meetings)
times.add_command(feed)
admin.add_command(rounds)
admin.add_command(times)
admin.add_command(trainings)
admin.add_command(erase)
admin.add_command(export)


@admin.group()
def cases() -> None:
    """Questions that citizens handed over to a person."""


@cases.command("list")
@click.option("--all", "shows_all", is_flag=True, help="Answered and closed ones too.")
def list_(shows_all: bool) -> None:  # noqa: FBT001 - click passes a flag so
    """Print the open questions, oldest first, a JSON line each."""
    with opened_backend() as backend:
        for case in backend.run(list_cases, state=None if shows_all else "open"):
            click.echo(json.dumps(_line(case), ensure_ascii=False))


@cases.command()
@click.argument("number", type=click.IntRange(min=1))
@click.argument("text")
@click.option("--by", default="", help="Your name, as the citizen shall read it.")
def answer(number: int, text: str, by: str) -> None:
    """Answer question NUMBER with TEXT: it goes into the same chat, with the question quoted."""
    if not text.strip():
        msg = "an answer needs words"
        raise click.BadParameter(msg, param_hint="TEXT")
    with opened_backend() as backend:
        try:
            case = backend.run(answer_case, backend.content, number=number, answer=text.strip(), by=by.strip(), now=backend.clock.now())
        except NotFound as refusal:
            msg = f"there is no question {number}"
            raise Failed(msg) from refusal
        except CaseAlreadyAnswered as refusal:
            msg = f"question {number} has been answered already"
            raise Failed(msg) from refusal
    click.echo(json.dumps({"number": case.number, "state": "answered"}))


def _line(case: Case) -> dict[str, str | int | None]:
    return {
        "number": case.number,
        "state": case.state,
        "topic": case.topic,
        "language": case.language,
        "question": case.question,
        "opened_at": case.opened_at.isoformat(),
        "promised_by": None if case.promised_by is None else case.promised_by.isoformat(),
        "answer": case.answer or None,
        "answered_by": case.answered_by or None,
    }
