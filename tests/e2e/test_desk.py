"""The desk in a real browser, on a real server, hearing real sound at real speed."""

import json
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import soundfile
from playwright.sync_api import Browser, Page, expect

from cli import commands
from e2e import conftest
from steadyline import bootstrap

SOUND = bootstrap.shipped_call()[0]
WATCH_SOUND = """
const Real = window.Audio;
window.sounds = [];
window.Audio = function (...given) { const made = new Real(...given); window.sounds.push(made); return made; };
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration, whose call begins to play now."""
    with conftest.server(tmp_path_factory.mktemp("demo"), "demo", "--port", "0", "--no-browser") as running:
        yield running.address


@pytest.fixture(scope="module")
def page(browser: Browser, demo: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme="dark")
    page = context.new_page()
    page.wrong: list[str] = []  # type: ignore[attr-defined, misc]
    page.on("pageerror", lambda error: page.wrong.append(str(error)))  # type: ignore[attr-defined]
    page.on("console", lambda said: said.type == "error" and page.wrong.append(said.text))  # type: ignore[attr-defined]
    page.add_init_script(WATCH_SOUND)
    page.goto(demo)
    yield page
    context.close()


def call_seconds(page: Page) -> float:
    """Call time as the desk shows it."""
    shown = page.locator(".call-time time").inner_text()
    minutes, seconds = shown.split(":")
    return int(minutes) * 60 + float(seconds)


# The tests of the demonstration share one page and one call, and follow it as it goes on.


def test_the_call_is_shown_as_it_begins(page: Page):
    expect(page.locator(".customer-name")).to_have_text("Claire Mills", timeout=15_000)
    expect(page.locator(".call-time")).to_contain_text("Live")
    expect(page.locator(".link")).to_have_text("Connected")


def test_what_is_said_shows_on_both_sides(page: Page):
    expect(page.locator('.line[data-party="agent"]:not(.interim)').first).to_contain_text("Riverside", timeout=15_000)
    expect(page.locator('.line[data-party="customer"]:not(.interim)').first).to_be_visible(timeout=20_000)


def test_a_cue_comes_with_words_to_say_and_why(page: Page):
    card = page.locator(".cue")
    expect(card).to_have_attribute("data-cue", "offered", timeout=40_000)
    assert card.locator(".say").inner_text().strip("“”")
    assert card.locator(".why").inner_text()


def test_t_takes_the_cue(page: Page):
    page.keyboard.press("t")
    expect(page.locator(".cue")).to_have_attribute("data-cue", "taken")
    expect(page.locator(".cue .tag")).to_contain_text("Taken")


def test_heat_steps_and_concerns_follow_the_call(page: Page):
    expect(page.locator(".concerns li").first).to_be_visible(timeout=20_000)
    assert page.locator("text=Greet").count() or page.locator("text=greet").count()


def test_the_brief_so_far_is_a_key_away_for_a_warm_transfer(page: Page):
    page.keyboard.press("b")
    dialog = page.get_by_role("dialog", name="For whoever takes over")
    expect(dialog).to_contain_text("Problem, in their words")
    expect(dialog).to_contain_text("now.")
    page.keyboard.press("b")
    expect(dialog).to_be_hidden()


def test_the_sound_is_in_step(page: Page):
    if page.locator('button[data-sound="blocked"]').count():
        page.keyboard.press("s")
    page.wait_for_function("window.sounds.some(sound => !sound.paused && sound.currentTime > 0)", timeout=10_000)
    time.sleep(2)
    playing = page.evaluate("window.sounds.find(sound => !sound.paused).currentTime")

    assert abs(playing - call_seconds(page)) < 1.5, "the shown time is in whole seconds"


def test_it_is_dark_where_the_system_is_and_light_on_request(page: Page):
    assert _brightness(page) < 200
    page.get_by_role("button", name="Light", exact=True).click()
    _until(lambda: _brightness(page) > 500)
    page.get_by_role("button", name="Dark", exact=True).click()
    _until(lambda: _brightness(page) < 200)


def _brightness(page: Page) -> int:
    """Of the page's ground: 0 is black, 765 white."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(int, re.findall(r"\d+", colour)[:3]))


def _until(true: Callable[[], bool], seconds: float = 5.0) -> None:
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "it did not happen"
        time.sleep(0.1)


def test_everything_can_be_reached_and_done_by_keys_alone(page: Page):
    page.evaluate("document.activeElement.blur()")
    reached = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            continue  # between the last and the first
        reached.add(
            page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.innerText")
        )
        ring = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle + s.boxShadow })()"
        )
        assert ring != "nonenone", "what has the focus can be seen to have it"
    assert {"Larger text", "Help: the keys", "Light"} <= reached
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_nothing_went_wrong_on_the_page(page: Page):
    assert [] == page.wrong  # type: ignore[attr-defined]


def test_killed_in_the_middle_of_a_call_nothing_is_lost_and_nothing_doubled(browser: Browser, tmp_path: Path):
    sound, rate_hz = soundfile.read(SOUND, dtype="int16", always_2d=True)
    soundfile.write(tmp_path / "call.wav", sound[34 * rate_hz : 62 * rate_hz], rate_hz)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    with conftest.server(tmp_path, "serve", "--port", port) as first:
        page = browser.new_page()
        page.goto(first.address)
        expect(page.get_by_text("No call just now.")).to_be_visible()
        with subprocess.Popen(
            [commands.COMMAND, "stream", "call.wav", "--to", first.address, "--id", "c1"],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            env=commands.environment(tmp_path),
        ) as streaming:
            expect(page.locator(".cue")).to_have_attribute("data-cue", "offered", timeout=30_000)
            page.keyboard.press("d")
            expect(page.locator(".cue")).not_to_have_attribute("data-cue", "offered")
            time.sleep(0.5)  # the press is on disk when the next view is here
            expect(page.locator(".line:not(.interim)").nth(2)).to_be_visible(timeout=20_000)
            before = page.locator(".line:not(.interim)").all_inner_texts()
            first.process.kill()
            expect(page.locator(".link")).to_contain_text("Reconnecting", timeout=10_000)

            with conftest.server(tmp_path, "serve", "--port", port):
                expect(page.locator(".link")).to_have_text("Connected", timeout=20_000)
                expect(page.locator(".line:not(.interim)").nth(len(before) - 1)).to_be_visible(timeout=20_000)
                assert before == page.locator(".line:not(.interim)").all_inner_texts()[: len(before)]
                assert streaming.wait(60) == 0, streaming.stderr.read().decode()  # type: ignore[union-attr]
                expect(page.get_by_text("The call has ended.")).to_be_visible(timeout=10_000)
        page.close()

    ran = commands.run(tmp_path, "replay", "c1", "--json")
    assert 0 == ran.returncode, "replay finds the same as was found live: " + ran.stderr.decode()
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    assert "call_summed_up" == told[-1]["type"]
    assert [event["at"] for event in told] == sorted(event["at"] for event in told)
    assert 1 == len([event for event in told if event["type"] == "cue_dismissed"])
    _nothing_doubled(told)
    heard = commands.run(tmp_path, "listen", "call.wav", "--json", "--no-keep")
    _the_same_words([json.loads(line) for line in heard.stdout.splitlines()], told)


def _nothing_doubled(told: list[dict[str, Any]]) -> None:
    said = [event for event in told if event["type"] == "utterance"]
    assert list(range(1, len(said) + 1)) == [event["turn"] for event in said]
    for party in ("customer", "agent"):
        own = sorted((event["t0"], event["t1"]) for event in said if event["party"] == party)
        assert all(before[1] <= after[0] + 0.001 for before, after in pairwise(own)), own


def _the_same_words(whole: list[dict[str, Any]], told: list[dict[str, Any]]) -> None:
    """All but the odd word that was cut in two by the break."""

    def words(events: list[dict[str, Any]]) -> list[str]:
        said = " ".join(event["text"] for event in events if event["type"] == "utterance").lower()
        return re.findall(r"[a-z']+", said)

    unbroken, broken = words(whole), words(told)
    missing = [word for word in set(unbroken) if broken.count(word) < unbroken.count(word)]
    assert len(missing) <= len(set(unbroken)) // 8, missing
    assert abs(len(broken) - len(unbroken)) <= len(unbroken) // 10
