"""What could not be sent: parked, sent again, let be, or in part at its goal."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from service.following_site import DRAFT, MAIL, Site, promise
from steadyline.core.ledger import (
    NotAllowed,
    Postponed,
    stamp,
)
from steadyline.service.delivering import Never, Receipt
from steadyline.service.following import NoSuch
from steadyline.service.outbox import Sought
from steadyline.testing import ScriptedCarrier


async def test_what_will_never_go_is_parked_and_is_sent_again_to_the_right_address_under_the_same_id():
    site = Site(Never("550 no such mailbox"))
    await site.promised()
    told = await site.following.tell("prm_1", "late", DRAFT, destination="mail", to=["dan@example.com"], by="Ana")
    async with site.settled():
        pass
    (parked,) = await site.log(state="parked")
    assert "550 no such mailbox" == parked.why
    assert {} == (await promise(site)).told

    async with site.settled():
        await site.following.again(told.id, "Ben", ["dana@example.com"])

    (sent,) = await site.log(state="sent")
    assert (told.id, "Ben", ("dana@example.com",)) == (sent.id, sent.by, sent.message.to)
    assert (await promise(site)).told_late


async def test_what_is_let_be_is_never_sent_says_by_whom_and_why_it_was_parked_and_the_same_letter_can_be_sent_anew():
    site = Site(Never("550 no such mailbox"))
    await site.promised()
    told = await site.following.tell("prm_1", "late", DRAFT, destination="mail", to=["dan@example.com"], by="Ana")
    async with site.settled():
        pass
    let_be = await site.following.let_be(told.id, "Ben")
    assert ("lapsed", "Ben let it be. Before that: 550 no such mailbox") == (let_be.state, let_be.why)
    async with site.settled():
        await site.following.all_again(Sought(), "Ana")
    assert ([], {}) == (await site.log(state="sent"), (await promise(site)).told)
    for done in (site.following.let_be, site.following.again):
        with pytest.raises(NotAllowed, match="parked"):
            await done(told.id, "Ana")
    with pytest.raises(NoSuch):
        await site.following.let_be("tell_0", "Ana")

    anew = await site.following.tell("prm_1", "late", DRAFT, destination="mail", to=["dan@example.com"], by="Ana")
    assert (told.id, "waiting", "") == (anew.id, anew.state, anew.why), "nothing of what was is told of it"
    async with site.settled():
        pass

    assert [told.id] == [sent.id for sent in await site.log(state="sent")]
    assert (await promise(site)).told_late


async def test_of_what_is_let_be_who_has_it_is_told_and_it_stands_on_the_ledger():
    both = ["dana@example.com", "dan@example.com"]
    site = Site(Receipt(reference="queued", later={both[1]: "452 full"}), Never("550 no such mailbox"))
    await site.promised()
    told = await site.following.tell("prm_1", "late", DRAFT, destination="mail", to=both, by="Ana")
    async with site.settled():
        pass
    assert ["parked"] == [delivery.state for delivery in await site.log()]

    let_be = await site.following.let_be(told.id, "Ben")

    assert ("sent", {both[1]: "Ben let it be"}) == (let_be.state, let_be.refused)
    assert (await promise(site)).told_late


async def test_of_a_letter_let_be_after_its_promise_moved_nobody_was_told_what_holds_now():
    both = ["dana@example.com", "dan@example.com"]
    site = Site(Receipt(reference="queued", later={both[1]: "452 full"}), Never("550 no such mailbox"))
    before = await site.promised()
    told = await site.following.tell("prm_1", "late", DRAFT, destination="mail", to=both, by="Ana")
    async with site.settled():
        pass
    later = stamp(datetime.now(UTC) + timedelta(days=9))
    moved = Postponed(at=stamp(datetime.now(UTC)), by="Ana", due=later, cause="stock", agreed=False)
    await site.ledger.write("prm_1", before.edition, moved)

    assert "sent" == (await site.following.let_be(told.id, "Ben")).state
    assert not (await promise(site)).told_late


async def test_what_was_sent_cannot_be_sent_again():
    site = Site()
    await site.promised()
    told = await site.following.tell("prm_1", "late", DRAFT, destination="mail", to=["d@example.com"], by="Ana")
    async with site.settled():
        pass

    with pytest.raises(NotAllowed, match="parked"):
        await site.following.again(told.id, "Ana")
    with pytest.raises(NoSuch):
        await site.following.again("tell_0", "Ana")


async def test_the_log_of_the_server_says_that_a_message_is_parked_and_names_no_address():
    site = Site(Never("the server takes mail for none of these: dana@example.com: 550 no such mailbox"))
    await site.promised()
    with capture_logs() as logs:
        await site.following.tell("prm_1", "late", DRAFT, destination="mail", to=["dana@example.com"], by="Ana")
        async with site.settled():
            pass

    assert ["a message is parked: a person must look at it"] == [entry["event"] for entry in logs]
    assert "dana@" not in repr(logs)


async def test_a_destination_that_was_removed_parks_what_waits_for_it():
    site = Site()
    await site.promised()
    await site.following.tell("prm_1", "late", DRAFT, destination="mail", to=["d@example.com"], by="Ana")
    await site.following.remove(MAIL, "Ana")
    async with site.settled():
        pass

    (parked,) = await site.log()
    why = "where it was to go is no destination any more; send it another way"
    assert ("parked", why) == (parked.state, parked.why)


async def test_a_fault_in_a_carrier_is_no_end_of_the_message():
    class Faulty(ScriptedCarrier):
        async def carry(self, message: Any) -> Receipt:
            if not self.carried:
                self.carried.append(message)
                raise ZeroDivisionError
            return await super().carry(message)

    site = Site()
    site.ways.carriers["mail"] = Faulty()
    await site.promised(hours_ago=10)
    await site.following.remind()
    async with site.settled():
        pass

    assert [("sent", 2)] == [(d.state, d.attempts) for d in await site.log()]
