"""The page of deliveries in a real browser: destinations set, tried and changed; what was sent, and sent again."""

import asyncio
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from cli import commands
from delivery import mail_server, peers, web_server
from delivery.mail_server import MailServer
from delivery.peers import WebhookPeer
from delivery.web_server import Reply
from e2e import conftest

SHOTS = os.environ.get("SCREENSHOTS")


def shot(page: Page, name: str) -> None:
    """A picture to look at, where somebody asks for it."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"deliveries-{name}.png")


@contextmanager
def mail_standing() -> Iterator[MailServer]:
    """A real mail server, on a loop of its own: the browser has the test's."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    serving = mail_server.serving()
    try:
        yield asyncio.run_coroutine_threadsafe(serving.__aenter__(), loop).result(20)
    finally:
        asyncio.run_coroutine_threadsafe(serving.__aexit__(None, None, None), loop).result(20)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(20)


class Site:
    """A server with its folder of secrets, a receiver of webhooks and a mail server."""

    def __init__(self, address: str, hook: WebhookPeer, mail: MailServer) -> None:
        self.address = address
        self.hook = hook
        self.mail = mail

    def post(self, path: str, body: object) -> httpx.Response:
        return httpx.post(f"{self.address}{path}", json=body, timeout=20)

    def set_up(self, **destination: object) -> None:
        fields = {"id": "", "options": {}, "secrets": {}, "wants": []} | destination
        saved = self.post("/api/destinations", {"destination": fields, "seen": None, "by": "Lena"})
        assert 200 == saved.status_code, saved.text

    def set_up_hook(self, name: str = "Ticket robot", **more: object) -> None:
        options = {"address": f"{self.hook.web.url}/hook"}
        self.set_up(kind="webhook", name=name, options=options, secrets={"key": "env:SECRET_HOOK"}, **more)

    @property
    def mail_options(self) -> dict[str, object]:
        sender, ca = "Care <care@northwind.example>", str(web_server.CERTIFICATE)
        return {"server": "localhost", "port": self.mail.port, "sender": sender, "user": mail_server.USER, "ca": ca}

    def set_up_mail(self, name: str = "Team mail", **more: object) -> None:
        secrets = {"password": "file:mail-password"}
        self.set_up(kind="mail", name=name, options=self.mail_options, secrets=secrets, **more)

    def clear(self) -> None:
        self.hook.well()
        for one in httpx.get(f"{self.address}/api/outgoing").json()["destinations"]:
            assert 204 == self.post("/api/destinations/remove", {"seen": one["destination"], "by": "Lena"}).status_code

    def late(self, act: str, owner: str = "Sam") -> str:
        """A promise whose date has passed: the reminder of it goes out at once."""
        due = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="seconds")
        made = self.post("/api/promises", {"act": act, "by": "Sam", "owner": owner, "due": due, "timezone": "UTC"})
        assert 201 == made.status_code, made.text
        return str(made.json()["promise"]["id"])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("deliveries")
    (folder / "secrets").mkdir()
    (folder / "secrets" / "mail-password").write_text(mail_server.PASSWORD)
    always = 'business_hours = "00:00-23:59"\nbusiness_days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]\n'
    (folder / "settings.toml").write_text(f'{always}timezone = "UTC"\nsecrets_folder = "{folder}/secrets"\n')
    more = {"SECRET_HOOK": WebhookPeer.key, "STEADYLINE_SETTINGS": str(folder / "settings.toml")}
    with pytest.MonkeyPatch.context() as patched, peers.web(WebhookPeer) as hook, mail_standing() as mail:
        clean = commands.environment
        patched.setattr(commands, "environment", lambda folder: clean(folder, **more))
        with conftest.server(folder, "serve", "--port", "0") as running:
            yield Site(running.address.rstrip("/"), hook, mail)


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    site.clear()
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.add_init_script("localStorage.getItem('steadyline.name') || localStorage.setItem('steadyline.name', 'Ada')")
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert [] == wrong


def opened(page: Page, site: Site, query: str = "") -> Page:
    """The page, once the server has answered: on a busy machine that takes longer than to draw it."""
    with page.expect_response("**/api/outgoing"), page.expect_response("**/api/deliveries?*"):
        page.goto(f"{site.address}/deliveries{query}")
    expect(page.locator(".headline h2")).to_be_visible()
    return page


def row(page: Page, name: str):
    return page.locator(".destination", has_text=name)


def test_where_no_destination_is_set_it_says_that_nothing_leaves_and_one_key_adds_one(page: Page, site: Site):
    opened(page, site)
    expect(page.locator(".headline")).to_contain_text("No message leaves this machine.")
    shot(page, "empty-light")

    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="A new destination")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="A new destination")).to_have_count(0)


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
    kept = {"type": "keep", "edition": 1, "by": "Sam", "proof": proof}
    while 200 != (answer := site.post(f"/api/promises/{promise}/changes", kept)).status_code:
        kept["edition"] = answer.json()["promise"]["edition"]  # reminders come in between
    expect(page.locator(".sent-line[data-state=sent]").first).to_contain_text(
        "Kept: send the corrected invoice", timeout=20_000
    )
    (told,) = [envelope for envelope in site.hook.got.values() if envelope.get("subject") == promise]
    assert "steadyline.promise_kept" == told["type"]
    assert ("kept", proof) == (told["data"]["facts"]["state"], told["data"]["facts"]["change"]["proof"])


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
    edition = httpx.get(f"{site.address}/api/promises/{promise}").json()["promise"]["edition"]
    later = (datetime.now(UTC) + timedelta(days=19)).isoformat(timespec="seconds")
    move = {"type": "postpone", "edition": edition, "by": "Sam", "due": later, "cause": "stock", "agreed": False}
    assert 200 == site.post(f"/api/promises/{promise}/changes", move).status_code

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
    move = {"type": "postpone", "edition": 1, "by": "Sam", "due": later, "cause": "stock", "agreed": False}
    assert 200 == site.post(f"/api/promises/{made['promise']['id']}/changes", move).status_code
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


def runs_over(page: Page) -> int:
    """By how many pixels the page is wider than its window, once that is as wide as it was made."""
    size = page.viewport_size
    assert size is not None
    for _ in range(200):
        wide: int = page.evaluate("innerWidth")
        if wide == size["width"]:
            break
        page.wait_for_timeout(50)
    over: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return over


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
