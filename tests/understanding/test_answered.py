"""A time that answers "when?"."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from steadyline.core.events import Header, Party, PromiseMove, Utterance
from steadyline.understanding import answered
from steadyline.understanding.engine import Engine

TUESDAY = datetime(2026, 3, 10, 9, 0, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    "said", ["When?", "what time", "And when will that be?", "Okay, by when?", "how soon can you do that", "Which day?"]
)
def test_who_asks_when_is_heard(said: str) -> None:
    assert answered.asks_when(said)


@pytest.mark.parametrize(
    "said",
    [
        "When did you send it?",
        "When I rang on Monday nobody answered",
        "what time do you close",
        "Why?",
        "",
        "when was that",
    ],
)
def test_another_question_asks_for_no_promise_of_a_time(said: str) -> None:
    assert not answered.asks_when(said)


@pytest.mark.parametrize(
    ("said", "due_text", "due"),
    [
        ("By the end of the day.", "By the end of the day", "2026-03-10T17:00:00+00:00"),
        ("um probably about three on thursday", "about three on thursday", "2026-03-12T15:00:00+00:00"),
        ("Within the hour.", "Within the hour", "2026-03-10T10:00:00+00:00"),
    ],
)
def test_a_time_and_no_more_is_the_answer(said: str, due_text: str, due: str) -> None:
    assert (PromiseMove(who="agent", act="", due=due, due_text=due_text),) == answered.find("agent", said, TUESDAY)


@pytest.mark.parametrize(
    "said", ["He came on Friday, I think.", "Tuesday or Wednesday, your shop opens", "Soon.", "No."]
)
def test_what_says_more_or_no_time_is_none(said: str) -> None:
    assert () == answered.find("agent", said, TUESDAY)


def test_the_engine_gives_the_time_to_what_was_promised_before_and_only_to_who_asked() -> None:
    engine = Engine(zone="Europe/London")

    def moved(*lines: tuple[Party, str]) -> tuple[PromiseMove, ...]:
        reader = engine.open(Header(call="c", started=TUESDAY.isoformat()))
        return [
            reader.read(Utterance(at=n, turn=n, party=party, t0=n - 0.5, t1=n, text=text))
            for n, (party, text) in enumerate(lines, start=1)
        ][-1].moved

    promise: tuple[Party, str] = ("agent", "I'll call you back.")
    assert ["By five"] == [m.due_text for m in moved(promise, ("customer", "When?"), ("agent", "By five."))]
    assert () == moved(promise, ("customer", "Okay."), ("agent", "By five."))
