"""What every carrier promises: the public fake, and each adapter before a real other side on loopback."""

import asyncio
import contextlib
import logging
import pickle
import time
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from delivery import peers
from delivery.peers import ENTRY, Peer, message
from steadyline.delivery import chat, http, smtp
from steadyline.delivery.choose import AllWays
from steadyline.service.delivering import Carrier, Never, NotNow, Receipt


@pytest.fixture(params=list(peers.PEERS))
async def peer(request: pytest.FixtureRequest) -> AsyncIterator[Peer]:
    async with peers.standing(request.param) as standing:
        yield standing


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """A carrier that waits for a second and no longer."""
    for module in (chat, http, smtp):
        monkeypatch.setattr(module, "SECONDS", 1.0)


@pytest.fixture
async def carrier(peer: Peer) -> AsyncIterator[Carrier]:
    carrier = peer.carrier()
    yield carrier
    await carrier.close()


def test_every_kind_has_its_other_side_here():
    assert {way.kind for way in AllWays().kinds()} | {"scripted"} == peers.PEERS.keys()


async def test_the_words_arrive_and_what_a_receipt_calls_it_is_the_receivers_word(peer: Peer, carrier: Carrier):
    receipt = await carrier.carry(message())

    (text,) = peer.texts
    for line in message().text.splitlines():
        assert line in text
    assert message().id != receipt.reference
    assert ({}, {}) == (receipt.refused, receipt.later)


async def test_a_repeat_under_the_same_id_is_one_message_to_the_receiver(peer: Peer, carrier: Carrier):
    if not peer.knows_repeats:
        pytest.skip("the service has no way to know a repeat; docs/deliveries.md says so")
    for id in ("msg_01", "msg_02", "msg_01", "msg_02"):
        await carrier.carry(message(id))

    assert 2 == len(peer.texts)


async def test_messages_under_way_at_once_all_arrive(peer: Peer, carrier: Carrier):
    receipts = await asyncio.gather(*(carrier.carry(message(f"msg_{n}", about=f"prm_{n}")) for n in range(6)))

    assert 6 == len(peer.texts)
    assert all(isinstance(receipt, Receipt) for receipt in receipts)


async def test_no_sign_whatever_breaks_it(peer: Peer, carrier: Carrier):
    odd = "a\x00b\x0b\x0c\x1b[31m\x85\u2028\u202e\ufeff\ufffe\r\n\t\r.\n\U0001f600 end"
    await carrier.carry(message(text=odd, subject=odd, html=odd, entry=replace(ENTRY, summary=odd, description=odd)))

    (text,) = peer.texts
    assert "\U0001f600 end" in text


async def test_a_rehearsal_shows_the_words_and_touches_nobody(peer: Peer, carrier: Carrier):
    shown = carrier.rehearse(message())

    assert message().subject in shown
    assert "the refund of 40" in shown
    assert 0 == peer.touched


async def test_no_secret_is_shown_or_logged_or_told(peer: Peer, caplog: pytest.LogCaptureFixture):
    if not peer.has_secret:
        pytest.skip("it has none")
    caplog.set_level(logging.DEBUG)
    told = []
    for wrong in (False, True):
        carrier = peer.carrier(wrong=wrong)
        told += [repr(carrier), carrier.rehearse(message())]
        try:
            await carrier.carry(message())
        except (NotNow, Never) as error:
            told += [str(error), repr(error), repr(error.__cause__), repr(error.__context__)]
        peer.busy()
        with pytest.raises((NotNow, Never)) as failed:
            await carrier.carry(message())
        told += [str(failed.value), repr(failed.value)]
        peer.well()
        await carrier.close()

    told += [f"{record.name} {record.getMessage()} {record.exc_text}" for record in caplog.records]
    for secret in {*peer.secrets.values(), *peer.wrong.values()}:
        for part in {secret, *secret.replace("?", "/").replace("=", "/").split("/")}:
            if len(part) > 8 and "127.0.0.1" not in part.replace("@127.0.0.1", "") and not part.startswith("workflows"):
                assert [] == [line for line in told if part in line], part


async def test_who_is_not_let_in_will_never_be_and_is_told_what_to_do(peer: Peer):
    carrier = peer.carrier(wrong=True)
    with pytest.raises(Never, match=r"."):
        await carrier.carry(message())
    await carrier.close()

    assert [] == peer.texts


async def test_a_receiver_that_is_busy_is_tried_again_when_it_says(peer: Peer):
    peer.busy()
    carrier = peer.carrier()
    with pytest.raises(NotNow) as failed:
        await carrier.carry(message())
    assert (7 if peer.says_when else None) == failed.value.retry_after

    peer.well()
    await carrier.carry(message())
    assert 1 == len(peer.texts)
    await carrier.close()


async def test_a_receiver_that_hangs_is_given_up_in_time(hurried: None, peer: Peer):
    peer.hang()
    carrier = peer.carrier()
    began = time.monotonic()
    with pytest.raises(NotNow):
        await carrier.carry(message())
    await carrier.close()

    assert time.monotonic() - began < 8


async def test_closing_it_while_a_message_is_under_way_leaves_that_message_an_answer(hurried: None, peer: Peer):
    peer.hang()
    carrier = peer.carrier()
    under_way = asyncio.create_task(carrier.carry(message()))
    await asyncio.sleep(0.2)
    await carrier.close()

    with pytest.raises(NotNow):
        await under_way

    peer.well()
    with contextlib.suppress(NotNow):
        await carrier.carry(message())


async def test_after_a_failure_the_same_carrier_brings_the_next(peer: Peer):
    carrier = peer.carrier()
    if peer.kind != "scripted":
        peer.busy()
        with pytest.raises(NotNow):
            await carrier.carry(message())
        peer.well()
    await carrier.carry(message())
    await carrier.close()
    await carrier.close()

    assert 1 == len(peer.texts)


@pytest.mark.parametrize("error", [NotNow("busy", retry_after=7), NotNow("gone"), Never("no")])
def test_failures_can_be_kept_and_read_again(error: NotNow | Never):
    again = pickle.loads(pickle.dumps(error))

    assert (type(error), str(error), vars(error)) == (type(again), str(again), vars(again))
