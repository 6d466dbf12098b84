"""How many wrong tokens an address may send."""

from steadyline.web.strikes import AT_ONCE, EACH_SECONDS, REMEMBERED, Strikes


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
