"""The doors of the playbook's page: what is wrong is an answer, and nobody else's page gets in."""

from pathlib import Path

import httpx
import pytest

from service import tones
from steadyline import bootstrap
from steadyline.settings import Settings
from steadyline.web import app

SITE = "extends: default\nname: site\n"


@pytest.fixture
async def client(tmp_path: Path):
    """Asks the application itself, with a site's file to save to."""
    path = tmp_path / "site.yaml"
    path.write_text(SITE)
    async with tones.carried() as calls:
        settings = Settings(playbook=str(path), playbook_saved_to=str(path))
        served = app.create(calls, workshop=bootstrap.workshop(settings, calls))
        transport = httpx.ASGITransport(app=served)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8700") as asking:
            asking.calls, asking.path = calls, path  # type: ignore[attr-defined]
            yield asking


async def test_a_mistake_is_an_answer_and_tells_its_field(client):
    answer = await client.post("/api/playbook/check", json={"text": SITE + "heard_at: 7\n"})

    assert 200 == answer.status_code
    (error,) = answer.json()["errors"]
    assert (["heard_at"], 3) == (error["path"], error["line"])


async def test_a_saved_version_is_that_of_calls_to_come_and_never_of_those_under_way(client):
    before = client.calls.shelf.site
    opened = (await client.get("/api/playbook")).json()
    saved = await client.post("/api/playbook/save", json={"text": SITE + "heard_at: 0.6\n", "seen": opened["seen"]})

    assert (200, True) == (saved.status_code, saved.json()["in_force"])
    assert 0.6 == client.calls.shelf.site.playbook.heard_at
    assert 0.5 == before.playbook.heard_at
    again = await client.post("/api/playbook/save", json={"text": SITE, "seen": opened["seen"]})
    assert 409 == again.status_code
    assert "changed since this page read it" in again.json()["detail"]


async def test_a_page_of_another_origin_can_save_nothing(client):
    seen = (await client.get("/api/playbook")).json()["seen"]
    foreign = await client.post(
        "/api/playbook/save",
        json={"text": SITE + "heard_at: 0.6\n", "seen": seen},
        headers={"origin": "https://e.example"},
    )

    assert 403 == foreign.status_code
    assert SITE == client.path.read_text()


async def test_a_draft_with_a_mistake_cannot_be_tried(client):
    answer = await client.post("/api/playbook/try", json={"text": "heat: 1"})

    assert 409 == answer.status_code


async def test_where_the_site_has_named_no_file_or_others_can_reach_the_server_nothing_is_saved():
    async with tones.carried() as calls:
        for settings in (Settings(), Settings(host="0.0.0.0", playbook_saved_to="site.yaml")):
            opened = bootstrap.workshop(settings, calls).open()

            assert "" == opened.saves_to
            assert "download the draft instead" in opened.why_not
