"""Reminders: in order, each once, while the site is open, in proportion to the time given."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.test_hours import sites
from promised import MOMENTS, at, made, open_promises, promised
from steadyline.core import ledger, reminding
from steadyline.core.hours import Hours, Site
from steadyline.core.ledger import STAGES, Moment, Postponed, Promise, Reminded, Told
from steadyline.core.reminding import Policy, Reminder

OFFICE = Policy(timezone="Europe/London")


def plan(promise: Promise, policy: Policy = OFFICE) -> dict[str, Moment]:
    return dict(reminding.plan(promise, policy))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    site = draw(sites())
    return Policy(hours=site.hours, timezone=str(site.where))


OPEN = open_promises()


# --- by example -----------------------------------------------------------------------------------------------------


def test_two_days_give_halfway_soon_the_nudge_and_the_named_person():
    # from Monday 09:00 to Tuesday 17:00: 16 open hours
    assert {
        "halfway": at("24 09:00"),
        "soon": at("24 13:48"),
        "tell_customer": at("24 15:24"),
        "named_person": at("24 17:00"),
    } == plan(promised())


def test_friday_to_monday_is_not_all_remembered_on_sunday():
    weekend = promised(at="2026-11-20T15:00:00Z", due="2026-11-23T12:00:00+00:00")

    assert {
        "halfway": at("23 09:30"),
        "soon": at("23 11:00"),
        "tell_customer": at("23 11:30"),
        "named_person": at("23 12:00"),
    } == plan(weekend)


def test_a_promise_of_months_is_remembered_two_days_before_and_its_nudge_half_a_day():
    months = plan(promised(due="2027-02-26T17:00:00+00:00"))

    assert "2027-02-25T09:00:00Z" == months["soon"]
    assert "2027-02-26T13:00:00Z" == months["tell_customer"]


def test_ten_minutes_give_the_nudge_and_the_named_person_alone():
    short = plan(promised(due="2026-11-23T09:10:00+00:00"))

    assert {"tell_customer": at("23 09:09"), "named_person": at("23 09:10")} == short


def test_a_promise_for_tonight_is_remembered_tonight_for_there_is_no_other_time():
    tonight = plan(promised(at="2026-11-23T18:00:00Z", due="2026-11-23T20:00:00+00:00"))

    assert {"soon": at("23 19:36"), "tell_customer": at("23 19:48"), "named_person": at("24 09:00")} == tonight


def test_a_deadline_in_the_past_is_told_to_the_named_person_alone_at_once_or_when_the_site_opens():
    on_saturday = promised(at="2026-11-21T12:00:00Z", due="2026-11-20T12:00:00+00:00")
    on_monday = promised(at=at("23 10:00"), due="2026-11-23T09:00:00+00:00")

    assert {"named_person": at("23 09:00")} == plan(on_saturday)
    assert {"named_person": at("23 10:00")} == plan(on_monday)


def test_without_a_date_there_is_nothing_to_remind_of():
    assert {} == plan(promised(due=None))
    assert ledger.FOREVER == reminding.at_risk_from(promised(due=None), OFFICE)


def test_summer_time_moves_the_hours_with_everybody_elses():
    new_york = Policy(timezone="America/New_York")
    # Friday 15:00 to Monday 11:00, over the night on which the clock skips an hour, and a week later
    over = plan(promised(at="2026-03-06T20:00:00Z", due="2026-03-09T11:00:00-04:00"), new_york)
    after = plan(promised(at="2026-03-13T19:00:00Z", due="2026-03-16T11:00:00-04:00"), new_york)

    week = timedelta(days=7)
    assert {stage: ledger.stamp(ledger.when(moment) + week) for stage, moment in over.items()} == after
    assert "2026-03-09T13:00:00Z" == over["halfway"]  # nine o'clock on Monday, by the new clock


def test_a_deadline_in_the_hour_that_the_clock_shows_twice_is_the_one_that_its_offset_says():
    night = Policy(hours=Hours(days=frozenset(range(7))), timezone="America/New_York")
    first = plan(promised(at="2026-10-31T15:00:00Z", due="2026-11-01T01:30:00-04:00"), night)
    second = plan(promised(at="2026-10-31T15:00:00Z", due="2026-11-01T01:30:00-05:00"), night)

    assert first["tell_customer"] == second["tell_customer"]
    assert promised(due="2026-11-01T01:30:00-04:00").due_at < promised(due="2026-11-01T01:30:00-05:00").due_at


def test_a_zone_that_is_unknown_is_read_as_utc():
    for name in ("", "Mars/Olympus", "../../etc/passwd"):
        assert plan(promised(), Policy()) == plan(promised(timezone=name), Policy(timezone=name))


def test_a_date_that_the_customer_did_not_agree_to_leaves_the_nudge_at_the_one_they_count_on():
    moved = Postponed(at=at("24 11:00"), due="2026-11-27T17:00:00+00:00", cause="stock", agreed=False)
    promise = promised(moved)

    assert {"tell_customer": at("24 16:24"), "named_person": "2026-11-27T17:00:00Z"} == plan(promise)
    told = ledger.step(promise, Told(at=at("24 12:00"), what="late", how="mail"))
    assert ["halfway", "soon", "named_person"] == list(plan(told))


# --- what to send now -----------------------------------------------------------------------------------------------


def test_after_a_night_of_being_down_the_owner_hears_the_latest_alone_and_then_the_named_person():
    promise, now = promised(), at("25 08:00")

    first = reminding.due(promise, OFFICE, now)
    assert first == Reminder("tell_customer", at("24 15:24"))
    promise = ledger.step(promise, Reminded(at=now, stage="tell_customer"))
    assert Reminder("named_person", at("24 17:00")) == reminding.due(promise, OFFICE, now)
    promise = ledger.step(promise, Reminded(at=now, stage="named_person"))
    assert reminding.due(promise, OFFICE, now) is None
    assert reminding.next(promise, OFFICE) is None


# --- laws -----------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(promise=OPEN, policy=policies())
def test_stages_come_in_their_order_and_none_before_the_date_was_given(promise: Promise, policy: Policy):
    stages = reminding.plan(promise, policy)

    assert [stage for stage in STAGES if stage in plan(promise, policy)] == [stage for stage, _ in stages]
    assert sorted(moment for _, moment in stages) == [moment for _, moment in stages]
    assert all(promise.given_at <= moment for _, moment in stages)


@settings(deadline=None)
@given(promise=OPEN, policy=policies())
def test_nobody_is_reminded_while_the_site_is_closed_unless_it_does_not_open_before_the_deadline(
    promise: Promise, policy: Policy
):
    site = policy.site
    for stage, moment in reminding.plan(promise, policy):
        opens = site.not_before(_next_second(promise.given_at))
        another_time = stage == "named_person" or (opens is not None and ledger.stamp(opens) < _counts(promise))
        assert not another_time or _open(site, moment)


def _counts(promise: Promise) -> Moment:
    return min(promise.due_at, promise.promised_at)


def _next_second(moment: Moment) -> datetime:
    return ledger.when(moment) + timedelta(seconds=1)


def _open(site: Site, moment: Moment) -> bool:
    """Moments are whole seconds, so one may lie up to a second before the opening that it stands for."""
    return site.is_open(ledger.when(moment)) or site.is_open(_next_second(moment))


@settings(deadline=None)
@given(promise=OPEN, policy=policies())
def test_owners_hear_before_the_deadline_and_the_named_person_not_before_it(promise: Promise, policy: Policy):
    stages = plan(promise, policy)

    assert promise.due_at <= stages["named_person"]
    if promise.given_at < _counts(promise):
        assert all(moment <= promise.due_at for stage, moment in stages.items() if stage != "named_person")


@settings(deadline=None)
@given(
    policy=policies(),
    given_at=MOMENTS,
    lengths=st.tuples(*[st.timedeltas(timedelta(minutes=1), timedelta(days=300))] * 2),
)
def test_the_more_time_is_given_the_longer_ahead_the_owner_hears(
    policy: Policy, given_at: Moment, lengths: tuple[timedelta, timedelta]
):
    """Counted in the time that the site is open, and compared where both have such a stage."""
    end = ledger.when(given_at) + max(lengths)
    shorter, longer = (
        promised(at=ledger.stamp(end - length), due=end.isoformat(timespec="seconds")) for length in sorted(lengths)
    )
    assume(policy.site.open_between(end - min(lengths), end))
    for stage in ("halfway", "soon", "tell_customer"):
        if stage in plan(shorter, policy) and stage in plan(longer, policy):
            assert plan(longer, policy)[stage] <= plan(shorter, policy)[stage]


@settings(deadline=None)
@given(
    promise=OPEN, policy=policies(), steps=st.lists(st.timedeltas(timedelta(hours=1), timedelta(days=90)), max_size=6)
)
def test_whenever_we_look_each_stage_is_sent_at_most_once_in_order_and_the_named_person_always_in_the_end(
    promise: Promise, policy: Policy, steps: list[timedelta]
):
    now, sent = ledger.when(promise.given_at), list(promise.reminded)
    for pause in [*steps, *[timedelta(days=3650)] * len(STAGES)]:
        now += pause
        first = reminding.next(promise, policy)
        reminder = reminding.due(promise, policy, ledger.stamp(now))
        assert (reminder is not None) == (first is not None and first.at <= ledger.stamp(now))
        if reminder:
            promise = ledger.step(promise, Reminded(at=ledger.stamp(now), stage=reminder.stage))
            sent.append(reminder.stage)

    assert sorted(set(sent), key=STAGES.index) == sent
    assert "named_person" == sent[-1]


@settings(deadline=None)
@given(promise=OPEN, policy=policies())
def test_at_risk_begins_before_late(promise: Promise, policy: Policy):
    assert promise.given_at <= reminding.at_risk_from(promise, policy) or promise.due_at < promise.given_at
    assert reminding.at_risk_from(promise, policy) <= promise.due_at


@pytest.mark.parametrize("due", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00", "9999-12-31T12:00:00-11:00"])
@pytest.mark.parametrize("zone", ["Pacific/Apia", "Pacific/Kiritimati", "America/New_York"])
def test_the_ends_of_the_calendar_are_no_error(due: str, zone: str):
    assert reminding.plan(promised(due=due), Policy(timezone=zone))


def test_a_holiday_moves_what_would_fall_on_it():
    closed = Policy(hours=Hours(holidays=frozenset({date(2026, 11, 24)})), timezone="Europe/London")

    assert {"named_person": at("25 09:00")} == {
        stage: moment for stage, moment in plan(promised(), closed).items() if moment > at("24 00:00")
    }
    assert made().due == "2026-11-24T17:00:00+00:00"
