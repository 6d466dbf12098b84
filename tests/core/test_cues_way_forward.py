"""Cues about the way forward: words without an act, a time, an owner or a choice; and a warm close."""

import msgspec
import pytest

from script import Talk, promise
from steadyline.core.events import Agent, Customer, Header, LimitRaised
from told import GRACE, TWICE, confirmed, only, quiet_told, told

# --- the agent's own words ---


def test_drop_the_script_gives_the_same_thought_in_this_calls_particulars():
    talk = told(heat=0.75, playbook=only("drop_the_script")).agent("We apologise for any inconvenience.", "formulaic")

    assert "drop_the_script" == talk.shown
    assert "You were charged twice in March" in talk.say


def test_drop_the_script_never_comes_to_a_calm_call():
    talk = told(heat=0.0).dismisses().quiet(5).agent("Your call is important to us.", "formulaic")

    assert "drop_the_script" not in talk.quiet(5).cues


def test_drop_the_script_is_done_by_the_words_it_gives():
    talk = told(heat=0.75, playbook=only("drop_the_script")).agent("We apologise for any inconvenience.", "formulaic")

    assert ("drop_the_script", "done") in talk.agent("In your place I would be angry too.", "empathy").left


def test_ask_what_would_help_comes_when_a_solution_is_offered_unasked():
    talk = quiet_told().agent("I could send you a credit.", "offers_option")

    assert "ask_what_would_help" == talk.shown
    assert "What would make this right for you, Dana?" == talk.say


def test_ask_what_would_help_never_comes_when_the_customer_has_said_it():
    talk = quiet_told().customer("I want my money back.", "states_outcome", heat=0.25)

    assert "ask_what_would_help" not in talk.agent("I could send a credit.", "offers_option").quiet(5).cues


def test_ask_what_would_help_has_passed_when_the_customer_accepts():
    talk = quiet_told().agent("I could send you a credit.", "offers_option")

    assert ("ask_what_would_help", "moot") in talk.customer("Yes, do that.", "accepts").left


def test_plain_words_explain_the_term():
    talk = quiet_told().agent("The proration was wrong.", "jargon")

    assert "By proration I mean charging only for the days you had it." == talk.say


def test_plain_words_never_come_for_a_term_that_the_customer_uses():
    talk = quiet_told().customer("So is it the proration?", heat=0.25)

    assert "plain_words" not in talk.agent("Yes, the proration was wrong.", "jargon").quiet(5).cues


def test_a_term_inside_another_word_is_not_that_term():
    talk = quiet_told().customer("This month it won't continue.", heat=0.25)  # holds "ont", three times

    assert "By ont I mean the fibre box on your wall." == talk.agent("Your ONT has failed.", "jargon").say


def test_plain_words_never_come_for_a_term_that_nobody_has_plain_words_for():
    assert "plain_words" not in quiet_told().agent("The flux coupling slipped.", "jargon").quiet(5).cues


def test_say_what_you_can_do_offers_what_this_agent_may_give_and_not_how_far_it_goes():
    talk = quiet_told().agent("I can't do that.", "negative_language")

    assert "What I can offer you is a refund or a replacement. Would that help?" == talk.say


def test_say_what_you_can_do_never_comes_with_a_way_forward_in_the_same_breath():
    talk = quiet_told().agent("I can't do that, but I can credit it.", "negative_language", "offers_option")

    assert "say_what_you_can_do" not in talk.quiet(5).cues


@pytest.mark.parametrize("sting", ["argues", "dismissive"])
def test_do_not_argue_goes_back_to_what_happened(sting: str):
    talk = quiet_told().agent("You should have read the terms.", sting)

    assert "do_not_argue" == talk.shown
    assert "You were charged twice in March" in talk.say


def test_do_not_argue_is_not_done_by_a_formula():
    talk = quiet_told().agent("You should have read the terms.", "argues")
    talk.agent("I understand your frustration.", "empathy", "formulaic")

    assert ("do_not_argue", "done") not in talk.left


def test_make_it_concrete_comes_when_somebody_will_look_into_it():
    assert "make_it_concrete" == quiet_told().agent("Someone will look into it.", "vague_action").shown


def test_make_it_concrete_never_comes_with_a_promise_in_the_same_breath():
    talk = quiet_told().agent(
        "I'll look into it and ring you.", "vague_action", "promises", promises=[promise("ring you", "today")]
    )

    assert "make_it_concrete" not in talk.quiet(5).cues


def test_make_it_concrete_is_done_when_somebody_takes_it_on():
    talk = quiet_told().agent("Someone will look into it.", "vague_action")

    assert ("make_it_concrete", "done") in talk.agent("I will, myself.", "takes_ownership").left


def test_put_a_time_on_it_says_the_promise_and_leaves_no_gap():
    talk = quiet_told().agent("I'll email you the receipt.", promises=[promise("email you the receipt")])
    talk.quiet(GRACE)

    assert "I will email you the receipt" in talk.say
    assert "..." not in talk.say


def test_put_a_time_on_it_puts_no_words_of_others_in_the_agents_mouth():
    talk = quiet_told().agent("It will be sent.", promises=[promise("be sent", who="company")])
    talk.quiet(GRACE)

    assert {"put_a_time_on_it"} <= set(talk.cues)
    assert "be sent" not in talk.say


@pytest.mark.parametrize(
    "given", [promise("email you", "by five"), promise("send the form", who="customer")], ids=["dated", "customer's"]
)
def test_put_a_time_on_it_never_comes_for_a_dated_promise_or_the_customers(given: object):
    assert "put_a_time_on_it" not in quiet_told().agent("I'll email you.", promises=[given]).quiet(5).cues


def test_put_a_time_on_it_is_done_when_the_time_is_said():
    talk = quiet_told().agent("I'll email you the receipt.", promises=[promise("email you the receipt")])
    talk.quiet(GRACE).agent("By five today.", promises=[promise("email you the receipt", "by five today")])

    assert ("put_a_time_on_it", "done") in talk.left


# --- close_warmly ---


def agreed() -> Talk:
    talk = told().agent("I can refund it.", "offers_option", "restates").customer("Yes, do that.", "accepts")
    return talk.agent("I'll refund it today.", promises=[promise("refund the second charge", "today")]).quiet(5)


def test_close_warmly_sums_up_what_was_promised():
    talk = agreed().customer("Great, that works.", "accepts").quiet(GRACE)

    assert "close_warmly" == talk.shown
    assert (
        "To sum up: I will refund the second charge today. "
        "Thank you for bearing with us, Dana. Is there anything else?" == talk.say
    )


def test_close_warmly_never_comes_before_a_plan_stands():
    talk = quiet_told().customer("Thanks for that anyway.", "thanking").quiet(5)

    assert "close_warmly" not in talk.cues


def test_close_warmly_never_comes_for_a_choice_that_nobody_has_promised_yet():
    talk = quiet_told().agent("Card or credit?", "offers_option", "asks_outcome").customer("The card.", "accepts")

    assert "close_warmly" not in talk.quiet(8).cues


def test_close_warmly_never_comes_when_the_agent_has_closed():
    talk = agreed().agent("So, a refund today. Anything else?", "closes_warmly").customer("No, thanks.", "thanking")

    assert "close_warmly" not in talk.quiet(8).cues


def test_close_warmly_has_passed_when_there_is_more_trouble():
    talk = agreed().customer("Great, that works.", "accepts").quiet(GRACE)

    assert ("close_warmly", "moot") in talk.customer("Oh, and another thing.", "states_problem").left


# --- put_a_time_on_it, own_it ---


def test_put_a_time_on_it_leaves_the_agent_the_next_breath_to_say_it():
    talk = quiet_told().agent("I'll email you the receipt.", promises=[promise("email you the receipt")])
    talk.agent("By five.", promises=[promise("email you the receipt", "by five")])

    assert "put_a_time_on_it" not in talk.quiet(5).cues


def test_put_a_time_on_it_comes_when_the_customer_has_to_ask_for_it():
    talk = quiet_told().agent("I'll email you the receipt.", promises=[promise("email you the receipt")])

    assert "put_a_time_on_it" == talk.customer("Okay, but when?", heat=0.25).shown


def test_put_a_time_on_it_never_comes_with_a_time_in_the_same_breath():
    both = [promise("mention the flowers"), promise("send you a letter", "by Saturday")]

    assert "put_a_time_on_it" not in quiet_told().agent("I'll do both.", promises=both).quiet(5).cues


def back_again() -> Talk:
    """A customer who has had to come back about it, and whose problem is known."""
    talk = Talk(playbook=only("own_it")).customer(
        "This is the third time I call.", "states_problem", "repeat_contact", heat=0.5, concern="nobody calls me back"
    )
    return talk.agent("Three times, and no call.", "restates")


def test_own_it_comes_to_a_promise_that_nobody_makes_theirs():
    talk = back_again().agent("It will be refunded by Friday.", "promises").quiet(GRACE)

    assert "own_it" == talk.shown
    assert "Sam" in talk.say


def test_own_it_comes_when_the_next_breath_does_not_own_it_either():
    talk = back_again().agent("It will be refunded by Friday.", "promises").customer("Hm.", heat=0.5)

    assert "own_it" == talk.agent("So that is how it works.", "explains").shown


def test_own_it_never_comes_when_somebody_has_made_it_theirs():
    before = back_again().agent("I am keeping this.", "takes_ownership").agent("By Friday, then.", "promises")
    same = back_again().agent("I will see to it myself, by Friday.", "promises", "takes_ownership")
    after = back_again().agent("By Friday, then.", "promises").agent("And ask for me.", "takes_ownership")

    assert [] == before.quiet(5).cues + same.quiet(5).cues + after.quiet(5).cues


def test_own_it_never_comes_to_a_customer_who_calls_for_the_first_time():
    talk = told(playbook=only("own_it")).agent("It will be refunded by Friday.", "promises")

    assert [] == talk.quiet(5).cues


# --- offer_choices ---


def turned_down(offer: str = "I could send you a credit.") -> Talk:
    talk = told(playbook=only("offer_choices")).agent(offer, "offers_option")
    return talk.customer("No, I don't want that.", "rejects", heat=0.5)


def test_offer_choices_lists_what_this_agent_may_give_and_nothing_else():
    talk = turned_down().quiet(GRACE)

    assert "offer_choices" == talk.shown
    assert "a refund or a replacement" in talk.say


def test_offer_choices_comes_when_the_problem_is_confirmed_and_no_way_was_offered():
    talk = told(playbook=only("offer_choices")).customer("I want it back.", "states_outcome", heat=0.25)
    talk.agent("So you paid twice in March?", "restates").customer("Exactly.", "confirms", heat=0.25)
    talk.agent("Somebody will look into it.", "vague_action")

    assert "offer_choices" == talk.shown


def test_offer_choices_leaves_the_agent_their_own_chance():
    talk = turned_down().agent("Then a refund, or a new one: which?", "offers_option", after=1.0)

    assert [] == talk.quiet(5).cues


def test_offer_choices_never_comes_when_two_ways_were_offered_or_one_was_taken():
    two = turned_down("A credit or a refund?")
    taken = told(playbook=only("offer_choices")).agent("I could send a credit.", "offers_option")

    assert [] == two.quiet(5).cues
    assert [] == taken.customer("Yes, do.", "accepts").quiet(5).cues


def test_offer_choices_speaks_of_no_limits_that_it_does_not_know():
    talk = Talk(only("offer_choices"), Header(call="c1")).customer("Twice!", "states_problem", heat=0.25, concern="x y")
    talk.agent("I could send you a credit.", "offers_option").customer("No.", "rejects", heat=0.5).quiet(GRACE)

    assert "offer_choices" == talk.shown
    assert "refund" not in talk.say


def may_give(**kinds: object) -> Header:
    return Header(call="c1", agent=Agent(limits={"currency": "GBP", **kinds}), customer=Customer(name="Dana"))


@pytest.mark.parametrize(
    ("no", "offered", "not_offered"),
    [
        ("A voucher? I don't want a voucher.", "a refund or a replacement", "voucher"),
        ("Keep your gift card. And I want my bag.", "a refund or a replacement", "voucher"),
        ("No. I don't want another one, I want it mended.", "a voucher, a refund or a replacement", "nothing"),
    ],
)
def test_offer_choices_never_lists_what_the_customer_just_turned_down(no: str, offered: str, not_offered: str):
    talk = Talk(only("offer_choices"), may_give(voucher=75, refund=40, replacement=True))
    talk.customer("Twice!", "states_problem", heat=0.25, concern="I paid twice")
    talk.agent("I could send you a voucher.", "offers_option").customer(no, "rejects", heat=0.5).quiet(GRACE)

    assert offered in talk.say
    assert not_offered not in talk.say


def test_nobody_is_asked_which_of_one():
    talk = Talk(only("offer_choices"), may_give(refund=40)).customer("Twice!", "states_problem", concern="I paid twice")
    talk.agent("I could send you a credit.", "offers_option").customer("No.", "rejects", heat=0.5).quiet(GRACE)
    sorry = Talk(only("enough_apology"), may_give(refund=40)).customer(
        "Twice!", "states_problem", concern="I paid twice"
    )
    sorry.agent("I am sorry. So sorry. I am really sorry, I do apologise.", "apologises").quiet(GRACE)

    assert "offer_choices" == talk.shown
    assert "enough_apology" == sorry.shown
    assert "refund" not in talk.say + sorry.say


# --- within_your_limits ---


def offers(words: str, *signals: str, **how: object) -> Talk:
    """An agent who may give 50 dollars offers this."""
    talk = told(playbook=only("within_your_limits"), **how)
    return talk.agent(words, *(signals or ("offers_option",)))


@pytest.mark.parametrize(
    "words",
    [
        "I'll refund you the sixty dollars.",
        "I can give you a refund of $120.50 today.",
        "Let me refund you a hundred and twenty dollars.",
        "I could take off seventy-five bucks.",
        "You'll be refunded one twenty dollars by Friday.",
        "I'll refund the hundred and sixty on your card today.",
        "I'll refund the 160.",
    ],
)
def test_within_your_limits_comes_for_more_than_this_agent_may_give(words: str):
    talk = offers(words)

    assert "within_your_limits" == talk.shown
    assert "50 dollars" in talk.say


@pytest.mark.parametrize(
    "words",
    [
        "I'll refund you fifty dollars.",
        "I can refund $49.99 today.",
        "You were charged 120 dollars, and I can refund 40 dollars of it.",
        "I can't refund you 120 dollars.",
        "Let me ask my supervisor whether we can refund the 120 dollars.",
        "I'll send you a replacement, the 300 dollar one.",
        "I'll refund it within 60 days.",
        "I'll refund the 60 euros.",
        "I'll refund you for the sixty days.",
        "I'll refund the forty to your card.",
        "Your order of 120 dollars is on its way.",
    ],
)
def test_within_your_limits_never_comes_for_an_amount_within_or_none_that_is_given(words: str):
    assert [] == offers(words).quiet(5).cues


def test_what_may_be_a_refund_or_a_credit_is_within_the_larger_of_the_two():
    agent = Agent(name="Priya", limits={"refund": 60, "credit": 40, "currency": "GBP"})
    header = Header(call="c1", agent=agent)

    assert [] == offers("I can take sixty pounds off the bill now.", header=header).quiet(5).cues
    assert "within_your_limits" == offers("I can give you a credit of sixty pounds.", header=header).shown
    assert "within_your_limits" == offers("I can take seventy pounds off the bill now.", header=header).shown


def test_within_your_limits_never_comes_for_an_amount_that_nobody_offers():
    assert [] == offers("The refund was 120 dollars.", "explains").quiet(5).cues


def test_within_your_limits_never_comes_where_no_limits_are_known():
    talk = Talk(only("within_your_limits"), Header(call="c1")).customer("Twice!", heat=0.25)

    assert [] == talk.agent("I'll refund you 900 dollars.", "offers_option").quiet(5).cues


def test_a_raised_limit_holds_for_this_call_and_takes_the_cue_away():
    talk = offers("I'll refund you the 120 dollars.")
    raised = LimitRaised(at=talk.now, kind="refund", amount=150, by="Ann")
    talk._facts.append(raised)
    assert [("within_your_limits", "moot")] == talk.quiet(1).left

    again = offers("Hello.", "greeting")
    again._facts.append(LimitRaised(at=0.1, kind="refund", amount=150))
    assert [] == again.agent("I'll refund you the 120 dollars.", "offers_option").quiet(5).cues


def test_a_limit_raised_without_an_amount_has_no_bound_and_one_below_takes_nothing_away():
    talk = told(playbook=only("within_your_limits"))
    talk._facts += [LimitRaised(at=0.1, kind="refund"), LimitRaised(at=0.2, kind="refund", amount=5)]

    assert [] == talk.agent("I'll refund you 9,000 dollars.", "offers_option").quiet(5).cues


def test_limits_by_role_hold_where_the_call_gives_none():
    playbook = msgspec.structs.replace(only("within_your_limits"), limits={"lead": {"refund": 500, "currency": "USD"}})
    header = Header(call="c1", agent=Agent(name="Sam", role="lead"))
    talk = Talk(playbook, header).customer("Twice!", heat=0.25)

    assert [] == talk.agent("I'll refund you 400 dollars.", "offers_option").quiet(5).cues
    assert "within_your_limits" == talk.agent("Or, I'll refund you 600 dollars.", "offers_option").shown


def test_within_your_limits_is_done_when_the_agent_asks_for_more_or_offers_less():
    asked = offers("I'll refund you 120 dollars.").agent("Let me get my supervisor.", "offers_supervisor")
    less = offers("I'll refund you 120 dollars.").agent("Well, 50 dollars refund, from me.", "offers_option")

    assert [("within_your_limits", "done")] == asked.left == less.left


# --- close_warmly says what was promised, and nothing else ---


def test_a_promise_noted_with_its_own_subject_is_said_once():
    talk = told().agent("I can refund it.", "offers_option", "restates").customer("Yes, do that.", "accepts")
    talk.agent("I'll refund it today.", promises=[promise("I'll refund it", "today")]).quiet(5)
    talk.customer("Great, that works.", "accepts").quiet(GRACE)

    assert "I will refund it today." in talk.say


def test_plain_words_are_asked_for_when_a_word_that_nobody_listed_was_not_understood():
    talk = quiet_told().agent("The read was rejected by the data collector.", "jargon", "explains")

    assert "plain_words" not in talk.cues
    assert "plain_words" == talk.customer("You what? A data what?", "confused", heat=0.25).shown
    assert "Let me say that again in plain words, Dana." == talk.say


def test_plain_words_never_come_to_a_customer_confused_by_something_else():
    talk = quiet_told().agent("You were charged by mistake.", "explains")

    assert "plain_words" not in talk.customer("How do you mean?", "confused", heat=0.25).quiet(3).cues


def test_say_what_you_can_do_comes_to_a_calm_call_too():
    talk = Talk().customer("I typed my own name wrong.", "states_problem", concern="I typed my own name wrong")

    assert "say_what_you_can_do" == talk.agent("We don't allow name changes.", "negative_language").shown


def test_ask_what_would_help_comes_when_a_solution_is_promised_unasked():
    talk = quiet_told().agent("I'll order a new one to your home.", promises=[promise("order a new one", "today")])

    assert "ask_what_would_help" not in talk.cues, "a promise alone, as no model heard one"
    talk = quiet_told().agent("I'll order one.", "promises", promises=[promise("order a new one", "today")])
    assert "ask_what_would_help" == talk.shown


def test_ask_what_would_help_has_passed_when_a_supervisor_comes():
    talk = quiet_told().agent("I could send you a credit.", "offers_option")

    assert ("ask_what_would_help", "moot") in talk.agent("I'll get my manager.", "offers_supervisor").left


def test_own_it_comes_when_the_customer_has_to_ask_who():
    talk = back_again().agent("It will be there by Friday.", "promises", promises=[promise("be there", "by Friday")])

    assert "own_it" == talk.customer("And who do I ring if it isn't?", "repeat_contact", heat=0.25).shown


def test_own_it_waits_for_the_agents_next_breath_when_the_customer_is_content():
    talk = back_again().agent("It will be there by Friday.", "promises", promises=[promise("be there", "by Friday")])
    talk.customer("Good.", "accepts", heat=0.25).agent("And you ask for me.", "takes_ownership")

    assert [] == talk.quiet(5).cues


def test_a_time_said_in_the_next_breath_is_the_promises_time():
    talk = quiet_told().agent("I'll send you a spare too.", promises=[promise("send you a spare")])
    talk.customer("Oh, nice.", "accepts").agent("It goes out tomorrow, so Thursday or so.").quiet(4)

    assert "put_a_time_on_it" not in talk.cues


def test_a_promise_turned_down_needs_no_time():
    talk = quiet_told().agent("I'll send a card to your home.", promises=[promise("send a card to your home")])

    assert "put_a_time_on_it" not in talk.customer("Home! I am in Porto!", "rejects", heat=0.25).quiet(4).cues


@pytest.mark.parametrize(
    ("said", "comes"),
    [
        ("I'm just gonna refund you all four. The whole one-forty.", True),
        ("I'll refund it, the full ninety dollars.", True),
        ("I'll refund it, the full forty.", False),
        ("I'll refund it. The whole team is sorry.", False),
    ],
)
def test_within_your_limits_hears_an_amount_that_follows_what_it_is_for(said: str, comes: bool):
    talk = Talk(only("within_your_limits")).customer("My fees.", "states_problem", heat=0.25)

    assert comes == ("within_your_limits" in talk.agent(said, "promises").cues)


def test_the_agents_slip_outweighs_a_feeling_that_has_been_on_the_screen_for_a_while():
    talk = told(heat=0.5).quiet(10)

    assert "name_the_feeling" == talk.shown
    assert "make_it_concrete" == talk.agent("I'll get somebody to look at it.", "vague_action").shown


def test_own_it_comes_to_a_customer_whose_record_holds_a_broken_promise():
    def promised(*history: str) -> list[str]:
        header = Header(call="c1", customer=Customer(name="Dana Ruiz", history=history))
        talk = Talk(only("own_it"), header).customer("My line is dead.", "states_problem", heat=0.25)
        return talk.agent("It will be back by Friday.", "promises").quiet(GRACE).cues

    assert ["own_it"] == promised("2026-02-11 promised a call back by Friday, not made")
    assert [] == promised("2026-02-11 moved house")


@pytest.mark.parametrize(
    ("said", "signal"),
    [("Me. I'll stay on it myself.", "acknowledges"), ("What would make this right for you?", "asks_outcome")],
)
def test_make_it_concrete_goes_once_the_agent_says_who_or_is_on_to_what_would_help(said: str, signal: str):
    talk = quiet_told().agent("So, I'll have someone look into it.", "vague_action")

    assert "make_it_concrete" == talk.shown
    assert "make_it_concrete" != talk.customer("Like who?", "confused", heat=0.25).agent(said, signal).shown


def test_offer_choices_comes_when_another_no_follows_whatever_the_agent_said_in_between():
    talk = confirmed(heat=0.5).agent("I can send a replacement.", "offers_option")
    talk.customer("No, I do not want that.", "rejects", "venting", heat=0.75).agent("No use to you, that.", "empathy")

    assert "offer_choices" not in talk.cues
    assert "offer_choices" == talk.quiet(1).customer("It never is.", "venting", heat=0.75).quiet(2.5).shown


def test_what_would_help_is_not_asked_of_somebody_who_may_have_said_it():
    def said(likely: float) -> Talk:
        wish = {"states_outcome": likely}
        talk = Talk().customer("I need the damn truck.", heat=0.25, concern="you have my truck", unsure=wish)
        return talk.agent("I can lend you one.", "offers_option").quiet(1)

    assert "ask_what_would_help" in said(0.1).cues
    assert "ask_what_would_help" not in said(0.4).cues


def test_put_a_time_on_it_does_not_come_for_what_hardly_sounded_like_a_promise():
    act = promise("open it up")
    talk = quiet_told().agent("What's the number? I'll open it up.", "asks_detail", promises=[act])

    assert "put_a_time_on_it" not in talk.customer("Three one seven.", heat=0.0).quiet(3).cues


def test_ask_what_would_help_never_comes_where_nothing_was_wrong():
    talk = Talk(only("ask_what_would_help")).customer("Where does my form go?", "states_problem", heat=0.25)

    assert (
        []
        == talk.agent("I'll send you a link for it.", "promises", promises=[promise("send you a link")]).quiet(5).cues
    )


@pytest.mark.parametrize(("words", "comes"), [("at ten, or she'll come on Friday", False), ("at ten tomorrow", True)])
def test_own_it_waits_until_one_of_two_ways_is_chosen(words: str, comes: bool):
    talk = Talk(only("own_it")).customer("It came back again.", "repeat_contact", heat=0.25, concern=TWICE)
    talk.agent(f"The doctor can see you {words}.", "offers_option", "promises").customer("Friday.", "accepts", heat=0.0)

    assert comes is ("own_it" in talk.quiet(3).cues)


def test_ask_what_would_help_never_comes_once_they_were_given_a_choice():
    talk = told(playbook=only("ask_what_would_help")).agent("A pickup today, or yours on Friday?", "offers_option")
    talk.customer("That ain't gonna pull it.", heat=0.75)

    assert [] == talk.agent("There's a bigger one at our other shop.", "offers_option").quiet(5).cues
