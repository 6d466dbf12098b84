"""
What holds of every call, however it goes: facts in any order, doubled, late, with silly times.

Calls are drawn two ways: as people talk, and as anything at all.
"""

from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from script import HEADER, PLAYBOOK, changed
from steadyline.core import call as rules
from steadyline.core import views
from steadyline.core.call import Call
from steadyline.core.events import (
    AlertCleared,
    AnyEvent,
    CallEnded,
    CallStarted,
    CallSummedUp,
    Concern,
    CueDismissed,
    CueExpired,
    CueFollowed,
    CueOffered,
    CuesSwitched,
    CueTaken,
    Fact,
    Finding,
    Heard,
    HeatMoved,
    HoldEnded,
    HoldStarted,
    LevelChosen,
    LimitRaised,
    PromiseDraft,
    QualityChanged,
    SpeechEnded,
    SpeechStarted,
    Ticked,
    Utterance,
    decode,
    encode,
    encode_exactly,
)
from steadyline.core.names import Cue

# A tight budget, so that random calls spend it.
TIGHT = changed(PLAYBOOK, "budget", cues_per_call=4)
URGENT = {name for name, rule in PLAYBOOK.cues.items() if rule.urgent}

CUSTOMER = (
    "states_problem venting personal_attack profanity threat_harm asks_supervisor repeat_contact states_outcome "
    "confirms corrects accepts rejects confused thanking"
).split()
AGENT = (
    "greeting acknowledges empathy formulaic restates checks_understanding apologises asks_detail asks_outcome "
    "asks_permission explains jargon negative_language argues dismissive offers_option vague_action promises "
    "takes_ownership sets_boundary offers_supervisor closes_warmly"
).split()
WORDS = st.sampled_from(
    [
        "",
        "yes",
        "you charged me twice and nobody called",
        "the proration is an SLA on your ticket",
        "{no} slot %s",
        "ñ🙂\n\t",
        "I'll refund you 120 dollars and a one hundred and thousand",
        "what's the problem, I already told you, sorry sorry sorry, fuck you",
    ]
)
PARTY = st.sampled_from(["customer", "agent"])
SILLY = st.one_of(st.floats(-50, 400), st.floats(0, 60).map(lambda at: round(at, 1)), st.sampled_from([0.0, 1e6]))
CONCERNS = st.lists(
    st.sampled_from(["I was charged twice", "I was charged three times", "nobody called me back", "it", ""]).map(
        lambda text: Concern(text=text)
    ),
    max_size=2,
).map(tuple)
PROMISES = st.lists(
    st.builds(
        PromiseDraft,
        who=st.sampled_from(["agent", "company", "customer"]),
        act=st.sampled_from(["refund it", "call you back", "{x}", ""]),
        due=st.sampled_from([None, "2026-03-10T17:00:00-04:00", "never"]),
        due_text=st.sampled_from(["", "by five"]),
    ),
    max_size=2,
).map(tuple)


def signals(names: list[str]) -> st.SearchStrategy[dict[str, float]]:
    return st.dictionaries(st.sampled_from([*names, "unheard_of"]), st.sampled_from([0.1, 0.5, 0.9]), max_size=4)


def heard(party: str, at: st.SearchStrategy[float], turn: st.SearchStrategy[int]) -> st.SearchStrategy[Heard]:
    return st.builds(
        Heard,
        at=at,
        turn=turn,
        party=st.just(party),
        signals=signals(CUSTOMER if party == "customer" else AGENT),
        heat=st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0, -2.0, 9.0]) if party == "customer" else st.none(),
        concerns=CONCERNS if party == "customer" else st.just(()),
        promises=PROMISES,
        quote=WORDS,
    )


TURN = st.integers(-1, 12)
ANYTHING = st.one_of(
    heard("customer", SILLY, TURN),
    heard("agent", SILLY, TURN),
    st.builds(SpeechStarted, at=SILLY, party=PARTY),
    st.builds(SpeechEnded, at=SILLY, party=PARTY, t1=SILLY),
    st.builds(Utterance, at=SILLY, turn=TURN, party=PARTY, t0=SILLY, t1=SILLY, text=WORDS, listening=st.booleans()),
    st.builds(HoldStarted, at=SILLY),
    st.builds(HoldEnded, at=SILLY, seconds=SILLY),
    st.builds(
        CueTaken, at=SILLY, id=st.sampled_from(["cue_1", "cue_2", "cue_x"]), cue=st.sampled_from(list(PLAYBOOK.cues))
    ),
    st.builds(
        CueDismissed,
        at=SILLY,
        id=st.sampled_from(["cue_1", "cue_2", "cue_x"]),
        cue=st.sampled_from(list(PLAYBOOK.cues)),
    ),
    st.builds(CuesSwitched, at=SILLY, on=st.booleans()),
    st.builds(LevelChosen, at=SILLY, level=st.sampled_from(["new", "practised", "expert"])),
    st.builds(LimitRaised, at=SILLY, kind=st.sampled_from(["refund", "x"]), amount=st.sampled_from([None, -1.0, 9e9])),
    st.builds(QualityChanged, at=SILLY, quality=st.sampled_from(["full", "late"]), why=st.just("busy")),
    st.builds(CallStarted, at=SILLY, header=st.just(HEADER), playbook=st.just("x@1")),
    st.builds(Ticked, at=SILLY),
)


@st.composite
def talks(draw: st.DrawFn) -> list[Fact]:
    """A call as people talk: turns with gaps and overlaps, words that come a little later, now and then a click."""
    facts: list[Fact] = [CallStarted(at=0.0, header=HEADER, playbook="x@1")]
    now, lag = 0.0, draw(st.sampled_from([0.0, 0.8]))
    for turn in range(1, draw(st.integers(1, 14)) + 1):
        party = draw(PARTY)
        began = max(0.0, round(now + draw(st.sampled_from([-1.5, -0.3, 0.3, 2.0, 9.0, 40.0])), 1))
        ended = round(began + draw(st.sampled_from([0.4, 2.0, 6.0, 12.0])), 1)
        known = round(ended + lag, 1)
        text = draw(WORDS)
        facts += [
            SpeechStarted(at=began, party=party),
            SpeechEnded(at=known, party=party, t1=ended),
            Utterance(at=known, turn=turn, party=party, t0=began, t1=ended, text=text, listening=not text),
        ]
        if text:
            facts.append(draw(heard(party, st.just(known), st.just(turn))))
        if draw(st.integers(0, 3)) == 0:
            kind = draw(st.sampled_from([CueTaken, CueDismissed]))
            cue: Cue = draw(st.sampled_from(list(PLAYBOOK.cues)))
            facts.append(kind(at=known + 1, id=f"cue_{draw(st.integers(1, 4))}", cue=cue))
        if draw(st.integers(0, 9)) == 0:
            facts.append(CuesSwitched(at=known, on=draw(st.booleans())))
        if draw(st.integers(0, 5)) == 0:
            held = draw(st.sampled_from([5.0, 70.0, 200.0]))
            facts += [HoldStarted(at=ended), HoldEnded(at=ended + held, seconds=held)]
            ended += held
        now = max(now, ended)
    facts.sort(key=lambda fact: fact.at)
    return facts + ([CallEnded(at=now)] if draw(st.booleans()) else [])


CALLS = st.one_of(talks(), st.lists(st.one_of(ANYTHING, ANYTHING, st.builds(CallEnded, at=SILLY)), max_size=25))
law = settings(max_examples=50, deadline=None)


def fresh() -> Call:
    return rules.begin(TIGHT, HEADER)


def run(facts: list[Fact]) -> list[AnyEvent]:
    return rules.run(fresh(), facts)[1]


def findings(events: list[AnyEvent]) -> list[Finding]:
    return [event for event in events if isinstance(event, Finding)]


@law
@given(CALLS)
def test_one_cue_is_on_the_screen_at_most_and_each_leaves_once(facts: list[Fact]):
    shown: CueOffered | None = None
    for event in run(facts):
        match event:
            case CueOffered():
                assert shown is None
                shown = event
            case CueExpired():
                assert shown is not None and shown.id == event.id
                shown = None
            case CueTaken() | CueDismissed() if shown is not None and shown.id == event.id:
                shown = None
            case CallSummedUp():
                assert shown is None


def waits_for_nobody(facts: list[Fact], offered: CueOffered) -> bool:
    """Urgent by the playbook, or for a threat of harm."""
    threats = {fact.turn for fact in facts if isinstance(fact, Heard) and fact.signals.get("threat_harm", 0.0) >= 0.5}
    return offered.cue in URGENT or (offered.cue == "bring_a_supervisor" and offered.turn in threats)


@law
@given(CALLS)
def test_the_budget_is_never_exceeded_but_by_urgent_cues(facts: list[Fact]):
    offers = [event for event in run(facts) if isinstance(event, CueOffered)]

    for place, offered in enumerate(offers):
        assert waits_for_nobody(facts, offered) or place < TIGHT.budget.cues_per_call
    for cue in PLAYBOOK.cues:
        assert [offered.cue for offered in offers].count(cue) <= PLAYBOOK.cues[cue].most


@law
@given(CALLS, st.sampled_from(["new", "practised", "expert"]))
def test_a_practised_agent_gets_no_more_than_their_level_bears(facts: list[Fact], level: str):
    agent = msgspec.structs.replace(HEADER.agent, level=level)
    header = msgspec.structs.replace(HEADER, agent=agent)
    facts = [fact for fact in facts if not isinstance(fact, LevelChosen)]  # they keep it for the call
    events = rules.run(rules.begin(PLAYBOOK, header), [CallStarted(at=0.0, header=header, playbook="x@1"), *facts])[1]
    offers = [event.cue for event in events if isinstance(event, CueOffered) and not waits_for_nobody(facts, event)]

    rule = PLAYBOOK.levels[level]  # type: ignore[index]
    assert len(offers) <= rule.cues_per_call
    assert all(PLAYBOOK.cues[cue].priority >= rule.least_priority for cue in offers)


@law
@given(CALLS)
def test_nothing_is_offered_while_the_agent_has_cues_switched_off(facts: list[Fact]):
    call = fresh()
    for fact in facts:
        call, found = rules.step(call, fact)
        if isinstance(fact, CuesSwitched) and not fact.on:
            assert call.ended or call.cues.shown is None
        elif not call.cues.on:
            assert [] == [event for event in found if isinstance(event, CueOffered)]


@law
@given(CALLS)
def test_what_heat_did_is_told_once_of_every_cue_and_not_before_it_left(facts: list[Fact]):
    left, followed = set[str](), list[str]()
    events = run([*facts, CallEnded(at=0.0)])
    for event in events:
        if isinstance(event, CueExpired | CueTaken | CueDismissed):
            left.add(event.id)
        elif isinstance(event, CueFollowed):
            assert event.id in left
            followed.append(event.id)

    assert sorted(followed) == sorted(event.id for event in events if isinstance(event, CueOffered))


@law
@given(CALLS)
def test_nothing_is_offered_while_the_agent_speaks(facts: list[Fact]):
    call = fresh()
    for fact in facts:
        for timely in (*rules.ticks(call, fact.at), fact):
            before = call
            call, found = rules.step(call, timely)
            for offered in found:
                if isinstance(offered, CueOffered):
                    assert not (before.floor.speaks("agent") and call.floor.speaks("agent"))


@law
@given(CALLS)
def test_a_cue_is_gone_when_its_life_is_over(facts: list[Fact]):
    call = fresh()
    for fact in facts:
        call, _ = rules.step(call, fact)
        assert call.cues.shown is None or call.now < call.cues.shown.until


@law
@given(CALLS)
def test_a_call_frozen_and_thawed_anywhere_says_the_same(facts: list[Fact]):
    call = again = fresh()
    for fact in facts:
        call, found = rules.step(call, fact)
        again, found_again = rules.step(rules.thaw(rules.freeze(again)), fact)

        assert found == found_again
        assert call == again


@law
@given(CALLS, st.integers(0, 25))
def test_what_comes_later_never_changes_what_was_found(facts: list[Fact], cut: int):
    before, after = findings(run(facts[:cut])), findings(run(facts))

    assert before == after[: len(before)]


@law
@given(CALLS)
def test_time_never_runs_backwards(facts: list[Fact]):
    times = [event.at for event in run(facts)]

    assert sorted(times) == times


@law
@given(CALLS)
def test_every_event_survives_the_journal(facts: list[Fact]):
    for event in run(facts):
        assert event == decode(encode(event))
        assert encode(event) == encode_exactly(event)


@law
@given(CALLS)
def test_a_replay_of_the_facts_written_is_the_call_again(facts: list[Fact]):
    events = run(facts)

    assert events == run([event for event in events if isinstance(event, Fact)])


@law
@given(CALLS)
def test_heat_and_escalation_are_shares(facts: list[Fact]):
    for event in run(facts):
        if isinstance(event, HeatMoved):
            assert 0 <= event.heat <= 1
            assert 0 <= event.escalation <= 1


@law
@given(CALLS)
def test_a_view_of_any_call_encodes_and_is_bounded(facts: list[Fact]):
    call, events = rules.run(fresh(), facts)
    screen = views.Screen()
    for event in events:
        screen = views.step(PLAYBOOK.heard_at, screen, event)
    desk = views.desk("call_1", call, screen, len(events))
    body = msgspec.json.encode(desk)

    assert desk == msgspec.json.decode(body, type=views.Desk)
    assert len(body) < 40_000


@law
@given(CALLS, st.lists(st.floats(0, 400), max_size=10))
def test_ticks_given_or_not_give_the_same_findings_at_the_same_times(facts: list[Fact], ticks: list[float]):
    latest, now = list[Fact](), 0.0
    for fact in facts:  # ticks come on time, between facts
        now = max(now, fact.at)
        latest += [Ticked(at=at) for at in sorted(ticks) if (latest[-1].at if latest else 0.0) < at <= now]
        latest.append(msgspec.structs.replace(fact, at=now))

    assert findings(run(facts)) == findings(run(latest))


@law
@given(CALLS)
def test_findings_do_not_depend_on_whether_time_is_told_or_found(facts: list[Fact]):
    call, stepped = fresh(), list[Finding]()
    for fact in facts:
        call, found = rules.step(call, fact)
        stepped += found

    assert findings(run(facts)) == stepped


@law
@given(CALLS)
def test_a_turn_judged_again_changes_nothing(facts: list[Fact]):
    doubled = [twice for fact in facts for twice in ([fact, fact] if isinstance(fact, Heard) else [fact])]

    assert findings(run(facts)) == findings(run(doubled))


@law
@given(talks())
def test_a_call_whose_every_fact_comes_twice_says_the_same(facts: list[Fact]):
    doubled = [twice for fact in facts for twice in (fact, fact)]

    assert findings(run(facts)) == findings(run(doubled))


@law
@given(talks(), st.randoms(use_true_random=False))
def test_a_call_whose_facts_come_in_any_order_still_ends_with_one_sum_and_an_empty_screen(
    facts: list[Fact], order: Random
):
    order.shuffle(facts)
    call, events = rules.run(fresh(), [*facts, CallEnded(at=0.0)])

    assert call.ended
    assert call.cues.shown is None
    assert 1 == len([event for event in events if isinstance(event, CallSummedUp)])


@law
@given(CALLS)
def test_nothing_follows_the_end(facts: list[Fact]):
    events = run([*facts, CallEnded(at=0.0), *facts])
    ends = [place for place, event in enumerate(events) if isinstance(event, CallEnded)]

    assert 1 == len(ends)
    assert isinstance(events[-1], CallSummedUp)
    leave = CueExpired | CueFollowed | AlertCleared | CallSummedUp
    assert all(isinstance(event, leave) for event in events[ends[0] + 1 :])


@pytest.mark.parametrize("frozen", [b"", b"{}", b'{"playbook": 1}', b"null", b"\xff"])
def test_what_freeze_did_not_write_is_refused(frozen: bytes):
    with pytest.raises((msgspec.DecodeError, UnicodeDecodeError)):
        rules.thaw(frozen)
