"""What everybody is told at first contact."""

from backend.domain.messages import Channel
from backend.services.speaking import Voice


def introduce(voice: Voice, *, channel: Channel) -> None:
    """Who speaks here, once a conversation, and again when the notice has changed."""
    version = voice.content.notice_version
    conversation = voice.conversation
    if voice.unit.conversations.notice_shown(conversation.id, version):
        return
    voice.unit.conversations.record_notice(conversation.id, version=version, language=voice.language, channel=channel, now=voice.now)
    voice.tell("notice" if conversation.is_private else "group.welcome", kind="notice")
