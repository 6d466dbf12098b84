"""
The site's playbook as its page reads and changes it.

A draft may extend shipped playbooks and those beside the site's file, and reads nothing else. It is written to the one
file that the site has named, whole or not at all, and only while that file holds what the page has seen.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import yaml

from steadyline.core.playbook import Playbook
from steadyline.playbooks import advice, edit, layers, loader
from steadyline.playbooks.layers import Mistake, PlaybookWrong
from steadyline.service import dry_run
from steadyline.service.dry_run import DryRun, Followed
from steadyline.service.ports import Journal
from steadyline.service.workshop import Card, Draft, Edit, Flaw, NotSaved, Opened, Saved

MOST_EDITS = 200
LONGEST_DRAFT = 200_000
_DRAFT = "draft"
_FRESH = """\
# What differs here from `{parent}`, and nothing else: everything that is not said is as it stands there.

extends: {parent}
name: {name}
"""

InForce = Callable[[], frozenset[str]]
"""Reads the site's playbooks again; the references of all that are in force for calls to come."""


def fresh(name: str, parent: str) -> str:
    """A playbook that differs from ``parent`` in nothing yet."""
    return _FRESH.format(name=name, parent=parent)


class Workshop:
    """``path``: the one file that may be written, or None; ``why_not`` then says why. ``read``: the site's playbook."""

    def __init__(self, path: Path | None, why_not: str, read: str, journal: Journal, in_force: InForce) -> None:
        self._path = path
        self._why_not = why_not
        self._read = read
        self._journal = journal
        self._in_force = in_force
        self._folder = path.parent if path else None

    def open(self) -> Opened:
        """The file that the site has named, or a fresh draft that extends the playbook in force."""
        text, seen = self._current()
        return Opened(
            draft=self.check(text, ()),
            seen=seen,
            saves_to=str(self._path) if self._path and not self._why_not else "",
            why_not=self._why_not,
        )

    def check(self, text: str, edits: Sequence[Edit]) -> Draft:
        """``text`` after the edits, looked at."""
        wrong = _unfit(text, edits)
        try:
            for one in () if wrong else edits:
                text = edit.change(text, one.path, edit.LEFT_OUT if one.leave_out else one.value)
        except PlaybookWrong as error:
            wrong = error.mistakes
        checked = loader.Checked(None, wrong) if wrong else self._checked(text)
        playbook = checked.playbook
        return Draft(
            text=text,
            reference=loader.reference(playbook) if playbook and not checked.mistakes else "",
            errors=tuple(_told(mistake) for mistake in checked.mistakes),
            warnings=tuple(_told(warning) for warning in checked.warnings),
            content=msgspec.to_builtins(playbook) if playbook else None,
            own=tuple(_own(text)),
            cards=tuple(_cards(playbook)) if playbook else (),
            rungs=playbook.ladder.rungs if playbook else (),
        )

    async def try_out(self, text: str, limit: int) -> DryRun:
        """What the draft would have changed on the last calls that are over. Raises `PlaybookWrong`."""
        checked = self._checked(text)
        if checked.playbook is None or checked.mistakes:
            raise PlaybookWrong(*checked.mistakes)
        followed: list[Followed] = []
        left_out: dict[str, str] = {}
        async for _, _, id, outcome in dry_run.journalled(self._journal, checked.playbook, loader.thaw, limit):
            if isinstance(outcome, str):
                left_out[id] = outcome
            else:
                followed.append(outcome)
        return dry_run.total(followed, left_out)

    def save(self, text: str, seen: str) -> Saved:
        """Write the draft to the site's file, if that still holds what was ``seen``. Raises `NotSaved`."""
        if self._path is None or self._why_not:
            raise NotSaved(self._why_not)
        checked = self._checked(text)
        if checked.playbook is None or checked.mistakes:
            raise NotSaved(f"there is a mistake in it: {checked.mistakes[0]}")
        before = self._path.read_text("utf-8") if self._path.is_file() else None
        if _digest(before) != seen:
            raise NotSaved(
                f"{self._path} changed since this page read it. Download your draft, then load the page again."
            )
        try:
            _write(self._path, text)
        except OSError as error:
            raise NotSaved(f"{self._path} cannot be written ({error.strerror}). Check who may write there.") from None
        try:
            reference, in_force = loader.reference(checked.playbook), self._in_force()
        except PlaybookWrong as error:  # another playbook of the site extends this one, and no longer fits
            _restore(self._path, before)
            raise NotSaved(f"another playbook of the site would be wrong then: {error}") from None
        return Saved(reference=reference, seen=_digest(text), in_force=reference in in_force)

    def _current(self) -> tuple[str, str]:
        if self._path is not None and self._path.is_file():
            text = layers.read(self._path)
            return text, _digest(text)
        if self._read in ("", *layers.shipped_names()):
            return fresh("mine", self._read or "default"), _digest(None)
        return layers.read(Path(self._read)), _digest(None)

    def _checked(self, text: str) -> loader.Checked:
        return loader.check(text, _DRAFT if self._path is None else str(self._path), self._beside(), confined=True)

    def _beside(self) -> Path | None:
        """Where a draft finds playbooks that it extends."""
        if self._folder is not None:
            return self._folder
        return None if self._read in ("", *layers.shipped_names()) else Path(self._read).parent


def _unfit(text: str, edits: Sequence[Edit]) -> tuple[Mistake, ...]:
    if len(text) > LONGEST_DRAFT:
        return (Mistake(_DRAFT, 1, (), f"longer than {LONGEST_DRAFT} characters: no playbook is."),)
    if len(edits) > MOST_EDITS:
        return (Mistake(_DRAFT, 1, (), f"more than {MOST_EDITS} edits at once."),)
    return ()


def _told(mistake: Mistake) -> Flaw:
    return Flaw(path=mistake.path, problem=mistake.problem, file=mistake.file, line=mistake.line)


def _cards(playbook: Playbook) -> list[Card]:
    return [
        Card(cue=cue, title=rule.title, why=rule.why, says=advice.spoken(playbook, cue))
        for cue, rule in playbook.cues.items()
    ]


def _own(text: str) -> list[tuple[str, ...]]:
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError:
        return []
    return list(_leaves(content, ()))


def _leaves(content: Any, path: tuple[str, ...]) -> list[tuple[str, ...]]:
    if isinstance(content, dict):
        return [leaf for name, part in content.items() for leaf in _leaves(part, (*path, str(name)))]
    return [path] if path else []


def _digest(text: str | None) -> str:
    return "" if text is None else hashlib.sha256(text.encode()).hexdigest()


def _write(path: Path, text: str) -> None:
    """All of it or nothing, and nobody ever reads half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _restore(path: Path, before: str | None) -> None:
    if before is None:
        path.unlink(missing_ok=True)
    else:
        _write(path, before)
