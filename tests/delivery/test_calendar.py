"""Calendars, read back as a calendar program reads them."""

import time
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from zoneinfo import ZoneInfo

import msgspec
import pytest
from icalendar import Calendar

from delivery import mail_server
from delivery.peers import ENTRY, CalendarPeer, message
from steadyline.delivery import calendar
from steadyline.service.delivering import Entry, Never

CARE = Address("Care team", "care", "northwind.example")


def entry(**changes: object) -> Entry:
    return msgspec.structs.replace(ENTRY, **changes)


def read(body: bytes) -> Calendar:
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
    return Calendar.from_ical(body)


def test_a_feed_has_one_event_for_each_promise():
    body = calendar.feed(
        [entry(), entry(uid="prm_2", due="2026-12-01T09:00:00+01:00", timezone="Europe/Paris")], name="Mine"
    )
    first, second = read(body).events

    assert "Mine" == read(body)["X-WR-CALNAME"]
    assert "PUBLISH" == read(body)["METHOD"]
    assert ("prm_8f2@steadyline", 2, "Refund for the May bill") == (first["UID"], first["SEQUENCE"], first["SUMMARY"])
    assert datetime.fromisoformat(ENTRY.due) == first.end
    assert timedelta(minutes=15) == first.duration
    assert "America/New_York" == first["DTEND"].params["TZID"]
    assert "17:00" == f"{first.end:%H:%M}"
    assert "Europe/Paris" == second["DTEND"].params["TZID"]
    assert {"America/New_York", "Europe/Paris"} == {zone["TZID"] for zone in read(body).timezones}


def test_a_feed_may_be_of_todos():
    todos = [entry(), entry(uid="prm_2", done=True), entry(uid="prm_3", cancelled=True)]
    waiting, done, cancelled = read(calendar.feed(todos, name="Mine", form="todo")).todos

    assert datetime.fromisoformat(ENTRY.due) == waiting["DUE"].dt
    assert ["NEEDS-ACTION", "COMPLETED", "CANCELLED"] == [each["STATUS"] for each in (waiting, done, cancelled)]
    assert datetime(2026, 11, 22, 9, 30, tzinfo=UTC) == done["COMPLETED"].dt


@pytest.mark.parametrize("slip", ["9990-11-24T17:00:00-05:00", "9999-12-31T23:00:00Z", "0001-01-01T00:05:00Z"])
def test_a_deadline_centuries_off_costs_no_more_than_another(slip: str):
    """A slip of the pen. Who reckoned what all clocks do until then would have the server's calls wait for it."""
    begun = time.process_time()
    near, far = read(calendar.feed([entry(), entry(uid="prm_2", due=slip)], name="Mine")).events

    assert time.process_time() - begun < 2.0
    assert datetime.fromisoformat(ENTRY.due) == near.end
    assert datetime.fromisoformat(slip).year == far.end.year


def test_an_empty_feed_is_a_calendar():
    assert [] == read(calendar.feed([], name="Mine")).events


def test_the_same_entries_make_the_same_bytes_and_a_change_keeps_its_uid():
    assert calendar.feed([entry()], name="Mine") == calendar.feed([entry()], name="Mine")

    (later,) = read(calendar.feed([entry(sequence=3, due="2026-11-30T17:00:00-05:00")], name="Mine")).events
    assert ("prm_8f2@steadyline", 3) == (later["UID"], later["SEQUENCE"])


def test_words_of_a_call_cannot_write_properties():
    text = "Refund;\r\nATTENDEE:mailto:x@example.com\nEND:VEVENT, \\ \u4e09" + " long" * 40
    (event,) = read(calendar.feed([entry(summary=text, description=text)], name="a\r\nb")).events

    assert "ATTENDEE" not in event
    assert text.replace("\r\n", "\n") == str(event["DESCRIPTION"]).replace("\r\n", "\n")


@pytest.mark.parametrize(
    "zone",
    [
        "America/New_York",
        "Europe/London",
        "Europe/Dublin",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "Africa/Casablanca",
        "America/Santiago",
        "Pacific/Apia",
        "UTC",
    ],
)
def test_the_rules_beside_a_zone_say_what_its_clocks_do_to_the_minute(zone: str):
    body = calendar.feed([entry(due="2026-07-01T12:00:00Z", timezone=zone)], name="Mine")
    (rules,) = read(body).timezones
    told = rules.to_tz(lookup_tzid=False)
    at = datetime(2025, 9, 1, tzinfo=UTC)
    while at < datetime(2027, 6, 1, tzinfo=UTC):
        local = at.astimezone(ZoneInfo(zone))
        if not local.fold and local.replace(fold=1).utcoffset() == local.utcoffset():
            said = local.replace(tzinfo=told).utcoffset()
            assert local.utcoffset() == said, local
        at += timedelta(minutes=30)


@pytest.mark.parametrize(
    ("due", "zone"),
    [
        ("2026-11-01T05:30:00Z", "America/New_York"),  # 01:30 the first time
        ("2026-11-01T06:30:00Z", "America/New_York"),  # 01:30 again
        ("2026-03-08T07:00:00Z", "America/New_York"),  # 03:00, when 02:00 should be
        ("2026-11-27T22:00:00Z", "Mars/Olympus"),
        ("2026-11-27T22:00:00Z", ""),
        ("2026-11-27T22:00:00Z", "../../etc/passwd"),
    ],
)
def test_the_instant_holds_on_a_change_of_the_clocks_and_in_a_zone_that_nobody_knows(due: str, zone: str):
    (event,) = read(calendar.feed([entry(due=due, timezone=zone)], name="Mine")).events

    assert datetime.fromisoformat(due) == event.end.astimezone(UTC)


def test_an_invitation_asks_and_its_cancelling_takes_back():
    method, body = calendar.invitation(entry(), organizer=CARE, to=["dana@example.com", "kim@example.com"])
    (event,) = read(body).events
    assert ("REQUEST", "REQUEST") == (method, read(body)["METHOD"])
    assert "mailto:care@northwind.example" == event["ORGANIZER"]
    assert "Care team" == event["ORGANIZER"].params["CN"]
    assert ["mailto:dana@example.com", "mailto:kim@example.com"] == event["ATTENDEE"]
    assert "CONFIRMED" == event["STATUS"]

    method, body = calendar.invitation(entry(sequence=3, cancelled=True), organizer=CARE, to=["dana@example.com"])
    (taken_back,) = read(body).events
    assert ("CANCEL", "CANCELLED", 3) == (method, taken_back["STATUS"], taken_back["SEQUENCE"])
    assert event["UID"] == taken_back["UID"]


@pytest.mark.parametrize(("cancelled", "method"), [(False, "REQUEST"), (True, "CANCEL")])
async def test_an_invitation_goes_by_mail_as_calendar_programs_expect_it(cancelled: bool, method: str):
    async with mail_server.serving() as server:
        carrier = CalendarPeer(server).carrier()
        await carrier.carry(message(entry=entry(cancelled=cancelled)))
        await carrier.close()

    ((_, _, mail),) = server.mails
    plain, invitation = mail.iter_parts()
    assert "multipart/alternative" == mail.get_content_type()
    assert "text/plain" == plain.get_content_type()
    assert "text/calendar" == invitation.get_content_type()
    assert (method, "utf-8") == (invitation.get_param("method"), invitation.get_content_charset())
    (event,) = read(invitation.get_payload(decode=True)).events
    assert "mailto:dana@example.com" == event["ATTENDEE"]


async def test_a_message_with_nothing_for_a_calendar_goes_another_way():
    async with mail_server.serving() as server:
        carrier = CalendarPeer(server).carrier()
        with pytest.raises(Never, match="nothing for a calendar"):
            await carrier.carry(message(entry=None))
        with pytest.raises(Never, match="nothing for a calendar"):
            carrier.rehearse(message(entry=None))
