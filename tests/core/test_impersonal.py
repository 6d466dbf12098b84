"""What was done to the customer, put in writing without who did it."""

import pytest

from steadyline.core import impersonal


@pytest.mark.parametrize(
    ("told", "written"),
    [
        ("we charged you twice", "you were charged twice"),
        ("we double charged you in March", "you were double charged in March"),
        ("we never called you back", "you were never called back"),
        ("we cut you off again", "you were cut off again"),
        ("we gave you the wrong date", "you were given the wrong date"),
        ("we've given you a ticket", "you've been given a ticket"),
        ("we have overcharged you since May", "you have been overcharged since May"),
        ("we keep charging you", "we keep charging you"),
        ("we're charging you for two lines", "you're being charged for two lines"),
        ("we told you that it was free", "you were told that it was free"),
    ],
)
def test_what_was_done_to_them_names_nobody_who_did_it(told: str, written: str):
    assert written == impersonal.told(told)


@pytest.mark.parametrize(
    "told",
    [
        "nobody called you back",
        "your parcel never came",
        "we towed your truck",
        "we made you wait",
        "we have you on hold",
        "we need you to sign",
        "we said you were covered",
        "we promised you'd have it",
        "",
    ],
)
def test_what_it_cannot_turn_stays_as_it_was_told(told: str):
    assert told == impersonal.told(told)
