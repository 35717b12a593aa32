"""A person's data as a page that can be read: the conversation first, then the answers, then every row as it is kept."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from backend.content import Content
from backend.documents.my_data import Chapter, Line, Page
from backend.domain.clock import CITY_ZONE

FORMAT = "kake-my-data/1"
_Row = Mapping[str, Any]
_Records = Mapping[str, Sequence[_Row]]


def page_of(content: Content, records: _Records, *, language: str, now: datetime) -> Page:
    def text(key: str, **facts: Any) -> str:  # noqa: ANN401 - a fact is whatever its template formats
        return content.text(f"my_data.page.{key}", language, **facts)

    answers = _answers(content, records, language)
    chapters = [Chapter(id="answers", title=text("answers"), entries=answers)] if answers else []
    chapters += [
        Chapter(id=f"kept-{name}", title=content.privacy[name].title[language], text=text("as_kept") if n == 0 else "", entries=[_shown(row) for row in rows])
        for n, (name, rows) in enumerate(_in_order(content, records))
    ]
    return Page(
        language=language,
        title=text("title"),
        intro=(text("made", day=now.astimezone(CITY_ZONE).date()), text("intro")),
        contents_title=text("contents"),
        messages_title=text("messages"),
        messages=_messages(records, you=text("you"), adviser=text("adviser")),
        chapters=chapters,
    )


def _in_order(content: Content, records: _Records) -> Iterable[tuple[str, Sequence[_Row]]]:
    return [(name, records[name]) for name in content.privacy if name in records]


def _messages(records: _Records, *, you: str, adviser: str) -> list[Line]:
    labels = {row["token"]: row["label"] for row in records.get("button", ())}
    heard = [(row, row["received_at"], you, row["text"] or labels.get(row["token"], "")) for row in records.get("inbox", ())]
    said = [(row, row["created_at"], adviser, row["text"].replace("**", "")) for row in records.get("outbox", ()) if row["seq"] is not None]
    ordered = sorted((*heard, *said), key=lambda one: (one[0]["conversation_id"], one[0]["seq"]))
    return [Line(who=who, at=at, when=_when(at), text=words) for _, at, who, words in ordered if words]


def _when(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(CITY_ZONE):%d.%m.%Y %H.%M}"


def _answers(content: Content, records: _Records, language: str) -> list[list[tuple[str, str]]]:
    """A list for each sheet, under the questions' own names."""
    found = []
    for sheet in records.get("sheet", ()):
        form = content.forms.get(sheet["form"])
        labels: dict[str, str] = {} if form is None else {question.id: question.label[language] for question in form.questions}
        given = [row for row in records.get("answer", ()) if row["sheet_id"] == sheet["id"]]
        if given:
            found.append([(labels.get(row["question"]) or str(row["question"]), str(row["text"]) or _plain(row["value"])) for row in given])
    return found


def _shown(row: _Row) -> list[tuple[str, str]]:
    return [(name, _plain(value)) for name, value in row.items() if value not in (None, "")]


def _plain(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
