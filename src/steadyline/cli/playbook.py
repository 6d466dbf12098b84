"""
`steadyline playbook`: read, check and begin what a site decides.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from steadyline import bootstrap, settings
from steadyline.cli.say import Stop, err, harmless, out, remark, trouble
from steadyline.service import dry_run
from steadyline.service.calls import Kept
from steadyline.service.dry_run import Change, DryRun, Followed

app = App(
    name="playbook",
    help="""The playbook: every threshold and every word to say, as data.

    A playbook says what differs from the one that it `extends`, and nothing else. Begin one with `new`, change it, look
    at the whole with `show --merged`, and see with `check --against` what it would have changed on calls that are over.
    Then point a setting at it: `playbook` for the site, `team_playbooks` and `queue_playbooks` for some calls alone.
    The page /playbook of the server does the same with a live preview.
    """,
)

_SIGN = {"gained": "+", "lost": "-", "reworded": "~"}


@app.command
def check(playbook: str, /, *, against: str | None = None, limit: int = 200) -> int:
    """Check a playbook: every mistake and every warning, with file and line.

    The exit code is 1 where there is a mistake. Warnings alone are none.

    Parameters
    ----------
    playbook: str
        The YAML file, or the name of a shipped playbook.
    against: str
        Say what would change on calls that are over: a database of calls, or transcripts (a CALL.jsonl, or a folder of
        them). A call of a database is held against the playbook that it had; a transcript, against the site's.
    limit: int
        The newest calls of the database to follow, at most.
    """
    checked = bootstrap.check_playbook(playbook)
    for mistake in sorted(checked.mistakes, key=lambda mistake: (mistake.file, mistake.line)):
        trouble(str(mistake))
    for warning in checked.warnings:
        remark(f"warning: {warning}")
    if checked.mistakes:
        return 1
    if checked.translates:
        out.print(Text(f"{playbook}: sound. Every word of {checked.translates!r}, and no other."))
        return 0
    found = bootstrap.read_playbook(playbook)
    told = f"{found.reference}, {len(found.playbook.cues)} cues, {len(found.playbook.steps)} steps"
    out.print(Text(f"{playbook}: sound. {told}, {len(checked.warnings)} warnings."))
    if against is not None:
        _tell(asyncio.run(_against(against, _transcripts(Path(against), against), found, limit)))
    return 0


@app.command
def show(playbook: str = "default", /, *, merged: Annotated[bool, Parameter(negative="")] = False) -> None:
    """Print a playbook as it is written, or with all that it extends.

    Parameters
    ----------
    playbook: str
        A shipped playbook, or a file.
    merged: bool
        As one whole: what calls run under.
    """
    print(bootstrap.playbook_text(playbook, merged=merged), end="")


@app.command
def new(name: str, /, *, extends: str = "default") -> None:
    """Begin a playbook: write NAME.yaml here, which differs from another in nothing yet.

    Parameters
    ----------
    name: str
        What it is called: letters, digits, - and _.
    extends: str
        The one that it stands on: a shipped playbook, or a file beside it.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        raise Stop(f"{name!r} cannot be a playbook's name: letters, digits, - and _.")
    path = Path(f"{name}.yaml")
    text = bootstrap.fresh_playbook(name, extends)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise Stop(f"{path} is there already. Choose another name, or change that file.") from None
    except OSError as error:
        raise Stop(f"{path} cannot be written ({error.strerror}). Check the folder.") from None
    out.print(f"{path}: change it, then `steadyline playbook check {path}`.")


# --- what would change ---------------------------------------------------------------------------------------------


async def _against(against: str, source: list[Path] | None, new: Kept, limit: int) -> DryRun:
    followed: list[Followed] = []
    left_out: dict[str, str] = {}
    with _progress() as progress:
        task = progress.add_task("Following calls", total=None)
        async with _calls(source, against, new, limit) as calls:
            async for place, total, id, outcome in calls:
                progress.update(task, total=total, completed=place)
                if isinstance(outcome, str):
                    left_out[id] = outcome
                else:
                    followed.append(outcome)
    return dry_run.total(followed, left_out)


@asynccontextmanager
async def _calls(
    source: list[Path] | None, against: str, new: Kept, limit: int
) -> AsyncIterator[AsyncIterator[tuple[int, int, str, Followed | str]]]:
    if source is not None:
        yield bootstrap.follow_transcripts(settings.load(), source, new)
        return
    async with bootstrap.journal(settings.load(given={"database": against})) as journal:
        yield bootstrap.follow_journal(journal, new, limit)


def _transcripts(path: Path, against: str) -> list[Path] | None:
    """The transcripts to follow; None where it is a database."""
    if path.is_dir() or (path.is_file() and bootstrap.is_transcript(path)):
        files = sorted(path.rglob("*.jsonl")) if path.is_dir() else [path]
        if not files:
            raise Stop(f"{path} holds no transcripts (*.jsonl).")
        return files
    if not path.is_file() and "://" not in against:
        raise Stop(f"{against} is neither a database, nor a transcript, nor a folder of transcripts.")
    return None


def _progress() -> Progress:
    """A bar on standard error, where somebody looks at it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=err, disable=not err.is_terminal, transient=True)


def _tell(run: DryRun) -> None:
    for call in run.changed:
        who = f", {call.customer}" if call.customer else ""
        out.print(Text(harmless(f"\n{call.call}{who}  ({call.playbook})"), style="bold"))
        for change in call.changes:
            out.print(Text(harmless(_line(change))), soft_wrap=True)
    out.print(
        f"\n{run.calls} calls followed, {len(run.changed)} would change. "
        f"Offered: {run.offered_before} before, {run.offered_after} after."
    )
    for what, counts in (("gained", run.gained), ("lost", run.lost), ("reworded", run.reworded)):
        if counts:
            out.print(f"  {what}: " + ", ".join(f"{name} {count}" for name, count in counts.items()))
    for id, why in run.left_out.items():
        remark(f"{id} was left out: {why}")


def _line(change: Change) -> str:
    when = f"{int(change.at // 60)}:{int(change.at % 60):02d}"
    quote = f'  on "{change.quote}"' if change.quote else ""
    return f"  {_SIGN[change.change]} {when}  {change.name}: {change.say}{quote}"
