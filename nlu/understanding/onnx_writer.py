"""Writes an ONNX model: the few protobuf messages that it takes, so that the package onnx (63 MB) is not needed."""

import struct

import numpy as np
from numpy.typing import NDArray

FLOAT = 1
SEVEN_BITS = 127
_TENSOR_TYPES = {"float32": FLOAT, "uint8": 2, "int8": 3, "int64": 7}
_CUSTOM = "com.microsoft"  # operators of onnxruntime itself

Attribute = int | float


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > SEVEN_BITS:
        out.append(value & SEVEN_BITS | 128)
        value >>= 7
    return bytes([*out, value])


def _field(number: int, value: float | str | bytes) -> bytes:
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    if isinstance(value, float):
        return _varint(number << 3 | 5) + struct.pack("<f", value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


class Graph:
    """Nodes in the order they are added; each call of `node` returns the name of its one output."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []
        self._count = 0

    def _name(self) -> str:
        self._count += 1
        return f"t{self._count}"

    def constant(self, array: NDArray[np.generic]) -> str:
        name = self._name()
        dims = b"".join(_field(1, size) for size in array.shape)
        kind = _TENSOR_TYPES[array.dtype.name]
        self._constants.append(dims + _field(2, kind) + _field(8, name) + _field(9, np.ascontiguousarray(array).tobytes()))
        return name

    def node(self, operator: str, *inputs: str, custom: bool = False, output: str = "", **attributes: Attribute) -> str:
        output = output or self._name()
        body = b"".join(_field(1, name) for name in inputs) + _field(2, output) + _field(4, operator)
        for name, value in attributes.items():
            kind, place = (2, 3) if isinstance(value, int) else (1, 2)
            body += _field(5, _field(1, name) + _field(place, value) + _field(20, kind))
        self._nodes.append(body + (_field(7, _CUSTOM) if custom else b""))
        return output

    def serialise(self, *, inputs: dict[str, list[int | str]], outputs: dict[str, list[int | str]]) -> bytes:
        """Shapes are numbers or names of sizes that are known only when the model runs."""
        graph = b"".join(_field(1, node) for node in self._nodes) + _field(2, "graph")
        graph += b"".join(_field(5, constant) for constant in self._constants)
        graph += b"".join(_field(11, _value(name, shape)) for name, shape in inputs.items())
        graph += b"".join(_field(12, _value(name, shape)) for name, shape in outputs.items())
        opsets = _field(8, _field(1, "") + _field(2, 18)) + _field(8, _field(1, _CUSTOM) + _field(2, 1))
        return _field(1, 8) + _field(7, graph) + opsets


def _value(name: str, shape: list[int | str]) -> bytes:
    dims = b"".join(_field(1, _field(1 if isinstance(size, int) else 2, size)) for size in shape)
    return _field(1, name) + _field(2, _field(1, _field(1, FLOAT) + _field(2, dims)))
