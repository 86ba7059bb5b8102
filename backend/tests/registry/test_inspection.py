import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intarsia.registry.archive import StagedFile
from intarsia.registry.findings import Finding, Rejected
from intarsia.registry.inspection import Inspection, inspect
from tests.registry.bundles import Files, host, manifest, metadata, remote


def look_at(files: Files) -> Inspection:
    with tempfile.TemporaryDirectory() as folder:
        staged = {}
        for number, (path, body) in enumerate(files.items()):
            file = Path(folder) / str(number)
            file.write_bytes(body)
            sha256, sha384 = hashlib.sha256(body).hexdigest(), hashlib.sha384(body).digest()
            staged[path] = StagedFile(file, len(body), sha256, sha384)
        return inspect(staged, "1.0.0")


def findings(files: Files) -> list[Finding]:
    try:
        return look_at(files).findings
    except Rejected as rejected:
        return rejected.findings


def errors(files: Files) -> set[str]:
    return {finding.rule for finding in findings(files) if finding.severity == "error"}


def warnings(files: Files) -> set[str]:
    """The warnings of a bundle that has nothing worse."""
    return {finding.rule for finding in look_at(files).findings}


class TestInspect:
    def test_takes_what_is_right(self) -> None:
        assert look_at(remote()).findings == []
        assert look_at(host()).findings == []

    @pytest.mark.parametrize(
        ("change", "rule"),
        [
            ({"mf-manifest.json": b"{"}, "manifest"),
            ({"mf-manifest.json": b"[" * 100_000}, "manifest"),
            ({"mf-manifest.json": b'{"a":' + b"[" * 90 + b"]" * 90 + b"}"}, "manifest"),
            ({"mf-manifest.json": b'{"metaData": NaN}'}, "manifest"),
            ({"mf-manifest.json": b'{"metaData": {"name": "\\u0000"}}'}, "manifest"),
            ({"mf-manifest.json": b'{"metaData": {"name": "\\ud800"}}'}, "manifest"),
            ({"mf-manifest.json": b'{"id": 1, "id": 2}'}, "manifest"),
            ({"mf-manifest.json": b" " * (4 * 2**20 + 1)}, "manifest"),
            ({"mf-manifest.json": b"\xff\xfe"}, "manifest"),
            ({"mf-manifest.json": b"[]"}, "manifest"),
            ({"intarsia.json": b'{"title": 1}'}, "metadata"),
            ({"intarsia.json": b"nothing"}, "metadata_json"),
            ({"intarsia.json": b" " * 65_537}, "metadata_json"),
            ({"remoteEntry.js": b"fetch('http://localhost:3002/')"}, "localhost"),
            ({"remoteEntry.js": b"x" * (2**20 - 9) + b"//127.0.0.1:3002/"}, "localhost"),
        ],
    )
    def test_refuses_what_is_broken(self, change: dict[str, bytes], rule: str) -> None:
        assert rule in errors(remote() | change)

    @pytest.mark.parametrize(
        ("meta", "rule"),
        [
            ({"publicPath": "http://localhost:3002/"}, "localhost"),
            ({"publicPath": "//[::1]:3002/"}, "localhost"),
            ({"getPublicPath": "return location.href"}, "get_public_path"),
            ({"name": "data-app"}, "federation_name"),
            ({"remoteEntry": {"name": "other.js", "path": "", "type": "global"}}, "missing_entry"),
        ],
    )
    def test_refuses_what_the_manifest_may_not_say(self, meta: dict[str, Any], rule: str) -> None:
        assert errors(remote(meta=meta)) == {rule}

    @pytest.mark.parametrize(
        ("remotes", "rule"),
        [
            ([{"entry": "http://localhost:3001/mf-manifest.json"}], "localhost"),
            ([{"entry": "app@http://127.0.0.1:3001/remoteEntry.js"}], "localhost"),
            ([{"entry": "https://cdn.example.com/mf-manifest.json"}], "built_in_remotes"),
        ],
    )
    def test_looks_at_remotes_that_are_built_in(self, remotes: list[Any], rule: str) -> None:
        document = manifest() | {"remotes": remotes}
        files = remote() | {"mf-manifest.json": json.dumps(document).encode()}

        assert [finding.rule for finding in findings(files)] == [rule]

    def test_lets_a_bare_localhost_in_code_pass(self) -> None:
        # react-router and others resolve relative URLs against it.
        assert look_at(remote(content=b'new URL(path, "http://localhost")')).findings == []

    def test_says_which_files_are_missing(self) -> None:
        files = remote()
        del files["static/js/expose.js"]

        (finding,) = findings(files)

        assert (finding.rule, finding.path) == ("missing_file", "static/js/expose.js")
        assert "DataGrid" in finding.hint

    def test_does_not_ask_for_the_entry_of_a_server(self) -> None:
        ssr = {"ssrRemoteEntry": {"name": "missing.js", "path": "", "type": "module"}}

        assert look_at(remote(meta=ssr)).findings == []

    def test_says_where_the_manifest_is(self) -> None:
        files = {f"dist/app/{path}": body for path, body in remote().items()}

        finding = findings(files)[-1]

        assert finding.rule == "no_manifest"
        assert "dist/app/mf-manifest.json" in finding.hint

    @pytest.mark.parametrize(
        ("described", "rule"),
        [
            (metadata(route="/api/x"), "metadata"),
            (metadata(route="/.."), "metadata"),
            (metadata(route="/a/./b"), "metadata"),
            (metadata(route="/login"), "metadata"),
            (metadata(route="/forgotten-password"), "metadata"),
            (metadata(route="/reset-password"), "metadata"),
            (metadata(route="/profile/x"), "metadata"),
            (metadata(route="/security"), "metadata"),
            (metadata(route="data"), "metadata"),
            (metadata(route="/data/"), "metadata"),
            (metadata(route="/"), "route"),
            (metadata(expose="./Other"), "unknown_expose"),
            (metadata(unknown=1), "metadata"),
            (metadata(nav=True), "metadata"),
            (metadata(roles=["king"]), "metadata"),
            (metadata(title="a" * 201), "metadata"),
            (metadata(icon="/absolute.svg"), "metadata"),
            (metadata(kind="host", route="/data"), "route"),
        ],
    )
    def test_holds_the_metadata_against_the_bundle(
        self, described: dict[str, Any], rule: str
    ) -> None:
        assert rule in errors(remote(described=described))

    def test_warns_of_what_works_and_surprises(self) -> None:
        files = remote(
            described=metadata(icon="missing.svg"),
            meta={"publicPath": "https://cdn.example.com/", "buildInfo": {"buildVersion": "0.9.0"}},
        )

        assert warnings(files) == {"missing_icon", "public_path", "build_version"}

    def test_takes_an_app_without_metadata(self) -> None:
        files = remote()
        del files["intarsia.json"]

        assert warnings(files) == {"no_metadata"}


class TestInspectHost:
    def test_needs_its_page(self) -> None:
        files = host()
        del files["index.html"]

        assert errors(files) == {"no_index"}

    @pytest.mark.parametrize(
        ("page", "rule"),
        [
            (b"<script src=missing.js></script>", "missing_file"),
            (b"<script src=https://cdn.example.com/a.js></script>", "external_file"),
            (b"<script src=//[></script>", "external_file"),
            (b"<link rel=stylesheet href=missing.css>", "missing_file"),
            (b"<p>no script", "no_script"),
            (b"\0" * (2**20 + 1), "index_too_large"),
        ],
    )
    def test_may_load_only_its_own_files(self, page: bytes, rule: str) -> None:
        assert rule in errors(host() | {"index.html": page})

    def test_is_told_what_is_not_taken_over(self) -> None:
        page = b"<style>a{}</style><script>1</script><script src=/remoteEntry.js></script>"

        assert warnings(host() | {"index.html": page}) == {"inline", "root_absolute"}

    def test_keeps_tags_in_their_order(self) -> None:
        page = look_at(host()).page

        assert page is not None
        assert (page.lang, page.title, page.roots) == ("en", "Platform & co", ["root"])
        assert [script["path"] for script in page.scripts] == [
            "static/js/react.js",
            "static/js/expose.js",
        ]
        assert [(link["rel"], link["path"]) for link in page.links] == [
            ("stylesheet", "static/main.css"),
            ("preload", "static/b.js"),
        ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


class TestHostileDocuments:
    @settings(max_examples=150, deadline=None)
    @given(
        where=st.sampled_from(["metaData", "shared", "exposes", "remotes", "name"]),
        value=JSON,
        inner=st.sampled_from(["", "remoteEntry", "types", "buildInfo", "publicPath", "name"]),
    )
    def test_manifests_end_in_findings(self, where: str, value: object, inner: str) -> None:
        document = manifest()
        if inner and where == "metaData":
            document["metaData"][inner] = value
        else:
            document[where] = value

        findings(remote() | {"mf-manifest.json": json.dumps(document).encode()})

    @settings(max_examples=100, deadline=None)
    @given(key=st.sampled_from(sorted(metadata(roles=[], icon="", shared={}))), value=JSON)
    def test_metadata_ends_in_findings(self, key: str, value: object) -> None:
        findings(remote(described=metadata() | {key: value}))

    @settings(max_examples=100, deadline=None)
    @given(page=st.binary(max_size=300))
    def test_pages_end_in_findings(self, page: bytes) -> None:
        findings(host() | {"index.html": b"<body><script src=remoteEntry.js>" + page})
