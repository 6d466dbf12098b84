"""What the next person must know: asked for, offered, answered, and the evidence of abuse kept together."""

from script import Talk, promise
from steadyline.core import story, summary
from steadyline.core.call import so_far


def brief(talk: Talk) -> list[str]:
    return summary.brief(so_far(talk.call)).splitlines()


def told() -> Talk:
    talk = Talk().agent("Northwind, Sam speaking.", "greeting")
    return talk.customer("My bill is wrong again.", "states_problem", heat=0.75, concern="I was charged twice")


def test_the_brief_can_be_had_at_any_moment_and_says_that_it_is_now():
    assert [
        "Problem, in their words: not told.",
        "Heat: calm at its highest, calm now.",
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
        "Offered and turned down: “I can send a voucher.”",
        "Offered and agreed: “I can refund it or replace it.”",
        "Offered: “I can also waive the fee.”",
    ] == [line for line in brief(talk) if line.startswith("Offered")]


def test_what_was_asked_and_answered_is_not_to_be_asked_again():
    talk = told().agent("What is the number on the bill?", "asks_detail").customer("It is 4471.", heat=0.5)

    line = "Asked and answered, so do not ask again: “What is the number on the bill?” “It is 4471.”"
    assert line in brief(talk)


def test_a_question_that_was_not_understood_was_not_answered():
    talk = told().agent("Your CPE serial?", "asks_detail").customer("My what?", "confused", heat=0.5)

    assert () == talk.call.story.answers


def test_the_evidence_of_abuse_is_kept_together_with_the_boundaries_and_the_apology():
    talk = told().customer("You are a stupid cow.", "personal_attack", heat=1.0)
    talk.agent("I want to help, but I need us to be respectful.", "sets_boundary")
    talk.customer("I should not have said that. Sorry for shouting.", "thanking", heat=0.0)
    kept = [(act.what, act.quote) for act in talk.call.story.abuse]

    assert ("personal_attack", "You are a stupid cow.") == kept[0]
    assert ("sets_boundary", "I want to help, but I need us to be respectful.") == kept[1]
    assert ["apologises"] == [what for what, _ in kept[2:]]
    assert any(
        line.startswith("Attacks on the agent: 1, boundaries set: 1. The last was “You are") for line in brief(talk)
    )


def test_attacks_are_counted_though_not_all_are_kept():
    talk = told()
    for _ in range(15):
        talk.customer("You are a stupid cow.", "personal_attack", heat=1.0)
        talk.agent("I need us to be respectful.", "sets_boundary")

    assert len(talk.call.story.abuse) == story.INCIDENTS_KEPT
    assert any(line.startswith("Attacks on the agent: 15, boundaries set: 15.") for line in brief(talk))


def test_anger_at_the_problem_is_no_evidence_of_abuse():
    assert () == told().customer("This is bloody useless!", "profanity", "venting", heat=1.0).call.story.abuse


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
