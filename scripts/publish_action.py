"""What `action.yml` runs: publish a build folder, with nothing but Python's own library.

Inputs come by environment (`INTARSIA_…`), findings become annotations, outputs go to
`GITHUB_OUTPUT`. Exit codes are those of `intarsia publish`.
"""

import base64
import hashlib
import json
import os
import sys
import tarfile
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import IO, Any

REFUSED, MISUSED, UNREACHABLE = 1, 2, 3
ATTEMPTS = 5
FIRST_WAIT_SECONDS = 1.0
TIMEOUT_SECONDS = 300

Answer = dict[str, Any]


def main() -> int:
    """Publish, and say what came of it."""
    try:
        request = publish_request()
    except KeyError as missing:
        return fail(f"{missing.args[0]} is not set.", MISUSED)
    dist = Path(os.environ.get("INTARSIA_DIST") or "dist")
    if not dist.is_dir():
        return fail(f"{dist} is no folder. Build first.", MISUSED)
    with tempfile.TemporaryFile() as packed:
        pack(dist, packed)
        status, answer = send(request, packed)
    for finding in answer.get("findings", []):
        annotate(finding)
    if status not in (200, 201):
        return fail(f"{status} {answer.get('detail', '')}", REFUSED if status else UNREACHABLE)
    report(answer)
    return 0


def publish_request() -> urllib.request.Request:
    """Return the request without its body; raise KeyError for an input that is missing."""
    wanted = ("INTARSIA_URL", "INTARSIA_TOKEN", "INTARSIA_APP", "INTARSIA_VERSION")
    url, token, app, version = (needed(name) for name in wanted)
    query = {"channel": os.environ.get("INTARSIA_CHANNEL", "")}
    query["dry_run"] = "true" if os.environ.get("INTARSIA_DRY_RUN") == "true" else ""
    path = f"/api/registry/apps/{urllib.parse.quote(app)}/versions/{urllib.parse.quote(version)}"
    asked = urllib.parse.urlencode({name: value for name, value in query.items() if value})
    address = f"{url.rstrip('/')}{path}?{asked}"
    if not address.startswith(("https://", "http://")):
        raise KeyError("INTARSIA_URL")
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/gzip"}
    return urllib.request.Request(address, headers=headers, method="PUT")


def needed(name: str) -> str:
    """Return an input or raise KeyError."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise KeyError(name)
    return value


def pack(dist: Path, packed: IO[bytes]) -> None:
    """Write a gzip tar of all files below a folder, with nothing of this machine."""
    with tarfile.open(fileobj=packed, mode="w:gz", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(each for each in dist.rglob("*") if each.is_file()):
            entry = tarfile.TarInfo(path.relative_to(dist).as_posix())
            entry.size = path.stat().st_size
            with path.open("rb") as file:
                archive.addfile(entry, file)


def send(request: urllib.request.Request, packed: IO[bytes]) -> tuple[int, Answer]:
    """Send it, again after a while when the platform is away; status 0 when it stays away."""
    packed.seek(0)
    body = packed.read()
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    request.add_header("Content-Digest", f"sha-256=:{digest}:")
    request.data = body
    wait, answer = FIRST_WAIT_SECONDS, Answer()
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(wait)
            wait *= 2
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as refusal:
            answer = problem_of(refusal)
            if refusal.code != 503:
                return refusal.code, answer
        except OSError as away:
            answer = {"detail": f"No answer from the platform: {away}"}
    return 0, answer


def problem_of(refusal: urllib.error.HTTPError) -> Answer:
    """Return the problem document, or what there is of one."""
    try:
        found = json.load(refusal)
    except ValueError:
        found = None
    return found if isinstance(found, dict) else {"detail": refusal.reason}


def annotate(finding: Answer) -> None:
    """Show a finding beside the run."""
    where = f" {finding['path']}" if finding.get("path") else ""
    kind = "error" if finding["severity"] == "error" else "warning"
    say(
        f"::{kind} title={finding['rule']}::{escaped(finding['rule'] + where)}: "
        f"{escaped(finding['hint'])}"
    )


def report(answer: Answer) -> None:
    """Say what was published, to people and to the steps that follow."""
    name = f"{answer['app']} {answer['version']}"
    release = answer["release"]["number"] if answer["release"] else ""
    outcome = "could be published" if answer["dry_run"] else f"published at {answer['path']}"
    on = f", release {release} of {answer['release']['channel']}" if release else ""
    say(f"{name} {outcome}{on}")
    outputs = {"path": answer["path"], "release": release}
    outputs["created"] = str(answer["created"]).lower()
    if file := os.environ.get("GITHUB_OUTPUT"):
        with Path(file).open("a", encoding="utf-8") as opened:
            opened.writelines(f"{key}={value}\n" for key, value in outputs.items())


def fail(message: str, code: int) -> int:
    """Say why nothing was published."""
    say(f"::error title=Not published::{escaped(message)}")
    return code


def escaped(text: str) -> str:
    """Keep a text from being read as another workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
