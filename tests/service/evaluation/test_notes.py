"""When a concern or a promise was found, and its deadline right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.evaluation.talk import line
from steadyline.core.events import PromiseDraft
from steadyline.service.evaluation import notes, scores
from steadyline.service.evaluation.labelled import Promised

ONE = scores.draw(1)


def found(promised: list[Promised], heard: list[PromiseDraft]) -> tuple[scores.Found, notes.Deadlines]:
    return notes.promises([line("agent", promised=promised, promises=heard)], ONE)


@pytest.mark.parametrize(
    "gold, heard, alike",
    [
        ("refund the second charge", "refund it", 1.0),
        ("email you the receipt", "emailing the receipts over", 1.0),
        ("refund the second charge", "call you back", 0.0),
        ("do it", "do it", 1.0),
        ("You'll have it", "you will have it, into your hand, with a signature", 0.75),
        ("You'll have it", "email you the form", 0.0),
        ("", "refund it", 0.0),
    ],
)
def test_telling_words_are_compared_whatever_their_endings(gold: str, heard: str, alike: float):
    assert pytest.approx(alike) == notes.overlap(gold, heard)


@given(st.text(), st.text())
def test_overlap_is_a_share_and_the_same_both_ways(a: str, b: str):
    assert 0 <= notes.overlap(a, b) == notes.overlap(b, a) <= 1


def test_each_note_is_matched_once_the_best_first():
    pairs = notes.pairs(["send the form", "send the receipt"], ["send the receipt"], notes.overlap)

    assert [("send the receipt", "send the receipt")] == pairs


def test_a_promise_is_found_by_who_and_act():
    gold = [Promised("agent", "refund the second charge", "today"), Promised("company", "call you back", "Friday")]
    heard = [PromiseDraft(who="agent", act="refund it"), PromiseDraft(who="agent", act="call you back")]

    counted, _ = found(gold, heard)
    assert (2, 2, 1) == (counted.gold, counted.heard, counted.right)


def test_a_promise_of_another_utterance_is_not_it():
    lines = [
        line("agent", turn=1, promised=[Promised("agent", "refund it", "")]),
        line("agent", turn=2, promises=[PromiseDraft(who="agent", act="refund it")]),
    ]

    assert 0 == notes.promises(lines, ONE)[0].right


@pytest.mark.parametrize(
    "gold, heard, exact",
    [
        ("2026-03-13T17:00:00-05:00", "2026-03-13T22:00:00Z", 1),
        ("2026-03-13T17:00:00-05:00", "2026-03-13T17:00:40-05:00", 1),
        ("2026-03-13T17:00:00-05:00", "2026-03-13T17:00:00Z", 0),
        ("2026-03-13T17:00:00-05:00", None, 0),
        (None, None, 1),
        (None, "2026-03-13T17:00:00Z", 0),
    ],
)
def test_a_deadline_is_exact_when_it_is_the_same_minute_anywhere(gold: str | None, heard: str | None, exact: int):
    promised = Promised("agent", "refund it", "by Friday", gold)

    _, deadlines = found([promised], [PromiseDraft(who="agent", act="refund it", due=heard)])
    assert notes.Deadlines(told=1, exact=exact, in_words=0, same_words=0) == deadlines


@pytest.mark.parametrize(
    ("when", "heard", "same"), [("Friday", "by Friday", 1), ("Friday", "today", 0), ("now", "", 0)]
)
def test_where_gold_has_words_alone_the_words_are_compared(when: str, heard: str, same: int):
    _, deadlines = found(
        [Promised("agent", "refund it", when)], [PromiseDraft(who="agent", act="refund it", due_text=heard)]
    )

    assert notes.Deadlines(told=0, exact=0, in_words=1, same_words=same) == deadlines


def test_no_words_mean_that_no_time_was_named():
    _, deadlines = found([Promised("agent", "refund it", "")], [PromiseDraft(who="agent", act="refund it")])

    assert notes.Deadlines(told=1, exact=1, in_words=0, same_words=0) == deadlines


def test_a_concern_needs_half_the_telling_words():
    noted = line(concerns=["I was charged twice in March"], noted=["you charged me twice"])
    other = line(concerns=["I was charged twice in March"], noted=["nobody rang about the charge last week"])

    assert [1, 0] == [notes.concerns([each], ONE).right for each in (noted, other)]
