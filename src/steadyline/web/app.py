"""
The server's pages and sockets, put together.

Everything here is on the way in or out: no rule of a call, no model, no SQL. ``/api/schema/openapi.json`` says what is
answered.
"""

import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
import structlog
from litestar import Litestar, MediaType, Request, Response, get, post, websocket
from litestar.datastructures import State
from litestar.exceptions import HTTPException, NotFoundException, WebSocketException
from litestar.exceptions.responses import create_exception_response
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.params import FromPath, FromQuery
from litestar.static_files import create_static_files_router
from litestar.types import Scope

from steadyline import __version__
from steadyline.core.ledger import NotAllowed
from steadyline.core.views import Desk
from steadyline.service.access import Access
from steadyline.service.calls import Calls
from steadyline.service.keeping import Keeping
from steadyline.service.ledger import FromCalls
from steadyline.service.letters import Letters
from steadyline.service.outgoing import Outgoing
from steadyline.service.review import Reviews
from steadyline.service.supervision import Supervision
from steadyline.service.trouble import Trouble
from steadyline.service.workshop import Workshop
from steadyline.web import asked, deliveries, events, ledger, playbook, sound, stream, supervisor, wrapup
from steadyline.web.bearers import Bearers
from steadyline.web.demo import Demo
from steadyline.web.desk import DeskSocket
from steadyline.web.doors import Doors
from steadyline.web.listing import CallInList
from steadyline.web.sockets import Socket

_log = structlog.get_logger(__name__)
_CALENDAR = re.compile(r"(^/+calendar/+).*", re.DOTALL)
"""What follows opens the calendar: no log may have it."""


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How the server is. ``behind_seconds``: how long the oldest speech without words has waited. ``trouble``: why no
    message goes out from this server now; empty where they do.
    """

    version: str
    live_calls: int
    most_live_calls: int
    behind_seconds: float
    trouble: str


@get("/api/health", sync_to_thread=False)
def health(state: State) -> Health:
    """Whether the server is up, and how busy."""
    calls: Calls = state.calls
    outgoing: Outgoing | None = state.outgoing
    return Health(
        version=__version__,
        live_calls=calls.count,
        most_live_calls=calls.most,
        behind_seconds=round(calls.recognition.load.behind_seconds, 3),
        trouble=outgoing.trouble if outgoing else "",
    )


@get("/api/calls", guards=[asked.knows_all])
async def list_calls(state: State, live: FromQuery[bool | None] = None, limit: FromQuery[int] = 50) -> list[CallInList]:
    """The calls that came last, the last held first: a recording may be of long ago."""
    calls: Calls = state.calls
    came = await calls.journal.calls(live=live, limit=max(1, min(limit, 500)))
    listed = sorted(came, key=lambda call: call.held, reverse=True)
    return [CallInList.of(call, calls.site_playbook) for call in listed]


@get("/api/calls/{id:str}")
async def show_call(state: State, id: FromPath[str]) -> Desk:
    """One call as its desk shows it now."""
    calls: Calls = state.calls
    conversation = await calls.find(id)
    if conversation is None:
        raise NotFoundException(f"no call {id!r} is known here")
    return conversation.desk()


@get("/api/calls/{id:str}/audio", sync_to_thread=True)
def play_audio(state: State, request: Request[Any, Any, Any], id: FromPath[str]) -> Response[bytes]:
    """The sound of the demonstration's call, or a range of it. Steadyline keeps no other call's sound."""
    demo: Demo | None = state.demo
    if demo is None or demo.audio(id) is None:
        raise NotFoundException("the sound of this call is not kept")
    return sound.answer(request, demo.recording.read_bytes())


@post("/api/demo/play", status_code=202)
async def play_demo(state: State) -> dict[str, bool]:
    """Play the demonstration's call into this server."""
    demo: Demo | None = state.demo
    if demo is None:
        raise NotFoundException("this server was not started by `steadyline demo`")
    return {"started": demo.start()}


@websocket("/api/desk")
async def desk_socket(socket: Socket, state: State, call: FromQuery[str | None] = None) -> None:
    """The agent's desk: see ``docs/desk-socket.md``."""
    await DeskSocket(socket, state.calls, state.demo, call).run()


@websocket("/api/stream")
async def stream_socket(socket: Socket, state: State) -> None:
    """A live call's sound: see ``docs/stream-socket.md``."""
    await stream.serve(socket, state.calls)


@websocket("/api/calls/{id:str}/events")
async def events_socket(socket: Socket, state: State, id: FromPath[str], after: FromQuery[int] = 0) -> None:
    """A call's events as they come, from any revision on: see ``docs/events-socket.md``."""
    await events.serve(socket, state.calls, id, after)


PAGES = [
    "/",
    "/calls",
    "/wrapup/{id:str}",
    "/promises",
    "/promises/{id:str}",
    "/customer/{ref:path}",
    "/regroup",
    "/supervisor",
    "/playbook",
    "/deliveries",
]
"""Where a page is: all are one file, whose script looks at the address."""


@get(PAGES, include_in_schema=False, sync_to_thread=False)
def front_page() -> Response[bytes]:
    """The desk, and the pages beside it."""
    if not built():
        return Response(_NOT_BUILT, media_type=MediaType.TEXT, status_code=503)
    return Response(
        (_static() / "index.html").read_bytes(), media_type=MediaType.HTML, headers={"cache-control": "no-cache"}
    )


def _no_page(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
    """A browser at an address that leads nowhere gets a page that says so; a program gets JSON, as of any error."""
    wanted = "text/html" in request.headers.get("accept", "")
    if error.status_code != 404 or not wanted or request.url.path.startswith(("/api/", "/static/")) or not built():
        return create_exception_response(request, error)
    page = (_static() / "index.html").read_bytes().replace(b'<div id="desk">', b'<div id="desk" data-missing>')
    return Response(page, status_code=404, media_type=MediaType.HTML, headers={"cache-control": "no-cache"})


_TOKENS = "Made by `steadyline token make`: it opens what its scopes say. On this machine none is needed."
_NOT_BUILT = b"The desk's page is not built. Run `make setup` in the project, and start the server again.\n"


def create(
    calls: Calls,
    *,
    origins: tuple[str, ...] = (),
    demo: Demo | None = None,
    workshop: Workshop | None = None,
    keeping: Keeping | None = None,
    from_calls: FromCalls | None = None,
    access: Access | None = None,
    outgoing: Outgoing | None = None,
    letters: Letters | None = None,
    lifespan: Callable[[Litestar], AbstractAsyncContextManager[None]] | None = None,
) -> Any:
    """The ASGI application. ``lifespan`` is entered when the server starts and left when it stops."""

    handlers: list[Any] = [
        health,
        list_calls,
        show_call,
        play_audio,
        play_demo,
        desk_socket,
        stream_socket,
        events_socket,
        front_page,
        *wrapup.HANDLERS,
        *supervisor.HANDLERS,
        *playbook.HANDLERS,
        ledger.ROUTER,
        deliveries.ROUTER,
        deliveries.read_calendar,
    ]
    if _static().exists():
        handlers.append(create_static_files_router("/static", [_static()], name="desk"))
    app = Litestar(
        handlers,
        state=State(
            {
                "calls": calls,
                "demo": demo,
                "reviews": Reviews(
                    calls,
                    demo.audio if demo else lambda call: None,
                    from_calls,
                    keeping.site.hours if keeping else None,
                ),
                "supervision": Supervision(calls),
                "workshop": workshop,
                "keeping": keeping,
                "doorkeeping": access.kept if access else None,
                "outgoing": outgoing,
                "letters": letters,
            }
        ),
        openapi_config=OpenAPIConfig(
            title="Steadyline",
            version=__version__,
            path="/api/schema",
            components=Components(
                security_schemes={"token": SecurityScheme(type="http", scheme="bearer", description=_TOKENS)}
            ),
            security=[{}, {"token": []}],
            render_plugins=[JsonRenderPlugin()],  # the framework's own page would fetch its script from elsewhere
        ),
        lifespan=[lifespan] if lifespan else [],
        after_exception=[_tell],
        exception_handlers={HTTPException: _no_page},
        logging_config=None,
    )
    return Doors(Bearers(app, access), origins)


async def _tell(error: Exception, scope: Scope) -> None:
    """What nobody expected goes to the log; the one who asked hears only that it failed."""
    path = _CALENDAR.sub(r"\1…", str(scope.get("path")))
    if isinstance(error, (Trouble, NotAllowed)):
        _log.info("not done", path=path, why=type(error).__name__)  # its words are for who asked
    elif not isinstance(error, (HTTPException, WebSocketException)):
        _log.error("failed", path=path, exc_info=error)


def built() -> bool:
    """Whether the desk's page is there to serve."""
    return (_static() / "index.html").exists()


def _static() -> Path:
    return Path(str(resources.files(__package__).joinpath("static")))
