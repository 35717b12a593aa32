"""What was agreed on at a meeting, on the page of the draft."""

from datetime import timedelta

from backend.bootstrap import Backend
from backend.domain.meetings.records import Manner, MeetingKind, Outcome, Party
from backend.services.meetings.booking import Held, confirm, hold
from backend.services.meetings.following_up import follow_up
from backend.services.ports import Unit
from tests.backend.services.draft_house import Group, person_of, start_group
from tests.backend.services.meetings.appointments import TUESDAY_TEN
from tests.bot.web.site import Browser, browser, site
from tests.bot.web.test_drafts_api import conversation_of
from tests.times import NOON


def meet(backend: Backend, who: Browser, group: Group, *, task: str) -> None:
    conversation = conversation_of(backend, who)

    def meeting(unit: Unit) -> None:
        adviser = unit.advisers.add(name="Bob", languages=("fi",))
        manner = Manner(kind=MeetingKind.PHONE, place="", languages=("fi",))
        slot = unit.slots.publish(adviser, (TUESDAY_TEN, TUESDAY_TEN + timedelta(minutes=45)), manner=manner, rule=None, now=NOON)
        assert slot is not None
        party = Party(person=person_of(unit, conversation), conversation=conversation, team=group.team, idea=group.idea, language="fi")
        held = hold(unit, slot=slot, party=party, now=NOON)
        assert isinstance(held, Held)
        confirm(unit, booking=held.booking.id, person=party.person, now=NOON)
        follow_up(unit, backend.content, booking=held.booking.id, outcome=Outcome.CAME, tasks=(task,), by="Bob", now=TUESDAY_TEN)

    backend.run(meeting)


async def test_tasks_stand_on_the_page_as_words(sqlite_backend: Backend) -> None:
    async with site(sqlite_backend, is_answered=False) as server, browser(server) as alice:
        group = start_group(sqlite_backend, conversation_of(sqlite_backend, alice))
        before = await (await alice.client.get(f"/drafts/{group.idea}?lang=fi")).text()
        meet(sqlite_backend, alice, group, task="Pyydä <b>tarjous</b>")
        after = await (await alice.client.get(f"/drafts/{group.idea}?lang=fi")).text()
    assert "Neuvojan kanssa sovittua" not in before
    assert "Neuvojan kanssa sovittua" in after
    assert '<li dir="auto">Pyydä &lt;b&gt;tarjous&lt;/b&gt;</li>' in after
