"""Signed webhooks, before a receiver that verifies them and ones that misbehave."""

import asyncio
import base64
import gzip
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from delivery import web_server
from delivery.peers import WebhookPeer, message, web
from delivery.web_server import Reply
from steadyline.delivery import http
from steadyline.delivery.choose import AllWays
from steadyline.delivery.secret import Secrets
from steadyline.service.delivering import Carrier, Destination, Never, NotNow, Receipt, WrongDestination


@pytest.fixture
def hook() -> Iterator[WebhookPeer]:
    with web(WebhookPeer) as peer:
        yield peer


def opened(address: str, environ: dict[str, str] | None = None, **options: Any) -> Carrier:
    environ = environ or {"SECRET_NEW": WebhookPeer.key}
    names = {"key": "env:SECRET_NEW"} | ({"former_key": "env:SECRET_OLD"} if "SECRET_OLD" in environ else {})
    options = {"address": address} | options
    return AllWays(Secrets(environ)).open(
        Destination(id="dst_1", kind="webhook", name="hook", options=options, secrets=names)
    )


async def test_the_envelope_is_a_cloud_event(hook: WebhookPeer):
    await hook.carrier().carry(message())

    headers = hook.web.asked[0].headers
    assert "application/cloudevents+json; charset=utf-8" == headers["content-type"]
    assert "identity" == headers["accept-encoding"]  # so that nothing swells on unpacking
    assert {
        "specversion": "1.0",
        "id": "msg_01",
        "source": "steadyline",
        "type": "steadyline.promise_late",
        "time": "2026-11-22T09:30:00Z",
        "subject": "prm_8f2",
        "datacontenttype": "application/json",
        "data": {"subject": message().subject, "text": message().text, "facts": message().data},
    } == hook.got["msg_01"]


async def test_a_message_about_nothing_has_no_subject(hook: WebhookPeer):
    await hook.carrier().carry(message(about=""))

    assert "subject" not in hook.got["msg_01"]


async def test_every_attempt_has_the_same_id_and_its_own_time(hook: WebhookPeer):
    hook.web.odd = Reply(500)
    with pytest.raises(NotNow):
        await hook.carrier().carry(message())
    hook.web.odd = None
    await hook.carrier().carry(message())

    assert ["msg_01", "msg_01"] == [asked.headers["webhook-id"] for asked in hook.web.asked]
    assert 5 > abs(time.time() - int(hook.web.asked[1].headers["webhook-timestamp"]))


async def test_while_a_key_is_changed_both_the_new_and_the_former_verify(hook: WebhookPeer):
    hook.web.odd = Reply(200)
    await opened(hook.web.url, {"SECRET_NEW": WebhookPeer.other, "SECRET_OLD": WebhookPeer.key}).carry(message())

    (asked,) = hook.web.asked
    assert 2 == len(asked.headers["webhook-signature"].split(" "))
    for key in (WebhookPeer.key, WebhookPeer.other):
        Webhook(key).verify(asked.body, asked.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(base64.b64encode(bytes(32)).decode()).verify(asked.body, asked.headers)


async def test_the_signature_holds_wherever_the_machine_is(hook: WebhookPeer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    try:
        await hook.carrier().carry(message())
    finally:
        monkeypatch.undo()
        time.tzset()

    assert ["msg_01"] == list(hook.got)


async def test_a_rehearsal_is_what_is_sent_but_for_the_signature(hook: WebhookPeer):
    carrier = hook.carrier()
    shown = carrier.rehearse(message())
    await carrier.carry(message())

    (asked,) = hook.web.asked
    assert shown.startswith(f"POST {hook.web.url}/hook\n")
    assert "webhook-id: msg_01" in shown
    assert "v1,▒▒▒▒ (by env:SECRET_HOOK)" in shown
    body = shown.split("\n\n", 1)[1]
    assert asked.json == json.loads(body)


@pytest.mark.parametrize("status", [400, 401, 404, 408, 425, 500, 502, 503, 504])
async def test_what_may_be_mended_is_tried_again(hook: WebhookPeer, status: int):
    hook.web.odd = Reply(status)
    with pytest.raises(NotNow, match=f"hook answered {status}") as told:
        await hook.carrier().carry(message())
    assert "send again" not in str(told.value), "that is done without anybody"


async def test_a_webhook_that_does_not_know_us_is_told_of_its_key(hook: WebhookPeer):
    hook.web.odd = Reply(401)
    with pytest.raises(NotNow, match="see that the receiver knows the key") as told:
        await hook.carrier().carry(message())
    assert "user" not in str(told.value)


@pytest.mark.parametrize(("status", "what"), [(410, "remove this destination"), (413, "too long")])
async def test_a_receiver_that_is_gone_or_full_is_not_tried_again(hook: WebhookPeer, status: int, what: str):
    hook.web.odd = Reply(status)
    with pytest.raises(Never, match=what):
        await hook.carrier().carry(message())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_never_followed(hook: WebhookPeer, status: int):
    with web_server.serving(lambda asked: Reply()) as elsewhere:
        hook.web.odd = Reply(status, headers={"Location": elsewhere.url})
        with pytest.raises(Never, match="points elsewhere"):
            await hook.carrier().carry(message())

    assert [] == elsewhere.asked


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        ("999999999", 86_400),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("1e9", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 99 Oct 2015 07:28:00 GMT", None),
    ],
)
async def test_when_to_come_back_is_taken_within_reason(hook: WebhookPeer, header: str, seconds: float | None):
    hook.web.odd = Reply(429, headers={"Retry-After": header})
    with pytest.raises(NotNow) as failed:
        await hook.carrier().carry(message())

    assert seconds == failed.value.retry_after


async def test_when_to_come_back_may_be_a_date(hook: WebhookPeer):
    hook.web.odd = Reply(503, headers={"Retry-After": format_datetime(datetime.now(UTC) + timedelta(minutes=5), True)})
    with pytest.raises(NotNow) as failed:
        await hook.carrier().carry(message())

    assert failed.value.retry_after == pytest.approx(300, abs=3)


@pytest.mark.parametrize("length", [0, 1, 50, 10**12])
async def test_a_lie_about_the_length_changes_nothing_once_it_was_taken(
    hook: WebhookPeer, length: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(http, "BODY_SECONDS", 0.3)
    hook.web.odd = Reply(200, b"thanks", claims=length)
    assert Receipt() == await hook.carrier().carry(message())

    hook.web.odd = Reply(500, b"oh", claims=length)
    with pytest.raises(NotNow, match="answered 500"):
        await hook.carrier().carry(message())


@pytest.mark.parametrize("claims", [-1, -(10**9)])
async def test_a_length_that_is_none_is_a_failure_that_may_pass(hook: WebhookPeer, claims: int):
    hook.web.odd = Reply(200, b"thanks", claims=claims)
    with pytest.raises(NotNow):
        await hook.carrier().carry(message())


async def test_an_endless_answer_is_not_read_to_its_end(hook: WebhookPeer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(http, "BODY_SECONDS", 0.3)
    hook.web.odd = Reply(200, b"x" * 40_000_000)
    await hook.carrier().carry(message())

    hook.web.odd = Reply(200, b"drip" * 100, drip=0.1)
    began = time.monotonic()
    await hook.carrier().carry(message())
    assert time.monotonic() - began < 2


async def test_a_packed_answer_is_not_unpacked(hook: WebhookPeer):
    hook.web.odd = Reply(500, gzip.compress(b"swollen"), {"Content-Encoding": "gzip"})
    with pytest.raises(NotNow, match="answered 500") as failed:
        await hook.carrier().carry(message())

    assert "swollen" not in str(failed.value)


async def test_who_waits_for_a_turn_is_not_given_up(hook: WebhookPeer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(http, "SECONDS", 3.0)
    real = hook.web.answer
    hook.web.answer = lambda asked: (time.sleep(0.6), real(asked))[1]
    carrier = hook.carrier()
    await asyncio.gather(*(carrier.carry(message(f"msg_{number}")) for number in range(120)))
    await carrier.close()

    assert 120 == len(hook.got)


async def test_a_line_that_breaks_may_be_mended(hook: WebhookPeer):
    hook.web.odd = Reply(drops=True)
    with pytest.raises(NotNow, match="could not be reached"):
        await hook.carrier().carry(message())


async def test_nobody_at_the_address_may_be_mended(hook: WebhookPeer):
    carrier = opened("http://127.0.0.1:9/hook")
    with pytest.raises(NotNow, match="could not be reached"):
        await carrier.carry(message())


async def test_a_certificate_is_checked_and_the_sites_own_may_be_named():
    with web_server.serving(lambda asked: Reply(), tls=True) as server:
        with pytest.raises(NotNow, match="certificate"):
            await opened(server.url).carry(message())
        assert [] == server.asked

        await opened(server.url, ca=str(web_server.CERTIFICATE)).carry(message())
        assert 1 == len(server.asked)


async def test_no_proxy_is_used(hook: WebhookPeer, monkeypatch: pytest.MonkeyPatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    await hook.carrier().carry(message())

    assert ["msg_01"] == list(hook.got)


async def test_what_a_receiver_says_is_told_short_and_without_signs_that_do_harm(hook: WebhookPeer):
    hook.web.odd = Reply(500, b"\x1b[31m" + WebhookPeer.key.encode() + b"\r\n" + b"no room " * 200)
    with pytest.raises(NotNow) as failed:
        await hook.carrier().carry(message())

    assert "no room" in str(failed.value)
    assert str(failed.value).isprintable()
    assert len(str(failed.value)) < 400
    assert WebhookPeer.key not in str(failed.value)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://hooks.example.com/a", "use https"),
        ("http://169.254.169.254/latest", "use https"),
        ("http://127.0.0.1.example.com/", "use https"),
        ("http://10.0.0.8/hook", "use https"),
        ("ftp://127.0.0.1/", "must be a web address"),
        ("file:///etc/passwd", "must be a web address"),
        ("hooks.example.com", "must be a web address"),
        ("", "must be a web address"),
        ("https://", "must be a web address"),
        ("https://[::1", "must be a web address"),
        ("https://hooks.example.com:99999/", "must be a web address"),
        ("https://hooks.example.com/a b", "must be a web address"),
        ("https://hooks.example.com/\r\nX: y", "must be a web address"),
        ("https://ann:secret7@hooks.example.com/", "name them under secrets"),
        ("https://hooks.example.com/#part", "never sent"),
    ],
)
def test_an_address_that_may_not_be_sent_to_is_refused(address: str, why: str):
    with pytest.raises(WrongDestination, match=why) as refused:
        opened(address)
    assert "secret7" not in str(refused.value)


@pytest.mark.parametrize("address", ["https://hooks.example.com/a?b=c", "http://localhost:8080/", "http://[::1]/x"])
def test_an_address_that_may_be_sent_to_is_taken(address: str):
    opened(address)


@pytest.mark.parametrize(
    "key", ["whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_" + "QUJD" * 40, "whsec_é!"]
)
def test_a_key_that_protects_nothing_is_refused(key: str):
    with pytest.raises(WrongDestination, match="env:SECRET_NEW is no key for webhooks") as refused:
        opened("https://hooks.example.com", {"SECRET_NEW": key})
    assert key not in str(refused.value)
