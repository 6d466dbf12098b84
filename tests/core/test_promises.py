"""What was promised: drafts, each once, with the time that was said last."""

from script import Talk, promise
from steadyline.core import promises
from steadyline.core.events import PromiseHeard, PromiseMove, PromiseTakenBack

TONIGHT, FRIDAY = "2026-03-10T23:59:00-04:00", "2026-03-13T17:00:00-04:00"
MONDAY, TUESDAY = "2026-03-16T17:00:00-04:00", "2026-03-17T17:00:00-04:00"


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


def move(act: str = "", was: str | None = None, due: str | None = MONDAY, when: str = "Monday") -> PromiseMove:
    return PromiseMove(who="agent", act=act, was=was, due=due, due_text=when)


def two_promises() -> Talk:
    talk = Talk().agent("I'll refund it by Friday.", promises=[promise("refund it", "by Friday", due=FRIDAY)])
    return talk.agent("And I'll text you.", promises=[promise("text you", "tonight", due=TONIGHT)]).customer("Okay.")


def test_a_promise_that_is_moved_is_one_with_its_own_words_and_the_new_date():
    talk = two_promises().agent("Sorry, not Friday, Monday.", moved=[move("Friday", was=FRIDAY)])

    assert [("prm_1", "refund it", "Monday", MONDAY, 1), ("prm_2", "text you", "tonight", TONIGHT, 2)] == [
        (p.id, p.act, p.due_text, p.due, p.turn) for p in talk.promises
    ]
    assert "I'll refund it by Friday. … Sorry, not Friday, Monday." == talk.promises[0].quote
    assert [] == talk.found(PromiseTakenBack)


def test_the_day_it_was_due_tells_which_is_moved_however_that_was_said():
    talk = Talk().agent("This week.", promises=[promise("refund it", "by the end of the week", due=FRIDAY)])
    talk.agent("I'll text you tonight.", promises=[promise("text you", "tonight", due=TONIGHT)])
    talk.agent("Sorry, not Friday, Monday.", moved=[move("Friday", was=FRIDAY)])

    assert [MONDAY, TONIGHT] == [p.due for p in talk.promises]


def test_words_that_name_no_date_move_the_last_promise_if_it_was_made_just_now():
    assert [FRIDAY, MONDAY] == [p.due for p in two_promises().agent("Make that Monday.", moved=[move()]).promises]


def test_a_date_that_nobody_promised_moves_nothing():
    talk = two_promises().agent("Not Thursday, Monday.", moved=[move("Thursday", was="2026-03-12T17:00:00-04:00")])

    assert [FRIDAY, TONIGHT] == [p.due for p in talk.promises]


def test_moved_twice_it_keeps_the_words_in_which_it_was_made_and_the_last():
    talk = two_promises().agent("Not Friday, Monday.", moved=[move("Friday", was=FRIDAY)])
    talk.agent("Make that Tuesday, not Monday.", moved=[move("Monday", was=MONDAY, due=TUESDAY, when="Tuesday")])

    assert "I'll refund it by Friday. … Make that Tuesday, not Monday." == talk.promises[0].quote
    assert TUESDAY == talk.promises[0].due


def test_what_is_taken_back_and_promised_for_another_day_in_one_breath_is_moved():
    talk = two_promises().agent(
        "Actually I can't do Friday after all. I'll refund it on Monday.",
        taken_back=[promise("Friday", due=FRIDAY)],
        promises=[promise("refund it", "on Monday", due=MONDAY)],
    )

    assert [("prm_1", MONDAY), ("prm_2", TONIGHT)] == [(p.id, p.due) for p in talk.promises]
    assert [] == talk.found(PromiseTakenBack)


def test_a_promise_made_instead_is_the_one_before_at_its_new_time_in_its_own_words():
    talk = Talk().agent("He comes Friday.", promises=[promise("the engineer will come", "Friday", due=FRIDAY)])
    talk.customer("Friday's no good, can we do Monday?")
    talk.agent("He'll come Monday then.", promises=[promise("he will come", "Monday", due=MONDAY)])

    assert [("prm_1", "the engineer will come", MONDAY)] == [(p.id, p.act, p.due) for p in talk.promises]


def test_a_second_visit_is_a_second_promise():
    talk = Talk().agent("He comes Friday.", promises=[promise("the engineer will come", "Friday", due=FRIDAY)])
    talk.agent("And he'll come Monday as well.", promises=[promise("he will come", "Monday", due=MONDAY)])

    assert [FRIDAY, MONDAY] == [p.due for p in talk.promises]


def test_what_another_does_then_is_another_promise():
    talk = Talk().agent("She rings Thursday.", promises=[promise("ring you", "Thursday", who="company", due=FRIDAY)])
    talk.agent("I'll ring you Monday then.", promises=[promise("ring you", "Monday", due=MONDAY)])

    assert [FRIDAY, MONDAY] == [p.due for p in talk.promises]
