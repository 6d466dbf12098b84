"""The moment in which a promise was said, played by its page and gone with it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from steadyline.core import ledger
from steadyline.core.events import CallStarted, Header, PromiseHeard
from steadyline.core.ledger import Origin
from steadyline.recordings.clips import FolderClips
from web import serving
from web.promises import change, made
from web.serving import Served


@pytest.fixture
async def server() -> AsyncIterator[Served]:
    async with serving.served() as served:
        yield served


async def test_the_sound_of_a_promise_is_played_where_it_is_kept_and_goes_with_it(tmp_path: Path):
    clips = FolderClips(tmp_path, days=30, draft_days=30)
    async with serving.served(clips=clips) as server:
        origin = Origin(call="c1", draft="p", turn=7, t0=61.0, t1=63.0, quote="I will refund it.")
        await made(server, origin=origin)
        assert (await server.get("/api/promises/prm_1")).json()["clip"] is None
        assert 404 == (await server.get("/api/promises/prm_1/clip")).status_code

        clips.keep("c1", 7, np.zeros(24_000, np.float32))
        shown = (await server.get("/api/promises/prm_1")).json()["clip"]
        assert {"audio": "/api/promises/prm_1/clip", "t0": 0.0, "t1": 1.5} == shown
        whole = await server.get(shown["audio"])
        part = await server.get(shown["audio"], headers={"range": "bytes=4-7"})
        assert (200, "audio/flac", "no-store", b"fLaC") == (
            whole.status_code,
            whole.headers["content-type"],
            whole.headers["cache-control"],
            whole.content[:4],
        )
        assert (206, whole.content[4:8]) == (part.status_code, part.content)
        _, token = await server.access.make("Ticket desk", ["promises:read", "promises:write", "calls:read"])
        assert 403 == (await server.get(shown["audio"], headers={"authorization": f"Bearer {token}"})).status_code

        await change(server, {"type": "drop", "edition": 1, "why": "was none"})
        assert 404 == (await server.get(shown["audio"])).status_code
        assert clips.find("c1", 7) is None


async def test_a_drop_stands_though_its_sound_cannot_be_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: object) -> None:
        raise OSError("read-only file system")

    monkeypatch.setattr(FolderClips, "forget", fails)
    async with serving.served(clips=FolderClips(tmp_path, days=30, draft_days=30)) as server:
        await made(server, origin=Origin(call="c1", draft="p", turn=7, t0=61.0, t1=63.0, quote="I will refund it."))
        answer = await change(server, {"type": "drop", "edition": 1, "why": "was none"})

        assert (200, "dropped") == (answer.status_code, answer.json()["promise"]["state"])


async def test_a_drop_leaves_the_sound_of_another_promise_of_the_same_words(tmp_path: Path):
    clips = FolderClips(tmp_path, days=30, draft_days=30)
    async with serving.served(clips=clips) as server:
        clips.keep("c1", 7, np.zeros(24_000, np.float32))
        words: dict[str, Any] = {"due": None, "due_text": "", "turn": 7, "quote": "I will."}
        heard = [PromiseHeard(at=63.0, id=id, who="agent", act=id, **words) for id in ("p", "q")]
        began = CallStarted(at=0.0, header=Header(call="c1"), playbook="s@1")
        await server.calls.journal.append("c1", 0, [began, *heard])
        one, two = (ledger.id_of("c1", id) for id in ("p", "q"))
        for id, draft in ((one, "p"), (two, "q")):
            await made(server, id, origin=Origin(call="c1", draft=draft, turn=7, t0=61.0, t1=63.0, quote="I will."))

        await change(server, {"type": "drop", "edition": 1, "why": "was none"}, one)
        assert 404 == (await server.get(f"/api/promises/{one}/clip")).status_code
        assert 200 == (await server.get(f"/api/promises/{two}/clip")).status_code

        await change(server, {"type": "drop", "edition": 1, "why": "was none"}, two)
        assert clips.find("c1", 7) is None


async def test_a_promise_made_by_hand_has_no_sound(tmp_path: Path):
    async with serving.served(clips=FolderClips(tmp_path, days=30, draft_days=30)) as server:
        await made(server)

        assert (await server.get("/api/promises/prm_1")).json()["clip"] is None
        assert 404 == (await server.get("/api/promises/prm_1/clip")).status_code
        assert 404 == (await server.get("/api/promises/prm_nobodys/clip")).status_code
