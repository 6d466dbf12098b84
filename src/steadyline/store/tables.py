"""
The tables, as they stand after every migration.

An event's row is written once and never changed; what changes about a call (how far it goes, whether it ended, its
frozen state) has rows of its own. Types are those that SQLite and Postgres both have.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = "0010"
"""The newest migration. A test holds it to the migrations, and the tables to what the migrations make."""

metadata = MetaData()

call = Table(
    "call",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("header", Text, nullable=False),
    Column("opened", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("gist", Text, nullable=False, server_default="{}"),
    Column("customer", String, nullable=False, server_default=""),
    Index("call_by_ended", "ended", "number"),
    Index("call_by_customer", "customer", "number"),
)
"""One row a call. ``number`` grows with each new call; ``revision`` is the number of its events; ``header``
and ``gist`` (`core.gist`: what the list says of it) are JSON; ``customer`` is the reference in the header."""

event = Table(
    "event",
    metadata,
    Column("call", ForeignKey("call.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("at", Float, nullable=False),
    Column("type", String, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""One row an event, kept in the order of its call. ``body`` is the whole event as `core.events.encode` wrote it."""

state = Table(
    "state",
    metadata,
    Column("call", ForeignKey("call.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
)
"""The newest frozen state of a call, so that a resume need not read all of its events."""

playbook = Table(
    "playbook",
    metadata,
    Column("reference", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)
"""Playbooks as they were when calls ran under them. ``reference`` is ``name@digest``, so a row never changes."""

judgement = Table(
    "judgement",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("call", ForeignKey("call.id"), nullable=False),
    Column("alert", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("useful", Boolean, nullable=False),
    UniqueConstraint("call", "alert"),
    Index("judgement_by_kind", "kind", "number"),
)
"""One row an alert that somebody judged: the last word on it, as the events say. ``alert`` is its id in the call."""

settled = Table(
    "settled",
    metadata,
    Column("call", ForeignKey("call.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
)
"""A note of each fact that settles a promise, written with the fact, until it is on the ledger."""

promise = Table(
    "promise",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("edition", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("team", String, nullable=False),
    Column("customer", String, nullable=False),
    Column("due_at", String, nullable=False),
    Column("risk_at", String, nullable=False),
    Column("next_at", String),
    Column("promised_at", String, nullable=False),
    Column("tally", String, nullable=False),
    Column("body", Text, nullable=False),
    Index("promise_of_owner", "owner", "state", "due_at", "number", "risk_at"),
    Index("promise_of_owner_by_date", "owner", "due_at", "number"),
    Index("promise_of_owner_by_age", "owner", "number"),
    Index("promise_of_team", "team", "state", "due_at", "number", "risk_at"),
    Index("promise_of_team_by_date", "team", "due_at", "number"),
    Index("promise_of_team_by_age", "team", "number"),
    Index("promise_of_customer", "customer", "number"),
    Index("promise_by_state", "state", "due_at", "number", "risk_at"),
    Index("promise_by_date", "due_at", "number"),
    Index("promise_to_remind", "next_at", "number"),
    Index("promise_counted", "promised_at", "team", "tally", "owner"),
)
"""One row a promise, as it holds now: ``body`` is the whole of it as JSON, the rest is what it is found by.

Moments are `core.ledger.Moment`; ``due_at`` and ``promised_at`` are `FOREVER` where there is no date. ``risk_at``: from
when on it is at risk. ``next_at``: when its next reminder is due, or null. ``tally``: what figures are told of it, as
JSON (`store.ledger.Tally`), empty where it never counts; ``promise_counted`` holds all that they need.
"""

change = Table(
    "change",
    metadata,
    Column("promise", ForeignKey("promise.id"), primary_key=True),
    Column("edition", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("type", String, nullable=False),
    Column("body", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""One row a change of a promise, written once. ``body`` is the whole of it, as `core.ledger.encode` wrote it."""

reckoned = Table("reckoned", metadata, Column("policy", String, primary_key=True))
"""By which hours and shares of time the ``next_at`` and ``risk_at`` of promises were reckoned, as a digest."""

token = Table(
    "token",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("scopes", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("made_at", String, nullable=False),
    Column("expires_at", String),
    Column("revoked_at", String),
)
"""One row a token of another program. ``scopes``, with spaces between; of what opens it there is a digest alone."""

answer = Table(
    "answer",
    metadata,
    Column("key", String, primary_key=True),
    Column("asked", String, nullable=False),
    Column("at", String, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("answer_by_age", "at"),
)
"""One row a request that may come twice: its key, a digest of what it asked, and the answer (``status`` 0: not yet)."""

SEARCH = "promise_words"
"""What promises are searched by, made by each database's own means (migration 0004): one row a promise, by ``number``.
In SQLite a full-text table, in Postgres a vector of words; both hold the words of `core.searching` and no others."""

VOCABULARY = "promise_vocabulary"
"""Each word that a promise was ever searched by, once, in the form and the order of its letters' codes (migration 0009)
in which `SEARCH` holds it; and each spelling of an owner's or a team's name, marked with ``=`` (migration 0010)."""

delivery = Table(
    "delivery",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("promise", String, nullable=False),
    Column("destination", String, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("at", String, nullable=False, server_default=""),
    Column("body", Text, nullable=False),
    Index("delivery_by_state", "state", "number"),
    Index("delivery_by_time", "state", "at"),
    Index("delivery_of_promise", "promise", "number"),
    Index("delivery_to_destination", "destination", "number"),
)
"""The log of what was sent, and is still to be: one row a message to a destination. ``body`` is the whole
`service.outbox.Delivery` as JSON; ``attempts`` is what a writer must have seen. ``at``: while it waits, when its next
attempt is due; else when it was settled."""

note = Table(
    "note",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("about", String, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("at", String, nullable=False),
    sqlite_autoincrement=True,
)
"""What others are to be told (`service.outbox.Note`): written with what it is about, struck with what tells of it.

No number comes twice, also once all were struck: who strikes late must not strike what was noted since."""

destination = Table(
    "destination",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("body", Text, nullable=False),
)
"""Where messages go, as JSON. Secrets are named in it, and never held."""

destination_change = Table(
    "destination_change",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("body", Text, nullable=False),
)
"""Who changed which destination, when, and to what: a `service.outbox.DestinationChanged` as JSON."""

feed = Table(
    "feed",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("digest", String, nullable=False, unique=True),
    Column("body", Text, nullable=False),
    Column("revoked_at", String),
)
"""One row a calendar to subscribe to: a `service.feeds.Feed` as JSON; of what opens it there is a digest alone."""

worker = Table("worker", metadata, Column("id", String, primary_key=True))
"""The servers that do durable work, and may be dead: the lock of one that lives is held (`store.work`)."""
