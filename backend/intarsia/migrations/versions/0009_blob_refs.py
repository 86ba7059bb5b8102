"""Which version needs which blob, and how blobs come and go."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from intarsia.database import UtcDateTime

revision = "0009"
down_revision = "0008"

ROWS = 500


def upgrade() -> None:
    """Extend blobs, all of which are stored by now, and write down who needs them."""
    op.add_column(
        "blobs", sa.Column("is_stored", sa.Boolean, nullable=False, server_default=sa.true())
    )
    op.add_column("blobs", sa.Column("doomed_at", UtcDateTime))
    op.create_table(
        "blob_refs",
        sa.Column("app", sa.String(64), nullable=False),
        sa.Column("version", sa.String(128), nullable=False),
        sa.Column("digest", sa.String(64), sa.ForeignKey("blobs.digest"), nullable=False),
        sa.PrimaryKeyConstraint("app", "version", "digest"),
        sa.ForeignKeyConstraint(["app", "version"], ["versions.app", "versions.version"]),
    )
    op.create_index("ix_blob_refs_digest", "blob_refs", ["digest"])
    fill_refs()


def fill_refs() -> None:
    """Read the files of one version after the other: an index may have megabytes."""
    versions = sa.table(
        "versions", *map(sa.column, ("app", "version")), sa.column("files", sa.JSON)
    )
    refs = sa.table("blob_refs", *map(sa.column, ("app", "version", "digest")))
    connection = op.get_bind()
    for app, version in connection.execute(sa.select(versions.c.app, versions.c.version)).all():
        one = sa.and_(versions.c.app == app, versions.c.version == version)
        files = connection.scalar(sa.select(versions.c.files).where(one))
        rows = [
            {"app": app, "version": version, "digest": digest}
            for digest in sorted(
                {digest for entry in (files or {}).values() for digest in named(entry)}
            )
        ]
        for start in range(0, len(rows), ROWS):
            connection.execute(refs.insert(), rows[start : start + ROWS])


def named(entry: dict[str, Any]) -> Iterator[str]:
    """Yield the blobs that a file's entry names."""
    if "original" in entry:
        yield entry["original"]
    for digest, _size in entry.get("forms", {}).values():
        yield digest
