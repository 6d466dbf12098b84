"""A time that answers "when?"."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from steadyline.core.events import Header, Party, PromiseDraft, Utterance
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
        "What time do you finish?",
        "When's the engineer coming?",
        "What day is it today?",
        "How long will the refund take?",
        "Why?",
        "",
    ],
)
def test_another_question_asks_for_no_promise_of_a_time(said: str) -> None:
    assert not answered.asks_when(said)


CALL_BACK = PromiseDraft(who="agent", act="call you back")


@pytest.mark.parametrize(
    ("said", "due_text", "due"),
    [
        ("By the end of the day.", "By the end of the day", "2026-03-10T17:00:00+00:00"),
        ("um probably about three on thursday", "about three on thursday", "2026-03-12T15:00:00+00:00"),
        ("Within the hour.", "Within the hour", "2026-03-10T10:00:00+00:00"),
    ],
)
def test_a_time_and_no_more_is_the_answer(said: str, due_text: str, due: str) -> None:
    told = PromiseDraft(who="agent", act="call you back", due=due, due_text=due_text)

    assert told == answered.with_its_time(CALL_BACK, said, TUESDAY)


@pytest.mark.parametrize("said", ["He came on Friday, I think.", "Tuesday your shop opens", "Soon.", "No."])
def test_what_says_more_or_no_time_is_none(said: str) -> None:
    assert answered.with_its_time(CALL_BACK, said, TUESDAY) is None


def test_the_engine_gives_the_time_to_a_promise_without_one_and_only_to_who_asked() -> None:
    engine = Engine(zone="Europe/London")

    def last(*lines: tuple[Party, str]) -> list[tuple[str, str]]:
        reader = engine.open(Header(call="c", started=TUESDAY.isoformat()))
        heard = [
            reader.read(Utterance(at=n, turn=n, party=party, t0=n - 0.5, t1=n, text=text))
            for n, (party, text) in enumerate(lines, start=1)
        ]
        return [(draft.act, draft.due_text) for draft in heard[-1].promises]

    asked: tuple[Party, str] = ("customer", "When?")
    assert [("call you back", "By five")] == last(("agent", "I'll call you back."), asked, ("agent", "By five."))
    assert [] == last(("agent", "I'll call you back."), ("customer", "Okay."), ("agent", "By five."))
    assert [] == last(("agent", "I'll call you back tomorrow at ten."), asked, ("agent", "By five."))
