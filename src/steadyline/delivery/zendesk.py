"""
Zendesk (Ticketing API v2).

A ticket is found by its `external_id`; while it is being opened, an `Idempotency-Key` keeps a repeat within two hours
from opening another. A closed ticket takes no comments: a new one is opened then, under the same `external_id`.
"""

from typing import Annotated, Any, Final
from urllib.parse import quote

import msgspec
from msgspec import Meta

from steadyline.delivery import http, tickets
from steadyline.delivery.http import Answer, Line, Request
from steadyline.delivery.secret import Secret
from steadyline.delivery.tickets import Api, Ticket, TicketCarrier
from steadyline.service.delivering import Destination, Message

_REMEDY: Final = {
    401: "check user and token, and that the API takes tokens, then send again",
    403: "give the agent whose token this is the right to edit tickets, then send again",
    404: "check that address is yours, such as https://example.zendesk.com",
    422: "Zendesk does not take it so: see what it says, and correct the options or the ticket",
}


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    address: Annotated[str, Meta(description="Your Zendesk, such as `https://example.zendesk.com`.")]
    user: Annotated[str, Meta(description="The mail address of the agent whose token it is.")]
    public: Annotated[
        bool, Meta(description="Let the customer read it, and be the requester; otherwise notes are internal.")
    ] = False
    ca: Annotated[str, Meta(description="A file of further certificates to trust, in PEM form.")] = ""


class Secrets(msgspec.Struct, frozen=True):
    token: Annotated[Secret, Meta(description="An API token.")]


class _Found(msgspec.Struct, frozen=True):
    id: int
    status: str = ""


class _Tickets(msgspec.Struct, frozen=True):
    tickets: list[_Found]


class _Opened(msgspec.Struct, frozen=True):
    ticket: _Found


class _Comment(msgspec.Struct, frozen=True):
    body: str = ""


class _Comments(msgspec.Struct, frozen=True):
    comments: list[_Comment]


class _Refusal(msgspec.Struct, frozen=True):
    error: Any = ""
    description: str = ""
    details: dict[str, list[dict[str, Any]]] = {}


class Zendesk:
    """The `Desk`."""

    def __init__(self, destination: Destination, options: Options, secrets: Secrets) -> None:
        self._public = options.public
        authorization = secrets.token.made(lambda token: http.basic(f"{options.user}/token", token))
        self.line = Line(destination.name, secrets=[secrets.token, authorization], ca=options.ca)
        base = http.address(options.address) + "/api/v2"
        self._api = Api(self.line, base, authorization, _said, _REMEDY)

    async def find(self, thread: str) -> Ticket | None:
        found = await self._api.ask(self._api.get(f"/tickets.json?external_id={quote(thread)}"), _Tickets)
        newest = max((ticket.id for ticket in found.tickets if ticket.status != "closed"), default=None)
        return None if newest is None else Ticket(id=str(newest), number=str(newest))

    async def notes(self, ticket: Ticket) -> list[str]:
        request = self._api.get(f"/tickets/{ticket.id}/comments.json?sort_order=desc&per_page=100")
        return [comment.body for comment in (await self._api.ask(request, _Comments)).comments]

    async def open(self, message: Message) -> str:
        return str((await self._api.ask(self.opening(message), _Opened)).ticket.id)

    async def add(self, ticket: Ticket, message: Message) -> None:
        await self._api.ask(self.adding(ticket, message), _Opened)

    def opening(self, message: Message) -> Request:
        ticket: dict[str, Any] = {
            "subject": tickets.title(message),
            "external_id": tickets.thread(message),
            "comment": self._comment(message),
        }
        if self._public and message.to:
            ticket["requester"] = {"email": message.to[0], "name": message.to[0]}
        return self._api.send("POST", "/tickets.json", {"ticket": ticket}, {"Idempotency-Key": message.id})

    def adding(self, ticket: Ticket, message: Message) -> Request:
        return self._api.send("PUT", f"/tickets/{ticket.id}.json", {"ticket": {"comment": self._comment(message)}})

    def _comment(self, message: Message) -> dict[str, Any]:
        return {"body": tickets.words(message), "public": self._public}


def carrier(destination: Destination, options: Options, secrets: Secrets) -> TicketCarrier:
    return TicketCarrier(Zendesk(destination, options, secrets))


def _said(answer: Answer) -> str:
    try:
        refusal = msgspec.json.decode(answer.body, type=_Refusal)
    except msgspec.DecodeError:
        return answer.body.decode(errors="replace") if answer.status == 429 else ""
    details = [str(each.get("description", "")) for field in refusal.details.values() for each in field]
    error = refusal.error if isinstance(refusal.error, str) else ""
    return " ".join([": ".join(part for part in (error, refusal.description) if part), *details])
