"""Reads a programme and its criteria without the rest of the content."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from backend.content.eligibility_file import read_eligibility
from backend.content.loader import ContentBroken
from backend.content.programme_file import read_programme
from backend.content.reader import Reader
from backend.content.setup_files import read_languages
from backend.content.yamlfile import Problems, read_yaml
from backend.domain.eligibility import Rules
from backend.domain.programme import Programme


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadedRules:
    programme: Programme
    rules: Rules


def load_eligibility(folder: Path, *, programme: str) -> LoadedRules:
    """The programme of that id and its rules from the content folder; raises ContentBroken."""
    problems = Problems()
    _, wordings, _ = read_languages(_read(folder, "languages.yml", problems))
    read = read_programme(_read(folder, f"programmes/{programme}.yml", problems, wordings), programme_id=programme)
    _stop_if_broken(problems)
    rules = read_eligibility(_read(folder, f"programmes/{programme}.eligibility.yml", problems, wordings), programme=read)
    _stop_if_broken(problems)
    return LoadedRules(programme=read, rules=rules)


def _read(folder: Path, name: str, problems: Problems, languages: Collection[str] = ()) -> Reader:
    table = read_yaml(folder / name, name=f"{folder.name}/{name}", problems=problems)
    if table is None:
        raise ContentBroken(list(problems))
    return Reader(table, problems=problems, languages=languages)


def _stop_if_broken(problems: Problems) -> None:
    if problems:
        raise ContentBroken(list(problems))
