"""A server with its destinations, its receivers standing on loopback, and its page of deliveries in a browser."""

import asyncio
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from playwright.sync_api import Page, expect

from delivery import mail_server, web_server
from delivery.mail_server import MailServer
from delivery.peers import WebhookPeer

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

    def change(self, promise: str, wish: Mapping[str, object]) -> None:
        """Change a promise as it stands, however many reminders of it are written down in between."""
        for _ in range(20):
            promised = httpx.get(f"{self.address}/api/promises/{promise}").json()["promise"]
            changed = self.post(f"/api/promises/{promise}/changes", {"edition": promised["edition"], **wish})
            if changed.status_code != 409:
                break
        assert 200 == changed.status_code, changed.text

    def late(self, act: str, owner: str = "Sam") -> str:
        """A promise whose date has passed: the reminder of it goes out at once."""
        due = (datetime.now(UTC) - timedelta(hours=1)).isoformat(timespec="seconds")
        made = self.post("/api/promises", {"act": act, "by": "Sam", "owner": owner, "due": due, "timezone": "UTC"})
        assert 201 == made.status_code, made.text
        return str(made.json()["promise"]["id"])


def opened(page: Page, site: Site, query: str = "") -> Page:
    """The page, once the server has answered: on a busy machine that takes longer than to draw it."""
    with page.expect_response("**/api/outgoing"), page.expect_response("**/api/deliveries?*"):
        page.goto(f"{site.address}/deliveries{query}")
    expect(page.locator(".headline h2")).to_be_visible()
    return page


def row(page: Page, name: str):
    return page.locator(".destination", has_text=name)


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
