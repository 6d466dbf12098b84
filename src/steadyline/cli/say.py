"""
What the commands say to a person: on standard error, so that standard output stays what a program can read.
"""

from rich.console import Console

from steadyline.service.trouble import Trouble

err = Console(stderr=True, highlight=False)
out = Console(highlight=False)


class Stop(Trouble):
    """The command cannot go on."""


def explain(error: Exception) -> int:
    """Say what went wrong in one line; returns the exit code. What nobody expected is raised again, in full."""
    if not isinstance(error, Trouble):
        raise error
    trouble(str(error))
    return 1


def trouble(message: str) -> None:
    """An error, in one line."""
    err.print(f"[bold]steadyline:[/bold] {_plain(message)}", soft_wrap=True)


def remark(message: str) -> None:
    """Something worth knowing, in one line."""
    err.print(_plain(message), style="dim", soft_wrap=True)


def _plain(message: str) -> str:
    return message.replace("[", r"\[")
