"""The playbook's page in a real browser: changed field by field, mistakes told at their field, tried, saved."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from cli import commands
from e2e import conftest
from steadyline import bootstrap
from steadyline.playbooks import loader

SHIPPED = bootstrap.shipped_call()[1]
SITE = """\
# Ours. Keep this line.
extends: default
name: riverside
cues:
  own_it:
    most: 2   # twice is enough
"""
SHOTS = os.environ.get("SCREENSHOTS")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the site keeps its playbook and its calls."""
    folder = tmp_path_factory.mktemp("playbook")
    (folder / "site.yaml").write_text(SITE, "utf-8")
    (folder / "settings.toml").write_text(
        f'playbook = "{folder}/site.yaml"\nplaybook_saved_to = "{folder}/site.yaml"\n', "utf-8"
    )
    listened = commands.run(folder, "listen", str(SHIPPED))
    assert 0 == listened.returncode, listened.stderr.decode()
    return folder


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patched:
        clean = commands.environment
        patched.setattr(
            commands,
            "environment",
            lambda folder, **more: clean(folder, STEADYLINE_SETTINGS=str(folder / "settings.toml"), **more),
        )
        with conftest.server(folder, "serve", "--port", "0") as running:
            yield running.address.rstrip("/")


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, accept_downloads=True)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(f"{address}/playbook")
    expect(page.get_by_role("heading", name="Playbook")).to_be_visible()
    yield page
    context.close()
    assert [] == wrong


def shot(page: Page, name: str) -> None:
    """A picture to look at, where somebody asks for it."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"playbook-{name}.png")


def open_part(page: Page, title: str) -> None:
    named = re.compile(f"^{re.escape(title)}( own| left out| . wrong)?$")
    page.get_by_role("navigation", name="Parts of the playbook").get_by_role("button", name=named).click()


def standing(page: Page, told: str) -> None:
    expect(page.locator(".standing")).to_contain_text(told, timeout=15_000)


def test_the_words_of_a_cue_are_seen_as_the_agent_sees_them_while_they_are_typed(page: Page):
    open_part(page, "Say it back")
    card = page.get_by_label("As the agent sees it")
    expect(card.locator(".say")).to_contain_text("Have I got that right?")
    shot(page, "cue-light")

    page.get_by_role("textbox", name="Words to say", exact=True).fill(
        "So, {name}: {concerns} Is that so?\nSecond way: {concerns}"
    )
    expect(card.locator(".say")).to_have_text(
        "“So, Dana: You were charged twice in March, and nobody called you back. Is that so?”", timeout=15_000
    )
    card.get_by_role("button", name="The next variant").click()
    expect(card.locator(".say")).to_contain_text("Second way")
    expect(card).to_contain_text("Variant 2 of 2")
    standing(page, "Sound, not saved")


def test_a_mistake_is_told_at_its_field_and_read_out_with_it(page: Page):
    open_part(page, "Say it back")
    field = page.get_by_role("textbox", name="Words to say", exact=True)
    field.fill("You were {conecrn}.")
    expect(page.locator('[id="cues-say_it_back-say-told"]')).to_contain_text(
        "no slot is called 'conecrn'", timeout=15_000
    )
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_attribute("aria-describedby", re.compile("cues-say_it_back-say-told"))
    standing(page, "One mistake")
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    shot(page, "mistake-light")

    page.emulate_media(color_scheme="dark")
    shot(page, "mistake-dark")
    open_part(page, "Heat")
    page.get_by_label("Mistakes and warnings").get_by_role("button").first.click()
    expect(page.get_by_role("textbox", name="Words to say", exact=True)).to_have_value("You were {conecrn}.")

    page.get_by_role("button", name="Words to say: as inherited").click()
    standing(page, "Sound")
    expect(page.get_by_role("textbox", name="Words to say", exact=True)).to_have_value(
        re.compile("Have I got that right")
    )


def test_what_is_worth_a_second_look_is_told_and_hinders_nothing(page: Page):
    open_part(page, "Say it back")
    page.get_by_role("textbox", name="Words to say", exact=True).fill("{concerns} " + "And so on and on and on. " * 8)
    told = page.locator('[id="cues-say_it_back-say-told"]')
    expect(told).to_contain_text("more than 160 are hard to read at a glance", timeout=15_000)
    standing(page, "Sound, not saved")


def test_a_cue_is_left_out_and_brought_back(page: Page):
    open_part(page, "Slow down")
    page.get_by_role("button", name="Leave this cue out").click()
    expect(page.get_by_role("button", name="Slow down left out")).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_role("button", name="Leave this cue out")).to_be_visible(timeout=15_000)


def test_plain_words_and_limits_are_lines(page: Page, folder: Path):
    open_part(page, "Words of the trade")
    field = page.get_by_role("textbox", name="Words of the trade")
    field.fill(field.input_value() + "\nvector credit = money back on your next bill")
    open_part(page, "Limits by role")
    page.get_by_role("textbox", name="Senior", exact=True).fill("refund = 75\nreplacement = yes\ncurrency = USD")
    standing(page, "Sound, not saved")
    open_part(page, "The file itself")
    text = page.get_by_role("textbox", name="The file itself").input_value()

    content = loader.parse(text, "draft.yaml")
    assert "money back on your next bill" == content.words.plain["vector credit"]
    assert {"refund": 75, "replacement": True, "currency": "USD"} == content.limits["senior"]
    assert len(text.splitlines()) < 20, "only what differs is said"


def test_it_is_tried_on_the_last_calls(page: Page):
    open_part(page, "How many cues")
    page.get_by_role("spinbutton", name="Cues a call, at most").fill("1")
    standing(page, "Sound, not saved")
    page.get_by_role("button", name="Try on the last calls").click()
    tried = page.get_by_label("What would have changed")
    expect(tried).to_contain_text("1 of 1 would change", timeout=20_000)
    tried.locator("summary").first.click()
    expect(tried.locator("li").first).to_contain_text("lost")
    shot(page, "tried-light")


def test_it_is_saved_with_the_keyboard_to_the_sites_file_with_its_comments(page: Page, folder: Path, address: str):
    open_part(page, "Make it yours")
    page.get_by_role("spinbutton", name="Times a call, at most").fill("3")
    standing(page, "Sound, not saved")
    page.keyboard.press("Control+s")
    standing(page, "Saved as riverside@")
    expect(page.locator(".standing")).to_contain_text("New calls run under it; calls under way keep theirs.")

    assert SITE.replace("most: 2", "most: 3") == (folder / "site.yaml").read_text("utf-8")
    reference = httpx.get(f"{address}/api/playbook").json()["draft"]["reference"]
    assert loader.reference(loader.load(folder / "site.yaml")) == reference


def test_of_two_pages_the_second_to_save_is_told(page: Page, folder: Path):
    open_part(page, "Make it yours")
    page.get_by_role("spinbutton", name="Times a call, at most").fill("4")
    standing(page, "Sound, not saved")
    (folder / "site.yaml").write_text(SITE, "utf-8")
    page.get_by_role("button", name="Save").click()

    standing(page, "changed since this page read it")
    assert SITE == (folder / "site.yaml").read_text("utf-8")


def test_the_draft_can_be_downloaded(page: Page):
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download").click()

    assert "riverside.yaml" == downloading.value.suggested_filename
    assert SITE == Path(downloading.value.path()).read_text("utf-8")


def test_the_parts_are_walked_with_the_arrow_keys_and_everything_is_reached_by_keys(page: Page):
    open_part(page, "Name")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("spinbutton", name="Rise", exact=True)).to_be_visible()
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.innerText"))
    assert {"heat-rise", "heat-levels-angry"} <= reached
    page.emulate_media(color_scheme="dark")
    open_part(page, "The abuse ladder")
    shot(page, "ladder-dark")


def test_in_a_narrow_window_the_part_that_was_chosen_comes_into_sight(page: Page):
    page.set_viewport_size({"width": 320, "height": 640})
    page.get_by_role("button", name="Make it yours").click()
    expect(page.get_by_role("heading", name="Make it yours").first).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
