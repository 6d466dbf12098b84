"""
When a recorded call began, and on whose clock it counts, as a person writes it beside a command.
"""

from steadyline.cli.say import Stop
from steadyline.core import hours, ledger


def moment(started: str) -> str:
    """ISO 8601 with its offset; empty where nothing is said. Raises `Stop`."""
    try:
        return ledger.when(started).isoformat() if started else ""
    except ledger.NoMoment as error:
        raise Stop(f"--started: {error}; write it like 2026-11-20T09:00:00-05:00") from None


def zone(name: str) -> str:
    """A time zone by its name; empty where nothing is said. Raises `Stop`."""
    if name and getattr(hours.zone(name), "key", None) != name:
        raise Stop(f"{name!r} is no time zone; write one like Europe/London")
    return name
