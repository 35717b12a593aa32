"""Reads how every column of the database is classified."""

from collections.abc import Mapping

from backend.content.reader import Reader
from backend.domain.privacy import ColumnPrivacy, DataClass, Erased, Privacy, TablePrivacy

_ERASED = tuple(Erased)
_PERSONAL = frozenset({DataClass.IDENTITY, DataClass.CONTENT, DataClass.CONTACT})


def read_privacy(file: Reader) -> Privacy:
    return {name: _table(reader) for name, reader in file.tables().items()}


def _table(reader: Reader) -> TablePrivacy:
    reader.only("title", "retention", "erased", "why", "columns")
    erased = _erased(reader, Erased.KEPT) if reader.has("erased") else _missing(reader)
    why = reader.word("why", default="")
    columns = {name: _column(column, erased) for name, column in reader.table_at("columns").tables().items()}
    if not why and (erased in {Erased.KEPT, Erased.ANONYMISED} or any(column.erased is Erased.KEPT for column in columns.values())):
        reader.complain("erased", "what stays needs its reason under why")
    _complain_of_kept(reader, columns)
    return TablePrivacy(title=reader.texts("title"), retention=reader.word("retention"), erased=erased, why=why, columns=columns)


def _column(reader: Reader, of_table: Erased) -> ColumnPrivacy:
    reader.only("class", "export", "erased", "for")
    data_class = reader.choice("class", tuple(DataClass))
    return ColumnPrivacy(
        data_class=DataClass(data_class) if data_class in tuple(DataClass) else DataClass.NONE,
        is_exported=reader.choice("export", ("yes", "no")) == "yes",
        erased=_erased(reader, of_table),
        purpose=reader.word("for"),
    )


def _missing(reader: Reader) -> Erased:
    reader.required("erased")
    return Erased.KEPT


def _erased(reader: Reader, of_table: Erased) -> Erased:
    chosen = reader.choice("erased", _ERASED, default=of_table)
    return Erased(chosen) if chosen in _ERASED else of_table


def _complain_of_kept(reader: Reader, columns: Mapping[str, ColumnPrivacy]) -> None:
    for name, column in columns.items():
        if column.erased is Erased.KEPT and column.data_class in _PERSONAL:
            reader.complain("columns", f"{name} is {column.data_class}: it must not be kept when somebody has their data deleted")
