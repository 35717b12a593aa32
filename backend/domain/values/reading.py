"""A value of a kind out of a message, or None; nothing here raises on any text."""

from datetime import datetime

from backend.domain.values.amounts import read_amount
from backend.domain.values.dates import read_date, read_date_range
from backend.domain.values.days import find_days
from backend.domain.values.emails import read_email
from backend.domain.values.forms import Value
from backend.domain.values.line import Line, read_line
from backend.domain.values.moments import HELSINKI, covered_by, read_datetime
from backend.domain.values.people import read_people
from backend.domain.values.phones import read_phone
from backend.domain.values.times import read_time


def in_helsinki(now: datetime) -> datetime:
    """The moment as Helsinki's clock shows it; one without a zone is Helsinki's already."""
    return now.replace(tzinfo=HELSINKI) if now.tzinfo is None else now.astimezone(HELSINKI)


def _time(line: Line, now: datetime) -> Value | None:
    days = find_days(line, now.date(), without_times=True)
    return read_time(line, covered_by(days))


def read_value(text: str, *, kind: str, now: datetime) -> Value | None:
    """What a text says when a value of a kind (forms.KINDS) was asked for; None where nothing was understood."""
    line, now = read_line(text), in_helsinki(now)
    readers = {
        "amount": lambda: read_amount(line),
        "date": lambda: read_date(line, now.date()),
        "time": lambda: _time(line, now),
        "datetime": lambda: read_datetime(line, now),
        "date_range": lambda: read_date_range(line, now.date()),
        "people": lambda: read_people(line),
        "email": lambda: read_email(line),
        "phone": lambda: read_phone(line),
    }
    return readers[kind]()
