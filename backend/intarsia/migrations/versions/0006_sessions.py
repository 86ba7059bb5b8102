"""Session records in Sequelize's form, what is to be done with them, notices and devices."""

import sqlalchemy as sa
from alembic import op

from intarsia.database import BIG_KEY, UtcDateTime

revision = "0006"
down_revision = "0005"

# What Sequelize calls DATE; on SQLite it writes times as text into such a column.
SEQUELIZE_DATE = sa.DateTime(timezone=True).with_variant(sa.DATETIME(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    create_records()
    create_notices()


def create_records() -> None:
    """Records as connect-session-sequelize makes them; tombstones and promises are ours alone."""
    op.create_table(
        "Sessions",
        sa.Column("sid", sa.String(36), primary_key=True),
        sa.Column("expires", SEQUELIZE_DATE, index=True),
        sa.Column("data", sa.Text),
        sa.Column("createdAt", SEQUELIZE_DATE, nullable=False),
        sa.Column("updatedAt", SEQUELIZE_DATE, nullable=False),
    )
    op.create_table(
        "session_tombstones",
        sa.Column("sid", sa.String(36), primary_key=True),
        sa.Column("until", UtcDateTime, nullable=False, index=True),
    )
    op.create_table(
        "session_work",
        sa.Column("record_id", sa.String(36), primary_key=True),
        sa.Column("expires", UtcDateTime),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
    )


def create_notices() -> None:
    """What users are told of their sign-ins, and the devices that they are known to use."""
    op.create_table(
        "notices",
        sa.Column("id", BIG_KEY, primary_key=True),
        sa.Column(
            "user_id", sa.String(32), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("sid", sa.String(32), nullable=False),
        sa.Column("ip", sa.String(64), nullable=False),
        sa.Column("device", sa.String(100), nullable=False),
        sa.Column("seen_at", UtcDateTime),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notices_user_id", "notices", ["user_id", "id"])
    op.create_table(
        "known_devices",
        sa.Column("user_id", sa.String(32), sa.ForeignKey("users.id", ondelete="CASCADE")),
        sa.Column("device", sa.String(100)),
        sa.Column("last_seen_at", UtcDateTime, nullable=False, index=True),
        sa.PrimaryKeyConstraint("user_id", "device"),
    )
