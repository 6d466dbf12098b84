"""
From a destination as an admin wrote it to its carrier.

Each kind says in its module which options and secrets it takes; the tables in docs/deliveries.md and the forms on the
page follow from there. What is missing, misspelt or of the wrong type is refused by its name, with what to write.
"""

import difflib
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeVar, get_args, get_origin

import msgspec

from steadyline.delivery import (
    calendar,
    chat,
    freshdesk,
    http,
    hubspot,
    jira,
    mail,
    salesforce,
    teams,
    webhook,
    zendesk,
)
from steadyline.delivery.secret import Secrets
from steadyline.service.delivering import Carrier, Destination, Option, Way, WrongDestination

Struct = TypeVar("Struct", bound=msgspec.Struct)


class _Kind(msgspec.Struct, frozen=True):
    help: str
    options: type[msgspec.Struct]
    secrets: type[msgspec.Struct]
    make: Callable[[Destination, Any, Any], Carrier]


_KINDS: Final = {
    "webhook": _Kind(
        "A signed webhook: any program that takes a request.", webhook.Options, webhook.Secrets, webhook.WebhookCarrier
    ),
    "mail": _Kind("Mail, by a mail server.", mail.Options, mail.Secrets, mail.MailCarrier),
    "calendar": _Kind(
        "Invitations, by a mail server: the deadline in the calendar of whoever the message is for.",
        calendar.Options,
        calendar.Secrets,
        calendar.CalendarCarrier,
    ),
    "chat": _Kind("Chat and paging services, by Apprise.", chat.Options, chat.Secrets, chat.ChatCarrier),
    "teams": _Kind("Microsoft Teams, by a workflow.", teams.Options, teams.Secrets, teams.TeamsCarrier),
    "zendesk": _Kind("Tickets in Zendesk.", zendesk.Options, zendesk.Secrets, zendesk.carrier),
    "salesforce": _Kind("Cases in Salesforce.", salesforce.Options, salesforce.Secrets, salesforce.carrier),
    "hubspot": _Kind("Tickets in HubSpot.", hubspot.Options, hubspot.Secrets, hubspot.carrier),
    "jira": _Kind("Requests in Jira Service Management.", jira.Options, jira.Secrets, jira.carrier),
    "freshdesk": _Kind("Tickets in Freshdesk.", freshdesk.Options, freshdesk.Secrets, freshdesk.carrier),
}


class AllWays:
    """The `Ways`."""

    def __init__(self, secrets: Secrets | None = None) -> None:
        self._secrets = secrets or Secrets()

    def kinds(self) -> list[Way]:
        return [
            Way(kind=name, help=kind.help, options=(*_options(kind.options, False), *_options(kind.secrets, True)))
            for name, kind in _KINDS.items()
        ]

    def open(self, destination: Destination) -> Carrier:
        try:
            if destination.kind not in _KINDS:
                known = ", ".join(_KINDS)
                raise WrongDestination(f"there is no way out of kind {destination.kind!r}; there are {known}")
            kind = _KINDS[destination.kind]
            _check_names(destination, kind)
            options = _converted(destination.options, kind.options)
            read = {name: self._read(name, reference) for name, reference in destination.secrets.items()}
            return kind.make(destination, options, kind.secrets(**read))
        except WrongDestination as error:
            raise WrongDestination(f"{destination.name or 'this destination'}: {error}") from None

    def _read(self, name: str, reference: str) -> object:
        try:
            return self._secrets.read(reference)
        except WrongDestination as error:
            raise WrongDestination(f"secret {name}: {error}") from None


def warm() -> None:
    """Read what the first destination would wait for: the usual certificates, and Apprise's services. Blocks."""
    http.trusting("")
    chat.warm()


def documentation() -> str:
    """The tables of docs/deliveries.md."""
    return "\n\n".join(_table(way) for way in AllWays().kinds())


def _table(way: Way) -> str:
    rows = [
        f"| `{option.name}` | {_in_words(option)} | {_default_in_words(option)} | {option.help} |"
        for option in way.options
    ]
    head = ["| option | takes | default | what it is |", "|---|---|---|---|"]
    return "\n".join([f"### `{way.kind}`", "", way.help, "", *head, *rows])


def _options(struct: type[msgspec.Struct], secret: bool) -> list[Option]:
    return [_option(field, secret) for field in msgspec.structs.fields(struct)]


def _option(field: msgspec.structs.FieldInfo, secret: bool) -> Option:
    plain, meta = get_args(field.type)
    choices = get_args(plain) if get_origin(plain) is Literal else ()
    return Option(
        name=field.name,
        takes="reference" if secret else "choice" if choices else _TAKES[plain],
        choices=choices,
        default=None if secret or field.required or field.default == "" else field.default,
        help=meta.description,
        required=field.required,
    )


_TAKES: Final[dict[Any, Literal["text", "number", "yes_or_no"]]] = {str: "text", int: "number", bool: "yes_or_no"}


def _in_words(option: Option) -> str:
    if option.takes == "choice":
        return "one of " + ", ".join(f"`{choice}`" for choice in option.choices)
    return {"text": "text", "number": "whole number", "yes_or_no": "true or false", "reference": "secret"}[option.takes]


def _default_in_words(option: Option) -> str:
    if option.required:
        return "**required**"
    return "" if option.default is None else f"`{msgspec.json.encode(option.default).decode()}`"


def _check_names(destination: Destination, kind: _Kind) -> None:
    for what, given, struct in (
        ("option", destination.options, kind.options),
        ("secret", destination.secrets, kind.secrets),
    ):
        fields = {field.name: field for field in msgspec.structs.fields(struct)}
        for name in given:
            if name not in fields:
                raise WrongDestination(f"{destination.kind} has no {what} {name!r}{_nearest(name, fields)}")
        for name, field in fields.items():
            if field.required and name not in given:
                raise WrongDestination(f"{destination.kind} needs the {what} {name}: {_meant(field)}")


def _converted(given: Mapping[str, Any], struct: type[Struct]) -> Struct:
    for field in msgspec.structs.fields(struct):
        if field.name in given:
            try:
                msgspec.convert(given[field.name], field.type)
            except msgspec.ValidationError:
                takes = _in_words(_option(field, secret=False))
                raise WrongDestination(
                    f"option {field.name} is {given[field.name]!r}, but takes {takes}: {_meant(field)}"
                ) from None
    return msgspec.convert(dict(given), struct)


def _meant(field: msgspec.structs.FieldInfo) -> str:
    return str(get_args(field.type)[1].description)


def _nearest(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f" (did you mean {near[0]}?)" if near else f"; it has {', '.join(known) or 'none'}"


if __name__ == "__main__":
    print(documentation())
