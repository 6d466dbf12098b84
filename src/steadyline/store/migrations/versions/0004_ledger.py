"""The promise ledger; who called, beside each call; and a note of each promise settled that it has not taken yet."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables. What people settled before there was a ledger is noted, so that it comes onto the ledger now."""
    _calls()
    _settled()
    _promises()
    _words()


def _calls() -> None:
    op.add_column("call", sa.Column("customer", sa.String, nullable=False, server_default=""))
    op.create_index("call_by_customer", "call", ["customer", "number"])
    connection = op.get_bind()
    keep = sa.text("UPDATE call SET customer = :customer WHERE id = :id")
    for id, header in connection.execute(sa.text("SELECT id, header FROM call")).all():
        customer = json.loads(header).get("customer", {}).get("ref", "").replace("\0", "")
        if customer:
            connection.execute(keep, {"id": id, "customer": customer})


def _settled() -> None:
    op.create_table(
        "settled",
        sa.Column("call", sa.String, sa.ForeignKey("call.id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
    )
    op.execute("INSERT INTO settled SELECT call, revision FROM event WHERE type = 'promise_settled'")


def _promises() -> None:
    op.create_table(
        "promise",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("team", sa.String, nullable=False),
        sa.Column("customer", sa.String, nullable=False),
        sa.Column("due_at", sa.String, nullable=False),
        sa.Column("risk_at", sa.String, nullable=False),
        sa.Column("next_at", sa.String),
        sa.Column("promised_at", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("cause", sa.String, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("minutes", sa.Integer),
        sa.Column("late_minutes", sa.Integer),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("promise_of_owner", "promise", ["owner", "state", "due_at", "number", "risk_at"])
    op.create_index("promise_of_owner_by_date", "promise", ["owner", "due_at", "number"])
    op.create_index("promise_of_owner_by_age", "promise", ["owner", "number"])
    op.create_index("promise_of_team", "promise", ["team", "state", "due_at", "number", "risk_at"])
    op.create_index("promise_of_team_by_date", "promise", ["team", "due_at", "number"])
    op.create_index("promise_of_team_by_age", "promise", ["team", "number"])
    op.create_index("promise_of_customer", "promise", ["customer", "number"])
    op.create_index("promise_by_state", "promise", ["state", "due_at", "number", "risk_at"])
    op.create_index("promise_by_date", "promise", ["due_at", "number"])
    op.create_index("promise_to_remind", "promise", ["next_at", "number"])
    counted = ["promised_at", "team", "outcome", "kind", "cause", "owner", "minutes", "late_minutes"]
    op.create_index("promise_counted", "promise", counted)
    op.create_table(
        "change",
        sa.Column("promise", sa.String, sa.ForeignKey("promise.id"), primary_key=True),
        sa.Column("edition", sa.Integer, primary_key=True),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table("reckoned", sa.Column("policy", sa.String, primary_key=True))


def _words() -> None:
    """``detail=none``: which words a promise has, not where. ``=`` begins what is no word: an owner, a team."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE promise_words USING fts5"
            "(words, detail = none, tokenize = \"unicode61 remove_diacritics 0 tokenchars '=_'\")"
        )
    else:
        op.execute("CREATE TABLE promise_words (number INTEGER PRIMARY KEY, words tsvector NOT NULL)")
        op.execute("CREATE INDEX promise_words_by_word ON promise_words USING gin (words)")
