"""From sound to words, and from words to what they say."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import date, time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from steadyline.core.events import Header, Party, Utterance
from steadyline.core.hours import Hours
from steadyline.service import capacity
from steadyline.service.clips import Keeper
from steadyline.service.ports import (
    BadLine,
    Ears,
    Held,
    Helper,
    InterimPolicy,
    Recogniser,
    Recognition,
    Recording,
    Understanding,
)
from steadyline.settings import WEEKDAYS, Settings, SettingsError

if TYPE_CHECKING:
    from steadyline.recordings.clips import FolderClips


_SAMPLE_SECONDS = 3


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


def ears(rate_hz: int, parties: tuple[Party, ...]) -> Ears:
    """Ears for a live call: they tell of pauses too, so that words can be ready when the pause is long enough."""
    from steadyline.speech.ear import Ears

    return Ears(rate_hz, parties)


def ears_for_file(rate_hz: int, parties: tuple[Party, ...]) -> Ears:
    """Ears for a recording."""
    from steadyline.speech.ear import Ears

    return Ears(rate_hz, parties, pauses=False)


def sound_folder(settings: Settings) -> "FolderClips | None":
    """The folder that keeps the sound of promises; None where the site wants none. Raises `SettingsError`."""
    if not settings.clips_folder:
        return None
    from steadyline.recordings.clips import FolderClips

    try:
        return FolderClips(Path(settings.clips_folder).expanduser(), settings.clips_days, settings.clips_draft_days)
    except OSError as error:
        raise SettingsError(f"clips_folder is {settings.clips_folder!r}, which cannot be used: {error}") from error


_keepers: dict[tuple[str, int, int], Keeper] = {}


def clips(settings: Settings) -> Keeper | None:
    """What keeps the sound of promises, one for all who ask: what is forgotten after it was kept is gone.

    None where the site wants none. Raises `SettingsError`.
    """
    folder = sound_folder(settings)
    if folder is None:
        return None
    which = settings.clips_folder, settings.clips_days, settings.clips_draft_days
    if which not in _keepers:
        _keepers[which] = Keeper(folder)
    return _keepers[which]


@asynccontextmanager
async def swept(settings: Settings) -> AsyncIterator[None]:
    """While this is entered, sound that is older than its days goes within the hour."""
    keeper, folder = clips(settings), sound_folder(settings)

    async def sweep() -> None:
        while keeper is not None and folder is not None:
            await keeper.do(folder.sweep)
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

    return Engine(hours(settings), zone(settings))


def hours(settings: Settings) -> Hours:
    """When the site is open."""
    opens, closes = (time.fromisoformat(at) for at in settings.business_hours.split("-"))
    return Hours(
        opens=opens,
        closes=closes,
        days=frozenset(WEEKDAYS.index(day) for day in settings.business_days),
        holidays=frozenset(date.fromisoformat(day) for day in settings.holidays),
    )


def zone(settings: Settings) -> str:
    """The site's time zone; this machine's, where none is set."""
    from tzlocal import get_localzone_name

    return settings.timezone or get_localzone_name() or "UTC"


def helper(settings: Settings) -> Helper | None:
    """The site's own language model that may mend wording; None where the settings name none."""
    if not settings.helper_url:
        return None
    from steadyline.understanding.helper import ServerHelper

    return ServerHelper(settings.helper_url, model=settings.helper_model, key=settings.helper_key)


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


def judged(settings: Settings, lines: Iterable[bytes], on_error: Callable[[int, str], None]) -> Iterator[bytes]:
    """The judgement of each line that can be read, as `signals.md` says."""
    from steadyline.understanding.judge import judge_lines

    return judge_lines(understanding(settings), lines, on_error)


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
