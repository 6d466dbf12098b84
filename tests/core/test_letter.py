"""The follow-up message: thanks where they are due, firm and plain after abuse, and nothing beyond limits."""

import msgspec
import pytest

from script import HEADER, Talk, promise
from steadyline.core import call as rules
from steadyline.core.events import CallSummedUp, Customer, LimitRaised, PromiseMove

FRIDAY, MONDAY = "2026-03-13T17:00:00-04:00", "2026-03-16T17:00:00-04:00"
THANKS = "Thank you for talking to us today."


def letter(talk: Talk) -> str:
    (summed,) = talk.hangs_up().found(CallSummedUp)
    return summed.follow_up


def told() -> Talk:
    talk = Talk().agent("Northwind, Sam speaking.", "greeting")
    return talk.customer("You charged me twice.", "states_problem", heat=0.5, concern="you charged me twice")


def attacked() -> Talk:
    talk = told().customer("You are a stupid cow.", "personal_attack", heat=1.0)
    talk.agent("I want to help, but I need us to be respectful.", "sets_boundary").quiet(20)
    return talk.customer("Stupid, stupid cow.", "personal_attack", heat=1.0)


def ended() -> Talk:
    given = [promise("refund the second charge", "today"), promise("post a bill", who="company")]
    return attacked().agent("I'll refund it, and I am ending this call now.", "sets_boundary", promises=given)


def test_a_customer_who_was_only_angry_is_thanked_and_told_what_they_said_as_told():
    assert [
        "Hello Dana,",
        "",
        THANKS,
        "You told us that you were charged twice.",
        "",
        "If anything in this message is wrong, answer it and we will correct it.",
        "Sam",
    ] == letter(told()).splitlines()


def test_after_a_call_that_ended_on_a_boundary_it_is_firm_plain_and_says_how_to_come_back():
    assert [
        "Hello Dana,",
        "",
        "Our call today ended because of what was said to us in it. We want to help you with this, and for that we "
        "need to speak to each other with respect.",
        "",
        "You told us that you were charged twice.",
        "",
        "What we said we would do still holds:",
        "- We will refund the second charge, today.",
        "- We will post a bill.",
        "",
        "To go on from here, answer this message or call us again. What you told us is written down, so you need not "
        "start over.",
        "Northwind",
    ] == letter(ended()).splitlines()


def test_after_a_threat_of_harm_it_says_that_such_words_are_taken_seriously_and_no_agent_signs():
    talk = told().customer("I'll come down there and break your legs.", "threat_harm", heat=1.0)
    said = letter(talk.agent("I am ending this call now.", "sets_boundary"))

    assert "a threat to harm somebody. We take such words seriously." in said
    assert "Sam" not in said
    assert THANKS not in said


def test_an_attacker_with_whom_the_call_went_on_is_neither_thanked_nor_blamed():
    said = letter(attacked().agent("I can refund it.", "offers_option").customer("Do that.", "accepts", heat=0.5))

    assert THANKS not in said
    assert "We spoke on the phone today." in said
    assert "ended because" not in said


def test_who_took_it_back_is_thanked():
    talk = attacked().agent("One more and I have to end the call.", "sets_boundary").quiet(20)
    talk.customer("I was rude. I'm sorry I said that.", heat=0.0).agent("Thank you. I can refund it.", "offers_option")

    assert THANKS in letter(talk)


def test_a_call_that_went_on_long_after_a_boundary_did_not_end_on_it():
    talk = ended()
    for _ in range(4):
        talk.customer("Elm Street.", heat=0.5).agent("I have it.")

    assert "ended because" not in letter(talk)


def test_one_warning_and_a_customer_who_hangs_up_is_no_call_that_was_ended():
    talk = told().customer("You are a stupid cow.", "personal_attack", heat=1.0)

    assert "ended because" not in letter(talk.agent("I need us to be respectful.", "sets_boundary"))


def test_more_than_the_agent_may_give_is_put_in_no_letter():
    talk = told().agent("I'll refund you 140 dollars.", "promises", promises=[promise("refund you 140 dollars")])
    talk.agent("I'll call you.", "promises", promises=[promise("call you")])

    assert "140" not in letter(talk)
    assert "I will call you." in letter(talk)


def test_what_a_supervisor_allowed_since_is_in_the_letter():
    talk = told().agent("I'll refund you 140 dollars.", "promises", promises=[promise("refund you 140 dollars")])
    talk._facts.append(LimitRaised(at=talk.now, kind="refund", amount=200, by="Ines"))

    assert "I will refund you 140 dollars." in letter(talk)


def test_an_act_that_was_cut_short_gives_way_to_the_sentence_it_was_said_in():
    talk = told().agent("Fine. And I'll call you with what she says.", "promises", promises=[promise("call you with")])

    assert "- I'll call you with what she says." in letter(talk)


def test_of_many_problems_a_few_are_said_back_in_one_sentence():
    talk = Talk()
    for number in range(6):
        talk.customer("And.", "states_problem", heat=0.5, concern=f"trouble{number} broke{number}")

    assert "You told us that trouble0 broke0, that trouble4 broke4, and that trouble5 broke5." in letter(talk)


@pytest.mark.parametrize(
    "scrap", ["he has been coughing since about", "an MRI on", "I was given", "you keep calling me for"]
)
def test_a_problem_that_lacks_its_end_is_not_put_in_writing(scrap: str):
    talk = Talk().customer("Well.", "states_problem", heat=0.5, concern=scrap)
    assert "You told us" not in letter(talk)

    talk = Talk().customer("Well.", "states_problem", heat=0.5, concern=(scrap, "nobody called"))
    assert "You told us that nobody called." in letter(talk)


def test_nobody_is_greeted_by_an_empty_name():
    header = msgspec.structs.replace(HEADER, customer=Customer())
    (summed,) = Talk(header=header).hangs_up().found(CallSummedUp)

    assert "Hello," == summed.follow_up.splitlines()[0]


def test_stopped_and_resumed_anywhere_the_letter_is_the_same():
    facts = ended().hangs_up().facts
    whole, _ = rules.run(rules.begin(Talk().playbook, HEADER), facts)
    for cut in range(len(facts)):
        call, _ = rules.run(rules.begin(Talk().playbook, HEADER), facts[:cut])
        call, _ = rules.run(rules.thaw(rules.freeze(call)), facts[cut:])
        assert whole == call


def test_a_promise_that_was_moved_is_told_with_its_new_date():
    talk = told().agent("I'll refund it by Friday.", promises=[promise("refund it", "by Friday", due=FRIDAY)])
    move = PromiseMove(who="agent", act="Friday", was=FRIDAY, due=MONDAY, due_text="Monday")
    said = letter(talk.agent("Sorry, not Friday, Monday.", moved=[move]))

    assert "- I will refund it, Monday (Monday 16 March, 17:00)." in said.splitlines()
    assert "Friday" not in said


def test_what_is_written_of_a_promise_is_a_sentence_whatever_was_marked_of_it():
    given = [
        promise("for the refund", "take three to five business days", who="company"),
        promise("you will have an email from me", "Within two hours"),
        promise("resend it, if it's not there by noon", "takes three to five business days"),
    ]
    said = letter(told().agent("All that.", promises=given)).splitlines()

    assert [
        "- For the refund, within three to five business days.",
        "- You will have an email from me, within two hours.",
        "- I will resend it, if it's not there by noon, within three to five business days.",
    ] == [line for line in said if line.startswith("- ")]
