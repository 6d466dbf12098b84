"""What is taken out of words before anybody keeps, shows or reads them."""

import msgspec
import pytest

from script import HEADER
from steadyline.service import masking


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("I was \u202echarged\u202c twice", "I was charged twice"),
        ("pay\u200bpal \u2066now\u2069\ufeff", "paypal now"),
        ("one\x1b[2J two\x00", "one [2J two "),
        ("one\u2028two\nthree", "one two three"),
        ("hidden\U000e0041\U000e0042 words", "hidden words"),
        ("caf\u00e9, na\u00efve, \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", None),
        ("a family \U0001f468\u200d\U0001f469\u200d\U0001f467", None),
    ],
)
def test_signs_that_nobody_sees_and_that_turn_or_hide_or_command_go_and_words_stay(said: str, kept: str | None):
    assert (said if kept is None else kept) == masking.mask(said)


def test_names_and_records_are_as_harmless_as_words():
    customer = msgspec.structs.replace(HEADER.customer, name="Dana\u202e Ruiz", history=("2026-10-28 \u2067promised",))
    told = msgspec.structs.replace(HEADER, customer=customer, company="North\u200bwind\x07")

    kept = masking.header(told)
    assert ("Dana Ruiz", ("2026-10-28 promised",)) == (kept.customer.name, kept.customer.history)
    assert "Northwind " == kept.company


def test_a_text_of_several_lines_stays_that():
    assert "one\n\ntwo three\nfour" == masking.mask_lines("one\r\n\ntwo\x1bth\u200bree\u2028four")
