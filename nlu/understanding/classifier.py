"""Rasa component: what a message asks. Sets `topics`, `candidates`, `crisis` and `intent`."""

# ruff: noqa: ARG003  Rasa calls create() and load() with more than a component of ours needs
from __future__ import annotations

from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.understanding import store
from nlu.understanding.clauses import asks
from nlu.understanding.crisis import CrisisPhrases
from nlu.understanding.e5 import E5
from nlu.understanding.kernel import Floats, KernelClassifier, Settings, Texts
from nlu.understanding.selection import Part, Reading, Scored, Shares, Thresholds, read


class NotTrainedError(RuntimeError):
    """Messages came before a model."""


def _chosen(kind: type, config: dict[str, Any]) -> Any:  # noqa: ANN401  one helper for two frozen dataclasses
    return kind(**{f.name: config[f.name] for f in fields(kind) if f.name in config})


def _output(scored: Scored) -> dict[str, Any]:
    return {"topic": scored.topic, "confidence": round(scored.confidence, 4)}


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class TopicClassifier(GraphComponent):
    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, classifier: KernelClassifier | None) -> None:
        self._settings: Settings = _chosen(Settings, config)
        self._limits: Thresholds = _chosen(Thresholds, config)
        self._warmth = float(config["warmth"])
        self._storage = storage
        self._resource = resource
        self._classifier = classifier
        self._e5 = E5(threads=config["threads"])
        self._crisis = CrisisPhrases.read(Path(config["crisis_phrases"]))

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`warmth` turns scores into probabilities: softmax(warmth * score)."""
        return {"warmth": 10.0, "threads": 2, "crisis_phrases": "content/crisis.yml"}

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> TopicClassifier:
        return cls(config, model_storage, resource, None)

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: object,
    ) -> TopicClassifier:  # fmt: skip
        component = cls(config, model_storage, resource, store.load(model_storage, resource))
        store.give_back_memory()
        return component

    def _texts(self, raw: list[str], normalised: list[str]) -> Texts:
        return Texts(raw, normalised, self._e5.encode(normalised))

    def train(self, training_data: TrainingData) -> Resource:
        examples = training_data.intent_examples
        texts = self._texts([m.get("tidy") for m in examples], [m.get("normalised") for m in examples])
        self._classifier = KernelClassifier.learn(texts, [m.get(INTENT) for m in examples], self._settings)
        store.save(self._classifier, self._storage, self._resource)
        return self._resource

    def _shares(self, texts: Texts) -> list[Shares]:
        if self._classifier is None:
            raise NotTrainedError
        scores: Floats = self._classifier.scores(texts) * self._warmth
        scores -= scores.max(axis=1, keepdims=True)
        weights = np.exp(scores)
        weights /= weights.sum(axis=1, keepdims=True)
        return [dict(zip(self._classifier.labels, row.tolist(), strict=True)) for row in weights]

    def process(self, messages: list[Message]) -> list[Message]:
        """All messages and all their parts go through the encoder together."""
        pairs = [(message.get("tidy"), message.get("normalised")) for message in messages]
        pairs += [part for message in messages for part in message.get("parts")]
        shares = iter(self._shares(self._texts([raw for raw, _ in pairs], [normalised for _, normalised in pairs])))
        wholes = list(islice(shares, len(messages)))
        for message, whole in zip(messages, wholes, strict=True):
            parts = [Part(next(shares), asks(normalised)) for _, normalised in message.get("parts")]
            self._set(message, read(whole, parts, self._limits))
        return messages

    def _set(self, message: Message, reading: Reading) -> None:
        crisis = self._crisis.found_in(message.get(TEXT) or "")
        is_empty = not message.get("tidy")
        topics = [] if crisis or is_empty else [_output(scored) for scored in reading.topics]
        candidates = [_output(scored) for scored in reading.candidates]
        best = (topics or candidates)[0]
        message.set("topics", topics, add_to_output=True)
        message.set("candidates", candidates, add_to_output=True)
        message.set("crisis", crisis, add_to_output=True)
        message.set(INTENT, {"name": best["topic"], "confidence": best["confidence"]}, add_to_output=True)
