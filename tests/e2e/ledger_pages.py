"""
The pages of the ledger in the browser of Sam from billing, and promises of a test's own on them.

Somebody else changes them over HTTP, as another page would.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, Page

from e2e import promises
from e2e.room import Room
from steadyline.core.ledger import Change, Made

YEAR = datetime.now(UTC).year + 1
"""Next year: whatever day it is, it is not over."""
NAME = """if (location.host) {
  localStorage.setItem('steadyline.name', 'Sam');
  localStorage.setItem('steadyline.team', 'billing');
}"""


def context(browser: Browser, **how: Any) -> BrowserContext:
    """A browser in London, of Sam from billing."""
    chosen = {"viewport": {"width": 1280, "height": 720}, "timezone_id": "Europe/London", "locale": "en-GB", **how}
    fresh = browser.new_context(**chosen)
    fresh.add_init_script(NAME)
    return fresh


@contextmanager
def watched(browser: Browser) -> Iterator[Page]:
    """A page of that browser; nothing may go wrong on it but what it tells."""
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
