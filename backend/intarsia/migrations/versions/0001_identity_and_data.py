"""Users, sign-ins, the change feed, and the data grid's records with their search index."""

import sqlalchemy as sa
from alembic import op

from intarsia.database import BIG_KEY, UtcDateTime

revision = "0001"
down_revision = None

SQLITE_SEARCH = (
    """
    CREATE VIRTUAL TABLE data_items_search USING fts5(
      name, category, description,
      content='data_items', content_rowid='number', tokenize='trigram'
    )
    """,
    """
    CREATE TRIGGER data_items_search_insert AFTER INSERT ON data_items BEGIN
      INSERT INTO data_items_search(rowid, name, category, description)
      VALUES (new.number, new.name, new.category, new.description);
    END
    """,
    """
    CREATE TRIGGER data_items_search_delete AFTER DELETE ON data_items BEGIN
      INSERT INTO data_items_search(data_items_search, rowid, name, category, description)
      VALUES ('delete', old.number, old.name, old.category, old.description);
    END
    """,
    """
    CREATE TRIGGER data_items_search_update AFTER UPDATE ON data_items BEGIN
      INSERT INTO data_items_search(data_items_search, rowid, name, category, description)
      VALUES ('delete', old.number, old.name, old.category, old.description);
      INSERT INTO data_items_search(rowid, name, category, description)
      VALUES (new.number, new.name, new.category, new.description);
    END
    """,
)
POSTGRES_SEARCH = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """
    CREATE INDEX ix_data_items_search ON data_items USING gin (
      lower(name || ' ' || category || ' ' || coalesce(description, '')) gin_trgm_ops
    )
    """,
)


def upgrade() -> None:
    """Make the tables."""
    create_users()
    create_auth_sessions()
    create_changes()
    create_data_items()


def create_users() -> None:
    """People."""
    op.create_table(
        "users",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_key", sa.String(512), nullable=False, unique=True),
        sa.Column("username", sa.String(64), nullable=False),
        sa.Column("username_key", sa.String(256), nullable=False, unique=True),
        sa.Column("full_name", sa.String(200), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("is_active", sa.Boolean, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
    )


def create_auth_sessions() -> None:
    """Sign-ins."""
    op.create_table(
        "auth_sessions",
        sa.Column("sid", sa.String(32), primary_key=True),
        sa.Column(
            "user_id",
            sa.String(32),
            sa.ForeignKey("users.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("gen", sa.Integer, nullable=False),
        sa.Column("confirmed_gen", sa.Integer, nullable=False),
        sa.Column("rotated_at", UtcDateTime),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("auth_time", UtcDateTime, nullable=False),
        sa.Column("last_seen_at", UtcDateTime, nullable=False),
        sa.Column("absolute_expires_at", UtcDateTime, nullable=False, index=True),
        sa.Column("revoked_at", UtcDateTime),
        sa.Column("revoke_reason", sa.String(32)),
        sa.Column("record_id", sa.String(36), unique=True),
        sa.Column("user_agent", sa.String(512), nullable=False),
        sa.Column("ip", sa.String(64), nullable=False),
    )


def create_changes() -> None:
    """The change feed."""
    op.create_table(
        "changes",
        sa.Column("id", BIG_KEY, primary_key=True),
        sa.Column("topic", sa.String(32), nullable=False),
        sa.Column("key", sa.String(128), nullable=False),
        sa.Column("value", sa.JSON, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
        sqlite_autoincrement=True,
    )


def create_data_items() -> None:
    """Records, and what finds them by a part of a word."""
    op.create_table(
        "data_items",
        sa.Column("number", BIG_KEY, primary_key=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False, index=True),
        sa.Column("category", sa.String(100), nullable=False, index=True),
        sa.Column("value", sa.Double, nullable=False, index=True),
        sa.Column("status", sa.String(16), nullable=False, index=True),
        sa.Column("description", sa.String(2000)),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False, index=True),
        sa.Column("updated_at", UtcDateTime, nullable=False, index=True),
    )
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_SEARCH if on_sqlite else POSTGRES_SEARCH:
        op.execute(statement)
