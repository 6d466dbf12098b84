"""What kind of promise an act is, as it is guessed."""

import pytest

from steadyline.core import kinds


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        ("call you back about the refund", "call_back"),
        ("refund the March bill", "money"),
        ("send a technician on Friday", "visit"),
        ("email you the label", "message"),
        ("send you a replacement kettle", "replacement"),
        ("have the line fixed", "repair"),
        ("look into it and let you know", "answer"),
        ("devolver el dinero", "money"),
        ("be kinder", "other"),
    ],
)
def test_the_kind_of_a_promise_is_guessed_from_its_act(act: str, kind: str):
    assert kind == kinds.guess(act)
