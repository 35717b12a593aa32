"""`kake doctor`: does the running product keep what it promises?"""

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import click

from backend.bootstrap import Backend
from backend.services.watching import broken_invariants, figures
from kake.exits import FAILED
from kake.home import running_url
from kake.opening import opened_backend
from kake.settings import Settings, read_settings

_LIMITS = {"inbox_oldest_seconds": 60.0, "outbox_oldest_seconds": 60.0, "deliveries_uncertain": 0.0, "inbox_dead": 0.0}
_LEAST_DISK = 500 * 1024 * 1024


@click.command()
def doctor() -> None:
    """Check database, invariants, queues, model, parts and configuration; name what is wrong, a line each. Ends with 1 if anything is."""
    settings = read_settings()
    wrong = list(_all_wrong(settings))
    for line in wrong:
        click.echo(line)
    if wrong:
        raise click.exceptions.Exit(FAILED)
    click.echo("all is well", err=True)


def _all_wrong(settings: Settings) -> Iterator[str]:
    with opened_backend() as backend:
        yield from backend.run(broken_invariants)
        yield from _slow_queues(backend)
    if not settings.model.exists():
        yield f"model: {settings.model} is missing; run `kake train`"
    if shutil.disk_usage(settings.home.resolve()).free < _LEAST_DISK:
        yield f"disk: less than 500 MB are free at {settings.home.resolve()}"
    yield from _parts_down(settings)


def _slow_queues(backend: Backend) -> Iterator[str]:
    now = backend.run(figures, now=backend.clock.now())
    for name, limit in _LIMITS.items():
        if now[name] > limit:
            yield f"queues: {name} is {now[name]:g}, more than {limit:g}"


def _parts_down(settings: Settings) -> Iterator[str]:
    url = running_url(settings.home.resolve()) or f"http://{settings.bind}"
    try:
        with urllib.request.urlopen(f"{url}/ready", timeout=10):  # noqa: S310 - our own http address
            return
    except urllib.error.HTTPError as error:
        answer: dict[str, Any] = json.loads(error.read() or b"{}")
        yield f"parts: not ready: {json.dumps(answer, ensure_ascii=False)}"
    except OSError as error:
        yield f"parts: nothing answers at {url} ({error})"
