"""What the host page takes over from the `index.html` of a host's bundle."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

from intarsia.registry.findings import Finding, error, warning

INDEX_FILE = "index.html"
MAX_INDEX_BYTES = 1024 * 1024
MAX_TAGS = 500
LINK_RELS = {"stylesheet", "preload", "modulepreload", "prefetch", "icon", "manifest"}
LINK_ATTRIBUTES = ("as", "type", "media", "sizes")
SCRIPT_FLAGS = ("defer", "async", "nomodule")
META_NAMES = {"viewport", "color-scheme", "theme-color", "description", "robots", "referrer"}

Attributes = dict[str, str]


@dataclass
class IndexPage:
    """Tags in their order; `path` of a link or script is a file of the bundle."""

    lang: str = "en"
    title: str = ""
    metas: list[Attributes] = field(default_factory=list)
    links: list[Attributes] = field(default_factory=list)
    scripts: list[Attributes] = field(default_factory=list)
    roots: list[str] = field(default_factory=list)

    def dumped(self) -> dict[str, Any]:
        """Return it as JSON keeps it."""
        return asdict(self)


def read_index(raw: bytes, has: Callable[[str], bool]) -> tuple[IndexPage, list[Finding]]:
    """Read a page; tags whose files are missing or elsewhere become findings."""
    if len(raw) > MAX_INDEX_BYTES:
        return IndexPage(), [error("index_too_large", "No page is this long.", INDEX_FILE)]
    reader = IndexReader(has)
    reader.feed(raw.decode("utf-8", "replace").replace("\0", ""))
    reader.close()
    page = reader.page
    if not page.scripts:
        reader.findings.append(error("no_script", "The host's page loads no script.", INDEX_FILE))
    page.roots = page.roots or ["root"]
    return page, reader.findings


class IndexReader(HTMLParser):
    """Collects tags and findings."""

    def __init__(self, has: Callable[[str], bool]) -> None:
        super().__init__(convert_charrefs=True)
        self.has = has
        self.page = IndexPage()
        self.findings: list[Finding] = []
        self.tags = 0
        self.within: str | None = None
        self.is_body = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Dispatch on the tags that matter."""
        self.tags += 1
        if self.tags > MAX_TAGS:
            return
        self.within = tag
        attributes = {name: (value or "")[:2000] for name, value in attrs}
        handle = getattr(self, f"take_{tag}", None)
        if handle is not None:
            handle(attributes)

    def handle_endtag(self, tag: str) -> None:
        """Note that the text of a title or a script is over."""
        self.within = None

    def handle_data(self, data: str) -> None:
        """Take the title; the content of inline tags is not taken over."""
        if self.within == "title":
            self.page.title = (self.page.title + data).strip()[:200]
        elif self.within in ("script", "style") and data.strip():
            hint = f"Inline <{self.within}> is not taken over: move it to a file."
            self.findings.append(warning("inline", hint, INDEX_FILE))
            self.within = None

    def take_html(self, attributes: Attributes) -> None:
        """Keep the language."""
        self.page.lang = attributes.get("lang", "en")[:35] or "en"

    def take_body(self, _attributes: Attributes) -> None:
        """What follows may be mounted into."""
        self.is_body = True

    def take_div(self, attributes: Attributes) -> None:
        """Keep elements that scripts mount into."""
        if self.is_body and attributes.get("id"):
            self.page.roots.append(attributes["id"][:200])

    def take_meta(self, attributes: Attributes) -> None:
        """Keep what concerns the page rather than its loading."""
        if attributes.get("name", "").lower() in META_NAMES:
            kept = ("name", "content", "media")
            self.page.metas.append({k: attributes[k] for k in kept if k in attributes})

    def take_link(self, attributes: Attributes) -> None:
        """Keep styles, preloads and icons that are in the bundle."""
        rel = attributes.get("rel", "").lower()
        if rel not in LINK_RELS:
            return
        path = self.resolve(attributes.get("href", ""))
        if path is not None:
            kept = {name: attributes[name] for name in LINK_ATTRIBUTES if name in attributes}
            self.page.links.append({"path": path, "rel": rel, **kept})

    def take_script(self, attributes: Attributes) -> None:
        """Keep scripts that are in the bundle."""
        if "src" not in attributes:
            return
        path = self.resolve(attributes["src"])
        if path is None:
            return
        kept = {name: "" for name in SCRIPT_FLAGS if name in attributes}
        if attributes.get("type") == "module":
            kept["type"] = "module"
        self.page.scripts.append({"path": path, **kept})

    def resolve(self, address: str) -> str | None:
        """Return the file that a tag names, or note that there is none."""
        try:
            url = urlsplit(address)
        except ValueError:
            url = urlsplit("broken:")
        if url.scheme or url.netloc:
            hint = "The page may only load files of its own bundle."
            self.findings.append(error("external_file", hint, address))
            return None
        path = "/".join(part for part in unquote(url.path).split("/") if part not in ("", "."))
        if not self.has(path):
            self.findings.append(error("missing_file", f"Named by {INDEX_FILE}.", address))
            return None
        if url.path.startswith("/"):
            hint = "Build with relative addresses (assetPrefix `auto`): others like it may break."
            self.findings.append(warning("root_absolute", hint, address))
        return path
