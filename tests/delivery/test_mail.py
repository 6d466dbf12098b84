"""Mail, by a real server that refuses, greylists and hangs up."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from delivery import mail_server, web_server
from delivery.mail_server import MailServer
from delivery.peers import message
from steadyline.delivery import smtp
from steadyline.delivery.choose import AllWays
from steadyline.delivery.secret import Secrets
from steadyline.service.delivering import Carrier, Destination, Never, NotNow

THREE = ("dana@example.com", "lee@example.com", "kim@example.com")


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server.serving() as server:
        yield server


def opened(server: MailServer, *, password: str = mail_server.PASSWORD, **options: Any) -> Carrier:
    options = {
        "server": "localhost",
        "port": server.port,
        "sender": "Care team <care@northwind.example>",
        "user": mail_server.USER,
        "ca": str(web_server.CERTIFICATE),
    } | options
    secrets = {"password": "env:SECRET_MAIL"} if options["user"] else {}
    destination = Destination(id="dst_1", kind="mail", name="mail", options=options, secrets=secrets)
    return AllWays(Secrets({"SECRET_MAIL": password})).open(destination)


async def test_a_mail_has_plain_words_and_html_where_there_is_some(server: MailServer):
    carrier = opened(server, reply_to="answers@northwind.example")
    await carrier.carry(message(html="<p>the refund of 40 €</p>"))
    await carrier.close()

    ((sender, to, mail),) = server.mails
    assert ("care@northwind.example", ["dana@example.com"]) == (sender, to)
    assert "Care team <care@northwind.example>" == mail["From"]
    assert "dana@example.com" == mail["To"]
    assert "answers@northwind.example" == mail["Reply-To"]
    assert message().subject == mail["Subject"]
    assert "<msg_01@northwind.example>" == mail["Message-ID"]
    assert "2026-11-22T09:30:00+00:00" == mail["Date"].datetime.isoformat()
    assert ["text/plain", "text/html"] == [part.get_content_type() for part in mail.iter_parts()]


async def test_a_mail_without_html_is_plain(server: MailServer):
    carrier = opened(server)
    await carrier.carry(message())
    await carrier.close()

    assert "text/plain" == server.mails[0][2].get_content_type()


async def test_one_refused_of_three_is_told_and_the_others_have_it(server: MailServer):
    server.of_address = {"lee@example.com": "550 5.1.1 No such user"}
    carrier = opened(server)
    receipt = await carrier.carry(message(to=THREE))
    await carrier.close()

    assert ["dana@example.com", "kim@example.com"] == server.mails[0][1]
    assert {"lee@example.com": "550 5.1.1 No such user"} == receipt.refused
    assert {} == receipt.later
    assert receipt.rest(message(to=THREE)) is None
    assert "4F00" in receipt.reference


async def test_one_greylisted_of_three_is_carried_again_to_that_one_alone(server: MailServer):
    server.of_address = {"lee@example.com": "450 4.7.1 Greylisted", "kim@example.com": "550 5.1.1 No such user"}
    carrier = opened(server)
    receipt = await carrier.carry(message(to=THREE))
    assert {"lee@example.com": "450 4.7.1 Greylisted"} == receipt.later
    assert ["kim@example.com"] == list(receipt.refused)

    server.of_address = {}
    rest = receipt.rest(message(to=THREE))
    assert rest is not None
    await carrier.carry(rest)
    await carrier.close()

    assert [["dana@example.com"], ["lee@example.com"]] == [to for _, to, _ in server.mails]
    assert 1 == len({mail["Message-ID"] for _, _, mail in server.mails})


async def test_all_refused_for_good_is_never(server: MailServer):
    server.of_address = dict.fromkeys(THREE, "550 5.1.1 No such user")
    carrier = opened(server)
    with pytest.raises(Never, match=r"dana@example.com: 550 5\.1\.1 No such user.*correct the addresses"):
        await carrier.carry(message(to=THREE))
    await carrier.close()


async def test_all_refused_and_one_of_them_for_now_is_not_now(server: MailServer):
    server.of_address = dict.fromkeys(THREE, "550 5.1.1 No such user") | {"kim@example.com": "451 4.7.1 Greylisted"}
    carrier = opened(server)
    with pytest.raises(NotNow, match="Greylisted"):
        await carrier.carry(message(to=THREE))
    await carrier.close()


@pytest.mark.parametrize(
    ("reply", "kind"), [("451 4.3.0 Try later", NotNow), ("452 4.2.2 Full", NotNow), ("554 5.7.1 Spam", Never)]
)
async def test_what_is_said_of_the_mail_itself_is_for_now_or_for_good(
    server: MailServer, reply: str, kind: type[Exception]
):
    server.of_mail = reply
    carrier = opened(server)
    with pytest.raises(kind, match=reply[10:]):
        await carrier.carry(message())
    await carrier.close()


async def test_a_line_that_breaks_after_the_mail_was_sent_gives_the_same_mail_again(server: MailServer):
    server.hangs_up = True
    carrier = opened(server)
    with pytest.raises(NotNow, match="hung up"):
        await carrier.carry(message(html="<p>a</p>"))
    server.hangs_up = False
    await carrier.carry(message(html="<p>a</p>"))
    await carrier.close()

    first, again = server.raw
    assert first == again
    assert b"Message-ID: <msg_01@northwind.example>" in first


async def test_without_encryption_nothing_is_sent():
    async with mail_server.serving(tls=False, sign_in=False) as server:
        carrier = opened(server, user="")
        with pytest.raises((Never, NotNow), match=r"(?i)starttls"):
            await carrier.carry(message())
        await carrier.close()

    assert [] == server.mails


async def test_on_this_machine_mail_may_go_as_it_is():
    async with mail_server.serving(tls=False, sign_in=False) as server:
        carrier = opened(server, user="", security="none", ca="")
        await carrier.carry(message())
        await carrier.close()

    assert 1 == len(server.mails)


async def test_a_server_may_be_encrypted_from_the_first_byte():
    async with mail_server.serving(implicit=True) as server:
        carrier = opened(server, security="tls")
        await carrier.carry(message())
        await carrier.close()

    assert 1 == len(server.mails)


async def test_a_server_that_is_not_who_it_says_gets_nothing(server: MailServer):
    carrier = opened(server, ca="")
    with pytest.raises(NotNow, match=r"(?i)certificate"):
        await carrier.carry(message())
    await carrier.close()

    assert [] == server.mails


async def test_a_wrong_password_is_never_and_says_what_to_do(server: MailServer):
    carrier = opened(server, password="wrong words")
    with pytest.raises(Never, match=r"535.*does not take this user and password: correct them"):
        await carrier.carry(message())
    await carrier.close()


async def test_nobody_at_the_port_is_not_now():
    server = MailServer()
    server.port = 9
    carrier = opened(server)
    with pytest.raises(NotNow):
        await carrier.carry(message())


async def test_words_of_a_call_cannot_write_headers(server: MailServer):
    carrier = opened(server)
    await carrier.carry(
        message(subject="Hi\r\nBcc: all@example.com\n\nbody", text="\r\n.\r\nRCPT TO:<x@example.com>\r\n")
    )
    await carrier.close()

    ((_, to, mail),) = server.mails
    assert ["dana@example.com"] == to
    assert mail["Bcc"] is None
    assert "Hi Bcc: all@example.com body" == mail["Subject"]
    assert "\n.\n" in mail.get_content().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "address",
    [
        "dana",
        "dana@",
        "@example.com",
        "a b@example.com",
        "a@b c.example",
        "a@example.com\r\nRCPT TO:<x@y.z>",
        "zoë@example.com",
        "Dana <dana@example.com>",
        "a@example.com,b@example.com",
        "",
    ],
)
async def test_what_is_no_address_is_refused_and_the_others_have_it(server: MailServer, address: str):
    carrier = opened(server)
    receipt = await carrier.carry(message(to=(address, "kim@example.com")))
    assert [address] == list(receipt.refused)
    assert ["kim@example.com"] == server.mails[0][1]

    with pytest.raises(Never, match="nobody to send this mail to"):
        await carrier.carry(message(to=(address,)))
    await carrier.close()


async def test_what_is_no_address_is_told_with_how_one_is_written(server: MailServer):
    with pytest.raises(Never, match=r'"dana": a mail address has a name, an @ and a domain, as in dana@example\.com'):
        await opened(server).carry(message(to=("dana",)))
    with pytest.raises(Never, match=r'"a@b\.c RCPT TO:<x@y\.z>": '):
        await opened(server).carry(message(to=("a@b.c\r\nRCPT TO:<x@y.z>",)))


async def test_a_mail_to_nobody_is_never(server: MailServer):
    with pytest.raises(Never, match="names no address"):
        await opened(server).carry(message(to=()))
    with pytest.raises(Never, match="names no address"):
        opened(server).rehearse(message(to=()))


async def test_a_domain_in_other_letters_is_reached_by_its_plain_name(server: MailServer):
    carrier = opened(server)
    await carrier.carry(message(to=("kim@bücher.example",)))
    await carrier.close()

    assert ["kim@xn--bcher-kva.example"] == server.mails[0][1]


async def test_a_rehearsal_is_the_mail_as_its_reader_sees_it(server: MailServer):
    shown = opened(server).rehearse(message(html="<p>a &amp; b</p>", to=(*THREE, "nobody")))

    for line in (
        f"By localhost:{server.port}",
        "To lee@example.com",
        "Not to nobody: a mail address has a name, an @ and a domain, as in dana@example.com",
        "From: Care team <care@northwind.example>",
        f"Subject: {message().subject}",
        "Message-ID: <msg_01@northwind.example>",
        "--- text/plain",
        "--- text/html",
        "<p>a &amp; b</p>",
    ):
        assert line in shown.splitlines(), line
    assert 0 == server.sessions


async def test_connections_are_kept_while_there_is_mail_and_are_few(server: MailServer):
    carrier = opened(server)
    for number in range(5):
        await carrier.carry(message(f"msg_{number}"))
    assert 2 == server.sessions  # EHLO before STARTTLS and after

    await asyncio.gather(*(carrier.carry(message(f"msg_{number}")) for number in range(5, 30)))
    await carrier.close()

    assert server.sessions <= 8
    assert 30 == len(server.mails)


async def test_a_mail_under_way_while_it_is_closed_keeps_no_connection_after(server: MailServer):
    server.takes = 0.3
    carrier = opened(server)
    under_way = asyncio.create_task(carrier.carry(message()))
    await asyncio.sleep(0.15)
    await carrier.close()
    await under_way
    await asyncio.sleep(0.1)

    assert [] == [each for each in server.open if each.transport and not each.transport.is_closing()]


async def test_who_waits_for_a_turn_is_not_given_up(server: MailServer, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(smtp, "SECONDS", 3.0)
    server.takes = 0.4
    carrier = opened(server)
    await asyncio.gather(*(carrier.carry(message(f"msg_{number}")) for number in range(32)))
    await carrier.close()

    assert 32 == len(server.mails)


async def test_a_connection_that_the_server_closed_meanwhile_is_made_anew(server: MailServer):
    carrier = opened(server)
    await carrier.carry(message("msg_1"))
    server.drop_all()
    await asyncio.sleep(0.05)
    await carrier.carry(message("msg_2"))
    await carrier.close()

    assert 2 == len(server.mails)
