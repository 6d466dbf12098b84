"""A real browser, and real servers in processes of their own."""

import importlib.util
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, sync_playwright

from cli import commands

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class Running(NamedTuple):
    """A server: its address, and its process."""

    address: str
    process: "subprocess.Popen[str]"


def chromium() -> str:
    """The browser's path; where there is none the test fails and says what to do."""
    spec = importlib.util.spec_from_file_location("browser", ROOT / "tools" / "browser.py")
    assert spec is not None
    assert spec.loader is not None
    tools = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tools)
    found: str | None = tools.find()
    assert found, "No Chromium that starts was found: run `make test`, which sees to it, or set CHROMIUM to its path."
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of one module: while it is open, no test of another may run an event loop."""
    path = chromium()
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@contextmanager
def server(folder: Path, *arguments: str) -> Iterator[Running]:
    """`steadyline ARGUMENTS`, once it says where the desk is; killed at the end, if it still runs."""
    with subprocess.Popen(
        [commands.COMMAND, *arguments], stderr=subprocess.PIPE, text=True, env=commands.environment(folder)
    ) as process:
        assert process.stderr is not None
        try:
            told = ""
            for line in process.stderr:
                told += line
                if found := re.search(r"http://\S+", line):
                    yield Running(found[0], process)
                    return
            raise AssertionError(f"the server did not start: {told}")
        finally:
            process.kill()
