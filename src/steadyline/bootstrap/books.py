"""The site's playbooks, and what may be done with them."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from steadyline.bootstrap.hearing import transcript, understanding
from steadyline.core.events import CallEnded, Fact, Header, Utterance
from steadyline.playbooks import loader
from steadyline.service import dry_run, reading
from steadyline.service.calls import Calls, Kept, Shelf
from steadyline.service.dry_run import Followed
from steadyline.service.ports import (
    Held,
    Journal,
    Understanding,
)
from steadyline.service.workshop import Workshop
from steadyline.settings import Settings, SettingsError, check_binding


def playbook(settings: Settings) -> Kept:
    """The site's playbook. Raises `playbooks.loader.PlaybookWrong`."""
    return read_playbook(settings.playbook)


def shelf(settings: Settings) -> Shelf:
    """Every playbook of the site, as its files say now. Raises `playbooks.loader.PlaybookWrong`."""
    return Shelf(
        site=playbook(settings),
        teams={team: read_playbook(named) for team, named in settings.team_playbooks.items()},
        queues={queue: read_playbook(named) for queue, named in settings.queue_playbooks.items()},
    )


def read_playbook(named: str | Path | None) -> Kept:
    """The playbook in this file, or the shipped one of this name; the default where nothing is named.

    Raises `playbooks.loader.PlaybookWrong`.
    """
    chosen = loader.named(str(named or "default"))
    return Kept(chosen, loader.reference(chosen), loader.freeze(chosen))


def check_playbook(named: str) -> loader.Checked:
    """All mistakes of a playbook or of a translation, and all warnings, each with file and line."""
    return loader.look_at(named)


def playbook_text(named: str, *, merged: bool) -> str:
    """A playbook as it is written, or with all that it extends. Raises `playbooks.loader.PlaybookWrong`."""
    return loader.merged_text(named) if merged else loader.text(named)


def fresh_playbook(name: str, extends: str) -> str:
    """The text of a playbook that differs from another in nothing yet. Raises `playbooks.loader.PlaybookWrong`."""
    from steadyline.playbooks import workshop

    text = workshop.fresh(name, extends)
    loader.parse(text, f"{name}.yaml", Path())
    return text


def follow_journal(journal: Journal, new: Kept, limit: int) -> AsyncIterator[tuple[int, int, str, Followed | str]]:
    """The newest calls of a journal that are over, under their own playbooks and a new one."""
    return dry_run.journalled(journal, new.playbook, loader.thaw, limit)


async def follow_transcripts(
    settings: Settings, files: Sequence[Path], new: Kept
) -> AsyncIterator[tuple[int, int, str, Followed | str]]:
    """Transcripts, judged and followed under the site's playbook and a new one."""
    from steadyline.recordings import BadRecording

    model, before = understanding(settings), shelf(settings)
    for place, path in enumerate(files, start=1):
        try:
            header, facts = await asyncio.to_thread(_judged_facts, path, model)
        except BadRecording as error:
            yield place, len(files), str(path), str(error)
            continue
        old = before.of(header)
        yield (
            place,
            len(files),
            str(path),
            dry_run.follow(str(path), header, facts, old.playbook, new.playbook, old.reference),
        )


def _judged_facts(path: Path, model: Understanding) -> tuple[Header, list[Fact]]:
    items = list(transcript(path))
    header = next(item for item in items if isinstance(item, Header))
    talk = (item for item in items if isinstance(item, (Utterance, Held)))
    facts = list(reading.judged(talk, model.open(header).read_all))
    return header, [*facts, CallEnded(at=facts[-1].at if facts else 0.0)]


def workshop(settings: Settings, carried: Calls) -> Workshop:
    """What the page /playbook may do."""
    from steadyline.playbooks import workshop

    path = Path(settings.playbook_saved_to) if settings.playbook_saved_to else None
    named = settings.playbook or (settings.playbook_saved_to if path and path.is_file() else "")

    def in_force() -> frozenset[str]:
        carried.shelf = fresh = shelf(settings)
        return frozenset(kept.reference for kept in (fresh.site, *fresh.teams.values(), *fresh.queues.values()))

    return workshop.Workshop(path, _why_not_saved(settings), named, carried.journal, in_force)


def _why_not_saved(settings: Settings) -> str:
    """Why the page may write no file; empty where it may."""
    if not settings.playbook_saved_to:
        return "The site has named no file in the setting playbook_saved_to; download the draft instead."
    try:
        check_binding(settings.host)
    except SettingsError:
        return "Others can reach this server without signing in; download the draft instead."
    return ""
