"""The pages of the ledger in a real browser: what is due is seen at once, and each thing takes one key."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cli import commands
from e2e import conftest, promises
from e2e.promises import DANA, moment
from e2e.room import Room
from steadyline import bootstrap
from steadyline.core.ledger import Change, Kept, Made, Proof
from steadyline.testing import ScriptedCarrier

YEAR = datetime.now(UTC).year + 1
"""Next year: whatever day it is, it is not over."""
NAME = """if (location.host) {
  localStorage.setItem('steadyline.name', 'Sam');
  localStorage.setItem('steadyline.team', 'billing');
}"""


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    room = Room()
    promises.a_week(room)
    yield room
    room.close()


def context(browser: Browser, **how: Any) -> BrowserContext:
    """A browser in London, of Sam from billing."""
    chosen = {"viewport": {"width": 1280, "height": 720}, "timezone_id": "Europe/London", "locale": "en-GB", **how}
    fresh = browser.new_context(**chosen)
    fresh.add_init_script(NAME)
    return fresh


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    window = context(browser)
    page = window.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    yield page
    window.close()
    assert [] == [said for said in wrong if not re.search("409|422", said)], "what is refused is told on the page"


def write(room: Room, id: str, *changes: Change) -> str:
    """A promise of this test's own."""
    for edition, change in enumerate(changes):
        room.do(room.served.keeping.ledger.write(id, edition, change))
    return id


def own(act: str, due: str | None, **how: Any) -> Made:
    """A promise that is in nobody's story."""
    return promises.made(act, due, **{"customer": ("C-9", "Others"), **how})


def on_ledger(room: Room, id: str) -> dict[str, Any]:
    answer: dict[str, Any] = httpx.get(f"{room.served.http}/api/promises/{id}").json()["promise"]
    return answer


def change(room: Room, id: str, **wish: Any) -> None:
    """Somebody else changes it."""
    edition = on_ledger(room, id)["edition"]
    answer = httpx.post(
        f"{room.served.http}/api/promises/{id}/changes", json={"edition": edition, "by": "Lena", **wish}
    )
    assert 200 == answer.status_code, answer.text


def row(page: Page, id: str) -> Any:
    return page.locator(f'[data-promise="{id}"]')


# --- the list -------------------------------------------------------------------------------------------------------


def test_what_is_late_and_due_today_is_seen_in_a_second(page: Page, room: Room):
    began = time.monotonic()
    page.goto(f"{room.served.http}/promises")
    expect(page.locator(".headline h2")).to_contain_text(re.compile(r"\d late, \d due today\."))
    assert time.monotonic() - began < 5
    late, today = page.locator('[data-group="late"]'), page.locator('[data-group="today"]')

    expect(late).to_contain_text("Refund the second charge of 42 dollars")
    expect(late).to_contain_text("20 h late")
    expect(today).to_contain_text("Ring Dana back about the March bill")
    for group in (late, today):
        box = group.bounding_box()
        assert box is not None
        assert box["y"] + 60 < 720, "it begins on the first screen"
    assert page.title().startswith("(")


def test_due_times_are_the_readers_with_the_customers_beside_where_they_differ(page: Page, room: Room):
    due = own("send the contract", f"{YEAR}-03-02T17:00:00-05:00", owner="Zone", customer=("C-5", "Eve"))
    write(room, "prm_zone", due)
    write(room, "prm_same", own("ring", f"{YEAR}-03-02T17:00:00+00:00", owner="Zone", timezone="Europe/London"))
    page.goto(f"{room.served.http}/promises?owner=Zone")

    expect(row(page, "prm_zone").locator(".due-when")).to_have_text(f"{date(YEAR, 3, 2):%a} 2 March {YEAR}, 10 pm")
    expect(row(page, "prm_zone").locator(".due-theirs")).to_have_text("5 pm in New York")
    expect(row(page, "prm_same").locator(".due-theirs")).to_have_count(0)


def test_a_promise_is_kept_with_four_keys_and_its_proof(page: Page, room: Room):
    write(room, "prm_k1", own("refund 12 dollars", moment(hours=-1), owner="Keeper"))
    write(room, "prm_k2", own("refund 13 dollars", moment(hours=-0.5), owner="Keeper"))
    page.goto(f"{room.served.http}/promises?owner=Keeper")
    expect(row(page, "prm_k1")).to_have_attribute("aria-current", "true")
    page.keyboard.press("k")
    expect(page.get_by_label("What shows that it is kept")).to_be_focused()
    page.keyboard.type("Receipt 4411")
    page.keyboard.press("Enter")

    expect(row(page, "prm_k1")).to_have_count(0)
    expect(row(page, "prm_k2")).to_be_focused()
    kept = on_ledger(room, "prm_k1")
    assert ("kept", "Receipt 4411", "Sam") == (
        kept["state"],
        kept["proof"]["text"],
        page.evaluate("localStorage.getItem('steadyline.name')"),
    )
    expect(page.locator('[role="status"].unseen')).to_have_text("Written down.")


def test_escape_leaves_all_as_it_was_and_keys_in_a_field_are_letters(page: Page, room: Room):
    write(room, "prm_esc", own("refund 14 dollars", moment(hours=5), owner="Esc"))
    page.goto(f"{room.served.http}/promises?owner=Esc")
    expect(row(page, "prm_esc")).to_be_visible()
    page.keyboard.press("k")
    page.keyboard.type("khp")
    expect(page.get_by_label("What shows that it is kept")).to_have_value("khp")
    page.keyboard.press("Escape")
    expect(page.get_by_label("What shows that it is kept")).to_have_count(0)
    expect(row(page, "prm_esc")).to_be_focused()

    assert 1 == on_ledger(room, "prm_esc")["edition"]


def test_the_arrows_go_through_the_list_and_enter_opens(page: Page, room: Room):
    for number in range(3):
        write(room, f"prm_a{number}", own(f"act {number}", moment(days=2 + number), owner="Arrow"))
    page.goto(f"{room.served.http}/promises?owner=Arrow")
    expect(row(page, "prm_a0")).to_have_attribute("aria-current", "true")
    page.keyboard.press("ArrowDown")
    expect(row(page, "prm_a0")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("j")
    expect(row(page, "prm_a2")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(row(page, "prm_a1")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/promises/prm_a1$"))


def test_no_step_is_lost_when_keys_come_faster_than_the_page_is_drawn_or_are_held_down(page: Page, room: Room):
    for number in range(8):
        write(room, f"prm_f{number}", own(f"act {number}", moment(days=2 + number), owner="Fast"))
    page.goto(f"{room.served.http}/promises?owner=Fast")
    expect(row(page, "prm_f0")).to_have_attribute("aria-current", "true")
    page.evaluate("""() => {
      for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowDown"])
        dispatchEvent(new KeyboardEvent("keydown", { key }));
    }""")
    expect(row(page, "prm_f2")).to_be_focused()

    for _ in range(4):  # the second and later ones are repeats
        page.keyboard.down("ArrowDown")
    page.keyboard.up("ArrowDown")
    expect(row(page, "prm_f6")).to_be_focused()

    page.evaluate("""() => {
      for (const key of ["ArrowDown", "k"]) dispatchEvent(new KeyboardEvent("keydown", { key }));
    }""")
    expect(row(page, "prm_f7").get_by_label("What shows that it is kept")).to_be_focused()


def test_at_the_lists_end_the_focus_is_left_where_it_goes_next(page: Page, room: Room):
    write(room, "prm_end", own("act at the end", moment(days=2), owner="End"))
    page.goto(f"{room.served.http}/promises?owner=End")
    expect(row(page, "prm_end")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(row(page, "prm_end")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("/")
    change(room, "prm_end", type="plan", how="by the till")
    expect(row(page, "prm_end")).to_contain_text("by the till")

    expect(page.get_by_label("Search")).to_be_focused()


def test_a_date_without_a_time_is_until_business_closes_or_is_asked_about(page: Page, room: Room):
    write(room, "prm_day", own("send the form", moment(days=2), owner="Day", timezone="Europe/London"))
    page.goto(f"{room.served.http}/promises?owner=Day")
    expect(row(page, "prm_day")).to_be_visible()
    page.keyboard.press("p")
    monday = next(day for day in (date(YEAR, 6, day) for day in range(1, 8)) if day.weekday() == 0)
    page.get_by_label("By when now").fill(f"{monday + timedelta(days=-1)}")
    page.get_by_label("Time, or none").fill("")
    page.get_by_label("Why").select_option("stock")
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_role("alert").first).to_contain_text("Business is closed on Sunday")
    page.get_by_label("By when now").fill(f"{monday}")
    page.keyboard.press("Enter")
    expect(page.get_by_label("By when now")).to_have_count(0)

    assert f"{monday}T17:00:00+01:00" == on_ledger(room, "prm_day")["due"]


def test_filters_and_search_stand_in_the_address_and_back_goes_back(page: Page, room: Room):
    page.goto(f"{room.served.http}/promises")
    expect(page).to_have_url(re.compile(r"\?owner=Sam$"))
    expect(page.get_by_role("button", name="Mine")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("a")
    expect(page).to_have_url(re.compile(r"\?all=1$"))
    expect(row(page, "prm_care")).to_be_visible()
    page.keyboard.press("t")
    expect(page).to_have_url(re.compile(r"\?team=billing$"))
    expect(row(page, "prm_care")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("rout")
    expect(page).to_have_url(re.compile("words=rout"))
    expect(page.locator(".promise")).to_have_count(1)
    expect(row(page, "prm_lena")).to_be_visible()

    fresh = page.context.new_page()
    fresh.goto(page.url)
    expect(row(fresh, "prm_lena")).to_be_visible()
    page.keyboard.press("Escape")
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?all=1$"))
    expect(row(page, "prm_care")).to_be_visible()


def test_what_is_settled_is_found_too(page: Page, room: Room):
    page.goto(f"{room.served.http}/promises?all=1&state=withdrawn")
    expect(row(page, "prm_withdrawn")).to_contain_text("withdrawn")
    page.get_by_label("In which state").select_option("broken")
    expect(row(page, "prm_broken")).to_be_visible()
    expect(row(page, "prm_withdrawn")).to_have_count(0)


def test_a_long_list_goes_on_where_it_ended(page: Page, room: Room):
    for number in range(60):
        write(room, f"prm_long{number}", own(f"act {number}", moment(days=3 + number), owner="Long"))
    page.goto(f"{room.served.http}/promises?owner=Long")
    expect(page.locator(".promise")).to_have_count(50)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".promise")).to_have_count(60)


def test_a_promise_is_made_by_hand(page: Page, room: Room):
    page.goto(f"{room.served.http}/promises?owner=Sam")
    expect(page.locator(".promise").first).to_be_visible()
    page.keyboard.press("n")
    making = page.get_by_role("dialog", name="A promise made by hand")
    making.get_by_label("What will be done").fill("send the warranty card")
    making.get_by_label("By when").fill(f"{YEAR}-05-04")
    making.get_by_label("Time, or none").fill("16:30")
    making.get_by_label("To whom").fill("Noor Ali")
    page.keyboard.press("Enter")
    expect(making).to_be_hidden()
    expect(page.locator(".promise", has_text="Send the warranty card")).to_contain_text("4:30 pm")

    (found,) = httpx.get(f"{room.served.http}/api/promises?words=warranty").json()["promises"]
    assert ("Noor Ali", "Sam", f"{YEAR}-05-04T16:30:00+01:00") == (found["customer_name"], found["owner"], found["due"])


def test_a_promise_made_by_hand_to_one_on_record_is_on_their_clock(page: Page, room: Room):
    write(room, "prm_known", own("ring", moment(days=2), customer=("C/77", "Ann Oe"), timezone="Asia/Tokyo"))
    page.goto(f"{room.served.http}/promises?owner=Sam")
    expect(page.locator(".promise").first).to_be_visible()
    page.keyboard.press("n")
    making = page.get_by_role("dialog", name="A promise made by hand")
    making.get_by_label("What will be done").fill("send the spare key")
    making.get_by_label("Their reference").press_sequentially("C/77")
    page.keyboard.press("Tab")
    making.get_by_label("By when, on the customer’s clock (Tokyo)").fill(f"{YEAR}-05-04")
    expect(making.get_by_label("To whom")).to_have_value("Ann Oe")
    making.get_by_label("Time, or none").fill("16:30")
    page.keyboard.press("Enter")
    expect(making).to_be_hidden()
    (found,) = httpx.get(f"{room.served.http}/api/promises?words=spare").json()["promises"]
    assert ("Ann Oe", "Asia/Tokyo", f"{YEAR}-05-04T16:30:00+09:00") == (
        found["customer_name"],
        found["timezone"],
        found["due"],
    )


def test_of_an_hour_that_comes_twice_a_person_chooses_which_is_meant(page: Page, room: Room):
    night = date(YEAR, 10, 31)
    night -= timedelta(days=(night.weekday() + 1) % 7)  # the last Sunday, when clocks go back in London
    write(room, "prm_night", own("watch the line", f"{night}T12:00:00+00:00", timezone="Europe/London", owner="Night"))
    page.goto(f"{room.served.http}/promises/prm_night")
    expect(page.get_by_role("heading", name="Watch the line")).to_be_visible()
    page.keyboard.press("e")
    which = page.get_by_label("It comes twice, as the clocks go back")
    expect(which).to_have_count(0)
    page.get_by_label("Time, or none").fill("01:30")
    expect(which).to_have_value("")
    page.keyboard.press("Enter")
    assert f"{night}T12:00:00+00:00" == on_ledger(room, "prm_night")["due"], "nothing is guessed"
    which.select_option("The second, after that")
    page.get_by_role("button", name="Correct it").click()
    expect(page.get_by_role("button", name="Correct it")).to_have_count(0)
    assert f"{night}T01:30:00+00:00" == on_ledger(room, "prm_night")["due"]

    page.keyboard.press("e")
    expect(which.locator("option:checked")).to_have_text("The second, after that")
    which.select_option("The first, before they go back")
    page.get_by_role("button", name="Correct it").click()
    expect(page.get_by_role("button", name="Correct it")).to_have_count(0)
    assert f"{night}T01:30:00+01:00" == on_ledger(room, "prm_night")["due"]


# --- as it happens --------------------------------------------------------------------------------------------------


def test_what_others_do_shows_by_itself_and_nothing_is_asked_for_again_and_again(page: Page, room: Room):
    write(room, "prm_live", own("refund 15 dollars", moment(hours=30), owner="Live"))
    page.goto(f"{room.served.http}/promises?owner=Live")
    expect(row(page, "prm_live")).to_be_visible()
    expect(page.locator(".link")).to_have_text("Connected")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(6000)
    assert [] == asked
    change(room, "prm_live", type="plan", how="by bank transfer")
    expect(row(page, "prm_live")).to_contain_text("by bank transfer")

    assert 1 == len(asked)


def test_a_promise_becomes_late_by_itself_at_its_second(page: Page, room: Room):
    write(room, "prm_soon", own("ring at once", moment(hours=4 / 3600), owner="Soon"))
    page.goto(f"{room.served.http}/promises?owner=Soon")
    expect(page.locator('[data-group="today"]')).to_contain_text("Ring at once")
    expect(page.locator('[data-group="late"]')).to_contain_text("Ring at once", timeout=12_000)


def test_of_two_who_change_it_at_once_the_second_is_told_and_loses_no_word(page: Page, room: Room):
    write(room, "prm_two", own("refund 16 dollars", moment(hours=30), owner="Two"))
    page.goto(f"{room.served.http}/promises/prm_two")
    expect(page.get_by_role("heading", name="Refund 16 dollars")).to_be_visible()
    page.route("**/changes", lambda route: (change(room, "prm_two", type="plan", how="by post"), route.continue_())[1])
    page.keyboard.press("w")
    page.keyboard.type("They said never mind")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Somebody changed this promise while you looked at it")
    expect(page.locator(".facts")).to_contain_text("by post")
    expect(page.get_by_label("What the customer said")).to_have_value("They said never mind")
    assert "open" == on_ledger(room, "prm_two")["state"]

    page.unroute("**/changes")
    page.get_by_role("button", name="Go on with that").click()
    page.keyboard.press("Enter")
    expect(page.locator(".the-promise .tag")).to_contain_text("withdrawn")


def test_what_the_page_heard_of_since_the_form_was_opened_is_not_written_over(page: Page, room: Room):
    write(room, "prm_heard", own("refund 17 dollars", moment(hours=30), owner="Two"))
    page.goto(f"{room.served.http}/promises/prm_heard")
    expect(page.get_by_role("heading", name="Refund 17 dollars")).to_be_visible()
    page.keyboard.press("e")
    page.get_by_label("What will be done").fill("refund 18 dollars")
    change(room, "prm_heard", type="edit", act="refund 17 dollars", kind="money", due=f"{YEAR}-05-04T16:30")
    expect(page.locator(".acting")).to_contain_text("has changed since you began")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Somebody changed this promise while you looked at it")
    assert "refund 17 dollars" == on_ledger(room, "prm_heard")["act"]

    page.get_by_role("button", name="Go on with that").click()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Refund 18 dollars")).to_be_visible()
    held = on_ledger(room, "prm_heard")
    assert ("money", f"{YEAR}-05-04T16:30:00-04:00") == (held["kind"], held["due"]), "what was not written stays theirs"


# --- one promise ----------------------------------------------------------------------------------------------------


def test_one_promise_shows_what_was_said_and_all_that_befell_it(page: Page, room: Room):
    page.goto(f"{room.served.http}/promises/prm_refund")
    expect(page.locator(".said blockquote")).to_contain_text("I'll have the refund on your card by Thursday")
    expect(page.locator(".said")).to_contain_text("At 6:52 of the call")
    expect(page.get_by_role("link", name="The call and its wrap-up")).to_have_attribute("href", "/wrapup/call_dana_2")
    expect(page.locator(".history li")).to_have_count(2)
    expect(page.locator(".history li").first).to_contain_text("Said how it will be done · Sam")


def test_each_thing_takes_one_key_and_asks_before_it_is_written(page: Page, room: Room):
    write(room, "prm_keys", own("refund 17 dollars", moment(hours=30), owner="Sam"))
    page.goto(f"{room.served.http}/promises/prm_keys")
    heading = page.get_by_role("heading", name="Refund 17 dollars")
    expect(heading).to_be_visible()
    state = page.locator(".the-promise .tag")

    page.keyboard.press("l")
    page.keyboard.type("by the till")
    page.keyboard.press("Enter")
    expect(page.locator(".facts")).to_contain_text("by the till")
    expect(heading).to_be_focused()
    page.keyboard.press("p")
    page.get_by_label("By when now").fill(f"{YEAR}-06-01")
    page.get_by_label("Time, or none").fill("12:00")
    page.get_by_label("Why").select_option("stock")
    page.get_by_label("The customer knows").check()
    page.keyboard.press("Enter")
    expect(page.locator(".history li").first).to_contain_text(
        f"Moved it to {date(YEAR, 6, 1):%a} 1 June {YEAR}, 5 pm, with the customer’s yes"
    )
    page.keyboard.press("h")
    page.keyboard.type("Lena")
    page.keyboard.press("Enter")
    expect(page.locator(".facts")).to_contain_text("Lena, team billing")
    page.keyboard.press("k")
    page.keyboard.type("https://pay.example/4411")
    page.keyboard.press("Enter")
    expect(state).to_contain_text("kept on time")
    page.keyboard.press("t")
    page.get_by_label("By which way").fill("phone")
    page.keyboard.press("Enter")
    expect(page.locator(".facts")).to_contain_text("Told")
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    expect(page.locator(".facts")).to_contain_text("no answer yet")
    page.keyboard.press("a")
    page.get_by_label("Is it right now?").select_option("no")
    page.get_by_label("In their words").fill("nothing came")
    page.keyboard.press("Enter")
    expect(state).to_contain_text("open")
    page.keyboard.press("w")
    page.keyboard.type("leave it, it is fine")
    page.keyboard.press("Enter")
    expect(state).to_contain_text("withdrawn")

    assert f"{YEAR}-06-01T12:00:00-04:00" == on_ledger(room, "prm_keys")["due"], "on the customer's clock"


def test_what_the_ledger_refuses_is_told_in_its_words_and_the_form_stays(browser: Browser, room: Room):
    write(room, "prm_past", own("refund 18 dollars", moment(hours=30), owner="Sam"))
    with context(browser) as window:
        page = window.new_page()
        page.goto(f"{room.served.http}/promises/prm_past")
        expect(page.get_by_role("heading", name="Refund 18 dollars")).to_be_visible()
        page.keyboard.press("p")
        page.get_by_label("By when now").fill("2020-01-01")
        page.get_by_label("Time, or none").fill("10:00")
        page.get_by_label("Why").select_option("stock")
        page.get_by_role("button", name="Move it").click()
        expect(page.get_by_role("alert")).to_contain_text("That has passed already")
        expect(page.get_by_label("By when now")).to_have_value("2020-01-01")
        page.keyboard.press("Escape")
        page.keyboard.press("o")
        expect(page.locator(".acting")).to_have_count(0)


def test_why_a_date_moves_is_chosen_by_a_person_who_is_told_if_they_forget(page: Page, room: Room):
    write(room, "prm_why", own("refund 20 dollars", moment(hours=30)))
    change(room, "prm_why", type="postpone", due=f"{YEAR}-05-03T12:00", cause="system", agreed=True)
    page.goto(f"{room.served.http}/promises/prm_why")
    expect(page.get_by_role("heading", name="Refund 20 dollars")).to_be_visible()
    for key, saves in (("p", "Move it"), ("b", "It is broken")):
        page.keyboard.press(key)
        why = page.get_by_label("Why")
        expect(why).to_have_value("")
        page.get_by_role("button", name=saves).click()
        expect(why).to_be_focused()
        assert "nothing is chosen for you" in why.evaluate("select => select.validationMessage")
        assert 2 == on_ledger(room, "prm_why")["edition"]
        page.keyboard.press("Escape")
        expect(page.locator(".acting")).to_have_count(0)

    page.keyboard.press("p")
    page.get_by_label("By when now").fill(f"{YEAR}-05-04")
    page.get_by_label("Why").select_option("stock")
    page.get_by_role("button", name="Move it").click()
    expect(page.locator(".history li").first).to_contain_text("Not in stock")


def test_a_link_that_is_none_is_refused_where_it_is_entered_and_a_right_one_can_be_opened(page: Page, room: Room):
    write(room, "prm_link", own("refund 21 dollars", moment(hours=30)))
    page.goto(f"{room.served.http}/promises/prm_link")
    expect(page.get_by_role("heading", name="Refund 21 dollars")).to_be_visible()
    page.keyboard.press("k")
    text = page.get_by_label("What shows that it is kept")
    text.fill("javascript:alert(1)")
    page.get_by_label("That is").select_option("link")
    page.get_by_role("button", name="It is kept").click()
    expect(page.get_by_role("alert")).to_contain_text("begins with https://, http:// or mailto:")
    assert "open" == on_ledger(room, "prm_link")["state"]

    text.fill("mailto:dana@example.com")
    page.get_by_role("button", name="It is kept").click()
    link = page.locator(".facts").get_by_role("link", name="mailto:dana@example.com")
    expect(link).to_have_attribute("href", "mailto:dana@example.com")


def test_a_promise_that_is_not_there_says_so(browser: Browser, room: Room):
    window = context(browser)
    page = window.new_page()
    page.goto(f"{room.served.http}/promises/prm_nowhere")
    expect(page.get_by_role("status").filter(has_text="prm_nowhere")).to_be_visible()
    expect(page.get_by_role("link", name="All promises")).to_be_visible()
    window.close()


def test_a_letter_is_drafted_read_and_sent_by_a_click_and_then_stands_on_the_ledger(page: Page):
    carrier = ScriptedCarrier()
    room = Room(carrier=carrier)
    try:
        proof = Proof(kind="note", text="Receipt 4411")
        done = Kept(at=moment(), by="Sam", proof=proof)
        write(room, "prm_letter", own("refund 19 dollars", moment(hours=30), customer=("C-1", "Dana")), done)
        page.goto(f"{room.served.http}/promises/prm_letter")
        expect(page.locator(".the-promise .tag")).to_contain_text("kept")
        page.keyboard.press("m")
        letter = page.get_by_label("The letter, as it will be read")
        expect(letter).to_have_value(re.compile("Dana"))
        expect(letter).to_be_focused()
        page.keyboard.press("Control+End")
        page.keyboard.type("\nP.S. Thank you for your patience.")
        page.get_by_label("The customer’s mail address").fill("dana@example.com")
        page.get_by_role("button", name="Send it by Customer mail").click()

        expect(page.locator(".history li").first).to_contain_text("Told the customer that it was kept, by mail")
        (sent,) = carrier.carried
        assert (("dana@example.com",), True) == (sent.to, sent.text.endswith("P.S. Thank you for your patience."))
        page.keyboard.press("m")
        expect(page.get_by_label("What for")).to_have_value("asked")
        page.goto("about:blank")
    finally:
        room.close()


# --- a customer's story, and figures --------------------------------------------------------------------------------


def test_the_story_says_first_what_the_next_agent_needs(page: Page, room: Room):
    page.goto(f"{room.served.http}/customer/{DANA}")
    first = page.locator(".first")
    expect(first.get_by_role("heading")).to_have_text(re.compile(r"\d promises are open, 1 of them late\."))
    expect(first).to_contain_text("Refund the second charge of 42 dollars")
    expect(first).to_contain_text("“I was charged twice in March” Angry, calm at the end.")
    expect(first).to_contain_text("Call back by Friday (broken)")
    expect(first).to_contain_text("2026-10-28 promised a call back by Friday, not made")
    box = first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 720, "all of it on the first screen"

    lines = page.locator("[data-line]")
    expect(lines.first).to_have_attribute("data-line", "call")
    page.keyboard.press("j")
    expect(lines.first.locator("a")).to_be_focused()
    page.keyboard.press("j")
    expect(lines.nth(1).locator("a")).to_be_focused()


def test_a_reference_with_a_slash_has_a_story_too(page: Page, room: Room):
    write(room, "prm_slash", own("send a key", moment(days=2), customer=("C/7 é", "Odd Name")))
    page.goto(f"{room.served.http}/promises/prm_slash")
    page.get_by_role("link", name="Odd Name: the whole story").click()

    expect(page.get_by_role("heading", name="Odd Name")).to_be_visible()
    expect(page.locator("[data-line]")).to_have_count(1)


def test_figures_tell_of_the_process_and_name_nobody(page: Page, room: Room):
    page.goto(f"{room.served.http}/promises/figures")
    expect(page.locator(".big")).to_have_text(re.compile(r"^\d\d %$"))
    expect(page.get_by_role("img", name=re.compile("Kept on time, week by week: .* %"))).to_be_visible()
    expect(page.get_by_role("table", name="By what was promised")).to_contain_text("Call back")
    expect(page.get_by_role("table", name="Why they were not on time")).to_contain_text("Waited for another team")
    page.get_by_role("button", name="a year", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?weeks=52$"))
    expect(page.get_by_role("button", name="a year", exact=True)).to_have_attribute("aria-pressed", "true")
    body = page.locator("main").inner_text()

    for name in ("Sam", "Lena", "Omar"):
        assert name not in body


# --- for everybody --------------------------------------------------------------------------------------------------

PAGES = ["/promises?all=1", "/promises/prm_refund", f"/customer/{DANA}", "/promises/figures"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_runs_over_the_side_however_narrow_and_however_large_the_text(browser: Browser, room: Room, path: str):
    for width, size in ((320, 100), (320, 150), (1280, 150), (640, 130)):
        window = context(browser, viewport={"width": width, "height": 720})
        window.add_init_script(f"localStorage.setItem('steadyline.look', '{{\"size\": {size}}}')")
        page = window.new_page()
        page.goto(room.served.http + path)
        expect(page.locator("main .card").first).to_be_visible()
        page.wait_for_timeout(200)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, (width, size, over)
        window.close()


@pytest.mark.parametrize("path", PAGES)
def test_everything_that_can_be_pressed_has_a_name_and_one_heading_leads(page: Page, room: Room, path: str):
    page.goto(room.served.http + path)
    expect(page.locator("main .card").first).to_be_visible()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, a, input, select, textarea, svg[role=img], audio")]
            .filter((one) => !(one.getAttribute("aria-label") || one.innerText || one.textContent.trim()
                || one.labels?.length || one.getAttribute("aria-labelledby")))
            .map((one) => one.outerHTML.slice(0, 120))"""
    )

    assert [] == nameless
    assert 1 == page.locator("h1").count()
    assert 1 == page.locator("main").count()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(browser: Browser, room: Room, scheme: Any):
    window = context(browser, color_scheme=scheme)
    page = window.new_page()
    for path in PAGES:
        page.goto(room.served.http + path)
        expect(page.locator("main .card").first).to_be_visible()
        faint = page.evaluate(CONTRAST)
        assert [] == faint, path
    window.close()


CONTRAST = """() => {
  const ctx = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (color) => { ctx.clearRect(0, 0, 1, 1); ctx.fillStyle = color; ctx.fillRect(0, 0, 1, 1);
    return [...ctx.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => { for (let at = element; at; at = at.parentElement) {
    const color = rgb(getComputedStyle(at).backgroundColor); if (color[3] === 255) return color; }
    return [255, 255, 255]; };
  const found = [];
  for (const element of document.querySelectorAll("main *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.closest("svg, select, .unseen, kbd") || !element.getClientRects().length) continue;
    const [a, b] = [light(rgb(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.push(`${element.textContent.trim().slice(0, 40)} ${ratio.toFixed(2)}`);
  }
  return found;
}"""


# --- from the call to the ledger ------------------------------------------------------------------------------------


def test_what_is_confirmed_after_a_call_leads_to_the_ledger(page: Page, tmp_path: Path):
    """The whole way, on the real command with its own database."""
    listened = commands.run(tmp_path, "listen", str(bootstrap.shipped_call()[1]))
    assert 0 == listened.returncode, listened.stderr.decode()
    with conftest.server(tmp_path, "serve", "--port", "0") as running:
        address = running.address.rstrip("/")
        (call,) = [one["id"] for one in httpx.get(f"{address}/api/calls").json()]
        page.goto(f"{address}/wrapup/{call}")
        expect(page.locator(".draft").first).to_be_focused()
        page.keyboard.press("c")
        page.get_by_role("link", name="On the ledger").first.click()
        expect(page.locator(".the-promise .tag")).to_be_visible(timeout=20_000)
        expect(page.locator(".said blockquote")).to_be_visible()
        expect(page.locator(".history li").last).to_contain_text("Confirmed the promise after the call")
        page.keyboard.press("k")
        page.keyboard.type("done, receipt 7")
        page.keyboard.press("Enter")
        expect(page.locator(".the-promise .tag")).to_contain_text("kept")

        (kept,) = httpx.get(f"{address}/api/promises?state=kept").json()["promises"]
        assert (call, "done, receipt 7") == (kept["origin"]["call"], kept["proof"]["text"])
        page.goto("about:blank")
