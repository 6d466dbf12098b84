"""What stands beside the cue, in a real browser: the agent's own switch, the ladder, a pause, the record, the steps."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from e2e.room import Room
from script import HEADER, PLAYBOOK, Talk
from steadyline.core.events import Agent, CuesSwitched, Customer, HoldStarted, LevelChosen, LimitRaised
from told import GRACE

HISTORY = (
    "2026-02-18 charged twice for March, told a refund takes 5 days",
    "2026-02-26 promised a call back by Friday, not made",
    "2026-03-02 order number 4471 returned, parcel received",
)
TWICE = "I was charged twice in March"


def between(*, history: tuple[str, ...] = ()) -> Talk:
    header = msgspec.structs.replace(
        HEADER,
        agent=Agent(id="a1", name="Sam", limits={"refund": 50, "replacement": True, "currency": "USD"}),
        customer=Customer(name="Dana Ruiz", history=history),
    )
    return Talk(header=header)


def told(*, heat: float = 0.75, history: tuple[str, ...] = ()) -> Talk:
    talk = between(history=history).agent("Northwind, Sam speaking. How can I help?", "greeting")
    talk.customer(f"{TWICE}, and nobody called me back.", "states_problem", heat=heat, concern=TWICE)
    return talk


def told_a_lot() -> Talk:
    talk = told()
    for more in (
        "The app logs me out every time I open the bill",
        "My address is still the old one on every letter",
        "The technician never came on Tuesday although I took a day off work",
        "Nobody told me that the price would go up in May",
        "And the router drops out each evening at eight",
    ):
        talk.customer(f"{more}.", "states_problem", heat=0.75, concern=more).agent("I see.", "acknowledges")
    return talk.quiet(GRACE)


def attacked() -> Talk:
    talk = told().agent("I would be angry too. So you paid twice in March.", "empathy", "restates")
    return talk.customer("You're useless, you are.", "personal_attack", heat=1.0).quiet(GRACE)


def warned() -> Talk:
    return attacked().takes().quiet(20)


def at_the_end() -> Talk:
    talk = warned().customer("You're an idiot.", "personal_attack", heat=1.0).quiet(GRACE).takes()
    return talk.quiet(20).customer("Idiot! Pathetic little man!", "personal_attack", heat=1.0).quiet(GRACE)


def solved_in_a_hurry() -> Talk:
    """The agent went straight to the refund."""
    talk = told(heat=0.25).agent("I can refund you today or send a voucher.", "offers_option")
    talk.customer("The refund, then.", "accepts", heat=0.25)
    return talk.agent("I am sorry that we took it twice.", "apologises")


def about_to_resolve() -> Talk:
    talk = told(history=HISTORY).agent("I would be angry too: you paid twice and waited.", "empathy")
    talk.agent("So March went off twice and nobody rang. Have I got that right?", "restates", "checks_understanding")
    talk.customer("Yes, that's it. I've tried the app as well.", "confirms", heat=0.5)
    talk.agent("I am sorry that we took it twice.", "apologises")
    talk.customer("I just want my money back.", "states_outcome", heat=0.5)
    talk.agent("May I tell you what happened? The first payment timed out.", "explains", "asks_permission")
    return talk.customer("Right.", heat=0.25)


@pytest.fixture(scope="module")
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.close()


Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pictures")


@pytest.fixture
def opened(browser: Browser, room: Room, pictures: Path) -> Iterator[Opened]:
    """The desk of a call that has gone like this; with ``picture`` in light, dark and narrow."""
    contexts, wrong = [], list[str]()

    def open_it(id: str, talk: Talk, through: Callable[[WebSocketRoute], None] | None = None, **how: object) -> Page:
        room.goes(id, talk)
        context = browser.new_context(viewport={"width": 1280, "height": 720}, color_scheme="light", **how)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        if through:
            page.route_web_socket(re.compile("/api/desk"), through)
        page.goto(f"{room.served.http}/?call={id}")
        expect(page.locator(".link")).to_have_text("Connected", timeout=15_000)
        expect(page.locator(".customer-name")).to_be_visible()
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert [] == wrong


def picture(page: Page, folder: Path, name: str) -> None:
    page.screenshot(path=str(folder / f"{name}.png"))


def fits(page: Page) -> None:
    """Nothing is beyond the window's right edge, and what there is to press can be pressed."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def aloud(page: Page) -> str:
    return page.locator('.cue .unseen[role="status"]').inner_text()


def test_a_known_caller_is_met_with_what_is_on_record(opened: Opened, pictures: Path):
    page = opened("k1", between(history=HISTORY).quiet(1))
    expect(page.locator(".cue-title")).to_contain_text("Known caller")
    expect(page.locator(".record li")).to_have_count(3)
    expect(page.locator(".told")).to_contain_text("the order number")
    picture(page, pictures, "known-caller")
    page.keyboard.press("d")
    expect(page.locator(".cue")).to_have_attribute("data-cue", "none")
    expect(page.locator(".record li")).to_have_count(3)
    picture(page, pictures, "known-caller-quiet")


def test_one_key_switches_cues_off_and_they_stay_off_until_it_is_pressed_again(
    opened: Opened, room: Room, pictures: Path
):
    page = opened("k2", told().quiet(GRACE))
    expect(page.locator(".cue")).to_have_attribute("data-cue", "offered")
    page.keyboard.press("c")
    expect(page.locator(".cue")).to_have_attribute("data-cue", "off")
    expect(page.get_by_role("heading", name="Name the feeling")).to_have_count(0)
    assert "Cues are off" in aloud(page)
    page.reload()
    expect(page.locator(".cue")).to_have_attribute("data-cue", "off")
    picture(page, pictures, "cues-off")
    assert not room.live["k2"].conversation.desk().cues.on

    page.get_by_role("button", name="Turn cues on").click()
    expect(page.locator(".cue")).not_to_have_attribute("data-cue", "off")
    expect(page.get_by_role("button", name="Turn cues off")).to_be_visible()
    assert "Cues are on" in aloud(page)
    assert [False, True] == [fact.on for fact in facts(room, "k2") if isinstance(fact, CuesSwitched)]


def test_after_several_cues_waved_away_the_desk_says_why_it_is_quiet_and_how_to_have_them_again(opened: Opened):
    talk = between()
    for slip in ("argues", "vague_action", "negative_language"):
        talk.customer("I am still waiting.", heat=0.0).agent("It is with somebody.", slip).quiet(1).dismisses().quiet(
            20
        )
    page = opened("waved_away", talk)

    expect(page.locator(".cue")).to_contain_text("you waved several cues away")
    assert "Only urgent ones come now" in aloud(page)

    page.keyboard.press("c")
    expect(page.locator(".cue")).to_contain_text("Cues are off for this call.")
    page.keyboard.press("c")
    expect(page.locator(".cue")).to_contain_text("No cue just now.")


def facts(room: Room, id: str) -> list[object]:
    async def read() -> list[object]:
        return [recorded.event async for recorded in room.served.calls.journal.read(id)]

    found: list[object] = room.do(read())
    return found


def test_the_level_is_the_agents_own_choice(opened: Opened, room: Room):
    page = opened("k3", told())
    level = page.get_by_label("I am")
    expect(level).to_have_value("new")
    expect(level.get_by_role("option")).to_have_text(
        ["new: up to 12 cues a call", "practised: up to 5 cues a call", "expert: up to 2 cues a call"]
    )
    level.select_option("expert")
    page.reload()
    expect(page.get_by_label("I am")).to_have_value("expert")
    assert ["expert"] == [fact.level for fact in facts(room, "k3") if isinstance(fact, LevelChosen)]


def test_a_line_that_is_down_says_that_nothing_was_switched(opened: Opened):
    lines: list[WebSocketRoute] = []

    def once(line: WebSocketRoute) -> None:
        lines.append(line)
        if len(lines) == 1:
            line.connect_to_server()
        else:
            line.close()

    page = opened("k4", told(), through=once)
    lines[0].close()
    expect(page.locator(".link")).to_contain_text("Reconnecting")
    page.keyboard.press("c")
    expect(page.locator(".notice")).to_contain_text("the cues were not switched")


def test_the_ladder_shows_the_exact_words_and_what_comes_next(opened: Opened, pictures: Path):
    page = opened("k5", attacked())
    ladder = page.locator(".ladder")
    expect(ladder).to_have_attribute("data-phase", "due")
    expect(ladder).to_contain_text("0 of 2 warnings given")
    expect(ladder).to_contain_text(PLAYBOOK.ladder.rungs[1])
    expect(page.locator(".say")).to_contain_text(PLAYBOOK.ladder.rungs[0])
    picture(page, pictures, "ladder-due")
    page.keyboard.press("c")
    expect(ladder).to_contain_text(PLAYBOOK.ladder.rungs[0])
    picture(page, pictures, "ladder-due-cues-off")
    page.keyboard.press("c")


def test_a_warning_that_was_given_leaves_time_to_calm_down_and_then_stands(opened: Opened, pictures: Path):
    page = opened("k6", attacked().takes())
    ladder = page.locator(".ladder")
    expect(ladder).to_have_attribute("data-phase", "cooling")
    expect(ladder).to_contain_text("Time to calm down")
    picture(page, pictures, "ladder-cooling")
    page = opened("k7", warned())
    expect(page.locator(".ladder")).to_have_attribute("data-phase", "standing")
    expect(page.locator(".ladder")).to_contain_text("Only if it happens again")


def test_the_last_rung_leaves_the_end_to_the_agent(opened: Opened, pictures: Path):
    page = opened("k8", at_the_end())
    ladder = page.locator(".ladder")
    expect(ladder).to_have_attribute("data-phase", "end")
    expect(ladder).to_contain_text("It is your decision.")
    expect(page.locator(".say")).to_contain_text("this call")
    picture(page, pictures, "ladder-end")
    page.emulate_media(color_scheme="dark")
    picture(page, pictures, "ladder-end-dark")
    page.set_viewport_size({"width": 640, "height": 720})
    fits(page)
    page.screenshot(path=str(pictures / "ladder-end-640.png"), full_page=True)


def test_of_many_concerns_the_first_and_the_newest_are_in_sight(opened: Opened, pictures: Path):
    page = opened("k17", told_a_lot())
    concerns = page.locator(".concerns li")
    expect(concerns).to_have_count(6)
    box = page.locator(".noted").first.bounding_box()
    assert box is not None
    for concern in (concerns.first, concerns.last):
        at = concern.bounding_box()
        assert at is not None
        assert box["y"] <= at["y"]
        assert at["y"] + at["height"] <= box["y"] + box["height"] + 1
    picture(page, pictures, "concerns")


@pytest.mark.parametrize("height", [640, 720, 800, 900])
def test_no_concern_is_cut_off_under_the_first_and_the_newest_is_whole(opened: Opened, height: int):
    page = opened(f"k17-{height}", told_a_lot())
    page.set_viewport_size({"width": 1280, "height": height})
    expect(page.locator(".concerns li")).to_have_count(6)
    (first, *others) = [one.bounding_box() for one in page.locator(".concerns li").all()]
    box = page.locator(".noted").first.bounding_box()
    assert first and box
    under = first["y"] + first["height"]
    cut = [one for one in others if one and one["y"] + 2 < under < one["y"] + one["height"] - 2]

    assert [] == cut
    last = others[-1]
    assert last
    assert under <= last["y"] + 2
    assert last["y"] + last["height"] <= box["y"] + box["height"] + 1


def test_the_other_pages_are_behind_one_button_and_escape_there_dismisses_no_cue(opened: Opened):
    page = opened("k18", attacked())
    button = page.get_by_role("button", name="Other pages")
    button.focus()
    page.keyboard.press("Enter")
    places = page.get_by_role("navigation", name="Pages")
    expect(places.get_by_role("link")).to_have_count(7)
    page.keyboard.press("Tab")
    expect(places.get_by_role("link", name="Desk")).to_be_focused()
    page.keyboard.press("Escape")
    expect(places).to_be_hidden()
    expect(page.locator(".cue")).to_have_attribute("data-cue", "offered")
    button.click()
    places.get_by_role("link", name="Supervisor").click()
    page.wait_for_url("**/supervisor")


@pytest.mark.parametrize("scene", [attacked, told_a_lot, about_to_resolve])
def test_at_four_times_the_size_the_desk_is_one_column_and_nothing_is_cut(
    opened: Opened, scene: Callable[[], Talk], pictures: Path
):
    """A window of 320 pixels is what 400 % of zoom leaves of 1280."""
    page = opened(f"k19-{scene.__name__}", scene())
    page.set_viewport_size({"width": 320, "height": 256})
    fits(page)
    cut = page.evaluate(
        """[...document.querySelectorAll('.top *, .cue, .cue *, .steps *')].filter(e => !e.closest('.unseen, svg')
           && (e.scrollWidth > e.clientWidth + 2 && e.clientWidth > 0 && getComputedStyle(e).overflowX !== 'visible'
               || e.getBoundingClientRect().right > 321)).map(e => `${e.className}: ${e.textContent}`)"""
    )
    assert [] == cut
    tools = page.locator(".cue-tools").bounding_box()
    title = page.locator(".cue-title, .nothing-head").first.bounding_box()
    assert tools is not None
    assert title is not None
    assert tools["y"] + tools["height"] <= title["y"] + 1
    page.screenshot(path=str(pictures / f"zoom-{scene.__name__}.png"), full_page=True)


def test_in_the_persons_own_colours_all_of_it_is_still_told_apart(opened: Opened, pictures: Path):
    page = opened("k20", attacked(), forced_colors="active")
    plain = page.locator("body").evaluate("body => getComputedStyle(body).color")
    for part in (".say", ".cue-title", ".step-told", ".who", ".none", ".ladder-next"):
        assert plain == page.locator(part).first.evaluate("part => getComputedStyle(part).color"), part
    main = page.get_by_role("button", name="Take")
    assert plain == main.evaluate("button => getComputedStyle(button).backgroundColor"), "what is pressed stands out"
    picture(page, pictures, "own-colours")


def test_a_silence_is_read_aloud_when_a_word_is_due_and_not_before(opened: Opened):
    page = opened("k22", told().quiet(10))
    status = page.locator('.paused [role="status"]')
    expect(page.locator(".paused p").first).to_have_text("Nobody speaks")
    expect(status).to_have_text("")
    page = opened("k23", told().quiet(20))
    expect(page.locator('.paused [role="status"]')).to_have_text("Nobody speaks. Say what you are doing.")


def test_a_cue_is_said_once_by_a_screen_reader_and_not_while_it_counts_down(opened: Opened):
    page = opened("k21", attacked())
    page.evaluate(
        """() => { window.said = [];
          for (const place of document.querySelectorAll('[role="status"], [aria-live]:not([aria-live="off"])'))
            new MutationObserver(() => window.said.push(place.textContent))
              .observe(place, {childList: true, characterData: true, subtree: true}); }"""
    )
    page.wait_for_timeout(2500)
    assert [] == page.evaluate("window.said"), "time alone is not read out"
    page.keyboard.press("t")
    expect(page.locator(".cue")).to_have_attribute("data-cue", "taken")
    page.wait_for_timeout(500)
    assert not [words for words in page.evaluate("window.said") if "respectful" in words], "nor are the words again"


def test_a_hold_and_a_silence_show_how_long_they_last(opened: Opened, pictures: Path):
    talk = told().agent("One moment, please.", "holds_or_transfers")
    talk._facts.append(HoldStarted(at=talk.now))
    page = opened("k9", talk.quiet(50))
    paused = page.locator(".paused")
    expect(paused).to_contain_text("Dana Ruiz is on hold")
    expect(paused).to_contain_text("A word to them is due")
    picture(page, pictures, "hold")

    page = opened("k10", told().quiet(10))
    expect(page.locator(".paused")).to_contain_text("Nobody speaks")
    picture(page, pictures, "silence")


def test_what_may_be_given_shows_when_a_way_forward_comes_next(opened: Opened, room: Room, pictures: Path):
    page = opened("k11", told())
    expect(page.locator(".may-give")).to_have_count(0)

    talk = about_to_resolve()
    talk._facts.append(LimitRaised(at=talk.now, kind="refund", amount=120))
    page = opened("k12", talk.quiet(1))
    expect(page.locator(".may-give")).to_contain_text("refund up to 120 USD (raised for this call) · replacement")
    picture(page, pictures, "may-give")


def test_skipped_and_late_steps_say_so_in_a_word_and_a_shape(opened: Opened, pictures: Path):
    page = opened("k13", solved_in_a_hurry())
    skipped = page.locator('.track li[data-state="skipped"]')
    expect(skipped.first).to_contain_text("skipped")
    late = page.locator('.track li[data-state="late"]')
    expect(late).to_have_count(1)
    expect(late).to_contain_text("late")
    shapes = {
        state: page.locator(f'.track li[data-state="{state}"] svg').first.inner_html()
        for state in ("skipped", "done", "open")
    }
    assert 3 == len(set(shapes.values())), "by shape, not colour alone"
    picture(page, pictures, "steps")
    late.get_by_role("button").focus()
    expect(page.locator(".step-told")).to_contain_text("done late")
    page.emulate_media(color_scheme="dark")
    picture(page, pictures, "steps-dark")


@pytest.mark.parametrize("size", [0, 1, 3])
def test_it_can_be_used_narrow_and_with_large_text(opened: Opened, pictures: Path, size: int):
    page = opened(f"k14-{size}", attacked())
    for _ in range(size):
        page.get_by_role("button", name="Larger text").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-size", str((100, 115, 130, 150)[size]))
    expect(page.locator(".ladder")).to_be_visible()
    for width, height in ((1280, 720), (640, 720)):
        page.set_viewport_size({"width": width, "height": height})
        fits(page)
        expect(page.get_by_role("button", name="Turn cues off")).to_be_in_viewport()
        title, tools = page.locator(".cue-title").bounding_box(), page.locator(".cue-tools").bounding_box()
        assert title is not None
        assert tools is not None
        text = page.locator(".cue-title").evaluate(
            "title => { const range = document.createRange(); range.selectNodeContents(title);"
            " return range.getBoundingClientRect().right }"
        )
        assert text <= tools["x"] or tools["y"] + tools["height"] <= title["y"], "the title is not under the controls"
        page.screenshot(path=str(pictures / f"large-{size}-{width}.png"), full_page=width == 640)


def test_the_cue_is_answered_before_the_rest_is_reached_by_tab(opened: Opened):
    page = opened("k15", attacked())
    page.locator(".cue").get_by_role("button", name="Take").focus()
    order = []
    for _ in range(4):
        order.append(page.evaluate("document.activeElement.innerText || document.activeElement.tagName").split("\n")[0])
        page.keyboard.press("Tab")

    assert ["Take T", "Dismiss D"] == order[:2]
    assert order[2].startswith("new:")
    assert "Turn cues off C" == order[3]


def test_motion_is_reduced_where_it_is_not_wanted(opened: Opened):
    page = opened("k16", attacked(), reduced_motion="reduce")

    assert "none" == page.locator(".words").evaluate("words => getComputedStyle(words).animationName")
