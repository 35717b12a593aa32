"""When people are there next, in words: "Huomenna on itsenäisyyspäivä; toimisto avautuu ma 7.12. klo 9"."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from backend.content import Content
from backend.domain.clock import CITY_ZONE
from backend.domain.messages import Button
from backend.domain.office import holiday_name
from backend.services.meetings.office_hours import next_opening
from backend.services.ports import Unit
from backend.services.speaking import Voice


def opening_line(unit: Unit, content: Content, *, language: str, now: datetime) -> str:
    """Empty where somebody is there now, and where the office has not told its hours: then nothing is promised."""
    opening = next_opening(unit, content.office, now=now)
    if opening is None or opening.is_open:
        return ""
    today = now.astimezone(CITY_ZONE).date()
    opens = opening.at.astimezone(CITY_ZONE)
    wording = content.wordings[content.language(language)]
    near = _near(content, opens.date(), today, language)
    at = content.text("meeting.opening.at", language, day=near, clock=wording.clock(opens.time())) if near else wording.moment(opening.at)
    feast = opening.feast
    return content.text(
        "meeting.opening",
        language,
        feast="" if feast is None else holiday_name(feast, content.language(language)),
        feast_on="" if feast is None else _near(content, feast, today, language) or wording.weekdays[feast.weekday()],
        at=at,
    )


def contact_hours(voice: Voice) -> tuple[str, Sequence[Button]]:
    """What is added to the contact details."""
    return opening_line(voice.unit, voice.content, language=voice.language, now=voice.now), ()


def _near(content: Content, day: date, today: date, language: str) -> str:
    """Today or tomorrow; empty for other days."""
    if day == today:
        return content.text("meeting.opening.today", language)
    return content.text("meeting.opening.tomorrow", language) if day == today + timedelta(days=1) else ""
