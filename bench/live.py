"""
How late words and cues are on a live call: one call at real speed into a real server, seen from the desk's socket.

Run with ``python -m bench.live [SECONDS]``. An utterance ends where its voice ends; measured is the time from there
until its line, and until a cue that rests on it, is on the desk's socket. Where that time goes is measured too, part by
part: the hangover that voice activity waits, the recogniser, understanding, rules and journal. The call is the shipped
one. As words are begun in the pause, most of the recogniser's time is hidden in the hangover.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from websockets.asyncio.client import connect

from bench import machine
from bench.machine import Row
from steadyline import bootstrap
from steadyline.bus.local import LocalBus
from steadyline.core.events import AnyEvent, CallStarted, CueOffered, Fact, Header, SpeechEnded, Utterance
from steadyline.recordings import decode
from steadyline.service import conversation as conversations
from steadyline.service.ports import Audio, Segment
from steadyline.settings import Settings
from steadyline.telephony.sender import Sender

T = TypeVar("T")
MEDIAN_SECONDS, LATE_SECONDS = 0.8, 1.2


class Watched(msgspec.Struct):
    """When each thing was first on the desk's socket, on the wall, by turn and by cue's id."""

    lines: dict[int, float] = {}
    cues: dict[str, float] = {}


async def watch(address: str, watched: Watched) -> None:
    """Read the desk's socket until the call has ended."""
    async with connect(address.replace("http", "ws", 1) + "/api/desk", max_size=None) as desk:
        async for body in desk:
            now = time.monotonic()
            view: dict[str, Any] = json.loads(body).get("view") or {}
            for line in view.get("lines", ()):
                watched.lines.setdefault(line["turn"], now)
            if cue := view.get("cue"):
                watched.cues.setdefault(cue["id"], now)
            if view.get("state") == "ended":
                return


async def play(path: Path, address: str, id: str) -> float:
    """Stream the call; returns the moment on the wall at which call time was 0."""
    recording = decode.open_recording(path)
    began = 0.0

    def blocks() -> Iterable[Audio]:
        nonlocal began
        for block in recording.blocks(0.1):
            began = began or time.monotonic()
            yield block

    url = address.replace("http", "ws", 1) + "/api/stream"
    await Sender(url, {"call": id}, recording.rate_hz).send(blocks())
    # Our sender has each tenth of a second before it would have been spoken; a telephone system sends it after.
    return began - 0.1


async def played(path: Path, variables: dict[str, str]) -> tuple[list[AnyEvent], list[Row]]:
    """Play the call; what its journal holds, and how late words and cues were."""
    watched = Watched()
    with machine.server(variables) as server:
        watching = asyncio.create_task(watch(server.address, watched))
        await asyncio.sleep(0.5)
        before = server.process.cpu_times()
        zero = await play(path, server.address, "bench")
        after = server.process.cpu_times()
        await asyncio.wait_for(watching, 30)
    async with bootstrap.journal(Settings(database=variables["STEADYLINE_DATABASE"])) as journal:
        events = [recorded.event async for recorded in journal.read("bench")]
    cost = after.user + after.system - before.user - before.system
    seconds = max(event.at for event in events)
    return events, [*_delays(events, watched, zero), Row("a live call costs", cost / seconds * 100, "% of core")]


def _delays(events: list[AnyEvent], watched: Watched, zero: float) -> list[Row]:
    said = {event.turn: event for event in events if isinstance(event, Utterance)}
    ends = [event for event in events if isinstance(event, SpeechEnded)]
    offers = [event for event in events if isinstance(event, CueOffered) and event.id in watched.cues]
    words = [watched.lines[turn] - zero - _voice_end(one, ends) for turn, one in said.items() if turn in watched.lines]
    since = {offer.id: _cause(offer, said, ends) for offer in offers}
    cues = [watched.cues[id] - zero - at for id, at in since.items() if at is not None]
    name = f"of {len(cues)} cues"
    return [
        Row(f"voice ended to its words on the desk, median of {len(words)}", machine.percentile(words, 0.5), "s"),
        Row("voice ended to its words on the desk, 95 of 100", machine.percentile(words, 0.95), "s"),
        Row(f"voice ended to its cue on the desk, median {name}", machine.percentile(cues, 0.5), "s", MEDIAN_SECONDS),
        Row("voice ended to its cue on the desk, 95 of 100", machine.percentile(cues, 0.95), "s", LATE_SECONDS),
        Row("cues held back for a fit moment, not counted", len(offers) - len(cues), "cues"),
        Row("  where it goes: hangover, median", machine.percentile([end.at - end.t1 for end in ends], 0.5), "s"),
        Row("  where it goes: sound comes in blocks, on average half of", 0.1, "s"),
    ]


def _voice_end(said: Utterance, ends: list[SpeechEnded]) -> float:
    """When the voice of an utterance ended: as voice activity says, or where long speech was cut."""
    own = [end.t1 for end in ends if end.party == said.party and said.t0 < end.t1 <= said.t1 + 0.001]
    return max(own, default=said.t1)


def _cause(offer: CueOffered, said: dict[int, Utterance], ends: list[SpeechEnded]) -> float | None:
    """The end of the voice that brought the cue; None where it waited for something else, as for its turn."""
    known = [_voice_end(one, ends) for one in said.values() if one.at == offer.at]
    return max([*known, *(end.t1 for end in ends if end.at == offer.at)], default=None)


def apart(path: Path, events: list[AnyEvent]) -> list[Row]:
    """What each part costs on this call, one after another in this process, on the wall."""
    from steadyline.speech.ear import Ears
    from steadyline.speech.recognisers.moonshine import Moonshine

    recording, recogniser = decode.open_recording(path), Moonshine()
    ears = Ears(recording.rate_hz)
    sounds = [sound for block in recording.blocks(0.1) for sound in ears.hear(block)] + ears.finish()
    recognised = [_timed(recogniser.transcribe, sound.audio) for sound in sounds if isinstance(sound, Segment)]
    reader = bootstrap.understanding(Settings()).open(Header(call="bench"))
    said = [event for event in events if isinstance(event, Utterance) and event.text and not event.listening]
    read = [_timed(reader.read, one) for one in said]
    taken = asyncio.run(_taken(events))
    return [
        Row(
            "  where it goes: recogniser, median (most of it in the hangover)", machine.percentile(recognised, 0.5), "s"
        ),
        Row("  where it goes: recogniser, 95 of 100", machine.percentile(recognised, 0.95), "s"),
        Row("  where it goes: understanding, median", machine.percentile(read, 0.5), "s"),
        Row("  where it goes: rules, and journal on disk, median", machine.percentile(taken, 0.5), "s"),
    ]


async def _taken(events: list[AnyEvent]) -> list[float]:
    """Seconds that it takes to take each utterance: rules, and a journal on disk."""
    kept = bootstrap.playbook(Settings())
    with machine.environment() as variables:
        async with bootstrap.journal(Settings(database=variables["STEADYLINE_DATABASE"])) as journal:
            conversation = await conversations.begin(
                "bench", Header(call="bench"), kept.playbook, kept.reference, kept.body, journal, LocalBus()
            )
            took = []
            for event in events:
                if isinstance(event, Fact) and not isinstance(event, CallStarted):
                    began = time.monotonic()
                    await conversation.take(event)
                    took.append(time.monotonic() - began)
    return took


def _timed(work: Callable[[T], object], given: T) -> float:
    began = time.monotonic()
    work(given)
    return time.monotonic() - began


def main(seconds: float | None = None) -> list[Row]:
    """Print the figures, and return them. ``seconds`` of the call; all of it where not said."""
    print(machine.load())
    with machine.environment() as variables, machine.shortened(seconds or 3600.0) as call:
        events, delays = asyncio.run(played(call, variables))
        rows = [*delays, *apart(call, events)]
    machine.show(rows)
    return rows


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else None)
