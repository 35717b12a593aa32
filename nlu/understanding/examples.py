"""How the examples' language travels through Rasa's training data: as metadata of their intent."""

from rasa.shared.nlu.training_data.message import Message


def language_of(message: Message) -> str:
    """Of an example as its file says, of a message as it was identified."""
    verdict = message.get("lang")
    if verdict:
        return str(verdict["code"])
    metadata = message.get("metadata") or {}
    return str((metadata.get("intent") or {}).get("lang", "fi"))
