"""Channels can be closed to releases."""

import sqlalchemy as sa
from alembic import op

from intarsia.database import UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Extend channels."""
    op.add_column("channels", sa.Column("locked_at", UtcDateTime))
    op.add_column("channels", sa.Column("locked_by", sa.String(200)))
    op.add_column("channels", sa.Column("locked_reason", sa.String(1000)))
