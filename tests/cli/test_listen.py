"""`steadyline listen` and `steadyline replay`, as a person and a program call them."""

import json
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from cli import commands
from steadyline import bootstrap

SOUND, WORDS = bootstrap.shipped_call()

FIELDS = {
    "utterance": {"turn": int, "party": str, "t0": float, "t1": float, "text": str},
    "heard": {"turn": int, "signals": dict, "quote": str},
    "heat_moved": {"heat": float, "trend": float, "escalation": float, "turn": int, "quote": str},
    "talk_over": {"by": str, "seconds": float, "takes_floor": bool},
    "step_changed": {"step": str, "state": str, "turn": int, "quote": str},
    "concern_noted": {"text": str, "turn": int, "quote": str},
    "cue_offered": {"cue": str, "say": str, "why": str, "turn": int, "quote": str},
    "cue_expired": {"cue": str},
    "promise_heard": {"who": str, "act": str, "due_text": str, "turn": int, "quote": str},
    "call_summed_up": {"brief": str, "scorecard": list, "promises": list, "follow_up": str},
}
"""What formats.md asks of each type, beyond the fields that all have."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("listen")


@pytest.fixture(scope="module")
def short_call(folder: Path) -> Path:
    """The first 24 seconds of the shipped call."""
    sound, rate_hz = soundfile.read(SOUND, dtype="int16", always_2d=True)
    soundfile.write(folder / "short.wav", sound[: 24 * rate_hz], rate_hz)
    return folder / "short.wav"


def events(out: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


@pytest.fixture(scope="module")
def read(folder: Path) -> list[dict[str, Any]]:
    """The events of the shipped call's transcript."""
    ran = commands.run(folder, "listen", str(WORDS), "--json")
    assert 0 == ran.returncode, ran.stderr.decode()
    return events(ran.stdout)


@pytest.fixture(scope="module")
def heard(folder: Path, short_call: Path) -> list[dict[str, Any]]:
    """The events of some of the shipped call's sound."""
    ran = commands.run(folder, "listen", str(short_call), "--json")
    assert 0 == ran.returncode, ran.stderr.decode()
    return events(ran.stdout)


@pytest.fixture(params=["read", "heard"])
def told(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = request.getfixturevalue(request.param)
    return found


def test_every_event_is_of_a_type_and_a_call_and_a_time_that_never_runs_backwards(told: list[dict[str, Any]]):
    assert all(isinstance(event["type"], str) for event in told)
    assert 1 == len({event["call"] for event in told})
    times = [event["at"] for event in told]
    assert times == sorted(times)
    assert ("call_started", "call_summed_up") == (told[0]["type"], told[-1]["type"])


def test_every_event_has_the_fields_that_the_format_promises(told: list[dict[str, Any]]):
    for event in told:
        for name, kind in FIELDS.get(event["type"], {}).items():
            allowed = (int, float) if kind is float else kind
            assert isinstance(event.get(name), allowed), (event["type"], name, event.get(name))


def test_heat_stands_on_what_the_customer_said_and_never_on_what_the_agent_did(told: list[dict[str, Any]]):
    for event in told:
        if event["type"] == "heard":
            assert (event["party"] == "customer") == (event["heat"] is not None)


def test_what_rests_on_something_said_quotes_what_was_said(told: list[dict[str, Any]]):
    said = {event["turn"]: event["text"] for event in told if event["type"] == "utterance"}
    for event in told:
        if event["type"] in ("heard", "concern_noted", "promise_heard"):
            assert event["quote"], event
            assert event["turn"] in said


def test_a_transcript_is_heard_word_for_word(read: list[dict[str, Any]]):
    lines = [json.loads(line) for line in WORDS.read_text("utf-8").splitlines()][1:]
    said = {event["turn"]: (event["party"], event["text"]) for event in read if event["type"] == "utterance"}

    assert {line["turn"]: (line["party"], line["text"]) for line in lines if "text" in line} == said
    assert "angry-call" == read[0]["call"]


def test_the_shipped_call_moves_what_it_is_shipped_to_show(read: list[dict[str, Any]]):
    types = {event["type"] for event in read}

    assert {"heat_moved", "step_changed", "concern_noted", "cue_offered", "promise_heard"} <= types
    assert max(event["heat"] for event in read if event["type"] == "heat_moved") > 0.5


def test_sound_is_heard_on_both_sides(heard: list[dict[str, Any]]):
    said = [event for event in heard if event["type"] == "utterance" and event["text"]]

    assert {"agent", "customer"} == {event["party"] for event in said}
    assert "riverside" in said[0]["text"].lower()


def test_the_same_sound_gives_the_same_events(folder: Path, short_call: Path, heard: list[dict[str, Any]]):
    again = commands.run(folder, "listen", str(short_call), "--json", "--no-keep")

    assert heard == events(again.stdout)


def test_the_customer_may_be_on_the_right(folder: Path, short_call: Path, heard: list[dict[str, Any]]):
    turned = events(
        commands.run(folder, "listen", str(short_call), "--json", "--no-keep", "--customer", "right").stdout
    )
    other = {"agent": "customer", "customer": "agent"}

    def sides(told: list[dict[str, Any]]) -> list[tuple[str, str]]:
        return [(event["party"], event["text"]) for event in told if event["type"] == "utterance"]

    assert [(other[party], text) for party, text in sides(heard)] == sides(turned)


def test_replay_finds_the_same_without_a_model(folder: Path, read: list[dict[str, Any]], heard: list[dict[str, Any]]):
    for told, id in ((read, "angry-call"), (heard, "short")):
        ran = commands.run(folder, "replay", id, "--json", STEADYLINE_RECOGNISER="whisper:/nowhere")

        assert 0 == ran.returncode, ran.stderr.decode()
        assert told == events(ran.stdout)


def test_replay_for_people_shows_the_call_and_says_that_it_is_the_same(folder: Path, read: list[dict[str, Any]]):
    ran = commands.run(folder, "replay", "angry-call")

    assert 0 == ran.returncode
    assert b"third time" in ran.stdout
    assert b"the same as when the call was heard" in ran.stderr


def test_a_person_sees_the_call_and_is_told_its_id(folder: Path, read: list[dict[str, Any]]):
    ran = commands.run(folder, "listen", str(WORDS))

    assert 0 == ran.returncode
    assert b"third time" in ran.stdout
    assert b"angry-call~" in ran.stderr, "heard again, it has another id"


def test_calls_are_listed(folder: Path, read: list[dict[str, Any]]):
    ran = commands.run(folder, "calls")

    assert 0 == ran.returncode
    assert b"angry-call" in ran.stdout
    assert b"ended" in ran.stdout


def test_at_real_speed_it_takes_as_long_as_the_call_did(tmp_path: Path):
    sound, rate_hz = soundfile.read(SOUND, dtype="int16", always_2d=True)
    soundfile.write(tmp_path / "call.wav", sound[: 6 * rate_hz], rate_hz)
    began = time.monotonic()
    ran = commands.run(tmp_path, "listen", "call.wav", "--json", "--realtime")

    assert 0 == ran.returncode, ran.stderr.decode()
    assert time.monotonic() - began > 6
    told = events(ran.stdout)
    assert "call_summed_up" == told[-1]["type"]
    assert [event["at"] for event in told] == sorted(event["at"] for event in told)
    assert told == events(commands.run(tmp_path, "replay", "call", "--json").stdout)


def test_a_recording_of_which_is_said_when_it_began_has_dates_on_the_customers_clock(tmp_path: Path):
    sound, rate_hz = soundfile.read(SOUND, dtype="int16", always_2d=True)
    soundfile.write(tmp_path / "call.wav", sound[156 * rate_hz : 162 * rate_hz], rate_hz)  # "by Thursday at noon"
    said = ("--started", "2026-11-20T09:00:00-05:00", "--customer-timezone", "Asia/Tokyo")
    bare, dated = (commands.run(tmp_path, "listen", "call.wav", "--json", "--no-keep", *more) for more in ((), said))
    due = [[event["due"] for event in events(ran.stdout) if event["type"] == "promise_heard"] for ran in (bare, dated)]

    assert [None] == due[0][:1]
    assert ["2026-11-26T12:00:00+09:00"] == due[1][:1]
    header = events(dated.stdout)[0]["header"]
    assert ("2026-11-20T09:00:00-05:00", "Asia/Tokyo") == (header["started"], header["customer"]["timezone"])


def test_whose_call_it_is_can_be_said_beside_a_transcript_and_goes_before_what_it_says(tmp_path: Path):
    (tmp_path / "call.jsonl").write_text(
        '{"call": "c1", "team": "sales", "customer": {"ref": "C-1", "name": "Dana"}}\n'
        '{"party": "agent", "t0": 0, "t1": 3, "text": "I will refund you."}\n'
    )
    said = ("--customer-ref", "C-2", "--team", "billing", "--agent", "Sam")
    header = events(commands.run(tmp_path, "listen", "call.jsonl", "--json", *said).stdout)[0]["header"]

    assert ("C-2", "Dana") == (header["customer"]["ref"], header["customer"]["name"])
    assert ("billing", "Sam") == (header["team"], header["agent"]["name"])


def test_what_a_person_says_of_a_transcripts_beginning_goes_before_what_it_says_itself(tmp_path: Path):
    (tmp_path / "call.jsonl").write_text(
        '{"call": "c1", "started": "2026-01-05T09:00:00Z", "customer": {"name": "Dana", "timezone": "Asia/Tokyo"}}\n'
        '{"party": "agent", "t0": 0, "t1": 3, "text": "I will refund you by Friday."}\n'
    )
    ran = commands.run(tmp_path, "listen", "call.jsonl", "--json", "--started", "2026-11-23T09:00:00+09:00")
    (due,) = [event["due"] for event in events(ran.stdout) if event["type"] == "promise_heard"]

    assert "2026-11-27T17:00:00+09:00" == due
    assert "Dana" == events(ran.stdout)[0]["header"]["customer"]["name"]


# --- what can be wrong ----------------------------------------------------------------------------------------------


def one_line(ran: "subprocess.CompletedProcess[bytes]") -> str:
    """The error, which is one line on standard error, with exit code 1 and nothing that frightens."""
    said = ran.stderr.decode()
    assert 1 == ran.returncode, said
    assert "Traceback" not in said
    assert 1 == len(said.strip().splitlines()), said
    assert said.startswith("steadyline: "), said
    return said


@pytest.mark.parametrize(
    ("name", "content", "remedy"),
    [
        ("none.wav", None, "no such file"),
        ("empty.wav", b"", "empty"),
        ("text.wav", b"this is no sound at all", "not audio"),
        ("empty.jsonl", b"", "empty"),
        ("sound.jsonl", b"RIFF\0\0\0\0WAVE", "not text"),
    ],
)
def test_a_file_that_cannot_be_heard_is_told_in_one_line(tmp_path: Path, name: str, content: bytes | None, remedy: str):
    if content is not None:
        (tmp_path / name).write_bytes(content)

    assert remedy in one_line(commands.run(tmp_path, "listen", name))


@pytest.mark.parametrize(
    ("option", "value"),
    [("--started", "yesterday"), ("--started", "2026-11-20T09:00"), ("--customer-timezone", "Mars/Olympus")],
)
def test_a_beginning_or_a_clock_that_is_none_is_told_in_one_line(tmp_path: Path, option: str, value: str):
    said = one_line(commands.run(tmp_path, "listen", str(WORDS), option, value))

    assert f"{value!r}" in said
    assert "like" in said


def test_mono_is_refused_with_a_remedy_and_accepted_on_request(tmp_path: Path):
    soundfile.write(tmp_path / "mono.wav", np.zeros(8000), 8000)

    assert "--mono" in one_line(commands.run(tmp_path, "listen", "mono.wav"))
    assert 0 == commands.run(tmp_path, "listen", "mono.wav", "--mono").returncode


def test_a_broken_line_is_named_the_rest_is_read_and_the_exit_code_says_so(tmp_path: Path):
    (tmp_path / "call.jsonl").write_text(
        "not json at all\n"
        '{"call": "c1"}\n'
        '{"party": "agent", "t0": 0, "t1": 1, "text": "hello"}\n'
        '{"party": "nobody", "t0": 1, "t1": 2, "text": "who"}\n'
        '{"party": "customer", "t0": 2, "t1": 3, "text": "hi there"}\n'
    )
    ran = commands.run(tmp_path, "listen", "call.jsonl", "--json")

    assert 1 == ran.returncode
    assert ["hello", "hi there"] == [event["text"] for event in events(ran.stdout) if event["type"] == "utterance"]
    assert "call.jsonl:1:" in ran.stderr.decode()
    assert "call.jsonl:4:" in ran.stderr.decode()
    assert "call_summed_up" == events(ran.stdout)[-1]["type"]


def test_times_that_run_backwards_are_mended_and_told(tmp_path: Path):
    (tmp_path / "call.jsonl").write_text(
        '{"call": "c1"}\n'
        '{"party": "agent", "t0": 5, "t1": 6, "text": "hello"}\n'
        '{"party": "customer", "t0": 2, "t1": 3, "text": "hi there", "mood": "unknown fields are passed over"}\n'
    )
    ran = commands.run(tmp_path, "listen", "call.jsonl", "--json")

    assert 0 == ran.returncode
    assert "call.jsonl:3:" in ran.stderr.decode()
    assert [event["at"] for event in events(ran.stdout)] == sorted(event["at"] for event in events(ran.stdout))


def test_a_call_that_nobody_knows_is_told_in_one_line(tmp_path: Path):
    assert "steadyline calls" in one_line(commands.run(tmp_path, "replay", "nobody"))


def test_a_journal_that_cannot_be_opened_is_told_in_one_line(tmp_path: Path):
    (tmp_path / "call.jsonl").write_text('{"party": "agent", "t0": 0, "t1": 1, "text": "hello"}\n')

    one_line(commands.run(tmp_path, "listen", "call.jsonl", STEADYLINE_DATABASE="/proc/nowhere/calls.sqlite"))


def test_who_has_read_enough_ends_it_without_a_word(folder: Path):
    program = f'"{commands.COMMAND}" listen "{WORDS}" --json --no-keep | head -1; exit ${{PIPESTATUS[0]}}'
    ran = subprocess.run(
        ["bash", "-c", program], capture_output=True, env=commands.environment(folder), timeout=60, check=False
    )

    assert b"Traceback" not in ran.stderr
    assert b"Exception" not in ran.stderr
    assert 0 == ran.returncode
    assert "call_started" == json.loads(ran.stdout)["type"]


def test_ctrl_c_stops_it_quietly_and_what_was_heard_is_kept(tmp_path: Path):
    with subprocess.Popen(
        [commands.COMMAND, "listen", str(WORDS), "--json", "--realtime"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=commands.environment(tmp_path),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # tests in the background have it ignored
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        time.sleep(1.5)
        running.send_signal(signal.SIGINT)
        stderr = running.stderr.read()
        running.stdout.read()
    assert 130 == running.returncode
    assert b"Traceback" not in stderr
    assert 0 == commands.run(tmp_path, "replay", "angry-call", "--json").returncode


def test_a_terminal_obeys_nothing_that_stands_in_a_transcript(tmp_path: Path):
    call = tmp_path / "call.jsonl"
    call.write_text(
        '{"call": "c\\u001b[31m", "customer": {"name": "[/b]"}}\n'
        '{"party": "customer", "t0": 0, "t1": 4, "text": "\\u001b]0;x\\u0007You broke my \\u001b[2Jfence."}\n'
    )

    ran = commands.run(tmp_path, "listen", str(call))
    listed = commands.run(tmp_path, "calls")

    assert 0 == ran.returncode == listed.returncode
    assert b"[/b]" in listed.stdout
    assert b"\x1b" not in listed.stdout
    assert b"fence" in ran.stdout
    assert b"\x1b" not in ran.stdout + ran.stderr
    assert b"\x07" not in ran.stdout


def test_a_recording_with_no_sound_leaves_no_call_behind(tmp_path: Path):
    soundfile.write(tmp_path / "nothing.wav", np.zeros((0, 2)), 8000)

    ran = commands.run(tmp_path, "listen", str(tmp_path / "nothing.wav"))
    listed = commands.run(tmp_path, "calls")

    assert 1 == ran.returncode
    assert b"no sound" in ran.stderr
    assert b"nothing" not in listed.stdout
