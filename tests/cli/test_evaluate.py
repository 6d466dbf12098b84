"""`steadyline evaluate` as people and programs call it, with the engine that is shipped."""

import json
import re
from pathlib import Path

import pytest

from cli import commands

GOLD = Path(__file__).parents[2] / "training" / "gold" / "juniper"
GUIDE = Path(__file__).parents[2] / "docs" / "evaluate.md"
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


def evaluated(folder: Path, *arguments: str, columns: int = 120) -> str:
    ran = commands.run(folder, "evaluate", *arguments, COLUMNS=str(columns))
    assert 0 == ran.returncode, ran.stderr.decode()
    return ran.stdout.decode()


@pytest.mark.parametrize("columns", [45, 60, 80])
def test_no_figure_is_cut_in_a_narrow_window(tmp_path: Path, columns: int):
    told = evaluated(tmp_path, CALLS[0], columns=columns)

    assert "\N{HORIZONTAL ELLIPSIS}" not in told
    assert re.search(r"^venting \*? *\d+  \d\.\d\d  \d\.\d\d  \d\.\d\d", told, re.MULTILINE)
    assert ("No room for" in told) == (columns < 70)


def test_the_table_says_what_its_columns_mean_and_stars_nothing_that_has_no_star(tmp_path: Path):
    few, many = evaluated(tmp_path, CALLS[0]), evaluated(tmp_path, str(GOLD))

    for told in (few, many):
        assert "AP: average precision" in told and "docs/evaluate.md" in told
    assert "* fewer than 10" in few and "* fewer than 10" not in many


def test_what_a_set_has_not_is_left_out_and_one_is_not_many(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text('{"party": "agent", "text": "Right.", "signals": []}', encoding="utf-8")
    told = evaluated(tmp_path, "a.jsonl")

    assert "on 1 labelled call, 1 utterance\n" in told
    assert "restatement" not in told and "deadline" not in told and "promises found" not in told


@pytest.mark.parametrize(("sample", "name"), [(1, "c1.jsonl"), (2, "a-slug.call")])
def test_the_sets_that_the_guide_shows_can_be_evaluated(tmp_path: Path, sample: int, name: str):
    shown = re.findall(r"```\w*\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    (tmp_path / name).write_text(shown[sample], encoding="utf-8")

    assert re.search(r"deadline exact, where gold says when +1 of 1", evaluated(tmp_path, name))


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
        ('{"call": "c1", "started": "yesterday"}', "bad.jsonl:1: started 'yesterday' is no time"),
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


def test_every_line_can_be_had_beside_what_people_heard(tmp_path: Path):
    told = json.loads(evaluated(tmp_path, *CALLS, "--json", "--lines", "lines.jsonl"))

    rows = [json.loads(row) for row in (tmp_path / "lines.jsonl").read_text(encoding="utf-8").splitlines()]
    assert told["utterances"] == len(rows) and {"er-bill", "boiler-six-weeks"} == {row["call"] for row in rows}
    for found in told["signals"]:
        name, figures = found["signal"], found["found"]
        missed = sum(name in row["missed"] for row in rows)
        extra = sum(name in row["extra"] for row in rows)
        assert (figures["gold"] - figures["right"], figures["heard"] - figures["right"]) == (missed, extra), name
    assert all(row["heat"] is None and row["heard_heat"] is None for row in rows if row["party"] == "agent")


def test_lines_that_cannot_be_written_are_refused_before_the_work(tmp_path: Path):
    ran = commands.run(tmp_path, "evaluate", *CALLS, "--lines", "nowhere/lines.jsonl")

    assert 1 == ran.returncode and b"there is no folder nowhere to write the lines into" in ran.stderr
