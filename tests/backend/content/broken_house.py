"""A copy of the content with files changed, and what the loader says of it."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from backend.content import ContentBroken, load_content

CONTENT = Path(__file__).parents[3] / "content"
PROGRAMME = "joensuu-kake-2"


def copy_with(folder: Path, files: Mapping[str, str | bytes | None]) -> Path:
    """The content in the folder, these files written anew; None takes one away."""
    copy = folder / "content"
    shutil.copytree(CONTENT, copy)
    for name, text in files.items():
        path = copy / name
        if text is None:
            path.unlink()
        else:
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return copy


def problems_of(content: Path, *, programme: str = PROGRAMME) -> list[str]:
    """Everything the loader says is wrong; nothing where it loads."""
    try:
        load_content(content, programme=programme)
    except ContentBroken as broken:
        return list(broken.problems)
    return []


def changed(name: str, old: str, new: str) -> str:
    """The file's text with the first `old` changed."""
    text = (CONTENT / name).read_text()
    assert old in text, f"{name} does not hold {old!r}"
    return text.replace(old, new, 1)


def line_of(name: str, marker: str) -> int:
    """The line on which the marker first stands in the content as it is."""
    lines = (CONTENT / name).read_text().split("\n")
    return next(number for number, line in enumerate(lines, 1) if marker in line)
