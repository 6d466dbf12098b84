"""What was promised: drafts, each once, with the time that was said last."""

from script import Talk, promise
from steadyline.core import promises
from steadyline.core.events import PromiseHeard, PromiseTakenBack

FRIDAY, MONDAY = "2026-03-13T17:00:00-04:00", "2026-03-16T17:00:00-04:00"


def test_a_promise_said_again_is_one_promise():
    talk = Talk().agent("I'll refund it.", promises=[promise("refund the second charge")])
    talk.agent("So I'll refund that.", promises=[promise("refund your second charge")])

    assert ["prm_1"] == [heard.id for heard in talk.found(PromiseHeard)]


def test_a_time_said_later_is_added_to_the_promise():
    talk = Talk().agent("I'll refund it.", promises=[promise("refund the second charge")])
    talk.agent("By Friday, that is.", promises=[promise("refund the second charge", "by Friday", due=FRIDAY)])

    assert [("prm_1", "by Friday", FRIDAY, 2)] == [(p.id, p.due_text, p.due, p.turn) for p in talk.promises]


def test_another_time_said_later_is_the_time():
    talk = Talk().agent("By Friday.", promises=[promise("refund the second charge", "by Friday", due=FRIDAY)])
    talk.agent("Make that Monday.", promises=[promise("refund the second charge", "by Monday", due=MONDAY)])

    assert [("prm_1", MONDAY)] == [(p.id, p.due) for p in talk.promises]


def test_a_time_once_said_is_not_taken_back_by_saying_it_without():
    talk = Talk().agent("By Friday.", promises=[promise("refund the second charge", "by Friday", due=FRIDAY)])
    talk.agent("I'll refund it.", promises=[promise("refund the second charge")])

    assert ["by Friday"] == [p.due_text for p in talk.promises]


def test_summing_up_at_the_close_promises_nothing_anew():
    talk = Talk().agent("I'll call you Friday.", promises=[promise("call you about the boiler", "Friday", due=FRIDAY)])
    talk.agent(
        "So I call you Friday, and you have my name. Anything else?",
        "closes_warmly",
        promises=[promise("call you", "Friday", due=FRIDAY)],
    )

    assert ["prm_1"] == [heard.id for heard in talk.found(PromiseHeard)]


def test_what_is_new_at_the_close_is_promised():
    talk = Talk().agent("I'll call you Friday.", promises=[promise("call you", "Friday", due=FRIDAY)])
    talk.agent(
        "So I call you Monday, and I'll post the form. Anything else?",
        "closes_warmly",
        promises=[promise("call you", "Monday", due=MONDAY), promise("post the form")],
    )

    assert [("call you", MONDAY), ("post the form", None)] == [(p.act, p.due) for p in talk.promises]


def test_another_act_with_the_same_verb_is_another_promise():
    talk = Talk().agent("I'll email you the form.", promises=[promise("email you the form", "today", due=FRIDAY)])
    talk.agent("I'll also email you the receipt.", promises=[promise("email you the receipt")])

    assert ["email you the form", "email you the receipt"] == [p.act for p in talk.promises]


def test_the_same_act_by_another_is_another_promise():
    talk = Talk().agent("I'll write.", promises=[promise("send the form")])
    talk.customer("I'll send it too.", promises=[promise("send the form", who="customer")])

    assert ["agent", "customer"] == [p.who for p in talk.promises]


def test_a_promise_taken_back_stands_no_longer():
    talk = Talk().agent("I'll ring Friday.", promises=[promise("ring you", "on Friday", due=FRIDAY)])
    talk.agent("I'll post it.", promises=[promise("post the form")])
    talk.agent("Actually I can't do Friday after all.", taken_back=[promise("Friday")])

    assert ["post the form"] == [p.act for p in talk.promises]
    assert [("prm_1", 3)] == [(back.id, back.turn) for back in talk.found(PromiseTakenBack)]


def test_words_that_name_no_act_take_back_the_last_promise_if_it_was_made_just_now():
    talk = (
        Talk()
        .agent("I'll ring.", promises=[promise("ring you")])
        .agent("And post it.", promises=[promise("post the form")])
    )
    talk.agent("Scrap that.", taken_back=[promise("")])
    for _ in range(promises.JUST_NOW_TURNS):
        talk.customer("Right.")
    talk.agent("Scrap that.", taken_back=[promise("")])

    assert ["ring you"] == [p.act for p in talk.promises]


def test_nobody_takes_back_what_the_other_promised_nor_what_was_never_promised():
    talk = Talk().agent("I'll ring Friday.", promises=[promise("ring you", "on Friday", due=FRIDAY)])
    talk.customer("I can't do Friday after all.", heat=0.0, taken_back=[promise("Friday", who="customer")])
    talk.agent("I can't do the refund after all.", taken_back=[promise("the refund")])

    assert ["ring you"] == [p.act for p in talk.promises]


def test_a_promise_made_again_after_it_was_taken_back_is_another():
    talk = Talk().agent("I'll ring.", promises=[promise("ring you")]).agent("Scrap that.", taken_back=[promise("")])
    talk.agent("No, I will ring.", promises=[promise("ring you")])

    assert ["prm_2"] == [p.id for p in talk.promises]


def test_a_call_makes_only_so_many_promises():
    talk = Talk()
    for number in range(promises.MOST + 20):
        talk.agent("And.", seconds=0.1, promises=[promise(f"do thing{number}")])

    assert promises.MOST == len(talk.promises)
