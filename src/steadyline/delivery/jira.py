"""
Jira Service Management in the cloud (its REST API, and JQL of Jira's).

A request is found by the promise's id in its description. Jira's search may lag seconds behind: a repeat that comes at
once after an answer was lost may open a second request, with the same ids in its words for people to see.
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

_PAGE: Final = 100
_MOST_PAGES: Final = 10

_REMEDY: Final = {
    400: "check service_desk and request_type, and that the request type asks for a summary and a description alone",
    401: "check user and token, then send again",
    403: "make the user an agent of this service desk, then send again",
    404: "check address, service_desk and request_type, and that the user may see them",
}


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    address: Annotated[str, Meta(description="Your site, such as `https://example.atlassian.net`.")]
    user: Annotated[str, Meta(description="The mail address of the account whose token it is.")]
    service_desk: Annotated[str, Meta(description="The service desk's id: a number, as its API tells it.")]
    request_type: Annotated[str, Meta(description="The request type's id: a number.")]
    public: Annotated[
        bool,
        Meta(description="Let the customer read it, and raise it on their behalf; otherwise comments are internal."),
    ] = False
    ca: Annotated[str, Meta(description="A file of further certificates to trust, in PEM form.")] = ""


class Secrets(msgspec.Struct, frozen=True):
    token: Annotated[Secret, Meta(description="An API token of that account.")]


class _Fields(msgspec.Struct, frozen=True):
    description: str | None = None


class _Issue(msgspec.Struct, frozen=True):
    key: str
    fields: _Fields = _Fields()


class _Issues(msgspec.Struct, frozen=True):
    issues: list[_Issue] = []


class _Opened(msgspec.Struct, frozen=True, rename="camel"):
    issue_key: str


class _Comment(msgspec.Struct, frozen=True):
    body: str = ""


class _Comments(msgspec.Struct, frozen=True, rename="camel"):
    values: list[_Comment] = []
    is_last_page: bool = True


class _Refusal(msgspec.Struct, frozen=True, rename="camel"):
    error_message: str = ""
    error_messages: list[str] = []
    errors: dict[str, str] = {}


class Jira:
    """The `Desk`."""

    def __init__(self, destination: Destination, options: Options, secrets: Secrets) -> None:
        self._options = options
        authorization = secrets.token.made(lambda token: http.basic(options.user, token))
        self.line = Line(destination.name, secrets=[secrets.token, authorization], ca=options.ca)
        self._api = Api(self.line, http.address(options.address), authorization, _said, _REMEDY)

    async def find(self, thread: str) -> Ticket | None:
        query = f'description ~ "\\"{thread}\\"" ORDER BY created DESC'
        path = f"/rest/api/2/search/jql?jql={quote(query)}&fields=description&maxResults=20"
        for issue in (await self._api.ask(self._api.get(path), _Issues)).issues:
            text = issue.fields.description or ""
            if f"(Steadyline {thread})" in text:
                return Ticket(id=issue.key, number=issue.key, text=text)
        return None

    async def notes(self, ticket: Ticket) -> list[str]:
        said: list[str] = []
        for page in range(_MOST_PAGES):
            path = f"/rest/servicedeskapi/request/{ticket.id}/comment?start={page * _PAGE}&limit={_PAGE}"
            some = await self._api.ask(self._api.get(path), _Comments)
            said += [comment.body for comment in some.values]
            if some.is_last_page or not some.values:
                break
        return said

    async def open(self, message: Message) -> str:
        return (await self._api.ask(self.opening(message), _Opened)).issue_key

    async def add(self, ticket: Ticket, message: Message) -> None:
        await self._api.ask(self.adding(ticket, message), _Comment)

    def opening(self, message: Message) -> Request:
        about = f"\n(Steadyline {message.about})" if message.about else ""
        body: dict[str, Any] = {
            "serviceDeskId": self._options.service_desk,
            "requestTypeId": self._options.request_type,
            "requestFieldValues": {
                "summary": tickets.title(message),
                "description": _plain(message) + about,
            },
        }
        if self._options.public and message.to:
            body["raiseOnBehalfOf"] = message.to[0]
        return self._api.send("POST", "/rest/servicedeskapi/request", body)

    def adding(self, ticket: Ticket, message: Message) -> Request:
        body = {"body": _plain(message), "public": self._options.public}
        return self._api.send("POST", f"/rest/servicedeskapi/request/{ticket.id}/comment", body)


def carrier(destination: Destination, options: Options, secrets: Secrets) -> TicketCarrier:
    return TicketCarrier(Jira(destination, options, secrets))


def _plain(message: Message) -> str:
    """A note that is not Jira's markup: neither macros nor links."""
    return tickets.words(message, 15_000).replace("{", "\\{").replace("[", "\\[")


def _said(answer: Answer) -> str:
    try:
        refusal = msgspec.json.decode(answer.body, type=_Refusal)
    except msgspec.DecodeError:
        return ""
    mistakes = [f"{field}: {why}" for field, why in refusal.errors.items()]
    return ". ".join(part for part in (refusal.error_message, *refusal.error_messages, *mistakes) if part)
