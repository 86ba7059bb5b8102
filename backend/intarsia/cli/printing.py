"""What people read of the registry's answers."""

from typing import Any

from rich.table import Table

from intarsia.cli.common import out, print_json
from intarsia.cli.platform import Answer, print_findings

KiB = 1024


def show(answer: Answer, as_json: bool, *columns: str) -> None:
    """Print a list: as the platform sent it, or as a table of some columns."""
    if as_json:
        print_json(answer)
        return
    table = Table(*(column.replace("_", " ") for column in columns), box=None)
    for item in answer["items"]:
        table.add_row(*(cell(item.get(column)) for column in columns))
    out.print(table)


def cell(value: object) -> str:
    """Return a value on one line; times are UTC, to the minute."""
    if isinstance(value, dict):
        return listed(value)
    text = "" if value is None else str(value)
    is_time = len(text) > 16 and text.endswith("Z") and text[10] == "T"
    return text[:16].replace("T", " ") if is_time else text


def listed(apps: dict[str, Any]) -> str:
    """Return the map of a release on one line."""
    return " ".join(f"{app_id}={entry['version']}" for app_id, entry in sorted(apps.items()))


def print_release(release: Answer, as_json: bool = False) -> None:
    """Say what is live now."""
    if as_json:
        print_json(release)
        return
    print_findings(release["findings"])
    text = f"{release['channel']} is at release {release['number']}: {listed(release['apps'])}"
    out.print(text, markup=False)


def print_published(answer: Answer) -> None:
    """Say what came of a publish."""
    name = f"{answer['app']} {answer['version']}"
    if answer["difference"] is not None:
        print_version_difference(answer["difference"])
    if answer["dry_run"]:
        out.print(f"{name} could be published.", markup=False)
        return
    outcome = "published" if answer["created"] else "was published before, unchanged"
    out.print(f"{name} {outcome}: {answer['path']}", markup=False)
    if answer["release"] is not None:
        print_release(answer["release"])


def print_version_difference(found: Answer) -> None:
    """Say what one version has that another has not."""
    lines = [f"+ {name}" for name in found["added"]] + [f"- {name}" for name in found["removed"]]
    lines += [
        f"  {name}: {step['before'] or 'none'} → {step['after'] or 'none'}"
        for name, step in found["shared"].items()
    ]
    sizes = {"all files": found["size"], **found["exposes"]}
    lines += [
        f"  {name}: {grown(step)}" for name, step in sizes.items() if None not in step.values()
    ]
    out.print(f"Compared with {found['against']}:", *lines, sep="\n", markup=False)


def grown(step: dict[str, int]) -> str:
    """Return a size and by how much it grew."""
    change = step["after"] - step["before"]
    return f"{step['after'] / KiB:.1f} KiB ({change / KiB:+.1f})"


def print_difference(found: Answer) -> None:
    """Say what one release has that another has not."""
    lines = [f"+ {app} {version}" for app, version in found["added"].items()]
    lines += [f"- {app} {version}" for app, version in found["removed"].items()]
    lines += [
        f"  {app} {step['before']} → {step['after']}" for app, step in found["changed"].items()
    ]
    out.print(
        f"{found['before']} → {found['after']}", *(lines or ["the same"]), sep="\n", markup=False
    )
