"""Tables of the registry. Names of columns are those of the contract."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKeyConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from intarsia.database import Base

ACTIVE, DEPRECATED, WITHDRAWN, COLLECTED = "active", "deprecated", "withdrawn", "collected"


class AppRow(Base):
    """An app that was published at least once."""

    __tablename__ = "apps"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(200))


class VersionRow(Base):
    """One published bundle; nothing ever changes but its state, and when it was live.

    `left_at` is when it last left a live release; while it is in one, that says nothing.
    The large columns are loaded only by who asks for them.
    """

    __tablename__ = "versions"
    __table_args__ = (
        ForeignKeyConstraint(["app"], ["apps.id"]),
        Index("ix_versions_app_published_at", "app", "published_at"),
    )

    app: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[str] = mapped_column(String(128), primary_key=True)
    tree: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    state_reason: Mapped[str] = mapped_column(String(1000), default="")
    state_at: Mapped[datetime | None]
    state_by: Mapped[str | None] = mapped_column(String(200))
    revision: Mapped[int] = mapped_column(default=1)  # of the state, for its ETag
    left_at: Mapped[datetime | None]
    name: Mapped[str] = mapped_column(String(128))
    type: Mapped[str] = mapped_column(String(16))
    file_count: Mapped[int]
    size: Mapped[int] = mapped_column(BigInteger)
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(200))
    metadata_: Mapped[Any] = mapped_column("metadata", JSON)
    manifest: Mapped[Any] = mapped_column(JSON, deferred=True)
    snapshot: Mapped[Any] = mapped_column(JSON, deferred=True)
    page: Mapped[Any] = mapped_column(JSON, deferred=True)
    files: Mapped[Any] = mapped_column(JSON, deferred=True)
    findings: Mapped[Any] = mapped_column(JSON)

    @property
    def id(self) -> str:
        """What cursors of the list of one app's versions name."""
        return self.version


class BlobRow(Base):
    """Bytes in the bundle store; the row is there before them and goes after them.

    `is_stored` says that they are there for certain. While `doomed_at` is set they are being
    removed, and nobody may count on them. Only what was not touched for a day is doomed.
    `encodings` remembers what compressing gave, `{"br": [digest, size] | null, …}`, so that a file
    that many versions share is compressed once.
    """

    __tablename__ = "blobs"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    touched_at: Mapped[datetime] = mapped_column(index=True)
    encodings: Mapped[Any] = mapped_column(JSON)
    is_stored: Mapped[bool] = mapped_column(default=False)
    doomed_at: Mapped[datetime | None]


class BlobRefRow(Base):
    """A version needs a blob."""

    __tablename__ = "blob_refs"
    __table_args__ = (
        ForeignKeyConstraint(["app", "version"], ["versions.app", "versions.version"]),
        ForeignKeyConstraint(["digest"], ["blobs.digest"]),
    )

    app: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[str] = mapped_column(String(128), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True, index=True)


class ChannelRow(Base):
    """A name that points at one release; locked while `locked_at` is set."""

    __tablename__ = "channels"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    release: Mapped[int]
    locked_at: Mapped[datetime | None]
    locked_by: Mapped[str | None] = mapped_column(String(200))
    locked_reason: Mapped[str | None] = mapped_column(String(1000))

    @property
    def id(self) -> str:
        """What cursors of the list of channels name."""
        return self.name


class ReleaseRow(Base):
    """The full map of app → version that was live from some time on; never changes."""

    __tablename__ = "releases"
    __table_args__ = (ForeignKeyConstraint(["channel"], ["channels.name"]),)

    channel: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    apps: Mapped[Any] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(1000))
    findings: Mapped[Any] = mapped_column(JSON)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(200))

    @property
    def id(self) -> int:
        """What cursors of the list of one channel's releases name."""
        return self.number

    @property
    def title(self) -> str:
        """What differences call it."""
        return f"{self.channel}@{self.number}"
