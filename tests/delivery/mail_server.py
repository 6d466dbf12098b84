"""
A real mail server on loopback, with encryption and sign-in, that refuses, delays and hangs up as a test says.
"""

import asyncio
import contextlib
import email
import email.policy
import ssl
from collections.abc import AsyncIterator
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from delivery.web_server import CERTIFICATE, KEY

USER = "care"
PASSWORD = "open sesame 7"


class MailServer:
    """``mails`` lists what was taken: who from, to whom, and the mail itself."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], EmailMessage]] = []
        self.raw: list[bytes] = []
        self.sessions = 0
        self.of_address: dict[str, str] = {}
        """What it says to RCPT of an address, if not 250."""
        self.of_mail = "250 2.0.0 Ok: queued as 4F00"
        self.takes = 0.0
        """Seconds for each mail."""
        self.hangs = False
        self.hangs_up = False
        self.open: set[SMTP] = set()
        self.port = 0

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.sessions += 1
        self.open.add(server)
        return responses

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        reply = self.of_address.get(address, "250 2.1.5 Ok")
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(30 if self.hangs else self.takes)
        if self.of_mail.startswith("250"):
            assert isinstance(envelope.content, bytes)
            mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(mail, EmailMessage)
            self.raw.append(envelope.content)
            self.mails.append((str(envelope.mail_from), list(envelope.rcpt_tos), mail))
        if self.hangs_up and server.transport:
            server.transport.abort()
        return self.of_mail

    def drop_all(self) -> None:
        """Hang up on everybody."""
        for server in self.open:
            if server.transport:
                server.transport.close()

    def authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)


@contextlib.asynccontextmanager
async def serving(*, tls: bool = True, sign_in: bool = True, implicit: bool = False) -> AsyncIterator[MailServer]:
    """A server for as long as the block runs.

    ``tls``: it offers, and insists on, STARTTLS; ``implicit``: it is encrypted from the first byte.
    """
    mail = MailServer()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, KEY)
    loop = asyncio.get_running_loop()

    def talk() -> SMTP:
        return SMTP(
            mail,
            hostname="mail.example",
            tls_context=context if tls and not implicit else None,
            require_starttls=tls and not implicit,
            auth_required=sign_in,
            auth_require_tls=tls and not implicit,
            authenticator=mail.authenticate,
            loop=loop,
        )

    server = await loop.create_server(talk, "127.0.0.1", 0, ssl=context if implicit else None)
    mail.port = server.sockets[0].getsockname()[1]
    try:
        yield mail
    finally:
        server.close()
