"""The supervisor's page in a real browser, on a real server, with calls as they go."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.room import Room
from script import HEADER, Talk
from steadyline.core.events import Agent, Customer


def between(agent: str, customer: str) -> Talk:
    """A call of these two, just begun."""
    header = msgspec.structs.replace(
        HEADER,
        agent=Agent(id=agent, name=agent, limits={"refund": 50, "replacement": True, "currency": "USD"}),
        customer=Customer(name=customer),
    )
    return Talk(header=header).agent(f"Northwind, {agent} speaking.", "greeting")


def asks_twice() -> Talk:
    talk = between("Sam", "Dana Ruiz")
    talk.customer("I was charged twice.", "states_problem", heat=0.25, concern="I was charged twice in March")
    talk.customer("Get me your manager.", "asks_supervisor", heat=0.5).agent("Let me look.", "acknowledges")
    return talk.customer("No. I said your manager.", "asks_supervisor", heat=0.5).quiet(75)


def threatens() -> Talk:
    talk = between("Priya", "Tom Okafor").customer("Third time it broke.", "states_problem", heat=0.75)
    talk.customer("Nobody ever calls me back.", "venting", heat=1.0)
    return talk.customer("I know where your depot is. I will come down there.", "threat_harm", heat=1.0).quiet(20)


def calm(agent: str, customer: str, problem: str) -> Talk:
    talk = between(agent, customer).customer(problem, "states_problem", heat=0.25, concern=problem)
    return talk.agent("I see. I will look.", "acknowledges").customer("Thanks.", "thanking", heat=0.0).quiet(30)


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    room = Room()
    room.goes("c1", calm("Lena", "Ada Byron", "My parcel is at the wrong depot"))
    room.goes("c2", calm("Omar", "José Silva", "The app shows last month's bill"))
    room.goes("c3", calm("Kim", "Ruth Adler", "I would like to move my appointment"))
    yield room
    room.close()


@pytest.fixture(scope="module")
def page(browser: Browser, room: Room) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme="light")
    page = context.new_page()
    page.wrong: list[str] = []  # type: ignore[attr-defined, misc]
    page.on("pageerror", lambda error: page.wrong.append(str(error)))  # type: ignore[attr-defined]
    page.on("console", lambda said: said.type == "error" and page.wrong.append(said.text))  # type: ignore[attr-defined]
    page.goto(room.served.http + "/supervisor")
    yield page
    context.close()


@pytest.fixture(scope="module")
def picture(page: Page, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., None]:
    folder: Path = tmp_path_factory.mktemp("pictures")

    def take(name: str, of: Page = page) -> None:
        of.screenshot(path=str(folder / f"{name}.png"))

    return take


# These tests share one page, and follow one afternoon.


def test_where_nothing_needs_anybody_the_page_is_quiet(page: Page, picture: Callable[..., None]):
    expect(page.get_by_role("heading", name="Nothing needs you now.")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("Three calls go on by themselves.")).to_be_visible()
    expect(page.locator("[data-calm]")).to_have_count(3)
    expect(page.locator("[data-needed]")).to_have_count(0)
    picture("quiet")


def test_the_calls_that_need_somebody_come_first_the_weightiest_on_top(
    page: Page, room: Room, picture: Callable[..., None]
):
    room.goes("c4", asks_twice())
    room.goes("c5", threatens())

    expect(page.get_by_role("heading", name="Two calls need you.")).to_be_visible()
    expect(page.locator("[data-needed]")).to_have_count(2)
    assert ["c5", "c4"] == [card.get_attribute("data-needed") for card in page.locator("[data-needed]").all()]
    lesser = page.locator('[data-needed="c4"]')
    expect(lesser).to_contain_text("Dana has asked for a supervisor twice and has not been offered one.")
    expect(lesser).to_contain_text("“No. I said your manager.”")
    expect(lesser).to_contain_text("Dana Ruiz with Sam")
    assert page.title().startswith("(2)")
    picture("two-need-you")
    page.emulate_media(color_scheme="dark")
    picture("two-need-you-dark")
    page.emulate_media(color_scheme="light")


def test_a_screen_reader_is_told_of_a_new_alert(page: Page):
    assert "threat of harm" in page.locator('.unseen[role="status"]').inner_text().lower()


def test_time_goes_on_between_boards(page: Page):
    shown = page.locator('[data-needed="c4"] time').first
    before = shown.inner_text()
    page.wait_for_function(
        "before => document.querySelector('[data-needed=\"c4\"] time').innerText !== before", arg=before, timeout=5_000
    )


def test_a_limit_is_raised_by_keys_alone(page: Page, room: Room, picture: Callable[..., None]):
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator('[data-needed="c4"]')).to_be_focused()
    page.keyboard.press("l")
    expect(page.get_by_role("dialog", name="Dana Ruiz with Sam")).to_be_visible()
    picture("limit")
    page.keyboard.type("refund")  # in place of what stands there, and not behind it
    page.get_by_label("Up to USD").fill("120")
    page.keyboard.press("Enter")

    expect(page.locator('[data-needed="c4"]')).to_contain_text("refund up to 120 USD")
    assert [("refund", 120.0)] == [(one.kind, one.amount) for one in room.live["c4"].conversation.desk().limits_raised]


def test_a_break_is_granted(page: Page, room: Room):
    page.locator('[data-needed="c5"]').get_by_role("button", name="Limit or break").click()
    page.get_by_role("button", name="10 minutes").click()

    expect(page.locator('[data-needed="c5"]')).to_contain_text("a break of 10 minutes")
    assert 10 == room.live["c5"].conversation.desk().break_minutes


def test_a_verdict_takes_the_call_off_the_list_and_is_counted(page: Page, picture: Callable[..., None]):
    page.locator('[data-needed="c4"]').focus()
    page.keyboard.press("u")
    expect(page.locator('[data-needed="c4"]')).to_have_count(0)
    page.wait_for_timeout(500)  # a press while the cards move is not counted
    page.locator('[data-needed="c5"]').get_by_role("button", name="Not useful").click()

    expect(page.get_by_role("heading", name="Nothing needs you now.")).to_be_visible()
    page.get_by_text("How alerts were judged").click()
    expect(page.get_by_role("row", name="Threat of harm")).to_contain_text("1 of 1")
    expect(page.get_by_role("row", name="Asks for a supervisor")).to_contain_text("0 of 1")
    picture("judged")


def test_no_key_judges_a_call_that_has_not_the_focus(page: Page, room: Room):
    room.goes("c6", threatens())
    expect(page.locator('[data-needed="c6"]')).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("n")
    page.wait_for_timeout(600)

    expect(page.locator('[data-needed="c6"]')).to_be_visible()
    expect(page.locator('[data-needed="c6"]')).to_contain_text("1 of 1 such alerts judged not useful.")


def test_the_agent_asks_for_help_on_the_desk_and_sees_that_somebody_saw_it(
    page: Page, browser: Browser, room: Room, picture: Callable[..., None]
):
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    desk = context.new_page()
    desk.goto(room.served.http + "/?call=c1")
    expect(desk.locator(".link")).to_have_text("Connected", timeout=15_000)
    desk.get_by_role("button", name="Ask for help").click()
    expect(desk.get_by_text("Help asked for")).to_be_visible()
    expect(desk.get_by_text("Your supervisor can see that you ask for help.")).to_be_visible()
    picture("help", desk)
    expect(page.locator('[data-needed="c1"]')).to_contain_text("Lena asks for your help with Ada")
    picture("help-asked")
    page.wait_for_timeout(500)  # a press while the cards move is not counted
    page.locator('[data-needed="c1"]').get_by_role("button", name="Useful, on it").click()

    expect(desk.get_by_text("Your supervisor has seen it and is on it.")).to_be_visible()
    context.close()


def test_the_agent_is_told_kindly_that_nobody_comes_and_can_ask_again(page: Page, browser: Browser, room: Room):
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    desk = context.new_page()
    desk.goto(room.served.http + "/?call=c2")
    desk.get_by_role("button", name="Ask for help").click()
    card = page.locator('[data-needed="c2"]')
    expect(card).to_contain_text("Omar is told which of the two you choose.")
    page.wait_for_timeout(500)  # a press while the cards move is not counted
    card.get_by_role("button", name="Not useful").click()

    expect(desk.get_by_text("is not joining this call for now")).to_be_visible()
    expect(desk.get_by_text("is on it")).to_have_count(0)
    desk.keyboard.press("h")
    expect(desk.get_by_text("Help asked for")).to_be_visible()
    expect(card).to_be_visible()
    page.wait_for_timeout(500)
    card.get_by_role("button", name="Useful, on it").click()
    expect(desk.get_by_text("Your supervisor has seen it and is on it.")).to_be_visible()
    context.close()


def test_every_page_is_a_link_away(page: Page):
    places = page.get_by_role("navigation", name="Pages")
    expect(places.get_by_role("link")).to_have_text(
        ["Desk", "Calls", "Promises", "Supervisor", "Deliveries", "Playbook", "Regroup"]
    )
    expect(places.get_by_role("link", name="Supervisor")).to_have_attribute("aria-current", "page")


def test_an_alert_that_went_with_its_call_can_still_be_judged(page: Page, room: Room):
    room.do(room.served.calls.close(room.live.pop("c6"), "hung_up"))
    over = page.locator('[data-over="c6"]')
    expect(over).to_contain_text("The call ended.")
    page.wait_for_timeout(500)  # a press while the cards move is not counted
    over.get_by_role("button", name="Useful", exact=False).first.click()

    expect(over).to_have_count(0)


def test_large_text_still_fits_and_a_narrow_window_too(page: Page, room: Room, picture: Callable[..., None]):
    room.goes("c7", threatens())
    expect(page.locator('[data-needed="c7"]')).to_be_visible()
    for _ in range(3):
        page.get_by_role("button", name="Larger text").click()
    page.set_viewport_size({"width": 480, "height": 800})
    picture("narrow")

    assert page.evaluate("document.documentElement.scrollWidth") <= 480
    page.set_viewport_size({"width": 1280, "height": 720})


def test_a_line_that_broke_comes_back_and_shows_what_is_now(page: Page, room: Room):
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    page.context.set_offline(True)
    page.context.set_offline(False)
    expect(page.locator(".link")).to_have_text("Connected", timeout=20_000)
    expect(page.locator('[data-needed="c7"]')).to_be_visible()


def test_nothing_went_wrong_on_the_page(page: Page):
    assert [] == page.wrong  # type: ignore[attr-defined]
