"""One product for all tests that do it no harm; started once."""

from collections.abc import Iterator

import pytest

from tests.whole.product import Product, product
from tests.whole.telegram import TOKEN, Telegram, telegram_server


@pytest.fixture(scope="session")
def telegram() -> Iterator[Telegram]:
    with telegram_server() as server:
        yield server


@pytest.fixture(scope="session")
def running(telegram: Telegram, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with product(tmp_path_factory.mktemp("whole") / "var", telegram_token=TOKEN, telegram_api=telegram.url) as made:
        yield made
