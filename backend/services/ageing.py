"""The way of an idea that nobody touches: warned, put away, removed. Any work on it starts the year anew."""

from datetime import date, datetime, timedelta

from backend.content import Content
from backend.domain.clock import CITY_ZONE
from backend.domain.ideas import RESTORABLE, Idea, IdeaState, What
from backend.domain.messages import Button, Command, Reply
from backend.domain.reminders import is_quiet
from backend.services.ideas.viewing import view_of
from backend.services.ports import Unit
from backend.services.teaming import tell_team

LEASE = "age_ideas"
UNTOUCHED = timedelta(days=365)
WARNED_BEFORE = timedelta(days=14)
_AT_A_TIME = timedelta(minutes=9)


def age_ideas(unit: Unit, content: Content, *, holder: str, now: datetime) -> int:
    """One step for each idea whose time has come; how many there were. What the coordinators have to answer stays as it is.

    Warnings and the putting away are told, so they wait for the day; removal does not.
    """
    if not unit.leases.take(LEASE, holder=holder, now=now, until=now + _AT_A_TIME):
        return 0
    removed = _remove_old(unit, now=now)
    return removed if is_quiet(now) else removed + _expire(unit, content, now=now) + _warn(unit, content, now=now)


def _remove_old(unit: Unit, *, now: datetime) -> int:
    """What was put away or deleted and has not been brought back in time goes for good, with everything that hangs on it."""
    put_away = [idea for state in (IdeaState.WITHDRAWN, IdeaState.EXPIRED) for idea in unit.ideas.untouched_since(now - RESTORABLE, state=state)]
    ready = [idea for idea in put_away if not _is_waiting(unit, idea)]
    for idea in ready:
        unit.ideas.remove(idea.id)
        for sheet in (idea.pitch, idea.draft):
            if sheet is not None:
                unit.sheets.remove(sheet)
        unit.events.append(type="idea.removed", actor="system", object=idea.id, now=now)
    return len(ready)


def _expire(unit: Unit, content: Content, *, now: datetime) -> int:
    """Puts away what was warned of in time; a warning that is older than the last work on the idea does not count."""
    old = [idea for idea in _untouched(unit, now - UNTOUCHED) if idea.warned_at is not None and idea.touched_at < idea.warned_at <= now - WARNED_BEFORE]
    done = [idea for idea in old if unit.ideas.change(idea, now=now, state=IdeaState.EXPIRED.value)]
    for idea in done:
        for sheet in (idea.pitch, idea.draft):
            if sheet is not None:
                unit.interviews.close_on(sheet, now=now)
        unit.events.append(type="idea.expired", actor="system", object=idea.id, now=now)
        _tell(unit, content, idea, "expired", until=_day(now + RESTORABLE) - timedelta(days=1), acts=("restore",), now=now)
    return len(done)


def _warn(unit: Unit, content: Content, *, now: datetime) -> int:
    due = [idea for idea in _untouched(unit, now - UNTOUCHED + WARNED_BEFORE) if idea.warned_at is None or idea.warned_at < idea.touched_at]
    done = [idea for idea in due if unit.ideas.change(idea, now=now, warned_at=now, touched_at=idea.touched_at)]
    for idea in done:
        until = max(idea.touched_at + UNTOUCHED, now + WARNED_BEFORE)
        _tell(unit, content, idea, "warning", until=_day(until), acts=("keep", "show"), now=now)
    return len(done)


def _untouched(unit: Unit, before: datetime) -> list[Idea]:
    return [idea for idea in unit.ideas.untouched_since(before, state=IdeaState.ACTIVE) if not _is_waiting(unit, idea)]


def _is_waiting(unit: Unit, idea: Idea) -> bool:
    return any(unit.ideas.waiting(idea.id, what) is not None for what in What)


def _day(at: datetime) -> date:
    return at.astimezone(CITY_ZONE).date()


def _tell(unit: Unit, content: Content, idea: Idea, name: str, *, until: date, acts: tuple[str, ...], now: datetime) -> None:
    view = view_of(unit, content, idea)
    if not view.is_begun:
        return

    def reply(language: str) -> Reply:
        buttons = tuple(
            Button(label=content.text(f"ageing.button.{act}", language), command=Command(act=f"idea.{act}", arguments={"idea": idea.id})) for act in acts
        )
        return Reply(text=content.text(f"ageing.{name}", language, title=view.title(content, language), until=until), kind="reminder", buttons=buttons)

    tell_team(unit, content, idea.team, key=f"{name}:{idea.id}:{now:%Y%m%d%H%M}", reply=reply, now=now)
