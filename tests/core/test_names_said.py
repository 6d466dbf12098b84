"""A customer is called by the first name, or by their title with the name that goes with it: everywhere the same."""

import msgspec
import pytest

from script import HEADER, Talk
from steadyline.core import wording
from steadyline.core.events import CallSummedUp, Customer


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Dana Ruiz", "Dana"),
        ("Mr Ochieng", "Mr Ochieng"),
        ("Dr. Helen Marsh", "Dr Marsh"),
        ("Prof. Dr. Anna Weber", "Prof Weber"),
        ("Señora Ana de la Cruz", "Señora de la Cruz"),
        ("Sir John Smith", "Sir John"),
        ("Drew Barlow", "Drew"),
        ("Madam", "Madam"),
        ("  ", ""),
    ],
)
def test_a_title_is_said_with_its_name(name: str, said: str):
    assert said == wording.called(name)


def test_the_alert_and_the_message_call_the_customer_as_a_cue_does():
    talk = Talk(header=msgspec.structs.replace(HEADER, customer=Customer(name="Mr Ochieng")))
    talk.customer("I will come down there and break your arm.", "threat_harm", heat=1.0)
    (summed,) = talk.hangs_up().found(CallSummedUp)

    assert "Mr Ochieng" in talk.call.alerts.past[-1].alert.why
    assert "Hello Mr Ochieng," == summed.follow_up.splitlines()[0]
