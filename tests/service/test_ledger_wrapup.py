"""The wrap-up and the ledger: what is settled in one stands on the other; what has gone on there is changed there."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import NamedTuple

import pytest

from promised import PROOF
from service import tones
from service.test_ledger import ID, MOVED, NOW
from service.test_review import confirm, heard
from steadyline.core import ledger
from steadyline.core.events import PromiseSettled
from steadyline.core.ledger import BY_ITSELF, Broke, Dropped, Edited, Kept, Made, Postponed, Reminded, Reopened
from steadyline.service.ledger import FromCalls
from steadyline.service.review import Approve, Changed, Drop, Reviews
from steadyline.testing import MemoryJournal, MemoryLedger


class Room(NamedTuple):
    """A call that is over, with its wrap-up and the ledger."""

    reviews: Reviews
    book: MemoryLedger


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    journal, book = MemoryJournal(), MemoryLedger()
    async with tones.carried(journal=journal) as calls:
        await heard(journal)
        yield Room(Reviews(calls, promises=FromCalls(journal, book, lambda: NOW)), book)


async def test_what_is_confirmed_in_the_wrap_up_is_on_the_ledger_when_it_is_acknowledged(room: Room):
    view = await room.reviews.take("c1", confirm(0, act="refund both charges", by="Sam"))
    on_it = await room.book.get(ID)
    assert on_it is not None
    assert ("refund both charges", "money", "Sam") == (on_it.act, on_it.kind, on_it.owner)

    await room.book.write(ID, 1, Kept(at=ledger.stamp(NOW), by="Sam", proof=PROOF))
    with pytest.raises(Changed, match="gone on at the ledger, where it is kept now") as told:
        await room.reviews.take("c1", Drop(edition=view.edition, promise="prm_1"))
    assert ("confirmed", "kept") == (told.value.view.promises[0].verdict, told.value.view.promises[0].on_ledger)
    assert told.value.view == await room.reviews.show("c1")


async def test_what_was_moved_at_the_ledger_reads_as_there_and_is_changed_there_alone(room: Room):
    view = await room.reviews.take("c1", confirm(0, by="Sam"))
    assert "" == view.promises[0].on_ledger
    await room.book.write(ID, 1, Reminded(at=ledger.stamp(NOW), by=BY_ITSELF, stage="soon", to="Sam"))
    view = await room.reviews.take("c1", confirm(1, act="refund both charges", by="Sam"))
    assert "" == view.promises[0].on_ledger, "to be reminded of it moves nothing"

    await room.book.write(ID, 3, MOVED)
    for wish in (Drop(edition=2, promise="prm_1"), confirm(2, act="refund it", by="Sam")):
        with pytest.raises(Changed, match="where it is open now"):
            await room.reviews.take("c1", wish)
    shown = (await room.reviews.show("c1")).promises[0]

    assert ("open", ID, MOVED.due) == (shown.on_ledger, shown.ledger, shown.due)
    assert [Made, Reminded, Edited, Postponed] == [type(change) for change in await room.book.history(ID)]


async def test_the_wrap_up_notes_the_moment_at_which_a_person_settled_it():
    journal = MemoryJournal()
    async with tones.carried(journal=journal) as calls:
        await heard(journal)
        reviews = Reviews(calls, now=lambda: NOW)
        await reviews.take("c1", confirm(0, by="Sam"))
        await reviews.take("c1", Drop(edition=1, promise="prm_2"))
        book = MemoryLedger()
        await FromCalls(journal, book, lambda: NOW + timedelta(days=3)).catch_up()
        facts = [r.event async for r in journal.read("c1") if isinstance(r.event, PromiseSettled)]
        (made,) = await book.history(ID)

    assert [ledger.stamp(NOW)] * 2 == [fact.settled_at for fact in facts]
    assert isinstance(made, Made)
    assert ledger.stamp(NOW) == made.confirmed_at


async def test_an_approved_message_whose_promise_moved_at_the_ledger_is_stale_until_it_is_approved_again(room: Room):
    view = await room.reviews.take("c1", confirm(0, by="Sam"))
    view = await room.reviews.take("c1", Approve(edition=view.edition, text=view.draft, by="Sam"))
    assert not view.stale
    seen = view

    await room.book.write(ID, 1, MOVED)
    view = await room.reviews.show("c1")
    assert (True, True) == (view.stale, view.text != view.draft)
    with pytest.raises(Changed, match="look again") as told:  # on a page that was open since before it moved
        await room.reviews.take("c1", Approve(edition=seen.edition, text=seen.text, draft=seen.own_draft, by="Ada"))
    assert view == told.value.view

    again = await room.reviews.take("c1", Approve(edition=view.edition, text=view.text, draft=view.own_draft, by="Sam"))
    assert (False, view.edition + 1) == (again.stale, again.edition), "the same words too, if a person says so"
    assert again == await room.reviews.take("c1", Approve(edition=again.edition, text=again.text, by="Sam"))

    await room.book.write(ID, 2, Kept(at="2026-11-24T09:30:00Z", by="Sam", proof=PROOF))
    assert not (await room.reviews.show("c1")).stale, "it came out as it said"
    await room.book.write(ID, 3, Reopened(at="2026-11-24T10:30:00Z", by="Sam", why="it came back"))
    assert not (await room.reviews.show("c1")).stale
    await room.book.write(ID, 4, Broke(at="2026-12-02T10:30:00Z", by="Sam", cause="stock"))
    assert (await room.reviews.show("c1")).stale


async def test_what_was_dropped_and_confirmed_again_in_the_wrap_up_is_still_the_wrap_ups(room: Room):
    await room.reviews.take("c1", confirm(0, by="Sam"))
    await room.reviews.take("c1", Drop(edition=1, promise="prm_1"))
    await room.reviews.take("c1", confirm(2, act="refund both charges", by="Sam"))
    view = await room.reviews.take("c1", Drop(edition=3, promise="prm_1"))

    assert ("dropped", "") == (view.promises[0].verdict, view.promises[0].on_ledger)
    assert [Made, Dropped, Reopened, Edited, Dropped] == [type(change) for change in await room.book.history(ID)]
