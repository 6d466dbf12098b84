"""A week of promises, and a page of the browser in which nothing may go wrong but what it tells."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from e2e import promises
from e2e.ledger_pages import watched
from e2e.room import Room


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    room = Room()
    promises.a_week(room)
    yield room
    room.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with watched(browser) as page:
        yield page
