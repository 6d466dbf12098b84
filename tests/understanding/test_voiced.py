"""Marked words of a line, found again in what a recogniser heard of it."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from training import corpus, voiced


@pytest.mark.parametrize(
    ("text", "heard", "marked", "again"),
    [
        ("I'll ring you at four.", "I'll ring you at four.", "ring you", "ring you"),
        ("It's wet for two weeks now, I think.", "It's wet for to weaks now. I think", "for two weeks", "for to weaks"),
        ("Well, the lift is off again.", "The lift's off again.", "the lift is off again", "The lift's off again."),
        ("Send it by nine, please.", "Please.", "by nine", None),
    ],
)  # fmt: skip
def test_marked_words_are_found_in_what_was_heard(text: str, heard: str, marked: str, again: str | None) -> None:
    start = text.index(marked)

    place = voiced.found_again(text, heard, start, start + len(marked))

    assert again == (heard[place[0] : place[1]] if place else None)


@given(st.text("ab ,.", max_size=30), st.text("ab ,.", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_place_found_again_is_within_what_was_heard(text: str, heard: str, a: int, b: int) -> None:
    place = voiced.found_again(text, heard, *sorted((a, b)))

    assert place is None or 0 <= place[0] < place[1] <= len(heard)


def test_a_line_that_was_said_is_learnt_as_it_was_heard(tmp_path: Path) -> None:
    (tmp_path / "data" / "elm").mkdir(parents=True)
    call = "# call: six | company: Us\nA [promises] I'll send it tonight.\n  > promise agent | I'll send it | tonight\n"
    (tmp_path / "data" / "elm" / "six.call").write_text(call, encoding="utf-8")
    (tmp_path / "data.jsonl").write_text(json.dumps(["elm", "six", 1, "All send it to night."]), encoding="utf-8")

    ((line,),) = (lesson.lines for lesson in corpus.lessons(tmp_path / "data", tmp_path, tmp_path))
    heard = corpus.as_recognised(line)

    assert "All send it to night." == heard.text
    assert ["All send it", "to night."] == [heard.text[s.start : s.end] for s in heard.stretches or ()]
    assert corpus.as_heard(line, random.Random(1), 0.0).text != heard.text


def test_nothing_is_said_to_be_heard_where_nothing_was_said(tmp_path: Path) -> None:
    assert {} == voiced.read(tmp_path / "none.jsonl")
