"""
The one place that names concrete adapters.

Everything else is handed what it needs. Heavy parts are loaded here, when asked for and not before: `steadyline --help`
must not wait for a model.
"""

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path

import structlog

from steadyline.core.events import Party
from steadyline.playbooks import loader
from steadyline.service import capacity
from steadyline.service.calls import Kept
from steadyline.service.ports import Ears, InterimPolicy, Journal, Recogniser, Recognition, Understanding
from steadyline.settings import Settings

_SAMPLE_SECONDS = 5


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
    """The playbook in force. Raises `playbooks.loader.PlaybookWrong`."""
    chosen = loader.load(Path(settings.playbook)) if settings.playbook else loader.shipped()
    return Kept(chosen, loader.reference(chosen), loader.freeze(chosen))


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
async def recognition(settings: Settings) -> AsyncIterator[tuple[Recognition, str]]:
    """The pool of recognisers, and the recogniser's name."""
    from steadyline.speech.pool import Pool

    shared = recogniser(settings)
    pool = Pool(lambda: shared, workers=workers(settings))
    try:
        yield pool, shared.name
    finally:
        pool.close()


def ears(rate_hz: int, parties: tuple[Party, ...]) -> Ears:
    """Ears for a live call: they tell of pauses too, so that words can be ready when the pause is long enough."""
    from steadyline.speech.ear import Ears

    return Ears(rate_hz, parties)


def ears_for_file(rate_hz: int, parties: tuple[Party, ...]) -> Ears:
    """Ears for a recording."""
    from steadyline.speech.ear import Ears

    return Ears(rate_hz, parties, pauses=False)


def interim(settings: Settings) -> Callable[[], InterimPolicy] | None:
    """What makes the policy for words before their end; None where they are switched off."""
    from steadyline.speech.interim import Interim

    return Interim if settings.interim else None


def understanding(settings: Settings) -> Understanding:
    """What reads utterances."""
    from steadyline.understanding.engine import Engine

    return Engine()


@asynccontextmanager
async def journal(settings: Settings) -> AsyncIterator[Journal]:
    """The journal on disk. Raises `service.ports.JournalFailed`."""
    from steadyline.store.journal import SqlJournal

    async with SqlJournal(settings.database) as opened:
        yield opened


def shipped_call() -> tuple[Path, Path]:
    """The call that comes with Steadyline: its sound, and its transcript."""
    folder = Path(str(resources.files("steadyline.recordings").joinpath("shipped")))
    return folder / "angry_call.flac", folder / "angry_call.jsonl"


def recognition_cost(settings: Settings) -> float:
    """Processor seconds that this machine's recogniser takes for a second of speech: some of the shipped call's."""
    import numpy as np
    import soxr  # type: ignore[import-untyped]

    from steadyline.recordings import decode

    recording = decode.open_recording(shipped_call()[0])
    sound = np.concatenate([block[:, 0] for _, block in zip(range(20), recording.blocks(1.0), strict=False)])
    speech = soxr.resample(sound[-_SAMPLE_SECONDS * recording.rate_hz :], recording.rate_hz, 16_000)
    return capacity.measure(recogniser(settings), speech)


def calls_carried(settings: Settings) -> int:
    """How many live calls this machine carries, as far as its recogniser's speed tells."""
    return capacity.carried(recognition_cost(settings), workers(settings))
