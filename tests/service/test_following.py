"""Following through: who is reminded of what, and what a person may send to the customer."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from service.following_site import DRAFT, HOOK, MAIL, WALL, WORDS, Site, done, now, promise, until
from steadyline.core import telling
from steadyline.core.ledger import (
    Answered,
    Asked,
    NotAllowed,
    Postponed,
    Promise,
    Reminded,
    Told,
    stamp,
)
from steadyline.core.playbook import Words
from steadyline.core.telling import Letter
from steadyline.service import heralding
from steadyline.service.delivering import Carrier, Destination, Way, WrongDestination
from steadyline.service.following import ChangedMeanwhile, NoSuch
from steadyline.service.heralding import Befell
from steadyline.service.reminding import People
from steadyline.service.sending import Lines
from steadyline.testing import MemoryDestinations, ScriptedCarrier

# --- lines ----------------------------------------------------------------------------------------------------------


class SlowToHangUp(ScriptedCarrier):
    """A carrier whose other side takes its time to say goodbye."""

    async def close(self) -> None:
        await asyncio.sleep(0.01)


class OneForEach:
    """`Ways` that open another carrier each time."""

    def __init__(self) -> None:
        self.opened: list[Carrier] = []

    def kinds(self) -> list[Way]:
        return []

    def open(self, destination: Destination) -> Carrier:
        self.opened.append(SlowToHangUp())
        return self.opened[-1]


async def test_two_who_find_a_destination_changed_share_the_one_new_line():
    ways, destinations = OneForEach(), MemoryDestinations([HOOK])
    lines = Lines(destinations, ways, at_once=1)
    await lines.to("hook")
    await destinations.save(msgspec.structs.replace(HOOK, name="Moved"), "Ana", now(), HOOK)
    lines.forget()
    one, two = await asyncio.gather(lines.to("hook"), lines.to("hook"))

    assert one is two
    assert 2 == len(ways.opened)


# --- reminding ------------------------------------------------------------------------------------------------------


async def test_a_promise_that_cannot_be_put_in_words_keeps_no_other_from_being_remembered(
    monkeypatch: pytest.MonkeyPatch,
):
    written = telling.reminder

    def odd(words: Words, promise: Promise, *how: Any) -> Letter:
        if promise.id == "prm_odd":
            raise OverflowError("date value out of range")
        return written(words, promise, *how)

    monkeypatch.setattr(telling, "reminder", odd)
    site = Site()
    await site.promised("prm_odd", hours_ago=11)
    await site.promised("prm_1", hours_ago=10)

    assert 1 == await site.following.remind()
    assert ["prm_1"] == [delivery.promise for delivery in await site.log()]


async def test_the_owner_is_reminded_once_by_mail_with_the_promise_and_a_link():
    site = Site()
    await site.promised(hours_ago=10)

    assert 1 == await site.following.remind()
    assert 0 == await site.following.remind()

    (delivery,) = await site.log()
    assert ("reminder_halfway", "mail", ("ana@example.com",)) == (
        delivery.message.kind,
        delivery.destination,
        delivery.message.to,
    )
    assert "Half the time is gone: refund the second charge" == delivery.message.subject
    assert "https://desk.example.com/promises/prm_1" in delivery.message.text
    assert "halfway" == delivery.message.data["stage"]
    assert (
        Reminded(at=delivery.made_at, by="steadyline", stage="halfway", to="Ana")
        == ((await site.ledger.history("prm_1"))[-1])
    )


async def test_at_the_deadline_the_named_person_hears_of_it_and_so_does_every_destination_that_wants_it():
    site = Site()
    late = stamp(datetime.now(UTC) - timedelta(minutes=1))
    await site.promised(hours_ago=10, due=late)
    await site.following.remind()
    await site.following.remind()

    assert [
        ("reminder_named_person", "hook", ("boss@example.com",)),
        ("reminder_named_person", "mail", ("boss@example.com",)),
        ("reminder_tell_customer", "mail", ("ana@example.com",)),
    ] == sorted((d.message.kind, d.destination, d.message.to) for d in await site.log())


async def test_an_owner_without_an_address_is_reached_by_their_team_and_else_by_the_named_person():
    people = People(addresses={"Care": "care@example.com"}, named="boss@example.com")
    site = Site(people=people)
    await site.promised("prm_1", hours_ago=10, owner="Ben", team="Care")
    await site.promised("prm_2", hours_ago=10, owner="Ben", team="")
    await site.following.remind()

    assert {("care@example.com",), ("boss@example.com",)} == {d.message.to for d in await site.log()}
    assert ["Care", "boss@example.com"] == [await reminded(site, id) for id in ("prm_1", "prm_2")]


async def test_an_owner_has_their_mail_however_their_name_is_written():
    site = Site(people=People(addresses={"Ana Smith": "ana@example.com"}, named="boss@example.com"))
    await site.promised("prm_1", hours_ago=10, owner="ana  smith")
    await site.following.remind()

    assert [("ana@example.com",)] == [d.message.to for d in await site.log()]


async def reminded(site: Site, id: str = "prm_1") -> str:
    """Whom the history says that the last reminder went to."""
    last = (await site.ledger.history(id))[-1]
    assert isinstance(last, Reminded)
    return last.to


async def test_a_new_date_is_reminded_of_anew_under_a_new_id():
    site = Site()
    promise = await site.promised(hours_ago=10)
    await site.following.remind()
    given = stamp(datetime.now(UTC) - timedelta(hours=5))
    due = stamp(datetime.now(UTC) + timedelta(hours=4))
    await site.ledger.write(
        "prm_1", promise.edition + 1, Postponed(at=given, by="Ana", due=due, cause="system", agreed=True)
    )
    await site.following.remind()

    assert 2 == len({d.id for d in await site.log()})


async def test_with_nowhere_to_send_it_a_reminder_is_claimed_all_the_same_and_names_nobody():
    site = Site(destinations=[HOOK])
    await site.promised(hours_ago=10)

    assert 1 == await site.following.remind()
    assert [] == await site.log()
    assert "" == await reminded(site)


@pytest.mark.parametrize(("destinations", "to"), [([MAIL], ""), ([WALL], "Ben"), ([MAIL, WALL], "Ben")])
async def test_where_nobody_has_an_address_the_history_names_whom_a_reminder_reached_without_one(
    destinations: list[Destination], to: str
):
    site = Site(people=People(), destinations=destinations)
    await site.promised(hours_ago=10, owner="Ben")
    await site.following.remind()

    assert to == await reminded(site)


async def test_whoever_watches_hears_of_a_reminder():
    site = Site()
    await site.promised(hours_ago=10)
    watching = site.bus.subscribe([heralding.TOPIC])
    await site.following.remind()

    _, message = await anext(aiter(watching))
    befell = msgspec.json.decode(message, type=Befell)
    assert ("promise_reminded", ("halfway",)) == (befell.type, befell.promise.reminded)


async def test_what_is_due_goes_out_by_itself_while_it_runs():
    site = Site()
    await site.promised(hours_ago=10)

    async with site.settled():
        await until(site.log)

    assert ["sent"] == [d.state for d in await site.log()]
    assert 1 == len(site.ways.carriers["mail"].brought)


# --- telling the customer -------------------------------------------------------------------------------------------


async def test_a_letter_is_drafted_for_what_holds_and_for_nothing_else():
    site = Site()
    await site.promised(due=None)

    letter = telling.letter(WORDS, await promise(site), "late", "Ana", stamp(datetime.now(UTC)))
    assert (letter, 1) == await site.following.draft("prm_1", "late", "Ana")
    with pytest.raises(NotAllowed, match=r"open.*kept"):
        await site.following.draft("prm_1", "kept", "Ana")
    with pytest.raises(NoSuch):
        await site.following.draft("prm_2", "late", "Ana")


async def test_once_it_is_sent_and_not_before_the_ledger_says_that_the_customer_was_told():
    site = Site()
    await site.promised()
    kept = await site.following.tell("prm_1", "late", DRAFT, destination="mail", to=["dana@example.com"], by="Ana Ruiz")
    assert ("waiting", {}) == (kept.state, (await promise(site)).told)

    async with site.settled():
        pass

    last = (await site.ledger.history("prm_1"))[-1]
    assert isinstance(last, Told)
    assert ("late", "mail", "Ana Ruiz", DRAFT.text) == (last.what, last.how, last.by, last.text)
    assert (await promise(site)).told_late


async def test_who_clicks_twice_sends_once():
    site = Site()
    await site.promised()
    for _ in range(2):
        await site.following.tell("prm_1", "late", DRAFT, destination="mail", to=["dana@example.com"], by="Ana")
    async with site.settled():
        pass

    assert 1 == len(site.ways.carriers["mail"].carried)


async def test_is_it_right_now_is_asked_once_and_never_again():
    site = Site()
    await site.promised("prm_1", done())
    for words in (DRAFT, Letter(subject="Again", text="Is it?")):
        await site.following.tell("prm_1", "asked", words, destination="mail", to=["dana@example.com"], by="Ana")
    async with site.settled():
        pass

    assert 1 == len(site.ways.carriers["mail"].carried)
    asked = (await site.ledger.history("prm_1"))[-1]
    assert isinstance(asked, Asked)
    assert DRAFT.text == asked.text, "its words stand in the history as those of every letter"
    with pytest.raises(NotAllowed, match="asked already"):
        await site.following.tell("prm_1", "asked", DRAFT, destination="mail", to=["dana@example.com"], by="Ana")


async def test_a_no_reopens_the_promise():
    site = Site()
    kept = await site.promised("prm_1", done(), Asked(at=now(), by="Ana"))

    after = await site.ledger.write("prm_1", kept.edition, Answered(at=now(), by="Ana", right=False, words="No!"))

    assert "open" == after.state


async def test_a_customer_is_not_reached_by_a_webhook_or_by_an_empty_message():
    site = Site()
    await site.promised()
    with pytest.raises(NotAllowed, match="does not reach customers"):
        await site.following.tell("prm_1", "late", DRAFT, destination="hook", by="Ana")
    with pytest.raises(NotAllowed, match="Write something"):
        await site.following.tell("prm_1", "late", Letter(subject="", text=" "), destination="mail", by="Ana")
    with pytest.raises(NoSuch):
        await site.following.tell("prm_1", "late", DRAFT, destination="elsewhere", by="Ana")


# --- where messages go ----------------------------------------------------------------------------------------------


async def test_who_changed_a_destination_is_kept_and_a_wrong_one_is_not_saved():
    site = Site()
    moved = msgspec.structs.replace(MAIL, name="The other mail server")
    await site.following.save(moved, "Ana", MAIL)
    with pytest.raises(WrongDestination):
        await site.following.save(Destination(id="fax", kind="fax", name="Fax"), "Ana")
    await site.following.remove(HOOK, "Ben")

    assert [moved] == await site.following.destinations()
    assert [("Ben", "hook", None), ("Ana", "mail", moved)] == [
        (changed.by, changed.id, changed.now) for changed in await site.following.destination_changes()
    ]
    with pytest.raises(ChangedMeanwhile):
        await site.following.remove(HOOK, "Ben")


async def test_a_test_message_is_rehearsed_and_sent_without_being_kept():
    site = Site()

    assert "A test from Steadyline" in await site.following.rehearse(MAIL, ["ana@example.com"])
    assert (await site.following.test(MAIL, ["ana@example.com"])).reference
    assert ["test"] == [message.kind for message in site.ways.carriers["mail"].carried]
    assert [] == await site.log()
