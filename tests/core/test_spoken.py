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
        ("company", "for the refund", "For the refund"),
        ("company", "to the second card", "To the second card"),
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


WEDNESDAY = "2026-03-18T17:00:00-04:00"


@pytest.mark.parametrize(
    ("act", "time", "expected"),
    [
        ("you will have an email from me", "Within two hours", "You will have an email from me, within two hours"),
        ("ring you", "First thing", "I will ring you, first thing"),
        ("ring you", "Friday", "I will ring you, Friday"),
        ("ring you", "May the fifth", "I will ring you, May the fifth"),
        ("ring you", "COB", "I will ring you, COB"),
        ("for the refund", "take three to five business days", "For the refund, within three to five business days"),
        ("for the refund, take", "three to five business days", "For the refund, within three to five business days"),
        ("the refund will", "take up to ten days", "The refund, within ten days"),
        ("the refund will take", "up to ten days", "The refund, within ten days"),
        ("for the refund, that'll take", "up to five days", "For the refund, within five days"),
        (
            "resend it, if it's not there by noon",
            "takes three to five business days",
            "I will resend it, if it's not there by noon, within three to five business days",
        ),
        ("send it", "It'll take until Friday", "I will send it, until Friday"),
    ],
)
def test_the_time_stands_in_the_sentence_as_a_person_would_write_it(act: str, time: str, expected: str):
    promise = PromiseDraft(who="agent", act=act, due_text=time)

    assert expected == f"{BEFORE[spoken.form(promise)]}{spoken.act(promise)}, {spoken.when({}, promise)}"


@pytest.mark.parametrize("time", ["Tuesday, no, sorry, Wednesday", "by Tuesday, make that Wednesday"])
def test_of_a_time_that_was_put_right_only_the_day_that_holds_is_written(time: str):
    assert "Wednesday 18 March, 17:00" == spoken.when(
        {}, PromiseDraft(who="agent", act="a", due=WEDNESDAY, due_text=time)
    )


@pytest.mark.parametrize("time", ["no later than Wednesday", "in no more than a week"])
def test_a_limit_is_no_correction(time: str):
    promise = PromiseDraft(who="agent", act="a", due=WEDNESDAY, due_text=time)

    assert f"{time} (Wednesday 18 March, 17:00)" == spoken.when({}, promise)
