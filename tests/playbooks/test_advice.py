"""What is allowed in a playbook and probably not meant, each told where it stands."""

from typing import get_args

import pytest

from steadyline.core.names import Cue
from steadyline.playbooks import advice, loader

HEAD = "extends: default\nname: mine\n"

WARNINGS = {
    "never offered: no times": ("cues:\n  own_it: {most: 0}\n", "at most 0 times", 4),
    "never offered: no budget": ("budget: {cues_per_call: 0}\n", "no cue is ever offered", 3),
    "never offered: below every level": (
        "levels:\n  new: {cues_per_call: 3, least_priority: 20}\n  practised: {cues_per_call: 3, least_priority: 50}\n"
        "cues:\n  plain_words: {priority: 1}\n",
        "agents of every level see cues from 20 on",
        7,
    ),
    "a slot that no call fills": (
        'cues:\n  own_it:\n    say: ["x {name}", "{term} it is"]\n',
        "no call can fill {term} here",
        5,
    ),
    "nothing that any call fills": (
        'cues:\n  own_it:\n    say: ["{term} it is"]\n',
        "it is never offered: no call can",
        5,
    ),
    "too long": (f'cues:\n  own_it:\n    say:\n      - "{"so " * 60}{{name}}"\n', "more than 160 are hard to read", 6),
    "a long rung": (f"ladder:\n  rungs: ['{'no ' * 60}', b]\n", "more than 160 are hard to read", 4),
    "the same twice": (
        'cues:\n  own_it:\n    say: ["Yes, {name}.", "Yes  {name}"]\n',
        "the same words stand in own_it",
        5,
    ),
    "jargon to be said": (
        'cues:\n  own_it:\n    say: ["Tier two does it."]\n',
        "'tier two' is a word to be put plainly",
        5,
    ),
}


@pytest.mark.parametrize("which", WARNINGS)
def test_what_is_probably_not_meant_is_told_with_its_line(which: str):
    text, told, line = WARNINGS[which]
    checked = loader.check(HEAD + text, "mine.yaml", None)

    assert () == checked.mistakes, "a warning is no mistake"
    found = [warning for warning in checked.warnings if told in warning.problem]
    assert [("mine.yaml", line)] == [(warning.file, warning.line) for warning in found]


def test_the_sample_call_fills_every_slot_of_some_cue():
    playbook = loader.shipped()
    filled = {slot for cue in get_args(Cue) for slot in advice.sample(playbook, cue)}

    assert loader.SLOTS == filled


def test_every_cue_can_be_seen_on_the_sample_call():
    playbook = loader.shipped()

    for cue in playbook.cues:
        assert all("{" not in said for said in advice.spoken(playbook, cue)), cue
