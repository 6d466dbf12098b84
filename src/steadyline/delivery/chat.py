"""
Chat and paging services, by Apprise: one address in its syntax for each destination, which is the secret.

Only services known to be for chat or paging; none that write files, run programs or post to any address whatever. What
Apprise has to say never reaches a log, for it would print addresses: of a failure the status alone is told. These
services know no repeats: a message whose answer was lost may be seen twice.
"""

import asyncio
import logging
import re
from typing import Annotated, Final
from urllib.parse import parse_qs, urlsplit

import apprise
import msgspec
from msgspec import Meta

from steadyline.delivery import http
from steadyline.delivery.secret import BLOT, Secret
from steadyline.service.delivering import Destination, Message, Never, NotNow, Receipt, WrongDestination

SERVICES: Final = {
    "betterstack": "Better Stack",
    "discord": "Discord",
    "gchat": "Google Chat",
    "goalerts": "GoAlert",
    "gotifys": "Gotify",
    "ilert": "ilert",
    "incidentio": "incident.io",
    "matrixs": "Matrix",
    "mmosts": "Mattermost",
    "ntfys": "ntfy",
    "opsgenie": "Opsgenie",
    "pagerduty": "PagerDuty",
    "pagertree": "PagerTree",
    "pover": "Pushover",
    "rockets": "Rocket.Chat",
    "signl4": "SIGNL4",
    "slack": "Slack",
    "splunk": "Splunk On-Call",
    "squadcast": "Squadcast",
    "tgram": "Telegram",
    "wxteams": "Webex",
    "zulip": "Zulip",
}
"""What an address may begin with, each with the service's name."""

_IN_THE_CLEAR: Final = {f"{name}" for name in ("goalert", "gotify", "matrix", "mmost", "ntfy", "rocket")}
"""The same over plain http: on this machine alone."""

SECONDS: float = 20.0
"""For one message."""


def _no_more_than_the_status(record: logging.LogRecord) -> bool:
    """Of what Apprise would log, only warnings, and of these the status alone: the rest may hold addresses."""
    status = _STATUS.search(record.getMessage())
    record.msg, record.args = (status[0] if status else "failed"), ()
    record.exc_info = record.exc_text = record.stack_info = None
    return record.levelno >= logging.WARNING


_STATUS: Final = re.compile(r"error=(\d{3})")
logging.getLogger("apprise").addFilter(_no_more_than_the_status)
logging.getLogger("urllib3").setLevel(logging.ERROR)  # it would log the paths of addresses


def warm() -> None:
    """Load every service that Apprise knows, as it does for its first address. Takes a second or two."""
    apprise.Apprise.instantiate("ntfys://localhost/warm", asset=_asset())


class Options(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing: all that Apprise takes stands in the address."""


class Secrets(msgspec.Struct, frozen=True):
    address: Annotated[
        Secret, Meta(description="The address in Apprise's syntax, such as `slack://…` or `pagerduty://…`.")
    ]


class ChatCarrier:
    """The `Carrier` to one chat or paging service."""

    def __init__(self, destination: Destination, options: Options, secrets: Secrets) -> None:
        self._who = destination.name
        self._address = secrets.address
        self._service = self._open()

    async def carry(self, message: Message) -> Receipt:
        talk = apprise.Apprise(asset=_asset())
        talk.add(self._open())  # one for each: they are not made for several threads
        result = await asyncio.to_thread(
            talk.notify,
            body=message.text,
            title=message.subject,
            body_format=apprise.NotifyFormat.TEXT,
            timeout=SECONDS,
        )
        if not result:
            raise self._refusal(" ".join(str(entry.message) for entry in result.logs()))
        return Receipt()

    def rehearse(self, message: Message) -> str:
        schema = urlsplit(self._address.reveal()).scheme
        to = f"{schema}://{BLOT} ({self._address.reference})"
        return f"To {self._service.service_name} by Apprise: {to}\n\n{message.subject}\n\n{message.text}\n"

    async def close(self) -> None:
        """Nothing is kept open."""

    def _open(self) -> apprise.NotifyBase:
        where = self._address.reference
        url = self._address.reveal()
        try:
            parts = urlsplit(url)
            schema, host, asked = parts.scheme, parts.hostname or "", parse_qs(parts.query.lower())
        except ValueError:
            schema, host, asked = "", "", {}
        if schema not in SERVICES and schema not in _IN_THE_CLEAR:
            known = ", ".join(f"{name}://" for name in SERVICES)
            raise WrongDestination(f"{where} must be an address of a service that is known here: {known}")
        if schema in _IN_THE_CLEAR and not http.is_loopback(host):
            raise WrongDestination(f"{where} would send words over the network as they are; begin it with {schema}s://")
        if {"verify", "redirect"} & asked.keys():
            raise WrongDestination(
                f"{where}: certificates are always checked and redirects never followed; take verify= and redirect= off"
            )
        service = apprise.Apprise.instantiate(url, asset=_asset(), suppress_exceptions=True)
        if service is None:
            raise WrongDestination(
                f"{where} is not an address that {schema}:// takes; compare it with Apprise's manual"
            )
        return service

    def _refusal(self, said: str) -> NotNow | Never:
        status = _STATUS.search(said)
        if status is None:
            return NotNow(f"{self._who} did not take it: no answer, or one that Apprise does not know")
        why = f"{self._who} answered {status[1]}"
        code = int(status[1])
        if code in (408, 425, 429) or code >= 500:
            return NotNow(why)
        return Never(f"{why}: it does not know us or what we name; correct the address in {self._address.reference}")


def _asset() -> apprise.AppriseAsset:
    return apprise.AppriseAsset(
        storage_mode=apprise.PersistentStoreMode.MEMORY,
        http_redirects=False,
        plugin_paths=[],
        app_id="Steadyline",
        app_desc="Steadyline",
        app_url="",
        image_url_mask="",
        image_url_logo="",
    )
