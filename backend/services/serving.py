"""The topics about what is a person's own: their ideas and their meetings."""

from collections.abc import Callable, Mapping

from backend.services.form_hooks import Hooks
from backend.services.ideas.serving import SERVED as OF_IDEAS
from backend.services.meetings.serving import SERVED as OF_MEETINGS
from backend.services.speaking import Voice

SERVED: Mapping[str, Callable[[Voice, str, Hooks], bool]] = {**OF_IDEAS, **OF_MEETINGS}
"""Each returns False where the person has none yet: then the topic's own text says so."""
