"""
Until the server answers, and how much memory it holds with one live call.

Run with ``python -m bench.serve``. Seconds are on the wall, from the start of the process to its first answer; memory
is what is resident at its highest while twenty seconds of the shipped call play.
"""

import subprocess
import time
import urllib.request
from typing import Any

from bench import machine
from bench.machine import Row

CALL_SECONDS = 20.0


def main() -> list[Row]:
    """Print the figures, and return them."""
    with machine.environment() as variables, machine.shortened(CALL_SECONDS) as call:
        with machine.server(variables) as server:
            pass  # once, so that what the disk holds is in memory
        began = time.monotonic()
        with machine.server(variables) as server:
            urllib.request.urlopen(f"{server.address}/api/health").read()
            seconds = time.monotonic() - began
            spent = server.process.cpu_times()
            highest = 0
            with subprocess.Popen([str(machine.STEADYLINE), "stream", str(call), "--to", server.address]) as playing:
                while playing.poll() is None:
                    highest = max(highest, server.process.memory_info().rss)
                    time.sleep(0.1)
            after = server.process.cpu_times()
    rows = [
        Row("the server answers after", seconds, "s", 3.0),
        Row("its start costs", spent.user + spent.system, "CPU s"),
        Row("memory with one live call", highest / 1e6, "MB", 700.0),
        Row("one live call costs of a core", _spent(spent, after) / CALL_SECONDS * 100, "% CPU"),
    ]
    machine.show(rows)
    return rows


def _spent(before: Any, after: Any) -> float:
    return float(after.user + after.system - before.user - before.system)


if __name__ == "__main__":
    main()
