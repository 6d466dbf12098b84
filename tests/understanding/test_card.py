"""The model card is held to the files that are shipped."""

import hashlib

from training import card

from steadyline.understanding import dialogue


def test_the_card_names_the_files_that_are_shipped():
    stands = card.standing(card.CARD.read_text(encoding="utf-8"))

    for name in card.FILES:
        digest = hashlib.sha256((dialogue.WEIGHTS.parent / name).read_bytes()).hexdigest()
        assert digest[:16] in stands, f"{name} is another file than the card tells of: run python -m training.card"


def test_another_figure_is_told_and_a_rounding_is_not():
    stands = "| `venting` | 115 | 0.570 |\n| `thanking` | 75 | 0.850 |"

    assert [] == card.differences(stands, "| `venting` | 115 | 0.575 |\n| `thanking` | 75 | 0.850 |")
    (wrong,) = card.differences(stands, "| `venting` | 115 | 0.610 |\n| `thanking` | 75 | 0.850 |")
    assert "0.610" in wrong


def test_a_line_that_is_missing_is_told():
    assert card.differences("| a | 0.1 |\n| b | 0.2 |", "| a | 0.1 |")
