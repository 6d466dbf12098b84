"""The shipped call as its agent would live it: read from its transcript by the shipped model and playbook."""

import json

import pytest

from cli import commands
from steadyline import bootstrap


@pytest.fixture(scope="module")
def cues(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    transcript = bootstrap.shipped_call()[1]
    ran = commands.run(tmp_path_factory.mktemp("shipped"), "listen", "--no-keep", "--json", str(transcript))
    events = [json.loads(line) for line in ran.stdout.splitlines()]
    return [event["cue"] for event in events if event["type"] == "cue_offered"]


def test_where_the_agent_reads_a_formula_the_feeling_in_this_callers_own_words_is_there_to_be_said(cues: list[str]):
    assert {"name_the_feeling", "drop_the_script"} & set(cues[2:4])


@pytest.mark.parametrize("cue", ["let_them_finish", "say_it_again_right"])
def test_the_agents_mistakes_bring_their_cues(cues: list[str], cue: str):
    assert cue in cues


@pytest.mark.parametrize("cue", ["make_it_concrete", "put_a_time_on_it"])
def test_words_without_an_act_or_a_time_bring_their_cues(cues: list[str], cue: str):
    assert cue in cues
