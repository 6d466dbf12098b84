"""
What a program with a token may open.

A request without a token is a page's: it comes from this machine or by one of the site's own names (`web.doors`), and
who comes by those is for a proxy in front of them to say. One with a token is that program's, wherever it comes from:
it gets what its scopes open and nothing else, also here.
"""

from typing import Any, Final, cast

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from steadyline.service.access import Access, NotLetIn, Token
from steadyline.service.access import Scope as Right
from steadyline.service.ports import JournalFailed

TOKEN: Final = "steadyline.token"
"""Where in a connection's scope the token stands that it came with."""

_FREE = ("/api/health", "/api/schema")
_PROMISES = ("/api/promises", "/api/story")
_CALLS = ("/api/calls",)


class Bearers:
    """ASGI middleware. Without ``access`` there are no tokens, and one that comes opens nothing."""

    def __init__(self, app: ASGIApp, access: Access | None) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        text = _bearer(scope) if scope["type"] in ("http", "websocket") else None
        if text is None:
            await self._app(scope, receive, send)
            return
        try:
            token = await self._let_in(text)
        except (NotLetIn, JournalFailed) as why:
            await _refuse(scope, send, 401 if isinstance(why, NotLetIn) else 503, str(why))
            return
        path, reads = _as_routed(scope["path"]), scope.get("method", "GET") in ("GET", "HEAD")
        if why_not := _why_not(token, path, reads=reads):
            await _refuse(scope, send, 403, why_not)
            return
        cast(dict[str, Any], scope)[TOKEN] = token
        await self._app(scope, receive, send)

    async def _let_in(self, text: str) -> Token:
        if self._access is None:
            raise NotLetIn("This server knows no tokens.")
        return await self._access.let_in(text)


def bearer_name(scope: Scope) -> str:
    """Whose token this came with; empty for a page."""
    token = cast(dict[str, Any], scope).get(TOKEN)
    return token.name if isinstance(token, Token) else ""


def bearer_id(scope: Scope) -> str:
    """The id of the token that this came with; empty for a page."""
    token = cast(dict[str, Any], scope).get(TOKEN)
    return token.id if isinstance(token, Token) else ""


def _bearer(scope: Scope) -> str | None:
    """What stands behind ``Authorization``; None where there is none."""
    for name, value in scope.get("headers", []):
        if name.lower() == b"authorization":
            kind, _, text = value.decode("latin-1").strip().partition(" ")
            return text.strip() if kind.lower() == "bearer" else ""
    return None


def _as_routed(path: str) -> str:
    """The path without the slashes that the router passes over: what opens a door must not depend on them."""
    return "/" + "/".join(part for part in path.split("/") if part)


def _why_not(token: Token, path: str, *, reads: bool) -> str:
    if _within(path, _FREE) and reads:
        return ""
    right: Right
    if _within(path, _PROMISES) and not path.endswith("/letter"):
        right = "promises:read" if reads else "promises:write"
    elif _within(path, _CALLS) and reads:
        right = "calls:read"
    else:
        return "No token opens this: it is for the pages alone."
    return "" if token.may(right) else f"This token does not open that: it takes one with the scope {right}."


def _within(path: str, places: tuple[str, ...]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)


async def _refuse(scope: Scope, send: Send, status: int, why: str) -> None:
    if scope["type"] == ScopeType.WEBSOCKET:
        await send({"type": "websocket.close", "code": 4000 + status, "reason": why[:120]})
        return
    body = msgspec.json.encode({"message": why})
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
