"""A platform, called over HTTP."""

import base64
import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedRandom
from pathlib import Path
from typing import Any, BinaryIO

import httpx2

from intarsia.cli.common import err, fail

ATTEMPTS = 5
FIRST_WAIT_SECONDS = 0.5
MOST_WAIT_SECONDS = 30.0
TIMEOUT = httpx2.Timeout(10, read=300, write=60)  # compressing a large bundle takes a while
CHUNK = 256 * 1024

REFUSED, MISUSED, UNREACHABLE, CHANGED = 1, 2, 3, 4


FORMS = {
    "version": "Use a semantic version, such as 1.0.0 or 1.1.0-beta.1.",
    "app": "Use lower-case letters, digits, dots, hyphens and underscores, such as data-grid.",
    "channel": "Use lower-case letters, digits and hyphens, such as stable.",
}

Answer = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One request, which may be sent several times."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    file: BinaryIO | None = None
    told: Callable[[int], None] | None = None

    def send(self, client: httpx2.Client) -> httpx2.Response:
        """Send it once."""
        return client.request(
            self.method,
            self.path,
            params=dict(self.query),
            headers=dict(self.headers),
            json=self.body,
            content=chunks(self.file, self.told) if self.file is not None else None,
        )


class Platform:
    """The registry's calls; a refusal is printed and ends the command."""

    def __init__(self, client: httpx2.Client) -> None:
        self.client = client

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Answer:
        """Read."""
        return self.answer(self.send(Call("GET", path, query or {})))

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        """Change something."""
        return self.answer(self.send(Call(method, path, body=body)))

    def upload(
        self,
        path: str,
        query: Mapping[str, str],
        packed: BufferedRandom,
        told: Callable[[int], None],
    ) -> Answer:
        """Send an archive with its digest; sending it twice does no harm.

        `told` hears how many bytes were sent so far.
        """
        packed.seek(0)
        digest = base64.b64encode(hashlib.file_digest(packed, "sha256").digest()).decode()
        headers = {
            "Content-Type": "application/gzip",
            "Content-Digest": f"sha-256=:{digest}:",
            "Content-Length": str(packed.tell()),
        }
        return self.answer(self.send(Call("PUT", path, query, headers, file=packed, told=told)))

    def change_channel(self, channel: str, body: Mapping[str, Any]) -> Answer:
        """Make a release from the state that the channel is in now."""
        live = self.send(Call("GET", f"channels/{channel}"))
        headers = {"If-Match": live.headers["ETag"]} if live.status_code == 200 else {}
        path = f"channels/{channel}/releases"
        return self.answer(self.send(Call("POST", path, headers=headers, body=body)))

    def send(self, call: Call) -> httpx2.Response:
        """Call, again after a while when the platform is away or busy."""
        wait = FIRST_WAIT_SECONDS
        for attempt in range(ATTEMPTS):
            try:
                response = call.send(self.client)
            except httpx2.TransportError as problem:
                reason = f"{self.client.base_url}: {problem or type(problem).__name__}"
            else:
                if response.status_code != 503:
                    return response
                reason = detail_of(response)
                wait = max(wait, min(MOST_WAIT_SECONDS, retry_after(response)))
            if attempt < ATTEMPTS - 1:
                time.sleep(wait)
                wait *= 2
        fail(f"No answer from the platform. {reason}", code=UNREACHABLE)

    def answer(self, response: httpx2.Response) -> Answer:
        """Return the document, or print why there is none."""
        if response.is_success:
            document: Answer = response.json() if response.content else {}
            return document
        problem = problem_of(response)
        print_findings(problem.get("findings", []))
        for error in problem.get("errors", []):
            err.print(f"{'.'.join(map(str, error['loc']))}: {sentence(error)}", markup=False)
        code = CHANGED if response.status_code == 412 else REFUSED
        fail(f"{response.status_code} {detail_of(response)}", code=code)


@contextmanager
def connect(url: str, token_file: Path) -> Iterator[Platform]:
    """Open a connection that carries the token."""
    headers = {"Authorization": f"Bearer {read_token(token_file)}"}
    base = f"{url.rstrip('/')}/api/registry/"
    with httpx2.Client(base_url=base, headers=headers, timeout=TIMEOUT) as client:
        yield Platform(client)


def read_token(token_file: Path) -> str:
    """Return the token from INTARSIA_TOKEN or from its file."""
    token = os.environ.get("INTARSIA_TOKEN", "").strip()
    if not token and token_file.is_file():
        token = token_file.read_text(encoding="utf-8").strip()
    if not token:
        fail(f"No token: set INTARSIA_TOKEN, or put it into {token_file}.", code=MISUSED)
    return token


def chunks(file: BinaryIO, told: Callable[[int], None] | None) -> Iterator[bytes]:
    """Read a file from its start, for each attempt anew, and tell how far it is."""
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk
        if told is not None:
            told(file.tell())


def retry_after(response: httpx2.Response) -> float:
    """Return how many seconds the platform asks to wait."""
    text = response.headers.get("retry-after", "")
    return float(text) if text.isdecimal() else 0.0


def problem_of(response: httpx2.Response) -> dict[str, Any]:
    """Return a problem document, or an empty one for what is none."""
    if "json" not in response.headers.get("content-type", ""):
        return {}
    problem = response.json()
    return problem if isinstance(problem, dict) else {}


def detail_of(response: httpx2.Response) -> str:
    """Return the sentence that says what is wrong, with the request's id."""
    problem = problem_of(response)
    detail = str(problem.get("detail", response.reason_phrase))
    request_id = problem.get("request_id")
    return f"{detail} ({request_id})" if request_id else detail


def sentence(error: Mapping[str, Any]) -> str:
    """Return what is wrong with a value; nobody at a terminal reads the pattern of a version."""
    form = FORMS.get(error["loc"][-1]) if error["type"] == "string_pattern_mismatch" else None
    return form or str(error["msg"])


def print_findings(findings: list[dict[str, Any]]) -> None:
    """Print what the checks said, a line each."""
    for finding in findings:
        colour = "red" if finding["severity"] == "error" else "yellow"
        where = f" {finding['path']}" if finding.get("path") else ""
        err.print(f"[{colour}]{finding['severity']}[/] {finding['rule']}", end="")
        err.print(f"{where}: {finding['hint']}", markup=False)
