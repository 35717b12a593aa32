"""Rasa component: what a message asks. Sets `topics`, `candidates`, `answers`, `crisis` and `intent`."""

# ruff: noqa: ARG003  Rasa calls create() and load() with more than a component of ours needs
from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.understanding import store
from nlu.understanding.crisis import CrisisPhrases
from nlu.understanding.e5 import E5
from nlu.understanding.kernel import KernelClassifier, Settings
from nlu.understanding.reader import Read, Reader, chosen
from nlu.understanding.selection import Scored, Thresholds
from nlu.understanding.tidied import Tidied


class NotTrainedError(RuntimeError):
    """Messages came before a model."""


def _output(scored: Scored) -> dict[str, Any]:
    return {"topic": scored.topic, "confidence": round(scored.confidence, 4)}


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class TopicClassifier(GraphComponent):
    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, classifier: KernelClassifier | None) -> None:
        self._settings: Settings = chosen(Settings, config)
        self._limits: Thresholds = chosen(Thresholds, config)
        self._warmth = float(config["warmth"])
        self._storage = storage
        self._resource = resource
        self._e5 = E5(threads=config["threads"])
        self._reader = None if classifier is None else Reader(classifier, self._limits, self._warmth, self._e5)
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

    def train(self, training_data: TrainingData) -> Resource:
        examples = training_data.intent_examples
        messages = [Tidied(m.get("tidy"), m.get("normalised")) for m in examples]
        self._reader = Reader.learn(messages, [m.get(INTENT) for m in examples], settings=self._settings, limits=self._limits, warmth=self._warmth, e5=self._e5)
        store.save(self._reader.classifier, self._storage, self._resource)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        if self._reader is None:
            raise NotTrainedError
        tidied = [Tidied(message.get("tidy"), message.get("normalised"), message.get("parts")) for message in messages]
        for message, found in zip(messages, self._reader.read(tidied), strict=True):
            self._set(message, found)
        return messages

    def _set(self, message: Message, found: Read) -> None:
        reading = found.reading
        crisis = self._crisis.found_in(message.get(TEXT) or "")
        is_empty = not message.get("tidy")
        topics = [] if crisis or is_empty else [_output(scored) for scored in reading.topics]
        candidates = [_output(scored) for scored in reading.candidates]
        best = (topics or candidates)[0]
        message.set("topics", topics, add_to_output=True)
        message.set("candidates", candidates, add_to_output=True)
        message.set("answers", {slot: float(f"{share:.3g}") for slot, share in found.answers.items()}, add_to_output=True)
        message.set("crisis", crisis, add_to_output=True)
        message.set(INTENT, {"name": best["topic"], "confidence": best["confidence"]}, add_to_output=True)
