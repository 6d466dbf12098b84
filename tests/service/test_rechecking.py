"""A message that waited is held against the promise as it is."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from service.following_site import DRAFT, MAIL, Site, done, promise
from service.test_announcing import ANA, INVITES, NEWS, TWO, in_hours, later, to_ben
from steadyline.core import telling
from steadyline.core.ledger import (
    Asked,
    Change,
    Edited,
    HandedOver,
    NotAllowed,
    Planned,
    Reopened,
    Told,
    Withdrawn,
    stamp,
)
from steadyline.core.telling import Letter
from steadyline.service.delivering import Message, Never, NotNow, Receipt
from steadyline.service.outbox import Delivery, State
from steadyline.testing import ScriptedCarrier


def ago(hours: float) -> str:
    return stamp(datetime.now(UTC) - timedelta(hours=hours))


async def change(site: Site, *changes: Change) -> None:
    for each in changes:
        await site.ledger.write("prm_1", (await promise(site)).edition, each)


async def reminded_then(*changes: Change) -> Delivery:
    """What came of a reminder, if this happened between its claim and its attempt."""
    site = Site(destinations=[MAIL], people=TWO)
    await site.promised(hours_ago=10)
    await site.following.remind()
    await change(site, *changes)
    async with site.settled():
        pass
    (reminder,) = [d for d in await site.log() if d.message.kind == "reminder_halfway"]
    assert (reminder.state == "sent") is any(
        message.kind == "reminder_halfway" for message in site.ways.carriers["mail"].carried
    )
    return reminder


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ([done()], "the promise is kept by now"),
        ([Withdrawn(at=stamp(datetime.now(UTC)), agreed="Never mind.")], "the promise is withdrawn by now"),
        ([later()], "the promise has another date since"),
        ([done(), Reopened(at=stamp(datetime.now(UTC)), why="It was not.")], "or was opened again"),
    ],
    ids=["kept", "withdrawn", "postponed", "opened again"],
)
async def test_a_reminder_of_what_is_settled_or_has_another_date_lapses_with_the_reason(
    changes: list[Change], why: str
):
    reminder = await reminded_then(*changes)

    assert "lapsed" == reminder.state
    assert why in reminder.why


async def test_a_reminder_of_what_is_only_planned_or_reads_otherwise_is_sent():
    planned = Planned(at=stamp(datetime.now(UTC)), how="By hand")

    assert "sent" == (await reminded_then(planned)).state


async def test_a_reminder_of_what_is_anothers_by_now_goes_to_them():
    reminder = await reminded_then(to_ben())

    assert ("sent", ("ben@example.com",)) == (reminder.state, reminder.message.to)
    assert "Whose it is: Ben" in reminder.message.text


async def test_the_nudge_to_tell_the_customer_lapses_once_they_were_told():
    site = Site(destinations=[MAIL])
    await site.promised(hours_ago=10, due=stamp(datetime.now(UTC) - timedelta(minutes=1)))
    await site.following.remind()
    await change(site, Told(at=stamp(datetime.now(UTC)), what="late", how="phone"))
    async with site.settled():
        pass

    assert ("reminder_tell_customer", "lapsed") in [(d.message.kind, d.state) for d in await site.log()]


async def test_a_promise_that_cannot_be_put_in_words_any_more_parks_its_reminder_and_keeps_no_other(
    monkeypatch: pytest.MonkeyPatch,
):
    site = Site(destinations=[MAIL], people=TWO)
    for id in ("prm_1", "prm_2"):
        await site.promised(id, hours_ago=10)
    await site.following.remind()
    await change(site, to_ben())

    def odd(*_: object) -> Letter:
        raise OverflowError("date value out of range")

    monkeypatch.setattr(telling, "reminder", odd)
    async with site.settled():
        pass

    reminders = {d.promise: d for d in await site.log() if d.message.kind == "reminder_halfway"}
    assert {"prm_1": "parked", "prm_2": "sent"} == {promise: d.state for promise, d in reminders.items()}
    assert "something went wrong here (OverflowError): the log says what" == reminders["prm_1"].why


class InItsTime(ScriptedCarrier):
    """A carrier that brings nothing until it may."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.may = asyncio.Event(), asyncio.Event()

    async def carry(self, message: Message) -> Receipt:
        self.begun.set()
        await self.may.wait()
        return await super().carry(message)


async def test_what_waited_for_room_goes_where_the_destination_points_by_then():
    site = Site(destinations=[MAIL])
    first = site.ways.carriers["mail"] = InItsTime()
    for id in ("prm_1", "prm_2"):
        await site.promised(id, hours_ago=10)
    await site.following.remind()
    sender = site.following._sender
    attempts = [asyncio.create_task(sender.attempt(delivery.id, 1)) for delivery in await site.log()]
    await first.begun.wait()
    await asyncio.sleep(0)
    moved = site.ways.carriers["mail"] = ScriptedCarrier()
    await site.following.save(msgspec.structs.replace(MAIL, name="Moved"), "Ana", MAIL)
    first.may.set()
    await asyncio.gather(*attempts)

    assert (1, 1) == (len(first.carried), len(moved.carried))
    assert ["sent", "sent"] == [delivery.state for delivery in await site.log()]


async def test_a_reminder_that_is_tried_again_is_looked_at_again():
    site = Site(NotNow("busy"), destinations=[MAIL])
    await site.promised(hours_ago=10)
    await site.following.remind()
    (reminder,) = await site.log()
    await site.following._sender.attempt(reminder.id, 1)
    await change(site, done())
    await site.following._sender.attempt(reminder.id, 2)

    assert [("lapsed", 2)] == [(d.state, d.attempts) for d in await site.log()]
    assert 1 == len(site.ways.carriers["mail"].carried)


async def test_a_parked_reminder_that_is_sent_again_lapses_if_there_is_nothing_to_be_reminded_of():
    site = Site(Never("no such mailbox"), destinations=[MAIL])
    await site.promised(hours_ago=10)
    await site.following.remind()
    async with site.settled():
        pass
    await change(site, done())
    async with site.settled():
        await site.following.again((await site.log())[0].id, "Ben")

    assert ["lapsed"] == [d.state for d in await site.log()]


async def test_a_parked_reminder_that_is_sent_again_to_an_address_goes_there_whosever_the_promise_is():
    site = Site(Never("no such mailbox"), destinations=[MAIL], people=TWO)
    await site.promised(hours_ago=10)
    await site.following.remind()
    async with site.settled():
        pass
    await change(site, HandedOver(at=stamp(datetime.now(UTC)), by="Ben", owner="Ben"))
    async with site.settled():
        await site.following.again((await site.log())[0].id, "Zoe", ["zoe@example.com"])

    assert ("sent", ("zoe@example.com",)) == ((await site.log())[0].state, (await site.log())[0].message.to)


# --- letters ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ([done()], "parked"),
        ([later()], "parked"),
        ([Edited(at=stamp(datetime.now(UTC)), act="refund both", kind="money", due=in_hours(9))], "parked"),
        ([Planned(at=stamp(datetime.now(UTC)), how="By hand"), to_ben()], "sent"),
    ],
    ids=["kept", "postponed", "corrected", "handed over"],
)
async def test_a_letter_waits_for_its_author_where_what_the_customer_knows_has_changed(
    changes: list[Change], state: State
):
    site = Site(destinations=[MAIL])
    await site.promised()
    await site.following.tell("prm_1", "late", DRAFT, destination="mail", to=["dana@example.com"], by="Ana")
    await change(site, *changes)
    async with site.settled():
        pass

    (letter,) = [d for d in await site.log() if d.message.kind == "customer_late"]
    assert state == letter.state
    assert (state == "parked") is ("read it once more" in letter.why)


async def parked_letter(**fields: Any) -> tuple[Site, Delivery]:
    site = Site(Never("550 no such mailbox"), destinations=[MAIL])
    await site.promised(**fields)
    told = await site.following.tell("prm_1", "late", DRAFT, destination="mail", to=["dana@example.com"], by="Ana")
    async with site.settled():
        pass
    return site, told


async def went(site: Site) -> tuple[State, int]:
    (letter,) = [d for d in await site.log() if d.message.kind == "customer_late"]
    return letter.state, letter.attempts


@pytest.mark.parametrize("read", [0, 1], ids=["not read", "read before it moved"])
async def test_a_parked_letter_whose_promise_has_moved_is_refused_until_a_person_has_read_both(read: int):
    site, told = await parked_letter()
    await change(site, later())
    why, edition = await site.following.changed(told)
    assert ("the promise has another date by now", 2) == (why.split(":")[0], edition)
    with pytest.raises(NotAllowed, match="another date by now: read it once more"):
        await site.following.again(told.id, "Ana", read=read)
    assert ("parked", 1) == await went(site)

    async with site.settled():
        await site.following.again(told.id, "Ana", read=2)
    assert ("sent", 2) == await went(site)


async def test_a_parked_letter_whose_promise_is_as_it_was_goes_by_one_press():
    site, told = await parked_letter()
    await change(site, Planned(at=stamp(datetime.now(UTC)), how="By hand"))
    async with site.settled():
        assert "" == (await site.following.changed(told))[0]
        await site.following.again(told.id, "Ana")

    assert ("sent", 2) == await went(site)


async def test_what_befalls_the_promise_after_it_was_read_makes_the_letter_wait_again():
    site, told = await parked_letter()
    await change(site, later())
    await site.following.again(told.id, "Ana", read=99)
    await change(site, done())
    async with site.settled():
        pass

    assert ("parked", 2) == await went(site)


async def test_a_letter_is_refused_too_where_the_date_has_passed_since_it_was_written(monkeypatch: pytest.MonkeyPatch):
    site, told = await parked_letter(due=in_hours(1))
    monkeypatch.setattr(site.following, "_now", lambda: in_hours(2))
    with pytest.raises(NotAllowed, match="the promise's date has passed by now"):
        await site.following.again(told.id, "Ana")

    assert "waiting" == (await site.following.again(told.id, "Ana", read=1)).state


async def test_a_letter_that_is_written_again_after_the_date_has_passed_is_read_as_its_author_reads_it(
    monkeypatch: pytest.MonkeyPatch,
):
    site, told = await parked_letter(due=in_hours(1))
    monkeypatch.setattr(site.following, "_now", lambda: in_hours(2))
    anew = await site.following.tell(
        "prm_1", "late", DRAFT, destination="mail", to=["dana@example.com"], by="Ana", seen=1
    )

    assert (told.id, "waiting") == (anew.id, anew.state)
    assert "" == (await site.following.changed(anew))[0]


async def test_is_it_right_now_that_was_parked_is_sent_from_the_promise_as_it_is_written_now():
    site = Site(Never("550 no such mailbox"), destinations=[MAIL])
    await site.promised("prm_1", done())
    first = await site.following.tell("prm_1", "asked", DRAFT, destination="mail", to=["dan@example.com"], by="Ana")
    async with site.settled():
        pass
    assert ["parked"] == [d.state for d in await site.log(promise="prm_1") if d.id == first.id]

    again = Letter(subject="Is it?", text="Is it right now?")
    async with site.settled():
        second = await site.following.tell(
            "prm_1", "asked", again, destination="mail", to=["dana@example.com"], by="Ben"
        )

    (letter,) = [d for d in await site.log() if d.message.kind == "customer_asked"]
    assert first.id == second.id == letter.id
    assert ("sent", "Ben", ("dana@example.com",), "Is it?") == (
        letter.state,
        letter.by,
        letter.message.to,
        letter.message.subject,
    )
    assert isinstance((await site.ledger.history("prm_1"))[-1], Asked)


# --- news -------------------------------------------------------------------------------------------------------------


async def test_news_stays_true_whatever_follows():
    site = Site(destinations=[NEWS])
    await site.promised()
    await site.following.announce()
    await change(site, done())
    async with site.settled():
        pass

    assert {("promise_made", "sent"), ("promise_kept", "sent")} == {(d.message.kind, d.state) for d in await site.log()}


async def test_into_a_calendar_only_the_last_of_it_goes():
    site = Site(destinations=[INVITES], people=TWO)
    await site.promised("prm_1", later(), to_ben())
    await site.following.announce()
    await change(site, Planned(at=stamp(datetime.now(UTC)), how="By hand"))
    async with site.settled():
        pass

    went = [(d.message.to, d.state) for d in await site.log()]
    assert [(ANA, "lapsed"), (ANA, "lapsed"), (ANA, "sent"), (("ben@example.com",), "sent")] == went
