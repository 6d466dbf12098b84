"""What a screen shows of a call: whole, small, current."""

import msgspec

from script import Talk, promise
from steadyline.core import views
from steadyline.core.events import QualityChanged


def test_the_desk_shows_what_the_call_has_become():
    talk = (
        Talk().agent("Northwind, Sam here.", "greeting").customer("My bill.", heat=0.75, concern="I was charged twice")
    )
    talk.agent("I'll email you.", promises=[promise("email you", "today")])
    desk = talk.desk()

    assert ["agent", "customer", "agent"] == [line.party for line in desk.lines]
    assert ["I was charged twice"] == [concern.text for concern in desk.concerns]
    assert [("email you", "today")] == [(shown.act, shown.due_text) for shown in desk.promises]
    assert ("frustrated", talk.heat) == (desk.level, desk.heat)
    assert ("live", "full") == (desk.state, desk.quality)


def test_a_line_gets_its_heat_and_signals_once_judged():
    (line,) = Talk().customer("This again.", "venting", "repeat_contact", heat=0.75).desk().lines

    assert (0.75, ("repeat_contact", "venting")) == (line.heat, line.signals)


def test_a_sign_of_listening_is_shown_as_one():
    assert [False, True] == [line.listening for line in Talk().customer("So.").hums("agent").desk().lines]


def test_the_current_step_is_the_first_that_is_not_done():
    states = [(shown.step, shown.state) for shown in Talk().agent("Hello.", "greeting").desk().steps]

    assert [("greet", "done"), ("listen", "now"), ("empathise", "open")] == states[:3]
    assert 1 == [state for _, state in states].count("now")


def test_a_step_opened_again_is_where_the_call_is():
    talk = Talk().agent("Hello.", "greeting").customer("My bill.", "states_problem", concern="I was charged twice")
    talk.agent("I would be cross too.", "empathy").agent("So in May.", "restates").customer("No.", "corrects")
    states = [(shown.step, shown.state) for shown in talk.desk().steps]

    assert ("restate", "reopened") in states
    assert "now" not in [state for _, state in states]


def test_a_step_that_the_call_went_past_is_skipped_and_not_where_the_call_is():
    talk = Talk().agent("Hello.", "greeting").customer("My bill.", "states_problem", concern="I was charged twice")
    talk.agent("I can refund you.", "offers_option").customer("Fine, thank you.", "accepts")
    states = {shown.step: shown.state for shown in talk.desk().steps}

    assert ("done", "skipped", "skipped") == (states["resolve"], states["empathise"], states["restate"])
    assert "now" == states["explain"]


def test_a_step_done_after_its_time_is_late():
    talk = Talk().agent("Hello.", "greeting").customer("My bill.", "states_problem", concern="I was charged twice")
    talk.agent("I can refund you.", "offers_option").customer("Fine, thank you.", "accepts")
    talk.agent("I am sorry that we charged you twice.", "apologises")
    states = {shown.step: shown.state for shown in talk.desk().steps}

    assert ("late", "skipped") == (states["apologise"], states["empathise"])


def test_the_cue_on_the_screen_has_its_title_and_its_life():
    talk = Talk().customer("My bill.", heat=0.25, concern="I was charged twice").quiet(3.1)
    cue = talk.desk().cue

    assert cue is not None
    assert ("Say it back", cue.offered_at + 20) == (cue.title, cue.until)
    assert talk.takes().desk().cue is None


def test_who_is_speaking_is_shown_while_they_are():
    talk = Talk().customer("Hello.", after=1.0, seconds=3)
    talk._facts = [fact for fact in talk._facts if fact.at < 2.0]

    assert ("customer",) == talk.desk().speaking


def test_load_is_said_on_the_screen():
    talk = Talk()
    talk._facts.append(QualityChanged(at=1.0, quality="late", why="busy"))

    assert ("late", "busy") == (talk.desk().quality, talk.desk().quality_why)


def test_a_call_that_is_over_shows_what_is_left_of_it():
    desk = Talk().customer("My bill.", concern="I was charged twice").hangs_up().desk()

    assert "ended" == desk.state
    assert "I was charged twice" in desk.brief
    assert "You told us that you were charged twice." in desk.follow_up
    assert desk.cue is None


def test_a_long_call_fits_a_screen():
    talk = Talk()
    for number in range(400):
        talk.customer(f"and thing{number} broke{number}", heat=number % 5 / 4, concern=f"thing{number} broke{number}")
    desk = talk.desk()

    assert views.LINES_KEPT == len(desk.lines)
    assert 400 - views.LINES_KEPT == desk.earlier_lines
    assert 400 == desk.lines[-1].turn
    assert len(desk.points) <= views.POINTS_KEPT
    assert talk.heat == desk.points[-1].heat
    assert len(msgspec.json.encode(desk)) < 64_000


def test_a_thinned_heat_line_keeps_its_first_and_last_points_and_their_order():
    points = tuple(views.Point(float(at), 0.5) for at in range(views.POINTS_KEPT + 1))
    thinned = views._thinned(points)
    times = [point.at for point in thinned]

    assert len(thinned) < len(points)
    assert (times[0], times[-1]) == (0.0, float(views.POINTS_KEPT))
    assert sorted(times) == times
