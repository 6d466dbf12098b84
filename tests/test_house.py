"""
The rules of the house that no tool of its own checks.

Style, types and import rules are `make check`, which `make test` runs first; their settings are in ``pyproject.toml``.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from steadyline import settings

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "src" / "steadyline").rglob("*.py"))
CORE = [path for path in MODULES if path.parent.name == "core"]
PURE = set(sys.stdlib_module_names) | {"msgspec", "steadyline"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT / "src"))


def imports(path: Path) -> Iterator[str]:
    """The outermost package of everything that the module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)}: a relative import hides where it points"
            yield str(node.module).partition(".")[0]


@pytest.mark.parametrize("path", [path for path in MODULES if path.stat().st_size > 1], ids=named)
def test_a_module_opens_with_its_law(path: Path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", CORE, ids=named)
def test_the_core_needs_the_standard_library_and_msgspec_alone(path: Path):
    assert set() == set(imports(path)) - PURE


def test_everything_the_project_asks_for_is_locked_with_hashes():
    asks = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==[^\\\n]+\\\n(    --hash=sha256:[0-9a-f]{64})", lock, re.MULTILINE))

    asked = asks["project"]["dependencies"] + asks["dependency-groups"]["dev"] + asks["build-system"]["requires"]
    names = {re.split(r"[<>=!~\[; ]", requirement)[0].lower().replace("_", "-") for requirement in asked}
    assert set() == names - locked.keys()


def test_the_package_says_which_python_it_needs_as_set_up_does():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert ">=3.11" == project["requires-python"]
    assert "(3, 11)" in (ROOT / "tools" / "find_python.sh").read_text(encoding="utf-8")


def test_no_setting_is_read_from_the_environment_but_by_the_table():
    variables = {setting.variable for setting in settings.table()} | {settings.FILE_VARIABLE, settings.PREFIX}
    for path in MODULES:
        found = set(re.findall(rf"\b{settings.PREFIX}[A-Z_]*", path.read_text(encoding="utf-8")))
        assert set() == found - variables, named(path)
