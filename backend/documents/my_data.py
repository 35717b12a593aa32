"""A person's own data as one web page that needs nothing else: every value escaped, no script, no address called."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One message. `at` is the moment in ISO 8601, `when` the same as people write it."""

    who: str
    at: str
    when: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """Each entry is a list of names with their values."""

    id: str
    title: str
    text: str = ""
    entries: Sequence[Sequence[tuple[str, str]]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    language: str
    title: str
    intro: Sequence[str]
    contents_title: str
    messages_title: str
    messages: Sequence[Line]
    chapters: Sequence[Chapter]
    messages_id: str = "messages"

    @property
    def contents(self) -> Sequence[Chapter]:
        first = (Chapter(id=self.messages_id, title=self.messages_title, entries=()),) if self.messages else ()
        return (*first, *self.chapters)


def to_html(page: Page) -> str:
    return _template().render(page=page)


@cache
def _template() -> Template:
    folder = Path(__file__).parent
    return Environment(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=False).get_template("my_data.html")
