"""
The log: a way out that leaves nothing.

What would have been sent is told in the log of this server, and nowhere else: so a demonstration needs no network.
"""

import structlog

from steadyline.service.delivering import Carrier, Destination, Message, Receipt, Way

_log = structlog.get_logger(__name__)

DESTINATION = Destination(id="log", kind="log", name="The log of this server")


class LogCarrier:
    """The `Carrier` to the log."""

    async def carry(self, message: Message) -> Receipt:
        _log.info("a message would be sent", kind=message.kind, to=", ".join(message.to), subject=message.subject)
        return Receipt(reference="in the log")

    def rehearse(self, message: Message) -> str:
        return f"{message.subject}\n\n{message.text}\n"

    async def close(self) -> None:
        """There is nothing to let go of."""


class LogAlone:
    """The `Ways` of a server that sends nothing."""

    def kinds(self) -> list[Way]:
        return []

    def open(self, destination: Destination) -> Carrier:
        """Whatever the destination is, the log."""
        return LogCarrier()
