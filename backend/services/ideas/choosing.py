"""Which idea is meant, where there may be several."""

from collections.abc import Callable, Sequence

from backend.domain.ideas import IdeaId, IdeaState
from backend.domain.messages import Button
from backend.services.ideas.cards import idea_button
from backend.services.ideas.viewing import IdeaView, view_of, views_of
from backend.services.speaking import Voice

_MOST_OFFERED = 6


def own_ideas(voice: Voice, *, with_gone: bool = False) -> list[IdeaView]:
    """The person's ideas in which something is written, the one touched last first."""
    ideas = voice.unit.ideas.list_of(voice.conversation.person)
    views = views_of(voice.unit, voice.content, [idea for idea in ideas if with_gone or idea.state is IdeaState.ACTIVE])
    return [view for view in views if view.is_begun]


def own_idea(voice: Voice, idea: str) -> IdeaView | None:
    """The idea where it is one of the person's; None else, and no hint whether there is such an idea."""
    found = voice.unit.ideas.of_person(IdeaId(idea), person=voice.conversation.person)
    return None if found is None else view_of(voice.unit, voice.content, found)


def with_one(voice: Voice, act: str, views: Sequence[IdeaView], do: Callable[[IdeaView], None]) -> bool:
    """Does it with the only one, or asks which; False where there is none."""
    if len(views) == 1:
        do(views[0])
    elif views:
        voice.tell("idea.which", buttons=which_buttons(voice, act, views))
    return bool(views)


def which_buttons(voice: Voice, act: str, views: Sequence[IdeaView]) -> list[Button]:
    return [idea_button(voice, view, act, label=view.title(voice.content, voice.language)) for view in views[:_MOST_OFFERED]]
