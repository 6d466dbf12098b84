"""A gold set judged and counted, from files to the report, with a reader that is known to the letter."""

import html.parser
import json
import re
from pathlib import Path

import msgspec
import pytest

from script import PLAYBOOK
from steadyline.core.events import PromiseDraft
from steadyline.service.evaluation import gold, judging, plots, report, results
from steadyline.service.evaluation.scores import Bin
from steadyline.testing import Meaning, ScriptedUnderstanding

CALL = """# call: c7 | company: Northwind | started: 2026-03-10T09:00:00-05:00
A [greeting] Northwind, Sam speaking.
C 0.5 [states_problem] I was charged twice.
  > concern I was charged twice
A [restates] So, two charges.
C 0.75 [confirms, venting] Exactly, and it's a joke.
A [promises] I'll refund it today.
  > promise agent | refund the second charge | today
C 0 [thanking] Thank you.
"""
READER = ScriptedUnderstanding(
    {
        "charged twice": Meaning(signals=("states_problem",), heat=0.5, concern="I was charged twice"),
        "two charges": Meaning(signals=("restates",)),
        "exactly": Meaning(signals=("confirms",), heat=0.5),
        "refund": Meaning(signals=("promises",), promise=PromiseDraft(who="agent", act="refund it", due_text="today")),
        "thank": Meaning(signals=("thanking", "accepts"), heat=0.0),
    }
)


def evaluated(folder: Path, *, calls: int = 12, as_heard: bool = False) -> results.Evaluation:
    for number in range(calls):
        (folder / f"{number:02d}.call").write_text(CALL, encoding="utf-8")
    read = gold.read([folder])
    judged = judging.judge(read, READER, PLAYBOOK, as_heard=as_heard)
    return results.evaluate(read, judged, engine=READER.name, heard_at=0.5, policy=PLAYBOOK.policy, as_heard=as_heard)


def signal(found: results.Evaluation, name: str) -> results.Signal:
    return next(s for s in found.signals if s.signal == name)


def test_every_line_is_judged_once_in_its_call(tmp_path: Path):
    (tmp_path / "a.call").write_text(CALL, encoding="utf-8")
    count = 0

    def told() -> None:
        nonlocal count
        count += 1

    judged = judging.judge(gold.read([tmp_path]), READER, PLAYBOOK, told=told)
    assert 6 == count == len(judged.lines)
    assert [1, 2, 3, 4, 5, 6] == [line.heard.turn for line in judged.lines]
    assert all((line.escalation is not None) == (line.party == "customer") for line in judged.lines)


def test_signals_heat_and_notes_are_counted(tmp_path: Path):
    found = evaluated(tmp_path)

    assert (12, 72) == (found.calls, found.utterances)
    assert 1.0 == signal(found, "states_problem").found.f1
    venting = signal(found, "venting").found
    assert (12, 0, 0.0) == (venting.gold, venting.heard, venting.f1)
    assert (0, 12) == (signal(found, "accepts").found.gold, signal(found, "accepts").found.heard)
    assert 1.0 == found.restatement.f1
    assert found.promises and 1.0 == found.promises.f1 and found.concerns and 1.0 == found.concerns.f1
    assert found.deadlines and (12, 12) == (found.deadlines.in_words, found.deadlines.same_words)
    assert found.heat and pytest.approx(0.25 / 3) == found.heat.mean_error
    assert 12 == found.heat.confusion[3][2]


def test_the_means_are_over_signals_with_ten_or_more(tmp_path: Path):
    (tmp_path / "ten").mkdir()
    (tmp_path / "nine").mkdir()

    ten, nine = evaluated(tmp_path / "ten", calls=10).means, evaluated(tmp_path / "nine", calls=9).means
    assert (7, pytest.approx(5 / 7)) == (ten.signals, ten.f1)
    assert (0, None) == (nine.signals, nine.f1)


def test_the_copy_of_a_recogniser_is_the_same_on_every_run_and_not_the_text(tmp_path: Path):
    (tmp_path / "a.call").write_text(CALL, encoding="utf-8")
    read = gold.read([tmp_path])

    one, two = (
        [line.heard.quote for line in judging.judge(read, READER, PLAYBOOK, as_heard=True).lines] for _ in range(2)
    )
    assert one == two
    assert one[0].startswith("northwind sam")


def test_every_figure_is_json_that_any_program_reads(tmp_path: Path):
    said = json.loads(msgspec.json.encode(evaluated(tmp_path)), parse_constant=pytest.fail)

    assert 40 == len(said["signals"])
    assert {"engine", "means", "heat", "promises", "forecast", "restatement", "course"} <= said.keys()


def test_a_set_with_one_agent_line_still_gives_a_report(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text('{"party":"agent","t0":0,"t1":1,"text":"Hi","signals":[]}', encoding="utf-8")
    read = gold.read([tmp_path])

    found = results.evaluate(
        read, judging.judge(read, READER, PLAYBOOK), engine="x/1", heard_at=0.5, policy=PLAYBOOK.policy
    )
    assert (None, None, None, None) == (found.heat, found.forecast, found.promises, found.course)
    assert "<h1>" in report.page(found)


class Page(html.parser.HTMLParser):
    """Which elements stand in a page, and which are left open."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        self.addresses += [name for name, _ in attrs if name in ("src", "href", "srcset", "action")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop(), self.getpos()


def test_the_report_stands_alone(tmp_path: Path):
    page = Page(report.page(evaluated(tmp_path)))

    assert [] == page.open
    assert [] == page.addresses and not {"script", "link", "img", "iframe"} & set(page.seen)
    assert page.seen.count("svg") > 10


def test_a_line_of_calibration_ends_where_a_bin_is_left_out():
    curve = [Bin(0.02, 0.0, 400), Bin(0.15, 0.1, 8), Bin(0.55, 0.5, 2), Bin(0.85, 1.0, 6), Bin(0.97, 1.0, 12)]

    drawn = re.findall(r'class="line judged" d="([^"]+)"', plots.calibration("x", curve))
    assert [2, 2] == [len(re.findall(r"[ML]", line)) for line in drawn]


def test_two_bins_far_apart_are_two_dots_and_no_line():
    drawn = plots.calibration("x", [Bin(0.02, 0.0, 400), Bin(0.5, 0.0, 2), Bin(0.97, 1.0, 15)])

    assert 'class="line' not in drawn
    assert (2, 1) == (drawn.count('class="dot"'), drawn.count('class="dot few"'))


@pytest.mark.parametrize(
    ("share", "told"), [(1.0, "100%"), (393 / 394, ">99%"), (0.99, "99%"), (1 / 394, "<1%"), (0.0, "0%")]
)
def test_all_and_none_are_said_of_all_and_none_alone(share: float, told: str):
    assert told == plots.percent(share)


def test_the_report_counts_what_was_judged_two_levels_off(tmp_path: Path):
    found = evaluated(tmp_path)
    assert found.heat
    confusion = [[300, 0, 1, 0, 0], [0, 60, 3, 0, 0], *[[0] * 5] * 3]

    heat = msgspec.structs.replace(found.heat, confusion=confusion)
    text = report.page(msgspec.structs.replace(found, heat=heat))
    assert (
        "360 (99%) were judged at the very level that people heard, 3 (1%) at the next one, and 1 further off" in text
    )


def test_the_alarm_is_drawn_where_the_policy_has_it(tmp_path: Path):
    course = evaluated(tmp_path).course
    assert course

    low, high = (
        float(re.findall(r'class="ideal" d="M\d+ ([\d.]+)H', plots.course(course, alarm))[0]) for alarm in (0.6, 0.5)
    )
    assert pytest.approx(7) == high - low


def test_a_report_does_not_say_where_the_set_lies(tmp_path: Path):
    folder = tmp_path / "juniper"
    folder.mkdir()

    text = report.page(evaluated(folder))
    assert "Set: juniper<" in text and str(tmp_path) not in text


def test_the_forecast_is_told_with_everything_that_a_forecast_is_judged_by(tmp_path: Path):
    text = report.page(evaluated(tmp_path))

    for name in ("Accuracy", "False positive rate", "Calibration error", "Rises foreseen", "Recovery"):
        assert f"<th scope=row>{name}</th>" in text


def test_names_in_a_report_are_words_not_markup(tmp_path: Path):
    folder = tmp_path / "<b>set"
    folder.mkdir()

    text = report.page(msgspec.structs.replace(evaluated(folder), engine="<script>/1"))
    assert "&lt;b&gt;set" in text and "<b>set" not in text and "<script>" not in text


def test_of_one_call_a_report_claims_no_interval_and_no_median(tmp_path: Path):
    (tmp_path / "one").mkdir()
    (tmp_path / "many").mkdir()

    one = report.page(evaluated(tmp_path / "one", calls=1))
    many = report.page(evaluated(tmp_path / "many", calls=3))

    assert "too few calls to say how sure" in one and "95 % –" not in one
    assert "the only one that got hot" in one
    assert "the median of those that got hot" in many
