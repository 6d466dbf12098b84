"""
What the service asks of the outside world, each port small and owned here.

Adapters implement these; `steadyline.testing` has a public fake of each; fake and real pass one contract suite
(``tests/contracts``). Blocking ports are called from worker threads, never from the event loop.
"""

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from steadyline.core import ledger
from steadyline.core.events import AnyEvent, Header, Heard, Judged, Party, Seconds, Utterance
from steadyline.core.gist import Gist
from steadyline.core.ledger import Moment
from steadyline.core.names import Alert
from steadyline.service.trouble import Trouble

Audio = npt.NDArray[np.float32]
"""Mono samples, -1 to 1, shape ``(n,)``."""

Revision = int
"""How many events the journal of a call holds: 0 before the first."""


class Recogniser(Protocol):
    """Speech to text, one segment at a time. Blocking; safe to call from several threads unless it says otherwise."""

    @property
    def name(self) -> str:
        """Model and version, as journalled: ``moonshine-tiny-en/0.1.0``."""
        ...

    def transcribe(self, audio: Audio) -> str:
        """The words of one stretch of speech, 16 kHz mono. Empty where there are none.

        Raises `RecogniserFailed` when it could not even try; the caller keeps the time and says so.
        """
        ...


class RecogniserFailed(Trouble):
    """The recogniser did not answer; the call goes on without these words. Look at the recogniser's own message."""


class Reader(Protocol):
    """Reads one call in order; judges by what was said before, never by what comes after. Blocking."""

    def read(self, utterance: Utterance) -> Heard:
        """What this utterance says, in the context of those before. ``Heard.at`` is the utterance's own."""
        ...

    def read_all(self, utterances: Sequence[Utterance]) -> list[Heard]:
        """What each of them says, where all are known already: cheaper, and as `read` to within rounding."""
        ...

    def recall(self, utterances: Sequence[Utterance]) -> None:
        """Take these as said already, without judging them: a call resumed after a stop."""
        ...


class Understanding(Protocol):
    """Opens a reader for each call; what it holds between calls is the model alone."""

    @property
    def name(self) -> str:
        """Model and version, as journalled."""
        ...

    def open(self, header: Header) -> Reader:
        """A reader for the call that ``header`` describes."""
        ...

    def party(self, text: str, before: Sequence[tuple[Party, str]]) -> Party:
        """Who of the two most likely said ``text``, after the lines ``before`` (the oldest first): a guess by words."""
        ...


class Recorded(msgspec.Struct, frozen=True):
    """One event as the journal holds it; ``revision`` counts from 1."""

    revision: Revision
    event: AnyEvent


class CallListed(msgspec.Struct, frozen=True, kw_only=True):
    """One call of the list: its header, how far its journal goes, and whether it ended.

    ``id`` is the journal's name for it, which differs from the header's where the same call was analysed twice.
    """

    id: str
    header: Header
    revision: Revision
    ended: bool
    opened: str
    """When this machine first heard of it: ISO 8601, UTC."""
    gist: Gist = Gist()
    """What it is about and how hot it got, kept as its events were written: a list reads no call again."""

    @property
    def held(self) -> Moment:
        """When it was held: when it began, by its header; where that cannot be, when this machine first heard of it."""
        heard = ledger.moment(self.opened)
        try:
            return min(heard, ledger.moment(self.header.started))
        except ledger.NoMoment:
            return heard


class JournalConflict(Trouble):
    """Somebody else wrote to this call first. Read the journal again and go on from there."""


class JournalFailed(Trouble):
    """The journal could not be read or written; nothing asked of it is half there. The message says what to do."""


class Journal(Protocol):
    """Append-only record of every event of every call.

    What `append` returned for is on disk: it survives ``kill -9``. One writer a call; a second is told by
    `JournalConflict`, never interleaved. A call's first event is its `CallStarted`; anything else, an event that
    would read back as another, and a state saved for a revision not reached yet, is a `ValueError`. Every method raises
    `JournalFailed` where the disk or the database does not let it do its work.
    """

    async def append(self, call: str, after: Revision, events: Sequence[AnyEvent]) -> Revision:
        """Write ``events`` after revision ``after``; all or none. Returns the new revision."""
        ...

    def read(self, call: str, after: Revision = 0) -> AsyncIterator[Recorded]:
        """The events of a call, in order, later than revision ``after``. Nothing for an unknown call."""
        ...

    async def calls(self, *, live: bool | None = None, customer: str = "", limit: int = 50) -> list[CallListed]:
        """The newest calls first; only the live or only the ended ones, or those of a customer (by reference), if
        asked.
        """
        ...

    async def judged(self, latest: int) -> dict[Alert, Judged]:
        """How people judged the ``latest`` alerts of each kind that anybody judged, over all calls.

        The last word on an alert counts; an alert keeps the place that its first judgement gave it.
        """
        ...

    async def save(self, call: str, revision: Revision, state: bytes) -> None:
        """Keep the frozen state as of ``revision``, so that a resume need not read the whole journal again."""
        ...

    async def saved(self, call: str) -> tuple[Revision, bytes] | None:
        """The newest state kept, if any."""
        ...

    async def keep_playbook(self, reference: str, body: bytes) -> None:
        """Keep a playbook's content for as long as calls that ran under it; writing it again changes nothing."""
        ...

    async def playbook(self, reference: str) -> bytes | None:
        """The content kept under ``name@digest``."""
        ...


class Bus(Protocol):
    """Fan-out of what happened to whoever watches. Slow watchers miss nothing that a newer message replaces."""

    def publish(self, topic: str, message: bytes) -> None:
        """Never blocks."""
        ...

    def subscribe(self, topics: Iterable[str]) -> "Subscription":
        """Messages published from now on."""
        ...


class Subscription(Protocol):
    """A bounded queue. Where it overflows the oldest go first, and ``missed`` says how many."""

    missed: int

    def __aiter__(self) -> AsyncIterator[tuple[str, bytes]]: ...
    async def __anext__(self) -> tuple[str, bytes]: ...
    def close(self) -> None: ...


# --- a call that is read, not heard ---------------------------------------------------------------------------------


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The customer was on hold from ``t0`` to ``t1``."""

    t0: Seconds
    t1: Seconds


class BadLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong on line ``line`` of a transcript: what, and what to do. ``kept``: it is read all the same."""

    line: int
    why: str
    kept: bool = False


# --- a call that is heard -------------------------------------------------------------------------------------------


class Recording(Protocol):
    """A recorded call that can be heard. Its facts are known before `blocks` is asked for; its damage, after."""

    @property
    def rate_hz(self) -> int:
        """Samples a second."""
        ...

    @property
    def channels(self) -> int:
        """Two, the customer's first; or one, with both parties on it."""
        ...

    @property
    def seconds(self) -> Seconds | None:
        """How long it says it is; None where it does not say."""
        ...

    @property
    def warnings(self) -> list[str]:
        """What was wrong with it, once it was heard."""
        ...

    def blocks(self, block_seconds: Seconds = 0.5) -> Iterator[Audio]:
        """The sound, in order, in blocks of shape ``(n, channels)``. Raises `Trouble` where there is none."""
        ...


class KeptClip(NamedTuple):
    """Sound that was kept, as FLAC, and how long it is."""

    sound: bytes
    seconds: Seconds


class Clips(Protocol):
    """The sound of moments in which something was promised, by call and turn. All of it blocks; raises `OSError`."""

    def keep(self, call: str, turn: int, sound: Audio) -> None:
        """Keep this, 16 kHz mono, in the place of what was kept of this turn: as a draft's, unless it was confirmed."""
        ...

    def confirm(self, call: str, turn: int) -> None:
        """What was promised in this turn was confirmed: its sound is kept as long as the site keeps that of promises.

        Nothing happens where nothing is kept.
        """
        ...

    def find(self, call: str, turn: int) -> KeptClip | None:
        """What is kept of this turn; None where nothing is, or not any more."""
        ...

    def forget(self, call: str, turn: int) -> None:
        """Nothing is kept of this turn any more."""
        ...


class SpeechBegan(msgspec.Struct, frozen=True):
    """A party began to speak at ``t0``; known at ``at``. Seconds of call time, as in all of these."""

    at: Seconds
    party: Party
    t0: Seconds


class Segment(msgspec.Struct, frozen=True):
    """A stretch of speech to put into words: 16 kHz mono, with ``voiced`` seconds of voice in it.

    ``short``: so little voice that it may be only a sign of listening. ``within``: somebody else had been speaking when
    it began, and still was when it ended.
    """

    at: Seconds
    party: Party
    t0: Seconds
    t1: Seconds
    audio: Audio
    voiced: Seconds
    short: bool
    within: bool = False


class SpeechPaused(msgspec.Struct, frozen=True):
    """The voice is gone for a moment. If it stays gone, a `Segment` with the same ``t0``, ``t1`` and sound follows.

    Decoding ``audio`` now hides the recogniser's time behind the hangover; who does not care may ignore this.
    """

    at: Seconds
    party: Party
    t0: Seconds
    t1: Seconds
    audio: Audio
    short: bool


class SpeechStopped(msgspec.Struct, frozen=True):
    """A party fell silent at ``t1``; known at ``at``."""

    at: Seconds
    party: Party
    t1: Seconds


class Speaking(msgspec.Struct, frozen=True):
    """What a party is saying right now, from ``t0`` to ``until``, so far."""

    party: Party
    t0: Seconds
    until: Seconds
    audio: Audio


Sound = SpeechBegan | SpeechPaused | Segment | SpeechStopped


class Ears(Protocol):
    """Hears the parties of one call, a channel each. Blocking; one call's ears belong to one thread at a time."""

    def hear(self, block: Audio) -> list[Sound]:
        """More sound at the call's rate, shape ``(n, channels)``, any ``n``; what was heard in it."""
        ...

    def finish(self) -> list[Sound]:
        """The call is over: the rest of what was being said."""
        ...

    def speaking(self, party: Party) -> tuple[Seconds, Seconds] | None:
        """From when until now ``party`` has been speaking without a cut; None in silence."""
        ...

    def peek(self, party: Party, since: Seconds = 0.0) -> Speaking | None:
        """What ``party`` is saying now, not before ``since``: for interim words. None in silence."""
        ...


class Load(Protocol):
    """How recognition is doing now."""

    @property
    def waiting(self) -> int:
        """Segments waiting for their words."""
        ...

    @property
    def waiting_seconds(self) -> Seconds:
        """Seconds of sound in them."""
        ...

    @property
    def behind_seconds(self) -> Seconds:
        """How long the oldest of them has waited."""
        ...


class Recognition(Protocol):
    """The recognisers of this machine behind one bounded queue, fair between calls."""

    @property
    def load(self) -> Load:
        """How things stand now."""
        ...

    async def final(self, call: str, audio: Audio, *, patient: bool = False) -> str:
        """The words of a whole segment, 16 kHz mono. Waits its turn, and where all is full only if ``patient``.

        Raises `RecogniserFailed`.
        """
        ...

    async def interim(self, call: str, party: str, audio: Audio) -> str | None:
        """The words so far of a speech going on; None where there was no time for them."""
        ...


class InterimPolicy(Protocol):
    """When to look again at a speech that goes on, and which of its words are steady enough to show. Pure."""

    def due(self, t0: Seconds, until: Seconds) -> bool:
        """Whether to recognise what was said from ``t0`` until now; True counts as an attempt begun."""
        ...

    def heard(self, t0: Seconds, text: str, cost_seconds: Seconds) -> str | None:
        """What an attempt gave, and what it cost. All words to show now, or None where nothing is new."""
        ...


# --- better words -------------------------------------------------------------------------------------------------


class Helper(Protocol):
    """A language model of the site's own that mends the wording of a passage. It may improve words, never decide.

    Nobody waits for it and nobody believes it: what it says is used only if `core.faithful` finds the same in it.
    """

    @property
    def name(self) -> str:
        """The model, as journalled."""
        ...

    async def reword(self, passage: str) -> str:
        """``passage`` (masked, one line of plain text) in better words, or as it was.

        Answers within seconds, or raises `HelperFailed`. Several may be asked at the same time.
        """
        ...

    async def close(self) -> None:
        """Let go of connections. It is asked for nothing after that."""
        ...


class HelperFailed(Trouble):
    """The helper did not answer, or not with words; our own wording holds. Look at the helper's own message."""
