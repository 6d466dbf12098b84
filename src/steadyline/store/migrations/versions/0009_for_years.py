"""When each delivery is due or was settled; what figures are told of a promise, in one column; and every word once."""

import json
from typing import Final

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_AT_ONCE: Final = 200
"""Deliveries whose bodies are held in memory."""


def upgrade() -> None:
    """Add the columns and the table, and fill them from what is there."""
    _deliveries()
    _tallies()
    _words()


def _deliveries() -> None:
    """Bodies are read here: Postgres can read none that holds a NUL, and a customer's reference may."""
    op.add_column("delivery", sa.Column("at", sa.String, nullable=False, server_default=""))
    connection, after = op.get_bind(), 0
    some = sa.text("SELECT number, state, body FROM delivery WHERE number > :after ORDER BY number LIMIT :most")
    keep = sa.text("UPDATE delivery SET at = :at WHERE number = :number")
    while rows := connection.execute(some, {"after": after, "most": _AT_ONCE}).all():
        connection.execute(keep, [{"number": row.number, "at": _at(row.state, json.loads(row.body))} for row in rows])
        after = rows[-1].number
    op.create_index("delivery_by_time", "delivery", ["state", "at"])


def _at(state: str, body: dict[str, str]) -> str:
    return body.get("next_at" if state == "waiting" else "settled_at", "")


def _tallies() -> None:
    """The outcome becomes the tally: Postgres writes the table and its indexes once for it, not for each row."""
    op.drop_index("promise_counted", "promise", if_exists=True)
    array = "json_array" if _sqlite() else "json_build_array"
    tally = f"CASE outcome WHEN '' THEN '' ELSE CAST({array}(kind, cause, outcome, minutes, late_minutes) AS text) END"
    if _sqlite():
        op.execute(f"UPDATE promise SET outcome = {tally}")
    else:
        op.execute(f"ALTER TABLE promise ALTER COLUMN outcome TYPE varchar USING {tally}")
    op.execute("ALTER TABLE promise RENAME COLUMN outcome TO tally")
    for column in ("kind", "cause", "minutes", "late_minutes"):
        op.drop_column("promise", column)
    op.create_index("promise_counted", "promise", ["promised_at", "team", "tally", "owner"])


def _words() -> None:
    """By the order of letters' codes words with the same beginning stand together. ``=`` begins what is no word."""
    if _sqlite():
        op.execute("CREATE TABLE promise_vocabulary (word TEXT PRIMARY KEY) WITHOUT ROWID")
        op.execute("CREATE VIRTUAL TABLE temp.promise_terms USING fts5vocab(main, promise_words, row)")
        op.execute("INSERT INTO promise_vocabulary SELECT term FROM temp.promise_terms WHERE term NOT LIKE '=%'")
        op.execute("DROP TABLE temp.promise_terms")
    else:
        op.execute('CREATE TABLE promise_vocabulary (word text COLLATE "C" PRIMARY KEY)')
        op.execute(
            "INSERT INTO promise_vocabulary SELECT DISTINCT word FROM promise_words, "
            "unnest(tsvector_to_array(words)) AS word WHERE word NOT LIKE '=%'"
        )


def _sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")
