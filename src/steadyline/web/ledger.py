"""
The doors of the ledger: promises found, made and changed, a customer's story, figures, a table. See ``docs/api.md``.

Every answer is JSON, and an error is ``{"message": ...}`` in words for a person; one who came second gets the promise
as it is now as well. Pages and other programs use the same doors; `web.bearers` says which of them a token opens.
"""

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date
from typing import Annotated, Any, Literal

import msgspec
from litestar import MediaType, Request, Response, Router, get, post, websocket
from litestar.datastructures import State
from litestar.exceptions import HTTPException, NotFoundException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, QueryParameter
from litestar.response import Stream

from steadyline.core import ledger
from steadyline.core.ledger import NotAllowed
from steadyline.service import exporting
from steadyline.service.access import Doorkeeping
from steadyline.service.addressing import WrongAddress
from steadyline.service.following import NoSuch
from steadyline.service.keeping import Keeping, NoSuchPromise, spent_key
from steadyline.service.ledger_ports import MOST_AT_ONCE, BadCursor, LedgerConflict, Query, When
from steadyline.service.ports import JournalFailed
from steadyline.service.promised import (
    CustomerStory,
    FiguresShown,
    OnePromise,
    Overview,
    PromiseOnLedger,
    PromisesPage,
    Spoken,
)
from steadyline.service.trouble import Trouble
from steadyline.service.wishes import MakePromise, PromiseWish, is_zone
from steadyline.web import asked, ledger_socket, letters, sound
from steadyline.web.bearers import bearer_id, bearer_name
from steadyline.web.sockets import Socket

MOST_BYTES = 64 * 1024
"""The largest request: a proof of ten thousand characters, however they are encoded."""

LONGEST_KEY = 200

NO_ZONE = "Etc/Unknown"
"""What a browser calls a time zone that it could not find out."""

Asked = Request[Any, Any, Any]


class NotDone(msgspec.Struct, frozen=True, kw_only=True):
    """Why something was not done, in words. ``promise``: as it is now, where somebody else changed it.

    ``field``: of the request, that it is about; empty where it is about all of it.
    """

    message: str
    promise: PromiseOnLedger | None = None
    field: str = ""


class KeySpent(Trouble):
    """This idempotency key was used for another request. Take a new one for each thing to be done."""


_REFUSED = {
    status: ResponseSpec(NotDone, description=why, generate_examples=False)
    for status, why in {
        400: "Not understood.",
        401: "The token is not known, or no longer good.",
        403: "The token does not open this.",
        422: "Understood, and not possible; or the idempotency key was used for another request.",
        429: "Too many wrong tokens came from this address: `Retry-After` says when to try again.",
        503: "The ledger could not be read or written; nothing was changed.",
    }.items()
}
_UNKNOWN = {404: ResponseSpec(NotDone, description="There is no such promise.", generate_examples=False)}
_SECOND = {
    409: ResponseSpec(NotDone, description="Somebody was first: `promise` is what holds.", generate_examples=False)
}

# --- what a query says ----------------------------------------------------------------------------------------------

Owner = Annotated[str, QueryParameter(description="Whose they are.")]
Team = Annotated[str, QueryParameter(description="Of which team.")]
CustomerRef = Annotated[str, QueryParameter(description="A customer's reference.")]
States = Annotated[
    list[ledger.State] | None,
    QueryParameter(name="state", description="In these states, given once each; else all but the dropped."),
]
Zone = Annotated[str, QueryParameter(description="Whose day today is: an IANA zone; the site's if empty.")]
Words = Annotated[str, QueryParameter(description="All of these words, each the beginning of one.", max_length=200)]
After = Annotated[str, QueryParameter(description="The `after` of the page before.", max_length=100)]
Limit = Annotated[int, QueryParameter(description="Promises of a page.", ge=1, le=MOST_AT_ONCE)]
Key = Annotated[
    str,
    HeaderParameter(
        name="Idempotency-Key",
        description="Any text, a new one for each thing to be done. Sent again, it gets the same answer.",
        max_length=LONGEST_KEY,
    ),
]


@get("/promises", responses=_REFUSED)
async def find_promises(
    state: State,
    owner: Owner = "",
    team: Team = "",
    customer: CustomerRef = "",
    states: States = None,
    when: FromQuery[When] = "any",
    words: Words = "",
    latest: FromQuery[bool] = False,
    zone: Zone = "",
    after: After = "",
    limit: Limit = 50,
) -> PromisesPage:
    """Promises, a page at a time: by date; searched by words, or with ``latest``, the newest first."""
    query = _query(owner, team, customer, states, when, words, latest=latest)
    return await _keeping(state).find(query, after, limit, _known(zone))


@get("/promises/overview", responses=_REFUSED)
async def show_overview(
    state: State, owner: Owner = "", team: Team = "", customer: CustomerRef = "", zone: Zone = ""
) -> Overview:
    """What is open, most pressing first: late, today, at risk, the rest."""
    return await _keeping(state).overview(Query(owner=owner, team=team, customer=customer), _known(zone))


@get("/promises/figures", responses=_REFUSED)
async def show_figures(
    state: State,
    since: FromQuery[date | None] = None,
    until: FromQuery[date | None] = None,
    team: Team = "",
    by_owner: FromQuery[bool] = False,
) -> FiguresShown:
    """How the word given was kept, of promises whose date fell into these days; of the last weeks by default."""
    return await _keeping(state).figures(since, until, team, by_owner=by_owner)


@get("/promises/export", responses=_REFUSED, media_type="text/csv")
async def export_promises(
    state: State,
    owner: Owner = "",
    team: Team = "",
    customer: CustomerRef = "",
    states: States = None,
    when: FromQuery[When] = "any",
    words: Words = "",
    zone: Zone = "",
    form: FromQuery[Literal["csv", "jsonl"]] = "csv",
) -> Stream:
    """All that the query finds, as a table (CSV) or as JSON, one promise a line."""
    query = _query(owner, team, customer, states, when, words, latest=False)
    lines = _lines(_keeping(state), query, _known(zone), form)
    media = "text/csv; charset=utf-8" if form == "csv" else "application/x-ndjson"
    headers = {"content-disposition": f'attachment; filename="promises.{form}"'}
    return Stream(lines, media_type=media, headers=headers)


async def _lines(keeping: Keeping, query: Query, zone: str, form: str) -> AsyncIterator[bytes]:
    now = keeping.now
    if form == "csv":
        yield exporting.heading().encode()
    async for promise in exporting.every(keeping.ledger, keeping.as_of_now(query, zone)):
        line = exporting.line(promise, now).encode() if form == "csv" else msgspec.json.encode(promise) + b"\n"
        yield line


@get("/promises/{id:str}", responses=_REFUSED | _UNKNOWN)
async def show_promise(state: State, id: FromPath[str]) -> OnePromise:
    """A promise, and every change of it."""
    return await _keeping(state).one(id)


@get("/promises/{id:str}/lead-up", responses=_REFUSED | _UNKNOWN)
async def show_lead_up(state: State, id: FromPath[str]) -> list[Spoken]:
    """What was said on the call just before it was promised. For pages: a program reads the call itself."""
    return await _keeping(state).lead_up(id)


@get("/promises/{id:str}/clip", responses=_REFUSED | _UNKNOWN)
async def play_clip(state: State, request: Asked, id: FromPath[str]) -> Response[bytes]:
    """The sound of the moment in which it was promised, where that is kept."""
    clip = await _keeping(state).sound(id)
    if clip is None:
        raise NotFoundException("The sound of this promise is not kept.")
    return sound.answer(request, clip.sound)


@get("/story", responses=_REFUSED)
async def show_story(state: State, customer: CustomerRef = "") -> CustomerStory:
    """All that is between a customer and us: calls and promises, each the newest first."""
    return await _keeping(state).story(customer)


# --- what is done ---------------------------------------------------------------------------------------------------


@post("/promises", status_code=201, responses=_REFUSED, request_max_body_size=MOST_BYTES)
async def make_promise(
    state: State, request: Asked, data: JSONBody[MakePromise], key: Key = ""
) -> Response[OnePromise]:
    """Make a promise by hand."""
    wish = msgspec.structs.replace(data, by=data.by or bearer_name(request.scope))
    spent = spent_key(bearer_id(request.scope), key) if key else ""
    return await _once(state, spent, ("make", wish), 201, lambda: _keeping(state).make(wish, spent))


@post(
    "/promises/{id:str}/changes",
    status_code=200,
    description="What an `edit` leaves out stays as it is; a `due` of null takes the date away.",
    responses=_REFUSED | _UNKNOWN | _SECOND,
    request_max_body_size=MOST_BYTES,
)
async def change_promise(
    state: State, request: Asked, id: FromPath[str], data: JSONBody[PromiseWish], key: Key = ""
) -> Response[OnePromise]:
    """Change a promise: its ``type`` says what, its ``edition`` what its author saw."""
    wish = msgspec.structs.replace(data, by=data.by or bearer_name(request.scope))
    spent = spent_key(bearer_id(request.scope), key) if key else ""
    return await _once(state, spent, (id, wish), 200, lambda: _keeping(state).take(id, wish, again=bool(spent)))


async def _once(
    state: State, key: str, asked: tuple[str, Any], status: int, do: Callable[[], Awaitable[OnePromise]]
) -> Response[OnePromise]:
    """What ``do`` gives; with a key, what it gave the first time. What came to nothing spends no key."""
    kept: Doorkeeping = state.doorkeeping
    if not key:
        return Response(await do(), status_code=status)
    digest = hashlib.sha256(msgspec.json.encode(asked)).hexdigest()
    begun = await kept.begin(key, digest, _keeping(state).now)
    if begun.asked != digest:
        raise KeySpent(KeySpent.__doc__)
    if not begun.status:
        try:
            body = msgspec.json.encode(await do())
        except (NotAllowed, NoSuchPromise, LedgerConflict):
            await kept.forget(key)
            raise
        begun = await kept.answer(key, status, body)
    return Response(msgspec.Raw(begun.body), status_code=begun.status)  # type: ignore[arg-type]


# --- what goes wrong ------------------------------------------------------------------------------------------------


def _not_done(status: int, why: object, promise: PromiseOnLedger | None = None, field: str = "") -> Response[NotDone]:
    told = NotDone(message=str(why), promise=promise, field=field)
    return Response(told, status_code=status, media_type=MediaType.JSON)


def _conflict(request: Asked, error: LedgerConflict) -> Response[NotDone]:
    shown = _keeping(request.app.state).shown(error.promise) if error.promise else None
    return _not_done(409, error, shown)


def _not_understood(request: Asked, error: HTTPException) -> Response[NotDone]:
    told = [f"{one.get('key', '')}: {one.get('message', '')}".strip(": ") for one in _parts(error.extra)]
    message = "Not understood: " + ("; ".join(told) or str(error.detail)) if error.status_code == 400 else error.detail
    return _not_done(error.status_code, message)


def _parts(extra: object) -> list[dict[str, Any]]:
    return [one for one in extra if isinstance(one, dict)] if isinstance(extra, list) else []


# --- as it happens --------------------------------------------------------------------------------------------------


@websocket("/promises/events")
async def promise_events(socket: Socket, state: State) -> None:
    """Every change of a promise, as it happens: see ``docs/api.md``."""
    await ledger_socket.serve(socket, state.calls.bus)


def _keeping(state: State) -> Keeping:
    keeping: Keeping | None = state.keeping
    if keeping is None:
        raise NotFoundException("this server was started without its ledger")
    return keeping


def _known(zone: str) -> str:
    """The zone as it was asked for; empty where a browser says that it does not know its own."""
    if zone in ("", NO_ZONE):
        return ""
    if not is_zone(zone):
        raise NotAllowed(f"{zone[:40]!r} is no time zone. Write one like Europe/London, or none for the site's.")
    return zone


def _query(
    owner: str,
    team: str,
    customer: str,
    states: list[ledger.State] | None,
    when: When,
    words: str,
    *,
    latest: bool,
) -> Query:
    return Query(
        owner=owner,
        team=team,
        customer=customer,
        states=tuple(states or ()),
        when=when,
        words=words,
        latest=latest,
    )


ROUTER = Router(
    "/api",
    guards=[asked.knows_all],
    route_handlers=[
        find_promises,
        show_overview,
        show_figures,
        export_promises,
        show_promise,
        show_lead_up,
        play_clip,
        show_story,
        make_promise,
        change_promise,
        promise_events,
        *letters.HANDLERS,
    ],
    exception_handlers={
        HTTPException: _not_understood,
        BadCursor: lambda request, error: _not_done(400, error),
        NoSuchPromise: lambda request, error: _not_done(404, error),
        NoSuch: lambda request, error: _not_done(404, error),
        LedgerConflict: _conflict,
        NotAllowed: lambda request, error: _not_done(422, error),
        WrongAddress: lambda request, error: _not_done(422, error, field="to"),
        KeySpent: lambda request, error: _not_done(422, error),
        JournalFailed: lambda request, error: _not_done(503, error),
    },
    tags=["promises"],
)
