"""
When to remind of a promise, and of what.

Halfway through the time given and again soon before its end, the owner; then, while there is still time, that the
customer should hear of a slip from us first; at the deadline, the person whom the site names. Time is the site's open
time, so a promise given on Friday for Monday is not all remembered on Sunday; nobody is reminded while the site is
closed, unless it does not open at all before the deadline, and that holds for reminders that come late, too. Stages
come in order, and each at most once a date. A date that was past when it was given has the last stage alone.
"""

from datetime import UTC, datetime, timedelta
from typing import Final, NamedTuple

import msgspec

from steadyline.core import hours, ledger
from steadyline.core.hours import Hours, Site
from steadyline.core.ledger import STAGES, Moment, Promise, Stage

NEVER: Final = ledger.FOREVER

SENT_WITHIN: Final = timedelta(minutes=15)
"""After its time a reminder is still on its way, whatever the hour; later than that it was missed."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """How a site reminds. ``halfway``, ``soon``, ``tell_customer``: the share of the open time given that has passed.

    ``soon`` and the nudge come at most so many open hours before the end, however long the promise; where less open
    time was given than ``halfway_needs_hours`` or ``soon_needs_hours``, that stage is left out: it would be a nuisance.
    """

    hours: Hours = Hours()
    timezone: str = "UTC"
    halfway: float = 0.5
    soon: float = 0.8
    tell_customer: float = 0.9
    soon_at_most_hours: float = 16.0
    tell_customer_at_most_hours: float = 4.0
    halfway_needs_hours: float = 4.0
    soon_needs_hours: float = 0.5

    @property
    def site(self) -> Site:
        """The hours, where they hold."""
        return Site(self.hours, hours.zone(self.timezone))


class Reminder(NamedTuple):
    """This stage is due at this moment."""

    stage: Stage
    at: Moment


class Closed(NamedTuple):
    """The site is closed ``now``, and ``opens`` again. Reminders of until ``missed`` should have gone out before."""

    missed: Moment
    now: Moment
    opens: Moment

    def holds(self, at: Moment, due_at: Moment) -> bool:
        """Whether a reminder of the moment ``at`` waits for the opening: it was missed, and the date does not fall
        before that."""
        return at <= self.missed and not self.now < due_at < self.opens


def closed(policy: Policy, now: Moment) -> Closed | None:
    """What waits while the site is closed; None where nothing does."""
    here = _utc(now)
    night = policy.site.closed(here)
    if night is None:
        return None
    since, opens = night
    return Closed(ledger.stamp(min(since, here - SENT_WITHIN)), now, ledger.stamp(opens))


def next(promise: Promise, policy: Policy) -> Reminder | None:
    """The next reminder that this promise will want; None where it wants none any more."""
    left = _left(promise, policy)
    return left[0] if left else None


def due(promise: Promise, policy: Policy, now: Moment) -> Reminder | None:
    """The reminder to send now: of those to the owner that are past their time only the latest, before any other's."""
    past = [reminder for reminder in _left(promise, policy) if reminder.at <= now]
    owners = [reminder for reminder in past if reminder.stage != "named_person"]
    return owners[-1] if owners else past[0] if past else None


def at_risk_from(promise: Promise, policy: Policy) -> Moment:
    """From when on a promise is at risk, until it is late: when its owner is reminded for the last time."""
    times = {reminder.stage: reminder.at for reminder in plan(promise, policy)}
    return min(times.get("soon", NEVER), times.get("tell_customer", NEVER), promise.due_at)


def plan(promise: Promise, policy: Policy) -> tuple[Reminder, ...]:
    """All reminders of the present date, in order, sent or not. Nothing for a promise without a date, or settled."""
    if promise.state != "open" or promise.due is None:
        return ()
    site, given, end = policy.site, _utc(promise.given_at), _utc(promise.due_at)
    lately = max(given, end - timedelta(days=hours.LONGEST_COUNTED_DAYS)) if given < end else given
    open_hours = site.open_between(lately, end) / timedelta(hours=1)
    times: dict[Stage, datetime] = {}
    if given < end and open_hours >= policy.halfway_needs_hours:
        times["halfway"] = site.after(given, end, policy.halfway)
    if given < end and (not open_hours or open_hours >= policy.soon_needs_hours):
        times["soon"] = site.after(lately, end, _share(policy.soon, policy.soon_at_most_hours, open_hours))
    if given < end and not promise.told_late:
        times["tell_customer"] = _nudge(promise, policy, site, lately)
    times["named_person"] = max(_opening(site, max(end, given)), times.get("tell_customer", given))
    return _in_order(times)


def _left(promise: Promise, policy: Policy) -> tuple[Reminder, ...]:
    """Those that are not sent, and not overtaken by one that was."""
    sent = max((STAGES.index(stage) for stage in promise.reminded), default=-1)
    return tuple(reminder for reminder in plan(promise, policy) if STAGES.index(reminder.stage) > sent)


def _nudge(promise: Promise, policy: Policy, site: Site, since: datetime) -> datetime:
    """Before the date that the customer counts on, which is not the present one where they never agreed to that."""
    counted = _utc(min(promise.due_at, promise.promised_at))
    if counted <= since:
        return _opening(site, since)
    open_hours = site.open_between(since, counted) / timedelta(hours=1)
    return site.after(since, counted, _share(policy.tell_customer, policy.tell_customer_at_most_hours, open_hours))


def _share(share: float, at_most_hours: float, open_hours: float) -> float:
    return max(share, 1 - at_most_hours / open_hours) if open_hours else share


def _opening(site: Site, moment: datetime) -> datetime:
    return site.not_before(moment) or moment


def _in_order(times: dict[Stage, datetime]) -> tuple[Reminder, ...]:
    """What would come after the nudge to tell the customer waits until they are told, or goes unsaid."""
    nudge = times.get("tell_customer", times["named_person"])
    return tuple(
        Reminder(stage, ledger.stamp(times[stage]))
        for stage in STAGES
        if stage in times and (times[stage] <= nudge or stage == "named_person")
    )


def _utc(moment: Moment) -> datetime:
    return ledger.when(moment).astimezone(UTC)
