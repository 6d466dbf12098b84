"""Promises: who, what and by when, as a draft in the speaker's own words, from what the encoder marks."""

# ruff: noqa: E501  patterns are not folded

from datetime import time
from time import process_time

import numpy as np
import pytest
from tests.understanding.marking import TUESDAY, Words, drafts, marked

from steadyline.core.events import Party, PromiseDraft
from steadyline.core.hours import Hours
from steadyline.understanding import dialogue, promises

PROMISE = dialogue.TAGS.index("promise")


def test_a_promise_has_who_act_and_due_in_the_customers_zone() -> None:
    found = drafts("I'll email you the receipt by five o'clock.", ("I'll email you the receipt",), ("by five o'clock",))

    due = "2026-03-10T17:00:00-04:00"
    assert (PromiseDraft(who="agent", act="email you the receipt", due=due, due_text="by five o'clock"),) == found


@pytest.mark.parametrize(
    ("said", "acts", "times", "made"),
    [
        (
            "I'll refund it today and I'll email you the receipt by five o'clock.",
            ("I'll refund it", "I'll email you the receipt"),
            ("today", "by five o'clock"),
            [("agent", "refund it", "today"), ("agent", "email you the receipt", "by five o'clock")],
        ),
        (
            "We'll send a new router within two business days",
            ("We'll send a new router",),
            ("within two business days",),
            [("company", "send a new router", "within two business days")],
        ),
        ("you'll get a letter by Friday", ("you'll get a letter",), ("by Friday",), [("company", "you will get a letter", "by Friday")]),
        ("all be with you by seven", ("all be with you",), ("by seven",), [("agent", "be with you", "by seven")]),
        ("ill ring you tomorrow", ("ill ring you",), ("tomorrow",), [("agent", "ring you", "tomorrow")]),
        ("By Friday I'll have the fee removed.", ("I'll have the fee removed",), ("By Friday",), [("agent", "have the fee removed", "By Friday")]),
        ("I'm sending a courier tonight.", ("I'm sending a courier",), ("tonight",), [("agent", "send a courier", "tonight")]),
        (
            "I'll personally call you on Monday and send the form tonight",
            ("I'll personally call you", "send the form"),
            ("on Monday", "tonight"),
            [("agent", "call you", "on Monday"), ("agent", "send the form", "tonight")],
        ),
        ("The engineer comes on Tuesday.", ("The engineer comes",), ("on Tuesday",), [("company", "the engineer comes", "on Tuesday")]),
        ("Carla will ring you tomorrow.", ("Carla will ring you",), ("tomorrow",), [("company", "Carla will ring you", "tomorrow")]),
        ("I'll text you as soon as it lands.", ("I'll text you",), ("as soon as it lands",), [("agent", "text you", "as soon as it lands")]),
        ("What I'm going to do is put it through tonight.", ("What I'm going to do is put it through",), ("tonight",), [("agent", "put it through", "tonight")]),
        ("so what we'll do is send a man", ("do is send a man",), (), [("company", "send a man", "")]),
        ("Not only will we refund it today.", ("will we refund it",), ("today",), [("company", "refund it", "today")]),
        ("I'm going to waive the fee.", ("I'm going to waive the fee",), (), [("agent", "waive the fee", "")]),
        ("The refund by Friday, and a call from me.", ("a call from me",), (), [("agent", "a call from me", "")]),
        (
            "If it's not there by noon I'll resend the parcel.",
            ("I'll resend the parcel",),
            (),
            [("agent", "resend the parcel, if it's not there by noon", "")],
        ),
        ("I'll ring you, if that's all right, tomorrow.", ("I'll ring you",), ("tomorrow",), [("agent", "ring you", "tomorrow")]),
        ("I'll be with you Thursday before nine", ("I'll be with you Thursday before nine",), (), [("agent", "be with you", "Thursday before nine")]),
    ],
)  # fmt: skip
def test_what_is_promised_by_whom(said: str, acts: Words, times: Words, made: list[tuple[str, str, str]]) -> None:
    assert made == [(d.who, d.act, d.due_text) for d in drafts(said, acts, times)]


def test_a_time_that_another_sentence_names_is_the_acts_own() -> None:
    (found,) = drafts("Friday. That's when it lands in your account.", ("it lands in your account",), ("Friday",))

    assert ("2026-03-13T17:00:00-04:00", "company") == (found.due, found.who)


def test_a_time_holds_for_the_day_named_before_it_in_the_sentence() -> None:
    (same,) = drafts(
        "I'm on shift Saturday, I'll call you at eight when the van leaves.", ("I'll call you",), ("at eight",)
    )
    (other,) = drafts("You come in on Saturday. I'll call you at four.", ("I'll call you",), ("at four",))

    assert "2026-03-14T08:00:00-04:00" == same.due
    assert "2026-03-10T16:00:00-04:00" == other.due


@pytest.mark.parametrize(
    ("said", "act", "marks"),
    [
        ("If it's not there by noon I'll resend it.", "I'll resend it", "by noon"),
        ("I'll resend it if it's not there by noon.", "I'll resend it", "by noon"),
        ("unless you hear by noon i'll resend it", "i'll resend it", "by noon"),
    ],
)
def test_the_time_of_a_condition_is_no_deadline(said: str, act: str, marks: str) -> None:
    (found,) = drafts(said, (act,), (marks,))

    assert (None, "") == (found.due, found.due_text)
    assert "by noon" in found.act


def test_a_promise_with_a_condition_keeps_a_time_of_its_own() -> None:
    (found,) = drafts("If it's not there by noon I'll resend it by two.", ("I'll resend it",), ("by noon", "by two"))

    assert ("by two", "2026-03-10T14:00:00-04:00") == (found.due_text, found.due)


def test_a_deadline_is_reckoned_by_the_sites_own_hours() -> None:
    line = "I'll resend it by close of play."
    until_four = Hours(closes=time(16, 0))
    read = marked(line, promise=("I'll resend it",), when=("by close of play",))

    (found,) = promises.find("agent", line, read, TUESDAY, until_four).made

    assert "2026-03-10T16:00:00-04:00" == found.due


@pytest.mark.parametrize(
    ("said", "acts", "times", "whose"),
    [
        (
            "The van's with you at two, and I'll ring you when it's done.",
            ("The van's with you", "I'll ring you"),
            ("at two", "when it's done"),
            [("the van's with you", "at two"), ("ring you", "when it's done")],
        ),
        (
            "it'll be at your door by half nine and i'll ring you",
            ("it'll be at your door", "i'll ring you"),
            ("by half nine",),
            [("it will be at your door", "by half nine"), ("ring you", "")],
        ),
        (
            "I'll email it by noon, and tomorrow at nine I'll ring you.",
            ("I'll email it", "I'll ring you"),
            ("by noon, and tomorrow at nine",),
            [("email it", "by noon"), ("ring you", "tomorrow at nine")],
        ),
        (
            "I'll book them myself and text you the day by Friday.",
            ("I'll book them myself", "text you the day"),
            ("by Friday",),
            [("book them myself", ""), ("text you the day", "by Friday")],
        ),
        (
            "i will move the payment tomorrow by ten and text you",
            ("i will move the payment", "text you"),
            ("tomorrow by ten",),
            [("move the payment", "tomorrow by ten"), ("text you", "tomorrow by ten")],
        ),
        (
            "I'll credit the whole month, and you'll see it by Friday.",
            ("I'll credit the whole month", "you'll see it"),
            ("by Friday",),
            [("credit the whole month", "by Friday")],
        ),
        (
            "A courier leaves tonight. You'll have it by Friday.",
            ("A courier leaves", "You'll have it"),
            ("tonight", "by Friday"),
            [("a courier leaves", "tonight"), ("you will have it", "by Friday")],
        ),
        (
            "I'll ring the depot, and it'll be back on by six.",
            ("I'll ring the depot", "it'll be back on"),
            ("by six",),
            [("ring the depot", ""), ("it will be back", "by six")],
        ),
        (
            "I'll text you the number. You'll have it by Friday.",
            ("I'll text you the number", "You'll have it"),
            ("by Friday",),
            [("text you the number", ""), ("you will have it", "by Friday")],
        ),
        (
            "I'll book him for Friday and text you his name.",
            ("I'll book him", "text you his name"),
            ("for Friday",),
            [("book him", "for Friday"), ("text you his name", "")],
        ),
        (
            "I'll email you tonight, with the three payments.",
            ("I'll email you", "with the three payments"),
            ("tonight",),
            [("email you", "tonight")],
        ),
        (
            "With you tomorrow by ten, signed for.",
            ("With you",),
            ("tomorrow by ten",),
            [("With you", "tomorrow by ten")],
        ),
        ("I'll send it this week.", ("I'll send it this week",), (), [("send it", "this week")]),
        ("I'll credit this month.", ("I'll credit this month",), (), [("credit this month", "")]),
        ("plumber tomorrow at nine", ("plumber",), ("tomorrow at nine",), [("plumber", "tomorrow at nine")]),
        ("I'll ring this afternoon.", ("I'll ring",), ("this afternoon",), [("ring", "this afternoon")]),
        (
            "I'll stay on this line until one of your people is in.",
            ("I'll stay on this line",),
            ("until one",),
            [("stay on this line", "")],
        ),
    ],
)
def test_a_time_is_one_acts_and_the_nearest_ones(
    said: str, acts: Words, times: Words, whose: list[tuple[str, str]]
) -> None:
    assert whose == [(d.act, d.due_text) for d in drafts(said, acts, times)]


def test_that_day_is_the_day_named_last() -> None:
    first, then = drafts(
        "You'll have them by Friday. And I'll ring you at five that day.",
        ("You'll have them", "I'll ring you"),
        ("by Friday", "at five that day"),
    )

    assert ("2026-03-13T17:00:00-04:00", "2026-03-13T17:00:00-04:00") == (first.due, then.due)
    assert "at five" in then.due_text


@pytest.mark.parametrize("condition", ["if it hasn't come by Friday", "unless they ring you by Friday"])
def test_an_act_ends_before_what_it_hangs_on_and_has_no_date_of_that(condition: str) -> None:
    line = f"I'll resend it {condition}."
    read = marked(line, promise=("I'll resend it",), when=("by Friday",))
    pieces = [n for n, (a, b) in enumerate(read.places) if line.index(condition) <= a < b]
    for sure in (-0.2, 4.0):
        read.tags[pieces[:1], PROMISE] = sure
        (found,) = promises.find("agent", line, read, TUESDAY).made

        assert (f"resend it, {condition}", None) == (found.act, found.due)


def test_what_is_hardly_a_promise_pushes_out_no_sure_one_and_takes_no_time_of_it() -> None:
    unsure = "I'll find it. I'll ask Jo. I'll look there. I'll try Al. I'll check that. "
    line = f"{unsure}I'll post you the form by Friday."
    read = marked(
        line, "customer", promise=(*unsure.rstrip().split(". "), "I'll post you the form"), when=("by Friday",)
    )
    low = [n for n, (a, b) in enumerate(read.places) if b > a and a < len(unsure)]
    read.tags[low, PROMISE] = np.minimum(read.tags[low, PROMISE], 0.8)

    assert [("post you the form", "by Friday")] == [
        (draft.act, draft.due_text) for draft in promises.find("customer", line, read, TUESDAY).made
    ]


def test_what_follows_for_certain_is_one() -> None:
    assert (
        "you will have it back"
        == drafts("I've unlocked it so you'll have it back by noon.", ("you'll have it back",))[0].act
    )


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("The letter I'll write myself", "agent"),
        ("all ring you myself", "agent"),
        ("all ride along with him", "agent"),
        ("will send a letter to the clinic", "agent"),
        ("I'm also going to strike his name off", "agent"),
        ("well credit the whole fee", "company"),
        ("pack the box", "agent"),
        ("Twelve bottles will be at your door", "company"),
    ],
)
def test_whose_act_it_is(said: str, who: str) -> None:
    (found,) = drafts(said, (said,))

    assert who == found.who


def test_what_the_customer_will_do_is_the_customers() -> None:
    (found,) = drafts("Fine, I'll send the form tonight.", ("I'll send the form",), ("tonight",), "customer")

    assert ("customer", "send the form") == (found.who, found.act)


def test_without_the_time_of_the_call_the_words_stay_and_the_due_time_is_open() -> None:
    line = "I'll call you tomorrow."
    (found,) = promises.find("agent", line, marked(line, promise=("I'll call you",), when=("tomorrow",)), None).made

    assert ("tomorrow", None) == (found.due_text, found.due)


def test_a_customer_who_says_the_agents_promise_again_makes_none() -> None:
    assert () == drafts("You'll ring me yourself.", ("You'll ring me yourself",), (), "customer")


def test_an_act_is_of_one_sentence_and_more_than_a_word() -> None:
    (found,) = drafts("Not the fax. I'll stay on her.", ("fax. I'll stay on her",))

    assert "stay on her" == found.act
    assert () == drafts("I'll put.", ("I'll put",))


@pytest.mark.parametrize(
    ("party", "line", "act", "enough"),
    [
        ("agent", "I'll mend it by four.", "I'll mend it", 0.62),
        ("agent", "I'll mention it to her.", "I'll mention it to her", 0.72),
        ("agent", "A man comes out by four.", "A man comes out", 0.62),
        ("agent", "My colleague will call you back.", "My colleague will call you back", 0.62),
        ("agent", "She gets a text.", "She gets a text", 0.77),
        ("customer", "I'll post it by four.", "I'll post it", 0.77),
        ("customer", "I'll tell the landlord.", "I'll tell the landlord", 0.92),
    ],
)
def test_how_sure_an_act_must_be_hangs_on_whose_it_is_and_on_its_time(
    party: Party, line: str, act: str, enough: float
) -> None:
    """``enough``: as likely as this it is noted; a twentieth less likely it is not."""
    for likely, noted in ((enough, 1), (enough - 0.05, 0)):
        read = marked(line, party, promise=(act,), when=("by four",) if "by four" in line else ())
        tags = read.tags[:, PROMISE]
        tags[tags > 0] = np.log(likely / (1 - likely))
        assert noted == len(promises.find(party, line, read, TUESDAY).made)


def test_where_nothing_is_marked_nothing_is_promised() -> None:
    assert () == drafts("I'll look into it by Friday.", ())


def test_an_act_that_is_marked_in_two_pieces_is_one() -> None:
    (found,) = drafts("I'll put it all back on your card.", ("I'll put it", "all back on your card"))

    assert ("agent", "put it all back on your card") == (found.who, found.act)


def test_the_condition_of_the_next_sentence_is_not_the_acts() -> None:
    (found,) = drafts("I'll ring you. If you're out I'll leave a message.", ("I'll ring you.",))

    assert "ring you" == found.act


@pytest.mark.parametrize(
    "said",
    [
        "I am going to refund the twenty pounds",
        "I am sending you a new one",
        "I'll be happy to refund the fee",
        "I'll look into it and call you back",
        "I'll see what happened and ring you",
    ],
)
def test_a_softener_before_a_definite_act_makes_it_no_less_a_promise(said: str) -> None:
    assert 1 == len(drafts(said, (said,)))


@pytest.mark.parametrize(
    ("line", "act", "marks"),
    [
        ("I won't call you on Friday.", "I won't call you", "on Friday"),
        ("You will not be charged by Friday.", "You will not be charged", "by Friday"),
    ],
)
def test_what_is_not_to_be_done_has_no_moment_by_which_it_is(line: str, act: str, marks: str) -> None:
    (draft,) = drafts(line, (act,), (marks,))

    assert (marks, None) == (draft.due_text, draft.due)


def test_what_will_not_be_forgotten_has_its_moment() -> None:
    (draft,) = drafts("I won't forget to call you on Friday.", ("I won't forget to call you",), ("on Friday",))

    assert "2026-03-13T17:00:00-04:00" == draft.due


def test_a_long_line_of_small_words_is_told_at_once() -> None:
    began = process_time()

    assert "a" == promises.told("a " * 2000)
    assert process_time() - began < 0.1
