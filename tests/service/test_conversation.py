"""One call in progress: written before anyone hears of it, and the same call wherever it was stopped."""

import asyncio
from collections.abc import Sequence

import msgspec
import pytest

from script import HEADER, PLAYBOOK, Talk, promise
from steadyline.bus.local import LocalBus
from steadyline.core.events import (
    AnyEvent,
    CallEnded,
    CallStarted,
    CueDismissed,
    CueOffered,
    CueTaken,
    Fact,
    PromiseSettled,
    SpeechStarted,
    Ticked,
)
from steadyline.playbooks import loader
from steadyline.service import conversation as conversations
from steadyline.service.conversation import Conversation, NoSuchCall
from steadyline.service.ports import Bus, Journal, JournalConflict, JournalFailed, Revision
from steadyline.testing import MemoryJournal

REFERENCE, BODY = loader.reference(PLAYBOOK), loader.freeze(PLAYBOOK)


def angry_call() -> Talk:
    """A whole call, with a little of everything."""
    talk = Talk(hangover=0.5, words_after=0.3).agent("Northwind, Sam speaking.", "greeting")
    talk.customer("I was charged twice in March.", "states_problem", heat=0.5, concern="I was charged twice in March")
    talk.hums("agent", after=-1.0).quiet(3)
    talk.customer("And nobody ever called me back about", "venting", heat=0.75, concern="nobody called me back")
    talk.agent("Let me stop you there, the policy is clear.", "dismissive", after=-1.2, seconds=4).quiet(4)
    talk.customer("This is ridiculous.", "venting", heat=1.0).quiet(6)
    talk.agent("You're right, I would be furious too.", "empathy").quiet(25)
    talk.agent("So twice in March, and no call back?", "restates").customer("Exactly.", "confirms", heat=0.5)
    talk.hold(20).agent("I'll refund it.", "promises", promises=[promise("refund it")])
    talk.agent("By Friday.", promises=[promise("refund it", "by Friday", due="2026-03-13T17:00:00-04:00")])
    return talk.customer("Okay, do that. Thanks.", "accepts", "thanking", heat=0.0).quiet(9).hangs_up()


FACTS = angry_call().facts[1:]


async def begun(journal: Journal, bus: Bus | None = None, id: str = "c1") -> Conversation:
    header = msgspec.structs.replace(HEADER, call=id)
    return await conversations.begin(id, header, PLAYBOOK, REFERENCE, BODY, journal, bus or LocalBus(), "test")


async def written(journal: Journal, id: str = "c1") -> list[AnyEvent]:
    return [recorded.event async for recorded in journal.read(id)]


async def to_the_end(journal: Journal) -> Conversation:
    conversation = await begun(journal)
    for fact in FACTS:
        await conversation.take(fact)
    return conversation


async def with_a_cue(journal: Journal, bus: Bus | None = None) -> Conversation:
    conversation = await begun(journal, bus)
    for fact in Talk().customer("My bill.", heat=0.25, concern="I was charged twice").facts[1:]:
        await conversation.take(fact)
    await conversation.pass_time(conversation.progress.call.now + 3.1)  # and the agent has nothing to say
    assert conversation.progress.call.cues.shown is not None
    return conversation


@pytest.mark.anyio
async def test_what_was_taken_is_in_the_journal_with_what_followed_from_it():
    journal = MemoryJournal()
    conversation = await begun(journal)
    taken = await conversation.take(*FACTS[:10])

    assert [CallStarted(at=0.0, header=HEADER, playbook=REFERENCE, source="test"), *taken] == await written(journal)
    assert 1 + len(taken) == conversation.revision


@pytest.mark.anyio
async def test_a_call_taken_fact_by_fact_is_the_call_taken_at_once():
    one, other = MemoryJournal(), MemoryJournal()
    await to_the_end(one)
    await (await begun(other)).take(*FACTS)

    assert await written(one) == await written(other)


@pytest.mark.anyio
async def test_a_call_stopped_after_any_event_and_resumed_says_the_same():
    whole = MemoryJournal()
    await to_the_end(whole)
    expected = await written(whole)

    for cut in range(len(FACTS)):
        journal = MemoryJournal()
        conversation = await begun(journal)
        await conversation.take(*FACTS[:cut])
        resumed = await conversations.resume("c1", journal, LocalBus())

        assert conversation.progress == resumed.progress
        assert conversation.revision == resumed.revision
        await resumed.take(*FACTS[cut:])
        assert expected == await written(journal)


@pytest.mark.anyio
async def test_a_call_resumed_at_every_event_shows_the_same_desk():
    journal = MemoryJournal()
    conversation = await begun(journal)
    for fact in FACTS:
        await conversation.take(fact)
        resumed = await conversations.resume("c1", journal, LocalBus())

        assert conversation.desk() == resumed.desk()
        assert conversation.next_turn() == resumed.next_turn()
        assert conversation.kept_until == resumed.kept_until


@pytest.mark.anyio
async def test_a_state_saved_now_and_then_resumes_the_same(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(conversations, "SAVE_EVERY", 5)
    journal = MemoryJournal()
    conversation = await begun(journal)
    for fact in FACTS[:-1]:
        await conversation.take(fact)
        saved = await journal.saved("c1")
        assert conversation.progress == (await conversations.resume("c1", journal, LocalBus())).progress

    assert saved is not None
    assert 0 <= conversation.revision - saved[0] < 10


@pytest.mark.anyio
async def test_a_replay_finds_what_was_written_without_any_model():
    journal = MemoryJournal()
    await to_the_end(journal)
    header, before, again = await conversations.replay("c1", journal)

    assert HEADER == header
    assert before == again == await written(journal)


@pytest.mark.anyio
async def test_a_call_nobody_knows_can_be_neither_resumed_nor_replayed():
    with pytest.raises(NoSuchCall, match="'nowhere'"):
        await conversations.resume("nowhere", MemoryJournal(), LocalBus())
    with pytest.raises(NoSuchCall, match="steadyline calls"):
        await conversations.replay("nowhere", MemoryJournal())


@pytest.mark.anyio
async def test_two_calls_of_one_id_are_told_apart_and_not_mixed():
    journal = MemoryJournal()
    await begun(journal)

    with pytest.raises(JournalConflict):
        await begun(journal)


@pytest.mark.anyio
async def test_of_two_who_go_on_with_one_call_the_second_is_told():
    journal = MemoryJournal()
    first = await begun(journal)
    second = await conversations.resume("c1", journal, LocalBus())
    await first.take(FACTS[0])

    with pytest.raises(JournalConflict):
        await second.take(FACTS[0])


class BrokenJournal(MemoryJournal):
    """A journal whose disk is full from now on."""

    broken = False

    async def append(self, call: str, after: Revision, events: Sequence[AnyEvent]) -> Revision:
        if self.broken:
            raise JournalFailed("the disk is full")
        return await super().append(call, after, events)


@pytest.mark.anyio
async def test_what_could_not_be_written_did_not_happen_and_nobody_hears_of_it():
    journal, bus = BrokenJournal(), LocalBus()
    conversation = await begun(journal, bus)
    progress, revision = conversation.progress, conversation.revision
    watching = bus.subscribe(["call.c1.events"])
    journal.broken = True

    with pytest.raises(JournalFailed):
        await conversation.take(*FACTS)
    assert (progress, revision) == (conversation.progress, conversation.revision)

    journal.broken = False
    await conversation.take(FACTS[0])
    _, message = await anext(watching)
    assert message.startswith(b"%d " % (revision + 1))


@pytest.mark.anyio
async def test_who_watches_sees_every_public_event_once_with_its_revision():
    journal, bus = MemoryJournal(), LocalBus(depth=4096)
    watching = bus.subscribe(["call.c1.events", "call.c1.changed"])
    conversation = await begun(journal, bus)
    await conversation.take(*FACTS)
    messages = [await anext(watching) for _ in range(len(watching._waiting))]

    public = [b"%d" % place for place, event in enumerate(await written(journal), 1) if not isinstance(event, Ticked)]
    assert public == [message.split(b" ")[0] for topic, message in messages if topic == "call.c1.events"]
    assert ("call.c1.changed", b"%d" % conversation.revision) == messages[-1]


@pytest.mark.anyio
async def test_after_the_end_nothing_is_taken():
    journal = MemoryJournal()
    conversation = await to_the_end(journal)
    revision = conversation.revision

    assert conversation.ended
    assert [] == await conversation.take(SpeechStarted(at=999.0, party="agent"), CallEnded(at=999.0))
    assert [] == await conversation.pass_time(9999.0)
    assert revision == conversation.revision


@pytest.mark.anyio
async def test_the_screen_marks_what_was_settled_of_a_promise_during_the_call_and_after_it():
    journal, last = MemoryJournal(), FACTS.index(next(fact for fact in FACTS if isinstance(fact, CallEnded)))
    live = await begun(journal)
    await live.take(*FACTS[:last])
    (draft,) = live.desk().promises
    friday = PromiseSettled(at=0.0, id=draft.id, verdict="confirmed", act="refund it all", due_text="on Friday")
    await live.settle(friday)
    during = await conversations.resume("c1", journal, LocalBus())
    await live.take(*FACTS[last:])
    (confirmed,) = live.desk().promises
    await live.settle(PromiseSettled(at=0.0, id=draft.id, verdict="dropped"))
    after = await conversations.resume("c1", journal, LocalBus())
    (dropped,) = live.desk().promises

    assert ["draft", "confirmed", "dropped"] == [draft.verdict, confirmed.verdict, dropped.verdict]
    assert ("refund it all", None, "on Friday") == (confirmed.act, confirmed.due, confirmed.due_text)
    assert (draft.act, draft.due) == (dropped.act, dropped.due)
    assert (confirmed,) == during.desk().promises
    assert live.desk() == after.desk()


@pytest.mark.anyio
async def test_what_comes_in_one_piece_with_the_end_and_after_it_is_not_written():
    journal = MemoryJournal()
    conversation = await begun(journal)
    await conversation.take(CallEnded(at=1.0), SpeechStarted(at=2.0, party="agent"))

    assert SpeechStarted not in [type(event) for event in await written(journal)]


@pytest.mark.anyio
async def test_time_that_passes_brings_what_falls_due_and_nothing_before():
    conversation = await with_a_cue(MemoryJournal())
    shown = conversation.progress.call.cues.shown
    assert shown is not None

    await conversation.pass_time(shown.until - 0.1)
    assert conversation.progress.call.cues.shown == shown
    revision = conversation.revision
    assert [] == await conversation.pass_time(shown.until - 0.1)
    assert revision == conversation.revision

    await conversation.pass_time(shown.until + 0.1)
    assert conversation.progress.call.cues.shown is None


@pytest.mark.anyio
@pytest.mark.parametrize("taken, kind", [(True, CueTaken), (False, CueDismissed)])
async def test_a_click_is_written_and_the_cue_is_gone(taken: bool, kind: type[AnyEvent]):
    journal = MemoryJournal()
    conversation = await with_a_cue(journal)

    assert await conversation.answer("cue_1", taken=taken)
    assert conversation.desk().cue is None
    assert isinstance((await written(journal))[-1], kind)


@pytest.mark.anyio
async def test_a_click_on_a_cue_that_is_gone_changes_nothing():
    conversation = await with_a_cue(MemoryJournal())
    await conversation.answer("cue_1", taken=True)
    revision = conversation.revision

    assert not await conversation.answer("cue_1", taken=False)
    assert not await conversation.answer("cue_7", taken=True)
    assert revision == conversation.revision


@pytest.mark.anyio
async def test_of_two_clicks_at_once_one_counts():
    class SlowJournal(MemoryJournal):
        async def append(self, call: str, after: Revision, events: Sequence[AnyEvent]) -> Revision:
            await asyncio.sleep(0)
            return await super().append(call, after, events)

    journal = SlowJournal()
    conversation = await with_a_cue(journal)
    answers = await asyncio.gather(*(conversation.answer("cue_1", taken=False) for _ in range(3)))

    assert [True, False, False] == sorted(answers, reverse=True)
    assert 1 == len([event for event in await written(journal) if isinstance(event, CueDismissed)])


@pytest.mark.anyio
async def test_a_call_keeps_the_playbook_that_it_began_with():
    journal = MemoryJournal()
    await with_a_cue(journal)

    assert PLAYBOOK == (await conversations.resume("c1", journal, LocalBus())).progress.call.playbook


@pytest.mark.anyio
async def test_an_id_that_is_taken_gets_a_number():
    journal = MemoryJournal()
    assert "c1" == await conversations.free_id("c1", journal)

    await begun(journal)
    assert "c1~2" == await conversations.free_id("c1", journal)
    await begun(journal, id="c1~2")
    assert "c1~3" == await conversations.free_id("c1", journal)


@pytest.mark.anyio
async def test_the_same_call_taken_into_two_conversations_gives_the_same_cues():
    ids = []
    for journal in (MemoryJournal(), MemoryJournal()):
        await to_the_end(journal)
        ids.append([(event.id, event.say) for event in await written(journal) if isinstance(event, CueOffered)])

    assert ids[0] == ids[1]
    assert len(ids[0]) > 2


def test_the_scripted_call_has_a_little_of_everything():
    kinds = {type(event).__name__ for event in angry_call().events}

    assert {"TalkOver", "CueExpired", "HoldEnded", "PromiseHeard", "SilenceFell", "CallSummedUp"} <= kinds
    assert any(isinstance(fact, Fact) for fact in FACTS)
