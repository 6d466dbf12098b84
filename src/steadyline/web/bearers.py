"""
What a program with a token may open.

A request without a token is a page's: it comes from this machine or by one of the site's own names (`web.doors`), and
who comes by those is for a proxy in front of them to say. One with a token is that program's, wherever it comes from:
it gets what its scopes open and nothing else, also here. Who sends wrong ones is soon told to wait, and costs no
reading of the database any more.
"""

import math
from typing import Any, Final, cast

import msgspec
import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from steadyline.service.access import Access, NotLetIn, Token
from steadyline.service.access import Scope as Right
from steadyline.service.ports import JournalFailed
from steadyline.web.strikes import Strikes

TOKEN: Final = "steadyline.token"
"""Where in a connection's scope the token stands that it came with."""

_log = structlog.get_logger(__name__)

_NO_TOKEN: Final = (
    "This server takes tokens and nothing else: `Authorization: Bearer sly_…`. Pages need none. If a proxy in front of "
    "it signs people in, let the proxy keep its own Authorization header to itself."
)
_FREE = ("/api/health", "/api/schema")
_PROMISES = ("/api/promises", "/api/story")
_CALLS = ("/api/calls",)


class Bearers:
    """ASGI middleware. Without ``access`` there are no tokens, and one that comes opens nothing."""

    def __init__(self, app: ASGIApp, access: Access | None) -> None:
        self._app = app
        self._access = access
        self._strikes = Strikes()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        shown = _shown(scope) if scope["type"] in ("http", "websocket") else None
        if shown is None:
            await self._app(scope, receive, send)
            return
        kind, text = shown
        if kind != "bearer":
            await _refuse(scope, send, 401, _NO_TOKEN)
            return
        address = (scope.get("client") or ("",))[0]
        try:
            token = await self._let_in(text, address)
        except NotLetIn as why:
            await self._not_let_in(scope, send, str(why), address)
            return
        except JournalFailed as why:
            await _refuse(scope, send, 503, str(why))
            return
        path, reads = _as_routed(scope["path"]), scope.get("method", "GET") in ("GET", "HEAD")
        if why_not := _why_not(token, path, reads=reads):
            await _refuse(scope, send, 403, why_not)
            return
        cast(dict[str, Any], scope)[TOKEN] = token
        await self._app(scope, receive, send)

    async def _not_let_in(self, scope: Scope, send: Send, why: str, address: str) -> None:
        wait = math.ceil(self._strikes.strike(address))
        if wait:
            why = (
                f"Too many wrong tokens came from {address or 'there'}. Try again in {wait} s, with one that is known."
            )
            await _refuse(scope, send, 429, why, wait)
        else:
            _log.warning("a wrong token", address=address)
            await _refuse(scope, send, 401, why)

    async def _let_in(self, text: str, address: str) -> Token:
        if self._access is None:
            raise NotLetIn("This server knows no tokens.")
        return await self._access.let_in(text, sparing=self._strikes.wait(address) > 0)


def bearer_name(scope: Scope) -> str:
    """Whose token this came with; empty for a page."""
    token = cast(dict[str, Any], scope).get(TOKEN)
    return token.name if isinstance(token, Token) else ""


def bearer_id(scope: Scope) -> str:
    """The id of the token that this came with; empty for a page."""
    token = cast(dict[str, Any], scope).get(TOKEN)
    return token.id if isinstance(token, Token) else ""


def _shown(scope: Scope) -> tuple[str, str] | None:
    """What stands behind ``Authorization``: of which kind, and the text; None where there is nothing."""
    for name, value in scope.get("headers", []):
        if name.lower() == b"authorization":
            kind, _, text = value.decode("latin-1").strip().partition(" ")
            return kind.lower(), text.strip()
    return None


def _as_routed(path: str) -> str:
    """The path without the slashes that the router passes over: what opens a door must not depend on them."""
    return "/" + "/".join(part for part in path.split("/") if part)


def _why_not(token: Token, path: str, *, reads: bool) -> str:
    if _within(path, _FREE) and reads:
        return ""
    right: Right
    if _within(path, _PROMISES) and not path.endswith(("/letter", "/lead-up", "/clip")):
        right = "promises:read" if reads else "promises:write"
    elif _within(path, _CALLS) and reads:
        right = "calls:read"
    else:
        return "No token opens this: it is for the pages alone."
    return "" if token.may(right) else f"This token does not open that: it takes one with the scope {right}."


def _within(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)


async def _refuse(scope: Scope, send: Send, status: int, why: str, wait: int = 0) -> None:
    """``wait``: seconds, where there is a use in trying again after them."""
    if scope["type"] == ScopeType.WEBSOCKET:
        await send({"type": "websocket.close", "code": 4000 + status, "reason": why[:120]})
        return
    body = msgspec.json.encode({"message": why})
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    if wait:
        headers.append((b"retry-after", str(wait).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
