"""The pages of the ledger in a real browser: a customer's story, figures, and what all of them owe to everybody."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from cli import commands
from e2e import conftest
from e2e.ledger_pages import context, own, write
from e2e.promises import DANA, moment
from e2e.room import Room
from steadyline import bootstrap

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


def test_an_address_that_leads_nowhere_says_so_and_leads_on(browser: Browser, room: Room):
    window = context(browser)
    page = window.new_page()
    answer = page.goto(f"{room.served.http}/promises/prm_refund/nothing")
    assert answer is not None
    assert 404 == answer.status
    expect(page.get_by_role("heading", name="There is no page at this address.")).to_be_visible()
    expect(page).to_have_title("No page here · Steadyline")
    page.get_by_role("main").get_by_role("link", name="The promises").click()
    expect(page.locator(".headline h2")).to_contain_text("late")
    window.close()


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


def test_who_has_not_said_who_they_are_is_asked_within_a_narrow_window_too(browser: Browser, room: Room):
    with browser.new_context(viewport={"width": 320, "height": 720}) as window:
        page = window.new_page()
        page.goto(f"{room.served.http}/promises?all=1")
        expect(page.get_by_label("Your team")).to_be_visible()
        page.wait_for_timeout(200)

        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_who_says_their_name_and_then_their_team_sees_their_own(browser: Browser, room: Room):
    with browser.new_context() as window:
        page = window.new_page()
        page.goto(f"{room.served.http}/promises?all=1")
        page.get_by_label("Your name").fill("Sam")
        page.get_by_label("Your team").fill("billing")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Mine")).to_have_attribute("aria-pressed", "true")
        page.get_by_label("Your team").fill("")
        page.keyboard.press("Escape")
        page.locator(".headline h2").click()
        page.keyboard.press("t")
        expect(page.get_by_label("Your team")).to_be_focused()
        page.keyboard.type("billing")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Team’s")).to_have_attribute("aria-pressed", "true")


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
        expect(page.locator(".history li").last).to_contain_text("Promised on the call, confirmed today")
        page.keyboard.press("k")
        page.keyboard.type("done, receipt 7")
        page.keyboard.press("Enter")
        expect(page.locator(".the-promise .tag")).to_contain_text("kept")

        (kept,) = httpx.get(f"{address}/api/promises?state=kept").json()["promises"]
        assert (call, "done, receipt 7") == (kept["origin"]["call"], kept["proof"]["text"])
        page.goto("about:blank")
