"""One release, ready to be served."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from intarsia.hosting.boot import Boot, LiveApp, build
from intarsia.hosting.document import Document, Frame, frame_of
from intarsia.hosting.lru import Lru
from intarsia.registry.tables import ReleaseRow, VersionRow

KEPT_DOCUMENTS = 64


@dataclass(frozen=True)
class Live:
    """One release, ready to be served; nothing in it changes but what is prepared on first use."""

    boot: Boot
    frame: Frame | None
    routes: dict[str, str]
    documents: Lru[str, Document] = field(default_factory=lambda: Lru(KEPT_DOCUMENTS))

    @classmethod
    def of(cls, boot: Boot) -> "Live":
        """Prepare what all pages of a release share."""
        frame = frame_of(boot, boot.host) if boot.host is not None else None
        routes = {app.route: app.id for app in boot.apps.values() if app.route is not None}
        return cls(boot, frame, routes)

    def app_at(self, path: str) -> str | None:
        """Return the app whose route a path is, or lies under; the longest route wins."""
        while path not in self.routes:
            if path in ("", "/"):
                return None
            path = path.rpartition("/")[0] or "/"
        return self.routes[path]

    def document(self, path: str) -> Document | None:
        """Return the page for a path, None without a host."""
        if self.frame is None:
            return None
        app = self.app_at(path)
        document = self.documents.get(app or "")
        if document is None:
            document = self.frame.document(self.boot.apps[app] if app is not None else None)
            self.documents.put(app or "", document)
        return document


def prepare(
    release: ReleaseRow,
    versions: Mapping[str, VersionRow],
    base: str,
    known: Mapping[str, LiveApp],
    *,
    is_safe: bool = False,
) -> Live:
    """Work out a release, in a thread: a thousand apps take a while."""
    live = Live.of(build(release, versions, base, known, is_safe=is_safe))
    _ = live.boot.rest
    return live


def apps_of(live: Live | None) -> Mapping[str, LiveApp]:
    """Return what is resolved already, for the next release to take over."""
    return live.boot.apps if live is not None else {}
