"""The second shipped playbook: another trade's calls, in its own words, and nothing of the first one's left in them."""

import msgspec
import pytest

from script import Talk, promise
from steadyline.core import wording
from steadyline.core.events import Agent, CallSummedUp, Customer, Header
from steadyline.playbooks import loader

HOSPITAL = loader.shipped("hospital")
HEADER = Header(
    call="h1",
    company="St. Brigid's Hospital",
    agent=Agent(id="b2", name="Noor", role="clerk"),
    customer=Customer(ref="P-77", name="Ellen Marsh"),
)
BILL = "I was billed for a scan I never had"


def call(**how: object) -> Talk:
    talk = Talk(HOSPITAL, HEADER, **how)  # type: ignore[arg-type]
    return talk.agent("St. Brigid's, patient accounts, Noor speaking. How can I help?", "greeting")


def told(heat: float = 0.25) -> Talk:
    return call().customer(f"{BILL}, and I am ill enough as it is.", "states_problem", heat=heat, concern=BILL)


def test_its_words_are_its_own_in_every_cue_and_in_the_ladder():
    default = loader.shipped()

    for cue, rule in HOSPITAL.cues.items():
        assert not set(rule.say) & set(default.cues[cue].say), cue
        assert rule.why != default.cues[cue].why, cue
    assert not set(HOSPITAL.ladder.rungs) & set(default.ladder.rungs)
    assert default.cues.keys() == HOSPITAL.cues.keys()
    assert default.forecast == HOSPITAL.forecast, "what is measured is inherited"


def test_a_worried_caller_is_met_in_the_hospitals_words():
    talk = told(heat=0.75).quiet(10)

    assert talk.offers, "a cue came"
    assert all(any(_made_from(line, offer.say) for line in HOSPITAL.cues[offer.cue].say) for offer in talk.offers), [
        offer.say for offer in talk.offers
    ]
    assert "ou were billed for a scan you never had" in talk.offers[0].say


def _made_from(line: str, said: str) -> bool:
    """Whether what is said may be this line with its slots filled."""
    pieces = [line.split("{")[0], *(part.split("}")[1] for part in line.split("{")[1:])]
    return all(piece.strip(" .") in said for piece in pieces)


def test_the_problem_is_said_back_and_a_correction_opens_it_again():
    talk = told().quiet(20)
    assert "say_it_back" in talk.cues
    talk.agent("So a scan was billed that you never had?", "restates").customer("Two scans.", "corrects", heat=0.3)

    assert "say_it_again_right" in talk.quiet(10).cues


def test_the_ladder_has_the_hospitals_words_and_says_that_care_goes_on():
    talk = told(heat=0.9).quiet(5)
    talk.customer("You are a worthless little clerk, that is what you are.", "personal_attack", heat=1.0).quiet(5)

    warned = [offer for offer in talk.offers if offer.cue == "set_a_boundary"]
    assert [HOSPITAL.ladder.rungs[0]] == [offer.say for offer in warned]
    assert "Your care is not affected" in HOSPITAL.ladder.rungs[1]


def test_a_clerk_may_give_what_clerks_may_and_a_team_lead_more():
    def limits(role: str) -> dict[str, object]:
        agent = msgspec.structs.replace(HEADER.agent, role=role)
        return Talk(HOSPITAL, msgspec.structs.replace(HEADER, agent=agent)).call.header.agent.limits

    assert 25 == limits("clerk")["credit"]
    assert 1000 == limits("team lead")["credit"]
    assert {} == limits("volunteer"), "a role that nobody listed may give nothing that is known"


def test_limits_of_the_call_come_before_those_of_the_role():
    agent = msgspec.structs.replace(HEADER.agent, limits={"credit": 5, "currency": "USD"})

    assert 5 == Talk(HOSPITAL, msgspec.structs.replace(HEADER, agent=agent)).call.header.agent.limits["credit"]


def test_more_than_a_clerk_may_give_is_caught():
    talk = told().agent("So you were billed for a scan you never had?", "restates").customer("Yes.", "confirms")
    talk.agent(
        "I will credit you two hundred dollars.", "promises", promises=[promise("credit you two hundred dollars")]
    )

    over = [offer for offer in talk.quiet(12).offers if offer.cue == "within_your_limits"]
    assert over
    assert "25" in over[0].say or "billing office" in over[0].say


def test_the_hospitals_jargon_is_put_plainly_and_other_trades_words_are_let_be():
    glossary = HOSPITAL.words

    assert ("coinsurance", glossary.plain["coinsurance"]) == wording.plain(glossary, "your coinsurance", frozenset())
    assert wording.plain(glossary, "the lymph node was dispatched to the depot", frozenset()) is None
    talk = told().quiet(12)
    talk = (talk.dismisses() if talk.shown else talk).quiet(10)
    talk.agent("That is your coinsurance.", "explains", "jargon").quiet(8)
    assert any("the share of the bill that stays with you" in offer.say for offer in talk.offers)


def test_the_letter_after_the_call_is_the_hospitals():
    talk = (
        told()
        .agent("I will send a corrected bill.", promises=[promise("send a corrected bill", "by Friday")])
        .hangs_up()
    )
    summed = next(event for event in talk.events if isinstance(event, CallSummedUp))

    assert summed.follow_up.startswith("Dear Ellen,")
    assert "We wish you well." in summed.follow_up
    assert "you were billed for a scan you never had" in summed.follow_up.lower()


@pytest.mark.parametrize("name", ["default", "hospital"])
def test_a_shipped_playbook_leaves_nothing_to_warn_of(name: str):
    assert () == loader.look_at(name).warnings
