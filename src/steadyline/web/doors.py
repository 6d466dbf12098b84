"""
Who may come in, and what every answer says about itself.

A page of another origin must not open a socket or press a button here, and a foreign name must not be made to point
here: so ``Host`` and ``Origin`` are checked on every request before anything reads it. Answers forbid inline script and
framing.
"""

from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = [
    (
        b"content-security-policy",
        b"default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        b"frame-ancestors 'none'; form-action 'self'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Doors:
    """ASGI middleware. ``origins``: further origins whose pages are ours, as ``https://desk.example.com``."""

    def __init__(self, app: ASGIApp, origins: Iterable[str] = ()) -> None:
        self._app = app
        self._origins = frozenset(origin.rstrip("/") for origin in origins)
        self._hosts = _LOOPBACK | {urlsplit(origin).hostname or "" for origin in self._origins}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):  # start and stop of the server
            await self._app(scope, receive, send)
        elif why := self._refused(scope):
            await _refuse(scope, _with_headers(send), why)
        else:
            await self._app(scope, receive, _with_headers(send))

    def _refused(self, scope: Scope) -> str:
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if _split(f"//{host}").hostname not in self._hosts:
            return f"this server does not answer for {host!r}; name it in the setting public_origins if it should"
        origin = headers.get(b"origin", "")
        if origin and origin not in self._origins and _split(origin).netloc != host:
            return f"pages of {origin!r} may not talk to this server; the setting public_origins can let them"
        return ""


def by_own_name(host: str) -> bool:
    """Whether a request with this ``Host`` came by a name that only this machine answers to."""
    return _split(f"//{host}").hostname in _LOOPBACK


def _split(url: str) -> SplitResult:
    """The parts of an address; of one that is none, nothing."""
    try:
        parts = urlsplit(url)
        _ = parts.port
        return parts
    except ValueError:
        return urlsplit("")


def _with_headers(send: Send) -> Send:
    async def dressed(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *_HEADERS]
        await send(message)

    return dressed


async def _refuse(scope: Scope, send: Send, why: str) -> None:
    if scope["type"] == ScopeType.WEBSOCKET:
        await send({"type": "websocket.close", "code": 4403, "reason": why[:120]})
        return
    body = why.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
