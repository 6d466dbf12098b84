"""Runs the real command in a process of its own, with a journal that goes away."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("steadyline"))


def environment(folder: Path, **more: str) -> dict[str, str]:
    """The environment without any setting of this machine's, and with a journal in ``folder``."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STEADYLINE_")}
    return {**clean, "STEADYLINE_DATABASE": str(folder / "calls.sqlite"), "NO_COLOR": "1", "COLUMNS": "120", **more}


def run(
    folder: Path, *arguments: str, stdin: bytes = b"", timeout_seconds: float = 90, **more: str
) -> "subprocess.CompletedProcess[bytes]":
    """What the command answered."""
    return subprocess.run(
        [COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        env=environment(folder, **more),
        cwd=folder,
        timeout=timeout_seconds,
        check=False,
    )
