"""The page of deliveries in a real browser: destinations set, tried and changed, and calendars."""

import re

import httpx
from icalendar import Calendar
from playwright.sync_api import Page, expect

from delivery import mail_server, web_server
from delivery.peers import WebhookPeer
from e2e.deliveries_site import Site, opened, row, runs_over, shot


def test_where_no_destination_is_set_it_says_that_nothing_leaves_and_one_key_adds_one(page: Page, site: Site):
    opened(page, site)
    expect(page.locator(".headline")).to_contain_text("No message leaves this machine.")
    shot(page, "empty-light")

    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="A new destination")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="A new destination")).to_have_count(0)


def test_where_none_is_set_a_letter_can_be_copied_and_no_button_pretends_to_send_it(page: Page, site: Site):
    promise = site.late("refund 18 dollars")
    page.goto(f"{site.address}/promises/{promise}")
    expect(page.locator(".the-promise")).to_be_visible()
    page.keyboard.press("m")
    letter = page.get_by_role("group", name="A letter to the customer")
    expect(letter).to_contain_text("No way to the customer is set up here")
    expect(letter.get_by_role("button")).to_have_text(["I am somebody else", "Copy", re.compile("Cancel")])
    shot(page, "letter-no-way-light")


def test_a_webhook_is_added_by_keys_alone_tried_and_a_verified_test_arrives(page: Page, site: Site):
    opened(page, site)
    page.keyboard.press("n")
    expect(page.get_by_label("What it is")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("Ticket robot")
    page.keyboard.press("Tab")
    page.keyboard.type(f"{site.hook.web.url}/hook")
    shot(page, "form-light")
    expect(page.get_by_label("Name of the variable: Key (secret)")).to_have_value("SECRET_")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("End")
    page.keyboard.type("HOOK")
    page.keyboard.press("Control+s")
    expect(row(page, "Ticket robot")).to_contain_text("nothing sent yet")
    expect(page.locator(".headline")).to_contain_text("Messages go to Ticket robot, and nowhere else.")

    before = dict(site.hook.got)
    page.keyboard.press("t")
    told = row(page, "Ticket robot").locator("pre")
    expect(told).to_contain_text("A test from Steadyline")
    expect(told).to_contain_text("webhook-signature: v1,▒▒▒▒ (by env:SECRET_HOOK)")
    assert before == site.hook.got, "a dry run sends nothing"
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send one test message")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".came")).to_have_text("It arrived at Ticket robot.")
    shot(page, "tried-light")
    (fresh,) = [envelope for id, envelope in site.hook.got.items() if id not in before]
    assert "steadyline.test" == fresh["type"]
    assert "A test from Steadyline" == fresh["data"]["subject"]


def test_what_is_wrong_is_told_at_its_field_and_no_secret_is_taken_or_shown(page: Page, site: Site):
    opened(page, site)
    page.keyboard.press("n")
    page.get_by_label("Its name, for people").fill("Robot")
    page.get_by_label("Address").fill("http://robots.example/hook")
    secret = page.get_by_label("Name of the variable: Key (secret)")
    secret.fill(WebhookPeer.key)
    page.get_by_role("button", name="Save").click()
    expect(secret).to_have_attribute("aria-invalid", "true")
    expect(secret).to_be_focused()
    expect(page.locator("#key-help")).to_contain_text("never the secret itself")

    secret.fill("SECRET_NOBODY_SET")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#key-help")).to_contain_text("the environment variable SECRET_NOBODY_SET is not set")
    secret.fill("SECRET_HOOK")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Address")).to_be_focused()
    expect(page.locator("#address-help")).to_contain_text("use https")
    shot(page, "refused-light")
    assert [] == httpx.get(f"{site.address}/api/outgoing").json()["destinations"]


def test_mail_is_added_tried_first_and_only_then_saved(page: Page, site: Site):
    opened(page, site)
    page.keyboard.press("n")
    page.get_by_label("What it is").select_option("mail")
    page.get_by_label("Its name, for people").fill("Team mail")
    page.get_by_label("Server").fill("localhost")
    page.get_by_label("Sender").fill("Care <care@northwind.example>")
    page.get_by_label("User").fill(mail_server.USER)
    page.get_by_label("Where it is kept: Password").select_option("file")
    page.get_by_label("Name of the file: Password").fill("mail-password")
    page.get_by_text("More, which can stay as it is").click()
    page.get_by_label("Port").fill(str(site.mail.port))
    page.get_by_label("Further certificates").fill(str(web_server.CERTIFICATE))
    page.get_by_role("button", name="Try it first").click()
    page.get_by_label("To whom the test goes").fill("ada@northwind.example")
    expect(page.locator("pre")).to_contain_text("To ada@northwind.example")
    shot(page, "form-mail-light")
    page.keyboard.press("Enter")
    expect(page.locator(".came")).to_contain_text("It arrived at Team mail.")
    _, to, mail = site.mail.mails[-1]
    assert (["ada@northwind.example"], "A test from Steadyline") == (to, mail["Subject"])

    page.keyboard.press("Escape")
    page.get_by_text("Only these").click()
    page.get_by_label("Half of the time has passed").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(row(page, "Team mail")).to_contain_text("reminders: soon due, tell the customer, due and not kept")


def test_news_of_a_promise_is_chosen_by_kind_and_arrives_with_the_promise_as_data(page: Page, site: Site):
    site.set_up_hook()
    opened(page, site)
    page.keyboard.press("e")
    page.get_by_text("Only these").click()
    for kind in ("Half of the time has passed", "It is soon due", "The customer should hear of it first"):
        page.get_by_label(kind).uncheck()
    page.get_by_label("It is due, and not kept").uncheck()
    page.get_by_label("It was kept").check()
    shot(page, "form-news-light")
    page.keyboard.press("Control+s")
    expect(row(page, "Ticket robot")).to_contain_text("news: kept")
    expect(row(page, "Ticket robot")).to_contain_text("Does not get all reminders; news: made, corrected, later")

    promise = site.late("send the corrected invoice")
    proof = {"kind": "note", "text": "Invoice 4412"}
    site.change(promise, {"type": "keep", "by": "Sam", "proof": proof})
    expect(page.locator(".sent-line[data-state=sent]").first).to_contain_text(
        "Kept: send the corrected invoice", timeout=20_000
    )
    (told,) = [envelope for envelope in site.hook.got.values() if envelope.get("subject") == promise]
    assert "steadyline.promise_kept" == told["type"]
    assert ("kept", proof) == (told["data"]["facts"]["state"], told["data"]["facts"]["change"]["proof"])


def test_a_receiver_that_refuses_is_told_in_words_with_what_a_real_message_would_do(page: Page, site: Site):
    site.set_up_hook()
    site.hook.busy()
    opened(page, site)
    page.keyboard.press("t")
    page.get_by_role("button", name="Send one test message").click()
    came = page.locator(".came")
    expect(came).to_contain_text("It did not arrive at Ticket robot now.")
    expect(came).to_contain_text("answered 429")
    expect(came).to_contain_text("A real message would be tried again")


def test_a_change_is_kept_with_who_made_it_and_of_two_admins_the_second_is_told(page: Page, site: Site):
    site.set_up_hook()
    opened(page, site)
    page.keyboard.press("e")
    page.get_by_label("Its name, for people").fill("Robot of tickets")
    page.keyboard.press("Control+s")
    changes = page.get_by_role("region", name="Who changed what")
    expect(changes.locator("li").first).to_contain_text("Ada changed Robot of tickets")
    expect(changes.locator("li").first).to_contain_text("Name: Ticket robot → Robot of tickets")

    page.keyboard.press("e")
    page.get_by_label("Its name, for people").fill("Mine")
    (known,) = httpx.get(f"{site.address}/api/outgoing").json()["destinations"]
    theirs = known["destination"] | {"name": "Theirs"}
    saved = site.post("/api/destinations", {"destination": theirs, "seen": known["destination"], "by": "Lena"})
    assert 200 == saved.status_code
    page.keyboard.press("Control+s")
    expect(page.get_by_role("alert").filter(has_text="Somebody else changed this destination")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(row(page, "Theirs")).to_be_visible()

    page.keyboard.press("x")
    expect(page.get_by_role("form", name="Remove Theirs")).to_contain_text("What was sent stays in the log.")
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator(".headline")).to_contain_text("No message leaves this machine.")
    expect(changes.locator("li").first).to_contain_text("Ada removed Theirs")


def test_a_calendar_is_made_read_by_a_calendar_program_and_revoked(page: Page, site: Site):
    site.late("find the missing credit", owner="Ruth")
    opened(page, site)
    page.get_by_role("button", name="Make one").click()
    page.get_by_label("Their name").fill("Ruth")
    page.get_by_label("Shown as").select_option("todo")
    page.get_by_role("button", name="Make it").click()
    made = page.locator(".made")
    expect(made).to_contain_text("The calendar of Ruth is made.")
    shot(page, "calendar-light")
    address = made.locator("code").inner_text()

    read = httpx.get(address)
    assert "text/calendar; charset=utf-8" == read.headers["content-type"]
    (todo,) = Calendar.from_ical(read.text).todos
    assert ("find the missing credit", "NEEDS-ACTION") == (todo["SUMMARY"], todo["STATUS"])
    again = httpx.get(address, headers={"if-none-match": read.headers["etag"]})
    assert (304, b"") == (again.status_code, again.content)

    opened(page, site)
    expect(page.locator(".made")).to_have_count(0)
    page.get_by_role("button", name="Revoke the calendar of Ruth").click()
    page.get_by_role("button", name="Yes, revoke").click()
    expect(page.locator(".feed")).to_have_count(0)
    assert 404 == httpx.get(address).status_code


def test_large_text_and_a_narrow_window_lose_nothing(page: Page, site: Site):
    site.set_up_hook()
    site.set_up_mail("The mail of the team that looks after bills and refunds")
    page.set_viewport_size({"width": 320, "height": 640})
    opened(page, site)
    expect(page.locator(".destination")).to_have_count(2)
    assert runs_over(page) <= 0
    page.keyboard.press("n")
    expect(page.get_by_label("What it is")).to_be_focused()
    assert runs_over(page) <= 0
    shot(page, "narrow-light")
    page.keyboard.press("Escape")
    expect(page.locator(".destination")).to_have_count(2)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.emulate_media(color_scheme="dark")
    page.keyboard.press("e")
    expect(page.get_by_label("Its name, for people")).to_be_visible()
    shot(page, "form-dark")
