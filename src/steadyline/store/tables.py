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

VERSION = "0003"
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
    Index("call_by_ended", "ended", "number"),
)
"""One row a call. ``number`` grows with each new call; ``revision`` is the number of its events; ``header``
and ``gist`` (`core.gist`: what the list says of it) are JSON."""

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
