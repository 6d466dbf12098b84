"""
Microsoft Teams, by a workflow that posts what it receives as an Adaptive Card.

Whoever has the workflow's address can post, so the address itself is the secret. Words go as plain runs of text, never
as markdown: what a customer said can make no link. Teams takes 28 KB a card; longer words are cut, with a sign of it.
"""

from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from steadyline.delivery import http
from steadyline.delivery.http import Answer, Line, Request
from steadyline.delivery.secret import Secret
from steadyline.service.delivering import Destination, Message, Receipt, WrongDestination

_MOST_BYTES: Final = 28_000
_LONGEST_TITLE: Final = 250

_REMEDY: Final = {
    400: "make the workflow again from the template that posts to a channel when a webhook request is received",
    401: "let anyone trigger the workflow, and copy its address again",
    403: "let anyone trigger the workflow, and copy its address again",
    404: "the workflow is gone or switched off: switch it on, or name its new address",
    410: "the workflow is gone: make a new one and name its address",
}


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ca: Annotated[str, Meta(description="A file of further certificates to trust, in PEM form.")] = ""


class Secrets(msgspec.Struct, frozen=True):
    address: Annotated[Secret, Meta(description="The workflow's address, as Teams shows it when the workflow is made.")]


class _Trouble(msgspec.Struct, frozen=True):
    code: str = ""
    message: str = ""


class _Refusal(msgspec.Struct, frozen=True):
    error: _Trouble = _Trouble()


class TeamsCarrier:
    """The `Carrier` to one workflow."""

    def __init__(self, destination: Destination, options: Options, secrets: Secrets) -> None:
        try:
            self._address = secrets.address.made(http.address)
        except WrongDestination as error:
            raise WrongDestination(f"{secrets.address.reference}: {error}") from None
        self._line = Line(destination.name, secrets=[secrets.address, self._address], ca=options.ca)

    async def carry(self, message: Message) -> Receipt:
        answer = await self._line.ask(self._request(message))
        if not answer.ok:
            raise self._line.refusal(answer, _said(answer), remedy=_REMEDY)
        return Receipt(reference=self._line.words(answer.headers.get("x-ms-workflow-run-id", "")))

    def rehearse(self, message: Message) -> str:
        return self._request(message).shown()

    async def close(self) -> None:
        await self._line.close()

    def _request(self, message: Message) -> Request:
        return Request(
            method="POST",
            url=self._address,
            headers={"Content-Type": "application/json; charset=utf-8"},
            body=_posted(message),
        )


def _posted(message: Message) -> bytes:
    """The card with all words, or with as many of them as there is room for."""
    most = len(message.text)
    while len(body := msgspec.json.encode(_card(message, most))) > _MOST_BYTES:
        most //= 2
    return body


def _card(message: Message, most: int) -> dict[str, Any]:
    """With ``most`` signs of the text."""
    lines = [line for line in _cut(message.text, most).splitlines() if line.strip()]
    title = _cut(" ".join(message.subject.split()), _LONGEST_TITLE)
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [_words(title, weight="Bolder", size="Medium"), *(_words(line) for line in lines)],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _words(text: str, **look: str) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **look}]}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most] + "…"


def _said(answer: Answer) -> str:
    try:
        refusal = msgspec.json.decode(answer.body, type=_Refusal)
    except msgspec.DecodeError:
        return ""
    return ": ".join(part for part in (refusal.error.code, refusal.error.message) if part)
