"""The other commands: each does what it says, and says in one line what it cannot do."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli import commands
from cli.test_listen import one_line
from understanding import model_server

COMMANDS = [
    "demo",
    "listen",
    "serve",
    "stream",
    "replay",
    "calls",
    "judge",
    "evaluate",
    "doctor",
    "playbook",
    "playbook check",
    "promises",
    "promises list",
    "promises due",
    "promises export",
    "token",
    "token make",
]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_says_what_it_does(tmp_path: Path, command: str):
    ran = commands.run(tmp_path, *command.split(), "--help")

    assert (0, b"") == (ran.returncode, ran.stderr)
    assert b"Usage: steadyline" in ran.stdout
    assert [] == list(tmp_path.iterdir()), "help leaves nothing behind"


def test_help_lists_every_command(tmp_path: Path):
    told = commands.run(tmp_path, "--help").stdout.decode()

    assert {command.split()[0] for command in COMMANDS} <= set(re.findall(r"\b[a-z]+\b", told))


def test_help_waits_for_no_model(tmp_path: Path):
    program = (
        "import sys\nfrom steadyline import cli\nsys.argv = ['steadyline', '--help']\n"
        "try:\n    cli.main()\nexcept SystemExit:\n    pass\n"
        "assert not {'numpy', 'onnxruntime', 'litestar', 'sqlalchemy'} & set(sys.modules), 'heavy'\n"
    )
    python = str(Path(commands.COMMAND).with_name("python"))
    ran = subprocess.run([python, "-c", program], capture_output=True, timeout=60, check=False)

    assert 0 == ran.returncode, ran.stderr.decode()


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["listen"], ["listen", "a", "--customer", "up"], ["serve", "--port", "x"]]
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, arguments: list[str]):
    ran = commands.run(tmp_path, *arguments)

    assert 0 != ran.returncode
    assert b"Traceback" not in ran.stderr + ran.stdout


# --- judge ----------------------------------------------------------------------------------------------------------

LINES = [
    {"call": "c1", "turn": 1, "party": "agent", "text": "Thanks for calling Northwind, this is Sam, how can I help?"},
    {"call": "c1", "turn": 2, "party": "customer", "text": "this is the third time i'm calling about this"},
    {"call": "c2", "turn": 1, "party": "customer", "text": "You're useless, you absolute idiot."},
    {"call": "c1", "turn": 3, "party": "agent", "text": "I'm so sorry you've had to call three times about it."},
]


def test_judge_answers_each_line_with_signals_and_heat_for_the_customer(tmp_path: Path):
    asked = "\n".join(map(json.dumps, LINES)) + "\n"
    ran = commands.run(tmp_path, "judge", stdin=asked.encode())
    judged = [json.loads(line) for line in ran.stdout.splitlines()]

    assert 0 == ran.returncode, ran.stderr.decode()
    assert [(line["call"], line["turn"]) for line in LINES] == [(one["call"], one["turn"]) for one in judged]
    assert [line["party"] == "customer" for line in LINES] == ["heat" in one for one in judged]
    for one in judged:
        assert all(0 <= likely <= 1 for likely in one["signals"].values())
        assert 0 <= one.get("heat", 0) <= 1
    assert judged[1]["signals"].get("repeat_contact", 0) >= 0.5
    assert judged[3]["signals"].get("apologises", 0) >= 0.5


def test_judge_names_a_line_that_it_cannot_read_and_judges_the_rest(tmp_path: Path):
    asked = [
        json.dumps(LINES[0]),
        "nonsense",
        '{"call": "c1", "turn": 3, "party": "agent", "text": 7}',
        '{"call":"c1","turn":9,"party":"robot","text":"x"}',
        json.dumps(LINES[1]),
    ]
    ran = commands.run(tmp_path, "judge", stdin="\n".join(asked).encode())

    assert 1 == ran.returncode
    assert 2 == len(ran.stdout.splitlines())
    assert ["2", "3", "4"] == re.findall(r"^steadyline: line (\d+): ", ran.stderr.decode(), re.MULTILINE)


def test_judge_says_what_it_waits_for_what_it_answers_and_how_it_ends(tmp_path: Path):
    told = " ".join(commands.run(tmp_path, "judge", "--help").stdout.decode().split())

    for words in ("standard input", '"party": "customer"', '"signals": {', "exit code is then 1"):
        assert words in told


def test_judge_at_a_keyboard_says_that_it_waits(tmp_path: Path):
    keyboard, terminal = os.openpty()
    with subprocess.Popen(
        [commands.COMMAND, "judge"], stdin=terminal, stderr=subprocess.PIPE, env=commands.environment(tmp_path)
    ) as running:
        os.close(terminal)
        assert running.stderr is not None
        assert b"Waiting for utterances" in running.stderr.readline()
        os.write(keyboard, b"\x04")
    assert 0 == running.returncode
    os.close(keyboard)


def test_judge_answers_a_line_before_the_next_is_asked(tmp_path: Path):
    with subprocess.Popen(
        [commands.COMMAND, "judge"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=commands.environment(tmp_path)
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for line in LINES:
            running.stdin.write(json.dumps(line).encode() + b"\n")
            running.stdin.flush()
            assert line["turn"] == json.loads(running.stdout.readline())["turn"]
        running.stdin.close()
    assert 0 == running.returncode


# --- playbook, doctor -----------------------------------------------------------------------------------------------


def test_the_shipped_playbook_is_sound_and_can_be_printed(tmp_path: Path):
    shown = commands.run(tmp_path, "playbook", "show")
    (tmp_path / "mine.yaml").write_bytes(shown.stdout)
    ran = commands.run(tmp_path, "playbook", "check", "mine.yaml")

    assert 0 == ran.returncode, ran.stderr.decode()
    assert b"sound" in ran.stdout


def test_a_mistake_in_a_playbook_is_told_with_file_line_and_remedy(tmp_path: Path):
    text = commands.run(tmp_path, "playbook", "show").stdout.decode()
    lines = text.splitlines()
    wrong = next(number for number, line in enumerate(lines) if line.strip().startswith("cues_per_call"))
    lines[wrong] = lines[wrong].partition(":")[0] + ": many"
    (tmp_path / "mine.yaml").write_text("\n".join(lines))

    assert f"mine.yaml, line {wrong + 1}" in one_line(commands.run(tmp_path, "playbook", "check", "mine.yaml")).replace(
        f"mine.yaml:{wrong + 1}", f"mine.yaml, line {wrong + 1}"
    )
    assert "mine.yaml" in one_line(
        commands.run(tmp_path, "listen", str(_transcript(tmp_path)), STEADYLINE_PLAYBOOK="mine.yaml")
    )


def _transcript(folder: Path) -> Path:
    (folder / "call.jsonl").write_text('{"party": "agent", "t0": 0, "t1": 1, "text": "hello"}\n')
    return folder / "call.jsonl"


def test_a_playbook_that_is_not_there_is_told_in_one_line(tmp_path: Path):
    one_line(commands.run(tmp_path, "playbook", "check", "none.yaml"))


def test_doctor_says_what_works_and_what_this_machine_carries(tmp_path: Path):
    ran = commands.run(tmp_path, "doctor")
    told = ran.stdout.decode()

    assert 0 == ran.returncode, told
    assert "Everything works." in told
    assert "none configured, and none needed" in told
    assert re.search(r"\d+ times real time on one core; this machine carries about\s+\d+ live calls", told), told


def test_doctor_says_what_does_not_work_and_how_it_could(tmp_path: Path):
    ran = commands.run(tmp_path, "doctor", STEADYLINE_PLAYBOOK="none.yaml", STEADYLINE_PORTT="1")
    told = ran.stdout.decode()

    assert 1 == ran.returncode
    assert "none.yaml" in told
    assert "STEADYLINE_PORTT (did you mean STEADYLINE_PORT?)" in told


def test_doctor_asks_a_helper_for_a_sentence_of_no_call_and_says_that_it_answers(tmp_path: Path):
    with model_server.serving(lambda passage: f"{passage}, sorry") as server:
        settings = {"STEADYLINE_HELPER_URL": server.url, "STEADYLINE_HELPER_MODEL": "small-1"}
        told = " ".join(commands.run(tmp_path, "doctor", **settings).stdout.decode().split())

    assert f"helper ok small-1 answers at {server.url} in 0." in told
    assert "would not be used: other words" in told
    assert ["the the parcel were left at the wrong door"] == server.passages


def test_doctor_says_that_a_helper_does_not_answer(tmp_path: Path):
    settings = {"STEADYLINE_HELPER_URL": "http://127.0.0.1:9/v1", "STEADYLINE_HELPER_MODEL": "small-1"}
    ran = commands.run(tmp_path, "doctor", **settings)
    told = " ".join(ran.stdout.decode().split())

    assert 1 == ran.returncode
    assert "helper no http://127.0.0.1:9/v1/chat/completions did not answer" in told


def test_doctor_says_when_a_message_waits_and_nobody_sends_it(tmp_path: Path):
    from steadyline.core.reminding import Policy
    from steadyline.service.delivering import Message
    from steadyline.service.outbox import Delivery
    from steadyline.store.disk import Disk
    from steadyline.store.outbox import SqlOutbox

    old = "2026-03-10T09:00:00Z"

    async def put() -> None:
        disk = Disk(str(tmp_path / "calls.sqlite"))
        outbox = SqlOutbox(disk, Policy())
        message = Message(id="msg_1", kind="reminder_soon", at=old, subject="Soon", text="Soon.", about="prm_1")
        await outbox.put(Delivery(message=message, destination="mail", made_at=old, next_at=old))
        outbox.close()
        await disk.close()

    asyncio.run(put())
    ran = commands.run(tmp_path, "doctor", STEADYLINE_PORT="1")
    told = " ".join(ran.stdout.decode().split())

    assert 1 == ran.returncode
    assert "1 waiting, 0 sent, 0 parked, 0 lapsed: one that waits should have gone at 2026-03-10T09:00:00Z" in told
    assert "none runs at http://127.0.0.1:1" in told


# --- serve, stream --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.com"])
def test_the_server_refuses_to_listen_where_others_can_reach_it(tmp_path: Path, host: str):
    said = one_line(commands.run(tmp_path, "serve", "--host", host))

    assert host in said
    assert "sign" in said


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])

        assert port in one_line(commands.run(tmp_path, "serve", "--port", port))


def test_a_server_that_is_not_there_is_told_at_once_and_in_one_line(tmp_path: Path):
    from steadyline import bootstrap

    began = time.monotonic()
    said = one_line(commands.run(tmp_path, "stream", str(bootstrap.shipped_call()[0]), "--to", "http://127.0.0.1:9"))

    assert "steadyline serve" in said
    assert time.monotonic() - began < 8


@pytest.mark.parametrize("to", ["nowhere", "ftp://example.com", "127.0.0.1:8700"])
def test_an_address_that_is_none_is_told_in_one_line(tmp_path: Path, to: str):
    assert "http://HOST:PORT" in one_line(commands.run(tmp_path, "stream", "call.wav", "--to", to))


@pytest.mark.parametrize(
    ("option", "value"),
    [("--started", "yesterday"), ("--started", "2026-11-20T09:00"), ("--customer-timezone", "Mars/Olympus")],
)
def test_what_a_call_cannot_be_streamed_with_is_told_in_one_line(tmp_path: Path, option: str, value: str):
    said = one_line(commands.run(tmp_path, "stream", "call.wav", "--to", "http://127.0.0.1:9", option, value))

    assert f"{value!r}" in said
    assert "like" in said


def part(folder: Path, first: float, last: float) -> None:
    """The shipped call from one second to another, as ``call.wav``."""
    import soundfile

    from steadyline import bootstrap

    sound, rate_hz = soundfile.read(bootstrap.shipped_call()[0], dtype="int16", always_2d=True)
    soundfile.write(folder / "call.wav", sound[round(first * rate_hz) : round(last * rate_hz)], rate_hz)


@contextmanager
def serving(folder: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A server, and the address that it says it is at."""
    with subprocess.Popen(
        [commands.COMMAND, "serve", "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
        env=commands.environment(folder),
    ) as running:
        assert running.stderr is not None
        told = running.stderr.readline()
        address = re.search(r"http://\S+", told)
        assert address, told + running.stderr.read()
        try:
            yield running, address[0]
        except BaseException:
            running.kill()  # or its end would be waited for
            raise


def test_a_server_answers_takes_a_call_and_stops_on_ctrl_c(tmp_path: Path):
    part(tmp_path, 0, 5)
    with serving(tmp_path) as (running, address):
        streamed = commands.run(tmp_path, "stream", "call.wav", "--to", address.rstrip("/"), "--id", "c7")
        again = commands.run(tmp_path, "stream", "call.wav", "--to", address, "--id", "c7")
        running.send_signal(signal.SIGINT)
        assert running.stderr is not None
        rest = running.stderr.read()
    assert 0 == streamed.returncode, streamed.stderr.decode()
    assert b"c7 was heard to its end" in streamed.stderr
    assert "has ended" in one_line(again)
    assert running.returncode in (0, 130)
    assert "Traceback" not in rest
    assert 0 == commands.run(tmp_path, "replay", "c7").returncode


def test_a_recording_that_is_streamed_is_a_call_of_today_and_of_whom_it_is_said_to_be(tmp_path: Path):
    part(tmp_path, 156, 162)  # "It will be there by Thursday at noon."
    said = ("--customer-ref", "C-1182", "--customer-timezone", "Asia/Tokyo", "--team", "billing", "--queue", "power")
    with serving(tmp_path) as (running, address):
        streamed = commands.run(tmp_path, "stream", "call.wav", "--to", address, "--id", "c7", *said)
        running.send_signal(signal.SIGINT)
    assert 0 == streamed.returncode, streamed.stderr.decode()

    events = [json.loads(line) for line in commands.run(tmp_path, "replay", "c7", "--json").stdout.splitlines()]
    header = next(event["header"] for event in events if event["type"] == "call_started")
    assert ("C-1182", "Asia/Tokyo", "billing", "power") == (
        header["customer"]["ref"],
        header["customer"]["timezone"],
        header["team"],
        header["queue"],
    )
    [due, *_] = [event["due"] for event in events if event["type"] == "promise_heard"]
    assert due is not None and due.endswith("T12:00:00+09:00"), "on the clock of the customer"
    away = datetime.fromisoformat(due) - datetime.now(UTC)
    assert timedelta(0) < away <= timedelta(days=7)
