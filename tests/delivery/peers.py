"""
For each way out the other side, real on loopback, behind one face: what the contract suite asks of every carrier.
"""

import base64
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any, ClassVar

from icalendar import Calendar
from standardwebhooks import Webhook

from delivery import desks, mail_server, web_server
from delivery.web_server import Asked, Reply, WebServer
from steadyline.delivery.choose import AllWays
from steadyline.delivery.secret import Secrets
from steadyline.service.delivering import Carrier, Destination, Entry, Message, Never, NotNow
from steadyline.testing import ScriptedCarrier

ENTRY = Entry(
    uid="prm_8f2",
    sequence=2,
    changed="2026-11-22T09:30:00Z",
    due="2026-11-27T17:00:00-05:00",
    timezone="America/New_York",
    summary="Refund for the May bill",
)


def message(id: str = "msg_01", **changes: Any) -> Message:
    """One that any carrier takes."""
    fields: dict[str, Any] = {
        "id": id,
        "kind": "promise_late",
        "at": "2026-11-22T09:30:00Z",
        "to": ("dana@example.com",),
        "subject": "Your refund – a new date",
        "text": 'Hi Dana,\n\nthe refund of 40 € comes on <Friday> & not "today".\nZoë \u4e09',
        "about": "prm_8f2",
        "data": {"promise": "prm_8f2", "due": "2026-11-27T17:00:00-05:00"},
        "entry": ENTRY,
    }
    return Message(**(fields | changes))


class Peer:
    """The other side. ``secrets``: the environment that references are read from; ``wrong``: one that is refused."""

    kind: ClassVar[str]
    knows_repeats: ClassVar[bool] = True
    says_when: ClassVar[bool] = True
    """It can say when to try again."""
    has_secret: ClassVar[bool] = True
    secrets: dict[str, str]
    wrong: dict[str, str]

    def destination(self) -> Destination:
        raise NotImplementedError

    def carrier(self, *, wrong: bool = False) -> Carrier:
        return AllWays(Secrets(self.wrong if wrong else self.secrets)).open(self.destination())

    @property
    def texts(self) -> list[str]:
        """The words of each message, as whoever reads them sees them; a repeat that the peer knows is not there."""
        raise NotImplementedError

    @property
    def touched(self) -> int:
        """How often anything came."""
        raise NotImplementedError

    def busy(self) -> None:
        """From now on, refuse for now; where it can, for 7 s."""
        raise NotImplementedError

    def hang(self) -> None:
        """From now on, never answer."""
        raise NotImplementedError

    def well(self) -> None:
        """Do as at first."""
        raise NotImplementedError


class ScriptedPeer(Peer):
    """Behind the public fake."""

    kind = "scripted"
    has_secret = False

    def __init__(self) -> None:
        self.fake = ScriptedCarrier()
        self.now: NotNow | None = None

    def carrier(self, *, wrong: bool = False) -> Carrier:
        if wrong:
            return ScriptedCarrier([Never("on purpose")])
        self.fake = ScriptedCarrier([self.now] if self.now else [])
        return self.fake

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.fake.brought.values()]

    @property
    def touched(self) -> int:
        return len(self.fake.carried)

    def busy(self) -> None:
        self.now = NotNow("on purpose", retry_after=7)

    def hang(self) -> None:
        self.now = NotNow("on purpose")

    def well(self) -> None:
        self.now = None


class WebPeer(Peer):
    """Whatever is reached over HTTP."""

    def __init__(self, web: WebServer) -> None:
        self.web = web

    @property
    def touched(self) -> int:
        return len(self.web.asked)

    def busy(self) -> None:
        self.web.odd = Reply(429, {"message": "slow down"}, {"Retry-After": "7"})

    def hang(self) -> None:
        self.web.odd = Reply(after=60)

    def well(self) -> None:
        self.web.odd = None


class WebhookPeer(WebPeer):
    """A receiver that verifies signatures by the standard's own library, and drops repeats."""

    kind = "webhook"
    key = "whsec_" + base64.b64encode(bytes(range(32))).decode()
    other = "whsec_" + base64.b64encode(bytes(range(1, 33))).decode()
    secrets: ClassVar = {"SECRET_HOOK": key}
    wrong: ClassVar = {"SECRET_HOOK": other}

    def __init__(self, web: WebServer) -> None:
        super().__init__(web)
        self.got: dict[str, dict[str, Any]] = {}

    def destination(self) -> Destination:
        options = {"address": self.web.url + "/hook"}
        return Destination(id="dst_1", kind="webhook", name="hook", options=options, secrets={"key": "env:SECRET_HOOK"})

    def answer(self, asked: Asked) -> Reply:
        try:
            envelope = Webhook(self.key).verify(asked.body, asked.headers)
        except Exception as error:
            return Reply(410, str(error).encode())
        self.got.setdefault(asked.headers["webhook-id"], envelope)
        return Reply(204)

    @property
    def texts(self) -> list[str]:
        return [envelope["data"]["text"] for envelope in self.got.values()]


class TeamsPeer(WebPeer):
    """A workflow: whoever has the signature in its address may post."""

    kind = "teams"
    knows_repeats = False

    def __init__(self, web: WebServer) -> None:
        super().__init__(web)
        self.cards: list[dict[str, Any]] = []
        path = "/workflows/5f1/triggers/manual/paths/invoke?api-version=1&sig="
        self.secrets = {"SECRET_TEAMS": f"{web.url}{path}s1gn4tur3-zz9"}
        self.wrong = {"SECRET_TEAMS": f"{web.url}{path}wr0ng-s1gn"}

    def destination(self) -> Destination:
        return Destination(id="dst_1", kind="teams", name="floor", secrets={"address": "env:SECRET_TEAMS"})

    def answer(self, asked: Asked) -> Reply:
        if asked.query.get("sig") != "s1gn4tur3-zz9":
            trouble = {"code": "DirectApiAuthorizationRequired", "message": "The request must be authenticated."}
            return Reply(401, {"error": trouble})
        posted = asked.json
        if posted["type"] != "message" or len(asked.body) > 28_000:
            return Reply(400, {"error": {"code": "TriggerInputSchemaMismatch", "message": "not as expected"}})
        (attachment,) = posted["attachments"]
        assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        self.cards.append(attachment["content"])
        return Reply(202, headers={"x-ms-workflow-run-id": "0858-RUN"})

    @property
    def texts(self) -> list[str]:
        return ["\n".join(run["text"] for block in card["body"] for run in block["inlines"]) for card in self.cards]


class ChatPeer(WebPeer):
    """A server that speaks as ntfy does."""

    kind = "chat"
    knows_repeats = False
    says_when = False
    token = "tk_ntfy99secret"

    def __init__(self, web: WebServer) -> None:
        super().__init__(web)
        self.said: list[dict[str, Any]] = []
        self.secrets = {"SECRET_CHAT": f"ntfy://{self.token}@127.0.0.1:{web.port}/floor-topic-x1?auth=token"}
        self.wrong = {"SECRET_CHAT": f"ntfy://tk_wrong@127.0.0.1:{web.port}/floor-topic-x1?auth=token"}

    def destination(self) -> Destination:
        return Destination(id="dst_1", kind="chat", name="floor", secrets={"address": "env:SECRET_CHAT"})

    def answer(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return Reply(401, {"code": 40101, "http": 401, "error": "unauthorized"})
        self.said.append(asked.json)
        return Reply(200, {"id": "nq7", "event": "message", "topic": asked.json["topic"]})

    @property
    def texts(self) -> list[str]:
        return [f"{each['title']}\n{each['message']}" for each in self.said]


class DeskPeer(WebPeer):
    """A ticket system."""

    server: Any
    options: ClassVar[dict[str, Any]]
    references: ClassVar[dict[str, str]]

    def destination(self) -> Destination:
        options = {"address": self.web.url} | self.options
        return Destination(id="dst_1", kind=self.kind, name="desk", options=options, secrets=self.references)

    def answer(self, asked: Asked) -> Reply:
        reply = self.server(asked)
        assert isinstance(reply, Reply)
        return reply

    @property
    def texts(self) -> list[str]:
        return [str(text) for text in self.server.texts]


class ZendeskPeer(DeskPeer):
    kind = "zendesk"
    options: ClassVar = {"user": desks.ZendeskServer.user}
    references: ClassVar = {"token": "env:SECRET_DESK"}
    secrets: ClassVar = {"SECRET_DESK": desks.ZendeskServer.token}
    wrong: ClassVar = {"SECRET_DESK": "zen-wrong-token"}

    def __init__(self, web: WebServer) -> None:
        super().__init__(web)
        self.server = desks.ZendeskServer()


class FreshdeskPeer(DeskPeer):
    kind = "freshdesk"
    options: ClassVar = {"requester": "steadyline@northwind.example"}
    references: ClassVar = {"key": "env:SECRET_DESK"}
    secrets: ClassVar = {"SECRET_DESK": desks.FreshdeskServer.key}
    wrong: ClassVar = {"SECRET_DESK": "fresh-wrong-key"}

    def __init__(self, web: WebServer) -> None:
        super().__init__(web)
        self.server = desks.FreshdeskServer()


class JiraPeer(DeskPeer):
    kind = "jira"
    options: ClassVar = {"user": desks.JiraServer.user, "service_desk": "10", "request_type": "25"}
    references: ClassVar = {"token": "env:SECRET_DESK"}
    secrets: ClassVar = {"SECRET_DESK": desks.JiraServer.token}
    wrong: ClassVar = {"SECRET_DESK": "jira-wrong-token"}

    def __init__(self, web: WebServer) -> None:
        super().__init__(web)
        self.server = desks.JiraServer()


class HubSpotPeer(DeskPeer):
    kind = "hubspot"
    options: ClassVar = {}
    references: ClassVar = {"token": "env:SECRET_DESK"}
    secrets: ClassVar = {"SECRET_DESK": desks.HubSpotServer.token}
    wrong: ClassVar = {"SECRET_DESK": "pat-hub-wrong"}

    def __init__(self, web: WebServer) -> None:
        super().__init__(web)
        self.server = desks.HubSpotServer()


class SalesforcePeer(DeskPeer):
    kind = "salesforce"
    options: ClassVar = {}
    references: ClassVar = {"id": "env:SECRET_ID", "secret": "env:SECRET_DESK"}
    secrets: ClassVar = {"SECRET_ID": desks.SalesforceServer.id, "SECRET_DESK": desks.SalesforceServer.secret}
    wrong: ClassVar = {"SECRET_ID": desks.SalesforceServer.id, "SECRET_DESK": "salesforce-wrong"}

    def __init__(self, web: WebServer) -> None:
        super().__init__(web)
        self.server = desks.SalesforceServer()


class MailPeer(Peer):
    """A mail server; who reads the mail drops a Message-ID seen before."""

    kind = "mail"
    says_when = False
    secrets: ClassVar = {"SECRET_MAIL": mail_server.PASSWORD}
    wrong: ClassVar = {"SECRET_MAIL": "wrong words 9"}

    def __init__(self, mail: mail_server.MailServer) -> None:
        self.mail = mail

    def destination(self) -> Destination:
        options = {
            "server": "localhost",
            "port": self.mail.port,
            "sender": "Care team <care@northwind.example>",
            "user": mail_server.USER,
            "ca": str(web_server.CERTIFICATE),
        }
        return Destination(
            id="dst_1", kind=self.kind, name="mail", options=options, secrets={"password": "env:SECRET_MAIL"}
        )

    @property
    def texts(self) -> list[str]:
        mails = {mail["Message-ID"]: mail for _, _, mail in self.mail.mails}
        return [self.read(mail) for mail in mails.values()]

    def read(self, mail: Any) -> str:
        return str(mail.get_body(("plain",)).get_content()).replace("\r\n", "\n")

    @property
    def touched(self) -> int:
        return self.mail.sessions

    def busy(self) -> None:
        self.mail.of_mail = "451 4.7.1 Greylisted, try again later"

    def hang(self) -> None:
        self.mail.hangs = True

    def well(self) -> None:
        self.mail.of_mail = "250 2.0.0 Ok: queued as 4F01"
        self.mail.hangs = False


class CalendarPeer(MailPeer):
    """The same, and a calendar program that reads the invitation."""

    kind = "calendar"

    def read(self, mail: Any) -> str:
        (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        (event,) = Calendar.from_ical(part.get_content()).events
        assert event["UID"] == f"{ENTRY.uid}@steadyline"
        return super().read(mail)


PEERS: dict[str, type[Peer]] = {
    peer.kind: peer
    for peer in (
        ScriptedPeer,
        WebhookPeer,
        MailPeer,
        CalendarPeer,
        ChatPeer,
        TeamsPeer,
        ZendeskPeer,
        SalesforcePeer,
        HubSpotPeer,
        JiraPeer,
        FreshdeskPeer,
    )
}


@contextlib.asynccontextmanager
async def standing(kind: str) -> AsyncIterator[Peer]:
    """The other side of ``kind``, for as long as the block runs."""
    peer = PEERS[kind]
    if issubclass(peer, ScriptedPeer):
        yield peer()
    elif issubclass(peer, MailPeer):
        async with mail_server.serving() as mail:
            yield peer(mail)
    else:
        assert issubclass(peer, WebPeer)
        with web(peer) as it:
            yield it


@contextlib.contextmanager
def web(kind: Callable[[WebServer], Any]) -> Iterator[Any]:
    """One that is reached over HTTP, for as long as the block runs."""
    answers: list[Callable[[Asked], Reply]] = []
    with web_server.serving(lambda asked: answers[0](asked)) as server:
        peer = kind(server)
        answers.append(peer.answer)
        yield peer
