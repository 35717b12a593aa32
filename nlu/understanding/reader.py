"""What messages ask, and how likely each answers a question of ours: the classifier and the decision over it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any, Protocol

import numpy as np

from nlu.understanding.clauses import asks
from nlu.understanding.kernel import Floats, KernelClassifier, Settings, Texts
from nlu.understanding.labels import MAY_ANSWER, slot_of
from nlu.understanding.selection import Part, Reading, Shares, Thresholds, read
from nlu.understanding.tidied import Tidied


class Encoder(Protocol):
    """Makes sentence vectors: one row a text."""

    def encode(self, texts: list[str]) -> Floats: ...


def chosen(kind: type, config: Mapping[str, Any]) -> Any:  # noqa: ANN401  one helper for two frozen dataclasses
    """Settings of that kind, as the configuration of the pipeline has them."""
    return kind(**{field.name: config[field.name] for field in fields(kind) if field.name in config})


@dataclass(frozen=True)
class Read:
    """`answers`: by slot, how likely the message answers it, were it asked for; between 0 and 1, 1 at most in all."""

    reading: Reading
    answers: Mapping[str, float]


@dataclass
class Reader:
    """`warmth` turns scores into probabilities: softmax(warmth * score)."""

    classifier: KernelClassifier
    limits: Thresholds
    warmth: float
    e5: Encoder

    @classmethod
    def learn(cls, messages: Sequence[Tidied], labels: Sequence[str], *, settings: Settings, limits: Thresholds, warmth: float, e5: Encoder) -> "Reader":
        texts = _texts([(message.raw, message.normalised) for message in messages], e5)
        return cls(KernelClassifier.learn(texts, labels, settings), limits, warmth, e5)

    def read(self, messages: Sequence[Tidied]) -> list[Read]:
        """All messages and all their parts go through the encoder together."""
        pairs = [(message.raw, message.normalised) for message in messages]
        pairs += [part for message in messages for part in message.parts]
        scores = self.classifier.scores(_texts(pairs, self.e5))
        topics = iter(self._shares(scores, [label for label in self.classifier.labels if slot_of(label) is None]))
        answers = self._shares(scores[: len(messages)], [label for label in self.classifier.labels if label not in MAY_ANSWER])
        wholes = list(islice(topics, len(messages)))
        return [
            Read(
                read(whole, [Part(next(topics), asks(normalised)) for _, normalised in message.parts], self.limits),
                {slot: share for label, share in heard.items() if (slot := slot_of(label)) is not None},
            )
            for message, whole, heard in zip(messages, wholes, answers, strict=True)
        ]

    def _shares(self, scores: Floats, labels: Sequence[str]) -> list[Shares]:
        """Among these labels alone."""
        weights = scores[:, [self.classifier.labels.index(label) for label in labels]] * self.warmth
        weights -= weights.max(axis=1, keepdims=True)
        np.exp(weights, out=weights)
        weights /= weights.sum(axis=1, keepdims=True)
        return [dict(zip(labels, row.tolist(), strict=True)) for row in weights]


def _texts(pairs: Sequence[tuple[str, str]], e5: Encoder) -> Texts:
    normalised = [text for _, text in pairs]
    return Texts([raw for raw, _ in pairs], normalised, e5.encode(normalised))
