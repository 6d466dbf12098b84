"""
The browser that the tests drive.

`find` says where Chromium is and never installs anything. Run as a program, this file makes sure that there is one, and
prints where: a browser that is there already is used as it is.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

VARIABLE = "CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable")
APPLICATIONS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)


def find() -> str | None:
    """The path of a browser that starts: the one that ``CHROMIUM`` names, the machine's own, or Playwright's."""
    named = os.environ.get(VARIABLE)
    candidates = [named] if named else [*map(shutil.which, NAMES), *map(str, APPLICATIONS), _playwrights()]
    return next((path for path in candidates if path and _starts(path)), None)


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def _starts(path: str) -> bool:
    """Whether it is a browser, and not the stand-in that some systems put in its place."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def install() -> None:
    """Fetch a browser, by the system's own packages where that may be done, else by Playwright."""
    if _is_debian() and os.geteuid() == 0 and shutil.which("apt-get"):
        _run("apt-get", "update", "-q")
        _run("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium")
    else:
        libraries = ["--with-deps"] if os.geteuid() == 0 else []
        _run(sys.executable, "-m", "playwright", "install", *libraries, "chromium")


def _is_debian() -> bool:
    try:
        return "\nID=debian\n" in "\n" + Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return False


def _run(*command: str) -> None:
    print("$", *command, file=sys.stderr, flush=True)
    subprocess.run(command, stdout=sys.stderr, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, check=False)


def main() -> int:
    """Print where the browser is, fetching one if need be; or say what to do."""
    path = find()
    if path is None and not os.environ.get(VARIABLE):
        print("The tests drive a browser, and there is none here: fetching Chromium.", file=sys.stderr, flush=True)
        install()
        path = find()
    if path is None:
        print(
            f"No Chromium that starts was found. Install one (Debian: apt-get install chromium), or say where it is: "
            f"make test {VARIABLE}=/path/to/chromium",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
