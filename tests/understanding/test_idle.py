"""Words that sound like a promise and are none, and those in the same shape that are one."""

# ruff: noqa: E501  patterns are not folded

import pytest
from tests.understanding.marking import TUESDAY, Words, drafts, marked

from steadyline.core.events import Party
from steadyline.understanding import promises


@pytest.mark.parametrize(
    ("party", "said"),
    [
        ("agent", "you ring this number"),
        ("agent", "so you know it's her"),
        ("agent", "I can send our own team"),
        ("agent", "that'll be the copper"),
        ("agent", "I'll put my name on it"),
        ("agent", "I'll be honest with you"),
        ("agent", "I'll stop the charge now"),
        ("agent", "they will"),
        ("agent", "he should"),
        ("customer", "I'll take it"),
        ("customer", "I'll hold you to that"),
        ("customer", "I'll be straight with you"),
        ("customer", "new machine wednesday"),
        ("customer", "They'll ring me"),
    ],
)
def test_some_words_sound_like_a_promise_and_are_none(party: Party, said: str) -> None:
    assert () == drafts(said, (said,), (), party)


@pytest.mark.parametrize(
    ("party", "said", "marked_as"),
    [
        ("agent", "I put my own email on it so the photos come to me", "the photos come to me"),
        ("agent", "a text at half six, will that get you through", "will that get you through"),
        ("customer", "then will he ring me", "he ring me"),
        ("customer", "and do I ring with the number on the box", "ring with the number on the box"),
    ],
)
def test_what_is_asked_or_what_something_is_for_is_no_promise(party: Party, said: str, marked_as: str) -> None:
    assert () == drafts(said, (marked_as,), (), party)


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("Not only will we refund it, we'll add a voucher.", "will we refund it"),
        ("Only then will I close the case.", "will I close the case"),
        ("yes I will I will call you back", "I will call you back"),
        ("yes the driver will i will make sure of it", "will i will make sure of it"),
    ],
)
def test_a_will_that_is_turned_round_or_said_again_is_no_question(line: str, act: str) -> None:
    assert 1 == len(drafts(line, (act,)))


def test_what_a_customer_says_in_anger_they_will_do_is_no_promise() -> None:
    line = "I'll send the lot to the paper tonight."
    read = marked(line, "customer", promise=("I'll send the lot to the paper",), when=("tonight",))

    assert () == promises.find("customer", line, read, TUESDAY, signals={"threat_public": 0.9}).made
    assert promises.find("customer", line, read, TUESDAY, signals={"threat_public": 0.1}).made


@pytest.mark.parametrize(
    ("line", "acts", "left"),
    [
        ("The driver brings it. Or I walk over with it, and he brings the rest.", ("I walk over with it", "he brings the rest"), 0),
        ("I can have it there at ten, or he brings it at two.", ("he brings it",), 0),
        ("I'll refund it. Would you like it by card or by cheque?", ("I'll refund it",), 1),
        ("I'll do it today or tomorrow at the latest.", ("I'll do it",), 1),
        ("I'll have it with you in four or five days.", ("I'll have it with you",), 1),
    ],
)  # fmt: skip
def test_ways_forward_that_are_offered_are_no_promises_yet(line: str, acts: Words, left: int) -> None:
    read = marked(line, promise=acts)

    assert left == len(promises.find("agent", line, read, TUESDAY, signals={"offers_option": 0.9}).made)
    assert len(acts) == len(promises.find("agent", line, read, TUESDAY, signals={"offers_option": 0.1}).made)


def test_what_is_done_now_is_no_promise_with_a_full_stop_either() -> None:
    assert () == drafts("I'll put that through now.", ("I'll put that through now.",))
    assert 1 == len(drafts("I'll refund the fee, now let me take your address.", ("I'll refund the fee",)))


@pytest.mark.parametrize("said", ["I'd call you", "we would send it", "I'd be glad to send it"])
def test_what_somebody_would_do_is_no_promise(said: str) -> None:
    assert () == drafts(f"{said} tomorrow if I could.", (said,), ("tomorrow",))


def test_we_would_have_it_with_you_is_a_polite_promise() -> None:
    (draft,) = drafts(
        "So we'd have it at your door within 48 hours.", ("we'd have it at your door",), ("within 48 hours",)
    )

    assert "2026-03-12T09:05:00-04:00" == draft.due


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("I know, but I can't promise he'll be there by Wednesday.", "he'll be there"),
        ("I'm not saying it'll be there tomorrow.", "it'll be there"),
        ("There's no way he'll be there by six.", "he'll be there"),
        ("I never said I'll refund you on Friday.", "I'll refund you"),
        ("Who said we'll refund you on Friday?", "we'll refund you"),
        ("Perfect. Bring your passport on Friday.", "Bring your passport"),
        ("Ring the doctor on Monday.", "Ring the doctor"),
        ("So you'll send me the photos on Friday.", "you'll send me the photos"),
        ("It's going to rain on Saturday so wrap up.", "It's going to rain"),
        ("The trains will be on strike on Thursday.", "The trains will be on strike"),
        ("We'll be closed on Monday.", "We'll be closed"),
    ],
)
def test_a_denial_an_order_and_a_fact_promise_nothing(line: str, act: str) -> None:
    assert not drafts(line, (act,))


@pytest.mark.parametrize(
    "line", ["I'll be in hospital on Wednesday.", "I'll freeze tonight.", "I'll be homeless by Friday."]
)
def test_what_befalls_a_customer_is_no_promise_of_theirs(line: str) -> None:
    assert not promises.find("customer", line, marked(line, "customer", promise=(line[:-1],)), TUESDAY).made


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("We'll shut the gate off tonight.", "We'll shut the gate off"),
        ("The gate will be shut off tonight.", "The gate will be shut off"),
        ("I'll ring you Friday, I can promise that.", "I'll ring you"),
        ("I'll get that posted by Friday.", "I'll get that posted"),
        ("well have your permit by the end of the quarter", "well have your permit"),
        ("I'm not sure, I'll ring you by five.", "I'll ring you"),
        ("I can't say. I'll ring you on Thursday.", "I'll ring you"),
        ("i can't confirm that i'll get the depot to ring you by three", "i'll get the depot to ring you"),
        ("Who told you that? I'll have it fixed by tomorrow.", "I'll have it fixed"),
        ("The account will be closed by Friday.", "The account will be closed"),
        ("There'll be hot water again by tonight.", "There'll be hot water again"),
        ("Take it off your bill today, no problem.", "Take it off your bill"),
    ],
)
def test_a_promise_in_the_same_shape_is_one(line: str, act: str) -> None:
    assert drafts(line, (act,))
