"""
Whether a message still says what holds, asked anew before each attempt.

A reminder of what is settled, or has another date, lapses; of what is another's to keep, it goes to them. A letter is a
person's: where the promise has changed since they last read both, or its date has passed, it waits for them to decide.
News stays true whatever follows; in a calendar only the last of it is, and what comes after tells of itself.
"""

from typing import cast

import msgspec

from steadyline.core import ledger
from steadyline.core.ledger import BY_ITSELF, Asked, Moment, Promise, Stage
from steadyline.service import announcing, outbox, reminding
from steadyline.service.ledger_ports import Ledger
from steadyline.service.outbox import Delivery, Held
from steadyline.service.reminding import People, Reminder


class Recheck:
    """Looks at the promise once more. ``reminder`` writes reminders anew."""

    def __init__(self, ledger: Ledger, reminder: Reminder, people: People) -> None:
        self._ledger = ledger
        self._reminder = reminder
        self._people = people

    async def __call__(self, held: Held, now: Moment) -> Delivery:
        """The delivery as it should go ``now``; lapsed or parked where it should not."""
        delivery, promise = held
        if promise is None:
            return delivery
        kind = delivery.message.kind
        if kind.startswith(reminding.KIND):
            why = _why_no_reminder(delivery, promise)
            return outbox.overtaken(delivery, why, now, parked=False) if why else self._readdressed(delivery, promise)
        if kind.startswith(reminding.LETTER):
            why = await self.why_no_letter(delivery, promise, now)
            return outbox.overtaken(delivery, why, now, parked=True) if why else delivery
        if delivery.message.entry is not None:
            why = self._why_no_invitation(delivery, promise)
            return outbox.overtaken(delivery, why, now, parked=False) if why else delivery
        return delivery

    async def why_no_letter(self, delivery: Delivery, promise: Promise, now: Moment) -> str:
        """Why this letter should not go as it is before a person has read both; empty where it can."""
        return _why_no_letter(delivery, await self._seen(delivery), promise, now)

    async def _seen(self, delivery: Delivery) -> Promise | None:
        """The promise as it was when a person last read the letter beside it; None where that is not known."""
        history = await self._ledger.history(delivery.promise)
        return ledger.fold(delivery.promise, history[: delivery.edition])

    def _readdressed(self, delivery: Delivery, promise: Promise) -> Delivery:
        """To whoever keeps the promise now; a person who chose an address knew better."""
        stage = _stage(delivery)
        whom = self._people.whom(promise, stage)
        if delivery.by != BY_ITSELF or delivery.message.data.get("to") == whom:
            return delivery
        message = self._reminder.message(promise, stage, delivery.destination, delivery.message.at)
        return msgspec.structs.replace(delivery, message=message)

    def _why_no_invitation(self, delivery: Delivery, promise: Promise) -> str:
        """Empty where what it says still is what should stand in these calendars."""
        entry, stands = delivery.message.entry, announcing.guests(self._people, promise)
        assert entry is not None
        theirs = bool(set(delivery.message.to) & set(stands))
        holds = not theirs if entry.cancelled else theirs and (entry.due, entry.summary) == (promise.due, promise.act)
        return "" if holds else "the promise has changed since: what comes after tells of it"


def _stage(delivery: Delivery) -> Stage:
    return cast(Stage, delivery.message.kind.removeprefix(reminding.KIND))


def _why_no_reminder(delivery: Delivery, promise: Promise) -> str:
    """Empty where there is still this to be reminded of."""
    stage = _stage(delivery)
    if promise.state != "open":
        return f"the promise is {promise.state} by now: there is nothing to be reminded of"
    if delivery.id != reminding.message_id("rem", promise, stage, delivery.destination):
        return "the promise has another date since, or was opened again: it has reminders of its own"
    if stage == "tell_customer" and promise.told_late:
        return "the customer has been told by now"
    return ""


def _why_no_letter(delivery: Delivery, seen: Promise | None, promise: Promise, now: Moment) -> str:
    """Empty where the promise is as whoever sent it saw it, as far as a customer would know."""
    if seen is None:
        return ""
    read_at = delivery.read_at or delivery.made_at
    asked = isinstance(delivery.then, Asked) and promise.asked_at is not None
    changed = {
        f"the promise is {promise.state} by now": promise.state != seen.state,
        "the promise has another date by now": promise.due != seen.due,
        "the promise reads otherwise by now": promise.act != seen.act,
        "the promise's date has passed by now": promise.late(now) and not seen.late(read_at),
        "the customer has been asked by now": asked and seen.asked_at is None,
    }
    why = next((why for why, holds in changed.items() if holds), "")
    return f"{why}: read it once more, then send it again or write another" if why else ""
