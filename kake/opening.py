"""Opens the product as the settings say."""

from collections.abc import Iterator
from contextlib import contextmanager

from backend.bootstrap import Backend, open_backend
from backend.store.migrate import migrate
from kake.settings import Settings, read_settings


@contextmanager
def opened_backend() -> Iterator[Backend]:
    """The product on its database, brought to this version."""
    backend = opened(read_settings())
    try:
        migrate(backend.engine)
        yield backend
    finally:
        backend.close()


def opened(settings: Settings) -> Backend:
    """The product on its database, which has to be migrated already; raises DatabaseUnusable or ContentBroken."""
    return open_backend(
        database_url=settings.database,
        home=settings.home.resolve(),
        content_folder=settings.content,
        programme=settings.programme,
        clock=settings.clock(),
        public_url=settings.public_url,
    )
