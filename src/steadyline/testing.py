"""
Fakes that stand in for the outside world, public so that a plug-in's own tests can use them.

Each keeps its port's promises to the letter and passes the same contract suite as the real thing; none of them needs a
disk, a model or a network.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import reduce
from threading import Lock

import msgspec

from steadyline.core import figures, gist, ledger, reminding, searching
from steadyline.core.events import (
    AlertJudged,
    AnyEvent,
    CallEnded,
    CallStarted,
    Concern,
    Header,
    Heard,
    Judged,
    Party,
    PromiseDraft,
    PromiseSettled,
    Utterance,
    decode,
    encode_exactly,
)
from steadyline.core.figures import Figures, Period
from steadyline.core.gist import Gist
from steadyline.core.ledger import Change, Moment, Promise
from steadyline.core.names import Alert
from steadyline.core.reminding import Policy
from steadyline.service.access import Answer, Token, TokenKept, forgotten_before
from steadyline.service.delivering import Destination, Message, Never, NotNow, Receipt
from steadyline.service.feeds import Feed
from steadyline.service.ledger_ports import (
    MOST_AT_ONCE,
    BadCursor,
    Due,
    Ledger,
    LedgerConflict,
    Page,
    Place,
    Query,
    Settled,
    place,
    shown,
)
from steadyline.service.outbox import (
    OVER,
    PARKED,
    Attempt,
    Claim,
    Deliveries,
    Delivery,
    DestinationChanged,
    Held,
    Note,
    Sought,
    Stock,
)
from steadyline.service.ports import (
    Audio,
    CallListed,
    HelperFailed,
    JournalConflict,
    RecogniserFailed,
    Recorded,
    Revision,
)


class _Kept(msgspec.Struct):
    """What `MemoryJournal` holds of one call."""

    header: Header
    opened: str
    events: list[bytes] = []
    ended: bool = False
    gist: Gist = Gist()
    state: tuple[Revision, bytes] | None = None


class MemoryJournal:
    """A `Journal` in memory. It keeps events encoded, as a disk would, so nothing that cannot be written gets by."""

    def __init__(self) -> None:
        self._calls: dict[str, _Kept] = {}
        self._playbooks: dict[str, bytes] = {}
        self._verdicts: dict[tuple[str, str], tuple[Alert, bool]] = {}
        self._settled: dict[Settled, None] = {}

    async def append(self, call: str, after: Revision, events: Sequence[AnyEvent]) -> Revision:
        lines = [encode_exactly(event) for event in events]
        header = _header(call, events) if after == 0 and events else None
        kept = self._calls.get(call)
        if after != (len(kept.events) if kept else 0):
            raise JournalConflict(f"call {call} is not at revision {after}")
        if header is not None:
            kept = self._calls[call] = _Kept(header=header, opened=datetime.now(UTC).isoformat())
        if kept is None:
            return 0
        kept.events.extend(lines)
        kept.gist = reduce(gist.step, events, kept.gist)
        kept.ended = kept.ended or any(isinstance(event, CallEnded) for event in events)
        self._verdicts |= {
            (call, event.id): (event.alert, event.useful) for event in events if isinstance(event, AlertJudged)
        }
        self._settled |= {
            Settled(call, revision): None
            for revision, event in enumerate(events, start=after + 1)
            if isinstance(event, PromiseSettled)
        }
        return len(kept.events)

    async def settled(self, call: str = "", limit: int = 100) -> list[Settled]:
        return sorted(settled for settled in self._settled if call in ("", settled.call))[:limit]

    async def taken(self, settled: Settled) -> None:
        self._settled.pop(settled, None)

    async def read(self, call: str, after: Revision = 0) -> AsyncIterator[Recorded]:
        kept = self._calls.get(call)
        if kept is None:
            return
        for revision, line in enumerate(kept.events[after:], start=after + 1):
            yield Recorded(revision, decode(line))

    async def calls(self, *, live: bool | None = None, customer: str = "", limit: int = 50) -> list[CallListed]:
        listed = [
            CallListed(
                id=id,
                header=kept.header,
                revision=len(kept.events),
                ended=kept.ended,
                opened=kept.opened,
                gist=kept.gist,
            )
            for id, kept in reversed(self._calls.items())
            if (live is None or kept.ended is not live) and customer in ("", kept.header.customer.ref)
        ]
        return listed[:limit]

    async def judged(self, latest: int) -> dict[Alert, Judged]:
        newest: dict[Alert, list[bool]] = {}
        for kind, useful in reversed(self._verdicts.values()):
            newest.setdefault(kind, []).append(useful)
        return {
            kind: Judged(useful=sum(verdicts[:latest]), not_useful=len(verdicts[:latest]) - sum(verdicts[:latest]))
            for kind, verdicts in newest.items()
            if verdicts[:latest]
        }

    async def save(self, call: str, revision: Revision, state: bytes) -> None:
        kept = self._calls.get(call)
        if kept is None or not 0 < revision <= len(kept.events):
            raise ValueError(f"call {call} has not reached revision {revision}")
        if kept.state is None or kept.state[0] <= revision:
            kept.state = (revision, state)

    async def saved(self, call: str) -> tuple[Revision, bytes] | None:
        kept = self._calls.get(call)
        return kept.state if kept else None

    async def keep_playbook(self, reference: str, body: bytes) -> None:
        self._playbooks.setdefault(reference, body)

    async def playbook(self, reference: str) -> bytes | None:
        return self._playbooks.get(reference)


def _header(call: str, events: Sequence[AnyEvent]) -> Header:
    first = events[0]
    if not isinstance(first, CallStarted):
        raise ValueError(f"the first event of call {call} must be CallStarted, not {type(first).__name__}")
    return first.header


class MemoryLedger:
    """A `Ledger` in memory. It keeps changes encoded, and folds them again for each question, as slow as it is sure."""

    def __init__(self, policy: Policy | None = None) -> None:
        self._policy = policy or Policy()
        self._changes: dict[str, list[bytes]] = {}

    async def write(self, id: str, edition: int, change: Change) -> Promise:
        known = self._fold(id)
        if edition != (known.edition if known else 0):
            raise LedgerConflict(known)
        after = ledger.step(known, change, id)
        self._changes.setdefault(id, []).append(ledger.encode(change))
        return after

    async def get(self, id: str) -> Promise | None:
        return self._fold(id)

    async def history(self, id: str) -> list[Change]:
        return [ledger.decode(line) for line in self._changes.get(id, ())]

    async def find(self, query: Query, after: str = "", limit: int = 50) -> Page:
        begin, newest = place(after), bool(searching.words(query.words)) or query.latest
        limit = max(1, min(limit, MOST_AT_ONCE))
        places = {Place(promise.due_at, number): promise for number, promise in self._numbered()}
        order = sorted(places, key=lambda at: -at.number if newest else at)
        left = [
            at
            for at in order
            if _fits(query, places[at], self._policy)
            and (begin is None or (at.number < begin.number if newest else at > begin))
        ]
        shown = left[:limit]
        return Page([places[at] for at in shown], shown[-1].write() if shown and len(left) > limit else "")

    async def count(self, query: Query, most: int = 1000) -> int:
        return min(most, sum(_fits(query, promise, self._policy) for _, promise in self._numbered()))

    async def story(self, customer: str, limit: int = 50) -> list[Promise]:
        theirs = [promise for _, promise in self._numbered() if customer and promise.customer == customer]
        return [promise for promise in reversed(theirs) if promise.state != "dropped"][:limit]

    async def due(self, now: Moment, limit: int = 100) -> list[Due]:
        waiting = [
            (first.at, number, promise) for number, promise in self._numbered() if (first := self._next(promise))
        ]
        night = reminding.closed(self._policy, now)
        past = [
            promise
            for at, _, promise in sorted(waiting, key=lambda one: one[:2])
            if at <= now and not (night and night.holds(at, promise.due_at))
        ]
        found = [(promise, reminding.due(promise, self._policy, now)) for promise in past[:limit]]
        return [Due(promise, reminder) for promise, reminder in found if reminder]

    async def next_due(self) -> Moment | None:
        waiting = [first.at for _, promise in self._numbered() if (first := self._next(promise))]
        return min(waiting, default=None)

    async def figures(self, period: Period) -> Figures:
        promises = [promise for _, promise in self._numbered() if period.has(promise)]
        counts = [counted for promise in promises if (counted := figures.count(promise, period.where))]
        times = [timed for promise in promises if (timed := figures.time(promise))]
        return figures.tell(counts, times, by_owner=period.by_owner)

    def _fold(self, id: str) -> Promise | None:
        return ledger.fold(id, (ledger.decode(line) for line in self._changes.get(id, ())))

    def _numbered(self) -> list[tuple[int, Promise]]:
        folded = ((number, self._fold(id)) for number, id in enumerate(self._changes, start=1))
        return [(number, promise) for number, promise in folded if promise]

    def _next(self, promise: Promise) -> reminding.Reminder | None:
        return reminding.next(promise, self._policy)


def _fits(query: Query, promise: Promise, policy: Policy) -> bool:
    wanted = ((query.owner, promise.owner), (query.team, promise.team), (query.customer, promise.customer))
    if promise.state not in shown(query) or any(asked not in ("", known) for asked, known in wanted):
        return False
    if not searching.found(query.words, searching.words_of(promise)):
        return False
    match query.when:
        case "any":
            return True
        case "today":
            return query.now <= promise.due_at < query.day_ends
        case "at_risk":
            return reminding.at_risk_from(promise, policy) <= query.now <= promise.due_at
        case "late":
            return promise.late(query.now)


class MemoryDoorkeeping:
    """A `Doorkeeping` in memory."""

    def __init__(self) -> None:
        self._tokens: dict[str, TokenKept] = {}
        self._answers: dict[str, tuple[Moment, Answer]] = {}

    async def keep_token(self, token: Token, digest: str) -> None:
        self._tokens[token.id] = TokenKept(token, digest)

    async def token(self, id: str) -> TokenKept | None:
        return self._tokens.get(id)

    async def tokens(self) -> list[Token]:
        return [kept.token for kept in self._tokens.values()]

    async def good(self, at: Moment) -> frozenset[str]:
        return frozenset(
            digest
            for token, digest in self._tokens.values()
            if token.revoked_at is None and (token.expires_at is None or token.expires_at > at)
        )

    async def revoke(self, id: str, at: Moment) -> bool:
        kept = self._tokens.get(id)
        if kept is not None and kept.token.revoked_at is None:
            self._tokens[id] = kept._replace(token=msgspec.structs.replace(kept.token, revoked_at=at))
        return kept is not None

    async def begin(self, key: str, asked: str, at: Moment) -> Answer:
        before = forgotten_before(at)
        self._answers = {kept: answer for kept, answer in self._answers.items() if answer[0] >= before}
        return self._answers.setdefault(key, (at, Answer(asked=asked)))[1]

    async def answer(self, key: str, status: int, body: bytes) -> Answer:
        at, kept = self._answers[key]
        if not kept.status:
            self._answers[key] = at, msgspec.structs.replace(kept, status=status, body=body)
        return self._answers[key][1]

    async def forget(self, key: str) -> None:
        if key in self._answers and not self._answers[key][1].status:
            del self._answers[key]


class MemoryFeeds:
    """`Feeds` in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, Feed] = {}

    async def keep(self, feed: Feed, digest: str) -> None:
        self._kept[digest] = feed

    async def opened_by(self, digest: str) -> Feed | None:
        return self._kept.get(digest)

    async def all(self) -> list[Feed]:
        return list(self._kept.values())

    async def revoke(self, id: str, at: Moment) -> bool:
        known = [(digest, feed) for digest, feed in self._kept.items() if feed.id == id]
        for digest, feed in known:
            self._kept[digest] = msgspec.structs.replace(feed, revoked_at=feed.revoked_at or at)
        return bool(known)


class ScriptedRecogniser:
    """A `Recogniser` that says its lines in order, whatever it hears, and the last one for ever; silence stays silent.

    A line that is a `RecogniserFailed` is raised. ``heard`` counts the seconds of sound of each segment it was given.
    """

    def __init__(self, lines: Sequence[str | RecogniserFailed]) -> None:
        if not lines:
            raise ValueError("a script needs at least one line")
        self._lines = tuple(lines)
        self._lock = Lock()
        self.heard: list[float] = []

    @property
    def name(self) -> str:
        return "scripted/1"

    def transcribe(self, audio: Audio) -> str:
        if not len(audio) or not audio.any():
            return ""
        with self._lock:
            line = self._lines[min(len(self.heard), len(self._lines) - 1)]
            self.heard.append(len(audio) / 16000)
        if isinstance(line, RecogniserFailed):
            raise line
        return line


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """What `ScriptedUnderstanding` makes of a phrase. ``heat`` counts on customer turns alone."""

    signals: tuple[str, ...] = ()
    heat: float = 0.0
    concern: str = ""
    promise: PromiseDraft | None = None


class ScriptedUnderstanding:
    """An `Understanding` that finds its phrases in what is said, whatever the case of the letters, and no more.

    ``agents``: phrases that only an agent says; on one channel, all else is the customer's.
    """

    def __init__(self, meanings: Mapping[str, Meaning], agents: Sequence[str] = ()) -> None:
        self._meanings = {phrase.lower(): meaning for phrase, meaning in meanings.items()}
        self._agents = tuple(phrase.lower() for phrase in agents)

    @property
    def name(self) -> str:
        return "scripted/1"

    def open(self, header: Header) -> "ScriptedReader":
        """A reader; ``header`` makes no difference to it."""
        return ScriptedReader(self._meanings, self.name)

    def party(self, text: str, before: Sequence[tuple[Party, str]]) -> Party:
        """The agent where one of the agent's phrases is in ``text``."""
        return "agent" if any(phrase in text.lower() for phrase in self._agents) else "customer"


class ScriptedReader:
    """The `Reader` of one call. ``recalled`` holds what it was told to take as said already."""

    def __init__(self, meanings: Mapping[str, Meaning], name: str) -> None:
        self._meanings = meanings
        self._name = name
        self.recalled: list[Utterance] = []

    def read(self, utterance: Utterance) -> Heard:
        text = utterance.text.lower()
        found = [meaning for phrase, meaning in self._meanings.items() if phrase in text]
        customer = utterance.party == "customer"
        return Heard(
            at=utterance.at,
            turn=utterance.turn,
            party=utterance.party,
            signals={name: 0.9 for meaning in found for name in meaning.signals},
            heat=max((meaning.heat for meaning in found), default=0.0) if customer else None,
            concerns=tuple(Concern(text=meaning.concern) for meaning in found if customer and meaning.concern),
            promises=tuple(meaning.promise for meaning in found if meaning.promise),
            quote=utterance.text,
            model=self._name,
        )

    def recall(self, utterances: Sequence[Utterance]) -> None:
        self.recalled.extend(utterances)


class ScriptedHelper:
    """A `Helper` that says what its script has for a passage, and the passage itself where it has nothing.

    A line that is a `HelperFailed` is raised. ``seconds``: what each answer takes. ``asked`` lists what it was shown.
    """

    def __init__(self, script: Mapping[str, str | HelperFailed] | None = None, *, seconds: float = 0.0) -> None:
        self._script = dict(script or {})
        self._seconds = seconds
        self.asked: list[str] = []
        self.closed = False

    @property
    def name(self) -> str:
        return "scripted/1"

    async def reword(self, passage: str) -> str:
        self.asked.append(passage)
        await asyncio.sleep(self._seconds)
        line = self._script.get(passage, passage)
        if isinstance(line, HelperFailed):
            raise line
        return line.strip()

    async def close(self) -> None:
        self.closed = True


class ScriptedCarrier:
    """A `Carrier` that does what its script says, one line an attempt, and after the last brings everything.

    A line that is a `NotNow` or a `Never` is raised. ``carried`` lists every attempt; ``brought`` holds what arrived,
    by id, as at a receiver that drops repeats.
    """

    def __init__(self, script: Sequence[Receipt | NotNow | Never] = (), *, seconds: float = 0.0) -> None:
        """``seconds``: what each attempt takes."""
        self._script = list(script)
        self._seconds = seconds
        self.carried: list[Message] = []
        self.brought: dict[str, Message] = {}
        self.closed = False

    async def carry(self, message: Message) -> Receipt:
        self.carried.append(message)
        line = self._script.pop(0) if self._script else Receipt(reference=f"scripted {message.id}")
        await asyncio.sleep(self._seconds)
        if not isinstance(line, Receipt):
            raise line
        self.brought.setdefault(message.id, message)
        return line

    def rehearse(self, message: Message) -> str:
        return f"{message.id}: {message.subject}\n\n{message.text}"

    async def close(self) -> None:
        self.closed = True


class MemoryOutbox:
    """An `Outbox` in memory, over any ledger: attempts are begun while it is `working`, and again when it is later."""

    def __init__(self, ledger: Ledger) -> None:
        self.trouble = ""
        self._ledger = ledger
        self._deliveries: dict[str, Delivery] = {}
        self._notes: dict[tuple[str, int], Note] = {}
        self._struck: set[int] = set()
        self._attempt: Attempt | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    async def claim(self, claims: Sequence[Claim]) -> list[Promise | None]:
        outcomes: list[Promise | None] = []
        for id, edition, change, deliveries in claims:
            try:
                outcomes.append(await self._ledger.write(id, edition, change))
            except (LedgerConflict, ledger.NotAllowed):
                outcomes.append(None)
                continue
            for delivery in deliveries:
                await self.put(delivery)
        return outcomes

    async def put(self, delivery: Delivery) -> Delivery:
        if delivery.id not in self._deliveries:
            self._deliveries[delivery.id] = delivery
            self._begin(delivery)
        return self._deliveries[delivery.id]

    async def settle(self, before: Delivery, after: Delivery) -> bool:
        holds = self._deliveries.get(before.id)
        if holds is None or (holds.attempts, holds.state) != (before.attempts, before.state):
            return False
        self._deliveries[before.id] = after
        if after.state == "waiting":
            self._begin(after)
        if after.state == "sent" and after.then is not None:
            promise = await self._ledger.get(after.promise)
            with suppress(ledger.NotAllowed):
                then = msgspec.structs.replace(after.then, at=after.settled_at)
                await self._ledger.write(after.promise, promise.edition if promise else 0, then)
        if after.state == "parked" and after.message.kind != PARKED:
            self._note(PARKED, after.id, after.attempts, after.settled_at)
        return True

    async def notes(self, after: int = 0, limit: int = 100, *, parked: bool | None = None) -> list[Note]:
        place, more = "", True
        while more:
            page = await self._ledger.find(Query(states=ledger.STATES), place, MOST_AT_ONCE)
            for promise in page.promises:
                await self._note_news(promise.id)
            place, more = page.after, bool(page.after)
        left = [note for note in self._notes.values() if note.number > after and note.number not in self._struck]
        return [note for note in left if parked is None or (note.kind == PARKED) is parked][:limit]

    async def strike(self, numbers: Sequence[int], deliveries: Sequence[Delivery]) -> bool:
        known = {note.number for note in self._notes.values()}
        if not known - self._struck >= set(numbers):
            return False
        self._struck |= set(numbers)
        for delivery in deliveries:
            await self.put(delivery)
        return True

    async def _note_news(self, promise: str) -> None:
        """A ledger on disk notes them as it writes them; any ledger can be asked what it wrote."""
        for edition, change in enumerate(await self._ledger.history(promise), start=1):
            if isinstance(change, ledger.NEWS):
                self._note(ledger.name(change), promise, edition, change.at)

    def _note(self, kind: str, about: str, edition: int, at: Moment) -> None:
        number = len(self._notes) + 1
        self._notes.setdefault((about, edition), Note(number, kind, about, edition, at))

    async def get(self, id: str) -> Delivery | None:
        return self._deliveries.get(id)

    async def several(self, ids: Sequence[str]) -> list[Delivery]:
        return [delivery for id, delivery in self._deliveries.items() if id in ids]

    async def held(self, id: str) -> Held | None:
        delivery = self._deliveries.get(id)
        return Held(delivery, await self._ledger.get(delivery.promise)) if delivery else None

    async def find(self, sought: Sought, after: str = "", limit: int = 50) -> Deliveries:
        if after and not (after.isascii() and after.isdigit()):
            raise BadCursor(f"{after[:60]!r} is no place to go on from. Begin at the first page.")
        numbered = list(enumerate(self._deliveries.values(), start=1))
        found = [
            (number, delivery)
            for number, delivery in reversed(numbered)
            if sought.state in ("", delivery.state)
            and sought.promise in ("", delivery.promise)
            and sought.destination in ("", delivery.destination)
            and (not after or number < int(after))
        ]
        more = str(found[limit - 1][0]) if len(found) > limit else ""
        return Deliveries([delivery for _, delivery in found[:limit]], more)

    async def stock(self, now: Moment) -> Stock:
        kept = self._deliveries.values()
        late = [delivery.next_at for delivery in kept if delivery.state == "waiting" and delivery.next_at < now]
        return Stock(dict(Counter(delivery.state for delivery in kept)), min(late, default=""))

    async def clear(self, sent_before: Moment, done_before: Moment, most: int) -> int:
        over = [each for each in self._deliveries.values() if each.state in OVER and each.settled_at < sent_before]
        for delivery in over[:most]:
            del self._deliveries[delivery.id]
        return len(over[:most])

    @asynccontextmanager
    async def working(self, attempt: Attempt) -> AsyncIterator[None]:
        self._attempt = attempt
        for delivery in list(self._deliveries.values()):
            if delivery.state == "waiting":
                self._begin(delivery)
        try:
            yield
        finally:
            self._attempt = None
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    def _begin(self, delivery: Delivery) -> None:
        if self._attempt is not None:
            task = asyncio.create_task(self._run(self._attempt, delivery))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _run(self, attempt: Attempt, delivery: Delivery) -> None:
        left = (ledger.when(delivery.next_at) - datetime.now(UTC)).total_seconds()
        while True:
            await asyncio.sleep(max(0.0, left))
            try:
                return await attempt(delivery.id, delivery.attempts + 1)
            except Exception:
                left = 0.05


class MemoryDestinations:
    """`Destinations` in memory."""

    def __init__(self, destinations: Sequence[Destination] = ()) -> None:
        self._all = {destination.id: destination for destination in destinations}
        self._changes: list[DestinationChanged] = []

    async def all(self) -> list[Destination]:
        return sorted(self._all.values(), key=lambda destination: (destination.name, destination.id))

    async def save(self, destination: Destination, by: str, at: Moment, seen: Destination | None = None) -> bool:
        if self._all.get(destination.id) != seen:
            return False
        self._all[destination.id] = destination
        self._changes.insert(0, DestinationChanged(at=at, by=by, id=destination.id, now=destination))
        return True

    async def remove(self, seen: Destination, by: str, at: Moment) -> bool:
        if self._all.get(seen.id) != seen:
            return False
        del self._all[seen.id]
        self._changes.insert(0, DestinationChanged(at=at, by=by, id=seen.id, now=None))
        return True

    async def changes(self, limit: int = 100) -> list[DestinationChanged]:
        return self._changes[:limit]
