"""Another time than was promised, settled between two."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from steadyline.core.events import Header, Party, PromiseDraft, Utterance
from steadyline.understanding import another_time
from steadyline.understanding.engine import Engine

TUESDAY = datetime(2026, 3, 10, 9, 0, tzinfo=ZoneInfo("Europe/London"))
AT_FOUR = PromiseDraft(
    who="agent", act="send the engineer", due="2026-03-12T16:00:00+00:00", due_text="Thursday at four"
)


def moved(wish: str, answer: str) -> tuple[str, str | None] | None:
    """The time that holds after both, as said and as reckoned."""
    wished = another_time.wished(AT_FOUR, wish, TUESDAY)
    move = another_time.settled(AT_FOUR, wished, answer, TUESDAY) if wished else None
    return (move.due_text, move.due) if move else None


@pytest.mark.parametrize(
    ("wish", "answer", "due_text", "due"),
    [
        ("I'm out Thursday.", "Friday then.", "Friday", "2026-03-13T17:00:00+00:00"),
        ("Four's no good.", "Okay, I'll make that five.", "five", "2026-03-12T17:00:00+00:00"),
        ("can you make it five", "five it is", "five", "2026-03-12T17:00:00+00:00"),
        ("Can you make it five?", "Yes, of course.", "five", "2026-03-12T17:00:00+00:00"),
        ("Could it be Friday instead, please?", "Sure, no problem.", "Friday", "2026-03-13T17:00:00+00:00"),
        ("im at work thursday", "no problem friday morning then", "friday morning", "2026-03-13T12:00:00+00:00"),
    ],
)
def test_the_time_that_suits_holds(wish: str, answer: str, due_text: str, due: str) -> None:
    assert moved(wish, answer) == (due_text, due)


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        ("That's fine.", "Five it is."),
        ("That's too late.", "How about two?"),
        ("Can you make it five?", "No, I'm afraid not."),
        ("Can you make it five?", "Okay."),
        ("Can you make it five?", "Let me look."),
        ("I can't log in at all.", "Let's look at that."),
        ("I can't do Thursday.", "We close at five on Fridays."),
    ],
)
def test_what_is_not_agreed_moves_nothing(wish: str, answer: str) -> None:
    assert moved(wish, answer) is None


def test_the_engine_moves_the_promise_and_no_other_speakers() -> None:
    engine = Engine(zone="Europe/London")

    def moves(*lines: tuple[Party, str]) -> list[str]:
        reader = engine.open(Header(call="c", started=TUESDAY.isoformat()))
        heard = [
            reader.read(Utterance(at=n, turn=n, party=party, t0=n - 0.5, t1=n, text=text))
            for n, (party, text) in enumerate(lines, start=1)
        ]
        return [move.due_text for move in heard[-1].moved]

    promise: tuple[Party, str] = ("agent", "I'll send the engineer on Thursday at four.")
    wish: tuple[Party, str] = ("customer", "Can you make it five?")
    assert ["Five"] == moves(promise, wish, ("agent", "Five it is."))
    assert ["Six"] == moves(promise, wish, ("agent", "Five it is."), wish, ("agent", "Six then."))
    assert [] == moves(promise, ("agent", "Five it is."))
    assert [] == moves(promise, wish, ("customer", "Five it is."))
    assert [] == moves(wish, ("agent", "Five it is."))
