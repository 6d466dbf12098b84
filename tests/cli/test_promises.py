"""`steadyline promises` and `steadyline token`: the ledger for scripts, on SQLite and on Postgres."""

import asyncio
import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess
from zoneinfo import ZoneInfo

import pytest

from cli import commands
from cli.test_listen import one_line
from steadyline.cli import promises as table
from steadyline.core import ledger
from steadyline.core.ledger import Kept, Made, Proof
from steadyline.core.reminding import Policy
from steadyline.store.journal import SqlJournal
from steadyline.store.ledger import SqlLedger


def hence(hours: float) -> str:
    return ledger.stamp(datetime.now(UTC) + timedelta(hours=hours))


def made(act: str, hours: float | None, owner: str = "Sam") -> Made:
    due = None if hours is None else hence(hours)
    return Made(at=hence(-48), by=owner, act=act, due=due, owner=owner, team="billing", customer="C-1")


@pytest.fixture
def filled(address: str) -> str:
    """A database in either engine with four promises: late, soon, kept, and one of somebody else's."""

    async def fill() -> None:
        async with SqlJournal(address) as journal:
            promises = SqlLedger(journal.disk, Policy())
            await promises.write("prm_late", 0, made("refund the charge", -2))
            await promises.write("prm_soon", 0, made("call back", 3))
            await promises.write("prm_kept", 0, made("send a label", 5))
            await promises.write("prm_kept", 1, Kept(at=hence(0), by="Sam", proof=Proof(kind="note", text="sent")))
            await promises.write("prm_lena", 0, made("\x1b[31mlook into it", None, owner="Lena"))

    asyncio.run(fill())
    return address


def promises(folder: Path, address: str, *arguments: str) -> "CompletedProcess[bytes]":
    return commands.run(folder, "promises", *arguments, STEADYLINE_DATABASE=address, STEADYLINE_TIMEZONE="UTC")


def ids(ran: "CompletedProcess[bytes]") -> list[str]:
    return [json.loads(line)["id"] for line in ran.stdout.splitlines()]


def test_open_promises_are_listed_the_first_due_first(tmp_path: Path, filled: str):
    ran = promises(tmp_path, filled, "list")
    told = ran.stdout.decode()

    assert (0, b"") == (ran.returncode, ran.stderr)
    assert told.index("prm_late") < told.index("prm_soon") < told.index("prm_lena")
    assert "prm_kept" not in told
    assert "\x1b[31m" not in told, "what a caller said commands no terminal"


def test_a_date_of_another_year_is_listed_with_its_year():
    now = "2026-11-23T09:00:00Z"

    def told(due: str, clock: str = "UTC") -> str:
        promise = ledger.fold("prm_1", [Made(at=now, by="Sam", act="call back", due=due)])
        assert promise is not None
        return table._row(promise, table._Found([promise], now, ZoneInfo(clock)))[0]

    assert "Tue 24 Nov 17:00" == told("2026-11-24T17:00:00+00:00")
    assert "Wed 24 Nov 2027 17:00" == told("2027-11-24T17:00:00+00:00")
    assert "Fri 01 Jan 2027 08:00" == told("2026-12-31T23:00:00+00:00", "Asia/Tokyo")


def test_they_are_filtered_as_on_the_page(tmp_path: Path, filled: str):
    def found(*arguments: str) -> list[str]:
        return ids(promises(tmp_path, filled, "list", "--json", *arguments))

    assert ["prm_lena"] == found("--owner", "Lena")
    assert ["prm_late"] == found("--when", "late")
    assert ["prm_kept"] == found("--state", "kept")
    assert {"prm_kept", "prm_late", "prm_soon"} == {*found("--state", "kept", "--state", "open", "--owner", "Sam")}
    assert ["prm_late"] == found("--words", "REFUND ch")
    assert ["prm_late"] == found("--limit", "1")


def test_what_is_due_is_told_by_the_exit_code_too(tmp_path: Path, filled: str):
    soon = promises(tmp_path, filled, "due", "--within", "4", "--json")
    nothing = promises(tmp_path, filled, "due", "--owner", "lena")

    assert (1, ["prm_late", "prm_soon"]) == (soon.returncode, ids(soon))
    assert (0, b"Nothing was found.\n") == (nothing.returncode, nothing.stderr)
    assert ["prm_late"] == ids(promises(tmp_path, filled, "due", "--within", "0.5", "--json"))


@pytest.mark.parametrize("command", ["list", "due", "export"])
def test_a_name_is_one_whatever_its_case_and_one_that_nobody_has_is_no_all_clear(
    tmp_path: Path, filled: str, command: str
):
    found = promises(tmp_path, filled, command, "--owner", " SAM ", "--team", "Billing", "--json")
    blank = promises(tmp_path, filled, command, "--owner", " ")
    unknown = promises(tmp_path, filled, command, "--owner", "Samm", "--team", "billing")

    assert "prm_late" in ids(found)
    assert (2, b"") == (unknown.returncode, unknown.stdout) == (blank.returncode, blank.stdout)
    assert "no owner 'Samm'" in unknown.stderr.decode()


def test_the_export_is_a_table_with_every_promise_or_lines_of_json(tmp_path: Path, filled: str):
    table = promises(tmp_path, filled, "export")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(table.stdout.decode()))}

    assert {"prm_late", "prm_soon", "prm_kept", "prm_lena"} == rows.keys()
    assert ("yes", "kept", "yes", "sent") == (
        rows["prm_late"]["late"],
        *(rows["prm_kept"][name] for name in ("state", "kept_on_time", "proof")),
    )
    assert ["prm_kept"] == ids(promises(tmp_path, filled, "export", "--json", "--state", "kept"))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["list", "--zone", "Mars"], "no time zone"),
        (["list", "--limit", "0"], "--limit"),
    ],
)
def test_what_makes_no_sense_is_told_in_one_line(tmp_path: Path, arguments: list[str], told: str):
    assert told in one_line(promises(tmp_path, str(tmp_path / "calls.sqlite"), *arguments))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["due", "--within", "-1"], "--within"),
        (["due", "--zone", "Mars"], "no time zone"),
        (["due", "--json", "--csv"], "choose one"),
        (["due", "--withn", "3"], "--withn"),
    ],
)
def test_what_could_not_be_told_is_never_taken_for_what_is_due(tmp_path: Path, arguments: list[str], told: str):
    ran = promises(tmp_path, str(tmp_path / "calls.sqlite"), *arguments)

    assert (2, b"") == (ran.returncode, ran.stdout)
    assert told in ran.stderr.decode()


def test_a_table_that_no_terminal_shows_has_every_promise_whole_on_a_line(tmp_path: Path, filled: str):
    async def fill() -> None:
        async with SqlJournal(filled) as journal:
            act = "call back about the router, the bill and the second line that was never asked for by anybody"
            await SqlLedger(journal.disk, Policy()).write("prm_01jd5tq2xw3y4z5a6b7c8d9e0f", 0, made(act, 1))

    asyncio.run(fill())
    told = promises(tmp_path, filled, "list").stdout.decode().splitlines()

    (line,) = (line for line in told if "router" in line)
    assert "never asked for by anybody" in line
    assert line.rstrip().endswith("prm_01jd5tq2xw3y4z5a6b7c8d9e0f")


def test_a_token_is_made_listed_without_its_secret_and_revoked(tmp_path: Path):
    made = commands.run(tmp_path, "token", "make", "Ticket desk", "--scope", "promises:read", "--days", "2")
    text = made.stdout.decode().strip()
    id = text.split("_")[1]
    listed = commands.run(tmp_path, "token", "list").stdout.decode()
    revoked = commands.run(tmp_path, "token", "revoke", id)
    after = commands.run(tmp_path, "token", "list").stdout.decode()

    assert (0, 0) == (made.returncode, revoked.returncode)
    assert id in listed
    assert text.split("_", 2)[2] not in listed
    assert "revoked" in after
    assert text.split("_", 2)[2].encode() not in (tmp_path / "calls.sqlite").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["make", "x", "--scope", "all"], "no scope 'all'"),
        (["make", " ", "--scope", "calls:read"], "Name the program"),
        (["make", "x", "--scope", "calls:read", "--days", "0"], "1 to 3650 days"),
        (["revoke", "00000000"], "No token '00000000'"),
    ],
)
def test_what_makes_no_token_is_told_in_one_line(tmp_path: Path, arguments: list[str], told: str):
    assert told in one_line(commands.run(tmp_path, "token", *arguments))
