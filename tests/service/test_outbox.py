"""What comes of an attempt: how long to wait, when to park, what is left to send."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from steadyline.core.ledger import when
from steadyline.service.delivering import Message, Never, NotNow, Receipt
from steadyline.service.outbox import LONGEST_ASKED, Delivery, Patience, again, brought, failed, wait

AT = "2026-11-22T10:00:00Z"
PATIENCE = Patience(first=5.0, longest=1800.0, jitter=0.5, attempts=12)
THREE = ("ana@example.com", "ben@example.com", "eve@example.com")


def delivery(**changes: Any) -> Delivery:
    message = Message(id="msg_1", kind="customer_late", at=AT, subject="Later", text="It will be later.", to=THREE)
    fields: dict[str, Any] = {"message": message, "destination": "mail", "made_at": AT, "next_at": AT}
    return Delivery(**(fields | changes))


def test_each_wait_is_twice_the_one_before_up_to_the_longest():
    waits = [wait(PATIENCE, tries, None, 0.0) for tries in range(1, 12)]

    assert [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1800, 1800] == waits


def test_chance_takes_up_to_half_of_a_wait_so_that_many_do_not_come_back_at_once():
    assert (10.0, 15.0, 20.0) == tuple(wait(PATIENCE, 3, None, chance) for chance in (1.0, 0.5, 0.0))


def test_a_receiver_that_asks_to_be_left_alone_is():
    assert 600.0 == wait(PATIENCE, 1, 600.0, 1.0)
    assert 40.0 == wait(PATIENCE, 4, 7.0, 0.0), "and not asked before our own wait is over"


def test_one_that_asks_for_a_year_is_asked_again_in_a_day():
    assert LONGEST_ASKED == wait(PATIENCE, 1, 365 * 86400.0, 0.0)


@given(st.integers(1, 10_000), st.one_of(st.none(), st.floats(0, 1e9)), st.floats(0, 1))
def test_a_wait_is_never_nothing_and_never_for_ever(tries: int, asked: float | None, chance: float):
    assert 2.5 <= wait(PATIENCE, tries, asked, chance) <= max(1800.0, LONGEST_ASKED)


def test_the_next_attempt_is_never_earlier_than_asked():
    after = failed(delivery(), NotNow("busy", 7.2), AT, PATIENCE, 1.0)

    assert 8 == (when(after.next_at) - when(AT)).total_seconds()
    assert ("waiting", 1, "busy") == (after.state, after.attempts, after.why)


def test_after_so_many_attempts_it_is_parked_with_what_the_last_one_said():
    holds = delivery()
    for _ in range(PATIENCE.attempts):
        assert "waiting" == holds.state
        holds = failed(holds, NotNow("still busy"), AT, PATIENCE, 0.5)

    assert ("parked", 12, "still busy", AT) == (holds.state, holds.attempts, holds.why, holds.settled_at)


def test_what_will_never_go_is_parked_at_once():
    after = failed(delivery(), Never("no such mailbox"), AT, PATIENCE, 0.0)

    assert ("parked", 1, "no such mailbox") == (after.state, after.attempts, after.why)


def test_a_person_who_sends_it_again_starts_its_patience_anew_and_keeps_its_id():
    parked = failed(delivery(), Never("no such mailbox"), AT, PATIENCE, 0.0)

    after = again(parked, "Ana", AT)

    assert ("waiting", "msg_1", 1, 0, "Ana") == (after.state, after.id, after.attempts, after.tries, after.by)


def test_one_address_of_three_refused_for_good_leaves_it_sent_and_says_so():
    after = brought(delivery(), Receipt(reference="q7", refused={THREE[1]: "550 unknown"}), AT, PATIENCE, 0.0)

    assert ("sent", "q7", AT) == (after.state, after.reference, after.settled_at)
    assert {THREE[1]: "550 unknown"} == after.refused
    assert "ben@example.com: 550 unknown" == after.why


def test_one_address_of_three_that_would_not_have_it_now_is_tried_again_alone():
    after = brought(delivery(), Receipt(later={THREE[2]: "451 greylisted"}), AT, PATIENCE, 0.0)

    assert ("waiting", ("eve@example.com",), "msg_1") == (after.state, after.message.to, after.message.id)
    assert "eve@example.com: 451 greylisted" == after.why

    done = brought(after, Receipt(), AT, PATIENCE, 0.0)
    assert ("sent", 2, "") == (done.state, done.attempts, done.why)
