"""`steadyline evaluate` as people and programs call it, with the engine that is shipped."""

import json
import re
from pathlib import Path

import pytest

from cli import commands

GOLD = Path(__file__).parents[2] / "training" / "gold" / "juniper"
CALLS = [str(GOLD / "er-bill.call"), str(GOLD / "boiler-six-weeks.call")]


def test_help_says_what_it_does(tmp_path: Path):
    ran = commands.run(tmp_path, "evaluate", "--help")

    assert (0, b"") == (ran.returncode, ran.stderr)
    assert b"--html" in ran.stdout and b"--asr" in ran.stdout


def test_a_table_for_people_a_row_for_each_signal(tmp_path: Path):
    ran = commands.run(tmp_path, "evaluate", *CALLS)

    assert 0 == ran.returncode, ran.stderr.decode()
    told = ran.stdout.decode()
    assert re.search(r"on 2 labelled calls, \d+ utterances", told)
    assert all(
        re.search(rf"^{row}", told, re.MULTILINE) for row in ("venting", "closes_warmly", "heat ", "promises found")
    )
    assert [] == list(tmp_path.iterdir()), "an evaluation leaves nothing behind"


def test_json_and_a_report_of_the_copy_as_a_recogniser_might_give_it(tmp_path: Path):
    ran = commands.run(tmp_path, "evaluate", *CALLS, "--asr", "--json", "--html", "report.html")

    assert 0 == ran.returncode, ran.stderr.decode()
    found = json.loads(ran.stdout)
    assert (2, True, 40) == (found["calls"], found["as_heard"], len(found["signals"]))
    assert 0.3 < found["heat"]["spearman"] <= 1
    assert found["utterances_a_second"] > 10
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "as a speech recogniser might have given it" in page and "<script" not in page


@pytest.mark.parametrize(
    "line, told",
    [
        ('{"party": "customer", "t0": 0, "t1": 1, "text": "Hi", "signals": ["anger"], "heat": 0}', "no such signal"),
        ('{"party": "customer", "t0": 0, "t1": 1, "text": "Hi", "signals": ["empathy"], "heat": 0}', "of the agent"),
        ('{"party": "customer", "t0": 0, "t1": 1, "text": "Hi", "signals": [], "heat": 2}', "out of range"),
        ('{"party": "customer", "t0": 0, "t1": 1, "text": "Hi"}', "no labels"),
        ("", "nothing is said"),
    ],
)
def test_a_bad_set_is_refused_with_exit_code_1(tmp_path: Path, line: str, told: str):
    (tmp_path / "bad.jsonl").write_text(line, encoding="utf-8")

    ran = commands.run(tmp_path, "evaluate", "bad.jsonl")
    assert (1, b"") == (ran.returncode, ran.stdout)
    assert "bad.jsonl" in ran.stderr.decode() and told in ran.stderr.decode()
    assert b"Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "arguments, told",
    [
        ([], "evaluate on what?"),
        (["nowhere"], "no such file or folder"),
        (["."], "the gold set is empty"),
        ([CALLS[0], "--html", "no/folder/report.html"], "there is no folder"),
    ],
)
def test_what_cannot_be_done_is_said_before_any_work(tmp_path: Path, arguments: list[str], told: str):
    ran = commands.run(tmp_path, "evaluate", *arguments)

    assert 1 == ran.returncode
    assert told in ran.stderr.decode()
