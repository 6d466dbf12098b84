"""What two people settle about a promise in lines that name no act, as the engine hears it and the call keeps it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from steadyline.core import promises
from steadyline.core.events import Header, Party, Utterance
from steadyline.understanding.engine import Engine

TUESDAY = datetime(2026, 3, 10, 9, 0, tzinfo=ZoneInfo("Europe/London"))
Line = tuple[Party, str]
PROMISE: Line = ("agent", "I'll send the engineer on Thursday at four.")
WISH: Line = ("customer", "Can you make it five?")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(zone="Europe/London")


def standing(engine: Engine, *lines: Line) -> list[tuple[str, str | None]]:
    """The promises that stand at the end of the call."""
    reader, known = engine.open(Header(call="c", started=TUESDAY.isoformat())), promises.Promises()
    for n, (party, text) in enumerate(lines, start=1):
        heard = reader.read(Utterance(at=n, turn=n, party=party, t0=n - 0.5, t1=n, text=text))
        known, _ = promises.step(0.5, known, heard)
    return [(promise.act, promise.due) for promise in known.heard]


@pytest.mark.parametrize(
    ("answer", "due"),
    [
        (("agent", "Five it is."), "2026-03-12T17:00:00+00:00"),
        (("agent", "Yes, I'll send the engineer at five."), "2026-03-12T17:00:00+00:00"),
        (("customer", "Five it is."), "2026-03-12T16:00:00+00:00"),
    ],
)
def test_the_promise_moves_with_the_answer_of_who_made_it(engine: Engine, answer: Line, due: str) -> None:
    assert [("send the engineer", due)] == standing(engine, PROMISE, WISH, answer)


def test_without_a_wish_just_before_nothing_moves(engine: Engine) -> None:
    at_four = [("send the engineer", "2026-03-12T16:00:00+00:00")]
    chat: list[Line] = [
        ("agent", "Let me see."),
        ("customer", "It's a nice day."),
        ("agent", "It is."),
        ("customer", "Mm."),
    ]

    assert at_four == standing(engine, PROMISE, ("agent", "Five it is."))
    assert at_four == standing(
        engine, PROMISE, WISH, ("agent", "Bear with me."), ("customer", "Okay."), ("agent", "Yes.")
    )
    assert at_four == standing(engine, PROMISE, *chat, WISH, ("agent", "Five it is."))
    assert [] == standing(engine, WISH, ("agent", "Five it is."))


def test_the_promise_meant_is_the_one_that_does_not_suit(engine: Engine) -> None:
    two: Line = ("agent", "I'll ring you Thursday at two, and I'll send the form tomorrow.")
    put_right: Line = ("agent", "Sorry, not Friday, Monday at two.")

    assert [("ring you", "2026-03-13T14:00:00+00:00"), ("send the form", "2026-03-11T17:00:00+00:00")] == standing(
        engine, two, ("customer", "I'm out Thursday."), ("agent", "Friday then.")
    )
    assert [("ring you", "2026-03-16T17:00:00+00:00")] == standing(
        engine, ("agent", "I'll ring you Friday at two."), put_right, WISH, ("agent", "Sure.")
    )


@pytest.mark.parametrize(
    "found_out",
    [
        "Actually I'm not allowed to do that, sorry.",
        "Oh, it won't let me do that, I'm afraid.",
        "oh hang on the system won't let me",
    ],
)
def test_what_cannot_be_done_after_all_is_taken_back(engine: Engine, found_out: str) -> None:
    waived: Line = ("agent", "I'll waive the fee.")

    assert [] == standing(engine, waived, ("customer", "Thanks."), ("agent", found_out))
    assert [("waive the fee", None)] == standing(
        engine, waived, ("customer", "Can you refund the other one too?"), ("agent", found_out)
    )
    assert [("waive the fee", None)] == standing(
        engine, waived, ("customer", "Thanks."), ("agent", "I can't hear you, sorry.")
    )


@pytest.mark.parametrize(
    "line", ["I didn't get the email either.", "And the late charge.", "Make it four.", "Let me speak to your manager."]
)
def test_what_cannot_be_done_may_be_what_was_spoken_of_since(engine: Engine, line: str) -> None:
    waived: Line = ("agent", "I'll waive the fee.")

    assert [("waive the fee", None)] == standing(engine, waived, ("customer", line), ("agent", "Oh, I can't do that."))


def test_of_two_promises_nobody_knows_which_cannot_be_kept(engine: Engine) -> None:
    two: Line = ("agent", "I'll waive the fee, and I'll send you the new card on Monday.")

    assert 2 == len(standing(engine, two, ("customer", "Great."), ("agent", "Oh, it won't let me do that.")))
