"""The evaluation's report in a real browser: it needs nothing else, fits any width, and can be read light and dark."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from cli import commands

ROOT = Path(__file__).parents[2]
CALLS = [str(ROOT / "training" / "gold" / "juniper" / name) for name in ("er-bill.call", "gym-exit.call")]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    ran = commands.run(folder, "evaluate", *CALLS, "--html", "report.html")
    assert 0 == ran.returncode, ran.stderr.decode()
    return folder / "report.html"


@pytest.mark.parametrize(("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(20, 24, 29)")])
def test_the_report_asks_for_nothing_and_follows_the_reader_s_light(
    browser: Browser, report: Path, scheme: Literal["light", "dark"], paper: str
):
    page = browser.new_page(color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())

    assert [report.as_uri()] == asked
    assert paper == page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.close()


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_the_report_is_never_wider_than_the_window(browser: Browser, report: Path, width: int):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(report.as_uri())

    assert width == page.evaluate("document.documentElement.scrollWidth")
    assert page.locator("svg").count() > 5
    page.close()
