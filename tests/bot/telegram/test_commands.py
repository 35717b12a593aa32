from typing import cast

from backend.content import Content
from backend.content.shapes import SlashCommand
from bot.telegram.client import TelegramClient
from bot.telegram.commands import publish_commands
from bot.telegram.emulator.server import Emulator


class FakeContent:
    default_language = "fi"
    languages = ("fi", "en")

    def commands(self, language: str) -> tuple[SlashCommand, ...]:
        words = {"fi": ("kieli", "Vaihda kieli"), "en": ("language", "Change the language")}
        word, meaning = words[language]
        return (SlashCommand(word=word, topic="change_language", language=language, description=meaning),)


async def test_each_language_has_its_menu_and_everybody_else_the_default_one(telegram: Emulator, client: TelegramClient) -> None:
    await publish_commands(client, cast("Content", FakeContent()))

    finnish = [{"command": "kieli", "description": "Vaihda kieli"}]
    assert telegram.world.commands == {"": finnish, "fi": finnish, "en": [{"command": "language", "description": "Change the language"}]}


async def test_every_command_of_the_content_is_one_that_telegram_takes(telegram: Emulator, client: TelegramClient, content: Content) -> None:
    await publish_commands(client, content)

    assert set(telegram.world.commands) == {"", *content.languages}
