"""Visits and what happened in them."""

import sqlalchemy as sa
from alembic import op

from intarsia.database import BIG_KEY, UtcDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "visits",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.String(32), sa.ForeignKey("users.id", ondelete="CASCADE")),
        sa.Column("record_id", sa.String(36), nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("last_at", UtcDateTime, nullable=False, index=True),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("views", sa.Integer, nullable=False),
    )
    op.create_index("ix_visits_user_id", "visits", ["user_id", "started_at", "id"])
    # At most one visit of a record is open.
    is_open = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_visits_record_id",
        "visits",
        ["record_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.create_table(
        "visit_entries",
        sa.Column("id", BIG_KEY, primary_key=True),
        sa.Column(
            "visit_id",
            sa.String(32),
            sa.ForeignKey("visits.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("detail", sa.Text),
        sa.Column("at", UtcDateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_visit_entries_visit_id", "visit_entries", ["visit_id", "kind", "id"])
