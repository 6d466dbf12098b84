"""Examples to learn from that are two lines in one, as a recogniser may join them."""

from pathlib import Path

import pytest
from training import calls, corpus

CALL = """
# call: c8 | company: Northwind | agent: Sam | started: 2026-03-10T09:00:00Z
C 0.25 [states_problem] The boiler is off.
A [acknowledges] Okay.
C 0.75 [venting] It's a joke.
A [asks_detail] Which model is it, and when did it stop?
C 0.5 [] A Vaillant.
"""


def test_lines_are_joined_over_a_murmur_and_over_nothing_longer(tmp_path: Path) -> None:
    (tmp_path / "elm").mkdir()
    (tmp_path / "elm" / "eight.call").write_text(CALL, encoding="utf-8")

    joined = corpus.joined(corpus.examples([calls.read(tmp_path / "elm" / "eight.call", pytest.fail)]))

    assert ["The boiler is off. It's a joke."] == [example.text for example in joined]
    assert ({"states_problem", "venting"}, 0.75, []) == (joined[0].signals, joined[0].heat, joined[0].before)
