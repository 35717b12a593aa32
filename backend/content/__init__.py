"""What the product says, read from the files of `content/` and checked before anything starts."""

from backend.content.content import Content
from backend.content.loader import ContentBroken, load_content

__all__ = ["Content", "ContentBroken", "load_content"]
