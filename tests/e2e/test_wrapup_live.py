"""The wrap-up while the call goes on: it follows the call and waits for its end, and the desk marks what is settled."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.room import Room
from script import Talk, promise
from steadyline.service.live import LiveCall


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.close()


@pytest.fixture
def desk(browser: Browser, room: Room) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
    assert [] == wrong


def begun() -> Talk:
    """A call on which one thing was promised so far."""
    talk = (
        Talk().agent("Northwind, Sam here.", "greeting").customer("My bill.", heat=0.75, concern="I was charged twice")
    )
    return talk.agent("I'll email you.", promises=[promise("email you")])


def goes_on(room: Room, live: LiveCall, talk: Talk, act: str) -> None:
    """One more thing is promised."""
    known = len(talk.facts)
    talk.agent(f"I'll {act}.", promises=[promise(act)])
    room.do(live.conversation.take(*talk.facts[known:]))


def test_w_on_the_desk_opens_the_wrap_up_and_what_is_settled_there_is_marked_on_the_desk(desk: Page, room: Room):
    live = room.goes("settled", begun())
    desk.goto(f"{room.served.http}/?call=settled")
    noted = desk.locator(".promises li")
    expect(noted).to_have_attribute("data-verdict", "draft")
    with desk.context.expect_page() as opened:
        desk.keyboard.press("w")
    wrap_up = opened.value
    expect(wrap_up.locator(".draft")).to_be_focused()
    wrap_up.bring_to_front()
    expect(wrap_up.locator(".link")).to_have_text("Connected")
    wrap_up.keyboard.press("e")
    wrap_up.get_by_label("What will be done").fill("write to you tonight")
    desk.keyboard.press("w")  # goes there, and loads nothing anew
    wrap_up.wait_for_timeout(500)
    expect(wrap_up.get_by_label("What will be done")).to_have_value("write to you tonight")
    assert 2 == len(desk.context.pages)
    wrap_up.keyboard.press("Enter")
    expect(noted).to_contain_text("write to you tonight ✓ confirmed")
    room.do(room.served.calls.close(live, "hung_up"))
    del room.live["settled"]
    expect(desk.locator(".ended-ways")).to_contain_text("All promises are settled")
    expect(wrap_up.get_by_role("button", name="Approve")).to_be_visible()
    wrap_up.locator(".draft").focus()
    wrap_up.keyboard.press("d")
    expect(wrap_up.locator(".draft")).to_have_attribute("data-verdict", "dropped")
    expect(noted).to_contain_text("✕ dropped")


def test_a_wrap_up_opened_during_the_call_follows_it_and_waits_for_its_end(desk: Page, room: Room):
    talk = Talk().agent("Northwind, Sam here.", "greeting")
    live = room.goes("followed", talk)
    wrap_up = desk
    wrap_up.goto(f"{room.served.http}/wrapup/followed")
    left, drafts = wrap_up.locator(".promises-page .left"), wrap_up.locator(".draft")
    approve, sign = (wrap_up.get_by_role("button", name=name) for name in ("Approve", "Sign as"))
    expect(left).to_have_text("None so far.")
    expect(wrap_up.locator(".fell .heat-now")).to_contain_text("Nothing that the customer said was judged")
    goes_on(room, live, talk, "email you")
    expect(left).to_have_text("1 of 1 to settle")
    wrap_up.keyboard.press("c")
    expect(left).to_have_text("All settled so far.")
    goes_on(room, live, talk, "ring the depot")
    expect(left).to_have_text("1 of 2 to settle")
    expect(drafts.nth(1)).to_have_attribute("aria-current", "true")
    expect(approve).to_have_count(0)
    expect(sign).to_have_count(0)
    wrap_up.keyboard.press("c")
    expect(left).to_have_text("All settled so far.")
    room.do(room.served.calls.close(live, "hung_up"))
    del room.live["followed"]
    expect(left).to_have_text("All settled. Next: the message.")
    expect(approve).to_be_enabled()
    expect(sign).to_be_visible()
    expect(wrap_up.locator(".link")).to_have_count(0)


def test_what_was_typed_stays_where_it_is_refused_with_the_reason_beside_it(desk: Page, room: Room):
    talk = begun()
    live = room.goes("refused", talk)
    goes_on(room, live, talk, "ring the depot")
    desk.goto(f"{room.served.http}/wrapup/refused")
    desk.set_viewport_size({"width": 320, "height": 640})
    expect(desk.locator(".draft").first).to_be_focused()
    desk.keyboard.press("e")
    words, day = desk.get_by_label("What will be done"), desk.get_by_label("By when")
    words.fill("write to you tonight")
    day.fill("2001-02-02")
    words.press("Enter")
    refusal = desk.locator(".draft").first.get_by_role("alert")
    expect(refusal).to_contain_text("Give the date")
    expect(refusal).to_be_in_viewport()
    expect(words).to_have_value("write to you tonight")
    expect(day).to_have_value("2001-02-02")
    day.fill("")
    words.press("Enter")
    expect(desk.locator(".draft").first).to_have_attribute("data-verdict", "confirmed")
    expect(desk.locator(".draft").nth(1)).to_be_focused()
