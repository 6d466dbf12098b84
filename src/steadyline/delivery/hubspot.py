"""
HubSpot (CRM API v3, tickets and notes).

A ticket is found by a property that an admin makes once on tickets: single-line text with unique values, named
`steadyline_id`. HubSpot keeps its values unique itself, so a promise never has two tickets.
"""

from typing import Annotated, Any, Final
from urllib.parse import quote

import msgspec
from msgspec import Meta

from steadyline.delivery import http, tickets
from steadyline.delivery.http import Answer, Line, Request
from steadyline.delivery.secret import Secret
from steadyline.delivery.tickets import Api, Ticket, TicketCarrier
from steadyline.service.delivering import Destination, Message, NotNow

_NOTE_TO_TICKET: Final = 228
"""HubSpot's own number for this kind of association."""
_MOST_NOTES: Final = 100
_TAKEN: Final = b"CONFLICTING_UNIQUE_VALUE"

_REMEDY: Final = {
    400: "make the ticket property that `property` names, with unique values, or correct pipeline and stage",
    401: "check the token, then send again",
    403: "give the private app the scope `tickets`, then send again",
    404: "check address",
}


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pipeline: Annotated[str, Meta(description="The id of the pipeline that new tickets go to.")] = "0"
    stage: Annotated[str, Meta(description="The id of the stage that new tickets begin in.")] = "1"
    property: Annotated[
        str, Meta(description="The ticket property that holds the promise's id: text with unique values.")
    ] = "steadyline_id"
    address: Annotated[str, Meta(description="HubSpot's API.")] = "https://api.hubapi.com"
    ca: Annotated[str, Meta(description="A file of further certificates to trust, in PEM form.")] = ""


class Secrets(msgspec.Struct, frozen=True):
    token: Annotated[Secret, Meta(description="The access token of a private app with the scope `tickets`.")]


class _Object(msgspec.Struct, frozen=True):
    id: str
    properties: dict[str, str | None] = {}


class _Association(msgspec.Struct, frozen=True, rename="camel"):
    to_object_id: int | str


class _Associations(msgspec.Struct, frozen=True):
    results: list[_Association] = []


class _Notes(msgspec.Struct, frozen=True):
    results: list[_Object] = []


class _Refusal(msgspec.Struct, frozen=True, rename="camel"):
    message: str = ""
    category: str = ""
    policy_name: str = ""


class HubSpot:
    """The `Desk`."""

    def __init__(self, destination: Destination, options: Options, secrets: Secrets) -> None:
        self._options = options
        authorization = secrets.token.made(lambda token: f"Bearer {token}")
        self.line = Line(destination.name, secrets=[secrets.token, authorization], ca=options.ca)
        self._api = Api(self.line, http.address(options.address) + "/crm", authorization, _said, _REMEDY)

    async def find(self, thread: str) -> Ticket | None:
        path = f"/v3/objects/tickets/{quote(thread)}?idProperty={quote(self._options.property)}&properties=content"
        answer = await self.line.ask(self._api.get(path))
        if answer.status == 404 and _refusal(answer).category == "OBJECT_NOT_FOUND":
            return None
        found = self._api.taken(answer, _Object)
        return Ticket(id=found.id, number=found.id, text=found.properties.get("content") or "")

    async def notes(self, ticket: Ticket) -> list[str]:
        path = f"/v4/objects/tickets/{ticket.id}/associations/notes?limit=500"
        tied = await self._api.ask(self._api.get(path), _Associations)
        newest = sorted((int(each.to_object_id) for each in tied.results), reverse=True)[:_MOST_NOTES]
        if not newest:
            return []
        wanted = {"properties": ["hs_note_body"], "inputs": [{"id": str(id)} for id in newest]}
        read = await self._api.ask(self._api.send("POST", "/v3/objects/notes/batch/read", wanted), _Notes)
        return [note.properties.get("hs_note_body") or "" for note in read.results]

    async def open(self, message: Message) -> str:
        answer = await self.line.ask(self.opening(message))
        if answer.status == 400 and _TAKEN in answer.body:
            raise NotNow(f"{self.line.who}: another server opened this ticket just now; it gets a note next time")
        return self._api.taken(answer, _Object).id

    async def add(self, ticket: Ticket, message: Message) -> None:
        await self._api.ask(self.adding(ticket, message), _Object)

    def opening(self, message: Message) -> Request:
        properties = {
            "subject": tickets.title(message),
            "content": tickets.words(message),
            "hs_pipeline": self._options.pipeline,
            "hs_pipeline_stage": self._options.stage,
            self._options.property: tickets.thread(message),
        }
        return self._api.send("POST", "/v3/objects/tickets", {"properties": properties})

    def adding(self, ticket: Ticket, message: Message) -> Request:
        tie = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": _NOTE_TO_TICKET}
        note: dict[str, Any] = {
            "properties": {"hs_timestamp": message.at, "hs_note_body": tickets.words_as_html(message)},
            "associations": [{"to": {"id": ticket.id}, "types": [tie]}],
        }
        return self._api.send("POST", "/v3/objects/notes", note)


def carrier(destination: Destination, options: Options, secrets: Secrets) -> TicketCarrier:
    return TicketCarrier(HubSpot(destination, options, secrets))


def _said(answer: Answer) -> str:
    refusal = _refusal(answer)
    return f"{refusal.message} ({refusal.policy_name})" if refusal.policy_name else refusal.message


def _refusal(answer: Answer) -> _Refusal:
    try:
        return msgspec.json.decode(answer.body, type=_Refusal)
    except msgspec.DecodeError:
        return _Refusal()
