"""Events as a file that calendars read (RFC 5545): lines folded at 75 octets, texts escaped, times in their zone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from backend.documents.calendar import CalendarEvent, EventStatus, Method, Organizer, Subscription
from backend.documents.ics_zone import vtimezone
from backend.documents.printable import cleaned
from backend.domain.clock import CITY_ZONE

_PRODUCT = "-//Pikku KAKE//Adviser//EN"


def to_ics(
    events: Sequence[CalendarEvent],
    *,
    method: Method,
    stamped_at: datetime,
    organizer: Organizer | None = None,
    subscription: Subscription | None = None,
) -> bytes:
    """`stamped_at` is when the file is made: of two files of the same sequence the younger holds."""
    made = Calendar()
    made.add("PRODID", _PRODUCT)
    made.add("VERSION", "2.0")
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", method.value)
    if subscription is not None:
        _add_subscription(made, subscription)
    if events:
        first, last = min(event.starts_at for event in events), max(event.ends_at for event in events)
        made.add_component(vtimezone(CITY_ZONE, first=first, last=last))
    for event in events:
        made.add_component(_event(event, stamped_at=stamped_at, organizer=organizer))
    written: bytes = made.to_ical(sorted=False)
    return written


def _add_subscription(made: Calendar, subscription: Subscription) -> None:
    """Under the standard's names, and under those that calendars know from before it."""
    name, refresh = cleaned(subscription.name), timedelta(minutes=subscription.refresh_minutes)
    made.add("NAME", name)
    made.add("X-WR-CALNAME", name)
    made.add("X-WR-TIMEZONE", CITY_ZONE.key)
    made.add("REFRESH-INTERVAL", vDuration(refresh), parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", vDuration(refresh))


def _event(event: CalendarEvent, *, stamped_at: datetime, organizer: Organizer | None) -> Event:
    made = Event()
    made.add("UID", event.uid)
    made.add("SEQUENCE", event.sequence)
    made.add("DTSTAMP", stamped_at.astimezone(UTC))
    if event.updated_at is not None:
        made.add("LAST-MODIFIED", event.updated_at.astimezone(UTC))
    made.add("DTSTART", event.starts_at.astimezone(CITY_ZONE))
    made.add("DTEND", event.ends_at.astimezone(CITY_ZONE))
    for name, text in (("SUMMARY", event.summary), ("LOCATION", event.location), ("DESCRIPTION", event.description)):
        if text:
            made.add(name, vText(cleaned(text)), parameters={"LANGUAGE": event.language})
    made.add("STATUS", event.status.value)
    # What was cancelled and is shown all the same keeps nobody busy.
    made.add("TRANSP", "TRANSPARENT" if event.status is EventStatus.CANCELLED else "OPAQUE")
    if event.is_private:
        made.add("CLASS", "PRIVATE")
    if organizer is not None:
        made.add("ORGANIZER", vCalAddress(f"mailto:{organizer.email}"), parameters={"CN": organizer.name})
    return made
