"""What people settle after a call: on disk before it is acknowledged, and of two editors the second is told."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from script import HEADER, PLAYBOOK, Talk, promise
from service import tones
from steadyline.bus.local import LocalBus
from steadyline.core.events import AnyEvent, Customer, FollowUpWritten, PromiseSettled
from steadyline.playbooks import loader
from steadyline.service import conversation as conversations
from steadyline.service.calls import Calls
from steadyline.service.conversation import Conversation, NoSuchCall
from steadyline.service.ports import Journal, JournalFailed
from steadyline.service.review import (
    Approve,
    Changed,
    Confirm,
    DisputeStep,
    Drop,
    GrantBreak,
    NotTaken,
    Reviews,
    Sign,
    TakeBreak,
    Wish,
)
from steadyline.store.journal import SqlJournal
from steadyline.testing import MemoryJournal

DUE = "2026-03-10T17:00:00-04:00"


def talk(due: str = DUE) -> Talk:
    talk = Talk().agent("Northwind, Sam speaking.", "greeting")
    talk.customer("My bill.", "states_problem", heat=0.75, concern="I was charged twice")
    talk.agent("So twice?", "restates").customer("Exactly.", "confirms", heat=0.5)
    talk.agent("I'll refund it by five.", "promises", promises=[promise("refund it", "by five", due=due)])
    return talk.agent("We'll post a bill.", promises=[promise("post a bill", who="company")]).customer("Ok.", heat=0.0)


async def heard(
    journal: Journal, id: str = "c1", *, ends: bool = True, header: Any = HEADER, due: str = DUE
) -> Conversation:
    """A call in the journal."""
    header = msgspec.structs.replace(header, call=id)
    reference, body = loader.reference(PLAYBOOK), loader.freeze(PLAYBOOK)
    conversation = await conversations.begin(id, header, PLAYBOOK, reference, body, journal, LocalBus(), "test")
    said = talk(due).hangs_up() if ends else talk(due)
    await conversation.take(*said.facts[1:])
    return conversation


@pytest.fixture
async def journal(tmp_path: Path) -> AsyncIterator[SqlJournal]:
    async with SqlJournal(str(tmp_path / "journal.sqlite")) as disk:
        yield disk


@pytest.fixture
async def calls(journal: SqlJournal) -> AsyncIterator[Calls]:
    async with tones.carried(journal=journal) as calls:
        yield calls


@pytest.fixture
async def reviews(calls: Calls) -> Reviews:
    await heard(calls.journal)
    return Reviews(calls)


async def written(journal: Journal, kind: type[AnyEvent]) -> list[AnyEvent]:
    return [recorded.event async for recorded in journal.read("c1") if isinstance(recorded.event, kind)]


def confirm(edition: int, id: str = "prm_1", act: str = "refund it", **more: Any) -> Confirm:
    return Confirm(edition=edition, promise=id, act=act, **more)


async def test_a_call_that_is_over_is_shown_whole(reviews: Reviews):
    view = await reviews.show("c1")

    assert ("c1", 0, "ended") == (view.call, view.edition, view.state)
    assert [
        ("prm_1", "draft", "I will refund it, by five (Tuesday 10 March, 17:00)."),
        ("prm_2", "draft", "We will post a bill."),
    ] == [(draft.id, draft.verdict, draft.says) for draft in view.promises]
    assert "- We will post a bill." in view.draft
    assert {"greet": "done", "empathise": "skipped", "close": "skipped"}.items() <= {
        s.step: s.state for s in view.scorecard
    }.items()
    assert view.heat.fall == round(view.heat.peak - view.heat.end, 4) > 0.05
    assert "I was charged twice" in view.brief


async def test_every_quote_comes_with_the_second_at_which_it_began(reviews: Reviews):
    view = await reviews.show("c1")
    began = {fact.turn: fact.t0 for fact in talk().facts if hasattr(fact, "t0")}

    assert [began[draft.turn] for draft in view.promises] == [draft.at for draft in view.promises]
    assert all(step.at == began[step.turn] for step in view.scorecard if step.turn is not None)


async def test_what_was_settled_is_on_disk_when_it_is_acknowledged(reviews: Reviews, journal: SqlJournal):
    view = await reviews.take("c1", confirm(0, act="refund both charges", by="Sam"))

    assert (1, "confirmed", "refund both charges", True) == (
        view.edition,
        view.promises[0].verdict,
        view.promises[0].act,
        view.promises[0].edited,
    )
    (fact,) = await written(journal, PromiseSettled)
    assert isinstance(fact, PromiseSettled)
    assert ("prm_1", "confirmed", "Sam") == (fact.id, fact.verdict, fact.by)


async def test_a_promise_dropped_leaves_the_draft_of_the_message(reviews: Reviews):
    view = await reviews.take("c1", Drop(edition=0, promise="prm_2"))

    assert "post a bill" not in view.draft
    assert "refund it" in view.draft


async def test_a_message_keeps_the_lines_it_was_written_in(reviews: Reviews):
    letter = "Hello Dana,\n\n- I will call you.\n- The refund is on its way.\n\nSam"

    assert letter == (await reviews.take("c1", Approve(edition=0, text=letter))).text


async def test_of_two_editors_the_second_is_told_and_nothing_of_theirs_is_written(
    reviews: Reviews, journal: SqlJournal
):
    await reviews.take("c1", Approve(edition=0, text="Dear Dana"))
    with pytest.raises(Changed, match="look again") as told:
        await reviews.take("c1", Approve(edition=0, text="Dear Ms Ruiz"))

    assert "Dear Dana" == told.value.view.text
    assert 1 == len(await written(journal, FollowUpWritten))
    assert "Dear Ms Ruiz" == (await reviews.take("c1", Approve(edition=1, text="Dear Ms Ruiz"))).text


async def test_two_editors_at_the_same_moment_are_told_apart(reviews: Reviews, journal: SqlJournal):
    wishes = [Approve(edition=0, text=f"number {n}") for n in range(8)]
    done = await asyncio.gather(*(reviews.take("c1", wish) for wish in wishes), return_exceptions=True)

    assert 1 == len([one for one in done if not isinstance(one, BaseException)])
    assert {Changed} == {type(one) for one in done if isinstance(one, BaseException)}
    assert 1 == len(await written(journal, FollowUpWritten))


async def test_two_programs_at_the_same_moment_are_told_apart_too(reviews: Reviews, calls: Calls):
    other = Reviews(calls)  # a lock of its own, as another process has
    for edition in range(10):
        done = await asyncio.gather(
            *(
                each.take("c1", Approve(edition=edition, text=f"{n} {edition}"))
                for n, each in enumerate((reviews, other))
            ),
            return_exceptions=True,
        )
        assert [Changed] == [type(one) for one in done if isinstance(one, BaseException)]


async def test_the_same_said_twice_counts_once(reviews: Reviews, journal: SqlJournal):
    first = await reviews.take("c1", confirm(0))
    again = await reviews.take("c1", confirm(0))

    assert first == again
    assert 1 == len(await written(journal, PromiseSettled))


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        (confirm(0, "prm_9"), "heard on this call"),
        (confirm(0, act="  "), "drop it"),
        (confirm(0, act="x" * 301), "shorter"),
        (confirm(0, due="Friday"), "no date and time"),
        (confirm(0, due="2026-03-09T17:00:00-04:00"), "before the call began"),
        (confirm(0, due="2026-03-14"), "closed on Saturday"),
        (confirm(0, due="0001-01-01T00:00:00+14:00"), "too far away|before the call"),
        (Approve(edition=0, text=" \n"), "empty"),
        (Approve(edition=0, text="x" * 10_001), "shorter"),
        (DisputeStep(edition=0, step="ask", words=""), "in your own words"),
        (Sign(edition=0), "your name"),
        (GrantBreak(edition=0, minutes=0, by="Lee"), "minutes"),
        (GrantBreak(edition=0, minutes=10), "your name"),
        (TakeBreak(edition=0), "No break was granted"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words_and_not_written(
    reviews: Reviews, journal: SqlJournal, wish: Wish, why: str
):
    before = [recorded async for recorded in journal.read("c1")]
    with pytest.raises(NotTaken, match=why):
        await reviews.take("c1", wish)

    assert before == [recorded async for recorded in journal.read("c1")]


async def test_a_call_nobody_knows_has_no_wrap_up(reviews: Reviews):
    with pytest.raises(NoSuchCall, match="nowhere"):
        await reviews.show("nowhere")


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        ("2026-03-12T17:00", "2026-03-12T17:00:00-04:00"),
        ("2026-03-12T22:00:00+00:00", "2026-03-12T18:00:00-04:00"),
        ("2026-03-10T17:00:00-04:00", "2026-03-10T17:00:00-04:00"),
        ("2026-03-12", "2026-03-12T17:00:00-04:00"),
        ("2027-03-14T03:30", "2027-03-14T03:30:00-04:00"),
    ],
)
async def test_a_deadline_is_kept_on_the_customers_clock(reviews: Reviews, due: str, expected: str):
    assert expected == (await reviews.take("c1", confirm(0, due=due))).promises[0].due


async def test_a_time_that_the_customers_clock_skips_is_asked_about(reviews: Reviews):
    with pytest.raises(NotTaken, match="There is no 02:30.*01:30 or 03:30"):
        await reviews.take("c1", confirm(0, due="2027-03-14T02:30"))


@pytest.mark.parametrize(
    ("due", "why"), [("1999-03-12T17:00", "before the year 2000"), ("2037-03-12", "more than ten years away")]
)
async def test_a_deadline_of_another_age_is_asked_about(reviews: Reviews, due: str, why: str):
    with pytest.raises(NotTaken, match=f"{why}.*Is the year right"):
        await reviews.take("c1", confirm(0, due=due))


async def test_a_deadline_of_another_age_is_asked_about_where_it_was_heard_so_too(calls: Calls):
    far = "2066-03-10T17:00:00-04:00"
    await heard(calls.journal, due=far)
    with pytest.raises(NotTaken, match="more than ten years away"):
        await Reviews(calls).take("c1", confirm(0, due=far))


async def test_where_the_customers_zone_is_not_known_the_deadline_stays_in_that_of_the_promise(calls: Calls):
    await heard(
        calls.journal, header=msgspec.structs.replace(HEADER, customer=Customer(name="Dana", timezone="Nowhere/No"))
    )
    view = await Reviews(calls).take("c1", confirm(0, due="2026-03-12T17:00"))

    assert "2026-03-12T17:00:00-04:00" == view.promises[0].due


async def test_disputes_and_the_signature(reviews: Reviews):
    await reviews.take("c1", Sign(edition=0, by="Lee"))
    view = await reviews.take("c1", DisputeStep(edition=1, step="empathise", words="I said it", by="Sam"))
    step = next(step for step in view.scorecard if step.step == "empathise")

    assert ("I said it", "Sam", "") == (step.dispute, step.disputed_by, view.signed_by)
    assert "Kim" == (await reviews.take("c1", Sign(edition=2, by="Kim"))).signed_by


async def test_a_break_is_granted_and_taken_and_nothing_else_is_known_of_it(reviews: Reviews):
    await reviews.take("c1", GrantBreak(edition=0, minutes=10, by="Lee"))
    view = await reviews.take("c1", TakeBreak(edition=1))

    assert (10, "Lee", True) == (view.break_minutes, view.break_by, view.break_taken)


async def test_while_the_call_goes_on_promises_can_be_settled_and_nothing_signed(calls: Calls):
    live = await heard(calls.journal, ends=False)
    reviews = Reviews(calls)

    assert "confirmed" == (await reviews.take("c1", confirm(0))).promises[0].verdict
    for wish in (
        Sign(edition=1, by="Lee"),
        Approve(edition=1, text="x"),
        DisputeStep(edition=1, step="ask", words="x"),
    ):
        with pytest.raises(NotTaken, match="still going on"):
            await reviews.take("c1", wish)
    assert "live" == (await reviews.show("c1")).state
    assert live.header.call == "c1"


async def test_a_replay_is_exact_with_all_that_was_settled_after_the_end(reviews: Reviews, journal: SqlJournal):
    await reviews.take("c1", confirm(0))
    await reviews.take("c1", Approve(edition=1, text="Dear Dana"))
    await reviews.take("c1", Sign(edition=2, by="Lee"))
    shown = await reviews.show("c1")
    _, before, again = await conversations.replay("c1", journal)

    assert before == again
    assert shown == await reviews.show("c1")
    resumed = await conversations.resume("c1", journal, LocalBus())
    assert resumed.ended
    assert len(before) == resumed.revision


async def test_what_cannot_be_written_is_not_acknowledged():
    class Full(MemoryJournal):
        async def append(self, call: str, after: int, events: list[AnyEvent]) -> int:  # type: ignore[override]
            if any(isinstance(event, PromiseSettled) for event in events):
                raise JournalFailed("the disk is full")
            return await super().append(call, after, events)

    journal = Full()
    await heard(journal)
    async with tones.carried(journal=journal) as calls:
        reviews = Reviews(calls)
        with pytest.raises(JournalFailed, match="disk is full"):
            await reviews.take("c1", confirm(0))
        assert "draft" == (await reviews.show("c1")).promises[0].verdict
