"""
Promises in a calendar (iCalendar, RFC 5545): a feed to subscribe to, and invitations by mail (RFC 6047).

A promise has one UID for life, and SEQUENCE counts its changes, so that what comes later replaces what stood there.
Times are on the wall clock of the promise's zone, with the zone's rules beside them: every change of the clocks near
the deadlines, to the second. The same entries make the same bytes.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, Todo, vCalAddress, vText
from msgspec import Meta

from steadyline.delivery import mail
from steadyline.delivery.smtp import Post, Server, SignIn
from steadyline.service.delivering import Destination, Entry, Message, Never, Receipt

Form = Literal["event", "todo"]

_DOMAIN: Final = "steadyline"
_PRODUCT: Final = "-//Steadyline//Promises//EN"
_MINUTES: Final = 15
_DAY: Final = timedelta(days=1)
_YEAR: Final = timedelta(days=366)
_FIRST: Final = datetime(2, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(9998, 12, 31, tzinfo=UTC)
"""Between these, days can be counted on any clock without leaving the calendar."""


class Options(Server, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A mail server, and how long the time lasts that an invitation holds free."""

    minutes: Annotated[
        int, Meta(ge=1, le=1440, description="How long before the deadline the invitation's time begins.")
    ] = _MINUTES


class Secrets(SignIn, frozen=True, kw_only=True):
    """What signing in needs."""


def feed(entries: Iterable[Entry], *, name: str, form: Form = "event") -> bytes:
    """A calendar to subscribe to, as ``text/calendar``: one VEVENT or VTODO for each of ``entries``."""
    calendar = _begun("PUBLISH")
    for title in ("name", "x-wr-calname"):
        calendar[title] = vText(" ".join(name.split()))
    calendar.add("refresh-interval", timedelta(minutes=15), parameters={"value": "DURATION"})
    entries = list(entries)
    for entry in entries:
        calendar.add_component(_event(entry, _MINUTES) if form == "event" else _todo(entry))
    return _written(calendar, entries)


def invitation(entry: Entry, *, organizer: Address, to: Sequence[str], minutes: int = _MINUTES) -> tuple[str, bytes]:
    """The method, REQUEST or CANCEL, and the ``text/calendar`` that says so to the addresses ``to``."""
    method = "CANCEL" if entry.cancelled else "REQUEST"
    calendar = _begun(method)
    event = _event(entry, minutes)
    host = vCalAddress(f"mailto:{organizer.addr_spec}")
    if organizer.display_name:
        host.params["CN"] = vText(organizer.display_name)
    event["organizer"] = host
    for address in to:
        guest = vCalAddress(f"mailto:{address}")
        guest.params |= {"ROLE": vText("REQ-PARTICIPANT"), "PARTSTAT": vText("NEEDS-ACTION"), "RSVP": vText("FALSE")}
        event.add("attendee", guest)
    calendar.add_component(event)
    return method, _written(calendar, [entry])


class CalendarCarrier:
    """The `Carrier` of invitations, by one mail server, to the addresses that each message names."""

    def __init__(self, destination: Destination, options: Options, secrets: Secrets) -> None:
        self._sender = mail.sender(options.sender)
        self._reply_to = mail.sender(options.reply_to, "reply_to") if options.reply_to else None
        self._minutes = options.minutes
        self._post = Post(destination.name, options, secrets, self._sender.domain)

    async def carry(self, message: Message) -> Receipt:
        to, wrong = mail.addresses(message)
        return await mail.carry(self._post, self._mail(message, to), self._sender.addr_spec, to, wrong)

    def rehearse(self, message: Message) -> str:
        to, wrong = mail.addresses(message)
        return mail.shown(self._post, self._mail(message, to), self._sender.addr_spec, to, wrong)

    async def close(self) -> None:
        await self._post.close()

    def _mail(self, message: Message, to: list[str]) -> EmailMessage:
        if message.entry is None:
            raise Never(f"a message of kind {message.kind} has nothing for a calendar; send it another way")
        invited = mail.begun(message, self._sender, to, self._reply_to)
        method, body = invitation(message.entry, organizer=self._sender, to=to, minutes=self._minutes)
        invited.add_alternative(body.decode(), subtype="calendar", cte="base64", params={"method": method})
        return mail.settled(invited, message)


def _begun(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _written(calendar: Calendar, entries: Sequence[Entry]) -> bytes:
    due = [_on_the_clock(entry) for entry in entries]
    zones = {each.tzinfo.key: each.tzinfo for each in due if isinstance(each.tzinfo, ZoneInfo)}
    near = _near(due)
    rules = [_rules(zones[name], near) for name in sorted(zones)]
    calendar.subcomponents[:0] = rules  # first, as some programs read a calendar once
    return bytes(calendar.to_ical())


def _near(moments: Iterable[datetime]) -> list[tuple[datetime, datetime]]:
    """A year to each side of these moments, in order; where that meets it is one stretch. A slip of the pen may put a
    deadline centuries off, and nobody needs what the clocks do until then.
    """
    stretches: list[tuple[datetime, datetime]] = []
    for moment in sorted(min(max(moment.astimezone(UTC), _FIRST), _LAST) for moment in moments):
        first, last = max(_moved(moment, -_YEAR), _FIRST), min(_moved(moment, _YEAR), _LAST)
        if stretches and first <= stretches[-1][1]:
            first, _ = stretches.pop()
        stretches.append((first, last))
    return stretches


def _moved(moment: datetime, by: timedelta) -> datetime:
    """``moment`` later by so much, or where it is if the calendar ends before that."""
    try:
        return moment + by
    except OverflowError:
        return moment


def _rules(zone: ZoneInfo, stretches: Iterable[tuple[datetime, datetime]]) -> Timezone:
    """What the clocks of ``zone`` do in these stretches."""
    rules = Timezone()
    rules.add("tzid", zone.key)
    for first, last in stretches:
        at = first.replace(hour=0, minute=0, second=0, microsecond=0)
        rules.add_component(_rule(zone, at, at))
        while at < last:
            after = at + _DAY
            if _offset(zone, at) != _offset(zone, after):
                rules.add_component(_rule(zone, at, _change(zone, at, after)))
            at = after
    return rules


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second from which the clocks show what they show at ``after``."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        before, after = (middle, after) if _offset(zone, middle) == _offset(zone, before) else (before, middle)
    return after


def _rule(zone: ZoneInfo, before: datetime, at: datetime) -> TimezoneStandard | TimezoneDaylight:
    """From ``at`` on; its start is told on the clock as it was ``before``."""
    local = at.astimezone(zone)
    rule = TimezoneDaylight() if local.dst() else TimezoneStandard()
    rule.add("dtstart", (at + _offset(zone, before)).replace(tzinfo=None))
    rule.add("tzoffsetfrom", _offset(zone, before))
    rule.add("tzoffsetto", _offset(zone, at))
    rule.add("tzname", local.tzname() or zone.key)
    return rule


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _event(entry: Entry, minutes: int) -> Event:
    event = Event()
    _describe(event, entry)
    due = _on_the_clock(entry)
    event.add("dtstart", _moved(due, -timedelta(minutes=minutes)))
    event.add("dtend", due)
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def _todo(entry: Entry) -> Todo:
    todo = Todo()
    _describe(todo, entry)
    todo.add("due", _on_the_clock(entry))
    todo.add("status", "CANCELLED" if entry.cancelled else "COMPLETED" if entry.done else "NEEDS-ACTION")
    if entry.done and not entry.cancelled:
        todo.add("completed", datetime.fromisoformat(entry.changed).astimezone(UTC))
    return todo


def _describe(item: Event | Todo, entry: Entry) -> None:
    changed = datetime.fromisoformat(entry.changed).astimezone(UTC)
    item.add("uid", f"{entry.uid}@{_DOMAIN}")
    item.add("sequence", entry.sequence)
    item.add("dtstamp", changed)
    item.add("last-modified", changed)
    item.add("summary", f"✓ {entry.summary}" if entry.done else entry.summary)
    if entry.description:
        item.add("description", entry.description)
    if entry.url:
        item.add("url", entry.url)


def _on_the_clock(entry: Entry) -> datetime:
    """The deadline on the promise's own wall clock.

    In UTC where its zone is unknown, and in the hour that the clocks show twice: iCalendar can name only the first.
    """
    due = datetime.fromisoformat(entry.due)
    try:
        local = due.astimezone(ZoneInfo(entry.timezone))
    except (KeyError, ValueError, OSError, OverflowError):
        return due.astimezone(UTC)
    return due.astimezone(UTC) if local.fold else local
