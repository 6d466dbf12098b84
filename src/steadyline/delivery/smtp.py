"""
The way to a mail server.

Encrypted, or on this machine; the certificate is checked. A few connections are kept while there is mail. What a
server says of one address holds for that address alone: others get the mail. A reply of 4xx is for now, of 5xx for
good; a line that breaks leaves open whether the mail went, which is why the same mail always has the same Message-ID.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Final, Literal

import aiosmtplib
import msgspec
from aiosmtplib import SMTP, SMTPException
from msgspec import Meta

from steadyline.delivery import http
from steadyline.delivery.secret import Secret, blotted
from steadyline.service.delivering import Never, NotNow, Receipt, WrongDestination

SECONDS: float = 30.0
"""For one mail, from connecting to its being taken."""
_MOST_CONNECTIONS: Final = 4
_LONGEST_QUOTE: Final = 200
_PORTS: Final = {"starttls": 587, "tls": 465, "none": 25}


class Server(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Options of whatever goes by mail."""

    server: Annotated[str, Meta(description="The mail server's name.")]
    sender: Annotated[str, Meta(description="Who it is from, such as `Care team <care@example.com>`.")]
    port: Annotated[
        int, Meta(ge=0, le=65535, description="Its port; 0 is 587 with `starttls`, 465 with `tls`, 25 with `none`.")
    ] = 0
    security: Annotated[
        Literal["starttls", "tls", "none"], Meta(description="How the line is encrypted; `none` on this machine alone.")
    ] = "starttls"
    user: Annotated[str, Meta(description="The user to sign in as; empty signs in as nobody.")] = ""
    reply_to: Annotated[str, Meta(description="Where answers go, if not to the sender.")] = ""
    ca: Annotated[str, Meta(description="A file of further certificates to trust, in PEM form.")] = ""


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """Secrets of whatever goes by mail."""

    password: Annotated[Secret | None, Meta(description="The user's password.")] = None


class Post:
    """The line to one mail server. Belongs to one event loop; several mails may be under way at once."""

    def __init__(self, who: str, options: Server, secrets: SignIn, domain: str) -> None:
        """``who`` names the server in errors; ``domain`` is what it is greeted with."""
        if options.security == "none" and not http.is_loopback(options.server):
            raise WrongDestination("security: none would send mail over the network as it is; use starttls or tls")
        if bool(options.user) != bool(secrets.password):
            raise WrongDestination("user and password go together: name both, or neither")
        if not options.server.strip():
            raise WrongDestination("server must be the mail server's name")
        self.where = f"{options.server}:{options.port or _PORTS[options.security]}"
        self._who = who
        self._options = options
        self._password = secrets.password
        self._domain = domain
        self._tls = http.trusting(options.ca)
        self._seconds = SECONDS
        self._room = asyncio.Semaphore(_MOST_CONNECTIONS)
        self._idle: list[SMTP] = []
        self._closed = False

    async def send(self, sender: str, to: Sequence[str], mail: bytes) -> Receipt:
        """Hand over ``mail``. Raises `NotNow` and `Never` where nobody gets it."""
        try:
            async with self._room, asyncio.timeout(self._seconds), self._connected() as smtp:
                refused, said = await smtp.sendmail(sender, list(to), mail)
        except TimeoutError:
            raise NotNow(f"{self._who} did not finish within {self._seconds:g} s") from None
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise self._nobody({each.recipient: _Reply(each.code, each.message) for each in error.recipients}) from None
        except aiosmtplib.SMTPAuthenticationError as error:
            raise self._refusal(error, "it does not take this user and password: correct them") from None
        except aiosmtplib.SMTPResponseException as error:
            raise self._refusal(error, "see what it says, and correct it") from None
        except aiosmtplib.SMTPNotSupported as error:
            raise Never(f"{self._who} cannot do what security or user ask for: {self._words(str(error))}") from None
        except (SMTPException, OSError) as error:  # before ValueError, which a certificate not trusted is as well
            raise NotNow(f"{self._who} could not be reached, or hung up: {self._words(str(error))}") from None
        except ValueError as error:
            raise Never(f"this mail cannot be sent: {self._words(str(error))}") from None
        replies = {address: _Reply(reply.code, reply.message) for address, reply in refused.items()}
        return Receipt(
            reference=self._words(said),
            refused={address: self._words(str(reply)) for address, reply in replies.items() if reply.for_good},
            later={address: self._words(str(reply)) for address, reply in replies.items() if not reply.for_good},
        )

    async def close(self) -> None:
        self._closed = True
        while self._idle:
            await _hang_up(self._idle.pop())

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[SMTP]:
        """A connection to use alone; kept for the next mail where it came to no harm."""
        smtp = await self._awake() or await self._connect()
        try:
            yield smtp
        except BaseException:
            smtp.close()
            raise
        if self._closed:
            await _hang_up(smtp)
        else:
            self._idle.append(smtp)

    async def _awake(self) -> SMTP | None:
        """A connection kept from before, if the server has not hung up on it since."""
        while self._idle:
            smtp = self._idle.pop()
            try:
                await smtp.noop()
            except (SMTPException, OSError):
                smtp.close()
            else:
                return smtp
        return None

    async def _connect(self) -> SMTP:
        options = self._options
        smtp = SMTP(
            hostname=options.server,
            port=options.port or _PORTS[options.security],
            username=options.user or None,
            password=self._password.reveal() if self._password else None,
            local_hostname=self._domain,
            timeout=self._seconds,
            use_tls=options.security == "tls",
            start_tls=options.security == "starttls",
            tls_context=self._tls if options.security != "none" else None,
        )
        try:
            await smtp.connect()
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _nobody(self, replies: "dict[str, _Reply]") -> NotNow | Never:
        said = "; ".join(f"{address}: {reply}" for address, reply in replies.items())
        if all(reply.for_good for reply in replies.values()):
            return Never(f"{self._who} takes mail for none of these: {self._words(said)}; correct the addresses")
        return NotNow(f"{self._who} takes mail for none of these now: {self._words(said)}")

    def _refusal(self, error: aiosmtplib.SMTPResponseException, remedy: str) -> NotNow | Never:
        reply = _Reply(error.code, error.message)
        why = f'{self._who} answered "{self._words(str(reply))}"'
        return Never(f"{why}; {remedy}") if reply.for_good else NotNow(why)

    def _words(self, text: str) -> str:
        secrets = [self._password] if self._password else []
        plain = "".join(sign if sign.isprintable() else " " for sign in blotted(text, secrets))
        return " ".join(plain.split())[:_LONGEST_QUOTE]


class _Reply(msgspec.Struct, frozen=True):
    code: int
    words: str

    def __str__(self) -> str:
        return f"{self.code} {self.words}"

    @property
    def for_good(self) -> bool:
        return 500 <= self.code < 600


async def _hang_up(smtp: SMTP) -> None:
    with contextlib.suppress(SMTPException, OSError, TimeoutError):
        async with asyncio.timeout(1.0):
            await smtp.quit()
    smtp.close()
