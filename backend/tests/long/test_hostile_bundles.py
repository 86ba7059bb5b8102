"""Mutations of real archives and manifests: an answer, never a failure, and nothing left behind."""

import gzip
import json
import resource
import tarfile
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from intarsia.config import MiB
from tests.registry.bundles import entry, host, manifest, packed, remote, tar_of
from tests.registry.conftest import DEPLOY, REGISTRY

ANSWERS = {200, 201, 409, 413, 415, 422}
MOST_SECONDS, MOST_GROWTH = 10.0, 128 * MiB
PLAIN = [gzip.decompress(packed(files)) for files in (remote(), host())]
HEADER = 512
# Of a tar header: where they begin, and how long they are.
FIELDS = ((0, 100), (100, 8), (124, 12), (136, 12), (148, 8), (156, 1), (157, 100), (345, 155))
NASTY = [b"77777777777", b"-1", b"../x", b"/etc/x"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@st.composite
def mutated(draw: st.DrawFn, plain: bytes) -> bytes:
    """A few bytes changed, a piece cut, doubled or put in, or a field of a header overwritten."""
    body = bytearray(plain)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(body) - 1)))
        piece = draw(st.integers(1, 2048))
        kind = draw(st.sampled_from(["flip", "cut", "end", "double", "put", "field"]))
        if kind == "flip" and body:
            body[at] ^= draw(st.integers(1, 255))
        elif kind == "cut":
            del body[at : at + piece]
        elif kind == "end":
            del body[at:]
        elif kind == "double":
            body[at:at] = body[at : at + piece]
        elif kind == "put":
            body[at:at] = draw(st.binary(max_size=64))
        else:
            overwrite_field(draw, body, at - at % HEADER)
    return bytes(body)


def overwrite_field(draw: st.DrawFn, body: bytearray, start: int) -> None:
    """Change a field of a tar header, half of the time with a checksum that fits."""
    offset, length = draw(st.sampled_from(FIELDS))
    if len(body) < start + HEADER:
        return
    value = draw(st.binary(max_size=length) | st.sampled_from(NASTY))
    body[start + offset : start + offset + length] = value[:length].ljust(length, b"\0")
    if draw(st.booleans()):
        body[start + 148 : start + 156] = b" " * 8
        total = sum(body[start : start + HEADER])
        body[start + 148 : start + 156] = f"{total:06o}\0 ".encode()


@st.composite
def manifests(draw: st.DrawFn) -> bytes:
    """A manifest with some values replaced by any JSON."""
    document: Any = manifest()
    for _ in range(draw(st.integers(1, 3))):
        node = document
        while isinstance(node, dict | list) and node:
            keys = sorted(node) if isinstance(node, dict) else range(len(node))
            key = draw(st.sampled_from(list(keys)))
            if draw(st.integers(0, 2)) == 0 or not isinstance(node[key], dict | list):
                node[key] = draw(JSON)
                break
            node = node[key]
    return json.dumps(document).encode()


bundles = st.one_of(
    st.sampled_from(PLAIN).flatmap(mutated).map(lambda plain: gzip.compress(plain, 1, mtime=0)),
    st.sampled_from(PLAIN).map(lambda plain: gzip.compress(plain, 1, mtime=0)).flatmap(mutated),
    manifests().map(lambda body: packed(remote() | {"mf-manifest.json": body})),
    st.builds(
        lambda body: packed(remote() | {"intarsia.json": body}),
        JSON.map(json.dumps).map(str.encode),
    ),
)


def send(client: TestClient, body: bytes) -> int:
    """Publish, and look at what it cost and left."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    began = time.monotonic()
    answer = client.put(
        f"{REGISTRY}/apps/hostile/versions/1.0.0",
        params={"dry_run": "true"},
        content=body,
        headers={"Content-Type": "application/gzip", **DEPLOY},
    )
    assert time.monotonic() - began < MOST_SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before < MOST_GROWTH
    assert answer.status_code in ANSWERS, answer.text
    folder = Path(client.app_state["settings"].data_dir)
    assert not list(folder.glob("bundles/staging/*"))
    assert not list(folder.glob("bundles/blobs/*/*"))
    assert {path.name.partition(".")[0] for path in folder.iterdir()} <= {
        "intarsia",
        "bundles",
        "mails",
    }
    return answer.status_code


def try_many(client: TestClient, examples: int) -> None:
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(body=bundles)
    def is_answered(body: bytes) -> None:
        send(client, body)

    is_answered()


class TestMutations:
    def test_a_hundred_and_fifty(self, app: TestClient) -> None:
        try_many(app, 150)

    @pytest.mark.long
    def test_ten_thousand(self, app: TestClient) -> None:
        try_many(app, 10_000)


def bomb() -> bytes:
    """A gibibyte of zeros in a mebibyte, as many gzip members."""
    header = entry("zeros.js", size=1024 * MiB).tobuf(tarfile.GNU_FORMAT)
    return gzip.compress(header, mtime=0) + gzip.compress(bytes(MiB), mtime=0) * 1024


def crowd() -> bytes:
    """A million entries."""
    thousand = entry("a").tobuf(tarfile.USTAR_FORMAT) * 1000
    return gzip.compress(thousand, mtime=0) * 1000


def giant() -> bytes:
    """A header that says ten gigabytes, and nothing after it."""
    return gzip.compress(entry("huge.js", size=10 * 1024**3).tobuf(tarfile.GNU_FORMAT), mtime=0)


def endless() -> bytes:
    """Extended headers of PAX and GNU upon each other."""
    extended = entry("x", type=tarfile.XHDTYPE), b"17 path=a/b/c/d\n"
    long_name = entry("././@LongLink", type=tarfile.GNUTYPE_LONGNAME), b"n" * 500 + b"\0"
    return gzip.compress(tar_of(*[extended, long_name] * 2000, form=tarfile.GNU_FORMAT), mtime=0)


class TestBombs:
    @pytest.mark.parametrize("make", [bomb, crowd, giant, endless])
    def test_are_refused_at_little_cost(self, app: TestClient, make: Any) -> None:  # noqa: ANN401
        assert send(app, make()) in (413, 422)
