"""Where the bytes of published bundles are kept, chosen by the scheme of BUNDLE_STORE_URL."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from intarsia.config import Settings
from intarsia.storage.bundles.base import BlobMissing, BundleStore
from intarsia.storage.bundles.local import FileBundles

__all__ = ["BlobMissing", "BundleStore", "open_bundles"]


def open_bundles(settings: Settings) -> BundleStore:
    """Return the store that the settings ask for, with its folders made."""
    url = urlsplit(settings.bundle_store_url)
    if url.scheme != "file" or url.netloc not in ("", "localhost"):
        raise ValueError("BUNDLE_STORE_URL must be file:///an/absolute/path")
    return FileBundles(Path(unquote(url.path)))
