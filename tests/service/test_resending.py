"""What is parked is sent again all at once, but for what a person has to look at."""

from datetime import UTC, datetime

from service.following_site import DRAFT, Site, done
from service.test_announcing import TWO, to_ben
from steadyline.core.ledger import Edited, stamp
from steadyline.service.delivering import Destination, Never
from steadyline.service.outbox import Sought

EDITED = Edited(at=stamp(datetime.now(UTC)), by="Ana", act="refund both charges", kind="money")
MAIL = Destination(id="mail", kind="mail", name="Mail", wants=("reminder_halfway", "customer_late"))


async def parked() -> Site:
    """Four promises, each with a reminder that is parked, as the destination was wrong; the last with a letter too."""
    site = Site(*[Never("no")] * 5, destinations=[MAIL], people=TWO)
    for number in range(4):
        await site.promised(f"prm_{number}", hours_ago=10)
    await site.following.remind()
    await site.following.tell("prm_3", "late", DRAFT, destination="mail", to=["dana@example.com"], by="Ana")
    async with site.settled():
        pass
    assert ["parked"] * 5 == [delivery.state for delivery in await site.log()]
    return site


async def test_what_is_parked_goes_again_as_it_should_go_now_under_the_same_id_and_is_told_of():
    site = await parked()
    before = {delivery.id for delivery in await site.log()}
    await site.ledger.write("prm_0", 2, to_ben())
    came = await site.following.all_again(Sought(), "Lena")
    assert (5, 0, 0, "") == came
    async with site.settled():
        pass

    log = await site.log()
    assert before == {delivery.id for delivery in log}
    assert [("sent", "Lena")] * 5 == [(delivery.state, delivery.by) for delivery in log]
    assert ("ben@example.com",) == next(one.message.to for one in log if one.promise == "prm_0")


async def test_what_is_not_needed_any_more_lapses_and_a_letter_whose_promise_changed_waits_for_a_person():
    site = await parked()
    await site.ledger.write("prm_1", 2, done())
    await site.ledger.write("prm_3", 2, EDITED)
    came = await site.following.all_again(Sought(), "Lena")

    assert (2, 2, 1, "") == came
    assert [("prm_3", "customer_late")] == [(d.promise, d.message.kind) for d in await site.log(state="parked")]


async def test_only_what_is_looked_for_goes_and_nothing_to_a_destination_that_is_gone():
    site = await parked()
    assert (0, 0, 0, "") == await site.following.all_again(Sought(destination="robot"), "Lena")
    assert (1, 0, 0, "") == await site.following.all_again(Sought(promise="prm_0"), "Lena")
    (there,) = await site.following.destinations()
    await site.following.remove(there, "Lena")

    assert (0, 0, 4, "") == await site.following.all_again(Sought(), "Lena")
