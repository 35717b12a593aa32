"""Keeps what a component learned in Rasa's model: one file under the component's own resource."""

import ctypes
from typing import Any

import joblib
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage

_FILE = "learned.joblib"


def save(learned: object, storage: ModelStorage, resource: Resource) -> None:
    with storage.write_to(resource) as folder:
        joblib.dump(learned, folder / _FILE)


def load(storage: ModelStorage, resource: Resource) -> Any:  # noqa: ANN401  joblib cannot know the type
    with storage.read_from(resource) as folder:
        return joblib.load(folder / _FILE)


def give_back_memory() -> None:
    """Loading leaves some 60 MB of freed memory with the process; the C library returns it when asked."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
