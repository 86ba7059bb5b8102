"""Maps of apps, as releases keep them: `{app: {"version": …}}`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Apps = Mapping[str, dict[str, Any]]


def changed(before: Apps, after: Apps) -> list[str]:
    """Return the apps that differ, in order."""
    return [app for app in sorted({*before, *after}) if before.get(app) != after.get(app)]


def version_of(apps: Apps, app: str) -> str | None:
    """Return an app's version, None where it is not in."""
    entry = apps.get(app)
    return None if entry is None else str(entry["version"])


def versions_of(apps: Apps) -> dict[str, str]:
    """Return every app's version."""
    return {app: str(entry["version"]) for app, entry in apps.items()}


def steps(before: Apps, after: Apps) -> dict[str, list[str | None]]:
    """Return what changes: `{app: [old, new]}`, None where an app is not in."""
    return {
        app: [version_of(before, app), version_of(after, app)] for app in changed(before, after)
    }


@dataclass(frozen=True, slots=True)
class Step:
    """An app's versions in two maps."""

    before: str
    after: str


@dataclass
class Difference:
    """What one map has that another has not."""

    added: dict[str, str] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    changed: dict[str, Step] = field(default_factory=dict)


def difference(before: Apps, after: Apps) -> Difference:
    """Return what `after` has that `before` has not."""
    found = Difference()
    for app, (old, new) in steps(before, after).items():
        if old is None:
            found.added[app] = str(new)
        elif new is None:
            found.removed[app] = old
        else:
            found.changed[app] = Step(old, new)
    return found
