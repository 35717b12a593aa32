"""The command `kake`. Results go to standard output and nothing else does; progress and logs go to standard error."""

import sys
from collections.abc import Sequence

import click

from backend.content import ContentBroken
from backend.domain.refusals import Refusal
from backend.store.engine import DatabaseUnusable
from kake.commands.admin import admin
from kake.commands.doctor import doctor
from kake.commands.eligibility import eligibility
from kake.commands.say import chat, say
from kake.commands.setup import setup
from kake.commands.train import train
from kake.commands.understand import understand
from kake.commands.up import up
from kake.commands.values import values
from kake.exits import FAILED, WRONG_CONFIGURATION, Failed, WrongConfiguration


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def kake() -> None:
    """The adviser of the Pikku KAKE small-grant programme.

    Settings are environment variables (KAKE_HOME, KAKE_BIND, ...); the README lists them.
    Exit codes: 0 good, 1 failed, 2 wrong usage, 78 wrong configuration.
    """


for command in (up, setup, train, understand, values, eligibility, say, chat, doctor, admin):
    kake.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and ends the process with its exit code."""
    try:
        kake.main(args=None if arguments is None else list(arguments), standalone_mode=True)
    except DatabaseUnusable as error:
        click.echo(f"KAKE_DATABASE_URL: {error}", err=True)
        sys.exit(WRONG_CONFIGURATION)
    except (WrongConfiguration, ContentBroken) as error:
        click.echo(str(error), err=True)
        sys.exit(WRONG_CONFIGURATION)
    except Failed as error:
        click.echo(str(error), err=True)
        sys.exit(FAILED)
    except Refusal as error:
        click.echo(error.key, err=True)
        sys.exit(FAILED)
