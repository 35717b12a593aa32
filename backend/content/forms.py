"""The forms of a folder, read anew when a file changes: a question added there is asked in the next conversation."""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import TypeAlias

import structlog

from backend.content.form_file import FormReader
from backend.content.form_reuse import OtherForms
from backend.content.reader import Reader
from backend.content.yamlfile import Problems, Table, read_yaml
from backend.domain.interview.form import Form

FOLDER = "forms"
_log = structlog.get_logger()
_Print: TypeAlias = tuple[tuple[str, int, int], ...]
ReaderOf: TypeAlias = Callable[[Problems, OtherForms], FormReader]


def read_forms(root: Path, *, problems: Problems, languages: Collection[str], reader: ReaderOf) -> Mapping[str, Form]:
    """Every form by its id; what is wrong is added to the problems."""
    found: dict[str, Form] = {}
    started: dict[str, str] = {}
    paths = {path.stem: path for path in sorted((root / FOLDER).glob("*.yml"))}
    read = {id_: read_yaml(path, name=f"{root.name}/{FOLDER}/{path.name}", problems=problems) for id_, path in paths.items()}
    tables: dict[str, Table] = {id_: table for id_, table in read.items() if table is not None}
    for id_, table in tables.items():
        file = Reader(table, problems=problems, languages=languages)
        version = hashlib.sha256(paths[id_].read_bytes()).hexdigest()[:16]
        form = reader(problems, OtherForms(files=tables)).read(file, id_=id_, version=version)
        for topic in form.topics:
            if topic in started:
                file.complain("topics", f"the topic {topic} starts the form {started[topic]} already")
            started[topic] = form.id
        found[form.id] = form
    return found


class Forms(Mapping[str, Form]):
    """The forms as the folder holds them now. A file that was broken while the product runs leaves the forms as they were."""

    def __init__(self, root: Path, *, languages: Collection[str], reader: ReaderOf, problems: Problems) -> None:
        self._root = root
        self._languages = tuple(languages)
        self._reader = reader
        self._lock = Lock()
        self._print = self._looks()
        self._forms = read_forms(root, problems=problems, languages=self._languages, reader=reader)

    def __getitem__(self, id_: str) -> Form:
        return self._now()[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def started_by(self, topic: str) -> Form | None:
        """The form that the topic starts."""
        return next((form for form in self.values() if topic in form.topics), None)

    def _looks(self) -> _Print:
        files = sorted((self._root / FOLDER).glob("*.yml"))
        return tuple((path.name, status.st_mtime_ns, status.st_size) for path in files for status in [path.stat()])

    def _now(self) -> Mapping[str, Form]:
        with self._lock:
            try:
                looks = self._looks()
            except OSError:
                return self._forms
            if looks != self._print:
                self._print = looks
                self._read_again()
            return self._forms

    def _read_again(self) -> None:
        problems = Problems()
        forms = read_forms(self._root, problems=problems, languages=self._languages, reader=self._reader)
        if problems:
            _log.error("forms.broken", problems=list(problems))
            return
        self._forms = forms
        _log.info("forms.read", forms=sorted(forms))
