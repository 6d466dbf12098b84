"""What the list says of each call, kept with the call, so that a list reads no call again."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column, and fill it for the calls that are there: the first problem told, and heat."""
    op.add_column("call", sa.Column("gist", sa.Text, nullable=False, server_default="{}"))
    connection = op.get_bind()
    said = sa.text(
        "SELECT call, type, body FROM event WHERE type IN ('heat_moved', 'concern_noted') ORDER BY call, revision"
    )
    keep = sa.text("UPDATE call SET gist = :gist WHERE id = :call")
    gists: dict[str, dict[str, Any]] = {}
    for call, kind, body in connection.execute(said):
        _take(gists.setdefault(call, {}), kind, json.loads(body))
    for call, gist in gists.items():
        connection.execute(keep, {"call": call, "gist": json.dumps(gist)})


def _take(gist: dict[str, Any], kind: str, event: dict[str, Any]) -> None:
    if kind == "heat_moved":
        gist |= {"heat": event["heat"], "peak": max(event["heat"], gist.get("peak", 0.0))}
    elif not gist.get("problem") or event.get("replaces") == gist["of"]:
        gist |= {"problem": event["text"], "of": event["id"]}
