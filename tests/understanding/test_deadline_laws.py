"""What holds of every deadline, whatever the words, the moment and the zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from steadyline.understanding import deadlines

NEW_YORK = ZoneInfo("America/New_York")


@given(st.text(max_size=200), st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1)))
def test_no_words_make_it_fail_and_no_deadline_is_past(text: str, now: datetime) -> None:
    found = deadlines.find(text, now.replace(tzinfo=NEW_YORK))

    assert found is None or found.words in text
    said = now.replace(tzinfo=NEW_YORK, second=0, microsecond=0)
    assert found is None or found.due is None or found.due.timestamp() >= said.timestamp()


KOLKATA = ZoneInfo("Asia/Kolkata")
WORDS = st.sampled_from(
    [
        *("by Friday", "within two hours", "tomorrow", "tonight", "by noon", "in three business days", "by the 3rd"),
        *("next week", "by half five", "at quarter past", "in the morning", "by morning", "first thing", "at ten"),
        *("by end of play Friday", "before the 28th", "in a fortnight", "by six tomorrow morning", "this afternoon"),
        *("this morning", "today at three", "by the end of the month", "between nine and twelve on Thursday"),
        *("Monday or Tuesday", "before we close", "tomorrow night", "by the end of August", "within an hour or two"),
        *("at midnight", "in half an hour"),
    ]
)
MOMENTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1))
ZONES = st.sampled_from([KOLKATA, NEW_YORK, ZoneInfo("Europe/London"), ZoneInfo("Australia/Lord_Howe")])


@given(WORDS, MOMENTS, ZONES)
def test_no_deadline_lies_before_the_words(said: str, now: datetime, zone: ZoneInfo) -> None:
    begun = now.replace(tzinfo=zone)
    found = deadlines.find(said, begun)

    assert found is not None
    assert found.due is None or found.due.timestamp() >= begun.replace(second=0, microsecond=0).timestamp()
    spent = {"this morning": begun.hour >= 12, "before the 28th": begun.day == 28, "today at three": begun.hour >= 15}
    spent["this afternoon"] = begun.hour >= 17
    assert found.due is not None or spent[said]


@given(
    st.sampled_from(
        "tomorrow|tomorrow at noon|in two days|within two hours|by six tomorrow morning|in half an hour".split("|")
    ),
    MOMENTS,
)
def test_the_same_words_a_day_later_mean_a_day_later(said: str, now: datetime) -> None:
    begun = now.replace(tzinfo=KOLKATA)
    first, next_day = deadlines.find(said, begun), deadlines.find(said, begun + timedelta(days=1))

    assert first is not None and first.due is not None
    assert next_day is not None and next_day.due is not None
    assert timedelta(days=1) == next_day.due - first.due


@given(st.integers(1, 72), MOMENTS, ZONES)
def test_hours_are_as_long_as_they_are_whatever_the_clocks_do(hours: int, now: datetime, zone: ZoneInfo) -> None:
    begun = now.replace(tzinfo=zone)
    found = deadlines.find(f"within {hours} hours", begun)

    assert found is not None and found.due is not None
    assert timedelta(hours=hours) == found.due.astimezone(UTC) - begun.astimezone(UTC)


@given(st.integers(2, 300), MOMENTS)
def test_a_day_more_is_a_day_later(days: int, now: datetime) -> None:
    begun = now.replace(tzinfo=KOLKATA)
    fewer, more = deadlines.find(f"in {days} days", begun), deadlines.find(f"in {days + 1} days", begun)

    assert fewer is not None and fewer.due is not None
    assert more is not None and more.due is not None
    assert timedelta(days=1) == more.due - fewer.due


@given(
    st.sampled_from("tomorrow at noon|on Friday at three|by Monday at nine a.m.|by six tomorrow morning".split("|")),
    MOMENTS,
    ZONES,
)
def test_whatever_the_clocks_do_the_hour_on_the_wall_is_the_one_said(said: str, now: datetime, zone: ZoneInfo) -> None:
    there, elsewhere = deadlines.find(said, now.replace(tzinfo=zone)), deadlines.find(said, now.replace(tzinfo=KOLKATA))

    assert there is not None and there.due is not None
    assert elsewhere is not None and elsewhere.due is not None
    assert elsewhere.due.replace(tzinfo=None) == there.due.replace(tzinfo=None)
