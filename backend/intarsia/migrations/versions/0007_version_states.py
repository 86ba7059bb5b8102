"""Why a version is in its state, and when it left its last live release."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from intarsia.database import UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Extend versions.

    Which versions were live until when is not known any more: all count as having left today.
    """
    reason = sa.Column("state_reason", sa.String(1000), nullable=False, server_default="")
    op.add_column("versions", reason)
    op.add_column("versions", sa.Column("state_at", UtcDateTime))
    op.add_column("versions", sa.Column("state_by", sa.String(200)))
    op.add_column("versions", sa.Column("revision", sa.Integer, nullable=False, server_default="1"))
    op.add_column("versions", sa.Column("left_at", UtcDateTime))
    versions = sa.table("versions", sa.column("left_at", UtcDateTime))
    op.execute(versions.update().values(left_at=datetime.now(UTC)))
