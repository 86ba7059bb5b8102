"""What this process serves: the live release of the host channel, swapped whole."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.changes import Change, ChangeFeed
from intarsia.config import MiB, Settings
from intarsia.database import Sessions
from intarsia.errors import Unavailable
from intarsia.hosting.boot import Boot, Rest
from intarsia.hosting.files import FileIndex, Form, Forms
from intarsia.hosting.live import Live, apps_of, prepare
from intarsia.hosting.lru import Lru
from intarsia.hosting.page_headers import PageHeaders
from intarsia.hosting.safe import SafeHost
from intarsia.registry import collection, service
from intarsia.registry.releases import TOPIC
from intarsia.registry.tables import ReleaseRow, VersionRow
from intarsia.storage.bundles import BlobMissing, BundleStore

INDEXED_FILES = 10_000
HOT_BYTES = 64 * MiB
HOT_FILE_BYTES = 4 * MiB
CHOICES = 10_000
MAX_ACCEPTED = 100
KEPT_RESTS = 20  # pages of so many releases find the rest of their boot document
SEARCHED_VERSIONS = 20  # how many versions an alias looks through

Versions = Mapping[str, VersionRow]

log = structlog.get_logger(__name__)


@contextmanager
def outage(what: str) -> Iterator[None]:
    """Turn a driver's or the disk's failure into one meaning."""
    try:
        yield
    except (SQLAlchemyError, OSError, BlobMissing) as error:
        log.exception("hosting.unavailable", what=what, exc_info=error)
        raise Unavailable("The file can't be read now. Try again shortly.") from None


@dataclass
class Hosting:
    """Reads the registry, remembers what is hot, follows the change feed."""

    readers: Sessions
    bundles: BundleStore
    channel: str
    public_url: str
    asset_url: str | None
    page_headers: PageHeaders
    safe: SafeHost
    live: Live | None = None
    indexes: Lru[tuple[str, str], FileIndex] = field(default_factory=lambda: Lru(INDEXED_FILES))
    hot: Lru[str, bytes] = field(default_factory=lambda: Lru(HOT_BYTES))
    chosen: dict[tuple[str, bytes], Form] = field(default_factory=dict)
    rests: Lru[str, Rest] = field(default_factory=lambda: Lru(KEPT_RESTS))
    rest_of: Lru[int, str] = field(default_factory=lambda: Lru(KEPT_RESTS))
    _reloading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def on_release(self, change: Change) -> None:
        """Take over a release that was announced for our channel."""
        if change.key == self.channel and change.value.get("number") != self.number():
            await self.reload()

    async def on_collection(self, change: Change) -> None:
        """Forget the files of a version that was collected."""
        self.indexes.drop((change.value["app"], change.value["version"]))
        self.chosen.clear()

    def number(self) -> int | None:
        """Return the number of the live release, None before the first one."""
        return self.live.boot.number if self.live is not None else None

    async def reload(self) -> None:
        """Build the state of the live release, then swap it in."""
        async with self._reloading:
            async with self.readers() as session:
                release = await service.find_live(session, self.channel)
                versions = await self.load_new(session, release) if release else {}
            if release is None:
                self.live = None
                return
            if self.live is not None and self.live.boot.number == release.number:
                return
            live = await self.prepare(release, versions)
            self.remember_rest(live.boot)
            for row in versions.values():
                self.keep(FileIndex.of(row.app, row.version, row.files))
            self.live = live
        log.info("hosting.released", channel=self.channel, release=release.number)

    async def load_new(self, session: AsyncSession, release: ReleaseRow) -> Versions:
        """Return of a release what the live one has not: of a thousand apps few ever change."""
        known = {app: live.version for app, live in apps_of(self.live).items()}
        return await service.load_release(session, release, known)

    async def prepare(self, release: ReleaseRow, versions: Versions) -> Live:
        """Work a release out, with what the live one has."""
        base, known = self.asset_url or "", apps_of(self.live)
        return await asyncio.to_thread(prepare, release, versions, base, known)

    def remember_rest(self, boot: Boot) -> None:
        """Keep the rest of a boot document for pages that were opened with it."""
        self.rests.put(boot.rest.hash, boot.rest)
        self.rest_of.put(boot.number, boot.rest.hash)

    async def find_rest(self, wanted: str) -> Rest | None:
        """Return the rest of a recent release; another replica may have sent the page."""
        if (known := self.rests.get(wanted)) is not None:
            return known
        async with self.readers() as session:
            recent = await service.recent_releases(session, self.channel, KEPT_RESTS)
            for release in recent:
                if self.rest_of.get(release.number) is None:
                    versions = await self.load_new(session, release)
                    self.remember_rest((await self.prepare(release, versions)).boot)
        return self.rests.get(wanted) or await self.find_safe_rest(wanted)

    async def safe_live(self) -> Live | None:
        """Return the live release with the host before, None when there was none."""
        with outage("safe host"):
            return await self.safe.beside(self.live)

    async def find_safe_rest(self, wanted: str) -> Rest | None:
        """Return the rest of a page with the host before."""
        live = await self.safe_live()
        return live.boot.rest if live is not None and live.boot.rest.hash == wanted else None

    def keep(self, index: FileIndex) -> None:
        """Remember a version's files, unless they are remembered already."""
        if self.indexes.get((index.app, index.version)) is None:
            self.indexes.put((index.app, index.version), index, max(1, len(index.entries)))

    def remember_choice(self, path: str, accepted: bytes, form: Form) -> None:
        """Remember what an address of a version means to who takes these encodings."""
        if len(self.chosen) >= CHOICES:
            self.chosen.clear()
        if len(accepted) <= MAX_ACCEPTED:
            self.chosen[path, accepted] = form

    async def index(self, app: str, version: str) -> FileIndex | None:
        """Return a version's files, None when it was never published."""
        found = self.indexes.get((app, version))
        if found is not None:
            return found
        with outage("index"):
            async with self.readers() as session:
                files = await service.find_files(session, app, version)
        if files is None:
            return None
        found = FileIndex.of(app, version, files)
        self.keep(found)
        return found

    async def newest_with(self, app: str, path: str) -> tuple[FileIndex, Forms] | None:
        """Return the live version's file, else that of the newest version that has it."""
        live = self.live.boot.apps.get(app) if self.live is not None else None
        if live is not None and (found := await self.find_in(app, live.version, path)):
            return found
        with outage("versions"):
            async with self.readers() as session:
                newest = await service.newest_versions(session, app, SEARCHED_VERSIONS)
        for version in newest:
            if found := await self.find_in(app, version, path):
                return found
        return None

    async def find_in(self, app: str, version: str, path: str) -> tuple[FileIndex, Forms] | None:
        """Return a version's file, if there is one."""
        index = await self.index(app, version)
        forms = index.find(path) if index is not None else None
        return (index, forms) if index is not None and forms is not None else None

    async def read(self, form: Form) -> bytes:
        """Return a whole file from memory or from the store."""
        body = self.hot.get(form.digest)
        if body is None:
            body = await self.read_part(form, 0, None)
            if form.size <= HOT_FILE_BYTES:
                self.hot.put(form.digest, body, max(1, len(body)))
        return body

    async def read_part(self, form: Form, start: int, length: int | None) -> bytes:
        """Return a part of a file from the store."""
        with outage("blob"):
            return await self.bundles.read(form.digest, start, length)


async def open_hosting(
    settings: Settings, readers: Sessions, bundles: BundleStore, feed: ChangeFeed
) -> Hosting:
    """Load the live release and follow the feed, which must not have been started yet."""
    hosting = Hosting(
        readers=readers,
        bundles=bundles,
        channel=settings.host_channel,
        public_url=settings.public_url,
        asset_url=settings.asset_url,
        page_headers=PageHeaders.of(settings.public_url, settings.asset_url),
        safe=SafeHost(readers, settings.host_channel, settings.asset_url or ""),
    )
    await hosting.reload()
    feed.subscribe(TOPIC, hosting.on_release)
    feed.subscribe(collection.TOPIC, hosting.on_collection)
    return hosting
