"""What a file is served as, by its name: the machine's own tables differ from one to another."""

from pathlib import PurePosixPath

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".htm": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".cjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".ts": "text/plain; charset=utf-8",
    ".xml": "text/xml; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".webmanifest": "application/manifest+json",
    ".wasm": "application/wasm",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
    ".tgz": "application/gzip",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".eot": "application/vnd.ms-fontobject",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
}
UNKNOWN = "application/octet-stream"
COMPRESSIBLE = (
    "text/",
    "image/svg",
    "application/json",
    "application/manifest",
    "application/wasm",
    "font/ttf",
    "font/otf",
    "application/vnd.ms-fontobject",
    "image/x-icon",
)


def content_type(path: str) -> str:
    """Return the media type of a file in a bundle."""
    return TYPES.get(PurePosixPath(path).suffix.lower(), UNKNOWN)


def is_compressible(media_type: str) -> bool:
    """Whether compressing such a file is worth trying."""
    return media_type.startswith(COMPRESSIBLE)


def is_source_map(path: str) -> bool:
    """Source maps are kept for whoever operates the app, not served to its visitors."""
    return path.lower().endswith(".map")


def needs_integrity(path: str) -> bool:
    """Whether pages load such a file under a hash: code, styles and manifests."""
    return path.lower().endswith((".js", ".mjs", ".cjs", ".css", ".json"))
