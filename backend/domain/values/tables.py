"""Word lists as data: one string with white space or `|` between the entries."""


def words(text: str) -> tuple[str, ...]:
    return tuple(text.split())
