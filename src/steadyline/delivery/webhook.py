"""
Signed webhooks: a CloudEvents 1.0 envelope as JSON, signed as Standard Webhooks says.

The id of the message is the id of both, on every attempt, so that a receiver can drop a repeat. While a key is being
changed each request carries a signature by the new key and one by the former. Any answer but 2xx is tried again, as the
standard asks, save that the receiver is gone for good, moved, or cannot take so much.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta
from standardwebhooks import Webhook

from steadyline.delivery import http
from steadyline.delivery.http import Line, Request
from steadyline.delivery.secret import BLOT, Secret
from steadyline.service.delivering import Destination, Message, Never, NotNow, Receipt, WrongDestination

_FINAL: Final = {410, 413}
_REMEDY: Final = {
    401: "see that the receiver knows the key that signs here",
    403: "see that the receiver lets messages from here in, and knows the key that signs them",
    404: "there is nothing at this address: check it",
}
_KEY_BYTES: Final = range(24, 65)


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    address: Annotated[str, Meta(description="Where to post: `https`, or `http` on this machine.")]
    source: Annotated[str, Meta(description="Who sends, as `source` in the envelope.")] = "steadyline"
    ca: Annotated[str, Meta(description="A file of further certificates to trust, in PEM form.")] = ""


class Secrets(msgspec.Struct, frozen=True):
    key: Annotated[Secret, Meta(description="The key that signs: `whsec_` and 24 to 64 random bytes in base64.")]
    former_key: Annotated[
        Secret | None, Meta(description="The key before it, which signs too until the receiver knows the new one.")
    ] = None


class WebhookCarrier:
    """The `Carrier` to one receiver."""

    def __init__(
        self,
        destination: Destination,
        options: Options,
        secrets: Secrets,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        keys = [secrets.key, *([secrets.former_key] if secrets.former_key else [])]
        self._address = http.address(options.address)
        self._source = options.source
        self._signers = [(key, _signer(key)) for key in keys]
        self._clock = clock
        self._line = Line(destination.name, secrets=keys, ca=options.ca)

    async def carry(self, message: Message) -> Receipt:
        now = self._clock()
        body = self._body(message)
        signatures = " ".join(signer.sign(message.id, now, body.decode()) for _, signer in self._signers)
        stamp = {"webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signatures}
        answer = await self._line.ask(self._request(message, body, stamp))
        if answer.ok:
            return Receipt()
        refusal = self._line.refusal(answer, answer.body.decode(errors="replace"), remedy=_REMEDY)
        if isinstance(refusal, Never) and 400 <= answer.status and answer.status not in _FINAL:
            raise NotNow(str(refusal), http.retry_after(answer.headers))
        raise refusal

    def rehearse(self, message: Message) -> str:
        signatures = " ".join(f"v1,{BLOT} (by {key.reference})" for key, _ in self._signers)
        stamp = {"webhook-timestamp": "(the second at which it is sent)", "webhook-signature": signatures}
        return self._request(message, self._body(message), stamp).shown()

    async def close(self) -> None:
        await self._line.close()

    def _body(self, message: Message) -> bytes:
        envelope: dict[str, Any] = {
            "specversion": "1.0",
            "id": message.id,
            "source": self._source,
            "type": f"steadyline.{message.kind}",
            "time": message.at,
            **({"subject": message.about} if message.about else {}),
            "datacontenttype": "application/json",
            "data": {"subject": message.subject, "text": message.text, "facts": message.data},
        }
        return msgspec.json.encode(envelope)

    def _request(self, message: Message, body: bytes, stamp: Mapping[str, str]) -> Request:
        headers = {"Content-Type": "application/cloudevents+json; charset=utf-8", "webhook-id": message.id, **stamp}
        return Request(method="POST", url=self._address, headers=headers, body=body)


def _signer(key: Secret) -> Webhook:
    text = key.reveal()
    try:
        size = len(base64.b64decode(text.removeprefix("whsec_") + "==", validate=False))
    except (binascii.Error, ValueError):
        size = 0
    if not text.startswith("whsec_") or size not in _KEY_BYTES:
        raise WrongDestination(f"{key.reference} is no key for webhooks: write whsec_ and 24 to 64 bytes in base64")
    return Webhook(text)
