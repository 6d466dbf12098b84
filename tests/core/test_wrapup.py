"""The wrap-up as a fold: the last word on each thing holds, in any order, and the rules of the call never hear it."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from script import Talk, promise
from steadyline.core import call as rules
from steadyline.core import wrapup, wrapview
from steadyline.core.events import (
    AnyEvent,
    BreakGranted,
    BreakTaken,
    FollowUpWritten,
    PromiseSaid,
    PromiseSettled,
    PromiseTakenBack,
    SignedOff,
    StepDisputed,
    decode,
    encode_exactly,
)
from steadyline.core.ledger import Promise, State
from steadyline.core.views import Screen
from steadyline.core.wrapup import Act, Approved, Dispute, WrapUp

AT = 90.0


def ended() -> Talk:
    """A call with three promises, over."""
    talk = Talk().agent("Northwind, Sam speaking.", "greeting")
    talk.customer("My bill.", "states_problem", heat=0.75, concern="I was charged twice")
    due = "2026-03-10T17:00:00-04:00"
    talk.agent("I'll refund it by five.", "promises", promises=[promise("refund it", "by five", due=due)])
    talk.agent(
        "We'll post a bill, and I'll call.", promises=[promise("post a bill", who="company"), promise("call you")]
    )
    return talk.customer("Fine.", "accepts", heat=0.25).hangs_up()


EVENTS = ended().events


def settled(*acts: AnyEvent) -> WrapUp:
    return wrapup.fold([*EVENTS, *acts])


def confirm(id: str, act: str = "refund it", **more: str | None) -> PromiseSettled:
    return PromiseSettled(at=AT, id=id, verdict="confirmed", act=act, **more)  # type: ignore[arg-type]


def drop(id: str) -> PromiseSettled:
    return PromiseSettled(at=AT, id=id, verdict="dropped")


def verdicts(wrap_up: WrapUp) -> list[str]:
    return [draft.verdict for draft in wrap_up.drafts]


def test_until_a_person_speaks_every_promise_is_a_draft_and_none_is_on_the_ledger():
    assert ["draft", "draft", "draft"] == verdicts(settled())
    assert () == settled().ledger
    assert 3 == len(settled().unsettled)


def test_a_promise_taken_back_on_the_call_is_no_draft_unless_a_person_confirmed_it():
    unsaid = PromiseTakenBack(at=AT, id="prm_1", turn=9, quote="Actually I can't after all.")

    assert ["prm_2", "prm_3"] == [draft.heard.id for draft in settled(unsaid).drafts]
    assert ["confirmed", "draft", "draft"] == verdicts(settled(confirm("prm_1"), unsaid))


def test_a_message_that_told_of_a_promise_taken_back_is_stale():
    written = FollowUpWritten(at=AT, text="We will refund it by five.", by="sam")
    unsaid = PromiseTakenBack(at=AT, id="prm_1", turn=9, quote="Scrap that.")

    assert settled(written, unsaid).follow_up == Approved(text="We will refund it by five.", by="sam", stale=True)


def test_confirmed_edited_and_dropped():
    wrap_up = settled(confirm("prm_1"), confirm("prm_2", "post a corrected bill", due="2026-03-12"), drop("prm_3"))

    assert ["confirmed", "confirmed", "dropped"] == verdicts(wrap_up)
    assert [("refund it", None), ("post a corrected bill", "2026-03-12")] == [
        (draft.act, draft.due) for draft in wrap_up.ledger
    ]
    assert "post a bill" == wrap_up.drafts[1].heard.act, "what was heard stays known"


def test_the_last_word_on_a_draft_holds():
    assert ["dropped", "draft", "draft"] == verdicts(settled(confirm("prm_1"), drop("prm_1")))
    assert ["confirmed", "draft", "draft"] == verdicts(settled(drop("prm_1"), confirm("prm_1")))


def test_a_promise_settled_during_the_call_stays_settled_when_it_is_heard_again():
    talk = Talk().agent("I'll refund it.", promises=[promise("refund it")])
    before = talk.events
    again = Talk().agent("I'll refund it.", promises=[promise("refund it")])
    again.agent("By Friday.", promises=[promise("refund it", "by Friday")])
    heard_again = again.events[len(before) :]

    (draft,) = wrapup.fold([*before, confirm("prm_1", due_text="by noon"), *heard_again]).drafts
    assert ("confirmed", "by noon", "by Friday") == (draft.verdict, draft.due_text, draft.heard.due_text)


def test_a_follow_up_whose_promises_changed_since_is_stale_until_it_is_approved_again():
    written = FollowUpWritten(at=AT, text="We will refund it.", by="Sam")

    assert Approved(text="We will refund it.", by="Sam") == settled(written).follow_up
    stale = settled(written, drop("prm_1")).follow_up
    assert stale is not None
    assert stale.stale
    mended = settled(written, drop("prm_1"), written).follow_up
    assert mended is not None
    assert not mended.stale


def test_confirming_a_promise_as_it_was_heard_leaves_the_follow_up_true():
    due = "2026-03-10T17:00:00-04:00"
    written = FollowUpWritten(at=AT, text="…")
    after = settled(written, confirm("prm_1", "refund it", due=due, due_text="by five")).follow_up

    assert after is not None
    assert not after.stale


def test_a_dispute_is_kept_beside_the_step_and_takes_the_signature_away():
    dispute = StepDisputed(at=AT, step="empathise", words="I said it twice", by="Sam")
    wrap_up = settled(SignedOff(at=AT, by="Lee"), dispute)

    assert {"empathise": Dispute(words="I said it twice", by="Sam")} == wrap_up.disputes
    assert "" == wrap_up.signed_by
    assert "Lee" == settled(dispute, SignedOff(at=AT, by="Lee")).signed_by


def test_a_break_is_taken_only_if_it_was_granted():
    granted = BreakGranted(at=AT, minutes=10, by="Lee")

    assert not settled(BreakTaken(at=AT)).break_taken
    assert settled(granted, BreakTaken(at=AT)).break_taken
    assert (10, "Lee") == (settled(granted).break_minutes, settled(granted).break_by)


def test_a_word_on_what_is_not_there_changes_nothing():
    assert settled() == settled(drop("prm_99"), confirm(""))


def test_the_edition_counts_what_changed_and_nothing_else():
    assert 0 == settled().edition
    assert 1 == settled(drop("prm_1"), drop("prm_1"), drop("prm_9")).edition
    assert 2 == settled(drop("prm_1"), confirm("prm_1")).edition


def test_words_on_different_things_may_come_in_any_order():
    acts = (
        confirm("prm_1"),
        drop("prm_2"),
        StepDisputed(at=AT, step="ask", words="asked"),
        BreakGranted(at=AT, minutes=5, by="Lee"),
    )

    assert 1 == len({repr(settled(*order)) for order in permutations(acts)})


ACTS = st.one_of(
    st.builds(
        PromiseSettled,
        at=st.just(AT),
        id=st.sampled_from(["prm_1", "prm_2", "prm_3", "prm_9"]),
        verdict=st.sampled_from(["confirmed", "dropped"]),
        act=st.sampled_from(["", "refund it", "call you"]),
        due=st.sampled_from([None, "2026-03-12T12:00:00-04:00"]),
    ),
    st.builds(
        FollowUpWritten,
        at=st.just(AT),
        text=st.sampled_from(["one", "two"]),
        promises=st.sampled_from([None, (), (PromiseSaid(id="prm_1", act="refund it"),)]),
    ),
    st.builds(StepDisputed, at=st.just(AT), step=st.sampled_from(["ask", "greet"]), words=st.sampled_from(["a", "b"])),
    st.builds(SignedOff, at=st.just(AT), by=st.sampled_from(["Lee", "Kim"])),
    st.builds(BreakGranted, at=st.just(AT), minutes=st.sampled_from([5, 10]), by=st.just("Lee")),
    st.builds(BreakTaken, at=st.just(AT)),
)


@given(st.lists(ACTS, max_size=12), st.integers(0, 12))
def test_stopped_anywhere_and_read_again_it_is_the_same(acts: list[Act], cut: int):
    whole = settled(*acts)
    written: list[AnyEvent] = [decode(encode_exactly(event)) for event in [*EVENTS, *acts]]
    part = wrapup.fold(written[: len(EVENTS) + cut])
    for event in written[len(EVENTS) + cut :]:
        part = wrapup.step(part, event)

    assert whole == part


@given(st.lists(ACTS, max_size=12))
def test_only_the_last_word_on_each_draft_counts(acts: list[Act]):
    last = {act.id: act for act in acts if isinstance(act, PromiseSettled)}
    for draft in settled(*acts).drafts:
        word = last.get(draft.heard.id)
        assert draft.verdict == (word.verdict if word else "draft")


@given(st.lists(ACTS, max_size=12))
def test_a_signature_stands_only_where_nobody_disputed_anew_after_it(acts: list[Act]):
    wrap_up = settled(*acts)
    if wrap_up.signed_by:
        at = max(place for place, act in enumerate(acts) if isinstance(act, SignedOff))
        assert wrap_up.disputes == settled(*acts[:at]).disputes


@given(st.lists(ACTS, max_size=12))
def test_the_call_hears_nothing_of_what_is_settled_after_it(acts: list[Act]):
    talk = ended()
    call, events = rules.run(rules.begin(talk.playbook, talk.header), [*talk.facts, *acts])

    assert EVENTS == events
    assert talk.call == call


@pytest.mark.parametrize("kind", [FollowUpWritten, SignedOff])
def test_of_two_words_the_later_one_holds(kind: type[AnyEvent]):
    one, two = (
        (FollowUpWritten(at=AT, text="one"), FollowUpWritten(at=AT, text="two"))
        if kind is FollowUpWritten
        else (SignedOff(at=AT, by="one"), SignedOff(at=AT, by="two"))
    )
    after = settled(one, two)

    assert "two" in (after.signed_by, after.follow_up and after.follow_up.text)


@pytest.mark.parametrize(
    ("state", "brief"),
    [
        ("kept", "Promised (agent), and kept: refund both, Thursday"),
        ("broken", "Promised (agent), and not done: refund both, Thursday"),
        ("withdrawn", "Promised (agent), and withdrawn by the customer: refund both, Thursday"),
        ("open", "Promised (agent): refund both, Thursday"),
    ],
)
def test_a_promise_that_has_gone_on_at_the_ledger_is_told_as_it_stands_there(state: State, brief: str):
    now = "2026-03-12T12:00:00-04:00"
    stands = {
        "prm_1": Promise(
            id="prm_x", state=state, act="refund both", due=now, made_at="2026-03-09T14:00:00Z", given_at=""
        )
    }
    view = wrapview.view("c1", ended().call, Screen(), settled(confirm("prm_1")), {}, stands=stands)

    assert ("confirmed", state, "refund both", now) == (
        view.promises[0].verdict,
        view.promises[0].on_ledger,
        view.promises[0].act,
        view.promises[0].due,
    )
    assert brief in view.brief
    assert ("refund both" in view.draft) == (state == "open"), "what is over is not what happens next"


def test_a_playbook_from_before_the_newer_lines_still_tells_of_a_promise_that_is_over():
    call = ended().call
    words = call.playbook.words
    older = replace(words, brief={name: line for name, line in words.brief.items() if not name.startswith("promise_")})
    call = replace(call, playbook=replace(call.playbook, words=older))
    kept = Promise(id="prm_x", state="kept", act="refund it", made_at="2026-03-09T14:00:00Z", given_at="")

    view = wrapview.view("c1", call, Screen(), settled(confirm("prm_1")), {}, stands={"prm_1": kept})

    assert "Promised (agent): refund it" in view.brief


def test_a_promise_that_was_dropped_at_the_ledger_is_in_neither_brief_nor_message():
    stands = {
        "prm_1": Promise(id="prm_x", state="dropped", act="refund it", made_at="2026-03-09T14:00:00Z", given_at="")
    }
    view = wrapview.view("c1", ended().call, Screen(), settled(confirm("prm_1")), {}, stands=stands)

    assert ("dropped", "dropped") == (view.promises[0].verdict, view.promises[0].on_ledger)
    assert "refund it" not in view.brief + view.draft


def test_a_message_approved_before_anybody_noted_its_promises_is_as_it_was():
    old = decode(b'{"type":"follow_up_written","at":90.0,"text":"We will refund it.","by":"Sam"}')
    moved = Promise(id="prm_x", act="refund both", made_at="2026-03-09T14:00:00Z", given_at="")

    assert not wrapview.view("c1", ended().call, Screen(), settled(old), {}, stands={"prm_1": moved}).stale
