"""When a supervisor is called: scripted calls, and what holds of every call."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.test_laws import ANYTHING, CALLS
from script import HEADER, PLAYBOOK, Talk, changed
from steadyline.core import alerts
from steadyline.core import call as rules
from steadyline.core.alerts import AT_ONCE
from steadyline.core.events import (
    AlertCleared,
    AlertJudged,
    AlertRaised,
    AnyEvent,
    CallStarted,
    Fact,
    HelpAsked,
    Judged,
)
from steadyline.core.names import Alert
from steadyline.core.playbook import LearnRules, Playbook

ATTACK = "you are a useless little man"


def with_kind(kind: Alert, playbook: Playbook = PLAYBOOK, **fields: object) -> Playbook:
    """The playbook with some fields of an alert set otherwise."""
    rule = msgspec.structs.replace(playbook.alerts.kinds[kind], **fields)
    return changed(playbook, "alerts", kinds={**playbook.alerts.kinds, kind: rule})


def only(kind: Alert, **fields: object) -> Playbook:
    """The playbook with this alert alone."""
    rule = msgspec.structs.replace(PLAYBOOK.alerts.kinds[kind], **fields)
    return changed(PLAYBOOK, "alerts", kinds={kind: rule})


def raised(talk: Talk) -> list[str]:
    return [event.alert for event in talk.found(AlertRaised)]


def cleared(talk: Talk) -> list[tuple[str, str]]:
    return [(event.alert, event.why) for event in talk.found(AlertCleared)]


def asks_help(talk: Talk) -> Talk:
    talk._facts.append(HelpAsked(at=talk.now))
    return talk


def judges(talk: Talk, *, useful: bool) -> Talk:
    """Somebody judges the newest alert."""
    newest = talk.found(AlertRaised)[-1]
    talk._facts.append(AlertJudged(at=talk.now, id=newest.id, alert=newest.alert, useful=useful, by="sup"))
    return talk


def problem(playbook: Playbook = PLAYBOOK) -> Talk:
    return (
        Talk(playbook)
        .agent("Northwind, Sam speaking.", "greeting")
        .customer("I was charged twice.", "states_problem", heat=0.25, concern="I was charged twice in March")
    )


# --- asks for a supervisor ------------------------------------------------------------------------------------------


def test_who_asked_twice_and_was_not_offered_a_supervisor_is_seen_to():
    talk = problem(only("asks_supervisor")).customer("Get me your manager.", "asks_supervisor", heat=0.5)
    talk.agent("Let me look at that.", "acknowledges").customer("No. Your manager.", "asks_supervisor", heat=0.5)
    assert [] == raised(talk), "the agent may still offer one"
    talk.quiet(40)

    (alert,) = talk.found(AlertRaised)
    assert "Dana has asked for a supervisor twice and has not been offered one." == alert.why
    assert "No. Your manager." == alert.quote
    assert 4 + 1 == alert.turn


def test_who_was_offered_a_supervisor_needs_nobody():
    talk = problem().customer("Get me your manager.", "asks_supervisor", heat=0.5)
    talk.agent("I will bring her in.", "offers_supervisor").quiet(300)

    assert [] == raised(talk)


def test_an_offer_that_comes_late_clears_the_alert():
    talk = problem().customer("Get me your manager.", "asks_supervisor", heat=0.5).quiet(40)
    talk.agent("I will bring her in.", "offers_supervisor")

    assert [("asks_supervisor", "handled")] == cleared(talk)


# --- threats, abuse, help -------------------------------------------------------------------------------------------


def test_a_threat_is_raised_at_once():
    talk = problem().customer("I will come down there and hurt somebody.", "threat_harm", heat=1.0)

    (alert,) = talk.found(AlertRaised)
    assert "threat_harm" == alert.alert
    assert talk.call.now == alert.at
    assert "I will come down there and hurt somebody." == alert.quote


def test_a_threat_takes_the_place_of_a_lesser_alert():
    talk = problem().customer("Get me your manager.", "asks_supervisor", heat=0.5).quiet(40)
    talk.customer("I know where you work.", "threat_harm", heat=1.0)

    assert ["asks_supervisor", "threat_harm"] == raised(talk)
    assert [("asks_supervisor", "outweighed")] == cleared(talk)


def test_a_threat_is_not_forgotten_because_the_caller_calms_down():
    talk = problem().customer("I will hurt somebody.", "threat_harm", heat=1.0)
    for _ in range(6):
        talk.customer("Well, thank you.", "thanking", "accepts", heat=0.0)

    assert [] == cleared(talk)
    assert [("threat_harm", "call_ended")] == cleared(talk.hangs_up())


def test_an_attack_after_a_warning_is_abuse_and_one_before_it_is_not():
    talk = Talk(only("abuse")).customer(ATTACK, "personal_attack", heat=1.0, likely=0.97)
    talk.agent("I need a respectful conversation.", "sets_boundary")
    assert [] == raised(talk)
    talk.customer("You idiot.", "personal_attack", heat=1.0, likely=0.97)

    (alert,) = talk.found(AlertRaised)
    assert "Dana has been warned once and goes on attacking Sam as a person." == alert.why
    assert "You idiot." == alert.quote


def test_anger_at_the_problem_after_a_warning_is_no_abuse():
    talk = Talk(only("abuse")).customer(ATTACK, "personal_attack", heat=1.0, likely=0.97)
    talk.agent("I need a respectful conversation.", "sets_boundary")
    talk.customer("This bloody bill!", "profanity", "venting", heat=1.0, likely=0.97)

    assert [] == raised(talk)


def test_the_agent_who_asks_for_help_gets_it_at_once_and_once():
    talk = asks_help(asks_help(problem()))

    (alert,) = talk.found(AlertRaised)
    assert "Sam asks for your help with Dana, who is disappointed." == alert.why
    assert "I was charged twice." == alert.quote


def test_help_asked_for_during_a_threat_comes_when_the_threat_is_seen_to():
    talk = asks_help(problem().customer("I will hurt somebody.", "threat_harm", heat=1.0))
    assert ["threat_harm"] == raised(talk)
    judges(talk, useful=True)

    assert ["threat_harm", "help_asked"] == raised(talk)


# --- getting worse, angry for long ----------------------------------------------------------------------------------


def boiling(talk: Talk, turns: int = 3, heat: float = 1.0) -> Talk:
    for _ in range(turns):
        talk.agent("I can only repeat the policy.", "formulaic", "argues")
        talk.customer("You are not listening to me at all.", "venting", heat=heat)
    return talk


def test_a_call_that_gets_worse_is_raised_with_its_own_words():
    (alert, *more) = boiling(problem()).found(AlertRaised)

    assert [] == more
    assert "escalating" == alert.alert
    assert alert.why.startswith("Dana is")
    assert "“I was charged twice in March”" in alert.why
    assert "You are not listening to me at all." == alert.quote


def test_an_alert_clears_itself_when_the_call_gets_better():
    talk = boiling(problem())
    for _ in range(6):
        talk.agent("I am sorry. I will refund it today myself.", "empathy", "promises", "takes_ownership")
        talk.customer("All right, thank you.", "thanking", "accepts", heat=0.0)

    assert [("escalating", "better")] == cleared(talk)
    assert ["escalating"] == raised(talk)


def test_an_alert_waits_while_the_call_seems_to_mend():
    def angry(*mend: str) -> Talk:
        talk = Talk(only("angry_for_long", after=20.0)).customer("It broke again!", "states_problem", heat=1.0)
        for _ in range(4):
            talk.customer("And again!", "venting", heat=1.0)
        talk.agent("That is awful, Dana.", *mend).customer("Well. It is.", heat=0.65)
        return talk.quiet(30)

    assert ["angry_for_long"] == raised(angry("acknowledges"))
    assert [] == raised(angry("empathy"))


def test_who_is_angry_for_long_is_said_for_how_long():
    talk = Talk(only("angry_for_long")).customer("It broke again!", "states_problem", "venting", heat=1.0).quiet(200)

    (alert,) = talk.found(AlertRaised)
    assert "Dana has been angry for 2 minutes and is not calming down." == alert.why


def test_a_calm_call_raises_nothing():
    talk = problem()
    for _ in range(10):
        talk.agent("I see. Let me look.", "acknowledges").customer("Thanks.", "thanking", heat=0.0)

    assert [] == raised(talk.hangs_up())


# --- judged ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("useful", [True, False])
def test_an_alert_that_was_judged_is_taken_up(useful: bool):
    talk = judges(problem().customer("Your manager.", "asks_supervisor", heat=0.5).quiet(40), useful=useful)

    assert [("asks_supervisor", "handled")] == cleared(talk)


def test_a_kind_judged_not_useful_is_quiet_for_the_rest_of_the_call():
    playbook = only("asks_supervisor", most=5, cool_down=1.0)
    talk = Talk(playbook).customer("Your manager.", "asks_supervisor", heat=0.5).quiet(40)
    judges(talk, useful=False).customer("Your manager!", "asks_supervisor", heat=0.5).quiet(400)

    assert ["asks_supervisor"] == raised(talk)


def test_a_verdict_on_an_alert_that_never_was_changes_nothing():
    talk = problem()
    talk._facts.append(AlertJudged(at=talk.now, id="alert_9", alert="abuse", useful=False))

    assert [] == cleared(talk)
    assert () == talk.call.alerts.closed


LEARN = LearnRules(recent=40, least=8, fine=0.4)


@pytest.mark.parametrize(
    ("expected", "useful", "not_useful"),
    [(0.0, 0, 0), (0.0, 0, 7), (1.0, 0, 8), (0.0, 6, 4), (0.5, 3, 7), (0.0, 40, 0)],
)
def test_the_bar_rises_with_the_share_of_alarms_judged_not_useful(expected: float, useful: int, not_useful: int):
    assert expected == alerts.bar(LEARN, "escalating", Judged(useful=useful, not_useful=not_useful))


@given(st.sampled_from(sorted(PLAYBOOK.alerts.kinds)), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_the_bar_is_a_share_and_no_more_good_verdicts_raise_it(kind: Alert, useful: int, not_useful: int, more: int):
    bar = alerts.bar(LEARN, kind, Judged(useful=useful, not_useful=not_useful))

    assert 0.0 <= bar <= 1.0
    assert kind not in AT_ONCE or bar == 0.0
    if useful + not_useful >= LEARN.least:
        assert bar >= alerts.bar(LEARN, kind, Judged(useful=useful + more, not_useful=not_useful))


def test_a_call_is_as_strict_as_earlier_alarms_were_wrong():
    def waited(judged: dict[Alert, Judged]) -> list[str]:
        talk = problem().customer("Your manager.", "asks_supervisor", heat=0.5)
        talk._facts[0] = CallStarted(at=0.0, header=HEADER, playbook="x@1", judged=judged)
        return raised(talk.quiet(60))

    assert ["asks_supervisor"] == waited({})
    assert [] == waited({"asks_supervisor": Judged(useful=0, not_useful=9)})


def test_no_verdict_ever_makes_a_threat_or_a_call_for_help_wait():
    wrong = {kind: Judged(useful=0, not_useful=99) for kind in PLAYBOOK.alerts.kinds}
    talk = problem()
    talk._facts[0] = CallStarted(at=0.0, header=HEADER, playbook="x@1", judged=wrong)
    asks_help(talk)
    assert ["help_asked"] == raised(talk)
    talk.customer("I will hurt somebody.", "threat_harm", heat=1.0)

    assert ["help_asked", "threat_harm"] == raised(talk)


# --- what holds of every call ---------------------------------------------------------------------------------------

CLICKS = st.one_of(
    st.builds(HelpAsked, at=st.floats(0, 400)),
    st.builds(
        AlertJudged,
        at=st.floats(0, 400),
        id=st.sampled_from(["alert_1", "alert_2", "alert_3", "x"]),
        alert=st.sampled_from(sorted(PLAYBOOK.alerts.kinds)),
        useful=st.booleans(),
    ),
)
EAGER = changed(
    PLAYBOOK,
    "alerts",
    calm=1,
    kinds={
        kind: msgspec.structs.replace(rule, after=min(rule.after, 5.0), cool_down=5.0, most=3, sure=0.4)
        for kind, rule in PLAYBOOK.alerts.kinds.items()
    },
)


@st.composite
def with_clicks(draw: st.DrawFn) -> list[Fact]:
    """Any call, with help asked for and alerts judged in between."""
    facts = list(draw(CALLS))
    for click in draw(st.lists(CLICKS, max_size=6)):
        facts.insert(draw(st.integers(1, len(facts))) if facts else 0, click)
    return facts


law = settings(max_examples=150, deadline=None)


def run(facts: list[Fact]) -> list[AnyEvent]:
    return rules.run(rules.begin(EAGER, HEADER), facts)[1]


@law
@given(with_clicks())
def test_one_alert_stands_at_a_time_and_none_after_the_end(facts: list[Fact]):
    standing: AlertRaised | None = None
    ids = []
    for event in run(facts):
        if isinstance(event, AlertRaised):
            assert standing is None, "the one before it was taken down first"
            standing = event
            ids.append(event.id)
        elif isinstance(event, AlertCleared):
            assert standing is not None
            assert (standing.id, standing.alert) == (event.id, event.alert)
            standing = None
    assert len(set(ids)) == len(ids)
    call, _ = rules.run(rules.begin(EAGER, HEADER), facts)
    assert call.alerts.up == standing
    assert not (call.ended and standing)


@law
@given(with_clicks())
def test_few_alerts_a_call_whatever_happens(facts: list[Fact]):
    kinds = [event.alert for event in run(facts) if isinstance(event, AlertRaised)]

    assert len([kind for kind in kinds if kind not in AT_ONCE]) <= EAGER.alerts.most


@law
@given(with_clicks(), st.integers(0, 40))
def test_a_call_stopped_anywhere_is_alerted_of_as_if_it_had_not_been(facts: list[Fact], cut: int):
    whole, events = rules.run(rules.begin(EAGER, HEADER), facts)
    call, first = rules.run(rules.begin(EAGER, HEADER), facts[:cut])
    again, rest = rules.run(rules.thaw(rules.freeze(call)), facts[cut:])

    assert whole == again
    assert events == first + rest


@law
@given(with_clicks())
def test_every_reason_is_a_sentence_of_this_call(facts: list[Fact]):
    for event in run(facts):
        if isinstance(event, AlertRaised):
            assert event.why.strip()
            assert "{" not in event.why.replace("{no}", "").replace("{x}", "")


@law
@given(st.lists(st.one_of(ANYTHING, CLICKS), max_size=25))
def test_what_was_written_replays_to_the_same_alerts(facts: list[Fact]):
    events = run(facts)

    assert events == run([event for event in events if isinstance(event, Fact)])
