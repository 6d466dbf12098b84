"""The page of one promise in a real browser: each thing takes one key, and asks before it is written."""

import re
from datetime import date

from playwright.sync_api import Browser, Page, expect

from e2e.ledger_pages import YEAR, change, context, on_ledger, own, write
from e2e.promises import moment
from e2e.room import Room
from steadyline.core.ledger import Answered, Asked, Kept, Proof
from steadyline.testing import ScriptedCarrier


def test_one_promise_shows_what_was_said_and_all_that_befell_it(page: Page, room: Room):
    page.goto(f"{room.served.http}/promises/prm_refund")
    expect(page.locator(".said blockquote")).to_contain_text("I'll have the refund on your card by Thursday")
    expect(page.get_by_role("list", name="Just before").locator("li")).to_have_text(
        ["Agent: On your card or off your bill?", "Dana Ruiz: The card, please."]
    )
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


def test_nobody_writes_a_yes_by_accident_what_the_customer_answered_is_chosen(page: Page, room: Room):
    proof = Proof(kind="note", text="Receipt 4411")
    asked = Asked(at=moment(hours=-1), by="Sam", how="mail")
    write(room, "prm_yes", own("send it", None), Kept(at=moment(hours=-2), by="Sam", proof=proof), asked)
    page.goto(f"{room.served.http}/promises/prm_yes")
    expect(page.locator("#promise-title")).to_be_visible()
    page.keyboard.press("a")
    answer = page.get_by_label("Is it right now?")
    page.get_by_role("button", name="That is their answer").click()

    assert "yes or no" in answer.evaluate("one => one.validationMessage")
    assert on_ledger(room, "prm_yes")["right"] is None
    answer.select_option("yes")
    page.get_by_role("button", name="That is their answer").click()
    expect(page.locator(".history li").first).to_contain_text("The customer says that it is right now")


def test_a_name_is_kept_once_something_is_done_under_it_and_the_form_says_whose_it_is(browser: Browser, room: Room):
    write(room, "prm_named", own("refund 23 dollars", moment(hours=30), owner="Sam"))
    with browser.new_context() as window:
        page = window.new_page()
        page.goto(f"{room.served.http}/promises/prm_named")
        expect(page.get_by_role("heading", name="Refund 23 dollars")).to_be_visible()
        name, signed = page.get_by_label("Your name"), page.locator(".acting .signed")
        page.keyboard.press("k")
        name.fill("Sa")
        page.keyboard.press("Escape")
        assert page.evaluate("localStorage.getItem('steadyline.name')") is None

        page.keyboard.press("l")
        page.keyboard.type("by the till")
        expect(name).to_have_value("")
        name.fill("Sam")
        page.keyboard.press("Enter")
        expect(page.locator(".history li").first).to_contain_text("Said how it will be done · Sam")
        page.keyboard.press("l")
        expect(signed).to_contain_text("Sam")
        signed.get_by_role("button", name="I am somebody else").click()
        expect(name).to_be_focused()
        page.keyboard.type("Lena")
        page.keyboard.press("Enter")
        expect(page.locator(".history li").first).to_contain_text("Said how it will be done · Lena")
        assert "Lena" == page.evaluate("localStorage.getItem('steadyline.name')")


def test_that_the_customer_said_no_meets_whoever_talks_with_them_next_and_why_no_letter_goes_is_said(
    page: Page, room: Room
):
    proof, words = Proof(kind="message", text="x" * 6000), "no, only half of it came"
    done = Kept(at=moment(hours=-3), by="Sam", proof=proof)
    answers = (Asked(at=moment(hours=-2), by="Sam"), Answered(at=moment(hours=-1), by="Sam", right=False, words=words))
    hers = own("refund 22 dollars", moment(hours=30), customer=("C-NO", "Noor"), owner="Noa")
    write(room, "prm_no", hers, done, *answers)
    long = own("send the papers", moment(hours=30), customer=("C-NO", "Noor"), owner="Noa")
    write(room, "prm_long", long, done)
    said = f"The customer says that it is not right: “{words}”"
    page.goto(f"{room.served.http}/customer/C-NO")
    expect(page.locator(".first h2")).to_have_text("One promise is open. They say that it is not right.")
    expect(page.locator(".first")).to_contain_text(said)
    expect(page.locator(".column")).to_contain_text(said)
    assert len(page.locator(".column").inner_text()) < 1200, "no words push all the others down"
    page.goto(f"{room.served.http}/promises?owner=Noa")
    expect(page.locator('[data-promise="prm_no"]')).to_contain_text(said)

    page.goto(f"{room.served.http}/promises/prm_no")
    expect(page.locator(".the-promise")).to_contain_text(
        "They say that it is not right. Give it its new date first (P)"
    )
    page.keyboard.press("m")
    expect(page.locator(".quiet-news")).to_contain_text("Give it its new date first (P)")


def test_escape_goes_back_to_where_one_was_as_the_list_of_keys_says(page: Page, room: Room):
    write(room, "prm_back", own("refund 24 dollars", moment(hours=30), owner="Sam"))
    page.goto(f"{room.served.http}/calls")
    page.goto(f"{room.served.http}/promises/prm_back")
    expect(page.get_by_role("heading", name="Refund 24 dollars")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Back to where you were before")
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("/calls$"))


def move_into_the_past(page: Page) -> None:
    page.keyboard.press("p")
    page.get_by_label("By when now").fill("2020-01-01")
    page.get_by_label("Time, or none").fill("10:00")
    page.get_by_label("Why").select_option("stock")
    page.get_by_role("button", name="Move it").click()


def test_what_the_ledger_refuses_is_told_in_its_words_and_the_form_stays(browser: Browser, room: Room):
    write(room, "prm_past", own("refund 18 dollars", moment(hours=30), owner="Sam"))
    with context(browser) as window:
        page = window.new_page()
        page.goto(f"{room.served.http}/promises/prm_past")
        expect(page.get_by_role("heading", name="Refund 18 dollars")).to_be_visible()
        move_into_the_past(page)
        expect(page.get_by_role("alert")).to_contain_text("That has passed already")
        expect(page.get_by_label("By when now")).to_have_value("2020-01-01")
        page.keyboard.press("Escape")
        page.keyboard.press("o")
        expect(page.locator(".acting")).to_have_count(0)


def test_a_refusal_is_in_sight_on_a_narrow_window_and_not_over_the_next_form(browser: Browser, room: Room):
    write(room, "prm_narrow", own("refund 21 dollars", moment(hours=30), owner="Sam"))
    with context(browser) as window:
        page = window.new_page()
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(f"{room.served.http}/promises/prm_narrow")
        expect(page.get_by_role("heading", name="Refund 21 dollars")).to_be_visible()
        move_into_the_past(page)

        refusal = page.locator(".acting").get_by_role("alert")
        expect(refusal).to_contain_text("That has passed already")
        expect(refusal).to_be_in_viewport(ratio=1)
        page.keyboard.press("Escape")
        page.keyboard.press("k")
        expect(page.get_by_label("What shows that it is kept")).to_be_visible()
        expect(page.get_by_text("That has passed already")).to_have_count(0)


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
        to = page.get_by_label("The customer’s mail address")
        to.fill("kim@example.com, dana@")
        page.get_by_role("button", name="Send it by Customer mail").click()
        expect(page.locator("label", has=to)).to_contain_text('"dana@": a mail address has')
        expect(to).to_be_focused()
        assert [] == carrier.carried
        to.fill("dana@example.com")
        page.get_by_role("button", name="Send it by Customer mail").click()

        expect(page.locator(".history li").first).to_contain_text("Told the customer that it was kept, by mail")
        (sent,) = carrier.carried
        assert (("dana@example.com",), True) == (sent.to, sent.text.endswith("P.S. Thank you for your patience."))
        page.keyboard.press("m")
        expect(page.get_by_label("What for")).to_have_value("asked")
        page.goto("about:blank")
    finally:
        room.close()


# --- two at once ----------------------------------------------------------------------------------------------------


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
