"""Promises taken back, by the words that people use for it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.understanding.marking import marked

from steadyline.understanding import promises, unsaid

TUESDAY = datetime(2026, 3, 10, 9, 5, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("Actually I can't do Friday after all.", "Friday"),
        ("actually i cant ring you tomorrow after all", "ring you tomorrow"),
        ("I know I said Friday, but I won't be able to post it.", "post"),
        ("The engineer can't come on Thursday after all, sorry.", "The engineer come on Thursday"),
        ("Scrap that, I'll ring on Monday.", ""),
        ("forget what I said about the call back", "the call back"),
        ("I take that back.", ""),
    ],
)
def test_words_that_take_a_promise_back(said: str, act: str) -> None:
    assert [act] == [found.act for found in unsaid.find(said)]


@pytest.mark.parametrize(
    "said",
    [
        "I can't get a card out of a machine once it's in.",
        "We won't charge you for it.",
        "You can scrap that old router.",
        "Ignore that letter, please.",
        "I'll ring you on Friday.",
        "",
    ],
)
def test_words_that_take_nothing_back(said: str) -> None:
    assert [] == unsaid.find(said)


def test_what_one_breath_makes_and_unmakes_was_never_promised() -> None:
    line = "I'll ring you on Friday. Actually, scrap that, I'll ring you on Monday."
    acts, times = ("I'll ring you", "that, I'll ring you"), ("on Friday", "on Monday")
    said = promises.find("agent", line, marked(line, promise=acts, when=times), TUESDAY)

    assert ["on Monday"] == [draft.due_text for draft in said.made]
    assert () == said.taken_back


def test_what_was_promised_before_is_taken_back() -> None:
    line = "Actually I can't do Friday after all."
    said = promises.find("agent", line, marked(line), TUESDAY)

    assert () == said.made
    assert [("agent", "Friday")] == [(draft.who, draft.act) for draft in said.taken_back]
