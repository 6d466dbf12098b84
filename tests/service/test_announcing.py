"""Announcing: who hears of what befalls a promise, and of messages that are parked."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from typing import Any

import pytest

from service.following_site import DRAFT, HOOK, WORDS, Site, done, now
from steadyline.core import telling
from steadyline.core.ledger import (
    Answered,
    Asked,
    Broke,
    Change,
    Dropped,
    Edited,
    HandedOver,
    Made,
    Planned,
    Postponed,
    Promise,
    Reopened,
    Told,
    Withdrawn,
    stamp,
)
from steadyline.core.playbook import Words
from steadyline.core.telling import Letter
from steadyline.delivery import calendar
from steadyline.service import announcing
from steadyline.service.announcing import KINDS
from steadyline.service.delivering import Destination, Never
from steadyline.service.outbox import PARKED, Delivery, Note
from steadyline.service.reminding import People

TWO = People(addresses={"Ana": "ana@example.com", "Ben": "ben@example.com"}, named="boss@example.com")
NEWS = Destination(id="hook", kind="webhook", name="Hook", wants=KINDS)
INVITES = Destination(id="cal", kind="calendar", name="Calendars", wants=KINDS)
TO_MAIL = Destination(id="mail", kind="mail", name="Mail", wants=KINDS)


def in_hours(hours: float) -> str:
    return stamp(datetime.now(UTC) + timedelta(hours=hours))


def later() -> Postponed:
    return Postponed(at=now(), by="Ana", due=in_hours(30), cause="system", agreed=True)


def to_ben() -> HandedOver:
    return HandedOver(at=now(), by="Ana", owner="Ben", note="I am away.")


async def announced(*after: Change, to: Sequence[Destination] = (NEWS,), **fields: Any) -> list[Delivery]:
    """What is sent of a promise to which this happened, the oldest first."""
    site = Site(people=TWO, destinations=to)
    await site.promised("prm_1", *after, **fields)
    await site.following.announce()
    return await site.log()


async def test_what_befalls_a_promise_is_told_with_the_promise_as_it_holds_since_and_with_the_change():
    made, kept = await announced(done())

    assert ["promise_made", "promise_kept"] == [made.message.kind, kept.message.kind]
    assert [("open", 1), ("kept", 2)] == [
        (each.message.data["state"], each.message.data["edition"]) for each in (made, kept)
    ]
    assert {"type": "promise_kept", "proof": {"kind": "note", "text": "Refunded"}}.items() <= {
        name: kept.message.data["change"][name] for name in ("type", "proof")
    }.items()
    assert ("prm_1", "Kept: refund the second charge") == (kept.message.about, kept.message.subject)
    assert "What they noted: Refunded" in kept.message.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ([Edited(at=now(), act="refund both", kind="money")], ["promise_edited"]),
        ([later()], ["promise_postponed"]),
        ([to_ben()], ["promise_handed_over"]),
        ([Broke(at=now(), cause="system")], ["promise_broken"]),
        ([Withdrawn(at=now(), agreed="Never mind.")], ["promise_withdrawn"]),
        ([Dropped(at=now())], ["promise_dropped"]),
        ([done(), Reopened(at=now(), why="It was not.")], ["promise_kept", "promise_reopened"]),
        ([done(), Asked(at=now()), Answered(at=now(), right=False)], ["promise_kept", "promise_answered"]),
        ([Planned(at=now(), how="By hand"), Told(at=now(), what="late", how="mail")], []),
    ],
)
async def test_all_that_others_may_want_to_hear_of_is_told_and_nothing_of_how_we_work(
    changes: list[Change], told: list[str]
):
    assert ["promise_made", *told] == [delivery.message.kind for delivery in await announced(*changes)]


async def test_it_is_told_once_however_often_it_is_looked_for():
    site = Site(destinations=[NEWS])
    await site.promised("prm_1", done())
    for _ in range(2):
        await site.following.announce()
    async with site.settled():
        pass

    assert 2 == len(await site.log())
    assert 2 == len(site.ways.carriers["hook"].carried)


async def test_of_two_servers_that_tell_the_same_each_message_is_kept_once_under_the_same_id():
    one, other = Site(destinations=[NEWS]), Site(destinations=[NEWS])
    for site in (one, other):
        await site.ledger.write("prm_1", 0, Made(at="2026-11-20T10:00:00Z", by="Ana", act="call back"))
        await site.following.announce()

    assert [d.id for d in await one.log()] == [d.id for d in await other.log()]


async def test_a_destination_hears_of_what_it_wants_and_no_more():
    kept = Destination(id="kept", kind="webhook", name="Kept", wants=("promise_kept",))

    assert [("kept", "promise_kept")] == [
        (d.destination, d.message.kind) for d in await announced(done(), to=[kept, HOOK])
    ]


async def test_where_the_customer_reads_along_nothing_is_told_but_letters():
    desk = Destination(id="desk", kind="zendesk", name="Desk", options={"public": True})

    assert [] == await announced(done(), to=[desk])


async def test_by_mail_the_owner_hears_of_what_others_did_and_not_of_what_they_did_themselves():
    (delivery,) = await announced(to_ben(), to=[TO_MAIL])

    assert ("promise_handed_over", ("ben@example.com",)) == (delivery.message.kind, delivery.message.to)
    assert "What they noted: I am away." in delivery.message.text


async def test_no_mail_is_written_to_an_owner_whose_address_nobody_knows():
    assert [] == await announced(to=[TO_MAIL, INVITES], owner="Zoe")


async def test_a_promise_that_cannot_be_put_in_words_keeps_no_other_from_being_heard_of(
    monkeypatch: pytest.MonkeyPatch,
):
    written = telling.news

    def odd(words: Words, promise: Promise, *how: Any) -> Letter:
        if promise.id == "prm_odd":
            raise OverflowError("date value out of range")
        return written(words, promise, *how)

    monkeypatch.setattr(telling, "news", odd)
    site = Site(destinations=[NEWS])
    await site.promised("prm_odd")
    await site.promised("prm_1")
    await site.following.announce()

    assert ["prm_1"] == [delivery.promise for delivery in await site.log()]


# --- calendars --------------------------------------------------------------------------------------------------------


async def calendars(*after: Change, **fields: Any) -> list[tuple[str, int, tuple[str, ...]]]:
    """What is sent to calendars: the method, SEQUENCE, and to whom."""
    sent = []
    for delivery in await announced(*after, to=[INVITES], **fields):
        entry = delivery.message.entry
        assert entry is not None
        method, body = calendar.invitation(
            entry, organizer=Address("Care", addr_spec="care@example.com"), to=delivery.message.to
        )
        assert f"SEQUENCE:{entry.sequence}" in body.decode()
        assert "UID:prm_1@steadyline" in body.decode()
        sent.append((method, entry.sequence, delivery.message.to))
    return sent


ANA, BEN = ("ana@example.com",), ("ben@example.com",)


async def test_a_deadline_is_put_into_the_calendar_of_whoever_keeps_it_and_moves_there_with_its_date():
    assert [("REQUEST", 1, ANA), ("REQUEST", 2, ANA)] == await calendars(later())


async def test_handed_over_it_leaves_one_calendar_and_comes_into_another():
    assert [("REQUEST", 1, ANA), ("CANCEL", 2, ANA), ("REQUEST", 2, BEN)] == await calendars(to_ben())


@pytest.mark.parametrize(
    "end",
    [done(), Withdrawn(at=now(), agreed="Never mind."), Dropped(at=now()), Broke(at=now(), cause="system")],
    ids=["kept", "withdrawn", "dropped", "broken"],
)
async def test_settled_it_is_struck_out_and_comes_back_when_it_is_opened_again(end: Change):
    again = Reopened(at=now(), why="It was not so.")

    assert [("REQUEST", 1, ANA), ("CANCEL", 2, ANA), ("REQUEST", 3, ANA)] == await calendars(end, again)


async def test_without_a_date_there_is_nothing_for_a_calendar_and_without_one_any_more_it_is_struck_out():
    undated = Edited(at=now(), by="Ana", act="call back", kind="call_back", due=None)

    assert [] == await calendars(due=None)
    assert [("REQUEST", 1, ANA), ("CANCEL", 2, ANA)] == await calendars(undated)


async def test_what_the_customer_answers_strikes_nothing_out_that_stands_in_no_calendar():
    answered = [done(), Asked(at=now()), Answered(at=now(), right=True)]

    assert [("REQUEST", 1, ANA), ("CANCEL", 2, ANA)] == await calendars(*answered)


# --- what is parked ---------------------------------------------------------------------------------------------------


class Waiting(Site):
    """A site where no mail arrives, and the time can be set forward."""

    def __init__(self, *destinations: Destination, failures: int = 3) -> None:
        super().__init__(*[Never("550 no such mailbox")] * failures, destinations=destinations)

    async def parked(self, many: int) -> list[str]:
        """So many letters that nobody could bring."""
        for number in range(many):
            await self.promised(f"prm_{number}")
            await self.following.tell(
                f"prm_{number}", "late", DRAFT, destination="letters", to=["dan@example.com"], by="Ana"
            )
        async with self.settled():
            pass
        return [delivery.id for delivery in await self.log(state="parked")]


LETTERS = Destination(id="letters", kind="mail", name="Letters", wants=("customer_late",))
ALARM = Destination(id="alarm", kind="webhook", name="Alarm", wants=(PARKED,))
BY_MAIL = Destination(id="post", kind="mail", name="Post", wants=(PARKED,))


def in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is parked now was so long enough ago."""
    monkeypatch.setattr(announcing, "GATHER_SECONDS", -1.0)


async def test_the_named_person_hears_of_all_parked_messages_in_one(monkeypatch: pytest.MonkeyPatch):
    site = Waiting(LETTERS, BY_MAIL, ALARM)
    await site.parked(3)
    await site.following.announce()
    assert [] == [d for d in await site.log() if d.message.kind == PARKED], "they are gathered first"

    in_time(monkeypatch)
    for _ in range(2):
        await site.following.announce()
    told = [d for d in await site.log() if d.message.kind == PARKED]

    assert [("alarm", ("boss@example.com",)), ("post", ("boss@example.com",))] == sorted(
        (d.destination, d.message.to) for d in told
    )
    assert {"Messages that wait for a person: 3"} == {d.message.subject for d in told}
    assert "https://desk.example.com/deliveries?state=parked" in told[0].message.text


def test_a_message_about_parked_ones_has_an_id_of_its_own_though_notes_were_numbered_alike():
    at = "2026-11-22T10:00:00Z"
    notes = [Note(1, PARKED, "msg_1", 1, at), Note(1, PARKED, "msg_2", 1, at), Note(1, PARKED, "msg_1", 2, at)]
    announcer = Site(people=TWO).following._announcer
    told = [delivery for note in notes for delivery in announcer._of_parked(ALARM, [note], ["Later"])]

    assert len(notes) == len({delivery.id for delivery in told})


async def test_of_one_that_was_sent_again_meanwhile_nobody_is_told(monkeypatch: pytest.MonkeyPatch):
    site = Waiting(LETTERS, ALARM, failures=1)
    (id,) = await site.parked(1)
    async with site.settled():
        await site.following.again(id, "Ben")
    in_time(monkeypatch)
    await site.following.announce()

    assert [] == [d for d in await site.log() if d.message.kind == PARKED]


async def test_of_a_message_about_parked_ones_that_is_parked_itself_nobody_is_told(monkeypatch: pytest.MonkeyPatch):
    site = Waiting(LETTERS, BY_MAIL)
    await site.parked(1)
    in_time(monkeypatch)
    for _ in range(3):
        await site.following.announce()
        async with site.settled():
            pass

    assert [PARKED, "customer_late"] == sorted((d.message.kind for d in await site.log(state="parked")), reverse=True)


async def test_where_thousands_are_parked_so_many_are_told_of_in_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(announcing, "TOGETHER", 2)
    site = Waiting(LETTERS, ALARM, failures=5)
    await site.parked(5)
    looked = list[int]()
    outbox = site.following._outbox
    notes = outbox.notes

    async def counted(after: int = 0, limit: int = 100, *, parked: bool | None = None) -> list[Note]:
        found = await notes(after, limit, parked=parked)
        looked.append(len(found))
        return found

    monkeypatch.setattr(outbox, "notes", counted)
    await site.following.announce()
    assert 1 == looked[-1] == max(looked[1:]), "while they are gathered, the oldest alone is looked at"

    in_time(monkeypatch)
    await site.following.announce()
    told = [d.message.data["count"] for d in await site.log() if d.message.kind == PARKED]
    assert [2, 2, 1] == told
    assert [] == await notes(parked=True)


def test_of_many_parked_messages_some_are_named_and_the_rest_counted():
    written = telling.parked(WORDS, [f"Letter {number}" for number in range(14)])

    assert "Messages that wait for a person: 14" == written.subject
    assert (10, True) == (written.text.count("- Letter"), "and 4 more" in written.text)
