"""
Freshdesk (API v2).

A ticket is found by a custom field that an admin makes once: single-line text, named `steadyline_id`, which the API
calls `cf_steadyline_id`. Freshdesk's search knows a new ticket only after some minutes, so the newest hundred tickets
are looked through as well.
"""

from typing import Annotated, Any, Final
from urllib.parse import quote

import msgspec
from msgspec import Meta

from steadyline.delivery import http, tickets
from steadyline.delivery.http import Answer, Line, Request
from steadyline.delivery.secret import Secret
from steadyline.delivery.tickets import Api, Ticket, TicketCarrier
from steadyline.service.delivering import Destination, Message, WrongDestination

_PAGE: Final = 100
_MOST_PAGES: Final = 10
_OPEN: Final = 2
_CLOSED: Final = 5
_LOW: Final = 1

_REMEDY: Final = {
    400: "make the custom field that `field` names, or correct the option that it names, then send again",
    401: "check the key, then send again",
    403: "give the agent whose key this is the right to edit tickets, then send again",
    404: "check that address is yours, such as https://example.freshdesk.com",
}


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    address: Annotated[str, Meta(description="Your Freshdesk, such as `https://example.freshdesk.com`.")]
    requester: Annotated[str, Meta(description="The mail address in whose name internal tickets are opened.")]
    field: Annotated[str, Meta(description="The custom field that holds the promise's id: single-line text.")] = (
        "cf_steadyline_id"
    )
    public: Annotated[bool, Meta(description="Write to the customer, as requester; otherwise notes are private.")] = (
        False
    )
    ca: Annotated[str, Meta(description="A file of further certificates to trust, in PEM form.")] = ""


class Secrets(msgspec.Struct, frozen=True):
    key: Annotated[Secret, Meta(description="The API key of an agent.")]


class _Found(msgspec.Struct, frozen=True):
    id: int
    status: int = _OPEN
    custom_fields: dict[str, Any] = {}


class _Results(msgspec.Struct, frozen=True):
    results: list[_Found]


class _Words(msgspec.Struct, frozen=True):
    description_text: str = ""


class _Said(msgspec.Struct, frozen=True):
    body_text: str = ""


class _Mistake(msgspec.Struct, frozen=True):
    field: str = ""
    message: str = ""


class _Refusal(msgspec.Struct, frozen=True):
    message: str = ""
    description: str = ""
    errors: list[_Mistake] = []


class Freshdesk:
    """The `Desk`."""

    def __init__(self, destination: Destination, options: Options, secrets: Secrets) -> None:
        if not options.field.isidentifier() or not options.field.isascii():
            raise WrongDestination("field must be the name of a custom field, such as cf_steadyline_id")
        self._options = options
        authorization = secrets.key.made(lambda key: http.basic(key, "X"))
        self.line = Line(destination.name, secrets=[secrets.key, authorization], ca=options.ca)
        base = http.address(options.address) + "/api/v2"
        self._api = Api(self.line, base, authorization, _said, _REMEDY)

    async def find(self, thread: str) -> Ticket | None:
        query = quote(f"\"{self._options.field}:'{thread}'\"")
        found = (await self._api.ask(self._api.get(f"/search/tickets?query={query}"), _Results)).results
        if not found:
            path = f"/tickets?order_by=created_at&order_type=desc&per_page={_PAGE}"
            found = await self._api.ask(self._api.get(path), list[_Found])
        there = (ticket for ticket in found if ticket.custom_fields.get(self._options.field) == thread)
        newest = max((ticket.id for ticket in there if ticket.status != _CLOSED), default=None)
        return None if newest is None else Ticket(id=str(newest), number=str(newest))

    async def notes(self, ticket: Ticket) -> list[str]:
        said = [(await self._api.ask(self._api.get(f"/tickets/{ticket.id}"), _Words)).description_text]
        for page in range(1, _MOST_PAGES + 1):
            path = f"/tickets/{ticket.id}/conversations?per_page={_PAGE}&page={page}"
            some = await self._api.ask(self._api.get(path), list[_Said])
            said += [each.body_text for each in some]
            if len(some) < _PAGE:
                break
        return said

    async def open(self, message: Message) -> str:
        return str((await self._api.ask(self.opening(message), _Found)).id)

    async def add(self, ticket: Ticket, message: Message) -> None:
        await self._api.ask(self.adding(ticket, message), Any)

    def opening(self, message: Message) -> Request:
        customer = self._options.public and message.to
        return self._api.send(
            "POST",
            "/tickets",
            {
                "email": message.to[0] if customer else self._options.requester,
                "subject": tickets.title(message),
                "description": tickets.words_as_html(message),
                "status": _OPEN,
                "priority": _LOW,
                "custom_fields": {self._options.field: tickets.thread(message)},
            },
        )

    def adding(self, ticket: Ticket, message: Message) -> Request:
        body = tickets.words_as_html(message)
        if self._options.public:
            return self._api.send("POST", f"/tickets/{ticket.id}/reply", {"body": body})
        return self._api.send("POST", f"/tickets/{ticket.id}/notes", {"body": body, "private": True})


def carrier(destination: Destination, options: Options, secrets: Secrets) -> TicketCarrier:
    return TicketCarrier(Freshdesk(destination, options, secrets))


def _said(answer: Answer) -> str:
    try:
        refusal = msgspec.json.decode(answer.body, type=_Refusal)
    except msgspec.DecodeError:
        return ""
    mistakes = [f"{each.field}: {each.message}" for each in refusal.errors]
    return ". ".join(part for part in (refusal.message, refusal.description, *mistakes) if part)
