"""After the call, in a real browser: promises settled with one key each, a message approved, notes that nobody gets."""

import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import httpx
import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from cli import commands
from e2e import conftest
from steadyline import bootstrap

SHIPPED = bootstrap.shipped_call()[1]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose journal holds some calls that are over."""
    folder = tmp_path_factory.mktemp("wrapup")
    for _ in range(4):
        listened = commands.run(folder, "listen", str(SHIPPED))
        assert 0 == listened.returncode, listened.stderr.decode()
    with conftest.server(folder, "serve", "--port", "0") as running:
        yield running.address.rstrip("/")


def calls(address: str) -> list[str]:
    return [call["id"] for call in httpx.get(f"{address}/api/calls").json()]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    context.close()
    assert [] == wrong


def until(page: Page, true: str, seconds: float = 10.0) -> None:
    """Wait for what is evaluated on the page to become true; the page's own policy forbids it to do so itself."""
    began = time.monotonic()
    while not page.evaluate(true):
        assert time.monotonic() - began < seconds, true
        time.sleep(0.05)


def test_promises_are_settled_in_seconds_with_the_keyboard_alone(page: Page, address: str):
    (id, *_) = calls(address)
    page.goto(f"{address}/wrapup/{id}")
    drafts = page.locator(".draft")
    expect(drafts.first).to_have_attribute("aria-current", "true")
    count = drafts.count()
    assert count >= 3
    began = time.monotonic()

    page.keyboard.press("c")
    expect(drafts.nth(0)).to_have_attribute("data-verdict", "confirmed")
    expect(drafts.nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("d")
    expect(drafts.nth(1)).to_have_attribute("data-verdict", "dropped")
    page.keyboard.press("e")
    expect(page.get_by_label("What will be done")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("ring you myself, from my own phone")
    page.keyboard.press("Enter")
    expect(drafts.nth(2)).to_have_attribute("data-verdict", "confirmed")
    expect(drafts.nth(2)).to_contain_text("I will ring you myself, from my own phone")
    expect(drafts.nth(2)).to_contain_text("edited")
    for _ in range(count - 3):
        page.keyboard.press("c")
    expect(page.locator(".promises-page .left")).to_contain_text("All settled")
    assert time.monotonic() - began < 20

    kept = httpx.get(f"{address}/api/calls/{id}/wrap-up").json()
    assert ["confirmed", "dropped"] == [promise["verdict"] for promise in kept["promises"][:2]]
    assert count == kept["edition"]


def test_a_click_goes_on_to_the_next_promise_too_and_question_mark_lists_the_keys(page: Page, address: str):
    page.goto(f"{address}/wrapup/{calls(address)[2]}")
    drafts = page.locator(".draft")
    drafts.first.get_by_role("button", name="Confirm").click()
    expect(drafts.nth(1)).to_be_focused()
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Approve the message")
    page.keyboard.press("d")
    page.keyboard.press("?")
    expect(keys).to_be_hidden()
    expect(drafts.nth(1)).to_have_attribute("data-verdict", "draft")


def test_the_message_follows_the_promises_and_is_edited_approved_and_copied(page: Page, address: str):
    id = calls(address)[1]
    page.goto(f"{address}/wrapup/{id}")
    message = page.get_by_role("textbox", name="Follow-up message")
    expect(message).to_have_value(re.compile("I will"))
    before = message.input_value()
    page.keyboard.press("d")
    expect(page.locator(".draft").first).to_have_attribute("data-verdict", "dropped")
    expect(message).not_to_have_value(before)

    page.keyboard.press("m")
    expect(message).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nYou can reach me at extension 12.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".follow-up .tag")).to_contain_text("approved by")
    page.locator(".follow-up").get_by_role("button", name="Copy").click()
    expect(page.locator(".follow-up .copied")).to_have_text("Copied")
    assert "extension 12" in page.evaluate("navigator.clipboard.readText()")

    page.reload()
    expect(message).to_have_value(re.compile("extension 12"))
    assert "extension 12" in httpx.get(f"{address}/api/calls/{id}/wrap-up").json()["text"]


def test_only_what_is_written_counts_as_settled(page: Page, address: str):
    held: list[Route] = []
    page.route("**/wrap-up", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    page.goto(f"{address}/wrapup/{calls(address)[1]}")
    drafts, left = page.locator(".draft"), page.locator(".promises-page .left")
    expect(drafts.nth(1)).to_have_attribute("aria-current", "true")  # the first was settled in the test before
    count = drafts.count()
    page.keyboard.press("c")
    expect(drafts.nth(2)).to_be_focused()
    page.wait_for_timeout(300)
    expect(left).to_have_text(f"{count - 1} of {count} to settle")
    held.pop().continue_()
    expect(left).to_have_text(f"{count - 2} of {count} to settle")

    page.keyboard.press("c")
    page.wait_for_timeout(300)
    held.pop().abort()
    expect(page.get_by_role("alert")).to_contain_text("That was not written down")
    expect(left).to_have_text(f"{count - 2} of {count} to settle")


def test_a_step_is_disputed_in_words_and_the_scorecard_is_signed_by_a_person(page: Page, address: str):
    id = calls(address)[2]
    page.goto(f"{address}/wrapup/{id}")
    page.get_by_label("Your name").fill("Lee")
    page.get_by_role("button", name="Sign as Lee").click()
    expect(page.locator(".scorecard .tag")).to_have_text("✓ signed by Lee")

    page.get_by_role("button", name="Dispute: Name the feeling").click()
    page.keyboard.type("I named it at the very start.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".dispute")).to_contain_text("Disputed by Lee: I named it at the very start.")
    expect(page.locator(".scorecard .tag")).to_have_text("not signed")


def test_a_quote_jumps_to_its_second_of_the_sound_where_there_is_sound(page: Page, address: str):
    """Only the demonstration keeps sound, and it plays for three minutes: here its file stands in for this call's."""
    sound = bootstrap.shipped_call()[0].read_bytes()

    def with_sound(route: Route) -> None:
        given = route.fetch()
        route.fulfill(response=given, json={**given.json(), "audio": "/api/calls/sound"})

    page.route("**/wrap-up", with_sound)

    def in_ranges(route: Route) -> None:
        first = int(re.findall(r"\d+", route.request.headers.get("range", "0"))[0])
        where = f"bytes {first}-{len(sound) - 1}/{len(sound)}"
        headers = {"content-type": "audio/flac", "accept-ranges": "bytes", "content-range": where}
        route.fulfill(status=206, headers=headers, body=sound[first:])

    page.route("**/api/calls/sound", in_ranges)
    page.goto(f"{address}/wrapup/{calls(address)[0]}")
    quote = page.locator(".scorecard").get_by_role("button", name=re.compile("Hear it, from")).nth(3)
    minutes, seconds = quote.inner_text().removeprefix("▶").strip().split(":")
    wanted = 60 * int(minutes) + int(seconds)
    assert wanted > 5
    until(page, "document.querySelector('audio').readyState > 0")
    quote.focus()
    page.keyboard.press("Enter")

    until(page, "!document.querySelector('audio').paused")
    assert wanted <= page.evaluate("document.querySelector('audio').currentTime") < wanted + 3


def test_without_sound_a_quote_names_its_second_and_plays_nothing(page: Page, address: str):
    page.goto(f"{address}/wrapup/{calls(address)[0]}")
    expect(page.locator(".scorecard time.second").first).to_be_visible()

    assert 0 == page.locator("audio").count()
    assert 0 == page.get_by_role("button", name=re.compile("Hear it")).count()


def test_of_two_pages_the_second_is_told_and_shows_what_holds(browser: Browser, page: Page, address: str):
    id = calls(address)[3]
    page.goto(f"{address}/wrapup/{id}")
    expect(page.locator(".draft").first).to_be_visible()
    with browser.new_context() as context:
        other = context.new_page()
        other.goto(f"{address}/wrapup/{id}")
        other.locator(".draft").first.press("c")
        expect(other.locator(".draft").first).to_have_attribute("data-verdict", "confirmed")
    page.keyboard.press("d")

    expect(page.get_by_role("alert")).to_contain_text("Somebody changed this wrap-up")
    expect(page.locator(".draft").first).to_have_attribute("data-verdict", "confirmed")


def test_a_whole_wrap_up_takes_one_key_for_each_thing_and_no_tab(page: Page, address: str):
    id = calls(address)[3]
    page.goto(f"{address}/wrapup/{id}")
    drafts = page.locator(".draft")
    expect(drafts.nth(1)).to_be_focused()  # the first was settled in the test before
    expect(page.locator(".wrap-keys")).to_contain_text("C confirm")
    for place in range(1, drafts.count() - 1):
        page.keyboard.press("c")
        expect(drafts.nth(place + 1)).to_be_focused()
    page.keyboard.press("d")
    expect(page.get_by_role("button", name="Approve")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(".follow-up .tag")).to_contain_text("approved by")
    expect(page.locator(".follow-up").get_by_role("button", name="Copy")).to_be_focused()
    page.keyboard.press("y")
    expect(page.locator(".follow-up .copied")).to_have_text("Copied")
    expect(page.get_by_role("heading", name="Scorecard")).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator(".scorecard .tag").first).to_contain_text("✓ signed by")

    kept = httpx.get(f"{address}/api/calls/{id}/wrap-up").json()
    assert "dropped" == kept["promises"][-1]["verdict"]
    assert not kept["stale"], "the message was approved with the last promise dropped"
    assert kept["draft"] == kept["text"] == page.evaluate("navigator.clipboard.readText()")


def test_one_key_too_many_changes_nothing_once_all_is_settled(page: Page, address: str):
    id = calls(address)[3]
    page.goto(f"{address}/wrapup/{id}")
    expect(page.locator(".draft").first).to_be_focused()
    page.get_by_role("heading", name="Scorecard").focus()
    before = httpx.get(f"{address}/api/calls/{id}/wrap-up").json()
    assert all(promise["verdict"] != "draft" for promise in before["promises"])
    page.keyboard.press("d")
    page.keyboard.press("c")
    page.wait_for_timeout(300)

    assert before["edition"] == httpx.get(f"{address}/api/calls/{id}/wrap-up").json()["edition"]


def test_what_has_gone_on_at_the_ledger_is_shown_as_it_stands_there_and_no_key_here_changes_it(
    page: Page, address: str
):
    call = calls(address)[3]
    promise = httpx.get(f"{address}/api/calls/{call}/wrap-up").json()["promises"][0]
    page.goto(f"{address}/wrapup/{call}")
    first, left = page.locator(".draft").first, page.locator(".promises-page .left")
    expect(first).to_be_focused()
    expect(left).to_have_text("All settled.")  # the message was approved and the scorecard signed in a test before
    wish = {"type": "break", "edition": 1, "by": "Ada", "cause": "missed"}
    door = f"{address}/api/promises/{promise['ledger']}/changes"
    assert 200 == httpx.post(door, json=wish).status_code

    page.keyboard.press("d")
    expect(first.get_by_role("alert")).to_contain_text("gone on at the ledger, where it is broken now")
    expect(first.locator(".tag")).to_contain_text("broken")
    expect(page.locator(".brief")).to_contain_text("Promised (agent), and not done")
    page.reload()
    expect(first).to_be_focused()
    for key in "dce":
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    expect(first.locator(".tag")).to_contain_text("broken")
    expect(page.locator("#follow-up-hint")).to_contain_text("A promise was changed after this was approved")
    page.keyboard.press("a")
    expect(page.locator("#follow-up-hint")).not_to_contain_text("A promise was changed")
    kept = httpx.get(f"{address}/api/promises/{promise['ledger']}").json()
    assert ("broken", 2) == (kept["promise"]["state"], len(kept["history"]))
    first.get_by_role("link", name="change it there").click()
    page.wait_for_url(f"**/promises/{promise['ledger']}")


def test_the_list_of_calls_leads_to_the_wrap_up_and_the_front_page_to_the_list(page: Page, address: str):
    page.goto(address)
    page.get_by_role("link", name="Calls so far").click()
    expect(page.get_by_role("heading", name="Calls", exact=True)).to_be_visible()
    rows = page.locator(".calls li a")
    expect(rows).to_have_count(4)
    rows.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".scorecard")).to_be_visible()
    assert "/wrapup/" in page.url


def test_the_desk_of_a_call_that_is_over_cuts_nothing_and_leads_on(page: Page, address: str):
    id = calls(address)[0]
    page.goto(f"{address}/?call={id}")
    brief = page.locator(".brief-text")
    expect(brief).to_be_visible()
    cut = page.evaluate(
        """[...document.querySelectorAll('.ended, .ended *')].filter(e => e.scrollHeight > e.clientHeight + 2
           && getComputedStyle(e).overflowY !== 'visible' && !e.matches('.unseen')).map(e => e.className)"""
    )
    assert [] == cut
    page.keyboard.press("w")
    page.wait_for_url("**/wrapup/**")


def test_a_call_nobody_knows_is_told_in_words(page: Page, address: str):
    page.goto(f"{address}/wrapup/nobody")

    expect(page.get_by_text("no call 'nobody' is known here")).to_be_visible()


def test_what_is_written_on_the_regroup_page_is_in_no_request_and_stays_in_the_browser(page: Page, address: str):
    asked: list[str] = []
    secret = "I was shaken and breathed"

    def noted(request: Request) -> None:
        asked.append(f"{request.method} {request.url} {request.post_data or ''}")

    page.goto(f"{address}/regroup")
    expect(page.get_by_label("What went well?")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.on("request", noted)
    page.on("websocket", lambda socket: asked.append(f"socket {socket.url}"))
    for question in ("What went well?", "What could I do differently?", "How can I prepare?"):
        page.get_by_label(question).fill(f"{secret} {question}")
    page.get_by_role("button", name="Breathe for a minute").click()
    expect(page.locator(".breath-word")).to_have_text("Breathe in…")
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Put it away").click()
    page.wait_for_timeout(1000)

    assert [] == asked, "the page sends nothing at all"
    assert secret in page.evaluate("localStorage.getItem('steadyline.regroup')")
    page.on("request", noted)
    page.reload()
    page.get_by_text("What you wrote before").click()
    expect(page.locator(".past")).to_contain_text(secret)
    page.goto(f"{address}/calls")
    page.goto(f"{address}/wrapup/{calls(address)[0]}")
    expect(page.locator(".scorecard")).to_be_visible()
    assert not [one for one in asked if "shaken" in one]
    assert not [one for one in asked if one.startswith("POST")]

    page.goto(f"{address}/regroup")
    page.get_by_role("button", name="Forget all of it…").click()
    page.get_by_role("button", name="Yes, forget all of it").click()
    assert page.evaluate("localStorage.getItem('steadyline.regroup')") is None


def test_a_manager_sees_of_the_break_only_that_it_was_taken(page: Page, address: str):
    id = calls(address)[2]
    page.goto(f"{address}/wrapup/{id}")
    page.get_by_label("Your name").fill("Lee")
    page.get_by_role("button", name="Grant a break").click()
    expect(page.locator(".break")).to_contain_text("10 minutes, granted by Lee.")
    page.get_by_role("button", name="I took it").click()
    expect(page.locator(".break")).to_contain_text("It was taken.")

    kept = httpx.get(f"{address}/api/calls/{id}/wrap-up").json()
    assert {"break_minutes": 10, "break_by": "Lee", "break_taken": True} == {
        name: value for name, value in kept.items() if "break" in name
    }
    assert "regroup" not in json.dumps(kept)


def test_breathing_does_not_move_where_motion_is_not_wanted(browser: Browser, address: str):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/regroup")
    page.get_by_role("button", name="Breathe for a minute").click()
    expect(page.locator(".breath-word")).to_have_text("Breathe in…")

    style = "getComputedStyle(document.querySelector('.breath-circle'))"
    assert ("none", "0s") == (page.evaluate(f"{style}.transform"), page.evaluate(f"{style}.transitionDuration"))
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/calls", "/wrapup/{call}", "/regroup", "/?call={call}"])
def test_no_page_is_wider_than_its_window_and_every_word_can_be_read(
    browser: Browser,
    address: str,
    scheme: Literal["light", "dark"],
    path: str,
    tmp_path_factory: pytest.TempPathFactory,
):
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address + path.format(call=calls(address)[0]))
    if "?" in path:
        expect(page.locator(".brief-text")).to_be_visible()
    else:
        page.wait_for_load_state("networkidle")
    folder = Path(os.environ.get("SCREENSHOTS", str(tmp_path_factory.mktemp("shots"))))
    page.screenshot(path=folder / f"{path.split('/')[1].split('?')[0] or 'desk'}-{scheme}.png")

    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 720})
        assert width >= page.evaluate("document.documentElement.scrollWidth"), f"at {width}"
    context.close()
