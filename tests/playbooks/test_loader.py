"""The playbook: the shipped one loads, and every mistake in another is told with file, line and remedy."""

from importlib import resources
from pathlib import Path
from typing import get_args

import pytest

from steadyline.core import wording
from steadyline.core.names import LEVELS, STEPS, Cue
from steadyline.playbooks import loader
from steadyline.playbooks.loader import PlaybookWrong

TEXT = resources.files("steadyline.playbooks").joinpath("default.yaml").read_text("utf-8")


def line_of(part: str, text: str = TEXT) -> int:
    """The number of the first line that holds ``part``."""
    return next(number for number, line in enumerate(text.splitlines(), 1) if part in line)


def wrong(text: str) -> str:
    with pytest.raises(PlaybookWrong) as caught:
        loader.parse(text, "mine.yaml")
    return str(caught.value)


def test_the_shipped_playbook_has_every_cue_every_step_and_every_level():
    playbook = loader.shipped()

    assert set(get_args(Cue)) == set(playbook.cues)
    assert set(STEPS) == set(playbook.steps)
    assert LEVELS[1:] == tuple(playbook.heat.levels)


def test_the_shipped_playbook_says_the_ladders_words_as_the_process_has_them():
    rungs = loader.shipped().ladder.rungs

    assert "I want to help you, but I need us to have a respectful conversation to do that." == rungs[0]
    assert "If the conversation continues like this, I'll need to end the call and follow up in writing." == rungs[1]


def test_the_head_of_the_shipped_playbook_tells_of_every_slot():
    comments = "\n".join(line for line in TEXT.splitlines() if line.startswith("#"))

    assert set() == {slot for slot in loader.SLOTS if f"{{{slot}}}" not in comments}


def test_every_slot_is_one_that_a_call_can_fill():
    used = {slot for rule in loader.shipped().cues.values() for line in rule.say for slot in wording.needed(line)}

    assert set() == used - loader.SLOTS


RUNGS = TEXT[TEXT.index("  rungs:\n") : TEXT.index("\nwords:\n")]

# What to change in the shipped playbook, what to put there, where the error points, and words of it.
MISTAKES = {
    "unknown cue": ("  say_it_back:\n", "  say_it_bakc:\n", "  say_it_bakc:", "'say_it_bakc' is not known here"),
    "safer when hotter": ("  heat: 1.96", "  heat: -1.96", "forecast:", "never look safer"),
    "never new": ("fresh_utterances: 10", "fresh_utterances: 0", "fresh_utterances: 0", "1 or more"),
    "never fading": ("fade: 0.7", "fade: 1.0", "fade: 1.0", "not with 1"),
    "unknown signal": ("    jargon: 1.04", "    jargong: 1.04", "jargong: 1.04", "no signal is called 'jargong'"),
    "alarm at all times": ("  alarm: 0.6", "  alarm: 0", "  alarm: 0", "between 0 and 1"),
    "in no row": ("in_a_row: 1 ", "in_a_row: 0 ", "in_a_row: 0", "1 or more"),
    "unknown field": ("    patience: 10\n", "    patients: 10\n", "patients: 10", "patients"),
    "unknown part": ("budget:\n", "budgets:\n", None, "budget"),
    "unknown step": ("  greet: {title", "  greets: {title", "  greets:", "'greets' is not known here"),
    "wrong type": ("  rise: 0.75 ", "  rise: fast ", "rise: fast", "Expected `float`"),
    "wrong type deep down": ("    priority: 80\n", "    priority: high\n", "priority: high", "Expected `int`"),
    "words where a list belongs": (RUNGS, "  rungs: x\n", "rungs: x", "Expected `array`"),
    "missing section": ("ladder:\n", "ladders:\n", None, "ladder"),
    "missing step": ("  explain: {title: Explain plainly}\n", "", "steps:", "the step 'explain' is missing"),
    "levels out of order": ("frustrated: 0.36", "frustrated: 0.06", "levels: {", "the levels must rise"),
    "a level left out": ("frustrated: 0.36, ", "", "levels: {", "name displeased, frustrated, angry and enraged"),
    "unknown slot": ('"By {term} I', '"By {trem} I', "{trem}", "no slot is called 'trem'"),
    "stray brace": ('"By {term} I', '"By {term I', "{term I", "A brace that is no slot is written twice"),
    "doubled key": ("language: en\n", "language: en\nlanguage: de\n", "language: de", "a second time"),
    "tab": ("  rise: 0.75", "\trise: 0.75", "\trise", "cannot start any token"),
    "bad YAML": ("title: Calm, heard", "title: 'Calm, heard", None, "quotes"),
    "negative life": ("    life: 10\n", "    life: -10\n", None, "seconds above 0"),
    "no patience": ("    patience: 10\n", "    patience: 0\n", None, "seconds above 0"),
    "nothing to say": (
        TEXT[TEXT.index('    say:\n      - "By {term}') : TEXT.index("    priority", TEXT.index("By {term}"))],
        "    say: []\n",
        "say: []",
        "at least one line",
    ),
    "share out of bounds": ("  fall: 0.45 ", "  fall: 1.45 ", "fall: 1.45", "a share above 0"),
    "certainty as a probability": ("heard_at: 0.5", "heard_at: 1.5", "heard_at: 1.5", "between 0 and 1"),
    "no rungs": (RUNGS, "  rungs: []\n", "rungs: []", "give the words to set a boundary with"),
    "no number": ("  cool_down: 40\n", "  cool_down: .nan\n", "cool_down: .nan", "a number that is one"),
    "time without end": ("silence_seconds: 8.0", "silence_seconds: .inf", "silence_seconds", "a number that is one"),
    "time that runs backwards": ("gap_seconds: 4.0", "gap_seconds: -4.0", "gap_seconds: -4.0", "0 or more"),
    "no words to weigh": ("full_weight_words: 6", "full_weight_words: 0", "full_weight_words: 0", "1 or more"),
    "a line of the brief left out": ("    nothing: nothing heard yet\n", "", None, "'nothing' is missing"),
    "unknown slot in the follow-up": ('promise: "- {act}"', 'promise: "- {deed}"', "{deed}", "called 'deed'"),
    "stray brace in the brief": ('"On record: {history}."', '"On record: {history."', "{history.", "written twice"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_file_line_and_remedy(mistake: str):
    before, after, where, told = MISTAKES[mistake]
    assert before in TEXT
    text = TEXT.replace(before, after, 1)

    message = wrong(text)

    file, line, _ = message.split(":", 2)
    assert "mine.yaml" == file
    assert where is None or line_of(where, text) == int(line)
    assert told in message
    assert message.endswith(".")


def test_all_mistakes_are_told_at_once_those_of_shape_and_those_of_sense():
    chosen = ("unknown cue", "unknown field", "wrong type", "unknown slot", "share out of bounds", "unknown step")
    text = TEXT
    for mistake in chosen:
        before, after, _, _ = MISTAKES[mistake]
        text = text.replace(before, after, 1)

    told = loader.check(text, "mine.yaml", None).mistakes

    for mistake in chosen:
        _, _, where, words = MISTAKES[mistake]
        assert where is not None
        assert [one for one in told if words in one.problem and one.line == line_of(where, text)], mistake
    assert "the step 'greet' is missing; every step needs a title." in {one.problem for one in told}
    assert len(chosen) + 1 == len(told), "and nothing that is not wrong"


def test_two_wrong_names_and_a_missing_one_beside_a_wrong_value_are_four_mistakes():
    text = TEXT.replace("  rise: 0.75 ", "  rises: 0.75 ", 1).replace(
        "  fall: 0.45 ", "  falls: 0.45 \n  jump: high ", 1
    )
    text = text.replace("  jump: 0", "  # 0", 1)

    told = [str(mistake) for mistake in loader.check(text, "mine.yaml", None).mistakes]

    for words in (
        "'rises' is not known",
        "'falls' is not known",
        "'rise' is missing",
        "'fall' is missing",
        "Expected `float`",
    ):
        assert [one for one in told if words in one], (words, told)


def test_every_key_that_stands_twice_is_told():
    text = TEXT.replace("language: en\n", "language: en\nlanguage: de\n").replace(
        "heard_at: 0.5", "heard_at: 0.5\nheard_at: 0.6"
    )

    told = loader.check(text, "mine.yaml", None).mistakes

    assert [line_of("language: de", text), line_of("heard_at: 0.6", text)] == sorted(one.line for one in told)


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n", "- a\n- list\n", "just words", "null", "42"])
def test_what_is_no_mapping_is_no_playbook(text: str):
    assert "mine.yaml:1: a playbook is a mapping. Start from a copy of the shipped one." == wrong(text)


def test_a_mapping_of_strange_keys_is_told_and_not_fallen_over():
    for text in ("1: 2\n", "? [a, b]\n: c\n", "a: &x\n  b: *x\n", "<<: {name: x}\n", "name: !!python/none\n"):
        assert wrong(text).startswith("mine.yaml:")


def test_a_file_is_loaded_by_its_path(tmp_path: Path):
    file = tmp_path / "mine.yaml"
    file.write_text(TEXT.replace("name: default", "name: mine"), "utf-8")

    assert "mine" == loader.load(file).name


def test_a_file_that_cannot_be_read_is_told_by_its_path(tmp_path: Path):
    for path, content in ((tmp_path / "none.yaml", None), (tmp_path / "latin.yaml", b"title: \xe9\xff\n")):
        if content:
            path.write_bytes(content)
        with pytest.raises(PlaybookWrong, match=f"{path.name}:1: cannot be read .* Give a YAML file in UTF-8."):
            loader.load(path)


def test_a_playbooks_name_for_good_is_that_of_its_content():
    playbook = loader.shipped()
    reworded = loader.parse(TEXT.replace("Say it back", "Play it back"), "mine.yaml")
    reordered = loader.parse(TEXT.replace("# Slots in", "# The slots in"), "mine.yaml")

    assert loader.reference(playbook) == loader.reference(reordered) == loader.reference(loader.shipped())
    assert loader.reference(playbook) != loader.reference(reworded)
    name, digest = loader.reference(playbook).split("@")
    assert ("default", 16) == (name, len(digest))


def test_a_playbook_kept_and_read_again_is_the_same_under_the_same_name():
    playbook = loader.shipped()
    again = loader.thaw(loader.freeze(playbook))

    assert playbook == again
    assert loader.reference(playbook) == loader.reference(again)


def test_a_cue_may_be_left_out():
    start, end = TEXT.index("  plain_words:\n"), TEXT.index("  say_what_you_can_do:\n")

    assert "plain_words" not in loader.parse(TEXT[:start] + TEXT[end:], "mine.yaml").cues


def test_a_playbook_is_not_changed_after_it_was_loaded():
    with pytest.raises(AttributeError):
        loader.shipped().name = "other"  # type: ignore[misc]


def test_the_brief_and_the_follow_up_name_every_line_that_the_shipped_playbook_has():
    words = loader.shipped().words

    assert set(words.brief) == set(loader._TEXTS["brief"]) | set(loader._MORE_LINES["brief"])
    assert set(words.follow_up) == set(loader._TEXTS["follow_up"]) | set(loader._MORE_LINES["follow_up"])
