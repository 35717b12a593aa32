"""Is every column of the database classified, and is every classified column there?"""

from backend.domain.privacy import Privacy
from backend.store.schema import metadata
from backend.store.unit import SqlUnit

_WHERE = "content/privacy.yml"


__all__ = ["SqlUnit", "unclassified"]  # with every repository loaded, the metadata know every table


def unclassified(privacy: Privacy) -> list[str]:
    """A sentence for each table or column that one of the two lacks, with its name and where it belongs."""
    there = {table.name: {column.name for column in table.columns} for table in metadata.sorted_tables}
    told = {name: set(table.columns) for name, table in privacy.items()}
    missing = [f"{name}: the table is not classified; add it to {_WHERE}" for name in there if name not in told]
    gone = [f"{_WHERE}: there is no table {name}" for name in told if name not in there]
    both = [name for name in there if name in told]
    missing += [
        f"{name}.{column}: the column is not classified; add it to {_WHERE} under {name}" for name in both for column in sorted(there[name] - told[name])
    ]
    gone += [f"{_WHERE}: {name} has no column {column}" for name in both for column in sorted(told[name] - there[name])]
    return [*missing, *gone]
