"""A destination as written becomes a carrier, or is refused in words that say what to write."""

from pathlib import Path
from typing import Any

import pytest

from delivery.peers import WebhookPeer
from steadyline.delivery import choose
from steadyline.delivery.choose import AllWays
from steadyline.delivery.secret import Secrets
from steadyline.service.delivering import Destination, WrongDestination

GOOD: dict[str, Any] = {
    "kind": "webhook",
    "options": {"address": "https://hooks.example.com"},
    "secrets": {"key": "env:SECRET_HOOK"},
}
MAIL: dict[str, Any] = {"kind": "mail", "options": {"server": "mail.example.com", "sender": "care@example.com"}}
CHAT: dict[str, Any] = {"kind": "chat", "secrets": {"address": "env:SECRET_CHAT"}}


def refusal(environ: dict[str, str] | None = None, **changes: Any) -> str:
    destination = Destination(**({"id": "dst_1", "name": "the hook"} | GOOD | changes))
    with pytest.raises(WrongDestination) as refused:
        AllWays(Secrets({"SECRET_HOOK": WebhookPeer.key} | (environ or {}))).open(destination)
    return str(refused.value)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"kind": "fax"},
            "the hook: there is no way out of kind 'fax'; there are webhook, mail, calendar, chat, teams",
        ),
        ({"options": {}}, "webhook needs the option address: Where to post"),
        ({"secrets": {}}, "webhook needs the secret key: The key that signs"),
        (
            {"options": {"adress": "https://hooks.example.com"}},
            "webhook has no option 'adress' (did you mean address?)",
        ),
        ({"options": GOOD["options"] | {"key": "x"}}, "webhook has no option 'key'; it has address, source, ca"),
        ({"secrets": {"key": "env:SECRET_HOOK", "old": "env:X"}}, "webhook has no secret 'old'"),
        ({"secrets": {"key": "env:SECRET_HOK"}}, "secret key: the environment variable SECRET_HOK is not set"),
        ({"options": {"address": 7}}, "option address is 7, but takes text: Where to post"),
        ({"options": {"address": None}}, "option address is None, but takes text"),
        ({"options": GOOD["options"] | {"ca": "/nowhere.pem"}}, "ca: /nowhere.pem is no file of certificates"),
        (MAIL | {"options": MAIL["options"] | {"port": "25"}, "secrets": {}}, "option port is '25', but takes whole"),
        (MAIL | {"options": MAIL["options"] | {"port": 99999}, "secrets": {}}, "option port is 99999"),
        (
            MAIL | {"options": MAIL["options"] | {"security": "ssl"}, "secrets": {}},
            "option security is 'ssl', but takes one of `starttls`, `tls`, `none`",
        ),
        (
            MAIL | {"options": MAIL["options"] | {"security": "none"}, "secrets": {}},
            "security: none would send mail over the network as it is",
        ),
        (MAIL | {"options": MAIL["options"] | {"user": "care"}, "secrets": {}}, "user and password go together"),
        (MAIL | {"options": MAIL["options"] | {"sender": "care"}, "secrets": {}}, "sender must be an address such as"),
        (MAIL | {"options": MAIL["options"] | {"server": " "}, "secrets": {}}, "server must be the mail server's name"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], words: str):
    assert words in refusal(**changes)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("slack", "must be an address of a service that is known here"),
        ("json://127.0.0.1/hook", "must be an address of a service that is known here"),
        ("file:///etc/passwd", "must be an address of a service that is known here"),
        ("syslog://", "must be an address of a service that is known here"),
        ("mailto://user:pass@example.com", "must be an address of a service that is known here"),
        ("exec://ls", "must be an address of a service that is known here"),
        ("ntfy://internal.example.com/topic", "begin it with ntfys://"),
        ("ntfy://floor-topic", "begin it with ntfys://"),
        ("ntfys://ntfy.example.com/topic?verify=no", "take verify= and redirect= off"),
        ("ntfys://ntfy.example.com/topic?Redirect=yes", "take verify= and redirect= off"),
        ("slack://only-one-part", "is not an address that slack:// takes"),
    ],
)
def test_chat_goes_to_known_services_alone_and_safely(address: str, words: str):
    said = refusal({"SECRET_CHAT": address}, **({"options": {}} | CHAT))

    assert words in said
    assert "internal.example.com" not in said
    assert "only-one-part" not in said


@pytest.mark.parametrize("field", ["cf_x' OR 1=1", "", "a-b"])
@pytest.mark.parametrize("kind", ["freshdesk", "salesforce"])
def test_the_name_of_a_field_is_a_name(kind: str, field: str):
    options = {"address": "https://x.example.com", "field": field} | (
        {"requester": "a@example.com"} if kind == "freshdesk" else {}
    )
    names = {"freshdesk": ["key"], "salesforce": ["id", "secret"]}[kind]
    said = refusal(kind=kind, options=options, secrets=dict.fromkeys(names, "env:SECRET_HOOK"))

    assert "field must be" in said


def test_every_kind_says_all_that_can_be_set():
    for way in AllWays().kinds():
        assert way.help
        for option in way.options:
            assert option.help.endswith((".", ")")), f"{way.kind}.{option.name}"
            assert option.takes


def test_the_tables_of_the_documentation_are_those_of_the_code():
    page = (Path(__file__).parents[2] / "docs" / "deliveries.md").read_text(encoding="utf-8")

    for table in choose.documentation().split("\n\n### "):
        assert table.removeprefix("### ").strip() in page
