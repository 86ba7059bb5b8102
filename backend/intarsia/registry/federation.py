"""The entry of an app in `globalThis.__FEDERATION__.moduleInfo`.

With it the stock runtime (2.9.2) resolves a remote without asking for its manifest; the shape is
what `generateSnapshotFromManifest` of @module-federation/sdk makes of a manifest.
"""

from typing import Any

from intarsia.registry.manifest import Manifest, joined


def snapshot_of(manifest: dict[str, Any], read: Manifest) -> dict[str, Any]:
    """Return the entry from the served manifest; the page adds `version` and `publicPath`."""
    types = manifest["metaData"]["types"]
    return {
        "buildVersion": read.build_version,
        "globalName": read.global_name,
        "remoteEntry": read.entry,
        "remoteEntryType": read.entry_type,
        "remoteTypes": joined(types["path"], types["name"]),
        "remoteTypesZip": types["zip"],
        "remoteTypesAPI": types["api"],
        "remotesInfo": {},
        "shared": [
            {
                "assets": served["assets"],
                "sharedName": shared.name,
                "version": shared.version,
                "usedExports": served.get("referenceExports") or [],
            }
            for served, shared in zip(manifest["shared"], read.shared, strict=True)
        ],
        "modules": [
            {"moduleName": expose.name, "modulePath": expose.path, "assets": served["assets"]}
            for served, expose in zip(manifest["exposes"], read.exposes, strict=True)
        ],
    }
