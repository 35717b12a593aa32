"""Publishes the menu of slash commands, each language its own."""

from backend.content import Content
from bot.telegram.client import TelegramClient


async def publish_commands(client: TelegramClient, content: Content) -> None:
    """People whose Telegram speaks another language see the menu of the default one. Raises a ChannelFailure."""
    await client.set_commands(_menu(content, content.default_language), language=None)
    for language in content.languages:
        await client.set_commands(_menu(content, language), language=language)


def _menu(content: Content, language: str) -> list[tuple[str, str]]:
    return [(command.word, command.description) for command in content.commands(language)]
