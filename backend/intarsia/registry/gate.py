"""What must hold before a map of apps goes live, and who may make it so."""

from collections.abc import Iterable, Iterator, Mapping

from intarsia.auth.callers import Caller
from intarsia.auth.permissions import Permission
from intarsia.errors import Conflict, Forbidden, Locked
from intarsia.registry.findings import Finding, error, warning
from intarsia.registry.maps import Apps, changed
from intarsia.registry.tables import COLLECTED, DEPRECATED, WITHDRAWN, ChannelRow, VersionRow
from intarsia.schemas import iso_z

GONE = (WITHDRAWN, COLLECTED)

Versions = Mapping[str, VersionRow]


def unknown_versions(missing: Iterable[str]) -> Iterator[Finding]:
    """Only what is published can be released."""
    for name in missing:
        yield error("unknown_version", "Publish it first.", name)


def refuse_gone(names: Iterable[str]) -> None:
    """Raise Conflict that names the versions which can't be released any more."""
    listed = sorted(names)
    if listed:
        detail = f"Withdrawn or collected: {', '.join(listed[:10])}."
        raise Conflict(detail, code="versions_gone", versions=listed)


def gone(versions: Versions, apps: Iterable[str]) -> list[str]:
    """Return those of some apps' versions that were withdrawn or collected."""
    rows = [versions[app] for app in apps if app in versions]
    return [f"{row.app}@{row.version}" for row in rows if row.state in GONE]


def check(versions: Versions) -> list[Finding]:
    """What must hold among the apps of one release, or the page could not be put together."""
    shown = {app: row for app, row in versions.items() if row.metadata_ is not None}
    hosts = [app for app, row in shown.items() if row.metadata_.get("kind") == "host"]
    return [
        *twice("duplicate_name", {app: row.name for app, row in versions.items()}),
        *twice("duplicate_route", {app: row.metadata_["route"] for app, row in shown.items()}),
        *twice("two_hosts", dict.fromkeys(hosts, "the host")),
        *deprecated(versions),
    ]


def twice(rule: str, values: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each app that claims what another has."""
    owners: dict[str, str] = {}
    for app, value in sorted(values.items()):
        owner = owners.setdefault(value, app)
        if owner != app:
            yield error(rule, f"{owner!r} is already {value!r} in this release.", app)


def softened(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings that stop nothing: the way back is never closed."""
    return [finding.model_copy(update={"severity": "warning"}) for finding in findings]


def deprecated(versions: Versions) -> Iterator[Finding]:
    """Yield a warning for each version that somebody advised against."""
    for app, row in sorted(versions.items()):
        if row.state == DEPRECATED:
            yield warning("deprecated", row.state_reason, f"{app}@{row.version}")


def refuse_locked(channel: ChannelRow) -> None:
    """Raise Locked, with who closed the channel and why."""
    if channel.locked_at is None:
        return
    raise Locked(
        f"{channel.locked_by} locked {channel.name!r}: {channel.locked_reason}",
        code="channel_locked",
        channel=channel.name,
        reason=channel.locked_reason,
        locked_by=channel.locked_by,
        locked_at=iso_z(channel.locked_at),
    )


def refuse_beyond_reach(channel: str, before: Apps, after: Apps, caller: Caller) -> None:
    """A token may be for some channels, and for some apps: others it must leave as they are."""
    if not caller.reaches_channel(channel):
        raise Forbidden(f"This token is not for {channel!r}.", code="out_of_reach")
    beyond = [app for app in changed(before, after) if not caller.reaches_app(app)]
    if beyond:
        raise Forbidden(f"This token is not for {beyond[0]!r}.", code="out_of_reach")


def refuse_reshaping(before: Versions, after: Versions, caller: Caller) -> None:
    """Where apps appear, and to whom, is for administrators and the deploy token to change."""
    reshaped = [
        app for app in sorted({*before, *after}) if shape(before.get(app)) != shape(after.get(app))
    ]
    if reshaped and not caller.may(Permission.REGISTRY_RESHAPE):
        detail = f"This changes route, roles or navigation of {', '.join(reshaped[:10])}."
        raise Forbidden(detail, code="navigation_change")


def shape(row: VersionRow | None) -> tuple[object, ...] | None:
    """Return what a release changes about the host's navigation."""
    if row is None or row.metadata_ is None:
        return None
    return tuple(row.metadata_.get(key) for key in ("kind", "route", "roles", "nav"))
