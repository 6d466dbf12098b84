"""
The one place that names concrete adapters.

Everything else is handed what it needs. Heavy parts are loaded here, when asked for and not before: `steadyline --help`
must not wait for a model.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import msgspec
import structlog

from steadyline.core.events import CallEnded, Fact, Header, Party, Seconds, Utterance
from steadyline.core.hours import Hours
from steadyline.core.playbook import Playbook, Words
from steadyline.core.reminding import Policy
from steadyline.playbooks import loader
from steadyline.service import capacity, dry_run, helping, reading
from steadyline.service.access import Access
from steadyline.service.calls import Calls, Kept, Shelf, new_id
from steadyline.service.clearing import Terms
from steadyline.service.delivering import Entry, Ways
from steadyline.service.dry_run import Followed
from steadyline.service.feeds import Calendars, Form
from steadyline.service.following import Following, moment_now
from steadyline.service.heralding import Heralded
from steadyline.service.keeping import Keeping
from steadyline.service.ledger import FromCalls
from steadyline.service.ledger_ports import Ledger
from steadyline.service.letters import Letters
from steadyline.service.outbox import Destinations, Stock
from steadyline.service.outgoing import Outgoing
from steadyline.service.ports import (
    BadLine,
    Bus,
    Ears,
    Held,
    Helper,
    InterimPolicy,
    Journal,
    Recogniser,
    Recognition,
    Recording,
    Understanding,
)
from steadyline.service.reminding import People
from steadyline.service.workshop import Workshop
from steadyline.settings import WEEKDAYS, Settings, SettingsError, check_binding
from steadyline.web.demo import Demo, begun

if TYPE_CHECKING:
    from steadyline.recordings.clips import FolderClips
    from steadyline.store.journal import SqlJournal
    from steadyline.store.ledger import SqlLedger
    from steadyline.store.outbox import SqlOutbox

_SAMPLE_SECONDS = 3


class Promised(NamedTuple):
    """All that the pages of the ledger stand on."""

    ledger: Heralded
    from_calls: FromCalls
    policy: Policy
    access: Access


def logging(level: str) -> None:
    """Log to standard error, as lines that people and programs can read, from ``level`` on."""
    import logging as std
    import sys

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                exception_formatter=structlog.dev.plain_traceback,  # never with local variables: they hold calls
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(std.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


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
    reader = model.open(header)
    facts: list[Fact] = []
    for fact in reading.in_time(item for item in items if isinstance(item, (Utterance, Held))):
        facts.append(fact)
        if isinstance(fact, Utterance):
            facts.append(reader.read(fact))
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


def recogniser(settings: Settings) -> Recogniser:
    """The recogniser that the settings name, loaded; its workers share it. Raises `service.ports.RecogniserFailed`."""
    kind, _, which = settings.recogniser.partition(":")
    language = settings.recogniser_language
    if kind == "whisper":
        from steadyline.speech.recognisers.whisper import Whisper

        return Whisper(which, language=language, download=settings.recogniser_download)
    if kind == "server":
        from steadyline.speech.recognisers.openai_server import OpenAIServer

        return OpenAIServer(which, model=settings.recogniser_model, key=settings.recogniser_key, language=language)
    from steadyline.speech.recognisers.moonshine import Moonshine

    return Moonshine()


def workers(settings: Settings) -> int:
    """How many segments are recognised at the same time."""
    return settings.recogniser_workers or max(1, len(os.sched_getaffinity(0)))


@asynccontextmanager
async def recognition(settings: Settings, loaded: Recogniser | None = None) -> AsyncIterator[tuple[Recognition, str]]:
    """The pool of recognisers, and the recogniser's name; ``loaded`` where there is one already."""
    from steadyline.speech.pool import Pool

    shared = loaded or recogniser(settings)
    pool = Pool(lambda: shared, workers=workers(settings))
    try:
        yield pool, shared.name
    finally:
        pool.close()


def ways(settings: Settings) -> Ways:
    """Every way out; what a destination's secrets are is read from the environment and the site's folder of secrets."""
    from steadyline.delivery.choose import AllWays
    from steadyline.delivery.secret import Secrets

    return AllWays(Secrets(folder=Path(settings.secrets_folder)))


def ears(rate_hz: int, parties: tuple[Party, ...]) -> Ears:
    """Ears for a live call: they tell of pauses too, so that words can be ready when the pause is long enough."""
    from steadyline.speech.ear import Ears

    return Ears(rate_hz, parties)


def ears_for_file(rate_hz: int, parties: tuple[Party, ...]) -> Ears:
    """Ears for a recording."""
    from steadyline.speech.ear import Ears

    return Ears(rate_hz, parties, pauses=False)


def clips(settings: Settings) -> "FolderClips | None":
    """Where the sound of promises is kept; None where the site wants none. Raises `SettingsError`."""
    if not settings.clips_folder:
        return None
    from steadyline.recordings.clips import FolderClips

    try:
        return FolderClips(Path(settings.clips_folder).expanduser(), settings.clips_days)
    except OSError as error:
        raise SettingsError(f"clips_folder is {settings.clips_folder!r}, which cannot be used: {error}") from error


@asynccontextmanager
async def _swept(kept: "FolderClips | None") -> AsyncIterator[None]:
    """While this is entered, sound that is older than its days goes within the hour."""

    async def sweep() -> None:
        while kept is not None:
            try:
                await asyncio.to_thread(kept.sweep)
            except OSError as error:
                structlog.get_logger(__name__).error("old sound of promises cannot be deleted", why=str(error))
            await asyncio.sleep(3600)

    sweeping = asyncio.create_task(sweep())
    try:
        yield
    finally:
        sweeping.cancel()
        await asyncio.gather(sweeping, return_exceptions=True)


def interim(settings: Settings) -> Callable[[], InterimPolicy] | None:
    """What makes the policy for words before their end; None where they are switched off."""
    from steadyline.speech.interim import Interim

    return Interim if settings.interim else None


def understanding(settings: Settings) -> Understanding:
    """What reads utterances."""
    from steadyline.understanding.engine import Engine

    return Engine(_hours(settings), _zone(settings))


def reminders(settings: Settings) -> Policy:
    """By which hours promises are reminded of."""
    return Policy(hours=_hours(settings), timezone=_zone(settings))


def _hours(settings: Settings) -> Hours:
    opens, closes = (time.fromisoformat(at) for at in settings.business_hours.split("-"))
    return Hours(
        opens=opens,
        closes=closes,
        days=frozenset(WEEKDAYS.index(day) for day in settings.business_days),
        holidays=frozenset(date.fromisoformat(day) for day in settings.holidays),
    )


def _zone(settings: Settings) -> str:
    """The site's time zone; this machine's, where none is set."""
    from tzlocal import get_localzone_name

    return settings.timezone or get_localzone_name() or "UTC"


def ledger(settings: Settings, kept: "SqlJournal") -> "SqlLedger":
    """The promises, on the disk of the journal. Ask it to `reckon` once, soon after it was opened."""
    from steadyline.store.ledger import SqlLedger

    return SqlLedger(kept.disk, reminders(settings))


@asynccontextmanager
async def following(settings: Settings, carried: Calls, *, demo: bool = False) -> AsyncIterator[Following]:
    """What follows from promises: while this is entered, reminders and messages are sent; in a ``demo``, to the log.

    A demonstration on a site's own database reminds of nothing: the site's server does.
    """
    from steadyline.store.destinations import SqlDestinations
    from steadyline.store.journal import SqlJournal
    from steadyline.store.neighbours import SqlNeighbours

    kept = carried.journal
    assert isinstance(kept, SqlJournal)
    promises, destinations = ledger(settings, kept), SqlDestinations(kept.disk)
    leads = asyncio.create_task(asyncio.to_thread(_log_ways if demo else partial(ways, settings)))
    outbox = await asyncio.to_thread(_outbox(), kept.disk, reminders(settings))
    follows = Following(
        ledger=promises,
        outbox=outbox,
        destinations=_log_alone() if demo else destinations,
        ways=await leads,
        bus=carried.bus,
        words=lambda team: _letters((carried.shelf.teams.get(team) or carried.shelf.site).playbook),
        people=People(addresses=settings.addresses, named=settings.named_person, site=settings.site_address),
        at_once=settings.deliveries_at_once,
        neighbours=SqlNeighbours(kept.disk),
        terms=Terms(sent_days=settings.sent_kept_days, work_days=settings.work_kept_days),
    )
    reckoning = asyncio.gather(promises.reckon(), *([] if demo else [_warm(follows)]))
    reckoning.add_done_callback(_tell_of_fault)
    try:
        if demo and await destinations.all():
            yield follows
        else:
            async with follows.running():
                yield follows
    finally:
        reckoning.cancel()
        await asyncio.gather(reckoning, return_exceptions=True)
        await asyncio.to_thread(outbox.close)


async def messages_kept(settings: Settings) -> Stock:
    """How many messages are kept, without a server. Raises `service.ports.JournalFailed`."""
    from steadyline.store.outbox import stock

    async with journal(settings) as kept:
        return await kept.disk.read(partial(stock, now=moment_now()))


@asynccontextmanager
async def promised(settings: Settings, carried: Calls) -> AsyncIterator[Promised]:
    """The ledger as pages and programs use it. While this is entered, what was settled in calls comes onto it."""
    from steadyline.store.access import SqlDoorkeeping
    from steadyline.store.journal import SqlJournal

    kept = carried.journal
    assert isinstance(kept, SqlJournal)
    promises = Heralded(ledger(settings, kept), carried.bus)
    from_calls = FromCalls(kept, promises)
    coming = asyncio.create_task(from_calls.keep_up())
    try:
        yield Promised(promises, from_calls, reminders(settings), Access(SqlDoorkeeping(kept.disk)))
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)


@asynccontextmanager
async def ledger_alone(settings: Settings) -> "AsyncIterator[SqlLedger]":
    """The ledger without a server. Raises `service.ports.JournalFailed`."""
    async with journal(settings) as kept:
        yield ledger(settings, kept)


@asynccontextmanager
async def access(settings: Settings) -> AsyncIterator[Access]:
    """The tokens of this site. Raises `service.ports.JournalFailed`."""
    from steadyline.store.access import SqlDoorkeeping

    async with journal(settings) as kept:
        yield Access(SqlDoorkeeping(kept.disk))


@asynccontextmanager
async def calendars(settings: Settings) -> AsyncIterator[Calendars]:
    """The calendars to subscribe to, without a server. Raises `service.ports.JournalFailed`."""
    async with journal(settings) as kept:
        yield _calendars(settings, kept, ledger(settings, kept))


def _calendars(settings: Settings, kept: "SqlJournal", promises: Ledger) -> Calendars:
    from steadyline.delivery import calendar
    from steadyline.store.feeds import SqlFeeds

    people = People(addresses=settings.addresses, named=settings.named_person, site=settings.site_address)

    def write(entries: Sequence[Entry], name: str, form: Form) -> bytes:
        return calendar.feed(entries, name=name, form=form)

    return Calendars(SqlFeeds(kept.disk), promises, people=people, write=write, now=moment_now)


def _outgoing(settings: Settings, carried: Calls, promises: Ledger, follows: Following, *, demo: bool) -> Outgoing:
    """What the page /deliveries may do."""
    from steadyline.store.journal import SqlJournal

    kept = carried.journal
    assert isinstance(kept, SqlJournal)
    why_not = _ONLY_SHOWN if demo else _why_nothing_is_sent_from_here(settings)
    return Outgoing(follows, _calendars(settings, kept, promises), now=moment_now, why_not=why_not)


_ONLY_SHOWN = "This is a demonstration: what would be sent is told in the server's log, and nothing leaves it."


def _why_nothing_is_sent_from_here(settings: Settings) -> str:
    try:
        check_binding(settings.host)
    except SettingsError:
        return "Others can reach this server without signing in: where messages go cannot be changed from here."
    return ""


def _outbox() -> "type[SqlOutbox]":
    """Half a second to load at first."""
    from steadyline.store.outbox import SqlOutbox

    return SqlOutbox


def _tell_of_fault(reckoning: "asyncio.Future[Any]") -> None:
    if not reckoning.cancelled() and (error := reckoning.exception()) is not None:
        structlog.get_logger(__name__).error("reminders may still keep to the hours of before", why=str(error))


async def _warm(follows: Following) -> None:
    """What is slow to load at first is there before somebody waits for it, and what cannot be used is told."""
    from steadyline.delivery import choose

    await asyncio.to_thread(choose.warm)
    for there in await follows.destinations():
        if why := await follows.problem(there):
            structlog.get_logger(__name__).warning("messages cannot go to a destination", why=why)


def _log_ways() -> Ways:
    from steadyline.delivery.log import LogAlone

    return LogAlone()


def _log_alone() -> Destinations:
    from steadyline.delivery.log import DESTINATION
    from steadyline.testing import MemoryDestinations

    return MemoryDestinations([DESTINATION])


def _letters(playbook: Playbook) -> Words:
    """The words of a playbook; letters that it does not have are the shipped one's."""
    letters = {**loader.shipped().words.letters, **playbook.words.letters}
    return msgspec.structs.replace(playbook.words, letters=letters)


def helper(settings: Settings) -> Helper | None:
    """The site's own language model that may mend wording; None where the settings name none."""
    if not settings.helper_url:
        return None
    from steadyline.understanding.helper import ServerHelper

    return ServerHelper(settings.helper_url, model=settings.helper_model, key=settings.helper_key)


@asynccontextmanager
async def journal(settings: Settings) -> "AsyncIterator[SqlJournal]":
    """The journal on disk. Raises `service.ports.JournalFailed`."""

    def opened() -> "SqlJournal":
        from steadyline.store.journal import SqlJournal

        return SqlJournal(settings.database)

    async with await asyncio.to_thread(opened) as kept:
        yield kept


@asynccontextmanager
async def calls(settings: Settings) -> AsyncIterator[Calls]:
    """All that carries live calls. What takes long to load is loaded side by side."""
    reads = asyncio.create_task(asyncio.to_thread(understanding, settings))
    hears = asyncio.create_task(asyncio.to_thread(_recogniser_and_most, settings))
    sends = asyncio.create_task(asyncio.to_thread(_outbox))
    async with journal(settings) as kept:
        loaded, most = await hears
        await sends
        async with recognition(settings, loaded) as (pool, name):
            carried = Calls(
                journal=kept,
                bus=bus(),
                shelf=shelf(settings),
                understanding=await reads,
                recognition=pool,
                recogniser=name,
                ears=ears,
                interim=interim(settings),
                most=most,
                clips=clips(settings),
            )
            async with helping.helping(carried, helper(settings)), _swept(clips(settings)):
                yield carried


def _recogniser_and_most(settings: Settings) -> tuple[Recogniser, int]:
    loaded = recogniser(settings)
    return loaded, settings.max_live_calls or calls_carried(settings, loaded)


def memory_journal() -> Journal:
    """A journal that is gone with the process."""
    from steadyline.testing import MemoryJournal

    return MemoryJournal()


def bus(depth: int | None = None) -> Bus:
    """What tells everybody in this process; ``depth`` messages for each who watches."""
    from steadyline.bus import local

    return local.LocalBus(depth or local.DEPTH)


def recording(path: Path, *, customer: Literal["left", "right"] = "left", mono: bool = False) -> Recording:
    """A recorded call. Raises `recordings.BadRecording`."""
    from steadyline.recordings import decode

    return decode.open_recording(path, customer=customer, mono=mono)


def is_transcript(path: Path) -> bool:
    """Whether a file is to be read, not heard."""
    from steadyline.recordings import transcript

    return transcript.is_transcript(path)


def transcript(path: Path) -> Iterator[Header | Utterance | Held | BadLine]:
    """The header and the lines of a transcript, and what is wrong with them. Raises `recordings.BadRecording`."""
    from steadyline.recordings import transcript

    return transcript.read(path)


async def send(
    url: str,
    start: dict[str, Any],
    sound: Recording,
    *,
    speed: float = 1.0,
    tell: Callable[[Seconds], None] = lambda seconds: None,
) -> str:
    """Play a recording into a server, as one live call; returns its id. Raises `Trouble`."""
    from steadyline.telephony import sender

    return await sender.play(url, start, sound, speed=speed, tell=tell)


def judged(settings: Settings, lines: Iterable[bytes], on_error: Callable[[int, str], None]) -> Iterator[bytes]:
    """The judgement of each line that can be read, as `signals.md` says."""
    from steadyline.understanding.judge import judge_lines

    return judge_lines(understanding(settings), lines, on_error)


def page_built() -> bool:
    """Whether the desk's page is there to serve."""
    from steadyline.web import app

    return app.built()


def web(
    settings: Settings,
    carried: Calls,
    promised: Promised,
    follows: Following,
    *,
    demo: Demo | None,
    life: Callable[[Any], Any],
) -> Any:
    """The ASGI application. ``life`` is entered when the server starts and left when it stops."""
    from steadyline.web import app

    keeping = Keeping(
        promised.ledger,
        carried.journal,
        promised.policy,
        lambda: carried.site_playbook,
        audio=demo.audio if demo else lambda call: None,
        clips=clips(settings),
    )
    return app.create(
        carried,
        origins=settings.public_origins,
        demo=demo,
        workshop=workshop(settings, carried),
        keeping=keeping,
        from_calls=promised.from_calls,
        access=promised.access,
        outgoing=_outgoing(settings, carried, promised.ledger, follows, demo=demo is not None),
        letters=Letters(follows),
        lifespan=life,
    )


def demonstration(address: str) -> Demo:
    """The shipped call, to be played into the server at ``address`` by the way in that every call takes."""
    sound, words = shipped_call()
    header = next(item for item in transcript(words) if isinstance(item, Header))

    async def play(id: str) -> None:
        now = begun(header, datetime.now(UTC))
        start = msgspec.to_builtins(now) | {"call": id, "channels": ["customer", "agent"]}
        await send(address.replace("http", "ws", 1) + "api/stream", start, recording(sound))

    return Demo(sound, new_id, play)


def shipped_call() -> tuple[Path, Path]:
    """The call that comes with Steadyline: its sound, and its transcript."""
    folder = Path(str(resources.files("steadyline.recordings").joinpath("shipped")))
    return folder / "angry_call.flac", folder / "angry_call.jsonl"


def recognition_cost(loaded: Recogniser) -> float:
    """Processor seconds that this recogniser takes for a second of speech here: some of the shipped call's."""
    import numpy as np
    import soxr

    shipped = recording(shipped_call()[0])
    sound = np.concatenate([block[:, 0] for _, block in zip(range(20), shipped.blocks(1.0), strict=False)])
    speech = soxr.resample(sound[-_SAMPLE_SECONDS * shipped.rate_hz :], shipped.rate_hz, 16_000)
    return capacity.measure(loaded, speech)


def calls_carried(settings: Settings, loaded: Recogniser) -> int:
    """How many live calls this machine carries, as far as its recogniser's speed tells."""
    return capacity.carried(recognition_cost(loaded), workers(settings))
