"""How a language writes amounts, days, hours and lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from backend.domain.clock import CITY_ZONE
from backend.domain.office import Office, OpenHours

_NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, kw_only=True, slots=True)
class NotYet:
    """A language we do not answer in yet: what is said to its speakers, in it."""

    named_by: tuple[str, ...]
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """The forms are str.format patterns; `named_by` are the words by which people ask for the language."""

    code: str
    name: str
    named_by: tuple[str, ...]
    thousands: str
    euros_form: str
    day_form: str
    month_form: str
    moment_form: str
    clock_form: str
    conjunction: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]

    def euros(self, amount: int) -> str:
        digits = f"{amount:,}".replace(",", self.thousands or _NO_BREAK_SPACE)
        return self.euros_form.format(amount=digits)

    def day(self, day: date) -> str:
        return self.day_form.format(day=day.day, month=day.month, month_name=self.months[day.month - 1], year=day.year)

    def weekday(self, day: date) -> str:
        """The day with its weekday: "pe 12.3.2027"."""
        return f"{self.weekdays_short[day.weekday()]} {self.day(day)}"

    def month(self, day: date) -> str:
        """The month in which something can begin: "huhtikuussa 2018"."""
        return self.month_form.format(month_name=self.months[day.month - 1], year=day.year)

    def moment(self, at: datetime) -> str:
        """The day and hour by which something is promised, in the city's time."""
        local = at.astimezone(CITY_ZONE)
        return self.moment_form.format(
            weekday=self.weekdays[local.weekday()],
            day=local.day,
            month=local.month,
            month_name=self.months[local.month - 1],
            clock=self.clock(local.time()),
        )

    def clock(self, at: time) -> str:
        return self.clock_form.format(hour=at.hour, minute=f"{at.minute:02}")

    def listed(self, things: Sequence[str]) -> str:
        """a, b ja c."""
        if len(things) < 2:  # noqa: PLR2004 - one thing needs no conjunction
            return "".join(things)
        return f"{', '.join(things[:-1])} {self.conjunction} {things[-1]}"

    def hours(self, hours: Mapping[int, OpenHours]) -> str:
        """ma–to 9.00–15.00, pe 9.00–13.00; empty where no hours are set."""
        runs = groupby(range(7), key=hours.get)
        return ", ".join(self._run(tuple(days), open_hours) for open_hours, days in runs if open_hours is not None)

    def _run(self, days: tuple[int, ...], hours: OpenHours) -> str:
        first, last = self.weekdays_short[days[0]], self.weekdays_short[days[-1]]
        name = first if len(days) == 1 else f"{first}–{last}"
        return f"{name} {self.clock(hours.opens)}–{self.clock(hours.closes)}"

    def filters(self) -> Mapping[str, object]:
        return {"euros": self.euros, "date": self.day, "weekday": self.weekday, "month": self.month, "moment": self.moment, "listed": self.listed}

    def office_view(self, office: Office) -> Mapping[str, object]:
        """The office as texts may speak of it: what is not set is empty."""
        return {
            "hours": self.hours(office.hours),
            "phone": office.phone,
            "email": office.email,
            "address": office.address.get(self.code, ""),
            "has_contact": office.has_contact,
            "places": tuple(place[self.code] for place in office.places),
            "controller": office.controller.get(self.code, ""),
            "privacy_contact": office.privacy_contact.get(self.code, ""),
            "other_funders": tuple({"name": funder.name[self.code], "url": funder.url} for funder in office.other_funders),
        }
