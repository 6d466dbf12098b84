"""What is sent and was sent, where to, who said so, and which servers work on it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "delivery",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.String, nullable=False, unique=True),
        sa.Column("promise", sa.String, nullable=False),
        sa.Column("destination", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("delivery_by_state", "delivery", ["state", "number"])
    op.create_index("delivery_of_promise", "delivery", ["promise", "number"])
    op.create_index("delivery_to_destination", "delivery", ["destination", "number"])
    op.create_table(
        "destination",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table(
        "destination_change",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_table("worker", sa.Column("id", sa.String, primary_key=True))
