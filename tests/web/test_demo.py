"""The demonstration's call is of today, whenever it is played."""

from datetime import UTC, datetime, timedelta

import pytest

from steadyline import bootstrap, settings
from steadyline.core import ledger
from steadyline.core.events import Customer, Header, Utterance
from steadyline.web import demo

NOW = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


def test_it_begins_now_on_the_customers_clock_and_its_record_is_as_old_as_it_was():
    history = ("2026-04-01 called; a call back by Friday was promised", "2026-04-07 called again, about order 2026-04")
    customer = Customer(ref="R-1", name="Claire", timezone="America/Chicago", history=history)
    begun = demo.begun(Header(call="c1", started="2026-04-14T10:12:00-05:00", customer=customer), NOW)

    assert "2026-11-22T22:30:00-06:00" == begun.started
    assert (
        "2026-11-09 called; a call back by Friday was promised",
        "2026-11-15 called again, about order 2026-04",
    ) == begun.customer.history


@pytest.mark.parametrize("days", range(7))
def test_what_is_promised_on_it_falls_due_in_the_future(days: int):
    items = list(bootstrap.transcript(bootstrap.shipped_call()[1]))
    now = NOW + timedelta(days=days, hours=5 * days)
    header = demo.begun(next(item for item in items if isinstance(item, Header)), now)
    reader = bootstrap.understanding(settings.Settings()).open(header)
    lines = [item for item in items if isinstance(item, Utterance) and "Thursday" in item.text]

    due = [promise.due for line in lines for promise in reader.read(line).promises]

    assert len(due) >= 2
    assert all(at and now < ledger.when(at) < now + timedelta(days=8) for at in due)
