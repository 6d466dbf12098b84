"""The list of promises in a real browser: what is due is seen at once, and each thing takes one key."""

import re
import time
from datetime import date, timedelta

import httpx
from playwright.sync_api import Page, expect

from e2e.ledger_pages import YEAR, change, on_ledger, own, row, write
from e2e.promises import moment
from e2e.room import Room


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
    expect(row(page, "prm_day").get_by_role("alert")).to_contain_text("Business is closed on Sunday")
    page.get_by_label("By when now").fill(f"{monday}")
    page.keyboard.press("Enter")
    expect(page.get_by_label("By when now")).to_have_count(0)

    assert f"{monday}T17:00:00+01:00" == on_ledger(room, "prm_day")["due"]


def test_an_address_with_a_filter_that_is_none_shows_the_usual_list_and_says_what_it_left_out(page: Page, room: Room):
    page.goto(f"{room.served.http}/promises?all=1&state=nonsense")
    told = page.get_by_role("status").get_by_text("state=nonsense")

    expect(row(page, "prm_refund")).to_be_visible()
    expect(told).to_be_visible()
    page.get_by_label("In which state").select_option("broken")
    expect(row(page, "prm_broken")).to_be_visible()
    expect(told).to_have_count(0)


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


def test_a_name_finds_its_promises_whatever_its_case_and_one_that_nobody_has_is_no_all_clear(page: Page, room: Room):
    page.goto(f"{room.served.http}/promises?owner=sAM&team=BILLING")
    expect(page.locator(".headline")).to_contain_text(re.compile(r"\d late.*of yours", re.DOTALL))
    expect(page.get_by_role("button", name="Mine")).to_have_attribute("aria-pressed", "true")
    expect(row(page, "prm_refund")).to_be_visible()

    page.goto(f"{room.served.http}/promises?owner=Samm")
    expect(page.locator(".headline")).to_have_text("No promise on the ledger is of “Samm”.")
    expect(page.locator(".empty")).to_contain_text("how the name is spelt")
    page.goto(f"{room.served.http}/promises/figures?tem=x&team=Biling")
    expect(page.get_by_role("status").get_by_text("tem=x")).to_be_visible()
    expect(page.locator(".empty")).to_contain_text("No promise on the ledger is of team “Biling”.")


def test_what_is_late_can_be_seen_and_left_in_the_one_control_and_a_search_for_no_word_finds_nothing(
    page: Page, room: Room
):
    page.goto(f"{room.served.http}/promises?all=1&when=late")
    control = page.get_by_label("In which state")
    expect(control).to_have_value("late")
    expect(page.locator(".headline")).to_have_text("Late")
    page.goto(f"{room.served.http}/promises?owner=Omar&when=at_risk")
    expect(page.locator(".empty")).to_contain_text("Nothing is at risk here.")
    control.select_option("open")
    expect(page).to_have_url(re.compile(r"\?owner=Omar$"))

    page.goto(f"{room.served.http}/promises?all=1&words=!!!")
    expect(page.locator(".empty")).to_contain_text("Nothing was found.")
    expect(page.locator(".promise")).to_have_count(0)


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
    spring = date(YEAR, 3, 31)
    spring -= timedelta(days=(spring.weekday() + 1) % 7)  # the last Sunday, when they skip that hour
    page.get_by_label("By when").fill(f"{spring}")
    page.get_by_label("Time, or none").fill("01:30")
    page.get_by_role("button", name="Correct it").click()
    refusal = page.locator(".acting .refusal")
    expect(refusal).not_to_be_empty()
    page.get_by_label("By when").fill(f"{night}")
    expect(refusal).to_be_empty()
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
