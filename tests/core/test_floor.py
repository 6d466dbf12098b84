"""Who has the floor: talk-overs, signs of listening, silence and hold."""

from collections.abc import Iterable

from script import PLAYBOOK, Talk
from steadyline.core import floor
from steadyline.core.events import (
    Fact,
    Finding,
    HoldEnded,
    HoldStarted,
    Party,
    SilenceFell,
    SpeechEnded,
    SpeechStarted,
    TalkOver,
)

RULES = PLAYBOOK.floor


def run(facts: Iterable[Fact], until: float = 0.0) -> list[Finding]:
    """What follows from the facts by ``until``, each finding at its own moment."""
    state, findings = floor.Floor(), list[Finding]()

    def pass_time(at: float) -> None:
        nonlocal state
        while (due := floor.due(RULES, state)) is not None and due <= at:
            state, found = floor.wait(RULES, state, due)
            findings.extend(found)

    for fact in facts:
        pass_time(fact.at)
        state, found = floor.step(RULES, state, fact)
        findings.extend(found)
        pass_time(fact.at)
    pass_time(until)
    return findings


def starts(at: float, party: Party) -> SpeechStarted:
    return SpeechStarted(at=at, party=party)


def ends(at: float, party: Party, t1: float | None = None) -> SpeechEnded:
    return SpeechEnded(at=at, party=party, t1=at if t1 is None else t1)


def test_a_sign_of_listening_never_takes_the_floor():
    findings = run([starts(0.0, "customer"), starts(3.0, "agent"), ends(3.4, "agent"), ends(9.0, "customer")])

    assert [TalkOver(at=3.4, by="agent", seconds=0.4, takes_floor=False)] == findings


def test_who_goes_on_when_the_other_falls_silent_takes_the_floor():
    findings = run([starts(0.0, "customer"), starts(3.0, "agent"), ends(4.5, "customer"), ends(9.0, "agent")])

    assert [TalkOver(at=4.5, by="agent", seconds=1.5, takes_floor=True)] == findings


def test_a_customer_who_cuts_in_is_named_as_the_one_who_did():
    findings = run([starts(0.0, "agent"), starts(3.0, "customer"), ends(4.5, "agent"), ends(9.0, "customer")])

    assert [TalkOver(at=4.5, by="customer", seconds=1.5, takes_floor=True)] == findings


def test_a_turn_that_begins_as_the_other_ends_takes_nothing():
    findings = run([starts(0.0, "customer"), starts(8.7, "agent"), ends(9.0, "customer"), ends(14.0, "agent")])

    assert [TalkOver(at=9.7, by="agent", seconds=0.3, takes_floor=False)] == findings


def test_an_overlap_too_short_to_notice_is_none():
    assert [] == run([starts(0.0, "customer"), starts(8.9, "agent"), ends(9.0, "customer"), ends(14.0, "agent")])


def test_an_answer_in_the_hangover_of_a_voice_is_no_overlap():
    findings = run([starts(0.0, "customer"), starts(9.2, "agent"), ends(9.6, "customer", t1=9.0), ends(14.0, "agent")])

    assert [] == findings


def test_a_sign_of_listening_as_the_other_ends_takes_nothing():
    findings = run([starts(0.0, "customer"), starts(8.5, "agent"), ends(9.0, "customer"), ends(9.3, "agent")])

    assert [TalkOver(at=9.3, by="agent", seconds=0.5, takes_floor=False)] == findings


def test_who_speaks_again_at_once_had_not_lost_the_floor():
    findings = run(
        [
            starts(0.0, "customer"),
            starts(3.0, "agent"),
            ends(3.5, "customer"),
            starts(3.8, "customer"),
            ends(5.0, "agent"),
            ends(9.0, "customer"),
        ]
    )

    assert [] == [found for found in findings if isinstance(found, TalkOver) and found.takes_floor]


def test_a_cutting_in_is_told_once():
    findings = run([starts(0.0, "customer"), starts(3.0, "agent"), ends(5.0, "customer"), ends(9.0, "agent")], 16.0)

    assert 1 == len(findings)


def test_a_silence_is_told_once_at_its_moment_and_again_after_the_next_words():
    findings = run([starts(0.0, "agent"), ends(2.0, "agent"), starts(30.0, "agent"), ends(31.0, "agent")], 60.0)

    assert [SilenceFell(at=10.0, seconds=8.0), SilenceFell(at=39.0, seconds=8.0)] == findings


def test_silence_counts_from_the_end_of_the_voice_and_not_from_when_it_was_known():
    assert [SilenceFell(at=10.0, seconds=8.0)] == run([starts(0.0, "agent"), ends(2.6, "agent", t1=2.0)], 20.0)


def test_nobody_has_fallen_silent_before_anybody_spoke():
    assert [] == run([], 100.0)


def test_a_hold_is_no_silence_and_what_follows_it_may_be():
    findings = run(
        [starts(0.0, "agent"), ends(2.0, "agent"), HoldStarted(at=3.0), HoldEnded(at=60.0, seconds=57.0)], 80.0
    )

    assert [SilenceFell(at=68.0, seconds=8.0)] == findings


def test_a_silence_after_a_hold_is_a_new_one():
    findings = run(
        [starts(0.0, "agent"), ends(2.0, "agent"), HoldStarted(at=15.0), HoldEnded(at=60.0, seconds=45.0)], 80.0
    )

    assert [10.0, 68.0] == [found.at for found in findings]


def test_a_hold_that_never_began_does_not_end():
    assert [SilenceFell(at=10.0, seconds=8.0)] == run(
        [starts(0.0, "agent"), ends(2.0, "agent"), HoldEnded(at=8.0, seconds=1.0)], 12.0
    )


def test_the_end_of_a_voice_that_never_began_says_nothing():
    assert [] == run([ends(3.0, "agent"), ends(4.0, "customer")], 30.0)


def test_a_call_tells_of_talk_over_as_it_goes():
    talk = Talk()
    talk.customer("I was in the middle of telling you what happened", seconds=6)
    talk.agent("Let me stop you there, what is your account number?", after=-1.5, seconds=4)
    talk.customer("Fine.")
    talk.hums("agent", after=-0.3)

    assert [("agent", True), ("agent", False)] == [(over.by, over.takes_floor) for over in talk.talk_overs]
