"""Clock times and languages as they are typed, and what is wrong with a time, in the words of the terminal."""

from datetime import datetime, time

import click

from backend.domain.clock import CITY_ZONE
from backend.domain.meetings.refusals import UnfitTime

_REASONS = {
    "ends_first": "it ends before it begins",
    "short": "a meeting lasts 5 minutes at least",
    "long": "that is longer than 8 hours, or than there is time for",
    "gap": "between two meetings are 0 to 240 minutes",
    "past": "that is over already",
    "far": "that is more than two years away; is the year right?",
    "no_such_hour": "on that day the clocks skip that time; choose another",
    "overlaps": "the adviser has a time then already",
    "closed": "the office is not open on that weekday (content/office.yml)",
    "too_many": "that would make more times than one adviser can have; are the minutes right?",
    "language": "choose from the languages that the adviser speaks",
    "text": "it needs words, 200 letters at most; a title in every language",
    "capacity": "1 to 1000 people",
    "late": "one cannot sign up after the day itself",
}
_OPTIONS = {"name": "NAME", "first": "FIRST", "last": "LAST"}


def unfit(refusal: UnfitTime) -> str:
    """Which option is wrong, and why."""
    option = _OPTIONS.get(refusal.field, f"--{refusal.field.replace('_', '-')}")
    about = "" if refusal.at is None else f" ({in_city(refusal.at)})"
    other = "" if refusal.other is None else f": {refusal.other.id}, {in_city(refusal.other.starts_at)} to {in_city(refusal.other.ends_at)}"
    return f"{option}: {_REASONS[refusal.reason]}{other or about}"


def in_city(at: datetime) -> str:
    return at.astimezone(CITY_ZONE).isoformat(timespec="minutes")


class ClockTime(click.ParamType[time]):
    """9:00, 09.00 or 9."""

    name = "time"

    def convert(self, value: str | time, param: click.Parameter | None, ctx: click.Context | None) -> time:
        if isinstance(value, time):
            return value
        hour, _, minute = value.strip().replace(".", ":").partition(":")
        try:
            return time(int(hour), int(minute or 0))
        except ValueError:
            self.fail(f"{value!r} is not a time such as 9:00", param, ctx)


class Languages(click.ParamType[tuple[str, ...]]):
    """Codes parted by commas."""

    name = "languages"

    def convert(self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:  # noqa: ARG002 - click's signature
        codes = value.split(",") if isinstance(value, str) else value
        return tuple(dict.fromkeys(code.strip().lower() for code in codes if code.strip()))
