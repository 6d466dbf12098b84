"""What a supervisor raised on a call, as the desk shows it."""

import msgspec

from script import HEADER, Talk
from steadyline.core.events import Agent, LimitRaised


def test_only_a_raise_that_counted_is_shown():
    talk = Talk(header=msgspec.structs.replace(HEADER, agent=Agent(id="a1", limits={"refund": 100, "currency": "USD"})))
    talk._facts += [
        LimitRaised(at=0.1 * n, kind="refund", amount=amount) for n, amount in enumerate((50, 100, 150, 60), 1)
    ]
    desk = talk.desk()

    assert 150 == desk.header.agent.limits["refund"]
    assert [("refund", 150.0)] == [(one.kind, one.amount) for one in desk.limits_raised]
