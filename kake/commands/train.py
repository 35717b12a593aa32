"""`kake train`"""

import click

from kake.dialogue import run_dialogue_program, train_model
from kake.exits import Failed
from kake.settings import read_settings


@click.command()
def train() -> None:
    """Train the model where it does not fit the examples, then say how well it understands.

    Prints accuracy by language and register on the project's own test sentences (tests/sentences).
    """
    settings = read_settings()
    if not train_model(settings.model):
        msg = "the model could not be trained; the reason is above"
        raise Failed(msg)
    measured = run_dialogue_program("nlu.evaluate", ["--model", str(settings.model)], captures=True)
    click.echo(measured.stdout.decode(), nl=False)
    if measured.returncode != 0:
        msg = "the model could not be measured; the reason is above"
        raise Failed(msg)
