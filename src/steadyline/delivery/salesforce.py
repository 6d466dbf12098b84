"""
Salesforce (REST API, cases), signing in by OAuth's client credentials.

A case is found by an external id that an admin makes once on Case: text, unique, `Steadyline_Id__c`. Salesforce keeps
its values unique itself, so a promise never has two cases. What the sign-in answers is a token and no more: the address
stays the one that an admin wrote.
"""

import asyncio
from typing import Annotated, Any, Final
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Meta

from steadyline.delivery import http, tickets
from steadyline.delivery.http import Answer, Line, Request
from steadyline.delivery.secret import Secret
from steadyline.delivery.tickets import Ticket, TicketCarrier
from steadyline.service.delivering import Destination, Message, Never, NotNow, WrongDestination

_VERSION: Final = "v62.0"
_MOST_COMMENT_BYTES: Final = 4_000
"""Salesforce's own limit."""
_FOR_NOW: Final = {
    "REQUEST_LIMIT_EXCEEDED",
    "UNABLE_TO_LOCK_ROW",
    "SERVER_UNAVAILABLE",
    "QUERY_TIMEOUT",
    "DUPLICATE_VALUE",
}
"""The last: another server opened the case between our looking and our opening, and it gets a comment next time."""

_REMEDY: Final = {
    400: "make the field that `field` names on Case, as a unique external id; or see what it says, and correct it",
    403: "give the app's user the right to read and edit cases through the API, then send again",
    404: "check that address is your own domain's, such as https://example.my.salesforce.com",
}
_SIGN_IN: Final = {
    400: "check id and secret, and that the app allows the client credentials flow, then send again",
    401: "check id and secret, then send again",
    404: "check that address is your own domain's, such as https://example.my.salesforce.com",
}


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    address: Annotated[str, Meta(description="Your own domain, such as `https://example.my.salesforce.com`.")]
    field: Annotated[str, Meta(description="The external id on Case that holds the promise's id.")] = "Steadyline_Id__c"
    public: Annotated[bool, Meta(description="Publish comments, so that the customer may read them.")] = False
    ca: Annotated[str, Meta(description="A file of further certificates to trust, in PEM form.")] = ""


class Secrets(msgspec.Struct, frozen=True):
    id: Annotated[Secret, Meta(description="The consumer key of an external client app.")]
    secret: Annotated[Secret, Meta(description="Its consumer secret.")]


class _Token(msgspec.Struct, frozen=True):
    access_token: str


class _Case(msgspec.Struct, frozen=True, rename="pascal"):
    id: str
    case_number: str = ""
    description: str | None = None


class _Opened(msgspec.Struct, frozen=True):
    id: str


class _Comment(msgspec.Struct, frozen=True, rename="pascal"):
    comment_body: str | None = None


class _Comments(msgspec.Struct, frozen=True):
    records: list[_Comment]


class _Mistake(msgspec.Struct, frozen=True, rename="camel"):
    error_code: str = ""
    message: str = ""


class _SignInRefusal(msgspec.Struct, frozen=True):
    error: str = ""
    error_description: str = ""


class Salesforce:
    """The `Desk`."""

    def __init__(self, destination: Destination, options: Options, secrets: Secrets) -> None:
        if not options.field.isidentifier() or not options.field.isascii():
            raise WrongDestination("field must be the API name of a field on Case, such as Steadyline_Id__c")
        self._site = http.address(options.address)
        self._api = f"{self._site}/services/data/{_VERSION}"
        self._options = options
        self._secrets = secrets
        self._bearer = Secret("signed in by client credentials", "")
        self._signing_in = asyncio.Lock()
        self.line = Line(destination.name, secrets=[secrets.id, secrets.secret], ca=options.ca)

    async def find(self, thread: str) -> Ticket | None:
        path = f"/sobjects/Case/{self._options.field}/{quote(thread)}?fields=Id,CaseNumber,Description"
        answer = await self._ask("GET", path)
        if answer.status == 404:  # of a field that is not there, opening a case will tell
            return None
        case = self.line.decoded(self._taken(answer), _Case)
        return Ticket(id=case.id, number=case.case_number or case.id, text=case.description or "")

    async def notes(self, ticket: Ticket) -> list[str]:
        if not ticket.id.isalnum():
            raise Never(f"{self.line.who} calls a case by an id that makes no sense; is the address right?")
        query = (
            f"SELECT CommentBody FROM CaseComment WHERE ParentId = '{ticket.id}' ORDER BY CreatedDate DESC LIMIT 200"
        )
        answer = self._taken(await self._ask("GET", f"/query?q={quote(query)}"))
        return [comment.comment_body or "" for comment in self.line.decoded(answer, _Comments).records]

    async def open(self, message: Message) -> str:
        request = self.opening(message)
        answer = self._taken(await self._send(request))
        return self.line.decoded(answer, _Opened).id

    async def add(self, ticket: Ticket, message: Message) -> None:
        self._taken(await self._send(self.adding(ticket, message)))

    def opening(self, message: Message) -> Request:
        case: dict[str, Any] = {"Subject": tickets.title(message), "Description": tickets.words(message)}
        case[self._options.field] = tickets.thread(message)
        if message.to:
            case["SuppliedEmail"] = message.to[0]
        return self._request("POST", "/sobjects/Case", case)

    def adding(self, ticket: Ticket, message: Message) -> Request:
        comment = {
            "ParentId": ticket.id,
            "CommentBody": tickets.words(message, _MOST_COMMENT_BYTES),
            "IsPublished": self._options.public,
        }
        return self._request("POST", "/sobjects/CaseComment", comment)

    def _request(self, method: str, path: str, body: object = None) -> Request:
        headers: dict[str, str | Secret] = {"Authorization": self._bearer, "Content-Type": "application/json"}
        sent = b"" if body is None else msgspec.json.encode(body)
        return Request(method=method, url=self._api + path, headers=headers, body=sent)

    async def _ask(self, method: str, path: str) -> Answer:
        return await self._send(self._request(method, path))

    async def _send(self, request: Request) -> Answer:
        """Signed in; once more with a new token where the one in hand has run out."""
        bearer = self._bearer
        if bearer.reveal():
            answer = await self.line.ask(_signed(request, bearer))
            if answer.status != 401:
                return answer
        return await self.line.ask(_signed(request, await self._sign_in(bearer)))

    async def _sign_in(self, worn_out: Secret) -> Secret:
        async with self._signing_in:
            if self._bearer is not worn_out:
                return self._bearer
            answer = await self.line.ask(self._credentials())
            if not answer.ok:
                raise self.line.refusal(answer, _why_not_signed_in(answer), remedy=_SIGN_IN)
            token = Secret(worn_out.reference, self.line.decoded(answer, _Token).access_token)
            self.line.hide(token)
            self._bearer = token.made(lambda value: f"Bearer {value}")
            return self._bearer

    def _credentials(self) -> Request:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._secrets.id.reveal(),
            "client_secret": self._secrets.secret.reveal(),
        }
        return Request(
            method="POST",
            url=f"{self._site}/services/oauth2/token",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode(form).encode(),
        )

    def _taken(self, answer: Answer) -> Answer:
        if answer.ok:
            return answer
        mistakes = _mistakes(answer)
        said = ". ".join(f"{mistake.error_code}: {mistake.message}" for mistake in mistakes)
        if any(mistake.error_code in _FOR_NOW for mistake in mistakes):
            why = f'{self.line.who} answered {answer.status}: "{self.line.words(said)}"'
            raise NotNow(why, http.retry_after(answer.headers))
        raise self.line.refusal(answer, said, remedy=_REMEDY)


def carrier(destination: Destination, options: Options, secrets: Secrets) -> TicketCarrier:
    return TicketCarrier(Salesforce(destination, options, secrets))


def _signed(request: Request, bearer: Secret) -> Request:
    return msgspec.structs.replace(request, headers={**request.headers, "Authorization": bearer})


def _mistakes(answer: Answer) -> list[_Mistake]:
    try:
        return msgspec.json.decode(answer.body, type=list[_Mistake])
    except msgspec.DecodeError:
        return []


def _why_not_signed_in(answer: Answer) -> str:
    try:
        refusal = msgspec.json.decode(answer.body, type=_SignInRefusal)
    except msgspec.DecodeError:
        return ""
    return ": ".join(part for part in (refusal.error, refusal.error_description) if part)
