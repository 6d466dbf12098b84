"""What the doors of the ledger answer: promises found, a story, figures, tables, changes as they happen."""

import csv
import io
from collections.abc import AsyncIterator

import pytest

from steadyline.core.events import Agent, CallStarted, ConcernNoted, Customer, Header, HeatMoved, Party, Utterance
from steadyline.core.ledger import Kept, Origin, Proof, Reminded
from web import serving
from web.promises import KEEP, change, hence, made
from web.serving import Served, said


@pytest.fixture
async def server() -> AsyncIterator[Served]:
    async with serving.served() as served:
        yield served


# --- found ----------------------------------------------------------------------------------------------------------


async def test_the_overview_says_what_is_late_what_is_due_today_what_is_at_risk_and_the_rest(server: Served):
    await made(server, "prm_late", due=hence(hours=-2))
    await made(server, "prm_today", due=server.keeping.day_ends("UTC").replace("00:00:00Z", "00:00:00+00:00"))
    await made(server, "prm_far", due=hence(days=20))
    await made(server, "prm_open", due=None)
    await made(server, "prm_other", owner="Lena", due=hence(hours=-3))
    found = (await server.get("/api/promises/overview", params={"owner": "Sam", "zone": "UTC"})).json()

    assert (["prm_late"], 1) == ([one["id"] for one in found["late"]], found["late_count"])
    assert "late" == found["late"][0]["standing"]
    assert 4 == found["open_count"]
    assert ["prm_far", "prm_open"] == [one["id"] for one in found["rest"]][-2:]


async def test_promises_are_found_page_by_page(server: Served):
    for number in range(5):
        await made(server, f"prm_{number}", due=hence(days=1 + number))
    first = (await server.get("/api/promises", params={"limit": 3})).json()
    second = (await server.get("/api/promises", params={"limit": 3, "after": first["after"]})).json()

    assert ["prm_0", "prm_1", "prm_2"] == [one["id"] for one in first["promises"]]
    assert (["prm_3", "prm_4"], "") == ([one["id"] for one in second["promises"]], second["after"])


async def test_promises_are_found_by_state_by_words_and_by_time(server: Served):
    await made(server, "prm_kept", act="Ring Zoë back")
    await change(server, KEEP, "prm_kept")
    await made(server, "prm_late", due=hence(hours=-2))

    async def found(**asked: str) -> list[str]:
        return [one["id"] for one in (await server.get("/api/promises", params=asked)).json()["promises"]]

    assert ["prm_kept"] == await found(state="kept")
    assert ["prm_kept"] == await found(words="zoe ri")
    assert ["prm_late"] == await found(when="late")
    assert [] == await found(customer="nobody")
    assert ["prm_kept", "prm_late"] == sorted(await found(owner="sAM")) == sorted(await found(owner=" Sam "))
    assert [] == await found(owner=" ") == await found(team="\0")


async def test_of_a_name_that_nobody_has_it_is_said(server: Served):
    await made(server, due=hence(days=1))

    async def unknown(path: str) -> list[str]:
        told: list[str] = (await server.get(f"/api/promises{path}")).json()["strangers"]
        return told

    assert (
        ["owner"]
        == await unknown("/overview?owner=Samm")
        == await unknown("?owner=Samm&state=kept")
        == await unknown("?owner=%20")
    )
    assert ["team"] == await unknown("/figures?team=Biling")
    assert [] == await unknown("/overview?owner=SAM") == await unknown("?owner=SAM&state=kept")


@pytest.mark.parametrize("asked", ["limit=0", "limit=many", "when=soon", "state=lost", "after=x", "since=yesterday"])
async def test_a_question_that_makes_no_sense_is_refused_in_words(server: Served, asked: str):
    path = "/api/promises/figures" if asked.startswith("since") else "/api/promises"
    answer = await server.get(f"{path}?{asked}")

    assert 400 == answer.status_code
    assert {"message", "promise", "field"} == set(answer.json())


@pytest.mark.parametrize("door", ["promises", "promises/overview", "promises/export", "story", "deliveries", "calls"])
async def test_a_misspelt_filter_is_refused_and_the_known_ones_are_named(server: Served, door: str):
    answer = await server.get(f"/api/{door}?limt=3&custommer=C-1")
    why = answer.json().get("message") or answer.json()["detail"]

    assert 400 == answer.status_code
    assert "'limt' and 'custommer' are" in why
    assert {"promises": "state, when,", "calls": "live, limit"}.get(door, "") in why


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("promises?when=lat", "when is 'lat', and can be any, today, at_risk or late."),
        ("promises?state=open&state=kpt", "state is 'kpt', and can be open, kept, broken, withdrawn or dropped."),
        ("promises/export?form=xls", "form is 'xls', and can be csv or jsonl."),
        ("deliveries?standing=gone", "standing is 'gone', and can be "),
    ],
)
async def test_a_value_that_a_filter_cannot_have_is_refused_with_those_it_can(server: Served, asked: str, why: str):
    answer = await server.get(f"/api/{asked}")

    assert 400 == answer.status_code
    assert why in answer.json()["message"]


async def test_what_is_known_by_its_name_in_the_address_is_no_stranger(server: Served):
    known = "owner=&team=&customer=&state=open&state=kept&when=late&words=&latest=true&zone=UTC&after=&limit=3"

    assert 200 == (await server.get(f"/api/promises?{known}")).status_code
    assert 400 == (await server.get("/api/promises?states=open")).status_code


async def test_a_promise_is_shown_with_its_history_and_what_may_be_done(server: Served):
    await made(server, origin=Origin(call="c1", t0=61.0, t1=64.5, quote="I'll refund it"))
    await server.keeping.ledger.write("prm_1", 1, Reminded(at=hence(), stage="halfway"))
    shown = (await server.get("/api/promises/prm_1")).json()

    assert ["promise_made", "promise_reminded"] == [change["type"] for change in shown["history"]]
    assert (2, "I'll refund it") == (shown["promise"]["edition"], shown["promise"]["origin"]["quote"])
    assert "promise_kept" in shown["promise"]["may"]
    assert "promise_reopened" not in shown["promise"]["may"]
    assert shown["clip"] is None, "no sound of this call is kept"


async def test_a_promise_is_shown_with_what_was_said_just_before_it(server: Served):
    told: list[tuple[Party, str]] = [
        ("customer", "Where's my money?"),
        ("agent", "I can put it on your card or off your bill."),
        ("customer", f"{'And another thing. ' * 40}On the card, please."),
        ("agent", "Mm-hm."),
        ("customer", "All of it."),
        ("agent", "I'll put it all back on your card."),
        ("agent", "It'll be there by noon."),
        ("customer", "And then?"),
    ]
    started = CallStarted(at=0.0, header=Header(call="c1"), playbook="p@1")
    said = [
        Utterance(at=n, turn=n, party=party, t0=n, t1=n + 0.5, text=text, listening=text == "Mm-hm.")
        for n, (party, text) in enumerate(told)
    ]
    await server.calls.journal.append("c1", 0, [started, *said])
    await made(server, origin=Origin(call="c1", draft="prm_1", turn=6, t0=6.0, t1=6.5, quote=told[6][1]))
    lead_up = (await server.get("/api/promises/prm_1/lead-up")).json()

    assert [told[n] for n in (1, 4, 5)] == [(one["party"], one["text"]) for one in lead_up if one["text"][0] != "…"]
    assert lead_up[1]["text"].startswith("… ")
    assert lead_up[1]["text"].endswith("thing. On the card, please.")
    assert len(lead_up[1]["text"]) <= 302


async def test_before_a_promise_that_nobody_said_on_a_call_that_is_kept_there_is_nothing(server: Served):
    await made(server)
    await made(server, "prm_2", origin=Origin(call="gone", draft="prm_1", turn=6, t0=6.0, t1=6.5, quote="I'll ring"))
    answers = [await server.get(f"/api/promises/{id}/lead-up") for id in ("prm_1", "prm_2", "prm_9")]

    assert [200, 200, 404] == [answer.status_code for answer in answers]
    assert [[], []] == [answer.json() for answer in answers[:2]]


async def test_what_is_not_on_the_ledger_is_not_found(server: Served):
    answers = [await server.get("/api/promises/prm_9"), await change(server, KEEP, "prm_9")]

    assert [404, 404] == [answer.status_code for answer in answers]
    assert "prm_9" in answers[0].json()["message"]


async def test_a_customers_story_holds_calls_and_promises_the_newest_first(server: Served):
    who = Header(call="c1", agent=Agent(name="Sam"), customer=Customer(ref="C/11 82", name="Dana", timezone="UTC"))
    told = ConcernNoted(at=1.0, id="con_1", text="I was charged twice", turn=1, quote="")
    hot = HeatMoved(at=1.0, turn=1, quote="", heat=0.7, trend=0.0, escalation=0.0)
    await server.calls.journal.append("c1", 0, [CallStarted(at=0.0, header=who, playbook="p@1"), told, hot])
    await made(server, "prm_1", customer="C/11 82")
    await made(server, "prm_2", customer="C/11 82")
    await made(server, "prm_3", customer="another")
    story = (await server.get("/api/story", params={"customer": "C/11 82"})).json()

    assert ("Dana", "UTC") == (story["name"], story["timezone"])
    assert ["prm_2", "prm_1"] == [one["id"] for one in story["promises"]]
    assert [("c1", "I was charged twice", "angry")] == [
        (call["id"], call["problem"], call["peak_level"]) for call in story["calls"]
    ]


async def test_a_recorded_call_stands_in_the_story_and_in_the_list_when_it_was_held_not_when_it_was_heard(
    server: Served,
):
    zones = {
        "today": ("", "Europe/Paris"),
        "long ago": ("2020-03-10T09:00:00-04:00", "UTC"),
        "yet to come": ("2999-01-01T00:00:00Z", ""),
    }
    for id, (started, zone) in zones.items():
        header = Header(call=id, started=started, customer=Customer(ref="C-1182", timezone=zone))
        await server.calls.journal.append(id, 0, [CallStarted(at=0.0, header=header, playbook="p@1")])
    for calls in (
        (await server.get("/api/story?customer=C-1182")).json()["calls"],
        (await server.get("/api/calls")).json(),
    ):
        assert ["yet to come", "today", "long ago"] == [call["id"] for call in calls]
        assert "2020-03-10T13:00:00Z" == calls[2]["held"]
        assert hence() >= calls[0]["held"]
    assert "Europe/Paris" == (await server.get("/api/story?customer=C-1182")).json()["timezone"]


async def test_nobody_has_no_story(server: Served):
    await made(server, customer="")
    header = Header(call="c1", customer=Customer(ref="C-1182", name="Dana"))
    await server.calls.journal.append("c1", 0, [CallStarted(at=0.0, header=header, playbook="p@1")])
    story = (await server.get("/api/story")).json()

    assert ([], [], "") == (story["promises"], story["calls"], story["name"])


# --- figures and tables ---------------------------------------------------------------------------------------------


async def test_figures_tell_how_many_were_kept_on_time_and_name_nobody_unless_asked(server: Served):
    await made(server, "prm_1", due=hence(hours=-1))
    await made(server, "prm_2", due=hence(hours=-1))
    proof = Proof(kind="note", text="done")
    await server.keeping.ledger.write("prm_1", 1, Kept(at=hence(hours=-2), by="Sam", proof=proof))
    shown = await server.get("/api/promises/figures")
    named = (await server.get("/api/promises/figures?by_owner=true")).json()

    assert (0.5, 2) == (shown.json()["kept_on_time"], shown.json()["counted"])
    assert "Sam" not in shown.text
    assert ["Sam"] == list(named["figures"]["by_owner"])


@pytest.mark.parametrize("asked", ["until=9999-12-31", "until=0001-01-01"])
async def test_figures_of_days_at_the_calendars_ends_are_refused_in_words(server: Served, asked: str):
    answer = await server.get(f"/api/promises/figures?{asked}")

    assert (422, True) == (answer.status_code, "calendar" in answer.json()["message"])


async def test_the_table_holds_every_promise_and_no_formula(server: Served):
    for number in range(3):
        await made(server, f"prm_{number}", act="=cmd|' /C calc'!A0", due=hence(days=number - 1))
    table = await server.get("/api/promises/export")
    rows = list(csv.DictReader(io.StringIO(table.text)))

    assert "attachment" in table.headers["content-disposition"]
    assert ["prm_0", "prm_1", "prm_2"] == [row["id"] for row in rows]
    assert {"'=cmd|' /C calc'!A0"} == {row["act"] for row in rows}
    assert ["yes", "no"] == [row["late"] for row in rows][::2]


async def test_the_same_as_lines_of_json(server: Served):
    await made(server)
    lines = (await server.get("/api/promises/export?form=jsonl")).text.splitlines()

    assert 1 == len(lines)
    assert '"id":"prm_1"' in lines[0]


# --- as it happens --------------------------------------------------------------------------------------------------


async def test_a_change_is_told_to_whoever_watches(server: Served):
    await made(server)
    async with server.dial("/api/promises/events") as line:
        assert "still" == (await said(line))["type"]
        await change(server, KEEP)
        told = await said(line, "promise_kept")

    assert ("prm_1", "kept", 2) == (told["promise"]["id"], told["promise"]["state"], told["promise"]["edition"])
    assert "Paid out, receipt 4411" == told["change"]["proof"]["text"]


async def test_one_who_fell_behind_is_told_to_look_again(server: Served):
    async with server.dial("/api/promises/events") as line:
        await said(line, "still")
        for _ in range(400):
            server.calls.bus.publish("ledger", b'{"type":"promise_made"}')
        assert "missed" == (await said(line, "missed"))["type"]


# --- the description ------------------------------------------------------------------------------------------------


async def test_the_schema_says_what_is_asked_and_answered(server: Served):
    schema = (await server.get("/api/schema/openapi.json")).json()
    paths, parts = schema["paths"], schema["components"]["schemas"]
    one = paths["/api/promises/{id}/changes"]["post"]
    listed = {asked["name"]: asked for asked in paths["/api/promises"]["get"]["parameters"]}

    assert {"200", "400", "401", "403", "404", "409", "422", "429", "503"} <= set(one["responses"])
    assert "Idempotency-Key" in [asked["name"] for asked in one["parameters"]]
    assert {"owner", "team", "customer", "state", "when", "words", "latest", "zone", "after", "limit"} == set(listed)
    assert {"edition", "type"} <= set(parts["KeepPromise"]["properties"])
    assert {"promise", "message", "field"} == set(parts["NotDone"]["properties"])
    assert "standing" in parts["PromiseOnLedger"]["properties"]
    assert "bearer" == schema["components"]["securitySchemes"]["token"]["scheme"]


async def test_what_is_answered_is_what_the_schema_says(server: Served):
    """Every field of the schema stands in the answer, and no other."""
    await made(server)
    schema = (await server.get("/api/schema/openapi.json")).json()["components"]["schemas"]
    answers = {
        "OnePromise": (await server.get("/api/promises/prm_1")).json(),
        "PromisesPage": (await server.get("/api/promises")).json(),
        "Overview": (await server.get("/api/promises/overview")).json(),
        "CustomerStory": (await server.get("/api/story?customer=C-1182")).json(),
        "FiguresShown": (await server.get("/api/promises/figures")).json(),
        "NotDone": (await server.get("/api/promises/none")).json(),
    }
    for name, answer in answers.items():
        assert set(schema[name]["properties"]) == set(answer), name
    assert set(schema["PromiseOnLedger"]["properties"]) == set(answers["OnePromise"]["promise"])
