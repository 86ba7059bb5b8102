"""What one version of an app has that another has not: exposes, shared ranges, bytes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.errors import NotFound
from intarsia.registry import store
from intarsia.registry.tables import VersionRow


@dataclass(frozen=True, slots=True)
class Sized:
    """An expose's own files in bytes, unpacked; None where a version has no such expose."""

    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Ranges:
    """A shared package's version and range, as in `19.3.1 (^19.3.0)`."""

    before: str | None
    after: str | None


@dataclass
class Difference:
    """What `version` has that `against` has not; sizes are bytes, unpacked."""

    against: str
    version: str
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    exposes: dict[str, Sized] = field(default_factory=dict)
    shared: dict[str, Ranges] = field(default_factory=dict)
    size: Sized = Sized(0, 0)


@dataclass(frozen=True, slots=True)
class Described:
    """What is compared of a version."""

    version: str
    exposes: Mapping[str, int]
    shared: Mapping[str, str]
    size: int

    @classmethod
    def of(cls, version: str, manifest: Mapping[str, Any], sizes: Mapping[str, int]) -> "Described":
        """Describe a version by its served manifest and the sizes of its files."""
        exposes = {
            expose.get("path") or f"./{expose['name']}": sum(
                sizes.get(path, 0) for path in set(paths_of(expose))
            )
            for expose in manifest["exposes"]
        }
        shared = {package["name"]: range_of(package) for package in manifest["shared"]}
        return cls(version, exposes, shared, sum(sizes.values()))

    @classmethod
    def of_row(cls, row: VersionRow) -> "Described":
        """Describe a version that was published; its large columns must be loaded."""
        sizes = {
            path: entry["forms"]["identity"][1]
            for path, entry in row.files.items()
            if "forms" in entry
        }
        return cls.of(row.version, row.manifest, sizes)


def paths_of(expose: Mapping[str, Any]) -> Iterator[str]:
    """Yield the files of an expose, whenever they are needed."""
    for group in expose["assets"].values():
        for paths in group.values():
            yield from paths


def range_of(package: Mapping[str, Any]) -> str:
    """Return what a version offers and needs of a shared package."""
    version, needed = package.get("version") or "?", package.get("requiredVersion")
    return f"{version} ({needed})" if needed else str(version)


def compare(before: Described, after: Described) -> Difference:
    """Return what `after` has that `before` has not."""
    exposes = sorted({*before.exposes, *after.exposes})
    packages = sorted({*before.shared, *after.shared})
    return Difference(
        against=before.version,
        version=after.version,
        added=[name for name in exposes if name not in before.exposes],
        removed=[name for name in exposes if name not in after.exposes],
        exposes={n: Sized(before.exposes.get(n), after.exposes.get(n)) for n in exposes},
        shared={
            name: Ranges(before.shared.get(name), after.shared.get(name))
            for name in packages
            if before.shared.get(name) != after.shared.get(name)
        },
        size=Sized(before.size, after.size),
    )


async def to_previous(session: AsyncSession, app: str, after: Described) -> Difference | None:
    """Compare what is about to be published with the newest version there is, if any."""
    row = await store.newest_whole(session, app)
    return compare(Described.of_row(row), after) if row is not None else None


async def compare_versions(
    session: AsyncSession, app: str, version: str, against: str | None
) -> Difference:
    """Compare two published versions; without `against` with the one published before.

    Raises NotFound, also for a collected version, of which nothing is left to compare.
    """
    after = await get_whole(session, app, version)
    if against is not None:
        before = await get_whole(session, app, against)
    else:
        found = await store.newest_whole(session, app, before=after.published_at)
        if found is None:
            raise NotFound(f"Nothing of {app} was published before {version}.")
        before = found
    return compare(Described.of_row(before), Described.of_row(after))


async def get_whole(session: AsyncSession, app: str, version: str) -> VersionRow:
    """Return a version with its manifest and files, or raise NotFound."""
    row = await store.find_whole(session, app, version)
    if row is None:
        raise NotFound(f"There is no {app}@{version}.")
    return row
