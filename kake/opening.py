"""Opens the product as the settings say."""

from backend.bootstrap import Backend, open_backend
from kake.settings import Settings


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
