"""
How anything goes out over HTTP.

To the address that an admin wrote and nowhere else: by https, or http on this machine; through no proxy, following no
redirect. Time and size are bounded whatever the other side does. What it answered counts as soon as its status is here:
a body that is late, too long or cut off is not waited for. No address, header or body ever reaches a log.
"""

import asyncio
import base64
import functools
import ipaddress
import logging
import ssl
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import urlsplit

import httpx
import msgspec

from steadyline.delivery.secret import BLOT, Secret, blotted
from steadyline.service.delivering import Never, NotNow, WrongDestination

SECONDS: float = 15.0
"""In which an answer must begin."""
BODY_SECONDS: float = 5.0
"""In which it must end, or is done without."""
_MOST_AT_ONCE: Final = 20
_LARGEST_ANSWER_BYTES: Final = 1_000_000
_LONGEST_WAIT_SECONDS: Final = 86_400.0
_LONGEST_QUOTE: Final = 300

# Both would log addresses, which for some receivers are secrets themselves, and httpcore headers too.
for _library in ("httpx", "httpcore"):
    logging.getLogger(_library).setLevel(logging.WARNING)

Decoded = TypeVar("Decoded")


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One request, whole, before it is sent: so that what is shown is what goes."""

    method: str
    url: str | Secret
    headers: Mapping[str, str | Secret] = {}
    body: bytes = b""

    def shown(self) -> str:
        """For a person to read: request line, headers and body, secrets blotted."""
        headers = [f"{name}: {value}" for name, value in self.headers.items()]
        body = self.body.decode(errors="replace")
        if body[:1] in ("{", "["):
            body = msgspec.json.format(body, indent=2)
        return "\n".join([f"{self.method} {_shown_address(self.url)}", *headers, "", body]).rstrip() + "\n"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back. ``whole``: the body came to its end."""

    status: int
    headers: httpx.Headers
    body: bytes
    whole: bool

    @property
    def ok(self) -> bool:
        """The status says that it was taken."""
        return 200 <= self.status < 300


class Line:
    """The line to one receiver. Belongs to one event loop; several requests may be under way at once."""

    def __init__(self, who: str, *, secrets: Iterable[Secret] = (), ca: str = "") -> None:
        """``who`` names the receiver in errors; ``ca``: a file of further certificates to trust."""
        self.who = who
        self._secrets = list(secrets)
        self._seconds = SECONDS
        self._room = asyncio.Semaphore(_MOST_AT_ONCE)
        self._client = httpx.AsyncClient(
            verify=trusting(ca), timeout=SECONDS, trust_env=False, follow_redirects=False, headers={"User-Agent": AGENT}
        )

    def hide(self, secret: Secret) -> Secret:
        """Blot ``secret`` too, wherever it would turn up in words."""
        self._secrets.append(secret)
        return secret

    def words(self, text: str) -> str:
        """``text`` of the other side made fit to be shown: short, printable, without secrets."""
        plain = "".join(sign if sign.isprintable() else " " for sign in blotted(text, self._secrets))
        short = " ".join(plain.split())
        return short if len(short) <= _LONGEST_QUOTE else short[: _LONGEST_QUOTE - 1] + "…"

    async def ask(self, request: Request) -> Answer:
        """Send it once. Raises `NotNow` where no answer came, `Never` where it cannot be sent at all."""
        async with self._room:  # waiting for a turn is no fault of the receiver's
            return await self._asked(request)

    async def _asked(self, request: Request) -> Answer:
        if self._client.is_closed:
            raise NotNow(f"{self.who} was changed meanwhile")
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._client.send(self._built(request), stream=True)
        except TimeoutError:
            raise NotNow(f"{self.who} did not answer within {self._seconds:g} s") from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
            raise Never(f"the address of {self.who} makes no sense; correct it") from None
        except httpx.HTTPError as error:
            raise NotNow(f"{self.who} could not be reached: {self.words(str(error)) or type(error).__name__}") from None
        try:
            body, whole = await _read(answer)
        finally:
            await answer.aclose()
        return Answer(status=answer.status_code, headers=answer.headers, body=body, whole=whole)

    def decoded(self, answer: Answer, kind: type[Decoded]) -> Decoded:
        """The body of a good answer. Raises `NotNow` where it is not what the receiver's interface says."""
        try:
            if answer.whole:
                return msgspec.json.decode(answer.body, type=kind)
            why = "its answer was cut off or too long"
        except msgspec.DecodeError as error:
            why = self.words(f"its answer makes no sense ({error})")
        raise NotNow(f"{self.who} took the request, but {why}; is the address right?")

    def refusal(self, answer: Answer, said: str = "", *, remedy: Mapping[int, str] = {}) -> NotNow | Never:
        """What an answer that is not `Answer.ok` means: by HTTP's own rules, with the receiver's words.

        ``remedy``: what a person has to do about a status, said besides.
        """
        why = f"{self.who} answered {answer.status}"
        if quote := self.words(said):
            why += f': "{quote}"'
        if answer.status in _PASSING or answer.status >= 500:
            return NotNow(why, retry_after(answer.headers))
        if 300 <= answer.status < 400:
            return Never(f"{why} and points elsewhere, where nothing is sent; set the address to where it leads")
        return Never(
            f"{why}; {remedy.get(answer.status, _REMEDY.get(answer.status, 'see what it says, and correct it'))}"
        )

    async def close(self) -> None:
        await self._client.aclose()

    def _built(self, request: Request) -> httpx.Request:
        headers = {name: _plain(value) for name, value in request.headers.items()}
        return self._client.build_request(
            request.method,
            _plain(request.url),
            headers={"Accept-Encoding": "identity"} | headers,  # nothing to unpack, so nothing that swells
            content=request.body,
        )


AGENT: Final = "steadyline"

_PASSING: Final = {408, 409, 425, 429}
"""Too slow, in each other's way, too early, too many."""

_REMEDY: Final = {
    401: "it does not know us: check the user and the secret, then send again",
    403: "it knows us but does not allow this: give the account the right to, then send again",
    404: "there is nothing at this address: check the address and the options, then send again",
    410: "it is gone for good: remove this destination, or give it a new address",
    413: "it is too long for it",
}


def address(url: str, option: str = "address") -> str:
    """``url`` without a slash at its end, if it may be sent to. Raises `WrongDestination`."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or parts.scheme not in ("http", "https") or not url.isprintable() or " " in url:
        raise WrongDestination(f"{option} must be a web address such as https://tickets.example.com")
    if parts.username or parts.password:
        raise WrongDestination(f"{option} holds a user or a password; take them out and name them under secrets")
    if parts.fragment:
        raise WrongDestination(f"{option} ends in #{parts.fragment}, which is never sent; take it off")
    if parts.scheme == "http" and not is_loopback(host):
        raise WrongDestination(f"{option} would send words of calls over the network as they are; use https")
    return url.rstrip("/")


def basic(user: str, password: str) -> str:
    """The header that signs in as ``user``."""
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def is_loopback(host: str) -> bool:
    """A name is not looked up: what it means may change, so only ``localhost`` counts."""
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def trusting(ca: str) -> ssl.SSLContext:
    """The usual certificates, and those in the file ``ca``. Raises `WrongDestination`."""
    if not ca:
        return _usual()
    try:
        return _with(ca, Path(ca).stat().st_mtime_ns)
    except (OSError, ssl.SSLError):
        raise WrongDestination(f"ca: {ca} is no file of certificates; name one in PEM form") from None


@functools.cache
def _usual() -> ssl.SSLContext:
    """Read once: that takes longer than sending a message."""
    return httpx.create_ssl_context()


@functools.lru_cache(maxsize=32)
def _with(ca: str, _written: int) -> ssl.SSLContext:
    """The same, for each state of the file."""
    context = httpx.create_ssl_context()
    context.load_verify_locations(cafile=ca)
    return context


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a receiver asks to be left alone, a day at most; None where it said nothing of use."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        seconds = float(text)
    else:
        try:
            until = parsedate_to_datetime(text)
        except ValueError:
            return None
        seconds = (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return min(max(seconds, 0.0), _LONGEST_WAIT_SECONDS)


async def _read(answer: httpx.Response) -> tuple[bytes, bool]:
    """The body as far as it comes in bounded time and size, and whether that was all."""
    body = b""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in answer.aiter_raw():
                body += chunk
                if len(body) > _LARGEST_ANSWER_BYTES:
                    return b"", False
    except (TimeoutError, httpx.HTTPError):
        return body, False
    return body, True


def _plain(value: str | Secret) -> str:
    return value.reveal() if isinstance(value, Secret) else value


def _shown_address(url: str | Secret) -> str:
    """Of a secret address, the host alone."""
    if isinstance(url, str):
        return url
    parts = urlsplit(url.reveal())
    return f"{parts.scheme}://{parts.hostname}/{BLOT} ({url.reference})"
