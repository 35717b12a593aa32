"""What the coordinators have done with an idea, as its group reads it."""

from backend.services.ideas.cards import banner, idea_button, next_buttons, state_of
from backend.services.ideas.viewing import IdeaView
from backend.services.reviewing import history
from backend.services.speaking import Voice


def tell_history(voice: Voice, view: IdeaView) -> None:
    """Where it stands, and what happened when; the coordinators' reasons in their own words."""
    content, language = voice.content, voice.language
    lines = [
        content.text("idea.happened", language, at=one.at, what=content.text(f"idea.happened.{one.type}", language), by=one.by, reasons=one.reasons)
        for one in history(voice.unit, view.idea)
    ]
    text = [
        f"**{view.title(content, language)}**",
        content.text("idea.stands", language, state=state_of(voice, view)),
        banner(voice),
        "\n".join(f"- {line}" for line in lines),
    ]
    voice.say("\n\n".join(part for part in text if part), buttons=[idea_button(voice, view, "show"), *next_buttons(voice, view)[:3]])
