"""
Everything that is measured, one after another: ``python -m bench``.

Each part runs in a process of its own, so that none warms or burdens the next; at the end stands one table of the
limits. Times on the wall mean something only on a machine that does nothing else; processor times and ratios bear more.
"""

import subprocess
import sys
from pathlib import Path

from bench import machine

PARTS = ("core", "understanding", "journal", "recognisers", "offline", "serve", "live")


def main() -> int:
    """Run every part that is there; the exit code is 1 where one failed or a limit is missed."""
    well = True
    limits: list[str] = []
    for part in PARTS:
        if not Path(__file__).with_name(f"{part}.py").exists():
            continue
        print(f"\n== {part} == ({machine.load()})", flush=True)
        command = [sys.executable, "-m", f"bench.{part}", *ARGUMENTS.get(part, ())]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            for line in running.stdout:
                print(line, end="", flush=True)
                if line.rstrip().endswith(("kept", "MISSED")):
                    limits.append(f"{part:<12} {line.rstrip()}")
        well = well and running.returncode == 0
    print("\n== limits ==", *limits, sep="\n")
    return 0 if well and not any(line.endswith("MISSED") for line in limits) else 1


ARGUMENTS = {"recognisers": [str(machine.SHIPPED)]}

if __name__ == "__main__":
    sys.exit(main())
