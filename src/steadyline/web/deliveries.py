"""
The doors of the page /deliveries: where messages go, tried and rehearsed, and the log of what went.

For pages alone: no token opens them. Every answer is JSON, and an error is ``{"message": ...}`` in words for a person.
What came of a test is an answer, whatever it was; a message that was not brought is no fault of the one who asked.
"""

from typing import Annotated, Any

from litestar import MediaType, Request, Response, Router, get, post, websocket
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.exceptions import HTTPException, NotFoundException
from litestar.handlers import BaseRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from steadyline.core.ledger import NotAllowed
from steadyline.service import outbox
from steadyline.service.delivering import Destination, Never, WrongDestination
from steadyline.service.feeds import BadFeed, NoSuchFeed
from steadyline.service.following import ChangedMeanwhile, NoSuch
from steadyline.service.ledger_ports import MOST_AT_ONCE, BadCursor
from steadyline.service.outbox import Sought
from steadyline.service.outgoing import (
    AllSentAgain,
    CalendarMade,
    DeliveriesPage,
    DeliveryShown,
    LetBe,
    MakeCalendar,
    NotFromHere,
    Outgoing,
    OutgoingShown,
    Rehearsed,
    RemoveDestination,
    SaveDestination,
    SendAgain,
    SendAllAgain,
    Tried,
    TryDestination,
)
from steadyline.service.ports import JournalFailed
from steadyline.web import asked, doors, ledger_socket
from steadyline.web.ledger import NotDone
from steadyline.web.sockets import Socket

MOST_BYTES = 64 * 1024

Limit = Annotated[int, QueryParameter(description="Lines of a page.", ge=1, le=MOST_AT_ONCE)]


@get("/outgoing")
async def show_outgoing(state: State) -> OutgoingShown:
    """Where messages go, whether that works, all that can be set, and who changed what."""
    return await _outgoing(state).show()


@get("/deliveries")
async def list_deliveries(
    state: State,
    standing: FromQuery[outbox.State | None] = None,
    destination: FromQuery[str] = "",
    promise: FromQuery[str] = "",
    after: FromQuery[str] = "",
    limit: Limit = 50,
) -> DeliveriesPage:
    """What was sent and what is still to be, the newest first."""
    sought = Sought(state=standing or "", destination=destination, promise=promise)
    return await _outgoing(state).log(sought, after, limit)


@post("/deliveries/{id:str}/again", status_code=200, request_max_body_size=MOST_BYTES)
async def send_again(state: State, id: FromPath[str], data: JSONBody[SendAgain]) -> DeliveryShown:
    """Send a parked message again."""
    return await _outgoing(state).again(id, data)


@post("/deliveries/{id:str}/let-be", status_code=200, request_max_body_size=MOST_BYTES)
async def let_be(state: State, id: FromPath[str], data: JSONBody[LetBe]) -> DeliveryShown:
    """Let a parked message be: it goes nowhere."""
    return await _outgoing(state).let_be(id, data)


@post("/deliveries/again", status_code=200, request_max_body_size=MOST_BYTES)
async def send_all_again(state: State, data: JSONBody[SendAllAgain]) -> AllSentAgain:
    """Send what is parked again, a page of it: ``after`` names the next one."""
    return await _outgoing(state).all_again(data)


@post("/destinations", status_code=200, request_max_body_size=MOST_BYTES)
async def save_destination(state: State, data: JSONBody[SaveDestination]) -> Destination:
    """A new destination, or one as it is to be from now on. One that cannot be used is refused."""
    return await _outgoing(state).save(data)


@post("/destinations/remove", status_code=204, request_max_body_size=MOST_BYTES)
async def remove_destination(state: State, data: JSONBody[RemoveDestination]) -> None:
    """No message goes there any more."""
    await _outgoing(state).remove(data)


@post("/destinations/rehearse", status_code=200, request_max_body_size=MOST_BYTES)
async def rehearse(state: State, data: JSONBody[TryDestination]) -> Rehearsed:
    """A dry run: what a test message would be. Nothing is sent."""
    return await _outgoing(state).rehearse(data)


@post("/destinations/test", status_code=200, request_max_body_size=MOST_BYTES)
async def send_test(state: State, data: JSONBody[TryDestination]) -> Tried:
    """Send one test message, marked as such."""
    return await _outgoing(state).test(data)


@post("/calendars", status_code=201, request_max_body_size=MOST_BYTES)
async def make_calendar(state: State, data: JSONBody[MakeCalendar]) -> CalendarMade:
    """A calendar to subscribe to. Its address is told here, and never again."""
    return await _outgoing(state).make_calendar(data)


@post("/calendars/{id:str}/revoke", status_code=204)
async def revoke_calendar(state: State, id: FromPath[str]) -> None:
    """Its address opens nothing any more."""
    await _outgoing(state).revoke_calendar(id)


@websocket("/deliveries/events")
async def delivery_events(socket: Socket, state: State) -> None:
    """Every delivery as it changes: as ``/api/promises/events``, with a `service.outbox.Delivery` in each message."""
    await ledger_socket.serve(socket, state.calls.bus, outbox.TOPIC)


@get("/calendar/{file:str}", include_in_schema=False)
async def read_calendar(state: State, request: Request[Any, Any, Any], file: FromPath[str]) -> Response[bytes]:
    """A calendar to subscribe to: whoever has its address reads it."""
    outgoing: Outgoing | None = state.outgoing
    try:
        if outgoing is None or not file.endswith(".ics"):
            raise NoSuchFeed("There is no calendar at this address.")
        body, tag = await outgoing.calendars.read(file.removesuffix(".ics"), request.headers.get("if-none-match", ""))
    except NoSuchFeed as error:
        return Response(f"{error}\n".encode(), status_code=404, media_type=MediaType.TEXT)
    except JournalFailed:  # what it says of the database is for nobody who has no more than this address
        return Response(
            b"The calendar cannot be read now. Ask again later.\n", status_code=503, media_type=MediaType.TEXT
        )
    headers = {"etag": f'"{tag}"', "cache-control": "private, no-cache"}
    if body is None:
        return Response(b"", status_code=304, headers=headers, media_type="text/calendar")
    return Response(body, headers=headers, media_type="text/calendar")


def _outgoing(state: State) -> Outgoing:
    outgoing: Outgoing | None = state.outgoing
    if outgoing is None:
        raise NotFoundException("this server was started without its ways out")
    return outgoing


def _told(status: int, why: object) -> Response[NotDone]:
    return Response(NotDone(message=str(why)), status_code=status, media_type=MediaType.JSON)


def _not_understood(request: Request[Any, Any, Any], error: HTTPException) -> Response[NotDone]:
    extra = error.extra if isinstance(error.extra, list) else []
    told = [f"{one.get('key', '')}: {one.get('message', '')}".strip(": ") for one in extra if isinstance(one, dict)]
    return _told(error.status_code, "; ".join(told) or error.detail)


def _changed_here_alone(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Nobody signs in yet: who comes by another of the site's names may look, and change nothing."""
    if connection.scope.get("method", "GET") != "GET" and not doors.by_own_name(connection.headers.get("host", "")):
        raise NotFromHere(
            "Where messages go is changed on the server's own machine alone, as nobody signs in yet. "
            "Open this page there."
        )


ROUTER = Router(
    "/api",
    guards=[_changed_here_alone, asked.knows_all],
    route_handlers=[
        show_outgoing,
        list_deliveries,
        send_again,
        let_be,
        send_all_again,
        save_destination,
        remove_destination,
        rehearse,
        send_test,
        make_calendar,
        revoke_calendar,
        delivery_events,
    ],
    exception_handlers={
        HTTPException: _not_understood,
        BadCursor: lambda request, error: _told(400, error),
        NotFromHere: lambda request, error: _told(403, error),
        NoSuch: lambda request, error: _told(404, error),
        NoSuchFeed: lambda request, error: _told(404, error),
        ChangedMeanwhile: lambda request, error: _told(409, error),
        NotAllowed: lambda request, error: _told(422, error),
        WrongDestination: lambda request, error: _told(422, error),
        Never: lambda request, error: _told(422, error),
        BadFeed: lambda request, error: _told(422, error),
        JournalFailed: lambda request, error: _told(503, error),
    },
    tags=["deliveries"],
)
