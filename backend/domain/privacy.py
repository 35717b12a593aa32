"""What is kept of whom: every table and column of the database, classified."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class DataClass(StrEnum):
    IDENTITY = "identity"
    CONTENT = "content"
    CONTACT = "contact"
    TECHNICAL = "technical"
    NONE = "none"


class Erased(StrEnum):
    """What becomes of a row or a value at an erasure."""

    ROW = "row"
    CASCADE = "cascade"
    ANONYMISED = "anonymised"
    KEPT = "kept"


@dataclass(frozen=True, kw_only=True, slots=True)
class ColumnPrivacy:
    data_class: DataClass
    is_exported: bool
    erased: Erased
    purpose: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TablePrivacy:
    """`title` by language. `why` tells what stays and for what reason; empty where nothing does."""

    title: Mapping[str, str]
    retention: str
    erased: Erased
    why: str
    columns: Mapping[str, ColumnPrivacy]

    @property
    def exported(self) -> tuple[str, ...]:
        return tuple(name for name, column in self.columns.items() if column.is_exported)


Privacy = Mapping[str, TablePrivacy]
"""By table."""
