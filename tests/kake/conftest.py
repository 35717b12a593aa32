"""Commands are run in this process, so that what they all read is read once."""

from functools import cache

import pytest

from backend import bootstrap
from backend.content import load_content

_READ_ONCE = cache(load_content)


@pytest.fixture(autouse=True)
def _content_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that changes the content reads another folder."""
    monkeypatch.setattr(bootstrap, "load_content", _READ_ONCE)
