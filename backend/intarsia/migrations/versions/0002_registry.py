"""Apps, their versions and files, and the releases that make some of them live."""

import sqlalchemy as sa
from alembic import op

from intarsia.database import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    create_apps()
    create_versions()
    create_blobs()
    create_channels()
    create_releases()


def create_apps() -> None:
    """Apps."""
    op.create_table(
        "apps",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("created_by", sa.String(200), nullable=False),
    )


def create_versions() -> None:
    """Published bundles."""
    op.create_table(
        "versions",
        sa.Column("app", sa.String(64), sa.ForeignKey("apps.id"), primary_key=True),
        sa.Column("version", sa.String(128), primary_key=True),
        sa.Column("tree", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("name", sa.String(128), nullable=False),
        sa.Column("type", sa.String(16), nullable=False),
        sa.Column("file_count", sa.Integer, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("published_at", UtcDateTime, nullable=False),
        sa.Column("published_by", sa.String(200), nullable=False),
        sa.Column("metadata", sa.JSON, nullable=False),
        sa.Column("manifest", sa.JSON, nullable=False),
        sa.Column("snapshot", sa.JSON, nullable=False),
        sa.Column("page", sa.JSON, nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("findings", sa.JSON, nullable=False),
    )
    op.create_index("ix_versions_app_published_at", "versions", ["app", "published_at"])


def create_blobs() -> None:
    """Bytes in the bundle store."""
    op.create_table(
        "blobs",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("touched_at", UtcDateTime, nullable=False, index=True),
        sa.Column("encodings", sa.JSON, nullable=False),
    )


def create_channels() -> None:
    """Names that point at a release."""
    op.create_table(
        "channels",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("release", sa.Integer, nullable=False),
    )


def create_releases() -> None:
    """Full maps of what was live."""
    op.create_table(
        "releases",
        sa.Column("channel", sa.String(32), sa.ForeignKey("channels.name"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("apps", sa.JSON, nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("findings", sa.JSON, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("created_by", sa.String(200), nullable=False),
    )
