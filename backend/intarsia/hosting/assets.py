"""`/mf/{app}/{version}/…`: files of published bundles, straight from memory (ASGI).

Everything about a file was decided when it was published; a request is two look-ups. `bench.md`'s
floor for this is an ASGI application that sends constant bytes.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.types import Message, Receive, Scope, Send

from intarsia.config import MiB
from intarsia.errors import Unavailable
from intarsia.hosting.addresses import folder_url
from intarsia.hosting.files import EVERY_ANSWER, FileIndex, Form, Forms, Heads, RawHeaders, start_of
from intarsia.hosting.negotiation import Unsatisfiable, acceptable, matches, wanted_range
from intarsia.hosting.snapshot import HOT_FILE_BYTES, Hosting
from intarsia.problems import problem
from intarsia.registry.manifest import MANIFEST_FILE
from intarsia.registry.names import is_app_id, is_version

SENT_AT_ONCE = MiB
UNUSUAL = frozenset({b"range", b"service-worker"})
CONSIDERED = UNUSUAL | {b"accept-encoding", b"if-none-match", b"if-range"}
EMPTY: Message = {"type": "http.response.body", "body": b""}
PROBLEM_HEADERS = {
    **{name.decode(): value.decode() for name, value in EVERY_ANSWER},
    "cache-control": "no-store",
}


class Refused(Exception):
    """The request gets a problem document, as harmless as everything under `/mf/`."""

    def __init__(self, status: int, code: str, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = headers


@dataclass(frozen=True, slots=True)
class Found:
    """A file, how its address lets it be cached, and its bytes when they are made up here."""

    forms: Forms
    is_alias: bool = False
    body: bytes | None = None


class AssetsApp:
    """Serves files; state comes with the scope, so one instance serves any application."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer at once what was chosen before and is in memory, which is nearly everything."""
        hosting: Hosting = scope["state"]["hosting"]
        accepted = known = b""
        is_plain = scope["method"] == "GET"
        for name, value in scope["headers"]:
            if name == b"accept-encoding":
                accepted = value
            elif name == b"if-none-match":
                known = value
            elif name in UNUSUAL:
                is_plain = False
        form = hosting.chosen.get((scope["path"], accepted)) if is_plain else None
        if form is not None and known and matches(known, form.etag):
            await send(form.immutable.not_modified)
            await send(EMPTY)
        elif form is not None and (body := hosting.hot.get(form.digest)) is not None:
            await send(form.immutable.start)
            await send({"type": "http.response.body", "body": body})
        else:
            await self.answer_with_care(scope, receive, send)

    async def answer_with_care(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or say why not."""
        try:
            await answer(scope, send)
        except Refused as refusal:
            headers = PROBLEM_HEADERS | refusal.headers
            refused = problem(scope, refusal.status, refusal.code, refusal.detail, headers)
            await refused(scope, receive, send)
        except Unavailable as outage:
            headers = PROBLEM_HEADERS | outage.headers
            refused = problem(scope, outage.status, outage.code, outage.detail, headers)
            await refused(scope, receive, send)


async def answer(scope: Scope, send: Send) -> None:
    """Find the file, choose its form, send 200, 206 or 304."""
    hosting: Hosting = scope["state"]["hosting"]
    headers = {name: value for name, value in scope["headers"] if name in CONSIDERED}
    if scope["method"] not in ("GET", "HEAD"):
        raise Refused(405, "method_not_allowed", "Use GET.", allow="GET, HEAD")
    if headers.get(b"service-worker") == b"script":
        raise Refused(403, "forbidden", "A published file can't become a service worker.")
    found = await find(hosting, scope["path"])
    accepted = headers.get(b"accept-encoding", b"")
    form = choose(found.forms, accepted)
    heads = form.revalidated if found.is_alias else form.immutable
    if not found.is_alias:
        hosting.remember_choice(scope["path"], accepted, form)
    known = headers.get(b"if-none-match")
    if known is not None and matches(known, form.etag):
        await send(heads.not_modified)
        await send(EMPTY)
    else:
        # Only of a GET are there parts (RFC 9110 §14.2).
        is_part = b"range" in headers and scope["method"] == "GET"
        part = partial(form, headers) if is_part else None
        await deliver(hosting, found, form, heads, part, scope["method"], send)


async def find(hosting: Hosting, path: str) -> Found:
    """Return the file that an address names, or refuse."""
    segments = path.split("/", 4)  # "", "mf", app, version, path
    if len(segments) == 5:
        index = hosting.indexes.get((segments[2], segments[3]))
        if index is None and is_version(segments[3]) and is_app_id(segments[2]):
            index = await hosting.index(segments[2], segments[3])
        if index is not None and (forms := index.find(segments[4])) is not None:
            return Found(forms)
        if index is not None or is_version(segments[3]):
            raise Refused(404, "not_found", "There is no such file in this version.")
    app = segments[2] if len(segments) > 2 else ""
    return await find_alias(hosting, app, "/".join(segments[3:]))


async def find_alias(hosting: Hosting, app: str, path: str) -> Found:
    """Return the file that an address without a version means now, or refuse."""
    newest = await hosting.newest_with(app, path) if path and is_app_id(app) else None
    if newest is None:
        raise Refused(404, "not_found", "There is no such file in any version of this app.")
    index, forms = newest
    if path == MANIFEST_FILE:
        return await alias_manifest(hosting, index, forms)
    return Found(forms, is_alias=True)


async def alias_manifest(hosting: Hosting, index: FileIndex, forms: Forms) -> Found:
    """Return the manifest with the version's own address as its public path.

    Whoever loads it stays on that version, whatever is live by the time chunks are asked for.
    """
    manifest: dict[str, Any] = json.loads(await hosting.read(forms["identity"]))
    base = hosting.asset_url or hosting.public_url
    manifest["metaData"]["publicPath"] = folder_url(base, index.app, index.version)
    body = json.dumps(manifest, ensure_ascii=False, separators=(",", ":")).encode()
    form = Form.made_of(body, forms["identity"].media_type)
    return Found({"identity": form}, is_alias=True, body=body)


def choose(forms: Forms, accept_encoding: bytes) -> Form:
    """Return the form that a client likes best among those there are, or refuse."""
    for encoding in acceptable(accept_encoding):
        if encoding in forms:
            return forms[encoding]
    raise Refused(406, "not_acceptable", "None of the encodings that the client takes is there.")


def partial(form: Form, headers: Mapping[bytes, bytes]) -> tuple[int, int] | None:
    """Return the part that is asked for; a stale If-Range gets the whole."""
    condition = headers.get(b"if-range")
    if condition is not None and condition.strip() != form.etag:
        return None
    try:
        return wanted_range(headers[b"range"], form.size)
    except Unsatisfiable:
        refused = Refused(416, "range_not_satisfiable", "The range lies outside the file.")
        refused.headers["content-range"] = f"bytes */{form.size}"
        raise refused from None


async def deliver(
    hosting: Hosting,
    found: Found,
    form: Form,
    heads: Heads,
    part: tuple[int, int] | None,
    method: str,
    send: Send,
) -> None:
    """Send a file or a part of it."""
    first, stop = part or (0, form.size)
    head = heads.start if part is None else ranged(heads.full, first, stop, form.size)
    if method == "HEAD":
        await send(head)
        await send(EMPTY)
    elif found.body is not None or form.size <= HOT_FILE_BYTES:
        body = found.body if found.body is not None else await hosting.read(form)
        await send(head)
        await send({"type": "http.response.body", "body": body[first:stop]})
    else:
        await stream(hosting, form, first, stop, head, send)


async def stream(
    hosting: Hosting, form: Form, first: int, stop: int, head: Message, send: Send
) -> None:
    """Send a large file in pieces that are never all in memory."""
    piece = await hosting.read_part(form, first, min(SENT_AT_ONCE, stop - first))
    await send(head)
    while piece and first < stop:
        first += len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": first < stop})
        if first < stop:
            piece = await hosting.read_part(form, first, min(SENT_AT_ONCE, stop - first))


def ranged(headers: RawHeaders, first: int, stop: int, size: int) -> Message:
    """Return the start of a part."""
    kept = [header for header in headers if header[0] != b"content-length"]
    length = (b"content-length", str(stop - first).encode())
    position = (b"content-range", f"bytes {first}-{stop - 1}/{size}".encode())
    return start_of(206, [*kept, length, position])
