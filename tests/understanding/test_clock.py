"""When a call began, and in whose zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from steadyline.core.events import Customer, Header
from steadyline.understanding import clock


def test_the_customers_zone_comes_first_then_the_calls() -> None:
    begun = "2026-03-10T09:00:00-05:00"
    theirs = Header(call="c", started=begun, customer=Customer(timezone="Europe/London"))
    unknown = Header(call="c", started=begun, customer=Customer(timezone="Nowhere/Land"))

    assert ZoneInfo("Europe/London") == clock.zone(theirs)
    assert timedelta(hours=-5) == clock.zone(unknown).utcoffset(None)
    assert timedelta(0) == clock.zone(Header(call="c")).utcoffset(None)


def test_the_sites_zone_serves_where_the_call_names_none() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    bare = Header(call="c", started="2026-03-10T09:00:00")
    stamped = Header(call="c", started="2026-03-10T09:00:00-05:00")

    assert tokyo == clock.zone(bare, tokyo)
    assert datetime(2026, 3, 10, 9, tzinfo=tokyo) == clock.started(bare, tokyo)
    assert timedelta(hours=-5) == clock.zone(stamped, tokyo).utcoffset(None)


@pytest.mark.parametrize("begun", ["", "yesterday", "2026-03-10T09:00:00"])
def test_a_start_without_a_zone_is_no_start(begun: str) -> None:
    assert clock.started(Header(call="c", started=begun)) is None
