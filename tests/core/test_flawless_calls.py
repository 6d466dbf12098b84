"""Calls in which the agent does everything well, and is left in peace."""

import pytest

from script import Talk, promise
from told import NOBODY, TWICE


def greeted(**how: object) -> Talk:
    return Talk(**how).agent("Thank you for calling Northwind, Sam here. How can I help?", "greeting")  # type: ignore[arg-type]


def put_right(talk: Talk) -> Talk:
    """From the confirmed problem to a warm goodbye, step by step."""
    talk.agent("I am sorry that we took it twice. What would make it right for you?", "apologises", "asks_outcome")
    talk.customer("I want it back, and I don't want to call again.", "states_outcome", heat=0.25)
    talk.agent(
        "I can refund it to the card today, or credit it to the next bill. Which do you prefer?", "offers_option"
    )
    talk.customer("The card, please.", "accepts", heat=0.0)
    talk.agent(
        "Then I refund it to the card today, and I call you myself on Friday at ten. Ask for Sam.",
        "promises",
        "takes_ownership",
        promises=[promise("refund it to the card", "today"), promise("call you", "on Friday at ten")],
    )
    talk.customer("That would be great. Thank you.", "accepts", "thanking", heat=0.0)
    talk.agent("So: the refund today, my call on Friday. Anything else, Dana?", "closes_warmly")
    return talk.customer("No, that's all. Thanks, Sam.", "thanking", heat=0.0).agent("Take care.").hangs_up()


def heard_out(talk: Talk, heat: float) -> Talk:
    talk.customer(
        f"It is the third time I call. {TWICE}!", "states_problem", "repeat_contact", heat=heat, concern=TWICE
    )
    talk.agent("Mm-hm, go on.", "acknowledges")
    talk.customer("And every time I'm told you will call back.", "venting", heat=heat, concern=NOBODY)
    talk.agent("Three calls and no answer, with your money gone. I would be fed up too.", "empathy")
    talk.customer("Yes. Yes, I am.", "confirms", heat=max(0.0, heat - 0.25))
    talk.agent("Could you give me your account number?", "asks_detail").customer("Nine nine one.", heat=0.25)
    talk.agent(
        "So you were charged twice in March and nobody called back. Is that it?", "restates", "checks_understanding"
    )
    return talk.customer("Exactly.", "confirms", heat=0.25)


@pytest.mark.parametrize("heat", [0.0, 0.5, 1.0], ids=["calm", "frustrated", "enraged"])
@pytest.mark.parametrize("how", [{}, {"hangover": 0.6, "words_after": 0.9}], ids=["as read", "as heard"])
def test_an_agent_who_does_everything_well_is_left_in_peace(heat: float, how: dict[str, float]):
    talk = put_right(heard_out(greeted(**how), heat))

    assert [] == talk.cues
    assert {"greet", "listen", "empathise", "restate", "apologise", "ask", "resolve", "commit", "close"} == {
        step for step, state in talk.steps if state == "done"
    }


def test_an_agent_who_keeps_their_calm_under_abuse_is_left_in_peace():
    talk = greeted().customer("You're a useless idiot.", "personal_attack", heat=1.0)
    talk.agent("I want to help you, and I need us to keep this respectful.", "sets_boundary")
    talk.customer("Fine. Sorry. I was charged twice.", "states_problem", heat=0.5, concern=TWICE)
    talk.agent("Twice, that would make me cross too. Which month was it?", "empathy", "asks_detail")
    talk.customer("March.", heat=0.25).agent("So, twice in March: is that it?", "restates", "checks_understanding")

    assert [] == put_right(talk.customer("Yes.", "confirms", heat=0.25)).cues


def test_a_call_that_asks_for_nothing_special_brings_nothing():
    talk = greeted().customer("Hi, I'd like to change my address.", heat=0.0, concern="I'd like to change my address")
    talk.agent("Happy to. Your account number, please?", "asks_detail").customer("Nine nine one.", heat=0.0)
    talk.agent("And the new address?", "asks_detail").customer("Five Elm Street.", heat=0.0)
    talk.agent("That is done. Anything else?", "closes_warmly").customer("No, thank you.", "thanking", heat=0.0)

    assert [] == talk.agent("Goodbye, then.").hangs_up().cues
