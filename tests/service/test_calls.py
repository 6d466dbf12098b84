"""All live calls of a server: opened, taken up again, refused, ended."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from service import tones
from service.test_live import hear, opened, until
from service.tones import Pitch, words
from steadyline.core.events import AnyEvent, CallEnded, CueTaken, Header, Utterance
from steadyline.service import calls as live_calls
from steadyline.service import conversation as conversations
from steadyline.service.calls import Calls, HeardAlready, NotWelcome, Over, TooMany
from steadyline.testing import MemoryJournal


async def ended(calls: Calls, id: str = "c1") -> list[str]:
    """Why the call ended; empty while it has not."""
    return [r.event.why async for r in calls.journal.read(id) if isinstance(r.event, CallEnded)]


async def test_one_call_too_many_is_refused_and_the_others_go_on():
    async with tones.carried(most=2) as calls:
        first, second = await opened(calls, "c1"), await opened(calls, "c2")
        with pytest.raises(TooMany, match="2 calls"):
            await opened(calls, "c3")
        await calls.close(first, "hung_up")
        third = await opened(calls, "c3")

        assert 2 == calls.count
        assert "c3" == (await calls.newest()).id
        await calls.rest(second)
        await calls.rest(third)


async def test_many_that_come_at_the_same_moment_are_counted_too():
    async with tones.carried(most=3) as calls:
        outcomes = await asyncio.gather(*(opened(calls, f"c{n}") for n in range(10)), return_exceptions=True)
        lives = [one for one in outcomes if not isinstance(one, BaseException)]

        assert 3 == len(lives) == calls.count
        assert 7 == len([one for one in outcomes if isinstance(one, TooMany)])
        for live in lives:
            await calls.rest(live)


async def test_two_lines_that_open_one_call_at_the_same_moment_do_not_both_get_it():
    async with tones.carried() as calls:
        outcomes = await asyncio.gather(opened(calls), opened(calls), return_exceptions=True)

        assert 1 == len([one for one in outcomes if isinstance(one, HeardAlready)])
        await calls.rest(next(one for one in outcomes if not isinstance(one, BaseException)))


@pytest.mark.parametrize("id", ["", " ", "../c1", "c 1", "-c", "c" * 101, "c\n", "ć"])
async def test_an_id_that_is_none_is_refused(id: str):
    async with tones.carried() as calls:
        with pytest.raises(NotWelcome, match="id"):
            await opened(calls, id)


async def test_a_call_that_has_ended_is_not_opened_again():
    async with tones.carried() as calls:
        await calls.close(await opened(calls), "hung_up")
        with pytest.raises(Over, match="ended"):
            await opened(calls)


async def test_a_call_whose_line_is_lost_is_summed_up_when_nobody_comes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_calls, "LINE_LOST_SECONDS", 0.2)
    async with tones.carried() as calls:
        live = await opened(calls)
        await hear(live, tones.call(("customer", 1.0, 2.0, 1), seconds=4.0), pace=0.005)
        await calls.rest(live)
        assert [] == await ended(calls)
        await until(lambda: _has_ended(calls))

        assert ["line_lost"] == await ended(calls)
        assert [("customer", words(1))] == await tones.texts(calls.journal)


async def _has_ended(calls: Calls) -> bool:
    return bool(await ended(calls))


async def test_a_call_taken_up_in_time_does_not_end_and_the_next_break_has_its_whole_time(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(live_calls, "LINE_LOST_SECONDS", 0.6)
    async with tones.carried() as calls:
        await calls.rest(await opened(calls))
        await asyncio.sleep(0.4)
        again = await opened(calls)
        await asyncio.sleep(0.1)
        await calls.rest(again)
        await asyncio.sleep(0.3)  # the first timer would have rung
        assert [] == await ended(calls)
        await asyncio.sleep(0.6)

        assert ["line_lost"] == await ended(calls)


async def test_calls_left_open_by_an_earlier_run_wait_and_are_then_summed_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_calls, "LINE_LOST_SECONDS", 0.3)
    journal = MemoryJournal()
    async with tones.carried(journal=journal) as before:
        for id in ("c1", "c2"):
            live = await opened(before, id)
            await hear(live, tones.call(("customer", 1.0, 2.0, 1), seconds=4.0), pace=0.002)
            await live.drop()  # as if the process had been killed
    async with tones.carried(journal=journal) as calls:
        assert 2 == await calls.wake()
        taken_up = await opened(calls, "c2")
        assert [words(1)] == [line.text for line in taken_up.conversation.desk().lines]
        await until(lambda: _has_ended(calls))

        assert [] == await ended(calls, "c2")
        await calls.rest(taken_up)


async def test_another_program_that_goes_on_with_a_call_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_calls, "LINE_LOST_SECONDS", 0.2)
    journal = MemoryJournal()
    async with tones.carried(journal=journal) as other, tones.carried(journal=journal) as calls:
        live = await opened(other)
        await calls.wake()
        assert await calls.find("c1") is not None
        await hear(live, tones.call(("customer", 1.0, 2.0, 1), seconds=4.0), pace=0.002)
        await asyncio.sleep(0.4)

        assert [] == await ended(calls)
        await other.rest(live)


async def test_with_no_live_call_the_one_whose_line_broke_last_is_shown():
    async with tones.carried() as calls:
        assert await calls.newest() is None
        for id in ("c1", "c2"):
            await calls.rest(await opened(calls, id))
        assert "c2" == (await calls.newest()).id
        live = await opened(calls, "c1")
        assert "c1" == (await calls.newest()).id
        await calls.rest(live)


async def test_call_time_is_known_of_live_calls_alone():
    async with tones.carried() as calls:
        live = await opened(calls)
        await live.hear(tones.call(seconds=2.0))
        assert 2.0 == pytest.approx(calls.now("c1"))
        await calls.rest(live)
        assert calls.now("c1") is None


async def test_a_page_that_goes_away_in_the_middle_of_a_write_leaves_the_call_whole():
    """What was begun on disk is known to the call, or every later write would be refused."""

    class Slow(MemoryJournal):
        async def append(self, call: str, after: int, events: Sequence[AnyEvent]) -> int:
            revision = await super().append(call, after, events)
            await asyncio.sleep(0.05)  # on disk, and not told yet
            return revision

    async with tones.carried(journal=Slow()) as calls:
        live = await opened(calls)
        conversation = live.conversation
        said = Utterance(at=1.0, turn=1, party="agent", t0=0.0, t1=1.0, text="hello")
        going = asyncio.create_task(conversation.take(said))
        await asyncio.sleep(0.02)
        going.cancel()
        await asyncio.gather(going, return_exceptions=True)
        await conversation.take(later(said))

        assert ["hello", "again"] == [one.text for one in await tones.utterances(calls.journal)]
        await calls.rest(live)


def later(said: Utterance) -> Utterance:
    return Utterance(at=2.0, turn=2, party=said.party, t0=1.0, t1=2.0, text="again")


async def test_a_cue_is_answered_once():
    async with tones.carried() as calls:
        live = await opened(calls)
        await hear(live, tones.call(("customer", 1.0, 4.0, tones.ANGRY), seconds=8.5), pace=0.005)
        await until(lambda: live.conversation.desk().cue is not None)
        cue = live.conversation.desk().cue
        assert cue is not None

        assert await live.conversation.answer(cue.id, taken=True)
        assert not await live.conversation.answer(cue.id, taken=True)
        assert not await live.conversation.answer("cue_999", taken=False)
        taken = [r.event async for r in calls.journal.read("c1") if isinstance(r.event, CueTaken)]
        assert [cue.id] == [one.id for one in taken]
        await calls.rest(live)


async def test_a_call_stopped_anywhere_and_resumed_says_the_same(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(conversations, "SAVE_EVERY", 5)
    async with tones.carried(pitch=Pitch()) as calls:
        live = await opened(calls)
        await hear(live, tones.call(("customer", 1.0, 4.0, tones.ANGRY), ("agent", 5.0, 6.0, 2), seconds=9.0), 0.002)
        await live.drop()
        resumed = await conversations.resume("c1", calls.journal, calls.bus)

        assert await calls.journal.saved("c1") is not None
        assert live.conversation.desk() == resumed.desk()
        assert live.conversation.progress == resumed.progress


NOW = datetime(2026, 11, 22, 15, 30, 20, 500, tzinfo=UTC)


async def began(started: str, at: float = 0.0, *, again: str = "") -> str:
    """When a call that says ``started`` began, at half past nine and twenty seconds in Chicago, where the site is.

    ``again``: what its line says when it takes the call up again.
    """
    async with tones.carried(where=ZoneInfo("America/Chicago"), now=lambda: NOW) as calls:
        for said in (started, again):
            header = Header(call="c1", started=said)
            live = await calls.open(header, rate_hz=8000, parties=tones.PARTIES, source="", at=at)
            await calls.rest(live)
        return live.conversation.header.started


@pytest.mark.parametrize("started", ["", "not a date"])
async def test_a_live_call_that_does_not_say_when_it_began_begins_now_on_the_sites_clock(started: str):
    assert "2026-11-22T09:30:20-06:00" == await began(started)


async def test_one_that_is_under_way_when_its_line_comes_began_that_much_earlier():
    assert "2026-11-22T09:28:50-06:00" == await began("", at=90.0)


async def test_a_live_call_that_says_when_it_began_is_believed():
    assert "2026-11-20T09:00:00-05:00" == await began("2026-11-20T09:00:00-05:00")
    assert "2026-11-20T09:00:00-06:00" == await began("2026-11-20T09:00:00"), "without a zone, on the site's clock"


async def test_a_call_taken_up_again_began_when_it_began():
    assert "2026-11-22T09:30:20-06:00" == await began("", again="2026-11-23T09:00:00-06:00")


async def test_what_a_bare_header_leaves_out_is_empty():
    async with tones.carried() as calls:
        live = await calls.open(Header(call="c1", started="not a date"), rate_hz=8000, parties=tones.PARTIES, source="")
        assert "live" == live.conversation.desk().state
        await calls.rest(live)
