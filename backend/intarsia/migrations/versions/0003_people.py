"""The audit trail, what finds users, their settings, and the tokens of people and machines."""

import sqlalchemy as sa
from alembic import op

from intarsia.database import BIG_KEY, UtcDateTime

revision = "0003"
down_revision = "0002"

# `users` has no whole-number key that FTS5 could tie its entries to, and SQLite's own rowid may
# change when the file is vacuumed: hence a table of numbers beside it.
SQLITE_SEARCH = (
    """
    CREATE TABLE users_search_numbers (
      number INTEGER PRIMARY KEY, user_id VARCHAR(32) NOT NULL UNIQUE
    )
    """,
    "CREATE VIRTUAL TABLE users_search USING fts5(email, username, full_name, tokenize='trigram')",
    """
    CREATE TRIGGER users_search_insert AFTER INSERT ON users BEGIN
      INSERT INTO users_search_numbers(user_id) VALUES (new.id);
      INSERT INTO users_search(rowid, email, username, full_name)
      SELECT number, new.email, new.username, new.full_name
      FROM users_search_numbers WHERE user_id = new.id;
    END
    """,
    """
    CREATE TRIGGER users_search_delete AFTER DELETE ON users BEGIN
      DELETE FROM users_search
      WHERE rowid = (SELECT number FROM users_search_numbers WHERE user_id = old.id);
      DELETE FROM users_search_numbers WHERE user_id = old.id;
    END
    """,
    """
    CREATE TRIGGER users_search_update AFTER UPDATE OF email, username, full_name ON users BEGIN
      UPDATE users_search
      SET email = new.email, username = new.username, full_name = new.full_name
      WHERE rowid = (SELECT number FROM users_search_numbers WHERE user_id = new.id);
    END
    """,
    "INSERT INTO users_search_numbers(user_id) SELECT id FROM users",
    """
    INSERT INTO users_search(rowid, email, username, full_name)
    SELECT number, email, username, full_name
    FROM users JOIN users_search_numbers ON users.id = user_id
    """,
)
POSTGRES_SEARCH = (
    """
    CREATE INDEX ix_users_search ON users USING gin (
      lower(email || ' ' || username || ' ' || full_name) gin_trgm_ops
    )
    """,
)


def upgrade() -> None:
    """Make the tables."""
    extend_users()
    create_audit_events()
    create_settings()
    create_api_tokens()


def extend_users() -> None:
    """Give users an ETag, and make them quick to list and to find by a part of a word."""
    op.add_column(
        "users", sa.Column("revision", sa.Integer, nullable=False, server_default=sa.text("1"))
    )
    for column in ("email", "full_name", "created_at"):
        op.create_index(f"ix_users_{column}", "users", [column])
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_SEARCH if on_sqlite else POSTGRES_SEARCH:
        op.execute(statement)


def create_audit_events() -> None:
    """What was done."""
    op.create_table(
        "audit_events",
        sa.Column("id", BIG_KEY, primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
        sa.Column("actor", sa.String(200), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("target", sa.String(256), nullable=False),
        sa.Column("ip", sa.String(64), nullable=False),
        sa.Column("request_id", sa.String(64), nullable=False),
        sa.Column("detail", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    for column in ("actor", "action", "target"):
        op.create_index(f"ix_audit_events_{column}", "audit_events", [column, "id"])


def create_settings() -> None:
    """What people chose, and what the organisation chose for everybody."""
    op.create_table(
        "settings",
        sa.Column("owner", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.String(32), sa.ForeignKey("users.id", ondelete="CASCADE")),
        sa.Column("chosen", sa.JSON, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_settings_user_id", "settings", ["user_id"])


def create_api_tokens() -> None:
    """Tokens for programs: a person's own, and those of deployments."""
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("user_id", sa.String(32), sa.ForeignKey("users.id", ondelete="CASCADE")),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("scopes", sa.JSON, nullable=False),
        sa.Column("apps", sa.JSON),
        sa.Column("channels", sa.JSON),
        sa.Column("created_at", UtcDateTime, nullable=False, index=True),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("last_used_at", UtcDateTime),
        sa.Column("revoked_at", UtcDateTime),
    )
    op.create_index("ix_api_tokens_user_id", "api_tokens", ["user_id"])
