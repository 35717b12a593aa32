"""The classifier itself: regularised least squares (a Gaussian process's mean) on a sum of three kernels.

- pieces of 2 to 5 letters of the text as written: carries typing errors and dialect,
- the same of the normalised text,
- a Gaussian kernel on e5 sentence vectors: carries meaning.

On examples of writers it has not seen it is right in more cases than logistic regression on the same features, and
training is one matrix factorisation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from nlu.understanding.labels import MAY_ANSWER, slot_of

Floats = NDArray[np.float32]
Halves = NDArray[np.float16]
ROWS = 1000


@dataclass(frozen=True)
class Settings:
    letters_raw: float = 0.5
    letters_normalised: float = 0.5
    meaning: float = 2.0
    sharpness: float = 2.0  # of the Gaussian kernel
    ridge: float = 0.3


@dataclass(frozen=True)
class Texts:
    """As tidied, as normalised, and the e5 vectors of the latter; equally many."""

    raw: Sequence[str]
    normalised: Sequence[str]
    vectors: Floats


def _letters() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True, dtype=np.float32)


def _gaussian(left: Floats, right: Floats, sharpness: float) -> Floats:
    similarity: Floats = left @ right.T
    similarity -= 1.0
    similarity *= sharpness
    np.exp(similarity, out=similarity)
    return similarity


def _weighted(x: csr_matrix, weights: Halves) -> Floats:
    """The product, row by row: half the memory, and only the rows that are needed are widened."""
    rows = [slice(start, end) for start, end in pairwise(x.indptr)]
    return np.stack([x.data[row] @ weights[x.indices[row]].astype(np.float32) for row in rows])


def _add_products(kernel: Floats, x: csr_matrix) -> None:
    """Adds x @ x.T to the kernel, a few rows at a time to keep memory low."""
    turned = x.T.tocsr()
    for start in range(0, x.shape[0], ROWS):
        kernel[start : start + ROWS] += (x[start : start + ROWS] @ turned).toarray()


def _centred(vectors: Floats, centre: Floats) -> Floats:
    moved: Floats = vectors - centre
    moved /= np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-6)
    return moved


def _targets(labels: Sequence[str], names: Sequence[str]) -> Floats:
    """One row an example: 1 at its label, -1 at the others, and 0 between an answer and a topic that may be one."""
    answers = [place for place, name in enumerate(names) if slot_of(name) is not None]
    near = [place for place, name in enumerate(names) if name in MAY_ANSWER]
    column = {name: place for place, name in enumerate(names)}
    targets = np.full((len(labels), len(names)), -1.0, np.float32)
    for row, label in enumerate(labels):
        if slot_of(label) is not None:
            targets[row, near] = 0.0
        elif label in MAY_ANSWER:
            targets[row, answers] = 0.0
        targets[row, column[label]] = 1.0
    return targets


@dataclass
class KernelClassifier:
    """What was learned. Letters are linear, so their weights are kept; for meaning the examples' vectors are kept."""

    labels: list[str]
    settings: Settings
    letters_raw: TfidfVectorizer
    letters_normalised: TfidfVectorizer
    weights_raw: Halves
    weights_normalised: Halves
    centre: Floats
    vectors: Floats
    duals: Floats

    @classmethod
    def learn(cls, texts: Texts, labels: Sequence[str], settings: Settings) -> "KernelClassifier":
        names = sorted(set(labels))
        targets = _targets(labels, names)
        raw, normalised = _letters(), _letters()
        x_raw: csr_matrix = raw.fit_transform(texts.raw) * np.float32(settings.letters_raw**0.5)
        x_normalised: csr_matrix = normalised.fit_transform(texts.normalised) * np.float32(settings.letters_normalised**0.5)
        centre = texts.vectors.mean(axis=0)
        vectors = _centred(texts.vectors, centre)
        kernel = _gaussian(vectors, vectors, settings.sharpness)
        kernel *= np.float32(settings.meaning)
        for x in (x_raw, x_normalised):
            _add_products(kernel, x)
        kernel[np.diag_indices(len(kernel))] += np.float32(settings.ridge)
        # Turned, the symmetric matrix lies as LAPACK wants it: no second one of two gigabytes.
        factor = cho_factor(kernel.T, lower=True, overwrite_a=True, check_finite=False)
        duals = cho_solve(factor, targets, check_finite=False).astype(np.float32)
        return cls(
            labels=names,
            settings=settings,
            letters_raw=raw,
            letters_normalised=normalised,
            weights_raw=((x_raw.T @ duals) * np.float32(settings.letters_raw**0.5)).astype(np.float16),
            weights_normalised=((x_normalised.T @ duals) * np.float32(settings.letters_normalised**0.5)).astype(np.float16),
            centre=centre,
            vectors=vectors,
            duals=duals * np.float32(settings.meaning),
        )

    def scores(self, texts: Texts) -> Floats:
        """One row a text, one column a label; about 1 for the right label and -1 for the others."""
        total = _weighted(self.letters_raw.transform(texts.raw), self.weights_raw)
        total += _weighted(self.letters_normalised.transform(texts.normalised), self.weights_normalised)
        total += _gaussian(_centred(texts.vectors, self.centre), self.vectors, self.settings.sharpness) @ self.duals
        return total
