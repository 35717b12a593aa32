"""Reads phrases by which a message is recognised."""

from collections.abc import Iterable

from backend.content.reader import Reader
from backend.domain.interview.phrases import Phrase, phrase


def read_phrases(reader: Reader, key: str, *, default: bool = False) -> tuple[Phrase, ...]:
    """The phrases of every language, together: people mix them."""
    if default and not reader.has(key):
        return ()
    by_language = reader.in_languages(key)
    lists = Reader(reader.table_at(key).table, problems=reader.problems, languages=reader.languages)
    words = [(language, word) for language in by_language for word in lists.words(language)]
    return compiled(reader, key, [word for _, word in words])


def compiled(reader: Reader, key: str, words: Iterable[str]) -> tuple[Phrase, ...]:
    """The phrases, each once; one that holds no letter is a problem."""
    found: dict[str, Phrase] = {}
    for word in words:
        made = phrase(word)
        if made is None:
            if word.strip():
                reader.complain(key, f"{key} holds {word!r}, which has no letter or digit")
        else:
            found[made.pattern.pattern] = made
    return tuple(found.values())
