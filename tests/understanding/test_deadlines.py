"""Deadlines: the words people use for when, turned to a moment the customer can hold us to."""

from datetime import datetime, time
from time import process_time

import pytest
from tests.understanding.moments import NEW_YORK, TUESDAY, due

from steadyline.understanding import deadlines


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("by Friday", "Fri 13 Mar 17:00"),
        ("by end of play Friday", "Fri 13 Mar 17:00"),
        ("by close of business on Friday", "Fri 13 Mar 17:00"),
        ("next Friday", "Fri 20 Mar 17:00"),
        ("by Thursday next week", "Thu 19 Mar 17:00"),
        ("by second post on Thursday", "Thu 12 Mar 17:00"),
        ("Tuesday, then, half past eight", "Tue 17 Mar 08:30"),
        ("before I go home", "Tue 10 Mar 17:00"),
        ("before I go off at six", "Tue 10 Mar 18:00"),
        ("within the week", "Tue 17 Mar 17:00"),
        ("a week today", "Tue 17 Mar 17:00"),
        ("this day week", "Tue 17 Mar 17:00"),
        ("tomorrow week", "Wed 18 Mar 17:00"),
        ("this time tomorrow", "Wed 11 Mar 09:05"),
        ("this time next week", "Tue 17 Mar 09:05"),
        ("the morrow", "Wed 11 Mar 17:00"),
        ("before the weekend", "Fri 13 Mar 17:00"),
        ("on or before the seventeenth", "Tue 17 Mar 17:00"),
        ("by 16 April", "Thu 16 Apr 17:00"),
        ("for the 28th, any time between seven and seven", "Sat 28 Mar 19:00"),
        ("on the second Tuesday of next month", "Tue 14 Apr 17:00"),
        ("the last Friday in May", "Fri 29 May 17:00"),
        ("by the end of the quarter", "Tue 31 Mar 17:00"),
        ("by the end of next quarter", "Tue 30 Jun 17:00"),
        ("by the end of the year", "Thu 31 Dec 17:00"),
        ("by 1700 hours", "Tue 10 Mar 17:00"),
        ("tomorrow morning nine thirty", "Wed 11 Mar 09:30"),
        ("by threeish", "Tue 10 Mar 15:00"),
        ("within four business hours", "Tue 10 Mar 13:05"),
        ("within ten business hours", "Wed 11 Mar 11:05"),
        ("within ten working and I'll ring", "Tue 24 Mar 17:00"),
        ("in twenty minutes or half an hour", "Tue 10 Mar 09:35"),
        ("in a week to ten days", "Fri 20 Mar 17:00"),
        ("by five Eastern", "Tue 10 Mar 17:00"),
        ("before the end of the week", "Fri 13 Mar 17:00"),
        ("in one hour thirty minutes", "Tue 10 Mar 10:35"),
        ("within 2 hours, 10 minutes", "Tue 10 Mar 11:15"),
        ("in an hour and fifteen minutes", "Tue 10 Mar 10:20"),
        ("in one and a half hours", "Tue 10 Mar 10:35"),
        ("in 1 week 2 days", "Thu 19 Mar 17:00"),
        ("within 1000 hours", "Tue 21 Apr 01:05"),
        ("a week tomorrow", "Wed 18 Mar 17:00"),
        ("two weeks on Friday", "Fri 27 Mar 17:00"),
        ("by the end of Friday", "Fri 13 Mar 17:00"),
        ("by the end of tomorrow", "Wed 11 Mar 17:00"),
        ("before I go home on Friday", "Fri 13 Mar 17:00"),
        ("on the first of next month", "Wed 01 Apr 17:00"),
        ("on the first of the month", "Wed 01 Apr 17:00"),
        ("in an hour's time", "Tue 10 Mar 10:05"),
        ("on Thursday morning, first thing", "Thu 12 Mar 09:00"),
        ("tomorrow either way, before twelve", "Wed 11 Mar 12:00"),
        ("this evening, before I go home", "Tue 10 Mar 21:00"),
        ("on Tuesday, November 3rd, 8 to 10 a.m.", "Tue 03 Nov 10:00"),
        ("on Friday the thirteenth at noon", "Fri 13 Mar 12:00"),
        ("at 10-12 tomorrow", "Wed 11 Mar 12:00"),
        ("tomorrow between 8-1", "Wed 11 Mar 13:00"),
        ("in 3\u20135 working days", "Tue 17 Mar 17:00"),
        ("on the 26th, ref 020-12-14", "Thu 26 Mar 17:00"),
        ("tomorrow 10:30-12:30", "Wed 11 Mar 12:30"),
        ("tomorrow 2pm-4pm", "Wed 11 Mar 16:00"),
        ("26-30 May", "Sat 30 May 17:00"),
        ("today between noon and three", "Tue 10 Mar 15:00"),
        ("tomorrow only, in between eleven to one", "Wed 11 Mar 13:00"),
        ("a week from tomorrow", "Wed 18 Mar 17:00"),
        ("a week from Friday", "Fri 20 Mar 17:00"),
        ("by the Friday after next", "Fri 20 Mar 17:00"),
        ("by the middle of next week", "Wed 18 Mar 17:00"),
        ("by quarter of four", "Tue 10 Mar 15:45"),
        ("by ten of three today", "Tue 10 Mar 14:50"),
        ("at the top of the hour", "Tue 10 Mar 10:00"),
        ("by the end of the hour", "Tue 10 Mar 10:00"),
        ("by 3/31", "Tue 31 Mar 17:00"),
        ("on 31/3", "Tue 31 Mar 17:00"),
        ("in seven to ten calendar days", "Fri 20 Mar 17:00"),
        ("by five p.m. Pacific time", "Tue 10 Mar 20:00"),
        ("by month end", "Tue 31 Mar 17:00"),
        ("before Christmas", "Thu 24 Dec 17:00"),
        ("on New Year's Eve", "Thu 31 Dec 17:00"),
        ("in the new year", None),
        ("a week on Friday", "Fri 20 Mar 17:00"),
        ("on Monday morning", "Mon 16 Mar 12:00"),
        ("between nine and twelve on Thursday", "Thu 12 Mar 12:00"),
        ("Wednesday between eight and eleven", "Wed 11 Mar 11:00"),
        ("no later than Thursday at 3", "Thu 12 Mar 15:00"),
        ("within two hours", "Tue 10 Mar 11:05"),
        ("within the hour", "Tue 10 Mar 10:05"),
        ("in half an hour", "Tue 10 Mar 09:35"),
        ("in an hour and a half", "Tue 10 Mar 10:35"),
        ("on Friday, first class", "Fri 13 Mar 17:00"),
        ("at ten to see her", "Tue 10 Mar 10:00"),
        ("at ten to and not later", "Tue 10 Mar 09:50"),
        ("overnight", "Wed 11 Mar 09:00"),
        ("overnight on Thursday", "Fri 13 Mar 09:00"),
        ("tomorrow overnight", "Thu 12 Mar 09:00"),
        ("overnight on Friday", "Mon 16 Mar 09:00"),
        ("by overnight courier on Friday", "Fri 13 Mar 17:00"),
        ("on Friday, first job", "Fri 13 Mar 17:00"),
        ("on Friday the thirteenth", "Fri 13 Mar 17:00"),
        ("within 24 hours", "Wed 11 Mar 09:05"),
        ("within eighty-five minutes", "Tue 10 Mar 10:30"),
        ("in three to five business days", "Tue 17 Mar 17:00"),
        ("within ten working days", "Tue 24 Mar 17:00"),
        ("a couple of days", "Thu 12 Mar 17:00"),
        ("in two weeks' time", "Tue 24 Mar 17:00"),
        ("in a fortnight", "Tue 24 Mar 17:00"),
        ("first thing tomorrow", "Wed 11 Mar 09:00"),
        ("tomorrow at half past four", "Wed 11 Mar 16:30"),
        ("before noon tomorrow", "Wed 11 Mar 12:00"),
        ("by five o'clock today", "Tue 10 Mar 17:00"),
        ("by 5:30 pm", "Tue 10 Mar 17:30"),
        ("by half nine tonight", "Tue 10 Mar 21:30"),
        ("tonight", "Tue 10 Mar 23:59"),
        ("this evening at half six", "Tue 10 Mar 18:30"),
        ("this afternoon", "Tue 10 Mar 17:00"),
        ("by lunchtime", "Tue 10 Mar 14:00"),
        ("before the 28th", "Fri 27 Mar 17:00"),
        ("by the twenty-eighth of March", "Sat 28 Mar 17:00"),
        ("Thursday the twelfth", "Thu 12 Mar 17:00"),
        ("the sixth of May, ten fifteen", "Wed 06 May 10:15"),
        ("by the end of the week", "Fri 13 Mar 17:00"),
        ("by the end of the month", "Tue 31 Mar 17:00"),
        ("next week", "Fri 20 Mar 17:00"),
        ("by the weekend", "Fri 13 Mar 17:00"),
        ("by the time you're home tonight", "Tue 10 Mar 23:59"),
        ("at a quarter past nine tonight", "Tue 10 Mar 21:15"),
        ("at ten twenty tonight", "Tue 10 Mar 22:20"),
        ("at three twenty-five", "Tue 10 Mar 15:25"),
        ("at twenty to eleven", "Tue 10 Mar 10:40"),
        ("by ten to four", "Tue 10 Mar 15:50"),
        ("by quarter to one", "Tue 10 Mar 12:45"),
        ("at quarter past", "Tue 10 Mar 09:15"),
        ("by six tomorrow morning", "Wed 11 Mar 06:00"),
        ("at seven a.m. on Saturday", "Sat 14 Mar 07:00"),
        ("on Friday morning at seven", "Fri 13 Mar 07:00"),
        ("tomorrow between eight and noon", "Wed 11 Mar 12:00"),
        ("tomorrow night", "Wed 11 Mar 23:59"),
        ("in the morning", "Wed 11 Mar 12:00"),
        ("by morning", "Wed 11 Mar 09:00"),
        ("tomorrow at opening", "Wed 11 Mar 09:00"),
        ("before we close", "Tue 10 Mar 17:00"),
        ("before I go home", "Tue 10 Mar 17:00"),
        ("by breakfast", "Wed 11 Mar 09:00"),
        ("mid-morning tomorrow", "Wed 11 Mar 11:00"),
        ("by Monday or Tuesday", "Tue 17 Mar 17:00"),
        ("a week Friday", "Fri 20 Mar 17:00"),
        ("by the end of August", "Mon 31 Aug 17:00"),
        ("in a quarter of an hour", "Tue 10 Mar 09:20"),
        ("in the next hour", "Tue 10 Mar 10:05"),
        ("within a day or two", "Thu 12 Mar 17:00"),
        ("within an hour or two", "Tue 10 Mar 11:05"),
        ("within five banking days", "Tue 17 Mar 17:00"),
        ("within 48 working hours", "Thu 12 Mar 17:00"),
        ("in the next day or so", "Wed 11 Mar 17:00"),
        ("before the week is out", "Fri 13 Mar 17:00"),
        ("by the week's end", "Fri 13 Mar 17:00"),
        ("straight after the weekend", "Mon 16 Mar 17:00"),
        ("the week after next", "Fri 27 Mar 17:00"),
        ("within the month", "Fri 10 Apr 17:00"),
        ("a fortnight today", "Tue 24 Mar 17:00"),
        ("a fortnight on Friday", "Fri 27 Mar 17:00"),
        ("Monday fortnight", "Mon 30 Mar 17:00"),
        ("by twelve noon on Thursday", "Thu 12 Mar 12:00"),
        ("between the 16th and the 18th", "Wed 18 Mar 17:00"),
        ("from the 16th of March to the 20th", "Fri 20 Mar 17:00"),
        ("today or tomorrow", "Wed 11 Mar 17:00"),
        ("tomorrow, Friday at the outside", "Fri 13 Mar 17:00"),
        ("Thursday, or Friday at the latest", "Fri 13 Mar 17:00"),
        ("the same time tomorrow", "Wed 11 Mar 09:05"),
        ("from six this evening", "Tue 10 Mar 18:00"),
        ("this lunchtime", "Tue 10 Mar 14:00"),
        ("tomorrow after lunch", "Wed 11 Mar 17:00"),
        ("after lunch", "Tue 10 Mar 17:00"),
        ("by supper tomorrow", "Wed 11 Mar 19:00"),
        ("in 2 hrs", "Tue 10 Mar 11:05"),
        ("not later than Friday", "Fri 13 Mar 17:00"),
        ("on Good Friday", None),
        ("a fortnight on Friday at nine", "Fri 27 Mar 09:00"),
        ("Saturday fortnight at ten", "Sat 28 Mar 10:00"),
        ("the 30th or the 1st", "Wed 01 Apr 17:00"),
        ("the 1st of April to the 3rd", "Fri 03 Apr 17:00"),
        ("between Monday and Wednesday", "Wed 18 Mar 17:00"),
        ("from Monday to Friday", "Fri 20 Mar 17:00"),
        ("Monday, Tuesday, or Wednesday at the latest", "Wed 18 Mar 17:00"),
        ("Thursday or Friday", "Fri 13 Mar 17:00"),
        ("next Wednesday or Thursday", "Thu 19 Mar 17:00"),
        ("Friday at noon once it has updated overnight", "Fri 13 Mar 12:00"),
        ("within two and a half days", "Fri 13 Mar 17:00"),
        ("in a month and a half", "Sat 25 Apr 17:00"),
        ("within one and a half business days", "Thu 12 Mar 17:00"),
        ("in an hour and a quarter", "Tue 10 Mar 10:20"),
        ("in an hour and three quarters", "Tue 10 Mar 10:50"),
        ("the next working day", "Wed 11 Mar 17:00"),
        ("within the next business day", "Wed 11 Mar 17:00"),
        ("within a business day", "Wed 11 Mar 17:00"),
        ("by 10 pm Pacific tomorrow", "Thu 12 Mar 01:00"),
        ("by noon Central on Thursday", "Thu 12 Mar 13:00"),
        ("next week on Wednesday", "Wed 18 Mar 17:00"),
        ("next week, probably Wednesday", "Wed 18 Mar 17:00"),
        ("next weekend", "Sun 22 Mar 17:00"),
        ("the weekend after next", "Sun 29 Mar 17:00"),
        ("on the 31st of next month", "Thu 30 Apr 17:00"),
        ("the week of the 16th", "Fri 20 Mar 17:00"),
        ("the week commencing the 16th of March", "Fri 20 Mar 17:00"),
        ("within 48 hours of today", "Thu 12 Mar 17:00"),
        ("within 7 working days of the 16th", "Wed 25 Mar 17:00"),
        ("between Christmas and New Year", "Fri 01 Jan 17:00"),
        ("tomorrow fortnight", "Wed 25 Mar 17:00"),
        ("on the first working day of next month", "Wed 01 Apr 17:00"),
        ("this time next month", "Fri 10 Apr 09:05"),
        ("at the beginning of next week", "Tue 17 Mar 17:00"),
        ("in early April", "Fri 10 Apr 17:00"),
        ("mid April", "Mon 20 Apr 17:00"),
        ("by June", "Tue 30 Jun 17:00"),
        ("at 00:30", "Wed 11 Mar 00:30"),
        ("by 24:00", "Tue 10 Mar 23:59"),
        ("before I go home tonight", "Tue 10 Mar 23:59"),
    ],
)
def test_the_words_name_a_moment(said: str, when: str) -> None:
    assert when == due(f"I'll send it {said}")
    assert when == due(said.lower().replace(",", ""))


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("by mid night to night", "by midnight tonight"),
        ("buy noon tomorrow", "by noon tomorrow"),
        ("by ten ten thirty", "by ten thirty"),
        ("tomorrow tomorrow between nine an twelve", "tomorrow between nine and twelve"),
        ("by the end off the month", "by the end of the month"),
        ("within to hours", "within two hours"),
        ("in half and hour", "in half an hour"),
        ("the week today", "a week today"),
        ("at nine a m tomorrow", "at 9 a.m. tomorrow"),
        ("by e o d friday", "by end of day Friday"),
    ],
)
def test_what_a_recogniser_parts_doubles_or_mishears_is_the_same_moment(heard: str, meant: str) -> None:
    assert due(meant) is not None
    assert due(meant) == due(heard)


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("half eight", "Tue 10 Mar 20:30"),
        ("about three", "Tue 10 Mar 15:00"),
        ("six tomorrow", "Wed 11 Mar 18:00"),
        ("twelve thirty", "Tue 10 Mar 12:30"),
        ("tomorrow, eight till ten", "Wed 11 Mar 10:00"),
        ("in fifteen", "Tue 10 Mar 09:20"),
        ("for five", "Tue 10 Mar 17:00"),
    ],
)
def test_where_words_are_known_to_be_a_time_a_bare_number_is_one(said: str, when: str) -> None:
    found = deadlines.find(said, TUESDAY, marked=True)

    assert found is not None and found.due is not None
    assert when == found.due.strftime("%a %d %b %H:%M")


def test_a_minute_that_nobody_counts_is_said_but_cannot_be_pinned_down() -> None:
    found = deadlines.find("I'll text you in a minute", TUESDAY)

    assert found is not None
    assert ("in a minute", None) == (found.words, found.due)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("it won't be before Monday", "before Monday"),
        ("not before Monday", "before Monday"),
        ("they never come before Monday", "before Monday"),
        ("it won't be with you before Monday", "before Monday"),
        ("we won't be able to do it before Monday", "before Monday"),
        ("not before noon tomorrow", "before noon tomorrow"),
        ("it won't be with you before noon", "before noon"),
        ("it won't be before five", "before five"),
        ("it won't be before April", "before April"),
        ("it won't be ready before the end of the month", "before the end of the month"),
        ("I can ring you, but not until Monday", "until Monday"),
        ("he'll come on Monday at the earliest", "on Monday"),
    ],
)
def test_when_it_is_not_before_is_no_deadline(said: str, words: str) -> None:
    found = deadlines.find(said, TUESDAY)

    assert found is not None
    assert (words, None) == (found.words, found.due)


@pytest.mark.parametrize(
    "said",
    [
        "I won't forget to ring you before noon",
        "don't worry I'll ring you before noon",
        "It isn't in. I ring before noon",
    ],
)
def test_a_not_of_something_else_leaves_the_deadline(said: str) -> None:
    assert "Tue 10 Mar 12:00" == due(said)


def test_the_first_and_the_second_alone_are_no_dates() -> None:
    assert deadlines.find("I'll refund the first and the second", TUESDAY) is None


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("over the weekend", "Sun 15 Mar 17:00"),
        ("after the weekend", "Mon 16 Mar 17:00"),
        ("before the weekend", "Fri 20 Mar 17:00"),
        ("by the weekend", "Fri 20 Mar 17:00"),
    ],
)
def test_said_on_a_sunday_the_weekend_is_the_one_that_is(said: str, when: str) -> None:
    assert when == due(said, datetime(2026, 3, 15, 10, 0, tzinfo=NEW_YORK))


def test_a_long_line_of_many_times_is_read_at_once() -> None:
    began = process_time()
    found = deadlines.find_all("I'll call you on 3 may " * 1800, TUESDAY)

    assert len(found) == 24
    assert process_time() - began < 1.0


def test_overnight_is_not_that_of_a_day_named_further_on() -> None:
    first, second = deadlines.find_all("It updates overnight, so I'll look tomorrow at nine", TUESDAY)

    assert ("overnight", "tomorrow at nine") == (first.words, second.words)


def test_a_date_that_can_be_read_in_two_ways_is_none() -> None:
    found = deadlines.find("by 3/4", TUESDAY)

    assert found is None or found.due is None


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("by Friday. Central office will have it then.", "Fri 13 Mar 17:00"),
        ("in ten minutes. Pacific Gas has to be told", "Tue 10 Mar 09:15"),
        ("by tomorrow central heating is back", "Wed 11 Mar 17:00"),
        ("by five p.m. Eastern.", "Tue 10 Mar 17:00"),
    ],
)
def test_a_zone_is_that_of_an_hour_and_not_of_what_comes_after(said: str, when: str) -> None:
    assert when == due(said)


@pytest.mark.parametrize("unit", ["minutes", "hours", "business hours", "days", "working days", "weeks", "months"])
@pytest.mark.parametrize("digits", [30, 400])
def test_no_number_is_too_large(unit: str, digits: int) -> None:
    assert deadlines.find(f"within {'9' * digits} {unit}", TUESDAY) is not None
    assert deadlines.find(f"within 2 months {'9' * digits} {unit}", TUESDAY) is not None


def test_tonight_before_i_go_home_is_tonight_where_business_has_closed() -> None:
    assert due("tonight before I go home", TUESDAY.replace(hour=18)) == "Tue 10 Mar 23:59"


def test_one_way_or_the_other_is_no_hour() -> None:
    assert due("by the 31st, one way or the other") == "Tue 31 Mar 17:00"


def test_where_nobody_says_so_a_bare_number_is_no_time() -> None:
    assert deadlines.find("I have about three of them, or twelve thirty", TUESDAY) is None


@pytest.mark.parametrize("said", ["the night before", "the same afternoon", "when the last one lands", "when it lands"])
def test_a_time_that_hangs_on_another_is_not_reckoned(said: str) -> None:
    found = deadlines.find(said, TUESDAY, marked=True)

    assert found is None or found.due is None


@pytest.mark.parametrize(
    "said",
    [
        "I'll refund it",
        "twenty pounds",
        "call me at 555 1234",
        "for two people",
        "by then",
        "the second it goes",
        "let your sister in first",
        "he will come",
        "when I get a minute",
        "I'll overnight it to you",
        "give it five minutes",
        "soon",
        "",
    ],
)
def test_where_no_time_is_named_there_is_no_deadline(said: str) -> None:
    assert deadlines.find(said, TUESDAY) is None


@pytest.mark.parametrize(
    "said", ["I've waited for three weeks", "that was two days ago", "it's been five hours already"]
)
def test_how_long_it_has_been_is_no_deadline(said: str) -> None:
    assert deadlines.find(said, TUESDAY) is None


def test_at_once_is_said_but_cannot_be_pinned_down() -> None:
    found = deadlines.find("I'll do it right now", TUESDAY)

    assert found is not None
    assert ("right now", None) == (found.words, found.due)


def test_the_words_are_quoted_as_they_were_said() -> None:
    found = deadlines.find("We'll have it back to you by End of Play Friday, I promise.", TUESDAY)

    assert found is not None
    assert "by End of Play Friday" == found.words


@pytest.mark.parametrize(
    ("said", "at", "when"),
    [
        ("I'll ring you at ten", "16:10", "Wed 11 Mar 10:00"),
        ("by ten", "14:00", "Tue 10 Mar 22:00"),
        ("she'll phone you at nine", "19:45", "Wed 11 Mar 09:00"),
        ("I'm here this evening, I'll ring at nine", "18:05", "Tue 10 Mar 21:00"),
        ("at eight", "21:25", "Wed 11 Mar 08:00"),
        ("at seven", "21:25", "Wed 11 Mar 07:00"),
        ("by eight", "17:01", "Tue 10 Mar 20:00"),
        ("by ten tonight", "18:05", "Tue 10 Mar 22:00"),
        ("today at ten", "16:10", "Tue 10 Mar 22:00"),
    ],
)
def test_an_hour_that_has_passed_is_this_evenings_or_tomorrow_mornings_but_never_late_at_night(
    said: str, at: str, when: str
) -> None:
    assert when == due(said, datetime.combine(TUESDAY.date(), time.fromisoformat(at), tzinfo=NEW_YORK))


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("tomorrow at seven", "Wed 11 Mar 07:00"),
        ("at half past six tomorrow", "Wed 11 Mar 06:30"),
        ("by seven tomorrow evening", "Wed 11 Mar 19:00"),
        ("at six tomorrow", "Wed 11 Mar 18:00"),
        ("at seven", "Tue 10 Mar 19:00"),
    ],
)
def test_seven_on_another_day_is_in_the_morning(said: str, when: str) -> None:
    assert when == due(said)


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("I'll do the three hundred and ten this evening", "Tue 10 Mar 21:00"),
        ("I'll refund the nine forty by Friday", "Fri 13 Mar 17:00"),
        ("I'll add another ten tonight", "Tue 10 Mar 23:59"),
        ("I'll credit the three-eighteen today", "Tue 10 Mar 17:00"),
        ("it goes by the three o'clock post", "Tue 10 Mar 15:00"),
    ],
)
def test_the_end_of_an_amount_is_no_hour(said: str, when: str) -> None:
    assert when == due(said)
