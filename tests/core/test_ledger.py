"""The ledger as a fold: what may befall a promise, what on time means, and that nothing is excused behind a back."""

from typing import get_args

import pytest
from hypothesis import given

from promised import MONDAY, PROOF, at, histories, made, promised
from steadyline.core import ledger
from steadyline.core.ledger import (
    TRANSITIONS,
    Answered,
    Asked,
    Broke,
    Change,
    Dropped,
    Edited,
    HandedOver,
    Kept,
    NotAllowed,
    Planned,
    Postponed,
    Promise,
    Proof,
    Reminded,
    Reopened,
    Told,
    Withdrawn,
)

DUE = "2026-11-24T17:00:00+00:00"
LATER = "2026-11-27T17:00:00+00:00"


def kept(when: str) -> Kept:
    return Kept(at=at(when), by="Sam", proof=PROOF)


def postponed(when: str, due: str = LATER, *, agreed: bool) -> Postponed:
    return Postponed(at=at(when), by="Sam", due=due, cause="stock", agreed=agreed)


def edited(when: str, due: str | None) -> Edited:
    return Edited(at=at(when), by="Sam", act="refund the March bill", kind="money", due=due)


# --- what may follow what ---------------------------------------------------------------------------------------------


def test_a_promise_is_made_once_and_before_anything_else():
    with pytest.raises(NotAllowed, match="made already"):
        promised(made())
    with pytest.raises(NotAllowed, match="no such promise"):
        ledger.step(None, kept("24 10:00"), "prm_1")


def test_kept_needs_proof_and_withdrawn_the_customers_words():
    with pytest.raises(NotAllowed, match="proof"):
        promised(Kept(at=at("24 10:00"), proof=Proof(kind="link", text="  ")))
    with pytest.raises(NotAllowed, match="Only the customer"):
        promised(Withdrawn(at=at("24 10:00"), agreed=" "))


@pytest.mark.parametrize(
    "settles",
    [
        kept("24 10:00"),
        Broke(at=at("24 10:00"), cause="stock"),
        Withdrawn(at=at("24 10:00"), agreed="Never mind, I bought one."),
    ],
)
def test_what_is_settled_changes_no_more_until_it_is_opened_with_a_reason(settles: Change):
    with pytest.raises(NotAllowed, match="Open it again first"):
        promised(settles, edited("24 11:00", None))
    with pytest.raises(NotAllowed, match="Say why"):
        promised(settles, Reopened(at=at("24 11:00"), why=""))

    again = promised(settles, Reopened(at=at("24 11:00"), why="the parcel was empty"))

    assert ("open", None, None, 1) == (again.state, again.settled_at, again.proof, again.reopened)


def test_why_it_was_broken_is_not_said_of_it_once_it_is_opened_again():
    broke = Broke(at=at("24 10:00"), cause="other_team", words="billing had no time")

    again = promised(broke, Reopened(at=at("24 11:00"), why="they have time after all"))

    assert (None, "") == (again.cause, again.cause_words)


@pytest.mark.parametrize(
    "ends", [Withdrawn(at=at("24 10:00"), agreed="Leave it."), Dropped(at=at("24 10:00"), why="was none")]
)
def test_why_its_date_moved_is_no_reason_why_the_customer_let_us_off_or_it_was_none(ends: Change):
    moved = promised(postponed("23 10:00", agreed=True))
    after = ledger.step(moved, ends)

    assert "stock" == moved.cause
    assert (None, "") == (after.cause, after.cause_words)


def test_why_its_date_moved_is_still_known_after_a_no():
    moved, done = postponed("23 10:00", agreed=False), kept("26 10:00")
    no = Answered(at=at("27 10:00"), right=False)

    assert "stock" == promised(moved, done, Asked(at=at("26 11:00")), no).cause


def test_a_no_opens_a_kept_promise_and_a_yes_leaves_it_kept():
    asked = [kept("24 10:00"), Asked(at=at("25 10:00"), how="mail")]

    yes = promised(*asked, Answered(at=at("25 12:00"), right=True, words="All fine, thanks"))
    no = promised(*asked, Answered(at=at("25 12:00"), right=False, words="It never came"))

    assert ("kept", True) == (yes.state, yes.right)
    assert ("open", False, "It never came") == (no.state, no.right, no.answer)


def test_the_customer_is_asked_once_even_after_a_no():
    no = [kept("24 10:00"), Asked(at=at("25 10:00")), Answered(at=at("25 12:00"), right=False)]

    with pytest.raises(NotAllowed, match="asked already"):
        promised(*no, kept("26 10:00"), Asked(at=at("26 11:00")))


def test_handing_over_loses_nothing():
    before = promised(Planned(at=at("23 10:00"), how="by bank transfer"))
    after = ledger.step(before, HandedOver(at=at("23 11:00"), owner="Ada", note="she knows the bank"))

    assert ("Ada", "billing", 3) == (after.owner, after.team, after.edition)
    assert [(field, before_value) for field, before_value in vars_of(before) if field not in ("owner", "edition")] == [
        (field, after_value) for field, after_value in vars_of(after) if field not in ("owner", "edition")
    ]


def vars_of(promise: Promise) -> list[tuple[str, object]]:
    return [(field, getattr(promise, field)) for field in promise.__struct_fields__]


def test_handed_to_a_team_it_is_nobodys_until_somebody_takes_it():
    after = promised(HandedOver(at=at("23 11:00"), team="field"))

    assert ("", "field") == (after.owner, after.team)


def test_what_was_dropped_is_a_promise_again_only_when_it_is_opened():
    dropped = promised(Dropped(at=at("23 10:00"), why="said of another order"))

    assert dropped.state == "dropped"
    with pytest.raises(NotAllowed):
        ledger.step(dropped, kept("23 11:00"))
    assert ledger.step(dropped, Reopened(at=at("23 11:00"), why="it was one")).state == "open"


def test_every_change_stands_in_the_table():
    listed = {change for follows in TRANSITIONS.values() for change in follows}

    assert set(get_args(Change)) == listed


# --- on time --------------------------------------------------------------------------------------------------------


def test_kept_by_its_second_is_on_time_and_a_second_later_is_not():
    assert promised(Kept(at="2026-11-24T17:00:00Z", proof=PROOF)).on_time is True
    assert promised(Kept(at="2026-11-24T17:00:01Z", proof=PROOF)).on_time is False


def test_on_time_is_by_the_customers_clock_wherever_it_is():
    tokyo = promised(Kept(at="2026-11-24T08:30:00Z", proof=PROOF), due="2026-11-24T17:00:00+09:00")

    assert tokyo.on_time is False


def test_a_date_that_the_customer_agreed_to_counts_and_one_moved_behind_their_back_does_not():
    assert promised(postponed("24 10:00", agreed=True), kept("26 10:00")).on_time is True
    assert promised(postponed("24 10:00", agreed=False), kept("26 10:00")).on_time is False


def test_without_a_first_date_the_first_that_is_given_counts():
    undated = promised(kept("26 10:00"), due=None)
    dated = promised(postponed("24 10:00", agreed=False), kept("28 10:00"), due=None)

    assert undated.on_time is None
    assert (LATER, False) == (dated.first_due, dated.on_time)


def test_a_date_corrected_before_it_passes_is_the_date():
    right = promised(edited("24 10:00", LATER), kept("26 10:00"))

    assert (LATER, LATER, True) == (right.first_due, right.answers_to, right.on_time)


def test_a_date_corrected_after_it_passed_or_after_it_was_moved_excuses_nothing():
    too_late = promised(edited("24 17:01", LATER), kept("26 10:00"))
    moved = promised(postponed("24 10:00", agreed=False), edited("24 11:00", LATER[:11] + "18:00:00+00:00"))

    assert (DUE, False) == (too_late.first_due, too_late.on_time)
    assert DUE == moved.answers_to


def test_a_new_date_in_the_past_is_refused_and_a_promise_made_of_the_past_is_late_at_once():
    with pytest.raises(NotAllowed, match="passed already"):
        promised(postponed("28 10:00", agreed=True))

    assert promised(at=at("25 09:00")).late(at("25 09:00"))


@pytest.mark.parametrize(
    "due", ["tomorrow", "2026-11-24T17:00:00", "2026-13-01T00:00:00Z", "9999-12-31T23:59:59-14:00"]
)
def test_a_date_without_a_zone_or_outside_the_calendar_is_refused_in_words(due: str):
    with pytest.raises(NotAllowed, match="Write a date like"):
        promised(due=due)


# --- reminders ------------------------------------------------------------------------------------------------------


def reminded(when: str, stage: str) -> Reminded:
    return Reminded(at=at(when), stage=stage)  # type: ignore[arg-type]


def test_a_reminder_is_sent_once_and_none_is_sent_after_a_later_one():
    once = promised(reminded("24 10:00", "soon"))

    for stage in ("halfway", "soon"):
        with pytest.raises(NotAllowed, match="sent already"):
            ledger.step(once, reminded("24 11:00", stage))
    assert ("soon", "named_person") == ledger.step(once, reminded("24 17:00", "named_person")).reminded


def test_a_new_date_begins_the_reminders_anew():
    for change in (postponed("24 11:00", agreed=True), edited("24 11:00", LATER)):
        assert () == promised(reminded("24 10:00", "soon"), change).reminded


def test_told_of_the_delay_the_customer_needs_no_nudge_but_the_owner_is_still_reminded():
    told = promised(reminded("24 10:00", "tell_customer"), Told(at=at("24 11:00"), what="late", how="mail"))

    assert ((), True) == (told.reminded, told.told_late)
    assert not ledger.step(told, postponed("24 12:00", agreed=True)).told_late


# --- laws -----------------------------------------------------------------------------------------------------------


@given(history=histories())
def test_the_edition_counts_the_changes_and_what_is_written_folds_to_the_same(history: list[Change]):
    promise = ledger.fold("prm_1", history)
    again = ledger.fold("prm_1", [ledger.decode(ledger.encode(change)) for change in history])

    assert promise is not None
    assert len(history) == promise.edition
    assert promise == again


@given(history=histories())
def test_settled_promises_say_when_and_open_ones_do_not(history: list[Change]):
    promise = ledger.fold("prm_1", history)

    assert promise is not None
    assert (promise.state == "open") == (promise.settled_at is None)


@given(history=histories())
def test_nothing_but_an_agreement_or_a_correction_in_time_moves_what_on_time_means(history: list[Change]):
    promise = ledger.step(None, history[0], "prm_1")
    for change in history[1:]:
        after = ledger.step(promise, change)
        if after.answers_to != promise.answers_to and promise.answers_to is not None:
            agreed = isinstance(change, Postponed) and change.agreed
            in_time = isinstance(change, Edited) and change.at < promise.promised_at and not promise.postponed
            assert agreed or in_time
        promise = after


def test_the_same_draft_of_the_same_call_has_the_same_id_and_no_other_has_it():
    ids = {ledger.id_of(call, draft) for call in ("c1", "c2", "c1\np") for draft in ("prm_1", "prm_2")}

    assert 6 == len(ids)
    assert ledger.id_of("c1", "prm_1") in ids


def test_moments_are_utc_to_the_second_and_sort_as_time_goes():
    assert "2026-11-24T22:00:00Z" == ledger.moment("2026-11-24T17:00:00.9-05:00")
    assert MONDAY < ledger.moment("2026-11-23T10:30:00+01:00") < ledger.FOREVER
