"""The journal: calls, their events, their frozen states, and the playbooks they ran under."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "call",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("header", sa.Text, nullable=False),
        sa.Column("opened", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("ended", sa.Boolean, nullable=False),
    )
    op.create_index("call_by_ended", "call", ["ended", "number"])
    op.create_table(
        "event",
        sa.Column("call", sa.String, sa.ForeignKey("call.id"), primary_key=True),
        sa.Column("revision", sa.Integer, primary_key=True),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "state",
        sa.Column("call", sa.String, sa.ForeignKey("call.id"), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "playbook",
        sa.Column("reference", sa.String, primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
    )
