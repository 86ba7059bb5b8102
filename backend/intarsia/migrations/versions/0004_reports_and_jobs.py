"""Analytics events, reported errors, load reports, and background work."""

import sqlalchemy as sa
from alembic import op

from intarsia.database import BIG_KEY, UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
    create_analytics()
    create_client_errors()
    create_load_reports()
    create_jobs()


def create_analytics() -> None:
    """Events, and counts of them."""
    op.create_table(
        "analytics_events",
        sa.Column("number", BIG_KEY, primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("app", sa.String(64), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("user_id", sa.String(32)),
        sa.Column("props", sa.JSON, nullable=False),
        sa.Column("is_counted", sa.Boolean, nullable=False),
    )
    op.create_index("ix_analytics_events_day_user_id", "analytics_events", ["day", "user_id"])
    op.create_index("ix_analytics_events_uncounted", "analytics_events", ["is_counted", "day"])
    op.create_table(
        "analytics_days",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("app", sa.String(64), primary_key=True),
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("count", BIG_KEY, nullable=False),
    )


def create_client_errors() -> None:
    """Errors, grouped."""
    op.create_table(
        "client_errors",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("app_name", sa.String(64), nullable=False, index=True),
        sa.Column("type", sa.String(100), nullable=False),
        sa.Column("message", sa.String(2000), nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False, index=True),
        sa.Column("count", BIG_KEY, nullable=False, index=True),
        sa.Column("first_seen", UtcDateTime, nullable=False, index=True),
        sa.Column("last_seen", UtcDateTime, nullable=False, index=True),
        sa.Column("app_version", sa.String(128)),
        sa.Column("release", sa.Integer),
        sa.Column("resolved_at", UtcDateTime),
        sa.Column("resolved_by", sa.String(200)),
        sa.Column("stack", sa.Text),
        sa.Column("component_stack", sa.Text),
        sa.Column("url", sa.String(2000), nullable=False),
        sa.Column("user_agent", sa.String(512), nullable=False),
        sa.Column("props", sa.JSON),
        sa.Column("revision", sa.Integer, nullable=False),
    )


def create_load_reports() -> None:
    """How loading remotes went."""
    op.create_table(
        "load_reports",
        sa.Column("number", BIG_KEY, primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
        sa.Column("app", sa.String(64), nullable=False),
        sa.Column("version", sa.String(128), nullable=False),
        sa.Column("release", sa.Integer),
        sa.Column("phase", sa.String(16), nullable=False),
        sa.Column("ok", sa.Boolean, nullable=False),
        sa.Column("duration_ms", sa.Double),
        sa.Column("message", sa.String(2000)),
        sa.Column("user_id", sa.String(32)),
    )
    op.create_index("ix_load_reports_app_version_at", "load_reports", ["app", "version", "at"])


def create_jobs() -> None:
    """Background work."""
    op.create_table(
        "jobs",
        sa.Column("kind", sa.String(64), primary_key=True),
        sa.Column("due_at", UtcDateTime, nullable=False, index=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("leased_by", sa.String(32)),
        sa.Column("leased_until", UtcDateTime),
        sa.Column("last_error", sa.String(500)),
        sa.Column("done_at", UtcDateTime),
    )
