"""The doors of the page of deliveries: who may come in, what is refused, and that no secret comes out."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from delivery import peers
from delivery.peers import WebhookPeer
from service import tones
from steadyline.bootstrap import promises
from steadyline.core.ledger import Made, NotAllowed
from steadyline.core.reminding import Policy
from steadyline.delivery.choose import AllWays
from steadyline.delivery.secret import Secrets
from steadyline.playbooks import loader
from steadyline.service.access import Access
from steadyline.service.delivering import Destination, Message
from steadyline.service.feeds import Calendars
from steadyline.service.following import Following, moment_now
from steadyline.service.outbox import Delivery
from steadyline.service.outgoing import Outgoing
from steadyline.service.ports import JournalFailed
from steadyline.service.reminding import People
from steadyline.settings import Settings
from steadyline.testing import MemoryDestinations, MemoryDoorkeeping, MemoryFeeds, MemoryLedger, MemoryOutbox
from steadyline.web import app

NOW = "2026-03-10T09:00:00Z"


class Site:
    """The application itself, over stores in memory and the real ways out."""

    promises: MemoryLedger
    destinations: MemoryDestinations
    follows: Following

    def __init__(self, client: httpx.AsyncClient, hook: WebhookPeer, outbox: MemoryOutbox, access: Access) -> None:
        self.client = client
        self.hook = hook
        self.outbox = outbox
        self.access = access

    def webhook(self, **more: Any) -> dict[str, Any]:
        options = {"address": f"{self.hook.web.url}/hook"}
        there = {
            "id": "",
            "kind": "webhook",
            "name": "Robot",
            "options": options,
            "secrets": {"key": "env:SECRET_HOOK"},
        }
        return there | {"wants": []} | more

    async def post(self, path: str, body: object, **how: Any) -> httpx.Response:
        return await self.client.post(path, json=body, **how)

    async def save(self, there: dict[str, Any], seen: object = None, by: str = "Lena") -> httpx.Response:
        return await self.post("/api/destinations", {"destination": there, "seen": seen, "by": by})

    async def shown(self) -> Any:
        return (await self.client.get("/api/outgoing")).json()


async def standing(why_not: str = "", origins: tuple[str, ...] = ()) -> AsyncIterator[Site]:
    async with tones.carried() as calls:
        promises = MemoryLedger(Policy(timezone="UTC"))
        outbox, access, destinations = MemoryOutbox(promises), Access(MemoryDoorkeeping()), MemoryDestinations()
        follows = Following(
            ledger=promises,
            outbox=outbox,
            destinations=destinations,
            ways=AllWays(Secrets({"SECRET_HOOK": WebhookPeer.key})),
            bus=calls.bus,
            words=lambda team: loader.shipped().words,
        )
        calendars = Calendars(
            MemoryFeeds(), promises, people=People(), write=lambda entries, name, form: b"", now=moment_now
        )
        outgoing = Outgoing(follows, calendars, now=moment_now, why_not=why_not)
        transport = httpx.ASGITransport(
            app=app.create(calls, outgoing=outgoing, access=access, origins=origins), raise_app_exceptions=False
        )
        with peers.web(WebhookPeer) as hook:
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8700") as client:
                site = Site(client, hook, outbox, access)
                site.promises, site.destinations, site.follows = promises, destinations, follows
                yield site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async for it in standing():
        yield it


async def test_a_destination_is_saved_shown_with_whether_it_works_and_kept_on_record(site: Site):
    saved = await site.save(site.webhook())

    assert 200 == saved.status_code
    shown = await site.shown()
    (one,) = shown["destinations"]
    assert (saved.json(), "") == (one["destination"], one["problem"])
    (change,) = shown["changes"]
    assert ("Lena", "added", "Robot") == (change["by"], change["what"], change["name"])
    again = await site.save(saved.json() | {"name": "Other"}, seen=saved.json(), by="Ada")
    assert 200 == again.status_code
    changed = (await site.shown())["changes"][0]
    assert [{"field": "name", "before": "Robot", "after": "Other"}] == changed["fields"]


async def test_what_cannot_be_used_is_refused_and_nothing_is_saved(site: Site):
    for wrong, words in (
        ({"options": {}}, "webhook needs the option address"),
        ({"options": {"address": "http://robots.example/"}}, "use https"),
        ({"secrets": {"key": "env:SECRET_OTHER"}}, "SECRET_OTHER is not set"),
        ({"name": "  "}, "Give it a name"),
        ({"wants": ["gossip"]}, "There is no kind of message 'gossip'"),
        ({"kind": "pigeon"}, "no way out of kind 'pigeon'"),
    ):
        refused = await site.save(site.webhook(**wrong))
        assert 422 == refused.status_code
        assert words in refused.json()["message"]
    assert 422 == (await site.save(site.webhook(), by=" ")).status_code
    assert [] == (await site.shown())["destinations"]


async def test_a_secret_that_is_written_where_its_name_belongs_is_said_back_to_nobody(site: Site, capsys):
    for reference in (WebhookPeer.key, f"env:{WebhookPeer.key}", "env:HOME"):
        refused = await site.save(site.webhook(secrets={"key": reference}))
        assert 422 == refused.status_code
        assert "The secret itself is never written here" in refused.json()["message"]
        assert "whsec" not in refused.text
    told = capsys.readouterr()
    assert "whsec" not in told.out + told.err


async def test_a_dry_run_sends_nothing_and_a_test_arrives_marked_and_verified(site: Site):
    rehearsed = await site.post("/api/destinations/rehearse", {"destination": site.webhook()})

    assert "A test from Steadyline" in rehearsed.json()["text"]
    assert WebhookPeer.key not in rehearsed.text
    assert 0 == site.hook.touched
    tried = await site.post("/api/destinations/test", {"destination": site.webhook(), "by": "Lena"})
    assert "sent" == tried.json()["outcome"]
    (envelope,) = site.hook.got.values()
    assert "steadyline.test" == envelope["type"]


async def test_what_came_of_a_test_is_an_answer_also_where_it_did_not_arrive(site: Site):
    site.hook.busy()
    busy = await site.post("/api/destinations/test", {"destination": site.webhook()})
    assert (200, "not_now", 7.0) == (busy.status_code, busy.json()["outcome"], busy.json()["retry_after"])
    assert "answered 429" in busy.json()["why"]


async def test_of_two_admins_the_second_is_told_and_changes_nothing(site: Site):
    seen = (await site.save(site.webhook())).json()
    await site.save(seen | {"name": "First"}, seen=seen)

    second = await site.save(seen | {"name": "Second"}, seen=seen)
    assert (409, True) == (second.status_code, "Somebody else changed this destination" in second.json()["message"])
    assert 409 == (await site.post("/api/destinations/remove", {"seen": seen, "by": "Lena"})).status_code
    assert ["First"] == [one["destination"]["name"] for one in (await site.shown())["destinations"]]


async def test_a_message_goes_to_few_addresses_none_of_them_endless(site: Site):
    parked = Delivery(
        message=Message(id="rem_1", kind="reminder_soon", at=NOW, subject="Soon", text="…", about="prm_1"),
        destination="dst_gone",
        state="parked",
        made_at=NOW,
        next_at="",
    )
    await site.outbox.put(parked)
    for to in (["a@example.com"] * 6, ["a" * 243 + "@example.com"]):
        again = await site.post("/api/deliveries/rem_1/again", {"by": "Lena", "to": to})
        tried = await site.post("/api/destinations/test", {"destination": site.webhook(), "to": to})
        shown = await site.post("/api/destinations/rehearse", {"destination": site.webhook(), "to": to})
        assert [422, 422, 422] == [answer.status_code for answer in (again, tried, shown)]
    assert {} == site.hook.got
    assert "parked" == (await site.outbox.get("rem_1")).state

    to = [" a@example.com ", ""]
    assert 200 == (await site.post("/api/deliveries/rem_1/again", {"by": "Lena", "to": to})).status_code
    assert ("a@example.com",) == (await site.outbox.get("rem_1")).message.to


async def test_the_page_says_so_when_this_server_sends_nothing(site: Site):
    assert "" == (await site.shown())["trouble"] == (await site.client.get("/api/health")).json()["trouble"]
    site.outbox.trouble = "The work on messages failed here."

    assert site.outbox.trouble == (await site.shown())["trouble"]
    assert site.outbox.trouble == (await site.client.get("/api/health")).json()["trouble"]


async def test_the_log_tells_what_is_parked_and_only_that_is_sent_again(site: Site):
    message = Message(id="rem_1", kind="reminder_soon", at=NOW, subject="Soon due", text="…", about="prm_1")
    parked = Delivery(message=message, destination="dst_gone", state="parked", made_at=NOW, next_at="", why="no")
    await site.outbox.put(parked)

    page = (await site.client.get("/api/deliveries", params={"standing": "parked"})).json()
    assert ["rem_1"] == [one["id"] for one in page["deliveries"]]
    assert [] == (await site.client.get("/api/deliveries", params={"standing": "sent"})).json()["deliveries"]
    again = await site.post("/api/deliveries/rem_1/again", {"by": "Lena"})
    assert (200, "waiting", "Lena") == (again.status_code, again.json()["state"], again.json()["by"])
    twice = await site.post("/api/deliveries/rem_1/again", {"by": "Lena"})
    assert (422, True) == (twice.status_code, "Only a parked delivery" in twice.json()["message"])
    assert 404 == (await site.post("/api/deliveries/rem_9/again", {"by": "Lena"})).status_code


async def test_what_is_parked_is_let_be_by_who_says_who_they_are(site: Site):
    message = Message(id="rem_1", kind="reminder_soon", at=NOW, subject="Soon due", text="…", about="prm_1")
    await site.outbox.put(Delivery(message=message, destination="dst_gone", state="parked", made_at=NOW, next_at=""))

    assert 422 == (await site.post("/api/deliveries/rem_1/let-be", {"by": " "})).status_code
    let_be = await site.post("/api/deliveries/rem_1/let-be", {"by": "Lena"})
    assert (200, "lapsed", "Lena let it be.") == (let_be.status_code, let_be.json()["state"], let_be.json()["why"])
    assert 422 == (await site.post("/api/deliveries/rem_1/let-be", {"by": "Lena"})).status_code
    assert 404 == (await site.post("/api/deliveries/rem_9/let-be", {"by": "Lena"})).status_code


async def test_all_that_is_parked_for_one_destination_is_sent_again_a_page_at_a_time_and_told_how_many(site: Site):
    robot = (await site.save(site.webhook())).json()["id"]
    other = (await site.save(site.webhook(name="Other"))).json()["id"]
    for number in range(203):
        message = Message(id=f"rem_{number}", kind="reminder_soon", at=NOW, subject="Soon due", text="…")
        there = other if number == 0 else robot
        await site.outbox.put(Delivery(message=message, destination=there, state="parked", made_at=NOW, next_at=""))

    wish = {"by": "Lena", "destination": robot}
    nameless = await site.post("/api/deliveries/again", wish | {"by": " "})
    assert (422, True) == (nameless.status_code, "Say who you are" in nameless.json()["message"])
    first = (await site.post("/api/deliveries/again", wish)).json()
    assert {"again": 200, "lapsed": 0, "stay": 0} == {name: first[name] for name in ("again", "lapsed", "stay")}
    second = (await site.post("/api/deliveries/again", wish | {"after": first["after"]})).json()
    assert {"again": 2, "lapsed": 0, "stay": 0, "after": ""} == second
    left = (await site.client.get("/api/deliveries", params={"standing": "parked"})).json()["deliveries"]
    assert ["rem_0"] == [one["id"] for one in left]
    assert 400 == (await site.post("/api/deliveries/again", wish | {"after": "there"})).status_code


CHANGES = [
    ("/api/destinations", {"destination": {"id": "", "kind": "webhook", "name": "x"}, "seen": None, "by": "Lena"}),
    ("/api/destinations/remove", {"seen": {"id": "x", "kind": "webhook", "name": "x"}, "by": "Lena"}),
    ("/api/destinations/test", {"destination": {"id": "", "kind": "webhook", "name": "x"}}),
    ("/api/destinations/rehearse", {"destination": {"id": "", "kind": "webhook", "name": "x"}}),
    ("/api/deliveries/rem_1/again", {"by": "Lena"}),
    ("/api/deliveries/again", {"by": "Lena"}),
    ("/api/calendars", {"owner": "Sam", "by": "Lena"}),
    ("/api/calendars/cal_1/revoke", {}),
]


@pytest.mark.parametrize(("path", "body"), CHANGES)
async def test_where_others_can_reach_the_server_nothing_is_changed_or_sent_from_a_page(path: str, body: object):
    async for site in standing(why_not="Others can reach this server."):
        refused = await site.post(path, body)
        assert (403, "Others can reach this server.") == (refused.status_code, refused.json()["message"])
        assert "Others can reach this server." == (await site.shown())["why_not"]


async def test_the_site_says_itself_where_others_can_reach_it():
    assert "" == promises._why_nothing_is_sent_from_here(Settings())
    assert "without signing in" in promises._why_nothing_is_sent_from_here(Settings(host="0.0.0.0"))


@pytest.mark.parametrize(("path", "body"), CHANGES)
async def test_by_one_of_the_sites_public_names_all_can_be_seen_and_nothing_changed(path: str, body: object):
    async for site in standing(origins=("https://desk.example",)):
        there = {"host": "desk.example", "origin": "https://desk.example"}
        refused = await site.post(path, body, headers=there)
        assert (403, True) == (refused.status_code, "own machine alone" in refused.json()["message"])
        assert 200 == (await site.client.get("/api/outgoing", headers=there)).status_code


@pytest.mark.parametrize(("path", "body"), CHANGES)
async def test_pages_of_another_origin_and_programs_with_a_token_get_in_nowhere(site: Site, path: str, body: object):
    foreign = await site.post(path, body, headers={"origin": "https://e.example"})
    assert 403 == foreign.status_code
    _, token = await site.access.make("robot", ["promises:write"])
    program = await site.post(path, body, headers={"authorization": f"Bearer {token}"})
    assert (403, True) == (program.status_code, "pages alone" in program.json()["message"])
    assert [] == (await site.shown())["changes"]


async def test_no_letter_goes_to_a_customer_by_a_destination_that_takes_none(site: Site):
    made = Made(at=NOW, by="Sam", act="refund the charge", due="2026-03-11T09:00:00Z", owner="Sam")
    await site.promises.write("prm_1", 0, made)
    desk = Destination(id="desk", kind="mail", name="Team mail", wants=("reminder_soon",))
    await site.destinations.save(desk, "Lena", NOW)
    letter, _ = await site.follows.draft("prm_1", "late", "Sam")

    with pytest.raises(NotAllowed, match="Team mail takes no letters to customers"):
        await site.follows.tell("prm_1", "late", letter, destination="desk", to=["dana@example.com"], by="Sam")


async def test_what_is_slow_to_open_keeps_nobody_waiting(site: Site, monkeypatch: pytest.MonkeyPatch):
    def slow(self: AllWays, destination: Destination) -> Any:
        asyncio.run(asyncio.sleep(0.2))  # raises where a loop runs: it must be another thread
        return opened(self, destination)

    opened = AllWays.open
    monkeypatch.setattr(AllWays, "open", slow)
    assert 200 == (await site.save(site.webhook())).status_code
    assert "" == (await site.shown())["destinations"][0]["problem"]


@pytest.mark.parametrize(
    ("failure", "status"), [(JournalFailed("db.internal is down"), 503), (RuntimeError("odd"), 500)]
)
async def test_where_a_calendar_cannot_be_read_its_address_reaches_no_log(
    site: Site, monkeypatch: pytest.MonkeyPatch, failure: Exception, status: int
):
    async def fail(*asked: object) -> None:
        raise failure

    monkeypatch.setattr(site.promises, "find", fail)
    path = (await site.post("/api/calendars", {"owner": "Sam", "by": "Lena"})).json()["path"]
    with capture_logs() as logs:
        answer = await site.client.get(path)

    assert (status, False) == (answer.status_code, "db.internal" in answer.text)
    assert path.removeprefix("/calendar/").removesuffix(".ics") not in repr(
        [entry | {"exc_info": None} for entry in logs]
    )
