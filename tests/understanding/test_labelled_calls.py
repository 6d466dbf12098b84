"""The labelled calls that the model learns from: read exactly, and a mistake in one is told with its line."""

import itertools
from pathlib import Path

import msgspec
import pytest
from training import calls

from steadyline.core.events import Header

CALL = """
# call: c7 | company: Northwind | agent: Sam | started: 2026-03-10T09:00:00Z | timezone: America/New_York
A [greeting] Northwind, Sam speaking.
C 0.25 [states_problem, repeat_contact] It's the third time: I was charged twice.
  > concern I was charged twice
A [promises] I'll refund it today.
  > promise agent | refund the second charge | today
C 0 [] Fine.
"""


def write(folder: Path, text: str) -> Path:
    (folder / "elm").mkdir()
    path = folder / "elm" / "seven.call"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_call_is_read_with_its_header_labels_and_notes(tmp_path: Path) -> None:
    call = calls.read(write(tmp_path, CALL), pytest.fail)

    assert ("elm", "c7", "America/New_York") == (call.writer, call.header.call, call.header.customer.timezone)
    assert ["agent", "customer", "agent", "customer"] == [line.party for line in call.lines]
    assert frozenset({"states_problem", "repeat_contact"}) == call.lines[1].signals
    assert [None, 0.25, None, 0.0] == [line.heat for line in call.lines]
    assert ["I was charged twice"] == call.lines[1].concerns
    assert [calls.Promised("agent", "refund the second charge", "today")] == call.lines[2].promises


@pytest.mark.parametrize(
    "line",
    ["C [venting] no heat", "A [venting] not the agent's", "C 0.5 [anger] no such name", "B [] who", "> secret x"],
)
def test_a_mistake_is_told_with_its_line_and_the_rest_is_read(tmp_path: Path, line: str) -> None:
    told: list[str] = []

    call = calls.read(write(tmp_path, CALL + line + "\nA [] Bye.\n"), told.append)

    assert 5 == len(call.lines)
    assert 1 == len(told) and "seven.call:9:" in told[0]


def test_a_call_becomes_a_transcript_in_call_time(tmp_path: Path) -> None:
    header, *rows = [msgspec.json.decode(row) for row in calls.transcript(calls.read(write(tmp_path, CALL)))]

    assert "Northwind" == msgspec.convert(header, Header).company
    assert [1, 2, 3, 4] == [row["turn"] for row in rows]
    assert all(a["t0"] < a["t1"] <= b["t0"] for a, b in itertools.pairwise(rows))
    assert "heat" not in rows[0] and 0.25 == rows[1]["heat"]


def test_no_labelled_call_in_the_repository_has_a_mistake() -> None:
    told: list[str] = []

    read = calls.read_all(calls.DATA, told.append) + calls.read_all(calls.GOLD, told.append)

    assert [] == told
    assert len(read) > 100
