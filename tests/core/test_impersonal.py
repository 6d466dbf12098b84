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
        ("we charged you twice and you had to borrow", "you were charged twice and you had to borrow"),
        ("we charged you a hundred and twelve dollars", "you were charged a hundred and twelve dollars"),
        ("we charged you twice and nobody rang", "you were charged twice and nobody rang"),
        ("we towed your truck", "your truck was towed"),
        ("we lost your parcel", "your parcel was lost"),
        ("we've lost your keys", "your keys have been lost"),
        ("we never sent your refund", "your refund was never sent"),
        ("we cut your lights off", "your lights were cut off"),
        ("we cancelled your flight and you've missed it", "your flight was cancelled and you've missed it"),
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
        "we promised your mother a refund",
        "we needed your signature",
        "we lost your parcel and refused to look",
        "we made you wait",
        "we have you on hold",
        "we need you to sign",
        "we said you were covered",
        "we promised you'd have it",
        "we charged you twice and refused to talk",
        "we cut you off and then never rang",
        "",
    ],
)
def test_what_it_cannot_turn_stays_as_it_was_told(told: str):
    assert told == impersonal.told(told)
