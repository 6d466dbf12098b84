"""What every journal promises, asked of the one in memory and of the one on disk alike."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings

from contracts.journals import EVENTS, started, ticks
from steadyline.core.events import (
    AlertJudged,
    AnyEvent,
    CallEnded,
    CallStarted,
    ConcernNoted,
    ConcernTakenBack,
    Customer,
    Header,
    Heard,
    HeatMoved,
    Judged,
    PromiseSettled,
    Ticked,
)
from steadyline.service.ledger_ports import Settled, Settlements
from steadyline.service.ports import Journal, JournalConflict, Recorded
from steadyline.store.journal import PAGE, SqlJournal
from steadyline.testing import MemoryJournal


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def journal(request: pytest.FixtureRequest, tmp_path: Path):
    if request.param == "memory":
        yield MemoryJournal()
    elif request.param == "sqlite":
        yield from opened(str(tmp_path / "journal.sqlite"))
    else:
        import postgres

        with postgres.fresh(request.getfixturevalue("postgres_server")) as address:
            yield from opened(address)


def opened(where: str):
    disk = SqlJournal(where)
    yield disk
    asyncio.run(disk.close())


async def read(journal: Journal, call: str, after: int = 0) -> list[AnyEvent]:
    return [recorded.event async for recorded in journal.read(call, after)]


async def test_what_was_appended_is_read_in_order_and_numbered_from_one(journal: Journal):
    await journal.append("c1", 0, [started("c1"), *ticks(2, 2)])
    revision = await journal.append("c1", 3, [CallEnded(at=9.0)])

    assert 4 == revision
    assert [
        Recorded(1, started("c1")),
        Recorded(2, Ticked(at=2.0)),
        Recorded(3, Ticked(at=3.0)),
        Recorded(4, CallEnded(at=9.0)),
    ] == [recorded async for recorded in journal.read("c1")]


async def test_reading_goes_on_after_a_revision(journal: Journal):
    await journal.append("c1", 0, [started("c1"), *ticks(2, 4)])

    assert ticks(4, 2) == await read(journal, "c1", after=3)
    assert [] == await read(journal, "c1", after=5)


def verdict(id: str, useful: bool, alert: str = "escalating") -> AlertJudged:
    return AlertJudged(at=1.0, id=id, alert=alert, useful=useful)  # type: ignore[arg-type]


async def test_judgements_are_counted_kind_by_kind_over_all_calls(journal: Journal):
    assert {} == await journal.judged(40)
    await journal.append("c1", 0, [started("c1"), verdict("alert_1", True), verdict("alert_2", False, "abuse")])
    await journal.append("c2", 0, [started("c2"), verdict("alert_1", False), verdict("alert_2", False)])

    counts = {"escalating": Judged(useful=1, not_useful=2), "abuse": Judged(useful=0, not_useful=1)}
    assert counts == await journal.judged(40)


async def test_the_last_word_on_an_alert_counts_and_counts_once(journal: Journal):
    await journal.append("c1", 0, [started("c1"), verdict("alert_1", True), verdict("alert_1", False)])
    await journal.append("c1", 3, [verdict("alert_1", False)])

    assert {"escalating": Judged(useful=0, not_useful=1)} == await journal.judged(40)


async def test_old_judgements_give_way_to_new_ones(journal: Journal):
    await journal.append("c1", 0, [started("c1"), *(verdict(f"alert_{n}", n > 4) for n in range(8))])

    assert {"escalating": Judged(useful=3, not_useful=1)} == await journal.judged(4)
    assert {} == await journal.judged(0)


async def test_a_judgement_that_was_not_appended_does_not_count(journal: Journal):
    await journal.append("c1", 0, [started("c1")])
    with pytest.raises(JournalConflict):
        await journal.append("c1", 7, [verdict("alert_1", True)])

    assert {} == await journal.judged(40)


def settles(id: str) -> PromiseSettled:
    return PromiseSettled(at=1.0, id=id, verdict="confirmed", act="call back")


async def test_each_promise_settled_is_noted_with_the_fact_until_it_is_taken(journal: Journal):
    await journal.append("c2", 0, [started("c2"), settles("prm_1")])
    await journal.append("c1", 0, [started("c1"), *ticks(2, 1), settles("prm_1"), settles("prm_2")])
    with pytest.raises(JournalConflict):
        await journal.append("c1", 2, [settles("prm_1")])

    notes = [Settled("c1", 3), Settled("c1", 4), Settled("c2", 2)]
    assert isinstance(journal, Settlements)
    assert notes == await journal.settled()
    assert notes[:2] == await journal.settled("c1")
    assert notes[:1] == await journal.settled(limit=1)
    for _ in range(2):
        await journal.taken(notes[0])
    assert notes[1:] == await journal.settled()


async def test_the_calls_of_a_customer_are_found_by_their_reference(journal: Journal):
    for call, ref in (("c1", "C-1"), ("c2", "C-2"), ("c3", "C-1"), ("c4", "")):
        header = Header(call=call, customer=Customer(ref=ref))
        await journal.append(call, 0, [CallStarted(at=0.0, header=header, playbook="steady@1")])

    assert ["c3", "c1"] == [listed.id for listed in await journal.calls(customer="C-1")]
    assert [] == await journal.calls(customer="C-3")


async def test_an_unknown_call_reads_as_nothing(journal: Journal):
    assert [] == await read(journal, "nobody")
    assert await journal.saved("nobody") is None
    assert await journal.playbook("nothing@0") is None


async def test_a_long_call_reads_whole_across_pages(journal: Journal):
    long = ticks(2, 2 * PAGE)
    await journal.append("c1", 0, [started("c1"), *long])

    assert [started("c1"), *long] == await read(journal, "c1")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happened=EVENTS)
@example(happened=[verdict("\0", useful=False)])
def test_replay_equals_what_was_written(journal: Journal, happened: list[AnyEvent]):
    asyncio.run(written_and_read_back(journal, happened))


async def written_and_read_back(journal: Journal, happened: list[AnyEvent]) -> None:
    call = f"c{len(await journal.calls(limit=1000))}"
    await journal.append(call, 0, [started(call)])
    await journal.append(call, 1, happened)

    assert [started(call), *happened] == await read(journal, call)


async def test_the_second_of_two_writers_is_told_and_nothing_of_theirs_is_kept(journal: Journal):
    await journal.append("c1", 0, [started("c1")])
    await journal.append("c1", 1, ticks(2, 1))

    with pytest.raises(JournalConflict):
        await journal.append("c1", 1, ticks(70, 3))

    assert [started("c1"), *ticks(2, 1)] == await read(journal, "c1")


async def test_a_call_begins_once(journal: Journal):
    await journal.append("c1", 0, [started("c1")])

    with pytest.raises(JournalConflict):
        await journal.append("c1", 0, [started("c1")])


@pytest.mark.parametrize("after", [-1, 0, 2, 99])
async def test_nothing_is_appended_after_a_revision_that_is_not_the_last(journal: Journal, after: int):
    await journal.append("c1", 0, [started("c1")])

    with pytest.raises((JournalConflict, ValueError)):
        await journal.append("c1", after, ticks(1, 1))

    assert [started("c1")] == await read(journal, "c1")


async def test_appending_nothing_still_asks_whether_the_revision_is_the_last(journal: Journal):
    await journal.append("c1", 0, [started("c1")])

    assert 1 == await journal.append("c1", 1, [])
    assert 0 == await journal.append("new", 0, [])
    with pytest.raises(JournalConflict):
        await journal.append("c1", 0, [])
    assert [listed.id for listed in await journal.calls()] == ["c1"]


async def test_of_many_writers_at_once_one_wins_each_revision(journal: Journal):
    await journal.append("c1", 0, [started("c1")])

    outcomes = await asyncio.gather(
        *(journal.append("c1", 1, [Ticked(at=float(writer))]) for writer in range(20)), return_exceptions=True
    )

    won = [writer for writer, outcome in enumerate(outcomes) if outcome == 2]
    assert 19 == sum(isinstance(outcome, JournalConflict) for outcome in outcomes)
    assert [started("c1"), Ticked(at=float(won[0]))] == await read(journal, "c1")


async def test_calls_at_once_do_not_disturb_one_another_nor_does_one_that_conflicts(journal: Journal):
    async def one(call: str) -> None:
        revision = await journal.append(call, 0, [started(call)])
        for _ in range(5):
            revision = await journal.append(call, revision, ticks(revision + 1, 3))
            with pytest.raises(JournalConflict):
                await journal.append(call, revision - 1, ticks(500, 1))

    calls = [f"c{number}" for number in range(30)]
    await asyncio.gather(*map(one, calls))

    for call in calls:
        assert [started(call), *ticks(2, 15)] == await read(journal, call)


async def test_appends_need_not_wait_for_one_another(journal: Journal):
    revisions = await asyncio.gather(
        journal.append("c1", 0, [started("c1")]),
        journal.append("c1", 1, ticks(2, 2)),
        journal.append("c1", 3, ticks(4, 2)),
    )

    assert [1, 3, 5] == revisions
    assert [started("c1"), *ticks(2, 4)] == await read(journal, "c1")


async def test_a_call_begins_with_its_start(journal: Journal):
    with pytest.raises(ValueError, match="must be CallStarted, not Ticked"):
        await journal.append("c1", 0, ticks(1, 1))

    assert [] == await journal.calls()


async def test_a_call_that_is_analysed_again_is_another_to_the_journal(journal: Journal):
    await journal.append("c1", 0, [started("c1")])
    await journal.append("c1~2", 0, [started("c1")])

    assert [("c1~2", "c1"), ("c1", "c1")] == [(call.id, call.header.call) for call in await journal.calls()]


@pytest.mark.parametrize(
    "event",
    [
        HeatMoved(at=1.0, turn=1, quote="", heat=float("nan"), trend=0.0, escalation=0.0),
        Heard(at=1.0, turn=1, party="customer", signals={}, heat=float("inf")),
        Ticked(at=float("-inf")),
    ],
    ids=["nan", "infinite and optional", "time"],
)
async def test_an_event_that_would_read_back_as_another_is_refused_before_anything_is_written(
    journal: Journal, event: AnyEvent
):
    await journal.append("c1", 0, [started("c1")])

    with pytest.raises(ValueError, match="would not read back"):
        await journal.append("c1", 1, [Ticked(at=1.0), event])

    assert [started("c1")] == await read(journal, "c1")


async def test_a_word_that_no_encoding_has_is_refused(journal: Journal):
    with pytest.raises(ValueError):
        await journal.append("c1", 0, [started("c1"), CallEnded(at=1.0, why="\ud800")])

    assert [] == await journal.calls()


async def test_calls_are_listed_newest_first_with_how_far_they_go(journal: Journal):
    header = Header(call="c2", company="Northwind", customer=Customer(name="Dana"))
    await journal.append("c1", 0, [started("c1"), CallEnded(at=3.0)])
    await journal.append("c2", 0, [CallStarted(at=0.0, header=header, playbook="steady@1")])
    await journal.append("c3", 0, [started("c3"), *ticks(2, 4)])
    await journal.append("c3", 5, [CallEnded(at=9.0)])

    listed = await journal.calls()

    assert [(call.id, call.revision, call.ended) for call in listed] == [
        ("c3", 6, True),
        ("c2", 1, False),
        ("c1", 2, True),
    ]
    assert header == listed[1].header
    assert all(call.opened.endswith("+00:00") for call in listed)
    assert [call.id for call in await journal.calls(live=True)] == ["c2"]
    assert [call.id for call in await journal.calls(live=False)] == ["c3", "c1"]
    assert [call.id for call in await journal.calls(limit=2)] == ["c3", "c2"]


async def test_the_list_says_of_each_call_the_problem_and_how_hot_it_got(journal: Journal):
    await journal.append("quiet", 0, [started("quiet")])
    await journal.append("c1", 0, [started("c1"), heat(0.4), noted("con_1", "the bill"), heat(0.8)])
    await journal.append("c1", 4, [noted("con_2", "the van"), noted("con_3", "the bill doubled", replaces="con_1")])
    await journal.append("c1", 6, [heat(0.2)])

    told, quiet = [call.gist for call in await journal.calls()]

    assert ("the bill doubled", 0.8, 0.2) == (told.problem, told.peak, told.heat)
    assert ("", None, None) == (quiet.problem, quiet.peak, quiet.heat)


async def test_the_list_says_the_next_problem_where_the_first_is_taken_back(journal: Journal):
    await journal.append("c1", 0, [started("c1"), noted("con_1", "nobody called"), noted("con_2", "the van")])
    await journal.append("c1", 3, [ConcernTakenBack(at=2.0, id="con_1", turn=2, quote="actually, they did")])

    assert "the van" == (await journal.calls())[0].gist.problem


async def test_what_was_not_appended_is_not_listed_either(journal: Journal):
    await journal.append("c1", 0, [started("c1"), heat(0.4)])
    with pytest.raises(JournalConflict):
        await journal.append("c1", 9, [heat(0.9)])

    assert 0.4 == (await journal.calls())[0].gist.peak


def heat(level: float) -> HeatMoved:
    return HeatMoved(at=1.0, turn=1, quote="", heat=level, trend=0.0, escalation=0.0)


def noted(id: str, text: str, replaces: str = "") -> ConcernNoted:
    return ConcernNoted(at=1.0, id=id, text=text, turn=1, quote=text, replaces=replaces)


async def test_the_newest_saved_state_is_the_one_kept(journal: Journal):
    await journal.append("c1", 0, [started("c1"), *ticks(2, 9)])

    await journal.save("c1", 4, b"\x00 at four")
    await journal.save("c1", 9, b"\xff at nine")
    await journal.save("c1", 6, b"late")

    assert (9, b"\xff at nine") == await journal.saved("c1")


@pytest.mark.parametrize("revision", [0, 2])
async def test_no_state_is_saved_for_a_revision_that_the_journal_has_not_reached(journal: Journal, revision: int):
    await journal.append("c1", 0, [started("c1")])

    for call in ("c1", "nobody"):
        with pytest.raises(ValueError, match="has not reached"):
            await journal.save(call, revision, b"too soon")

    assert await journal.saved("c1") is None


async def test_a_playbook_is_kept_as_it_first_was(journal: Journal):
    await journal.keep_playbook("steady@1", b"the words")
    await journal.keep_playbook("steady@1", b"other words")
    await journal.keep_playbook("steady@2", b"")

    assert b"the words" == await journal.playbook("steady@1")
    assert b"" == await journal.playbook("steady@2")


def the_fake_and_the_real_one_are_journals() -> tuple[Journal, Callable[[str], Journal]]:
    """For the type checker alone."""
    return MemoryJournal(), SqlJournal
