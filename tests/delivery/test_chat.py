"""Chat and Teams: what their other sides get, and what they never do."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from delivery import web_server
from delivery.peers import ChatPeer, TeamsPeer, message, web
from delivery.web_server import Asked, Reply
from steadyline.delivery.choose import AllWays
from steadyline.delivery.secret import Secrets
from steadyline.service.delivering import Carrier, Destination, Never, NotNow, WrongDestination


@pytest.fixture
def ntfy() -> Iterator[ChatPeer]:
    with web(ChatPeer) as peer:
        yield peer


@pytest.fixture
def teams() -> Iterator[TeamsPeer]:
    with web(TeamsPeer) as peer:
        yield peer


def opened(kind: str, address: str) -> Carrier:
    destination = Destination(id="dst_1", kind=kind, name="floor", secrets={"address": "env:SECRET_X"})
    return AllWays(Secrets({"SECRET_X": address})).open(destination)


async def test_chat_gets_the_words_and_nothing_of_apprises_own(ntfy: ChatPeer):
    await ntfy.carrier().carry(message())

    (said,) = ntfy.said
    assert {"topic": "floor-topic-x1", "title": message().subject, "message": message().text} == said
    assert "apprise" not in str(ntfy.web.asked[0].headers).lower()


async def test_another_service_speaks_its_own_way():
    asked: list[Asked] = []

    def mattermost(request: Asked) -> Reply:
        asked.append(request)
        return Reply(200, b"ok", {"Content-Type": "text/plain"})

    with web_server.serving(mattermost) as server:
        await opened("chat", f"mmost://127.0.0.1:{server.port}/3ccdd113474722377935511fc85d3dd4").carry(message())

    assert "/hooks/3ccdd113474722377935511fc85d3dd4" == asked[0].path
    assert message().subject in asked[0].json["text"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(400, Never), (401, Never), (403, Never), (404, Never), (429, NotNow), (500, NotNow), (503, NotNow)],
)
async def test_a_status_says_whether_to_try_again(ntfy: ChatPeer, status: int, kind: type[Exception]):
    ntfy.web.odd = Reply(status, b"secret words of theirs")
    with pytest.raises(kind, match=f"floor answered {status}") as failed:
        await ntfy.carrier().carry(message())

    assert "words of theirs" not in str(failed.value)
    assert 1 == ntfy.touched


async def test_chat_follows_no_redirect(ntfy: ChatPeer):
    with web_server.serving(lambda asked: Reply()) as elsewhere:
        ntfy.web.odd = Reply(307, headers={"Location": elsewhere.url})
        with pytest.raises((Never, NotNow)):
            await ntfy.carrier().carry(message())

    assert [] == elsewhere.asked


async def test_chat_that_nobody_hears_is_not_now():
    with pytest.raises(NotNow, match="no answer"):
        await opened("chat", "ntfy://127.0.0.1:9/floor-topic-x1").carry(message())


async def test_a_service_that_logs_its_address_is_not_heard(ntfy: ChatPeer, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG, "apprise")
    ntfy.web.odd = Reply(500)
    with pytest.raises(NotNow):
        await ntfy.carrier().carry(message())

    assert {"error=500"} == {record.getMessage() for record in caplog.records if record.name == "apprise"} - {"failed"}
    assert "floor-topic-x1" not in caplog.text
    assert "refund" not in caplog.text


async def test_teams_gets_a_card_of_plain_runs(teams: TeamsPeer):
    receipt = await teams.carrier().carry(message(text="[win](https://e.vil) *now*\n\nsecond"))

    (card,) = teams.cards
    assert ("AdaptiveCard", "1.4") == (card["type"], card["version"])
    assert {"RichTextBlock"} == {block["type"] for block in card["body"]}
    assert [message().subject, "[win](https://e.vil) *now*", "second"] == [
        run["text"] for block in card["body"] for run in block["inlines"]
    ]
    assert "0858-RUN" == receipt.reference


async def test_a_card_is_never_more_than_teams_takes(teams: TeamsPeer):
    for text in ("ж" * 40_000, "\n".join(["line"] * 20_000), '"\\' * 20_000, "\x01" * 20_000):
        await teams.carrier().carry(message(text=text, subject="s" * 5_000))

    assert 4 == len(teams.cards)
    assert max(len(asked.body) for asked in teams.web.asked) <= 28_000
    assert "…" in json.dumps(teams.cards[0], ensure_ascii=False)


@pytest.mark.parametrize(
    ("status", "what"),
    [
        (400, "make the workflow again"),
        (401, "let anyone trigger"),
        (404, "gone or switched off"),
        (410, "make a new one"),
    ],
)
async def test_teams_says_what_to_do_with_the_workflow(teams: TeamsPeer, status: int, what: str):
    teams.web.odd = Reply(
        status, {"error": {"code": "WorkflowNotFound", "message": "The workflow could not be found."}}
    )
    with pytest.raises(Never, match=what) as failed:
        await teams.carrier().carry(message())

    assert "WorkflowNotFound: The workflow could not be found." in str(failed.value)


async def test_a_workflows_rehearsal_shows_its_host_alone(teams: TeamsPeer):
    shown = teams.carrier().rehearse(message())

    assert shown.startswith("POST http://127.0.0.1/▒▒▒▒ (env:SECRET_TEAMS)\n")
    assert "s1gn4tur3" not in shown
    assert "workflows/5f1" not in shown


@pytest.mark.parametrize(
    "address", ["http://flow.example.com/x?sig=s1gn", "not an address s1gn", "https://u:s1gn@flow.example.com"]
)
def test_a_workflows_address_that_will_not_do_is_refused_without_showing_it(address: Any):
    with pytest.raises(WrongDestination, match="env:SECRET_X") as refused:
        opened("teams", address)

    assert "s1gn" not in str(refused.value)
