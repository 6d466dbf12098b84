"""How people judged alerts, kind by kind, kept beside the events that say so."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. No event of an older version is a judgement."""
    op.create_table(
        "judgement",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("call", sa.String, sa.ForeignKey("call.id"), nullable=False),
        sa.Column("alert", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("useful", sa.Boolean, nullable=False),
        sa.UniqueConstraint("call", "alert"),
    )
    op.create_index("judgement_by_kind", "judgement", ["kind", "number"])
