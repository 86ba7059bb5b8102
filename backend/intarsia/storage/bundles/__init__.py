"""Where the bytes of published bundles are kept, chosen by the scheme of BUNDLE_STORE_URL."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from intarsia.auth.keys import read_secret
from intarsia.config import Settings
from intarsia.storage.bundles.base import BlobMissing, BundleStore
from intarsia.storage.bundles.local import FileBundles

__all__ = ["BlobMissing", "BundleStore", "open_bundles"]


def open_bundles(settings: Settings) -> BundleStore:
    """Return the store that the settings ask for, with its folders made."""
    url = urlsplit(settings.bundle_store_url)
    if url.scheme == "s3" and url.netloc:
        return open_s3(settings)
    if url.scheme != "file" or url.netloc not in ("", "localhost"):
        raise ValueError("BUNDLE_STORE_URL must be file:///an/absolute/path or s3://bucket/prefix")
    return FileBundles(Path(unquote(url.path)))


def open_s3(settings: Settings) -> BundleStore:
    """Return a bucket with its cache in `DATA_DIR`; the driver is loaded only where it is used."""
    from intarsia.storage.bundles.s3 import S3Bundles, open_bucket

    secret = read_secret(settings, "AWS_SECRET_ACCESS_KEY", settings.aws_secret_access_key)
    bucket = open_bucket(
        settings.bundle_store_url,
        settings.aws_endpoint_url,
        settings.aws_region,
        settings.aws_access_key_id or None,
        secret,
    )
    folder = settings.data_dir.absolute() / "bundle-cache"
    return S3Bundles(bucket, folder, settings.limits.bundle_cache_bytes)
