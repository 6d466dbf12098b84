"""What was promised: drafts, each once, with the time that was said last."""

from script import Talk, promise
from steadyline.core import promises
from steadyline.core.events import PromiseHeard

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


def test_the_same_act_by_another_is_another_promise():
    talk = Talk().agent("I'll write.", promises=[promise("send the form")])
    talk.customer("I'll send it too.", promises=[promise("send the form", who="customer")])

    assert ["agent", "customer"] == [p.who for p in talk.promises]


def test_a_call_makes_only_so_many_promises():
    talk = Talk()
    for number in range(promises.MOST + 20):
        talk.agent("And.", seconds=0.1, promises=[promise(f"do thing{number}")])

    assert promises.MOST == len(talk.promises)
