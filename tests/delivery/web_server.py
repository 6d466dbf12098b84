"""
A web server on loopback that answers as a test says, and misbehaves in whatever way a test wants it to.
"""

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

CERTIFICATE = Path(__file__).parent / "cert.pem"
KEY = Path(__file__).parent / "key.pem"
"""Of localhost, for tests alone."""


class Asked(msgspec.Struct, frozen=True):
    """A request, as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    """Names in small letters."""
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Reply(msgspec.Struct, frozen=True):
    """An answer, and how it misbehaves."""

    status: int = 200
    body: Any = b""
    """Bytes as they are, anything else as JSON."""
    headers: dict[str, str] = {}
    after: float = 0.0
    """Seconds before it begins."""
    drip: float = 0.0
    """Seconds after each byte of the body."""
    claims: int | None = None
    """What it says its length is, if not the truth."""
    drops: bool = False
    """Hangs up without a word."""


Answer = Callable[[Asked], Reply]


class WebServer:
    """``asked`` lists the requests. While ``odd`` is set, it is the answer to everything."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self.odd: Reply | None = None
        self.url = ""
        self.closing = threading.Event()

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0


@contextmanager
def serving(answer: Answer, *, tls: bool = False) -> Iterator[WebServer]:
    """A server for as long as the block runs."""
    web = WebServer(answer)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_it(self) -> None:
            parts = urlsplit(self.path)
            asked = Asked(
                self.command,
                parts.path,
                {name: values[0] for name, values in parse_qs(parts.query).items()},
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(int(self.headers.get("Content-Length", 0))),
            )
            web.asked.append(asked)
            reply = web.odd or web.answer(asked)
            if web.closing.wait(reply.after) or reply.drops:
                self.close_connection = True
                return
            body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
            self.send_response(reply.status)
            self.send_header("Content-Length", str(len(body) if reply.claims is None else reply.claims))
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for at in range(0, len(body), 1 if reply.drip else max(1, len(body))):
                    self.wfile.write(body[at : at + (1 if reply.drip else len(body))])
                    time.sleep(reply.drip)
            except OSError:
                pass  # whoever asked has gone
            self.close_connection = reply.claims is not None

        do_GET = do_POST = do_PUT = do_PATCH = handle_it

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128  # five, its default, would lose connections that come at once

    server = Server(("127.0.0.1", 0), Handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE, KEY)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    web.url = f"http{'s' if tls else ''}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield web
    finally:
        web.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
