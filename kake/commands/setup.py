"""`kake setup`: what `make setup` does once both environments are there."""

import click

from backend.content import load_content
from backend.store.classified import unclassified
from backend.store.engine import open_engine
from backend.store.migrate import migrate
from kake.dialogue import train_model
from kake.exits import Failed
from kake.settings import read_settings


@click.command()
@click.option("--content-only", "checks_content_only", is_flag=True, help="Only check the settings and the content.")
def setup(checks_content_only: bool) -> None:  # noqa: FBT001 - click passes a flag so
    """Check content and settings, make the database, and train the model where none fits."""
    settings = read_settings()
    content = load_content(settings.content, programme=settings.programme)
    wrong = unclassified(content.privacy)
    if wrong:
        raise Failed("\n".join(wrong))
    if checks_content_only:
        return
    engine = open_engine(settings.database)
    migrate(engine)
    engine.dispose()
    if not train_model(settings.model):
        msg = "the model could not be trained; the reason is above"
        raise Failed(msg)
