"""Hold a manifest against the bundle it came with, before anything goes live."""

import re
from collections.abc import Callable, Iterable, Iterator

from intarsia.registry.findings import Finding, error, warning
from intarsia.registry.manifest import Expose, Manifest, Shared, in_bundle
from intarsia.registry.names import is_federation_name
from intarsia.registry.strict_json import texts_in

LOOPBACK = re.compile(r"(?:^|//|@)(?:localhost|127\.0\.0\.1|\[::1\])(?=$|[:/?#])", re.IGNORECASE)
# In code only with a port: `http://localhost` alone is a common base for parsing relative URLs
# (react-router, axios); a development server's address always has its port.
LOOPBACK_IN_CODE = re.compile(rb"//(?:localhost|127\.0\.0\.1|\[::1\]):\d", re.IGNORECASE)


def check_manifest(
    manifest: Manifest, version: str, has: Callable[[str], bool], entry_code: Iterable[bytes]
) -> list[Finding]:
    """Hold a manifest against the files it came with."""
    return [
        *check_names(manifest),
        *check_addresses(manifest, entry_code),
        *check_files(manifest, has),
        *check_build(manifest, version),
    ]


def check_names(manifest: Manifest) -> Iterator[Finding]:
    """The name becomes a global variable and a key, so it must be an identifier."""
    if not is_federation_name(manifest.name):
        hint = "The federation name must be a JavaScript identifier, such as `dataApp`."
        yield error("federation_name", hint, manifest.name)


def check_addresses(manifest: Manifest, entry_code: Iterable[bytes]) -> Iterator[Finding]:
    """Nothing in a published bundle may point at somebody's own machine."""
    meta = manifest.raw["metaData"]
    if "getPublicPath" in meta:
        yield error("get_public_path", "Code in a manifest is refused: use publicPath `auto`.")
    if is_loopback(manifest.public_path):
        yield error("localhost", "Set publicPath to `auto`.", "metaData.publicPath")
    remotes = manifest.raw.get("remotes") or []
    if any(is_loopback(text) for text in texts_in(remotes)):
        yield error("localhost", "Register remotes at run time, not in the build.", "remotes")
    elif remotes:
        yield warning("built_in_remotes", "Ignored: the release says where remotes are.", "remotes")
    if any(LOOPBACK_IN_CODE.search(chunk) for chunk in entry_code):
        hint = "The entry names a local server: build for production with publicPath `auto`."
        yield error("localhost", hint, manifest.entry)


def is_loopback(address: str) -> bool:
    """Whether an address is one of the machine that asks."""
    return LOOPBACK.search(address) is not None


def check_files(manifest: Manifest, has: Callable[[str], bool]) -> Iterator[Finding]:
    """Every file that is named must be there (`ssrRemoteEntry` need not)."""
    if not has(manifest.entry):
        yield error("missing_entry", "The remote entry is not in the bundle.", manifest.entry)
    owners: list[Expose | Shared] = [*manifest.exposes, *manifest.shared]
    for owner in owners:
        for path in owner.assets.all():
            if path.startswith("/") and has(in_bundle(path)):
                yield warning("root_absolute", "Asset paths should be relative.", path)
            elif not has(in_bundle(path)):
                yield error("missing_file", f"Named by {owner.name!r}, not in the bundle.", path)


def check_build(manifest: Manifest, version: str) -> Iterator[Finding]:
    """Things that work and will surprise somebody."""
    if manifest.public_path not in ("auto", "", "./") and not is_loopback(manifest.public_path):
        hint = "Chunks may be asked for at this address: build with publicPath `auto`."
        yield warning("public_path", hint, manifest.public_path)
    if manifest.build_version not in ("", version):
        hint = f"Built as {manifest.build_version!r}, published as {version!r}."
        yield warning("build_version", hint, "metaData.buildInfo.buildVersion")
