"""Reads one YAML file into values that know their line. Nothing is guessed: a scalar is the text as written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

MAX_BYTES = 1_000_000
_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq"))
_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Place:
    file: str
    line: int


class Problems:
    """Everything that is wrong with the content, in the order it was found."""

    def __init__(self) -> None:
        self._found: dict[str, None] = {}

    def add(self, place: Place, reason: str) -> None:
        self._found[f"{place.file}:{place.line}: {reason}"] = None

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __bool__(self) -> bool:
        return bool(self._found)


@dataclass(frozen=True, slots=True)
class Scalar:
    """`is_block` tells a text that begins on the line after its key."""

    text: str
    is_null: bool
    place: Place
    is_block: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    values: tuple["Value", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    entries: Mapping[str, "Value"]
    key_places: Mapping[str, Place] = field(default_factory=dict)
    place: Place = Place("", 0)


Value: TypeAlias = Scalar | Items | Table


def read_yaml(path: Path, *, name: str, problems: Problems) -> Table | None:
    """The file's mapping; None, and a problem, where it cannot be read as one."""
    text = _text_of(path, name=name, problems=problems)
    if text is None:
        return None
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        problems.add(Place(name, line), f"not readable as YAML: {error.problem or error.context}")
        return None
    except YAMLError as error:
        problems.add(Place(name, 1), f"not readable as YAML: {' '.join(str(error).split())}")
        return None
    except RecursionError:
        problems.add(Place(name, 1), "nested too deeply")
        return None
    value = _value(node, name, problems) if node is not None else None
    if isinstance(value, Table):
        return value
    problems.add(Place(name, 1), "is empty or not a mapping of keys to values")
    return None


def _text_of(path: Path, *, name: str, problems: Problems) -> str | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            problems.add(Place(name, 1), f"larger than {MAX_BYTES} bytes")
            return None
        data = path.read_bytes()
    except FileNotFoundError:
        problems.add(Place(name, 1), "the file is missing")
        return None
    except OSError as error:
        problems.add(Place(name, 1), f"cannot be read: {error.strerror}")
        return None
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        problems.add(Place(name, data[: error.start].count(b"\n") + 1), "not UTF-8")
        return None
    return None if _has_tabs(text, name, problems) else text


def _has_tabs(text: str, name: str, problems: Problems) -> bool:
    lines = [number for number, line in enumerate(text.split("\n"), 1) if "\t" in line[: len(line) - len(line.lstrip())]]
    for number in lines:
        problems.add(Place(name, number), "a tab at the start of the line: indent with spaces")
    return bool(lines)


def _value(node: Node, name: str, problems: Problems) -> Value | None:
    place = Place(name, node.start_mark.line + 1)
    if node.anchor is not None:
        problems.add(place, "anchors and aliases are not allowed: write the value out")
        return None
    if node.tag not in _PLAIN_TAGS:
        problems.add(place, f"the tag {node.tag} is not allowed")
        return None
    if isinstance(node, MappingNode):
        return _table(node, place, problems)
    if isinstance(node, SequenceNode):
        values = tuple(_value(item, name, problems) for item in node.value)
        return Items(tuple(value for value in values if value is not None), place)
    assert isinstance(node, ScalarNode)  # noqa: S101 - YAML has no fourth kind of node
    return Scalar(node.value, node.tag == _NULL, place, node.style in {"|", ">"})


def _table(node: MappingNode, place: Place, problems: Problems) -> Table:
    entries: dict[str, Value] = {}
    places: dict[str, Place] = {}
    for key_node, value_node in node.value:
        key_place = Place(place.file, key_node.start_mark.line + 1)
        if not isinstance(key_node, ScalarNode):
            problems.add(key_place, "a key must be a word")
            continue
        key = key_node.value
        if key in places:
            problems.add(key_place, f"the key {key} is there twice, first on line {places[key].line}")
            continue
        value = _value(value_node, place.file, problems)
        places[key] = key_place
        if value is not None:
            entries[key] = value
    return Table(entries, places, place)
