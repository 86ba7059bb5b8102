"""Many apps, versions and releases, written in bulk as copies of what one real publish wrote.

The rows are those of our own models. Of each version's files one has bytes of its own, which lie in
the store as any other; the rest is shared, as the same contents always are.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Insert, Row, create_engine, insert, select, update

from intarsia.database import Base
from intarsia.registry.tables import AppRow, BlobRefRow, BlobRow, ChannelRow, ReleaseRow, VersionRow

VERSIONS, RELEASES = 100, 5000
TEMPLATE, TEMPLATE_NAME, ENTRY = "template", "templateApp", "remoteEntry.js"
BY = "benchmark"
BATCH = 2000
SHOWN_FOR = timedelta(days=20)  # younger than RETENTION_DAYS: nothing is to be collected

Record = dict[str, Any]


def app_id(number: int) -> str:
    """Return the id of a generated app."""
    return f"app-{number:04}"


def version_of(number: int) -> str:
    """Return the version that an app gets with its n-th change."""
    return f"1.{number % VERSIONS}.0"


@dataclass
class Generator:
    """Fills the database and the store of a platform that is not running."""

    data: Path
    apps: int
    now: datetime

    def run(self) -> None:
        """Write everything in one transaction; raise when there is no template."""
        with create_engine(f"sqlite:///{self.data}/intarsia.db").begin() as database:
            template = one_row(database, TEMPLATE)
            shared = self.shared_digests(database)
            self.insert(database, AppRow, self.app_rows())
            self.insert(database, BlobRow, self.blob_rows())
            self.insert(database, VersionRow, self.version_rows(template))
            self.insert(database, BlobRefRow, self.reference_rows(shared))
            database.execute(insert(ChannelRow).values(name="stable", release=0))
            self.insert(database, ReleaseRow, self.release_rows())
            database.execute(update(ChannelRow).values(release=RELEASES))

    def insert(self, database: Connection, model: type[Base], rows: Iterator[Record]) -> None:
        """Insert rows, some thousands at once."""
        statement: Insert = insert(model.__table__)  # type: ignore[arg-type]  # it is a Table
        while some := list(islice(rows, BATCH)):
            database.execute(statement, some)

    def app_rows(self) -> Iterator[Record]:
        """Yield the apps."""
        for number in range(self.apps):
            yield {"id": app_id(number), "created_at": self.now - SHOWN_FOR, "created_by": BY}

    def versions(self) -> Iterator[tuple[int, str, bytes]]:
        """Yield the app's number, the version, and the bytes of its entry."""
        for app in range(self.apps):
            for number in range(VERSIONS):
                yield app, version_of(number), entry_bytes(app, number)

    def blob_rows(self) -> Iterator[Record]:
        """Store each version's own file, and yield its row."""
        for _, _, body in self.versions():
            digest = hashlib.sha256(body).hexdigest()
            path = self.data / "bundles" / "blobs" / digest[:2] / digest
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(body)
            row = {"digest": digest, "size": len(body), "touched_at": self.now, "encodings": {}}
            yield row | {"is_stored": True, "doomed_at": None}

    def version_rows(self, template: Row[Any]) -> Iterator[Record]:
        """Yield the template's row with other names, addresses and entries."""
        for app in range(self.apps):
            own = renamed(dict(template._mapping), app)
            for number in range(VERSIONS):
                body = entry_bytes(app, number)
                yield own | {
                    "version": version_of(number),
                    "tree": hashlib.sha256(body).hexdigest(),
                    "files": own["files"] | {ENTRY: file_entry(body, own["files"][ENTRY])},
                    "published_at": self.now - SHOWN_FOR * (1 - number / VERSIONS),
                }

    def shared_digests(self, database: Connection) -> Sequence[str]:
        """Return what all versions need."""
        query = select(BlobRefRow.digest).where(BlobRefRow.app == TEMPLATE)
        return database.scalars(query).all()

    def reference_rows(self, shared: Sequence[str]) -> Iterator[Record]:
        """Yield what each version needs: what is shared, and its own file."""
        for app, version, body in self.versions():
            for digest in (*shared, hashlib.sha256(body).hexdigest()):
                yield {"app": app_id(app), "version": version, "digest": digest}

    def release_rows(self) -> Iterator[Record]:
        """Yield full maps of all apps; each release changes one of them."""
        live = {app_id(app): {"version": version_of(0)} for app in range(self.apps)}
        live |= {app: {"version": "1.0.0"} for app in ("container", "data-grid")}
        for number in range(1, RELEASES + 1):
            turn, app = divmod(number, self.apps)
            live[app_id(app)] = {"version": version_of(turn)}
            made = {"channel": "stable", "number": number, "apps": dict(live), "note": ""}
            at = self.now - SHOWN_FOR * (1 - number / RELEASES)
            yield made | {"findings": [], "created_at": at, "created_by": BY}


def one_row(database: Connection, app: str) -> Row[Any]:
    """Return an app's only version with all its columns."""
    return database.execute(select(VersionRow.__table__).where(VersionRow.app == app)).one()


def name_of(app: int) -> str:
    """Return an app's federation name."""
    return f"generated{app}"


def renamed(template: Record, app: int) -> Record:
    """Return the template's columns as another app's."""
    said = {}
    for key in ("metadata", "manifest", "snapshot"):
        text = json.dumps(template[key]).replace(TEMPLATE_NAME, name_of(app))
        said[key] = json.loads(text.replace(f'"/{TEMPLATE}"', f'"/{app_id(app)}"'))
    return template | said | {"app": app_id(app), "name": name_of(app)}


def entry_bytes(app: int, number: int) -> bytes:
    """Return the file that no other version has."""
    name = name_of(app)
    return f"var {name};(()=>{{{name}={{init(){{}},get(){{}}}}}})();// {number}".encode()


def file_entry(body: bytes, like: Record) -> Record:
    """Return what the index of files says about it."""
    integrity = "sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode()
    forms = {"identity": [hashlib.sha256(body).hexdigest(), len(body)]}
    return like | {"integrity": integrity, "forms": forms}


def fill(data: Path, apps: int) -> None:
    """Make apps of 100 versions each, and 5,000 releases of all of them on `stable`."""
    Generator(data, apps, datetime.now(UTC)).run()
