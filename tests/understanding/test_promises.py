"""Promises: who, what and by when, as a draft in the speaker's own words."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyline.core.events import PromiseDraft
from steadyline.understanding import promises

TUESDAY = datetime(2026, 3, 10, 9, 5, tzinfo=ZoneInfo("America/New_York"))


def drafts(party: str, text: str) -> list[tuple[str, str, str]]:
    return [(d.who, d.act, d.due_text) for d in promises.find(party, text, TUESDAY)]  # type: ignore[arg-type]


def test_a_promise_has_who_act_and_due_in_the_customers_zone() -> None:
    found = promises.find("agent", "I'll email you the receipt by five o'clock.", TUESDAY)

    assert (
        PromiseDraft(
            who="agent", act="email you the receipt", due="2026-03-10T17:00:00-04:00", due_text="by five o'clock"
        ),
    ) == found


@pytest.mark.parametrize(
    ("said", "made"),
    [
        (
            "I'll refund it today and I'll email you the receipt by five o'clock.",
            [("agent", "refund it", "today"), ("agent", "email you the receipt", "by five o'clock")],
        ),
        (
            "We'll send a new router within two business days",
            [("company", "send a new router", "within two business days")],
        ),
        ("you'll get a letter by Friday", [("company", "you will get a letter", "by Friday")]),
        ("ill ring you tomorrow", [("agent", "ring you", "tomorrow")]),
        ("By Friday I'll have the fee removed.", [("agent", "have the fee removed", "By Friday")]),
        ("I'm going to waive the fee.", [("agent", "waive the fee", "")]),
        (
            "I'll personally call you on Monday and send the form tonight",
            [("agent", "call you", "on Monday"), ("agent", "send the form", "tonight")],
        ),
        ("The engineer comes on Tuesday.", [("company", "the engineer comes", "on Tuesday")]),
        ("It'll be there by Thursday at noon.", [("company", "it will be there", "by Thursday at noon")]),
        (
            "The refund by Friday, and a call from me tomorrow.",
            [("company", "the refund", "by Friday"), ("agent", "a call from me", "tomorrow")],
        ),
        ("you'll have the refund by friday", [("company", "you will have the refund", "by friday")]),
        ("A check goes out Friday.", [("company", "a check goes out", "Friday")]),
        ("I'm sending a courier tonight.", [("agent", "send a courier", "tonight")]),
        (
            "If it's not there by noon I'll resend the parcel.",
            [("agent", "resend the parcel, if it's not there by noon", "by noon")],
        ),
        ("I'll text you as soon as it lands.", [("agent", "text you", "as soon as it lands")]),
        ("Carla will ring you tomorrow.", [("company", "Carla will ring you", "tomorrow")]),
    ],
)
def test_what_the_agent_promises(said: str, made: list[tuple[str, str, str]]) -> None:
    assert made == drafts("agent", said)


@pytest.mark.parametrize(
    "said",
    [
        "I'll look into it.",
        "I'll see what I can do for you.",
        "Let me pull that up.",
        "I'll try to call you tomorrow.",
        "I'll be honest with you.",
        "I'll put you on hold for a moment.",
        "Shall I send it tomorrow?",
        "He said we'll call you back by Friday.",
        "You were told it'll be there by Monday.",
        "The first guy said he'll send it today.",
        "I'll order it now.",
        "It was late on Friday.",
        "Will we call you back? No.",
        "",
    ],
)
def test_what_is_vague_hedged_or_done_now_is_no_promise(said: str) -> None:
    assert [] == drafts("agent", said)


def test_a_time_holds_for_the_day_named_before_it_in_the_sentence() -> None:
    same = promises.find("agent", "I'm on shift Saturday, I'll call you at eight when the van leaves.", TUESDAY)
    other = promises.find("agent", "You come in on Saturday. I'll call you at four.", TUESDAY)

    assert ["2026-03-14T08:00:00-04:00"] == [d.due for d in same]
    assert ["2026-03-10T16:00:00-04:00"] == [d.due for d in other]


def test_the_customer_promises_too_but_threats_are_not_promises() -> None:
    assert [("customer", "send the form", "tonight")] == drafts("customer", "Fine, I'll send the form tonight.")
    assert [] == drafts("customer", "You promised you'd ring me on Friday, he said I'll send it tomorrow.")
    assert [] == drafts("customer", "I'll call a lawyer tomorrow and I'll post it all over Facebook.")


def test_without_the_time_of_the_call_the_words_stay_and_the_due_time_is_open() -> None:
    found = promises.find("agent", "I'll call you tomorrow.", None)

    assert [("tomorrow", None)] == [(d.due_text, d.due) for d in found]


@given(st.text(max_size=300), st.sampled_from(["agent", "customer"]))
def test_any_text_gives_a_few_drafts_at_most(text: str, party: str) -> None:
    assert len(promises.find(party, text, TUESDAY)) <= promises.MOST  # type: ignore[arg-type]
