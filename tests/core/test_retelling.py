"""A customer who puts right, or takes back, what they told: the notes follow, and nothing else moves."""

# ruff: noqa: E501  lines that are said are not folded

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from script import Talk
from steadyline.core import correcting, gist, particulars, unsaying
from steadyline.core.events import ConcernNoted, ConcernTakenBack, decode, encode_exactly

TWICE = "I was charged twice in March"
NOBODY = "nobody called me back"
DOWN = "my broadband has been down since Monday"


def told(*problems: str) -> Talk:
    """The customer has told these, a line for each, and the agent has only listened."""
    talk = Talk()
    for problem in problems:
        talk.customer(f"Well, {problem}.", "states_problem", concern=problem)
    return talk


# --- put right in the same breath ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "marked", "noted"),
    [
        ("I was charged twice in March. Sorry, April, not March.", TWICE, "I was charged twice in April"),
        ("i was charged twice in march sorry april not march", "I was charged twice in march", "I was charged twice in april"),
        ("I was charged twice in March, no, sorry, April.", TWICE, "I was charged twice in April"),
        ("I was charged twice in March, I mean April.", f"{TWICE}, I mean April", "I was charged twice in April"),
        ("You took forty dollars. Sorry, it was sixty, not forty.", "you took forty dollars", "you took sixty dollars"),
        ("You took $40, no, $60.", "you took $40, no, $60", "you took $60"),
        ("You took $1,200. Sorry, it was $2,150.", "you took $1,200", "you took $2,150"),
        ("You took two hundred fifty dollars. Sorry, three hundred dollars.", "you took two hundred fifty dollars", "you took three hundred dollars"),
        ("You took two thousand five hundred pounds. Sorry, two hundred pounds.", "you took two thousand five hundred pounds", "you took two thousand five hundred pounds"),
        ("It's been two weeks. No, three weeks.", "it's been two weeks", "it's been three weeks"),
        ("Order 4471 never came. Sorry, 4417, not 4471.", "order 4471 never came", "order 4417 never came"),
        ("It has been off since the 4th. Sorry, the 5th, not the 4th.", "it has been off since the 4th", "it has been off since the 5th"),
        ("My parcel went to Rotterdam. Sorry, Antwerp, not Rotterdam.", "my parcel went to Rotterdam", "my parcel went to Antwerp"),
        ("my parcel went to rotterdam sorry antwerp not rotterdam", "my parcel went to rotterdam", "my parcel went to antwerp"),
    ],
)  # fmt: skip
def test_what_is_put_right_in_the_line_that_tells_it_is_noted_once_and_right(line: str, marked: str, noted: str):
    talk = Talk().customer(line, "states_problem", concern=marked)

    assert [noted] == talk.concerns
    assert 1 == len(talk.found(ConcernNoted))


@pytest.mark.parametrize(
    "line",
    [
        "Well, the driver left at nine, nobody called me back. Actually, sorry, they did.",
        "and nobody called me back actually sorry they did",
        "Nobody called me back. Oh, no wait, someone did ring.",
    ],
)
def test_what_is_taken_back_in_the_line_that_tells_it_is_never_noted(line: str):
    talk = Talk().customer(line, "states_problem", concern=NOBODY)

    assert [] == talk.concerns
    assert [] == talk.found(ConcernNoted)


# --- put right later ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "Sorry, April, not March.",
        "sorry april not march",
        "Sorry, I mean April.",
        "It wasn't March, it was April.",
        "I was charged in April, not March.",
        "Not March, sorry, April.",
    ],
)
def test_a_month_put_right_in_the_next_line_takes_the_place_of_the_wrong_one(said: str):
    assert ["i was charged twice in april"] == [text.lower() for text in told(TWICE).customer(said).concerns]


@pytest.mark.parametrize(
    "said",
    ["No, March. And it was three times, not twice.", "no march and it was three times not twice"],
)
def test_the_agents_wrong_words_put_right_mend_what_else_was_wrong_and_stay_mended(said: str):
    talk = told(TWICE).agent("So you were charged twice in May, is that right?", "restates", "checks_understanding")
    talk.customer(said, "corrects").agent("So you were charged three times in March?", "restates")
    talk.customer("Exactly.", "confirms")

    assert ["I was charged three times in March"] == talk.concerns
    assert "con_1" == talk.found(ConcernNoted)[-1].replaces


def test_a_bare_month_after_the_agent_said_the_problem_back_puts_it_right():
    talk = told(TWICE, NOBODY).agent("So you were charged twice in March, have I got that right?", "restates")

    assert ["I was charged twice in April", NOBODY] == talk.customer("No, April.", "corrects").concerns


def test_a_problem_told_again_with_another_number_puts_it_right():
    talk = told(TWICE).agent("So you were charged twice in March?", "restates")

    assert ["I was charged three times in March"] == talk.customer(
        "No, I was charged three times in March.", "corrects"
    ).concerns


@pytest.mark.parametrize("said", ["No, it was July, and it was twice.", "no it was july and it was twice"])
def test_two_things_put_right_in_one_breath_are_both_mended(said: str):
    talk = told("I was charged three times in June").agent("So that was three times in June?", "restates")

    assert ["i was charged twice in july"] == [text.lower() for text in talk.customer(said, "corrects").concerns]


def test_a_problem_told_again_after_a_no_puts_it_right_even_where_no_model_hears_a_correction():
    talk = told(TWICE).agent("Right, twice in March.").customer("No, I was charged three times in March.")

    assert ["I was charged three times in March"] == talk.concerns


def test_the_same_told_of_another_month_in_answer_to_a_question_is_no_correction():
    talk = told(TWICE).agent("Okay, and did anything happen in April?", "asks_detail")

    assert [TWICE] == talk.customer("No. Well, actually in April I was charged twice.").concerns


def test_the_note_that_holds_what_is_wrong_is_put_right_and_no_other():
    talk = told(DOWN, "the engineer never came on Thursday")

    assert [DOWN, "the engineer never came on Friday"] == talk.customer("Sorry, Friday, not Thursday.").concerns


# --- what puts nothing right --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "Not just March, April too.",
        "not just march april as well",
        "And April too.",
        "Sorry, April as well.",
        "Sorry, April and May too.",
        "Sorry, April?",
        "I want it sorted out in April, not March.",
        "I'd rather pay in April, not March.",
        "The invoice came in April, not March.",
        "And in April my router broke.",
        "No, in April I moved house.",
        "My order number is 4471, sorry, 4417.",
        "I'm sorry, March was a bad month for me.",
        "It was the principle, not the money.",
        "Not in March, not in April, never.",
        "I was off from March till April.",
    ],
)
def test_another_month_a_wish_and_a_number_of_something_else_leave_the_note_alone(said: str):
    assert [TWICE] == told(TWICE).customer(said).concerns


@pytest.mark.parametrize(
    ("agent", "signal", "said"),
    [
        ("I can send somebody on Monday, would that suit you?", "offers_option", "Not Monday, Tuesday please."),
        ("i can send somebody on monday", "offers_option", "not monday tuesday"),
        ("Which day was the visit booked for, Monday?", "asks_detail", "No, Tuesday."),
        ("Your visit is on Monday morning.", "explains", "Sorry, Tuesday, not Monday."),
        ("The engineer was booked for Thursday, I see here.", "explains", "No, Tuesday."),
    ],
)
def test_the_day_of_a_visit_put_right_is_not_the_day_of_the_problem(agent: str, signal: str, said: str):
    assert [DOWN] == told(DOWN).agent(agent, signal).customer(said, "corrects").concerns


def test_another_thing_of_the_same_name_is_left_alone():
    problem = "you sent me an article about changing my profile picture"
    talk = told(problem).agent("So you can't change your profile picture.", "restates")

    assert [problem] == talk.customer("No. No, not the picture. The invoices!", "corrects").concerns


def test_what_has_come_by_now_was_missing_all_the_same():
    talk = told("the code never came").agent("I have sent it again.", "explains").customer("Hang on, it's come.")
    talk.agent("Did the code come?", "asks_detail").customer("Actually, yes, it came.")

    assert ["the code never came"] == talk.concerns


def test_where_two_problems_share_the_month_neither_is_changed_in_doubt():
    problems = (TWICE, "my March order never came")

    assert list(problems) == told(*problems).customer("Sorry, April, not March.").concerns


def test_an_order_number_put_right_leaves_the_sum_alone():
    talk = told("you charged me 4471 dollars").customer("My order is 4471. Sorry, 4417, not 4471.")

    assert ["you charged me 4471 dollars"] == talk.concerns


def test_a_second_problem_in_the_next_month_is_no_correction_of_the_first():
    talk = told(TWICE).customer(
        "And in April the parcel never came.", "states_problem", concern="the parcel never came"
    )

    assert [TWICE, "the parcel never came"] == talk.concerns


def test_a_problem_told_beside_a_correction_keeps_its_own_month():
    talk = told(TWICE).agent("So you were charged twice in May?", "restates")
    talk.customer("No, March. And nobody called me in May.", "corrects", concern="nobody called me in May")

    assert [TWICE, "nobody called me in May"] == talk.concerns


def test_what_is_turned_down_is_no_correction():
    talk = told(DOWN).agent("It will be Monday.", "promises").customer("No, Tuesday.", "rejects")

    assert [DOWN] == talk.concerns


# --- taken back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "Actually, sorry, they did, I missed the call.",
        "actually sorry they did i missed the call",
        "Oh, hang on, sorry, they did ring me.",
        "I tell a lie, somebody did call.",
        "No, scrap that, they called me yesterday.",
        "Sorry, you've called me, I see it here.",
    ],
)
def test_a_problem_taken_back_in_so_many_words_is_gone_and_the_others_stay(said: str):
    talk = told(DOWN, NOBODY).agent("I'm sorry to hear that.", "empathy").customer(said)

    assert [DOWN] == talk.concerns
    assert ["con_2"] == [gone.id for gone in talk.found(ConcernTakenBack)]


def test_what_arrived_after_all_is_no_problem_any_more():
    talk = told("my parcel never arrived", NOBODY).customer("No, scrap that, it did arrive.")

    assert [NOBODY] == talk.concerns


def test_what_was_taken_back_stands_in_no_letter():
    talk = told(DOWN, NOBODY).customer("Actually, sorry, they did.").hangs_up()

    assert "called you back" not in talk.findings[-1].follow_up  # type: ignore[union-attr]
    assert "broadband" in talk.findings[-1].follow_up  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        ("Did they send you a letter?", "Actually, yes, they did."),
        ("did they send you a letter", "actually they did"),
        ("I'm sorry to hear that.", "They did a terrible job."),
        ("I'm sorry to hear that.", "Sorry, they did what?"),
        ("I'm sorry to hear that.", "Actually they did say they would."),
        ("I'm sorry to hear that.", "Sorry, it did arrive late."),
        ("I'm sorry to hear that.", "Actually, they did call about a survey."),
        ("I'm sorry to hear that.", "Scrap that, I want a refund."),
        ("I'm sorry to hear that.", "Actually they did, I think."),
        ("Did anyone ring to say so?", "Actually, yes, they rang."),
        ("I'm sorry to hear that.", "No, they never did."),
        ("I'm sorry to hear that.", "I sent an email. Actually, sorry, I did send two."),
    ],
)
def test_what_was_done_otherwise_takes_nothing_back(agent: str, said: str):
    assert [NOBODY] == told(NOBODY).agent(agent).customer(said).concerns


def test_a_visit_on_another_day_does_not_take_back_the_one_missed():
    problem = "nobody came on Thursday"

    assert [problem] == told(problem).customer("Actually, they did come on Tuesday.").concerns


@pytest.mark.parametrize(
    ("problem", "said", "left"),
    [
        ("I waited three hours and nobody came", "Actually, sorry, they did.", "I waited three hours"),
        ("my order never arrived and I've paid for it", "Oh no, scrap that, it did arrive.", "I've paid for it"),
        ("nobody called me back but the light is out", "Sorry, they did call.", "the light is out"),
    ],
)
def test_what_a_note_tells_beside_what_is_taken_back_stays(problem: str, said: str, left: str):
    assert [left] == told(problem).customer(said).concerns


def test_what_hangs_together_with_what_is_taken_back_stays_whole():
    problem = "I lost a day because nobody came"

    assert [problem] == told(problem).customer("Actually, sorry, they did.").concerns


# --- the list of calls --------------------------------------------------------------------------------------------


def test_the_list_shows_the_next_problem_where_the_first_is_taken_back():
    talk = told(NOBODY, DOWN).customer("Actually, sorry, they did call me.")
    listed = gist.Gist()
    for event in talk.events:
        listed = gist.step(listed, event)

    assert DOWN == listed.problem
    assert talk.concerns == list(listed.noted.values())


# --- laws ---------------------------------------------------------------------------------------------------------

_PLACES = ["March", "april", "May", "Monday", "Tuesday", "twice", "three times", "two weeks", "forty dollars", "$60", "4471", "three"]  # fmt: skip
_JOINTS = ["sorry,", "no,", "not", "I mean", "it was", "actually", ".", ",", "and", "too", "they did", "it did arrive", "they called", "?"]  # fmt: skip
_MATTER = [
    "I was charged",
    "nobody called me",
    "my order",
    "in",
    "since",
    "I want it",
    "the engineer never came on",
    "on",
]
_LINES = st.lists(st.sampled_from(_PLACES + _JOINTS + _MATTER), min_size=1, max_size=9).map(" ".join)
_PROBLEMS = st.sampled_from(
    [
        TWICE,
        NOBODY,
        DOWN,
        "my parcel never arrived",
        "you took forty dollars",
        "it's been two weeks",
        "order 4471 never came",
    ]
)
_TALKS = st.lists(
    st.tuples(st.booleans(), _LINES, st.sampled_from(["corrects", "restates", "rejects", "asks_detail"]), st.booleans(), _PROBLEMS),
    min_size=1,
    max_size=6,
)  # fmt: skip


def _talk(lines: list[tuple[bool, str, str, bool, str]]) -> Talk:
    talk = Talk()
    for agent, line, signal, tells, problem in lines:
        if agent:
            talk.agent(line, signal)
        else:
            talk.customer(f"{problem}. {line}" if tells else line, signal, concern=problem if tells else ())
    return talk


@given(_TALKS)
def test_no_word_enters_a_note_that_the_customer_did_not_say(lines: list[tuple[bool, str, str, bool, str]]):
    talk = _talk(lines)
    said = {
        word
        for agent, line, _, tells, problem in lines
        if not agent
        for word in _words(f"{line} {problem if tells else ''}")
    }

    for note in talk.found(ConcernNoted):
        assert _words(note.text) <= said


@given(_TALKS)
def test_the_journal_read_back_has_the_same_notes(lines: list[tuple[bool, str, str, bool, str]]):
    talk = _talk(lines)
    listed, standing = gist.Gist(), dict[str, str]()
    for event in map(decode, map(encode_exactly, talk.events)):
        listed = gist.step(listed, event)
        if isinstance(event, ConcernNoted):
            standing.pop(event.replaces, None)
            standing[event.id] = event.text
        elif isinstance(event, ConcernTakenBack):
            del standing[event.id]

    assert sorted(talk.concerns) == sorted(standing.values())
    assert talk.concerns == list(listed.noted.values())


@given(_LINES, _PROBLEMS)
def test_putting_right_what_is_right_already_changes_nothing(line: str, problem: str):
    for correction in correcting.find(line):
        if (right := correcting.put_in(problem, correction)) is not None:
            assert correcting.put_in(right, correction) is None


@given(st.text(max_size=80))
def test_any_text_at_all_can_be_read(text: str):
    particulars.find(text)
    unsaying.find(text)
    correcting.settled(text)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower()))


def test_what_worked_for_once_does_not_take_back_that_it_does_not_work():
    talk = told("my broadband does not work")

    talk.agent("I'm sorry to hear that.").customer("Actually, it did work this morning, but it's gone again now.")

    assert ["my broadband does not work"] == talk.concerns
    assert [] == talk.found(ConcernTakenBack)
