"""`steadyline playbook`: begin one, look at the whole of it, check it, and see what it would have changed."""

from pathlib import Path

import pytest

from cli import commands
from cli.test_listen import one_line
from steadyline import bootstrap
from steadyline.playbooks import loader

SHIPPED = str(bootstrap.shipped_call()[1])


def test_a_new_playbook_is_sound_and_differs_in_nothing(tmp_path: Path):
    ran = commands.run(tmp_path, "playbook", "new", "ours", "--extends", "hospital")
    assert 0 == ran.returncode, ran.stderr.decode()
    checked = commands.run(tmp_path, "playbook", "check", "ours.yaml")

    assert (0, b"") == (checked.returncode, checked.stderr)
    assert checked.stdout.decode().startswith("ours.yaml: sound. ours@")
    assert loader.shipped("hospital").cues == loader.load(tmp_path / "ours.yaml").cues


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["new", "ours"], "is there already"),
        (["new", "../ours"], "cannot be a playbook's name"),
        (["new", "mine", "--extends", "nothing"], "no shipped playbook is called 'nothing'"),
        (["show", "nothing"], "cannot be read"),
        (["check", "ours.yaml", "--against", "nowhere.sqlite"], "neither a database, nor a transcript"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(tmp_path: Path, arguments: list[str], told: str):
    (tmp_path / "ours.yaml").write_text("extends: default\nname: ours\n")

    assert told in one_line(commands.run(tmp_path, "playbook", *arguments))


def test_the_whole_of_a_playbook_is_shown_and_is_a_playbook_itself(tmp_path: Path):
    (tmp_path / "ours.yaml").write_text("extends: default\nname: ours\nlanguage: es\nheard_at: 0.6\n")
    written = commands.run(tmp_path, "playbook", "show", "ours.yaml").stdout.decode()
    whole = commands.run(tmp_path, "playbook", "show", "ours.yaml", "--merged").stdout.decode()

    assert (tmp_path / "ours.yaml").read_text() == written
    assert loader.load(tmp_path / "ours.yaml") == loader.parse(whole, "whole.yaml")


def test_every_mistake_and_every_warning_is_told_with_file_and_line(tmp_path: Path):
    (tmp_path / "ours.yaml").write_text(
        "extends: default\nname: ours\nheard_at: 3\nheat: {rise: 9}\nbudgets: {}\ntitle: 7\n"
    )
    ran = commands.run(tmp_path, "playbook", "check", "ours.yaml")
    told = ran.stderr.decode().splitlines()

    assert (1, b"") == (ran.returncode, ran.stdout)
    expected = [
        "steadyline: ours.yaml:3: in heard_at: give a probability",
        "steadyline: ours.yaml:4: in heat.rise: give a share",
        "steadyline: ours.yaml:5: 'budgets' is not known here",
        "steadyline: ours.yaml:6: in title: Expected `str`",
    ]
    assert expected == [line[: len(wanted)] for line, wanted in zip(told, expected, strict=True)]

    (tmp_path / "ours.yaml").write_text('extends: default\nname: ours\ncues:\n  own_it: {say: ["{term}"]}\n')
    ran = commands.run(tmp_path, "playbook", "check", "ours.yaml")
    assert 0 == ran.returncode, "a warning is no mistake"
    assert "warning: ours.yaml:4: in cues.own_it.say: no call can fill {term} here" in ran.stderr.decode()


def test_a_translation_is_checked_by_itself(tmp_path: Path):
    (tmp_path / "base.yaml").write_text("extends: default\nname: base\nladder: {rungs: ['Stop, {name}.']}\n")
    (tmp_path / "base.es.yaml").write_text("translates: base\nlanguage: es\nladder: {rungs: ['Basta.']}\n")
    assert "base.es.yaml:3: in ladder.rungs: the original has these slots: name" in one_line(
        commands.run(tmp_path, "playbook", "check", "base.es.yaml")
    )

    (tmp_path / "base.es.yaml").write_text("translates: base\nlanguage: es\nladder: {rungs: ['Basta, {name}.']}\n")
    ran = commands.run(tmp_path, "playbook", "check", "base.es.yaml")
    assert "base.es.yaml: sound. Every word of 'base', and no other." == ran.stdout.decode().strip()


def test_what_would_change_is_told_call_by_call_from_a_database_and_from_transcripts(tmp_path: Path):
    assert 0 == commands.run(tmp_path, "listen", SHIPPED).returncode
    (tmp_path / "ours.yaml").write_text("extends: default\nname: ours\nbudget: {cues_per_call: 0}\n")
    for against in (str(tmp_path / "calls.sqlite"), SHIPPED):
        ran = commands.run(tmp_path, "playbook", "check", "ours.yaml", "--against", against)
        told = ran.stdout.decode()

        assert 0 == ran.returncode, ran.stderr.decode()
        assert "1 calls followed, 1 would change." in told
        assert "lost:" in told
        assert "  - 0:" in told, "with the moment"
        assert ' on "' in told, "and the quote"
