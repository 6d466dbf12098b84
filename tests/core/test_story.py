"""What the next person must know: asked for, offered, answered, and the evidence of abuse kept together."""

import pytest

from script import Talk, promise
from steadyline.core import incidents, story, summary
from steadyline.core.call import so_far


def brief(talk: Talk) -> list[str]:
    return summary.brief(so_far(talk.call)).splitlines()


def told() -> Talk:
    talk = Talk().agent("Northwind, Sam speaking.", "greeting")
    return talk.customer("My bill is wrong again.", "states_problem", heat=0.75, concern="I was charged twice")


def test_the_brief_can_be_had_at_any_moment_and_says_that_it_is_now():
    assert [
        "Problem, in their words: not told.",
        "Heat: not judged, as nothing of theirs was heard.",
        "Done: nothing heard yet.",
    ] == (brief(Talk()))
    assert "Heat: frustrated at its highest, frustrated now." in brief(told())
    assert summary.brief(so_far(told().call)) == told().desk().brief, "the desk shows it while the call goes on"


def test_what_they_want_and_what_they_said_at_the_worst_are_in_their_own_words():
    talk = told().customer("I want the money back by Friday.", "states_outcome", heat=0.5)

    assert "What would make it right: “I want the money back by Friday.”" in brief(talk)
    assert "At its highest: “My bill is wrong again.”" in brief(talk)


def test_what_was_offered_stands_with_how_it_was_taken():
    talk = told().agent("I can send a voucher.", "offers_option").customer("No.", "rejects", heat=0.75)
    talk.agent("I can refund it or replace it.", "offers_option").customer("Refund it.", "accepts", heat=0.5)
    talk.agent("I can also waive the fee.", "offers_option")

    assert [
        "Offered and turned down: “I can send a voucher.” They said: “No.”",
        "Offered and agreed: “I can refund it or replace it.” They said: “Refund it.”",
        "Offered: “I can also waive the fee.”",
    ] == [line for line in brief(talk) if line.startswith("Offered")]


def test_what_was_asked_and_answered_is_not_to_be_asked_again():
    talk = told().agent("What is the number on the bill?", "asks_detail").customer("It is 4471.", heat=0.5)

    line = "Asked and answered, so do not ask again: “What is the number on the bill?” “It is 4471.”"
    assert line in brief(talk)


def test_who_they_are_may_be_asked_again_and_a_secret_answer_is_kept_nowhere():
    talk = told().agent("What is your date of birth?", "asks_detail").customer("Six fourteen forty-nine.", heat=0.5)
    talk.agent("And the name of your first dog?", "asks_detail").customer("Biscuit.", heat=0.5)

    assert () == talk.call.story.answers


@pytest.mark.parametrize(
    ("asked", "said", "signals"),
    [
        ("What's the trailer weigh?", "You would not know a pound from a pickle.", ["personal_attack"]),
        ("Is there a number on the display?", "How should I know? You are the one who is paid.", ["venting"]),
        ("What's the tracking?", "You got my number. Look it up.", []),
        ("Do you have a claim number?", "I gave you that damn number last week!", ["venting", "repeat_contact"]),
        ("What is the number?", "No, wait, that is wrong.", ["corrects"]),
        ("Is she all right right now?", "She is talking.", []),
        ("I can see the name there, you're through to the right place.", "And I moved all of it.", []),
        ("What does it read?", "What do you mean?", []),
        ("What's the meter number?", "I can't see it, it's dark, I put forty euro on it and nine.", []),
    ],
)
def test_what_is_no_answer_to_a_lasting_question_was_not_answered(asked: str, said: str, signals: list[str]):
    assert () == told().agent(asked, "asks_detail").customer(said, *signals, heat=0.75).call.story.answers


def test_an_angry_answer_with_a_number_in_it_is_one_and_the_same_question_has_one_answer():
    talk = told().agent("What is the order number?", "asks_detail").customer("It is on your screen.", heat=0.5)
    talk.agent("And the order number?", "asks_detail").customer("Six six one oh four, I said!", "venting", heat=0.75)

    assert ["Six six one oh four, I said!"] == [answer.quote for answer in talk.call.story.answers]


def test_to_take_one_of_two_ways_is_not_to_turn_them_down():
    talk = told().agent("I can take sixty off, or find you a quiet room.", "offers_option")
    talk.customer("The money. I'm not unpacking again.", "rejects", heat=0.5, likely=0.6)

    assert (
        "Offered: “I can take sixty off, or find you a quiet room.” They said: “The money. I'm not unpacking again.”"
    ) in brief(talk)


def test_a_no_or_a_yes_long_after_an_offer_is_to_something_else():
    talk = told().agent("I can send a voucher.", "offers_option")
    for _ in range(3):
        talk.customer("Well.", heat=0.5).agent("I see.")

    assert "" == talk.customer("No, that is not what he said.", "rejects", heat=0.5).call.story.offers[0].answer
    assert "" == talk.customer("Fine, call me.", "accepts", heat=0.25).call.story.offers[0].answer


def test_which_way_they_took_is_told_though_they_agree_only_later():
    talk = (
        told()
        .agent("Two heaters, or the guest suite.", "offers_option")
        .customer("The heaters, she won't move.", heat=0.5)
    )
    talk.agent("Heaters by eight.").customer("Okay.", "accepts", heat=0.25)

    assert "Offered and agreed: “Two heaters, or the guest suite.” They said: “The heaters, she won't move.”" in brief(
        talk
    )


def test_a_question_back_is_no_reply_once_there_is_one():
    talk = told().agent("I can refund it.", "offers_option").customer("How long does that take?", heat=0.5)
    talk.agent("Three days.").customer("Go on, then.", "accepts", heat=0.25)

    assert "Go on, then." == talk.call.story.offers[0].reply


def test_the_yes_to_an_offer_stays_its_answer():
    talk = told().agent("I can refund it.", "offers_option").customer("Yes, the refund.", "accepts", heat=0.5)
    talk.agent("By Friday.").customer("Good.", "accepts", heat=0.25)

    assert "Yes, the refund." == talk.call.story.offers[0].reply


def test_a_question_that_was_not_understood_was_not_answered():
    talk = told().agent("Your CPE serial?", "asks_detail").customer("My what?", "confused", heat=0.5)

    assert () == talk.call.story.answers


def test_the_evidence_of_abuse_is_kept_together_with_the_boundaries_and_the_apology():
    talk = told().customer("You are a stupid cow.", "personal_attack", heat=1.0)
    talk.agent("I want to help, but I need us to be respectful.", "sets_boundary")
    talk.customer("I should not have said that. Sorry for shouting.", "thanking", heat=0.0)
    kept = [(act.what, act.quote) for act in talk.call.incidents.abuse]

    assert ("personal_attack", "You are a stupid cow.") == kept[0]
    assert ("sets_boundary", "I want to help, but I need us to be respectful.") == kept[1]
    assert ["apologises"] == [what for what, _ in kept[2:]]
    assert "Attacks on the agent: 1, boundaries set: 1. The last, at 0:03: “You are a stupid cow.”" in brief(talk)
    assert "They took it back." in brief(talk)


def test_attacks_are_counted_though_not_all_are_kept():
    talk = told()
    for _ in range(15):
        talk.customer("You are a stupid cow.", "personal_attack", heat=1.0)
        talk.agent("I need us to be respectful.", "sets_boundary")

    assert len(talk.call.incidents.abuse) == incidents.INCIDENTS_KEPT
    assert any(line.startswith("Attacks on the agent: 15, boundaries set: 15.") for line in brief(talk))


def test_anger_at_the_problem_is_no_evidence_of_abuse():
    assert () == told().customer("This is bloody useless!", "profanity", "venting", heat=1.0).call.incidents.abuse


def test_of_many_offers_and_promises_the_brief_keeps_one_screen():
    talk = told()
    for number in range(30):
        talk.agent(f"I can do thing {number}.", "offers_option", promises=[promise(f"do matter {number} {number}x")])
        talk.customer(f"And then trouble{number} broke{number}.", heat=0.5, concern=f"trouble{number} broke{number}")

    assert len(brief(talk)) <= 20
    assert len(talk.call.story.offers) == story.OFFERS_KEPT
    assert "I can do thing 29." in summary.brief(so_far(talk.call))


def test_a_quote_too_long_for_a_screen_ends_with_dots():
    talk = told().customer("I want " + "very " * 60 + "much.", "states_outcome", heat=0.5)
    (line,) = [line for line in brief(talk) if line.startswith("What would make it right")]

    assert len(line.split()) <= summary.MOST_WORDS + 8
    assert line.endswith("…”")


def test_heat_that_came_down_is_credited_from_its_peak():
    talk = told().customer("Thank you, that settles it for me then.", "thanking", "accepts", heat=0.0)
    fell = summary.recovery(talk.playbook, talk.call.heat)

    assert fell.peak == talk.call.heat.peak
    assert fell.fall == round(fell.peak - fell.end, 4) > 0
    assert (fell.peak_level, fell.end_level) == ("frustrated", talk.playbook.level(talk.heat))
