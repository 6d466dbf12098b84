"""What every ledger must find: the fake, SQLite and Postgres alike."""

import asyncio

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from contracts.ledgers import KEPT, NOW, POLICY, found, ids, write
from promised import at, histories, made
from steadyline.core import ledger
from steadyline.core.figures import Period
from steadyline.core.ledger import Change, Dropped, Edited, HandedOver, Reopened
from steadyline.service.ledger_ports import BadCursor, Ledger, Query
from steadyline.service.strangers import strangers
from steadyline.testing import MemoryLedger

# --- finding --------------------------------------------------------------------------------------------------------


async def five(book: Ledger) -> None:
    """Sam's: late, for today and at risk, for tomorrow, undated, and kept; and one of Ada's in another team."""
    await write(book, "prm_late", made(act="call back", due=at("23 10:00")))
    await write(book, "prm_today", made(act="send the label", due=at("23 12:30")))
    await write(book, "prm_later", made(act="refund the fee", due="2026-11-25T17:00:00+00:00"))
    await write(book, "prm_undated", made(act="look into it", due=None))
    await write(book, "prm_kept", made(at("20 09:00"), act="refund postage", due=at("20 17:00"), customer="C-9"), KEPT)
    await write(book, "prm_ada", made(owner="Ada", team="field", act="visit on Friday", customer_name="Jürgen Groß"))


async def test_an_owners_promises_come_by_date_with_those_that_have_none_last(book: Ledger):
    await five(book)

    assert ["prm_kept", "prm_late", "prm_today", "prm_later", "prm_undated"] == await found(book, owner="Sam")
    assert ["prm_ada"] == await found(book, owner="Ada")
    assert [] == await found(book, owner="Nobody")


async def test_the_three_lists_of_the_day(book: Ledger):
    await five(book)

    assert ["prm_late"] == await found(book, owner="Sam", when="late")
    assert ["prm_today"] == await found(book, owner="Sam", when="today")
    assert ["prm_today"] == await found(book, owner="Sam", when="at_risk")
    assert [] == await found(book, owner="Sam", when="late", states=("kept",))


async def test_what_is_asked_for_is_asked_all_together(book: Ledger):
    await five(book)

    assert ["prm_ada"] == await found(book, team="field")
    assert ["prm_kept"] == await found(book, customer="C-9", states=("kept", "broken"))
    assert [] == await found(book, team="field", owner="Sam")
    assert ["prm_ada", "prm_kept", "prm_undated", "prm_later", "prm_today", "prm_late"] == await found(
        book, latest=True
    )


async def test_words_are_found_by_their_beginnings_whatever_case_and_accents_the_newest_first(book: Ledger):
    await five(book)

    assert ["prm_kept", "prm_later"] == await found(book, words="REF")
    assert ["prm_later"] == await found(book, words="fee refund")
    assert ["prm_ada"] == await found(book, words="jurgen gross")
    assert ["prm_later"] == await found(book, words="ref", states=("open",), owner="Sam")
    assert [] == await found(book, words="ref", owner="Ada")
    assert [] == await found(book, words="fund")
    assert 6 == len(await found(book, words="  "))


@pytest.mark.parametrize("asked", ["!!!", "🎉", " -- ' ", "_"])
async def test_a_search_for_what_is_no_word_finds_nothing(book: Ledger, asked: str):
    await five(book)

    assert [] == await found(book, words=asked) == await found(book, words=asked, owner="Sam")


async def test_a_name_is_one_whatever_its_case(book: Ledger):
    await five(book)
    await write(book, "prm_small", made(owner="sam", team="BILLING", act="refund it", due=at("23 11:00")))
    await write(book, "prm_zoe", made(owner="Zoë  Straße", team="", due=None))
    theirs = ["prm_late", "prm_small", "prm_today", "prm_later", "prm_undated"]

    assert theirs == await found(book, owner="SAM", states=("open",))
    assert theirs == await found(book, team="Billing", owner="sam", states=("open",))
    assert ["prm_late", "prm_small"] == await found(book, owner="sAm", team="billing", when="late")
    assert ["prm_small", "prm_kept", "prm_later"] == await found(book, owner="SAM", words="REF")
    assert "prm_small" == (await found(book, owner="SAM", latest=True))[0]
    assert ["prm_zoe"] == await found(book, owner="zoe\u0308 strasse") == await found(book, owner="ZOË STRASSE")
    assert 2 == await book.count(Query(owner="SAM"), 2)
    assert [] == await found(book, owner="Sa")


async def test_pages_of_a_name_with_two_spellings_hold_every_promise_once(book: Ledger):
    for number in range(7):
        owner = ("Sam", "sam")[number % 2]
        await write(book, f"prm_{number}", made(owner=owner, due=None if number % 3 == 2 else at("24 17:00")))
    for query in (Query(owner="SAM"), Query(owner="SAM", latest=True), Query(owner="SAM", words="refund")):
        whole = ids((await book.find(query)).promises)
        seen, after = [], ""
        while True:
            page = await book.find(query, after, 2)
            seen += ids(page.promises)
            if not (after := page.after):
                break

        assert 7 == len(set(whole)) == len(whole)
        assert whole == seen


@pytest.mark.parametrize("asked", ["\0", " ", "\t\0 "])
async def test_of_a_name_of_which_nothing_is_left_nothing_is_found(book: Ledger, asked: str):
    """The owner and the team of one are such names themselves: they once made the condition one of nobody's."""
    await five(book)
    await write(book, "prm_none", made(owner="", team="", customer="", customer_name=""))
    await write(book, "prm_nul", made(owner="\0", team="\0", customer="\0"))
    await write(book, "prm_blank", made(owner=" ", team="\t"))

    assert (
        []
        == await found(book, owner=asked)
        == await found(book, team=asked)
        == await found(book, owner=asked, team="a")
    )
    assert [] == await found(book, owner=asked, words="refund") == await found(book, team=asked, latest=True)
    assert ("owner", "team") == await strangers(book, owner=asked, team=asked)
    assert {} == (await book.figures(Period(since=at("01 00:00"), until=at("30 00:00"), now=NOW, team=asked))).by_kind


async def test_a_name_is_found_without_what_no_database_keeps_with_words_and_without(book: Ledger):
    await write(book, "prm_nul", made(owner="S\0am", team="bil\0ling", customer="C\0-9"))
    await write(book, "prm_sam", made(owner="sAm", team="Billing", customer="C-9"))
    both = ["prm_sam", "prm_nul"]

    for owner, team in (("SAM", "billing"), ("s\0am", "billi\0ng")):
        assert both == await found(book, owner=owner, latest=True) == await found(book, owner=owner, words="refund")
        assert both == await found(book, team=team, latest=True) == await found(book, team=team, words="refund")
    assert (
        both == await found(book, customer="C-\x009", words="refund") == await found(book, customer="C-9", latest=True)
    )
    assert both == ids(await book.story("C-9")) == ids(await book.story("C\0-9"))


async def test_of_a_customer_of_whom_nothing_is_left_nothing_is_found(book: Ledger):
    await write(book, "prm_none", made(customer=""))
    await write(book, "prm_nul", made(customer="\0"))

    assert [] == await found(book, customer="\0") == await found(book, customer="\0", words="refund")
    assert [] == await book.story("\0")


async def test_a_promise_that_is_handed_over_is_found_under_every_spelling_of_its_new_name(book: Ledger):
    await write(book, "prm_1", made(), HandedOver(at=NOW, owner="ADA", team="Field"))

    assert ["prm_1"] == await found(book, owner="ada") == await found(book, team="FIELD")
    assert [] == await found(book, owner="sam")


async def test_a_name_that_no_promise_has_is_a_stranger(book: Ledger):
    await write(book, "prm_1", made(), Dropped(at=NOW))

    assert () == await strangers(book, owner="SAM", team="Billing") == await strangers(book)
    assert ("owner",) == await strangers(book, owner="Samm", team="billing")
    assert ("owner", "team") == await strangers(book, owner="Samm", team="Biling")


async def test_a_promise_is_found_by_what_it_says_now_and_by_whose_it_is_now(book: Ledger):
    await write(book, "prm_1", made())
    edit = Edited(at=NOW, act="replace the kettle", kind="replacement", due=None)
    await write(book, "prm_1", edit, HandedOver(at=NOW, owner="Ada"))

    assert ["prm_1"] == await found(book, words="kettle", owner="Ada")
    assert [] == await found(book, words="march")
    assert [] == await found(book, words="kettle", owner="Sam")


async def test_what_was_dropped_is_found_only_where_it_is_asked_for(book: Ledger):
    await write(book, "prm_1", made(), Dropped(at=NOW))

    assert [] == await found(book, owner="Sam") == await found(book, words="refund")
    assert [] == await book.story("C-1182")
    assert ["prm_1"] == await found(book, states=("dropped",)) == await found(book, words="refund", states=("dropped",))
    await write(book, "prm_1", Reopened(at=NOW, why="it was one"))
    assert ["prm_1"] == await found(book, owner="Sam")


@pytest.mark.parametrize(
    "query", [Query(), Query(latest=True), Query(words="refund"), Query(owner="Sam", states=("open",))]
)
async def test_pages_hold_every_promise_once_in_order_even_where_dates_are_the_same(book: Ledger, query: Query):
    for number in range(7):
        await write(book, f"prm_{number}", made(due=None if number % 3 == 2 else at("24 17:00")))
    whole = ids((await book.find(query)).promises)

    seen, after = [], ""
    while True:
        page = await book.find(query, after, 2)
        seen += ids(page.promises)
        after = page.after
        if not after:
            break

    assert 7 == len(whole)
    assert whole == seen


async def test_a_page_of_just_as_many_as_there_are_is_the_last(book: Ledger):
    await write(book, "prm_1", made())

    assert "" == (await book.find(Query(), "", 1)).after


@pytest.mark.parametrize(
    "after", ["x", "1", "-1.2026-11-23T09:00:00Z", "99999999999999999999.2026-11-23T09:00:00Z", "²."]
)
async def test_a_place_that_no_page_gave_is_refused(book: Ledger, after: str):
    with pytest.raises(BadCursor, match="Begin at the first page"):
        await book.find(Query(), after)


async def test_counting_stops_where_it_is_told_to(book: Ledger):
    await five(book)

    assert 2 == await book.count(Query(owner="Sam"), 2)
    assert 2 == await book.count(Query(words="ref"), 2)


async def test_a_customers_story_is_the_newest_first_and_of_nobody_else(book: Ledger):
    await five(book)

    assert ["prm_ada", "prm_undated", "prm_later"] == ids(await book.story("C-1182", 3))
    assert [] == await book.story("")


# --- any question, any ledger ---------------------------------------------------------------------------------------


ASKED = st.builds(
    Query,
    owner=st.sampled_from(["", "Sam", "Ada", "sam"]),
    team=st.sampled_from(["", "billing", "field", "Billing"]),
    states=st.lists(st.sampled_from(ledger.STATES), max_size=3, unique=True).map(tuple),
    when=st.sampled_from(["any", "today", "at_risk", "late"]),
    now=st.just("2026-06-01T00:00:00Z"),
    day_ends=st.just("2027-01-01T00:00:00Z"),
    words=st.sampled_from(["", "", "ref", "m bill", "it ca", "c-1182", "zzz"]),
    latest=st.booleans(),
)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(stories=st.lists(histories(5), min_size=1, max_size=8), asked=st.lists(ASKED, min_size=1, max_size=12))
def test_every_ledger_finds_what_the_one_in_memory_finds(book: Ledger, stories: list[list[Change]], asked: list[Query]):
    asyncio.run(the_same_is_found(book, stories, asked))


async def the_same_is_found(book: Ledger, stories: list[list[Change]], asked: list[Query]) -> None:
    begin = await book.count(Query(states=ledger.STATES))
    for number, history in enumerate(stories, start=begin):
        await write(book, f"prm_{number}", *history)
    sure = MemoryLedger(POLICY)
    for number in range(begin + len(stories)):
        await write(sure, f"prm_{number}", *await book.history(f"prm_{number}"))

    for query in asked:
        assert await sure.find(query) == await book.find(query)
    for now in ("2026-01-01T00:00:00Z", ledger.FOREVER):
        assert await sure.due(now) == await book.due(now)
    began, ended = "2025-06-01T00:00:00Z", "2027-06-01T00:00:00Z"
    year = Period(since=began, until=ended, now="2027-01-01T00:00:00Z", by_owner=True, timezone="Europe/London")
    assert await sure.figures(year) == await book.figures(year)
    assert await sure.next_due() == await book.next_due()
