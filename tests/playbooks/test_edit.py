"""One value of a playbook's text changed, and all else left as it is written."""

from typing import Any

import pytest
import yaml

from steadyline.playbooks import edit

TEXT = """\
# Ours.
extends: default
name: mine   # the name
cues:
  # first
  say_it_back:
    say:
      - 'a'   # one
      - b
    # after
  own_it: {life: 3, most: 2}

ladder:
  rungs: [a, b]
"""

CHANGES: dict[str, tuple[tuple[str, ...], Any]] = {
    "a word": (("name",), "x: y # z"),
    "a list in a block": (("cues", "say_it_back", "say"), ["q: {name}", "r"]),
    "a list in brackets": (("ladder", "rungs"), ["z"]),
    "a number beside a block": (("cues", "say_it_back", "life"), 3.5),
    "a number in braces": (("cues", "own_it", "life"), 9),
    "a word into braces": (("cues", "own_it", "why"), 'say "now", {name}'),
    "a new cue": (("cues", "slow_down", "urgent"), True),
    "a new part": (("words", "plain", "off"), "no longer on"),
    "a map": (("limits", "agent"), {"refund": 5, "a: b": True}),
}


def value_at(text: str, path: tuple[str, ...]) -> Any:
    held = yaml.safe_load(text)
    for name in path:
        held = held[name]
    return held


@pytest.mark.parametrize("change", CHANGES)
def test_a_value_is_changed_and_nothing_else(change: str):
    path, value = CHANGES[change]
    text = edit.change(TEXT, path, value)

    assert value == value_at(text, path)
    before, after = yaml.safe_load(TEXT), yaml.safe_load(text)
    for name in before.keys() - {path[0]}:
        assert before[name] == after[name]
    kept = [line for line in TEXT.splitlines() if line in text.splitlines()]
    assert len(kept) >= len(TEXT.splitlines()) - 2, "other lines stand as they are, comments too"


@pytest.mark.parametrize("change", CHANGES)
def test_a_new_value_taken_out_again_leaves_no_trace(change: str):
    path, value = CHANGES[change]
    try:
        value_at(TEXT, path)
    except KeyError:
        assert yaml.safe_load(TEXT) == yaml.safe_load(edit.change(edit.change(TEXT, path, value), path, None))


def test_the_last_value_taken_out_takes_the_empty_keys_above_with_it():
    text = edit.change(TEXT, ("cues", "say_it_back", "say"), None)

    assert {"own_it": {"life": 3, "most": 2}} == yaml.safe_load(text)["cues"]
    assert "ladder" not in yaml.safe_load(edit.change(TEXT, ("ladder", "rungs"), None))


def test_a_cue_is_left_out_and_brought_back():
    out = edit.change(TEXT, ("cues", "slow_down"), edit.LEFT_OUT)

    assert None is value_at(out, ("cues", "slow_down"))
    assert yaml.safe_load(TEXT) == yaml.safe_load(edit.change(out, ("cues", "slow_down"), None))


@pytest.mark.parametrize("text", ["", "# only this\n", "\n\n"])
def test_an_empty_draft_takes_its_first_value(text: str):
    assert {"heat": {"rise": 0.5}} == yaml.safe_load(edit.change(text, ("heat", "rise"), 0.5))


@pytest.mark.parametrize("style", ["|", ">", "|-"])
def test_words_written_as_a_block_are_replaced_whole(style: str):
    text = f"title: {style}\n  one\n  two\n\nname: x\n"

    assert {"title": "new", "name": "x"} == yaml.safe_load(edit.change(text, ("title",), "new"))
