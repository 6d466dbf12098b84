"""What was not brought, in a real browser: it stands where a person sees it, and goes again at their click."""

import re
from datetime import UTC, datetime, timedelta

import httpx
from playwright.sync_api import Page, expect

from delivery.web_server import Reply
from e2e.deliveries_site import Site, opened, row, shot


def test_a_reminder_is_seen_as_it_is_sent_and_what_is_parked_is_sent_again_to_the_right_address(page: Page, site: Site):
    site.set_up_hook()
    site.set_up_mail(wants=["reminder_named_person"])
    opened(page, site)
    promise = site.late("refund the second charge")
    sent = page.locator(".sent-line[data-state=sent]").first
    expect(sent).to_contain_text("refund the second charge", timeout=20_000)
    expect(page.locator(".headline")).to_contain_text("1 message is parked", timeout=20_000)
    assert any(promise == envelope.get("subject") for envelope in site.hook.got.values())
    expect(row(page, "Ticket robot")).to_contain_text("works")
    expect(row(page, "Team mail")).to_contain_text("1 message parked")
    shot(page, "log-light")

    page.keyboard.press("p")
    expect(page).to_have_url(re.compile(r"/deliveries\?state=parked$"))
    parked = page.locator(".sent-line")
    expect(parked).to_have_count(1)
    expect(parked).to_contain_text("There is nobody to send this mail to: it names no address")
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(parked).to_be_focused()
    page.keyboard.press("Enter")
    expect(parked).to_contain_text("Attempts")
    page.keyboard.press("s")
    expect(parked.get_by_label("To", exact=True)).to_be_focused()
    page.keyboard.type("sam@northwind.example")
    shot(page, "again-light")
    page.keyboard.press("Enter")
    expect(page.locator(".headline")).to_contain_text("Every message was brought", timeout=20_000)
    page.keyboard.press("a")
    expect(page).to_have_url(re.compile(r"/deliveries$"))
    by_mail = page.locator(".sent-line[data-state=sent]", has_text="to Team mail, sam@northwind.example")
    expect(by_mail).to_have_count(1, timeout=20_000)
    _, to, mail = site.mail.mails[-1]
    assert ["sam@northwind.example"] == to
    assert "refund the second charge" in mail["Subject"] + mail.get_content()

    page.emulate_media(color_scheme="dark")
    opened(page, site, f"?promise={promise}")
    expect(page.locator(".sent-line")).to_have_count(3)
    shot(page, "log-dark")


def test_all_that_is_parked_for_a_destination_is_sent_again_by_keys_alone_once_it_is_mended(page: Page, site: Site):
    site.set_up_hook(wants=["reminder_named_person"])
    site.hook.web.odd = Reply(410, b"gone")
    acts = ["mend the meter", "send the key", "ring Ruth"]
    for act in acts:
        site.late(act)
    opened(page, site)
    expect(row(page, "Ticket robot")).to_contain_text("messages parked", timeout=20_000)
    row(page, "Ticket robot").get_by_role("button", name="Show what is parked").click()
    expect(page).to_have_url(re.compile(r"/deliveries\?state=parked&destination=dst_\w+$"))
    expect(page.locator(".sent-line[data-state=parked]")).to_have_count(3, timeout=20_000)
    expect(page.get_by_role("button", name="Send all of these again")).to_be_visible()
    shot(page, "parked-light")

    site.hook.well()
    page.keyboard.press("g")
    asking = page.get_by_role("form", name="Send all again")
    expect(asking).to_contain_text("All 3 that are parked for Ticket robot will go out again")
    expect(asking.get_by_role("button", name="Send all again")).to_be_focused()
    shot(page, "all-again-light")
    page.emulate_media(color_scheme="dark")
    shot(page, "all-again-dark")
    page.set_viewport_size({"width": 320, "height": 640})
    asking.scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    shot(page, "all-again-narrow-dark")
    page.emulate_media(color_scheme="light")
    shot(page, "all-again-narrow-light")
    page.set_viewport_size({"width": 1280, "height": 720})

    page.keyboard.press("Escape")
    expect(asking).to_have_count(0)
    page.keyboard.press("g")
    page.keyboard.press("Enter")
    expect(asking).to_contain_text("3 are sent again.")
    expect(asking.get_by_role("button", name="Done")).to_be_focused()
    expect(page.locator(".sent-line")).to_have_count(0, timeout=20_000)
    shot(page, "all-sent-again-light")
    page.keyboard.press("Enter")
    expect(asking).to_have_count(0)
    page.keyboard.press("a")
    expect(page.locator(".sent-line[data-state=sent]", has_text="ring Ruth")).to_be_visible(timeout=20_000)
    told = " ".join(envelope["data"]["subject"] for envelope in site.hook.got.values() if "data" in envelope)
    assert all(act in told for act in acts)


def test_what_nobody_wants_any_more_is_let_be_after_a_question_one_after_another_by_keys_alone(page: Page, site: Site):
    site.set_up_mail(wants=["reminder_named_person"])
    opened(page, site)
    for act in ("find the old form", "count the keys"):
        site.late(act)
    expect(page.locator(".headline")).to_contain_text("2 messages are parked", timeout=20_000)
    page.keyboard.press("p")
    parked = page.locator(".sent-line")
    expect(parked).to_have_count(2)
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(parked.first).to_be_focused()
    page.keyboard.press("l")
    page.keyboard.press("Escape")
    expect(parked.first).to_contain_text("Send again")
    page.keyboard.press("l")
    expect(parked.first.get_by_role("form", name="Let it be")).to_contain_text("It will not be sent")
    expect(parked.first.get_by_role("button", name="Let it be")).to_be_focused()
    shot(page, "let-be-light")
    page.keyboard.press("Enter")
    expect(parked).to_have_count(1)
    expect(parked).to_be_focused()
    page.keyboard.press("l")
    expect(parked.get_by_role("button", name="Let it be")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".headline")).to_contain_text("Nothing waits for anybody.")

    page.keyboard.press("a")
    for act in ("find the old form", "count the keys"):
        let_be = page.locator(".sent-line[data-state=lapsed]", has_text=act)
        expect(let_be).to_contain_text("Ada let it be. Before that: there is nobody")


def test_a_letter_that_was_not_brought_stands_on_its_promise_and_goes_again_from_there(page: Page, site: Site):
    site.set_up_mail(wants=["customer_late"])
    promise = site.late("call Dana back")
    letter = {
        "occasion": "late",
        "subject": "Later",
        "text": "Hello Dana",
        "by": "Sam",
        "to": ["dana@northwind.example"],
    }
    (mail,) = httpx.get(f"{site.address}/api/outgoing").json()["destinations"]
    site.mail.of_address["dana@northwind.example"] = "550 5.1.1 no such mailbox"
    page.goto(f"{site.address}/promises/{promise}")
    expect(page.locator(".the-promise")).to_be_visible()
    sent = site.post(f"/api/promises/{promise}/letter", letter | {"destination": mail["destination"]["id"]})
    assert 200 == sent.status_code, sent.text
    parked = page.locator(".parked-letter")
    expect(parked).to_contain_text("A letter was not brought: Later", timeout=20_000)
    shot(page, "parked-letter-light")

    site.mail.of_address.clear()
    page.get_by_role("button", name="Send it again as it is").click()
    expect(parked).to_have_count(0, timeout=20_000)
    expect(page.locator(".history li", has_text="Told the customer")).to_contain_text("by mail", timeout=20_000)


def test_a_parked_letter_whose_promise_has_moved_says_so_and_goes_only_by_who_ticks_that_they_read_both(
    page: Page, site: Site
):
    site.set_up_mail(wants=["customer_late"])
    promise = site.late("call Uma back")
    (mail,) = httpx.get(f"{site.address}/api/outgoing").json()["destinations"]
    to, text = "uma@northwind.example", "It will be done by Friday 4 December."
    letter = {"occasion": "late", "subject": "Later", "text": text, "by": "Sam", "to": [to]}
    site.mail.of_address[to] = "550 5.1.1 no such mailbox"
    page.goto(f"{site.address}/promises/{promise}")
    sent = site.post(f"/api/promises/{promise}/letter", letter | {"destination": mail["destination"]["id"]})
    assert 200 == sent.status_code, sent.text
    parked = page.locator(".parked-letter")
    expect(parked).to_contain_text(text, timeout=20_000)
    expect(parked).not_to_contain_text("has changed")
    site.mail.of_address.clear()
    later = (datetime.now(UTC) + timedelta(days=19)).isoformat(timespec="seconds")
    site.change(promise, {"type": "postpone", "by": "Sam", "due": later, "cause": "stock", "agreed": False})

    expect(parked).to_contain_text("The promise has another date by now", timeout=20_000)
    page.get_by_role("button", name="Send it again as it is").click()
    expect(parked.get_by_role("checkbox")).to_be_focused()
    opened(page, site, f"?state=parked&promise={promise}")
    for _ in range(2):  # past the destination
        page.keyboard.press("ArrowDown")
    expect(page.locator(".sent-line")).to_be_focused()
    page.keyboard.press("s")
    again = page.get_by_role("form", name="Send it again")
    expect(again).to_contain_text(text)
    expect(page.locator(".sent-line")).to_contain_text("The promise has another date by now")
    expect(again.get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("Enter")
    expect(again).to_be_visible()
    assert not any(to in there for _, there, _ in site.mail.mails), "nothing goes by one press"
    shot(page, "parked-letter-moved-light")

    page.goto(f"{site.address}/promises/{promise}")
    expect(parked).to_be_visible()
    shot(page, "moved-on-promise-light")
    parked.get_by_role("checkbox").check()
    page.get_by_role("button", name="Send it again as it is").click()
    expect(parked).to_have_count(0, timeout=20_000)
    expect(page.locator(".history li", has_text="Told the customer")).to_have_count(1, timeout=20_000)


def test_of_a_letter_that_is_parked_moments_after_the_click_the_page_says_that_it_was_not_sent(page: Page, site: Site):
    site.set_up_mail(wants=["customer_late"])
    due, later = ((datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds") for days in (9, 12))
    made = site.post("/api/promises", {"act": "call Noor back", "by": "Sam", "due": due, "timezone": "UTC"}).json()
    site.change(
        made["promise"]["id"], {"type": "postpone", "by": "Sam", "due": later, "cause": "stock", "agreed": False}
    )
    site.mail.of_address["noor@northwind.example"] = "550 5.1.1 no such mailbox"
    page.goto(f"{site.address}/promises/{made['promise']['id']}")
    expect(page.locator(".the-promise")).to_be_visible()
    page.keyboard.press("m")
    page.get_by_label("The customer’s mail address").fill("noor@northwind.example")
    page.get_by_role("button", name="Send it by Team mail").click()
    told = page.locator(".quiet-news")
    expect(told).to_contain_text("The letter was not sent.", timeout=20_000)
    expect(told).to_contain_text("no such mailbox")
    shot(page, "letter-not-sent-light")

    site.mail.of_address.clear()
    page.get_by_role("button", name="Send it again as it is").click()
    expect(told).to_have_text("The letter was sent.", timeout=20_000)
    expect(page.locator(".parked-letter")).to_have_count(0)
    expect(page.locator(".history li", has_text="Told the customer")).to_have_count(1, timeout=20_000)
