"""Transcripts as formats.md has them, and as careless programs write them."""

import json
import re

import pytest

from steadyline.core.events import Agent, Customer, Header, Utterance
from steadyline.recordings import BadRecording
from steadyline.recordings.transcript import BadLine, is_transcript, read
from steadyline.service.ports import Held

HEADER = {
    "call": "c1",
    "started": "2026-11-20T09:00:00-05:00",
    "company": "Northwind Broadband",
    "agent": {"id": "a7", "name": "Sam", "limits": {"refund": 50, "currency": "USD", "hugs": 3}},
    "customer": {"ref": "C-1182", "name": "Dana", "timezone": "America/New_York", "history": ["2026-10-28 called"]},
}
HELLO = {"turn": 1, "party": "agent", "t0": 0.0, "t1": 4.1, "text": "Thank you for calling."}
YEAH = {"turn": 2, "party": "customer", "t0": 4.6, "t1": 13.0, "text": "Yeah, hi."}


@pytest.fixture
def reading(tmp_path):
    def write_and_read(*lines: object, name: str = "call-7.jsonl") -> list:
        raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        path = tmp_path / name
        path.write_bytes(b"\n".join(raw))
        return list(read(path))

    return write_and_read


def test_a_call_is_read_header_first(reading):
    assert [
        Header(
            call="c1",
            started="2026-11-20T09:00:00-05:00",
            company="Northwind Broadband",
            agent=Agent(id="a7", name="Sam", limits={"refund": 50, "currency": "USD", "hugs": 3}),
            customer=Customer(ref="C-1182", name="Dana", timezone="America/New_York", history=("2026-10-28 called",)),
        ),
        Utterance(at=4.1, turn=1, party="agent", t0=0.0, t1=4.1, text="Thank you for calling."),
        Utterance(at=13.0, turn=2, party="customer", t0=4.6, t1=13.0, text="Yeah, hi."),
        Held(t0=80.0, t1=140.0),
    ] == reading(HEADER, HELLO, YEAH, {"turn": 9, "party": "agent", "t0": 80.0, "t1": 140.0, "hold": True})


def test_only_call_party_times_and_text_are_needed_and_what_is_unknown_is_ignored(reading):
    said = {"party": "customer", "t0": 1, "t1": 2, "text": "Hi.", "mood": {"colour": "blue"}}

    assert [
        Header(call="c1"),
        Utterance(at=2, turn=1, party="customer", t0=1, t1=2, text="Hi."),
        Utterance(at=4, turn=2, party="agent", t0=3, t1=4, text="Hello."),
    ] == reading({"call": "c1", "made_by": "x"}, said, {"party": "agent", "t0": 3, "t1": 4, "text": "Hello."})


def test_without_a_header_the_call_is_named_by_its_lines_or_by_the_file(reading):
    assert Header(call="c9") == reading({**HELLO, "call": "c9"})[0]
    assert Header(call="call-7") == reading(HELLO)[0]


def test_overlapping_talk_is_no_mistake(reading):
    items = reading(HEADER, HELLO, {**YEAH, "t0": 2.0, "t1": 3.0})

    assert [2.0, 3.0] == [items[2].t0, items[2].t1]
    assert not any(isinstance(item, BadLine) for item in items)


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (b'{"party": "agent", "t0": 0, "t1":', "not a JSON object.*mend or remove"),
        (b"\xff\xfe rubbish", "not a JSON object"),
        (b"[1, 2]", "not a JSON object"),
        ({"party": "robot", "t0": 0, "t1": 1, "text": "x"}, 'must be "agent" or "customer"'),
        ({"party": "agent", "t1": 1, "text": "x"}, 'no "t0": add it'),
        ({"party": "agent", "t0": 0, "t1": 1}, 'no "text": write what was said'),
        ({"party": "agent", "t0": -5, "t1": 1, "text": "x"}, "seconds from the start"),
        ({"party": "agent", "t0": "noon", "t1": 1, "text": "x"}, "seconds from the start"),
        (b'{"party": "agent", "t0": 1e999, "t1": 1, "text": "x"}', "."),
        ({"call": "c2"}, "one file holds one call"),
        (b'{"party": "agent", "t0": 0, "t1": 1, "text": "' + b"x" * 2_000_000 + b'"}', "longer than a megabyte"),
    ],
)
def test_a_broken_line_is_told_by_number_and_the_rest_is_read(reading, broken, why):
    _, first, bad, last = reading(HEADER, HELLO, broken, YEAH)

    assert ["Thank you for calling.", "Yeah, hi."] == [first.text, last.text]
    assert (3, False) == (bad.line, bad.kept)
    assert re.search(why, bad.why)


def test_a_broken_header_is_told_and_the_call_goes_on_under_its_name(reading):
    bad, header, said = reading({**HEADER, "customer": "Dana"}, HELLO)

    assert (1, "c1", "Thank you for calling.") == (bad.line, header.call, said.text)


def test_a_late_line_is_put_in_its_place_and_told(reading):
    late = {"party": "agent", "t0": 2.0, "t1": 3.5, "text": "Go on."}
    _, hello, bad, said, yeah = reading(HEADER, HELLO, {**YEAH, "turn": 4}, late)

    assert ["Thank you for calling.", "Go on.", "Yeah, hi."] == [hello.text, said.text, yeah.text]
    assert [2.0, 3.5] == [said.t0, said.t1]
    assert (4, True) == (bad.line, bad.kept)
    assert "put in its place" in bad.why


def test_one_time_that_is_far_too_large_makes_no_other_line_late(reading):
    said = [{"party": "agent", "t0": at, "t1": at + 1, "text": f"Line {at}."} for at in (1, 2000, 3, 4, 5)]
    items = reading(HEADER, *said)

    assert [1, 3, 4, 5, 2000] == [item.t0 for item in items if isinstance(item, Utterance)]
    assert 1 == sum(isinstance(item, BadLine) for item in items)


def test_a_line_too_late_to_be_put_in_its_place_is_taken_as_now_and_keeps_its_length(reading):
    many = [{"party": "agent", "t0": at, "t1": at + 1, "text": f"Line {at}."} for at in range(10, 400)]
    items = reading(HEADER, *many, {"party": "agent", "t0": 1.0, "t1": 3.5, "text": "Late."})

    late = next(item for item in items if isinstance(item, Utterance) and item.text == "Late.")
    assert late.t0 > 300 and 2.5 == pytest.approx(late.t1 - late.t0)
    assert all(item.kept for item in items if isinstance(item, BadLine))


def test_a_line_said_twice_over_is_left_out_and_told_however_far_it_is_from_the_first(reading):
    many = [{"party": "agent", "t0": at, "t1": at + 1, "text": f"Line {at}."} for at in range(20, 300)]
    again = list(reading(HEADER, HELLO, YEAH, YEAH, *many, HELLO))

    assert 2 + len(many) == sum(isinstance(item, Utterance) for item in again)
    assert [(4, "the same as line 3: left out", True), (285, "the same as line 2: left out", True)] == [
        (item.line, item.why, item.kept) for item in again if isinstance(item, BadLine)
    ]


def test_the_same_words_at_another_time_are_said_again(reading):
    assert 2 == sum(isinstance(item, Utterance) for item in reading(YEAH, {**YEAH, "turn": 3, "t0": 14.0, "t1": 15.0}))


def test_an_utterance_that_ends_before_it_starts_takes_no_time(reading):
    _, bad, said = reading(HEADER, {**HELLO, "t0": 4.0, "t1": 2.0})

    assert bad.kept and [4.0, 4.0] == [said.t0, said.t1]


def test_a_turn_that_was_there_already_is_counted_on(reading):
    items = reading(HEADER, HELLO, {**YEAH, "turn": 1})

    assert [1, 2] == [item.turn for item in items if isinstance(item, Utterance)]


def test_blank_lines_and_the_mark_that_some_editors_write_first_are_no_matter(reading):
    assert 2 == len(reading(b"\xef\xbb\xbf" + json.dumps(HEADER).encode(), b"", b"   ", HELLO, b""))


def test_what_is_no_transcript_at_all_says_so(reading, tmp_path):
    with pytest.raises(BadRecording, match="not text"):
        reading(b"RIFF\0\0\0\0WAVE")
    with pytest.raises(BadRecording, match="is empty"):
        reading(b"  \n")
    with pytest.raises(BadRecording, match="no such file"):
        list(read(tmp_path / "nowhere.jsonl"))


def test_a_transcript_is_known_by_its_ending_or_its_first_sign(tmp_path):
    (tmp_path / "a.txt").write_text('{"call": "c1"}\n')
    (tmp_path / "b.wav").write_bytes(b"RIFF")

    assert is_transcript(tmp_path / "any.jsonl")
    assert is_transcript(tmp_path / "a.txt")
    assert not is_transcript(tmp_path / "b.wav")
    assert not is_transcript(tmp_path / "nowhere.wav")
