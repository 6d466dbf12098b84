"""A promise as a sentence that the customer can read, whoever made it and however it was heard."""

import pytest

from steadyline.core import spoken
from steadyline.core.events import PromiseDraft

BEFORE = {"mine": "I will ", "ours": "We will ", "whole": ""}


def said(who: str, act: str) -> str:
    promise = PromiseDraft(who=who, act=act)  # type: ignore[arg-type]
    return BEFORE[spoken.form(promise)] + spoken.act(promise)


@pytest.mark.parametrize(
    ("who", "act", "expected"),
    [
        ("agent", "call you myself", "I will call you myself"),
        ("company", "call you myself", "We will call you ourselves"),
        ("company", "post a new bill", "We will post a new bill"),
        ("agent", "I'll write to you both", "I'll write to you both"),
        ("company", "the engineer comes", "The engineer comes"),
        ("company", "it will be there", "It will be there"),
        ("company", "someone will ring you", "Someone will ring you"),
        ("company", "refund cheque made out to Eileen Stubbs", "Refund cheque made out to Eileen Stubbs"),
        ("company", "refund the second charge", "We will refund the second charge"),
        ("agent", "refund £40 to your card", "I will refund £40 to your card"),
        ("agent", "text Gwen", "I will text Gwen"),
        ("company", "housing people ring you with two addresses", "Housing people ring you with two addresses"),
        ("agent", "personally call you back", "I will personally call you back"),
        ("agent", "not charge you again", "I will not charge you again"),
        ("agent", "defrost the unit", "I will defrost the unit"),
        ("agent", "ill send you the math", "I'll send you the math"),
        ("company", "Poppy's going on the red list", "Poppy's going on the red list"),
        ("company", "put it all back on your card.", "We will put it all back on your card"),
        ("agent", "", ""),
    ],
)
def test_it_reads_as_a_person_would_write_it(who: str, act: str, expected: str):
    assert expected == said(who, act)


@pytest.mark.parametrize(
    ("iso", "expected"),
    [
        ("2026-03-10T17:00:00-04:00", "Tuesday 10 March, 17:00"),
        ("2026-03-10T23:59:59-04:00", "Tuesday 10 March"),
        ("2026-03-10", "Tuesday 10 March"),
        ("soon", ""),
        ("2026-99-99", ""),
    ],
)
def test_a_date_is_that_of_its_own_zone_in_plain_words(iso: str, expected: str):
    assert expected == spoken.day({}, iso)


def test_days_and_months_are_the_playbooks():
    words = {
        "weekdays": "lunes martes miércoles jueves viernes sábado domingo",
        "months": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "time": "{weekday} {day} de {month}, {time}",
    }

    assert "martes 10 de marzo, 17:00" == spoken.day(words, "2026-03-10T17:00:00-04:00")
