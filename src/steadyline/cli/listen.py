"""
`steadyline listen`: one call from a file, to its end.
"""

import asyncio
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic
from typing import Annotated, Literal

from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from steadyline import bootstrap, settings
from steadyline.cli.about import NOTHING, About
from steadyline.cli.say import Stop, err, out, remark
from steadyline.cli.screen import Screen
from steadyline.core.events import AnyEvent, Header, Party, Seconds, Utterance, decode, is_public, wire
from steadyline.service import conversation as conversations
from steadyline.service import listening, reading
from steadyline.service.conversation import Conversation
from steadyline.service.live import LiveCall
from steadyline.service.mono import OneChannel
from steadyline.service.ports import BadLine, Bus, Held, Journal, Recording

Show = Callable[[AnyEvent], None]
Heard = Callable[[Seconds], None]


def listen(
    call: Path,
    /,
    *,
    json: Annotated[bool, Parameter(negative="")] = False,
    realtime: Annotated[bool, Parameter(negative="")] = False,
    customer: Literal["left", "right"] = "left",
    mono: Annotated[bool, Parameter(negative="")] = False,
    keep: bool = True,
    about: About = NOTHING,
) -> int:
    """Listen to a recorded call, or read its transcript, and say what Steadyline makes of it.

    A line of a transcript that cannot be read is named on standard error and the rest is read; the exit code is then 1.

    Parameters
    ----------
    call: Path
        A recording with the parties on two channels (WAV, FLAC, MP3, Ogg, Opus, M4A and more), or a CALL.jsonl.
    json: bool
        Print one event a line, as docs/formats.md says, instead of a view for people.
    realtime: bool
        Take as long as the call did.
    customer: str
        The channel that the customer is on.
    mono: bool
        Accept a call with both parties on one channel. Who says what is then told apart less surely.
    keep: bool
        Write the call to the journal, so that `steadyline replay` finds it again.
    """
    about.header(Header(call=""))  # what cannot be is refused before anything is opened
    well = asyncio.run(_listen(call, about, json=json, realtime=realtime, customer=customer, mono=mono, keep=keep))
    return 0 if well else 1


async def _listen(
    path: Path, about: About, *, json: bool, realtime: bool, customer: Literal["left", "right"], mono: bool, keep: bool
) -> bool:
    """Whether all of it could be heard or read."""
    chosen = settings.load()
    bootstrap.logging(chosen.log_level)
    async with AsyncExitStack() as stack:
        journal = bootstrap.memory_journal()
        if keep:
            journal = await stack.enter_async_context(bootstrap.journal(chosen))
        progress = stack.enter_context(_progress(out if out.is_terminal and not json else err))
        show = _printer() if json else Screen(out).show
        lost: list[BadLine] = []
        if bootstrap.is_transcript(path):
            conversation = await _read(path, about, chosen, journal, progress, show, realtime, lost)
        else:
            conversation = await _hear(path, about, chosen, journal, progress, show, realtime, customer, mono, keep)
    if keep:
        remark(f"Kept as {conversation.id}. `steadyline replay {conversation.id}` finds it again.")
    return not lost


async def _read(
    path: Path,
    about: About,
    chosen: settings.Settings,
    journal: Journal,
    progress: Progress,
    show: Show,
    realtime: bool,
    lost: list[BadLine],
) -> Conversation:
    items = _told(bootstrap.transcript(path), path, lost)
    header = about.header(next((item for item in items if isinstance(item, Header)), Header(call=path.stem)))
    reader = bootstrap.understanding(chosen).open(header)
    conversation = await _begin(header, chosen, journal, show, source=path.name)
    task = progress.add_task("Reading", total=None)
    first = monotonic()

    async def wait(at: Seconds) -> None:
        if realtime:
            await asyncio.sleep(max(0.0, first + at - monotonic()))
        progress.update(task, description=f"Reading {_clock(at)}")

    talk = (item for item in items if isinstance(item, (Utterance, Held)))
    await reading.read(talk, conversation, reader, _each(show), wait)
    return conversation


def _told(
    items: Iterable[Header | Utterance | Held | BadLine], path: Path, lost: list[BadLine]
) -> Iterator[Header | Utterance | Held]:
    """A transcript's header and talk. What is wrong with a line is said; ``lost`` gets those that cannot be read."""
    for item in items:
        if not isinstance(item, BadLine):
            yield item
            continue
        remark(f"{path}:{item.line}: {item.why}")
        if not item.kept:
            lost.append(item)


async def _hear(
    path: Path,
    about: About,
    chosen: settings.Settings,
    journal: Journal,
    progress: Progress,
    show: Show,
    realtime: bool,
    customer: Literal["left", "right"],
    mono: bool,
    keep: bool,
) -> Conversation:
    recording = bootstrap.recording(path, customer=customer, mono=mono)
    next(recording.blocks(block_seconds=0.1))  # one with no sound is refused before the journal hears of it
    parties: tuple[Party, ...] = ("customer", "agent") if recording.channels == 2 else ("customer",)
    header = about.header(Header(call=re.sub(r"[^A-Za-z0-9_.-]+", "-", path.stem).strip("-.") or "call"))
    understanding = bootstrap.understanding(chosen)
    kept = bootstrap.clips(chosen) if keep else None
    reader = understanding.open(header)
    one = OneChannel(understanding) if recording.channels == 1 else None
    if one is not None and realtime:
        raise Stop("--realtime needs the parties on a channel each; leave it out to hear a mono call.")
    if one is not None:
        remark("One channel: who says what is told by the words, and sometimes wrongly. Nobody is seen to cut in.")
    bar = progress.add_task("Listening", total=recording.seconds)

    def heard(seconds: Seconds) -> None:
        progress.update(bar, completed=seconds, description=f"Listening {_clock(seconds)}")

    async with bootstrap.recognition(chosen) as (recognition, name):
        if realtime:
            bus = bootstrap.bus(depth=10_000)
            conversation = await _begin(header, chosen, journal, show, source=path.name, bus=bus)
            live = LiveCall(
                conversation,
                bootstrap.ears(recording.rate_hz, parties),
                recognition,
                reader,
                bus,
                recogniser=name,
                rate_hz=recording.rate_hz,
                parties=parties,
                clips=kept,
            )
            await _in_real_time(live, recording, bus, show, heard)
            if kept is not None:
                await kept.settled()
        else:
            conversation = await _begin(header, chosen, journal, show, source=path.name)
            ears = bootstrap.ears_for_file(recording.rate_hz, parties)
            blocks = recording.blocks(block_seconds=4.0)  # larger than live: each costs a little by itself
            tell, rate = _each(show), recording.rate_hz
            await listening.listen(blocks, rate, conversation, ears, recognition, name, reader, tell, heard, one, kept)
    for warning in recording.warnings:
        remark(f"{path}: {warning}")
    return conversation


async def _in_real_time(live: LiveCall, recording: Recording, bus: Bus, show: Show, heard: Heard) -> None:
    subscription = bus.subscribe([f"call.{live.conversation.id}.events"])

    async def follow() -> None:
        async for _, body in subscription:
            show(decode(body.partition(b" ")[2]))

    following = asyncio.create_task(follow())
    first = monotonic()
    for block in recording.blocks(block_seconds=0.1):
        await live.hear(block.copy())
        heard(live.now)
        await asyncio.sleep(max(0.0, first + live.now - monotonic()))
    await live.finish()
    await asyncio.sleep(0)
    subscription.close()
    await following


async def _begin(
    header: Header, chosen: settings.Settings, journal: Journal, show: Show, *, source: str, bus: Bus | None = None
) -> Conversation:
    kept = bootstrap.shelf(chosen).of(header)
    id = await conversations.free_id(header.call, journal)
    conversation = await conversations.begin(
        id, header, kept.playbook, kept.reference, kept.body, journal, bus or bootstrap.bus(), source=source
    )
    async for recorded in journal.read(id):
        show(recorded.event)
    return conversation


def _each(show: Show) -> Callable[[list[AnyEvent]], None]:
    def tell(events: list[AnyEvent]) -> None:
        for event in events:
            show(event)

    return tell


def _printer() -> Show:
    """Events as JSON lines on standard output, as they come."""
    name = ""

    def show(event: AnyEvent) -> None:
        nonlocal name
        name = getattr(getattr(event, "header", None), "call", name)
        if is_public(event):
            sys.stdout.buffer.write(wire(name, event) + b"\n")
            sys.stdout.buffer.flush()

    return show


def _progress(console: Console) -> Progress:
    """A bar at the foot of ``console``, which must be the one that the call is shown on if both are the terminal."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )


def _clock(seconds: Seconds) -> str:
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"
