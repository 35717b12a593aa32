"""Rasa component: sets `tidy` (any language), `normalised` (spoken Finnish made written) and `parts` on a message."""

# ruff: noqa: ARG003  Rasa calls create() and load() with more than a component of ours needs
from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.understanding import store
from nlu.understanding.examples import language_of
from nlu.understanding.spoken import Normaliser
from nlu.understanding.tidied import tidied


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=True)
class SpokenFinnish(GraphComponent):
    def __init__(self, storage: ModelStorage, resource: Resource, normaliser: Normaliser) -> None:
        self._storage = storage
        self._resource = resource
        self._normaliser = normaliser

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> SpokenFinnish:
        return cls(model_storage, resource, Normaliser({}))

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: object,
    ) -> SpokenFinnish:  # fmt: skip
        return cls(model_storage, resource, Normaliser(store.load(model_storage, resource)))

    def train(self, training_data: TrainingData) -> Resource:
        finnish = [m.get(TEXT) for m in training_data.intent_examples if language_of(m) == "fi"]
        self._normaliser = Normaliser.learn(finnish)
        store.save(self._normaliser.words, self._storage, self._resource)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self._process(training_data.intent_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        self._process(messages)
        return messages

    def _process(self, messages: list[Message]) -> None:
        for message in messages:
            found = tidied(message.get(TEXT) or "", language_of(message), self._normaliser)
            message.set("tidy", found.raw)
            message.set("normalised", found.normalised)
            message.set("parts", list(found.parts))
