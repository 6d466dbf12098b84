"""
What the commands say to a person: on standard error, so that standard output stays what a program can read.
"""

import re
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from steadyline.service.trouble import Trouble

err = Console(stderr=True, highlight=False)
out = Console(highlight=False)

_WIDEST = 100_000
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Stop(Trouble):
    """The command cannot go on."""


class Unanswered(Stop):
    """So a command ends whose exit code is its answer: with a code that is none."""


def explain(error: Exception) -> int:
    """Say what went wrong in one line; returns the exit code. What nobody expected is raised again, in full."""
    if not isinstance(error, Trouble):
        raise error
    trouble(str(error))
    return 2 if isinstance(error, Unanswered) else 1


def trouble(message: str) -> None:
    """An error, in one line."""
    err.print(f"[bold]steadyline:[/bold] {_plain(message)}", soft_wrap=True)


def remark(message: str) -> None:
    """Something worth knowing, in one line."""
    err.print(_plain(message), style="dim", soft_wrap=True)


def harmless(text: str) -> str:
    """``text`` from a file or a caller without what a terminal would obey: it may only be read."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def show(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table on standard output, for people. No cell is cut; away from a terminal each row is one line."""
    table = Table(*(Column(heading, overflow="fold") for heading in headings), box=None, pad_edge=False)
    for row in rows:
        table.add_row(*(Text(harmless(cell)) for cell in row))
    paper = out if out.is_terminal else Console(highlight=False, width=_WIDEST)
    paper.print(table)


def _plain(message: str) -> str:
    return harmless(message).replace("[", r"\[")
