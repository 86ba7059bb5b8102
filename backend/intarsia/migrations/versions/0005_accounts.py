"""Proven addresses, links of mails that work once, work that is done once, and whose events."""

import sqlalchemy as sa
from alembic import op

from intarsia.database import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Extend users and jobs, make the table of links, and find events by person."""
    op.add_column("users", sa.Column("email_verified_at", UtcDateTime))
    op.add_column("jobs", sa.Column("task", sa.String(32)))
    op.add_column("jobs", sa.Column("payload", sa.JSON))
    create_mail_links()
    op.create_index("ix_analytics_events_user_id", "analytics_events", ["user_id", "number"])
    op.create_index("ix_load_reports_user_id", "load_reports", ["user_id", "number"])


def create_mail_links() -> None:
    """Hashes of what mails carry."""
    op.create_table(
        "mail_links",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column(
            "user_id",
            sa.String(32),
            sa.ForeignKey("users.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("email_key", sa.String(512), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False, index=True),
    )
