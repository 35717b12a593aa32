"""INSERT that leaves a row alone which is there already: the way every contended row is claimed."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert_new(db: sa.Connection, table: sa.Table, **values: Any) -> bool:  # noqa: ANN401 - column values
    """Whether the row was inserted; False where a unique index holds its place already."""
    dialect = postgresql if db.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing()
    return db.execute(statement, execution_options={"preserve_rowcount": True}).rowcount == 1
