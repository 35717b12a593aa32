"""Runs inside the dialogue server: says what was understood, and breaks on demand."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class TinyUnderstanding(GraphComponent):  # type: ignore[misc]  # Rasa is in another environment
    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TinyUnderstanding:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get("text")
            if "kaboom" in text:
                raise ValueError(text)
            intent = message.get("intent")
            topics = [{"topic": intent["name"], "confidence": intent["confidence"]}]
            message.set("topics", topics, add_to_output=True)
            message.set("candidates", topics, add_to_output=True)
            message.set("lang", {"code": "fi", "certain": True}, add_to_output=True)
            message.set("crisis", False, add_to_output=True)
        return messages
