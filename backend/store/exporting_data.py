"""Everything that is kept of a person, as plain values under the names of tables and columns."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from backend.domain.ids import PersonId
from backend.store.leaving import PersonalQuestions
from backend.store.ownership import rows_of
from backend.store.schema import metadata

Records = Mapping[str, Sequence[Mapping[str, Any]]]


class SqlMyData:
    def __init__(self, connection: sa.Connection) -> None:
        self._db = connection

    def records(self, who: PersonId, *, exported: Mapping[str, Sequence[str]], personal: PersonalQuestions) -> Records:
        """By table, the exported columns of the person's rows. What a team wrote is in it; who else is in the team is not."""
        owned = rows_of(who)
        found = {
            table.name: self._rows(table, owned[table], exported[table.name]) for table in metadata.sorted_tables if table in owned and exported.get(table.name)
        }
        forms = {row["id"]: row["form"] for row in self._rows(metadata.tables["sheet"], owned[metadata.tables["sheet"]], ("id", "form"))}
        if "answer" in found:
            found["answer"] = self._without_others(found["answer"], who, forms, personal)
        if "submission" in found:
            own = {row["author"] for row in found.get("answer", ()) if row.get("author")} | {
                row["name"] for row in found.get("team_member", ()) if row.get("name")
            }
            questions = frozenset(question for some in personal.values() for question in some)
            found["submission"] = [{**row, "content": _without_names(row["content"], own, questions)} for row in found["submission"]]
        return {name: rows for name, rows in found.items() if rows}

    def _rows(self, table: sa.Table, where: sa.ColumnElement[bool], columns: Sequence[str]) -> list[dict[str, Any]]:
        query = sa.select(*(table.c[name] for name in columns)).where(where).order_by(*table.primary_key.columns)
        return [{name: _plain(value) for name, value in row.items()} for row in self._db.execute(query).mappings()]

    def _without_others(self, rows: Sequence[Mapping[str, Any]], who: PersonId, forms: Mapping[str, str], personal: PersonalQuestions) -> list[dict[str, Any]]:
        answer = metadata.tables["answer"]
        own = {(row.sheet_id, row.question) for row in self._db.execute(sa.select(answer.c.sheet_id, answer.c.question).where(answer.c.person_id == who))}
        kept = []
        for row in rows:
            if (row["sheet_id"], row["question"]) in own:
                kept.append(dict(row))
            elif row["question"] not in personal.get(forms[row["sheet_id"]], ()):
                kept.append({**row, "author": ""})
        return kept


def _without_names(content: Mapping[str, Any], own: frozenset[str] | set[str], personal: frozenset[str]) -> dict[str, Any]:
    return {
        question: entry if entry.get("author") in own else {**entry, "author": ""}
        for question, entry in content.items()
        if question not in personal or entry.get("author") in own
    }


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    return value.isoformat() if isinstance(value, datetime | date) else value
