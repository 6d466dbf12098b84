"""Signs of listening and short answers that matter."""

import pytest

from steadyline.service import signs


@pytest.mark.parametrize(
    ("text", "within", "kept", "sign"),
    [
        ("Mm-hm.", True, "Mm-hm.", True),
        ("Uh-huh", False, "Uh-huh", True),
        ("Yeah.", True, "Yeah.", True),
        ("Yeah.", False, "Yeah.", False),
        ("Okay, right.", True, "Okay, right.", True),
        ("I see.", True, "I see.", True),
        ("Oh, no.", True, "Oh, no.", True),
        ("No.", True, "No.", False),
        ("Exactly!", True, "Exactly!", False),
        ("Yes.", True, "Yes.", False),
        ("Yes.", False, "Yes.", False),
        ("No no no", True, "No no no", False),
        ("Then,", True, "", True),
        ("Tuesday.", False, "Tuesday.", False),
        ("", True, "", True),
        ("...", False, "", True),
    ],
)
def test_a_short_stretch_is_judged_by_its_words_and_by_who_had_the_floor(text, within, kept, sign):
    assert (kept, sign) == signs.judge(text, short=True, within=within)


def test_what_is_not_short_is_never_a_sign_of_listening():
    assert ("Mm-hm.", False) == signs.judge("Mm-hm.", short=False, within=True)
