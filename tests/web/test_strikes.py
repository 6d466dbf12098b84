"""How many wrong tokens an address may send."""

import pytest

from steadyline.service.access import TokenKept
from steadyline.testing import MemoryDoorkeeping
from steadyline.web import bearers
from steadyline.web.strikes import AT_ONCE, EACH_SECONDS, REMEMBERED, Strikes
from web import serving


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_address_may_send_some_and_then_one_at_a_time():
    clock = Clock()
    strikes = Strikes(clock)

    assert [0.0] * AT_ONCE == [strikes.strike("192.0.2.7") for _ in range(AT_ONCE)]
    assert EACH_SECONDS == strikes.strike("192.0.2.7")
    clock.now += EACH_SECONDS / 2
    assert EACH_SECONDS / 2 == strikes.strike("192.0.2.7"), "to ask too early costs nothing"
    clock.now += EACH_SECONDS / 2
    assert [0.0, EACH_SECONDS] == [strikes.strike("192.0.2.7") for _ in range(2)]
    clock.now += 1e6
    assert [0.0] * AT_ONCE + [EACH_SECONDS] == [strikes.strike("192.0.2.7") for _ in range(AT_ONCE + 1)]


def test_to_ask_how_long_to_wait_costs_nothing():
    clock = Clock()
    strikes = Strikes(clock)
    for _ in range(AT_ONCE):
        assert 0.0 == strikes.wait("192.0.2.7")
        strikes.strike("192.0.2.7")

    assert [EACH_SECONDS] * 3 == [strikes.wait("192.0.2.7") for _ in range(3)]
    clock.now += EACH_SECONDS
    assert [0.0, 0.0] == [strikes.wait("192.0.2.7"), strikes.strike("192.0.2.7")]


def test_another_address_is_not_held_to_it():
    strikes = Strikes(Clock())
    for _ in range(AT_ONCE + 1):
        strikes.strike("192.0.2.7")

    assert 0.0 == strikes.strike("192.0.2.8") == strikes.strike("")


def test_who_has_a_network_of_addresses_is_one_and_an_address_in_other_clothes_is_the_same():
    strikes = Strikes(Clock())
    for host in range(AT_ONCE):
        assert 0.0 == strikes.strike(f"2001:db8::{host:x}")
        assert 0.0 == strikes.strike("::ffff:192.0.2.7" if host % 2 else "192.0.2.7")

    assert strikes.strike("2001:db8::ffff") and strikes.strike("192.0.2.7")
    assert 0.0 == strikes.strike("2001:db8:0:1::1")


def test_only_the_latest_addresses_are_remembered():
    strikes = Strikes(Clock())
    for number in range(3 * REMEMBERED):
        strikes.strike(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")

    assert REMEMBERED == len(strikes._left)


async def test_who_sends_wrong_tokens_is_told_to_wait_and_costs_no_reading_and_a_right_one_is_let_in(
    monkeypatch: pytest.MonkeyPatch,
):
    read: list[str] = []
    token = MemoryDoorkeeping.token

    async def counted(kept: MemoryDoorkeeping, id: str) -> TokenKept | None:
        read.append(id)
        return await token(kept, id)

    monkeypatch.setattr(MemoryDoorkeeping, "token", counted)
    monkeypatch.setattr(bearers, "Strikes", lambda: Strikes(Clock()))
    async with serving.served() as server:
        _, text = await server.access.make("Ticket desk", ["promises:read"])
        answers = []
        for number in range(20):
            wrong = {"authorization": f"Bearer sly_{number:08x}_{'A' * 43}"}
            answers.append(await server.get("/api/promises", headers=wrong))
        right = await server.get("/api/promises", headers={"authorization": f"Bearer {text}"})
        page = await server.get("/api/promises")

    assert [401] * AT_ONCE + [429] * (20 - AT_ONCE) == [answer.status_code for answer in answers]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= EACH_SECONDS
    assert "Too many wrong tokens" in answers[-1].json()["message"]
    assert AT_ONCE + 1 == len(read), "of who has to wait nothing is read, but of the right one"
    assert (200, 200) == (right.status_code, page.status_code), "pages have nothing to do with it"
