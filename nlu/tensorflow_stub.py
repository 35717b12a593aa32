"""Stands in for TensorFlow, which Rasa imports everywhere and needs only for components that are not used here.

`install()` must run before the first import of rasa. Any module of the packages below, and any name in one, exists
and does nothing; a class taken from one can be derived from.
"""

import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

_PACKAGES = {"tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras"}


class _Nothing(type):
    """A class that has every attribute, can be called, derived from, subscripted and used as a decorator."""

    def __getattr__(cls, name: str) -> "_Nothing":
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing(name, (), {})

    def __call__(cls, *args: object, **kwargs: object) -> object:  # noqa: ARG002  anything may be passed
        return args[0] if len(args) == 1 and callable(args[0]) else super().__call__()

    def __getitem__(cls, item: object) -> "_Nothing":
        return cls


class _Module(ModuleType):
    __version__ = "0.0.0"

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> _Nothing:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Nothing(name, (), {})


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ARG002  the import system's signature
        return ModuleSpec(fullname, self, is_package=True) if fullname.partition(".")[0] in _PACKAGES else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def install() -> None:
    sys.meta_path.insert(0, _Finder())
