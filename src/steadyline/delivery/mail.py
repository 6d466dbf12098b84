"""
Mail: plain words always, and the same as HTML beside them where a message has it.

The same message makes the same mail to the byte on each attempt, and its Message-ID is the message's id. What comes
from a call may stand in a subject or a text and never in the form of a header.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from steadyline.delivery.smtp import Post, Server, SignIn
from steadyline.service import addressing
from steadyline.service.delivering import Destination, Message, Never, Receipt, WrongDestination

_POLICY = SMTP.clone(cte_type="7bit", max_line_length=78)


class Options(Server, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a mail server needs, and no more."""


class Secrets(SignIn, frozen=True, kw_only=True):
    """What signing in needs."""


class MailCarrier:
    """The `Carrier` by one mail server, to the addresses that each message names."""

    def __init__(self, destination: Destination, options: Server, secrets: SignIn) -> None:
        self._sender = sender(options.sender)
        self._reply_to = sender(options.reply_to, "reply_to") if options.reply_to else None
        self._post = Post(destination.name, options, secrets, self._sender.domain)

    async def carry(self, message: Message) -> Receipt:
        to, wrong = self._addresses(message)
        return await carry(self._post, self._mail(message, to), self._sender.addr_spec, to, wrong)

    def rehearse(self, message: Message) -> str:
        to, wrong = self._addresses(message)
        return shown(self._post, self._mail(message, to), self._sender.addr_spec, to, wrong)

    async def close(self) -> None:
        await self._post.close()

    def _addresses(self, message: Message) -> tuple[list[str], dict[str, str]]:
        return addresses(message)

    def _mail(self, message: Message, to: Iterable[str]) -> EmailMessage:
        mail = begun(message, self._sender, to, self._reply_to)
        if message.html is not None:
            mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
        return settled(mail, message)


async def carry(post: Post, mail: EmailMessage, sender: str, to: list[str], wrong: dict[str, str]) -> Receipt:
    """Send ``mail``; ``wrong`` are the addresses that were not even tried."""
    receipt = await post.send(sender, to, mail.as_bytes(policy=_POLICY))
    return Receipt(reference=receipt.reference, refused=wrong | receipt.refused, later=receipt.later)


def shown(post: Post, mail: EmailMessage, sender: str, to: list[str], wrong: dict[str, str]) -> str:
    """For a person to read: to whom, the headers, and each part as its reader would see it."""
    lines = [f"By {post.where}", f"From {sender}", *(f"To {address}" for address in to)]
    lines += [f"Not to {address}: {why}" for address, why in wrong.items()]
    parts = [part for part in mail.walk() if not part.is_multipart()]
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items())
    bodies = [f"--- {part.get_content_type()}\n{part.get_content().strip()}" for part in parts]
    return "\n\n".join(["\n".join(lines), headers, *bodies]) + "\n"


def begun(message: Message, sender: Address, to: Iterable[str], reply_to: Address | None = None) -> EmailMessage:
    """A mail with its headers and plain words."""
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = sender
    mail["To"] = ", ".join(to)
    if reply_to is not None:
        mail["Reply-To"] = reply_to
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = datetime.fromisoformat(message.at).astimezone(UTC)
    mail["Message-ID"] = f"<{message.id}@{sender.domain}>"
    mail.set_content(message.text, cte="quoted-printable")
    return mail


def settled(mail: EmailMessage, message: Message) -> EmailMessage:
    """``mail`` with nothing left to chance in it: the boundaries between its parts would be."""
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{message.id}_{number}")
    return mail


def sender(text: str, option: str = "sender") -> Address:
    """Who mail is from. Raises `WrongDestination`."""
    name, spec = parseaddr(" ".join(text.split()))
    try:
        return Address(display_name=name, addr_spec=addressing.spec(spec))
    except ValueError as error:
        raise WrongDestination(f"{option} must be an address such as Care team <care@example.com>: {error}") from None


def addresses(message: Message) -> tuple[list[str], dict[str, str]]:
    """The addresses to try, and those that are none, each with why. Raises `Never` where none can be tried."""
    good: list[str] = []
    wrong: dict[str, str] = {}
    for address in dict.fromkeys(message.to):
        try:
            good.append(addressing.spec(address.strip()))
        except ValueError as error:
            wrong[address] = str(error)
    if not good:
        why = (
            "; ".join(f'"{addressing.readable(address)}": {why}' for address, why in wrong.items())
            or "it names no address"
        )
        raise Never(f"there is nobody to send this mail to: {why}")
    return good, wrong
