"""Rasa component: sets `lang` = {"code", "certain"} on a message. Metadata `language` is a hint."""

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
from nlu.understanding.language import Languages


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class LanguageIdentifier(GraphComponent):
    def __init__(self, storage: ModelStorage, resource: Resource, languages: Languages) -> None:
        self._storage = storage
        self._resource = resource
        self._languages = languages

    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> LanguageIdentifier:
        return cls(model_storage, resource, Languages())

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource,
        execution_context: ExecutionContext, **kwargs: object,
    ) -> LanguageIdentifier:  # fmt: skip
        return cls(model_storage, resource, store.load(model_storage, resource))

    def train(self, training_data: TrainingData) -> Resource:
        self._languages = Languages.learn((m.get(TEXT), language_of(m)) for m in training_data.intent_examples)
        store.save(self._languages, self._storage, self._resource)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            hint = (message.get("metadata") or {}).get("language")
            verdict = self._languages.identify(message.get(TEXT) or "", hint)
            message.set("lang", {"code": verdict.code, "certain": verdict.certain}, add_to_output=True)
        return messages
