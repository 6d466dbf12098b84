"""
What the rules are worth to a coach: calls written blind by three people, read by people's labels.

The rules were mended on the calls of *poplar*, and later on what was missed in those of *aspen* and then of *elm*: none
of them tells what to expect of calls to come. The bounds stand a little below what was reached (bench/README.md); a
change of the rules that loses a cue in twenty, or brings one that is plainly wrong, fails here.
"""

import statistics

import msgspec
import pytest

from golden import process_gold as gold
from golden.process_gold import Score
from steadyline.core.names import STEPS
from steadyline.core.playbook import Playbook
from steadyline.playbooks import loader


def scores(writer: str, playbook: Playbook) -> list[Score]:
    calls = sorted((gold.ROOT / writer).glob("*.call"))
    return [gold.score(gold.read(path), playbook, gold.by_people) for path in calls]


def in_time(of: list[Score]) -> float:
    return sum(one.in_time for one in of) / sum(one.expected for one in of)


def steps_right(of: list[Score]) -> float:
    return sum(one.steps for one in of) / (len(STEPS) * len(of))


@pytest.fixture(scope="module", params=["poplar", "aspen", "elm"])
def writer(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def found(writer: str) -> list[Score]:
    return scores(writer, loader.shipped())


IN_TIME = {"poplar": 0.95, "aspen": 0.88, "elm": 0.88}
PLAINLY_WRONG = {"poplar": 0, "aspen": 0, "elm": 0}


def test_the_cues_that_a_coach_expects_come_in_time(writer: str, found: list[Score]):
    assert in_time(found) >= IN_TIME[writer]


def test_cues_that_a_coach_calls_plainly_wrong_stay_away(writer: str, found: list[Score]):
    assert sum(len(one.wrong) for one in found) <= PLAINLY_WRONG[writer]


def test_cues_are_few_and_none_on_a_flawless_call(found: list[Score]):
    assert statistics.median(one.cues for one in found) <= 5
    flawless = [one.cues for one in found if one.flawless]
    assert flawless and not any(flawless)


def test_the_steps_end_as_a_coach_sees_them(found: list[Score]):
    assert steps_right(found) >= 0.94


def test_rules_that_offer_nothing_and_rules_that_offer_too_soon_are_told_apart():
    shipped = loader.shipped()
    silent = msgspec.structs.replace(shipped, cues={})
    hasty = {cue: msgspec.structs.replace(rule, grace=0.0) for cue, rule in shipped.cues.items()}

    assert 0 == in_time(scores("poplar", silent))
    assert 0 < sum(one.cues for one in scores("poplar", msgspec.structs.replace(shipped, cues=hasty)) if one.flawless)
