import json

import pytest
from starlette.testclient import TestClient

from tests.conftest import FakeClock
from tests.registry.bundles import Files, manifest, remote
from tests.registry.conftest import DEPLOY, REGISTRY, Publish

VERSIONS = f"{REGISTRY}/apps/data/versions"


def changed() -> Files:
    """Another expose, a larger chunk, a newer React."""
    described = manifest()
    described["exposes"].append(described["exposes"][0] | {"name": "Chart", "path": "./Chart"})
    described["shared"][0] |= {"version": "19.4.0", "requiredVersion": "^19.4.0"}
    files = remote()
    return files | {
        "mf-manifest.json": json.dumps(described).encode(),
        "static/js/expose.js": files["static/js/expose.js"] + b"//" + b"x" * 98,
    }


class TestPublish:
    @pytest.mark.parametrize("dry_run", ["true", "false"])
    def test_tells_what_differs_from_the_version_before(
        self, publish: Publish, dry_run: str
    ) -> None:
        publish("data", "1.0.0", remote())
        size = len(remote()["static/js/expose.js"])

        found = publish("data", "1.1.0", changed(), dry_run=dry_run).json()["difference"]

        assert (found["against"], found["version"]) == ("1.0.0", "1.1.0")
        assert (found["added"], found["removed"]) == (["./Chart"], [])
        assert found["exposes"] == {
            "./Chart": {"before": None, "after": size + 100},
            "./DataGrid": {"before": size, "after": size + 100},
        }
        react = {"before": "19.3.1 (^19.3.0)", "after": "19.4.0 (^19.4.0)"}
        assert found["shared"] == {"react": react}
        assert found["size"]["after"] - found["size"]["before"] >= 100

    def test_has_nothing_to_compare_the_first_with(self, publish: Publish) -> None:
        assert publish("data", "1.0.0", remote()).json()["difference"] is None


class TestCompare:
    def test_is_with_the_version_before_or_any_other(
        self, client: TestClient, publish: Publish, clock: FakeClock, viewer: dict[str, str]
    ) -> None:
        for version, files in (("1.0.0", remote()), ("1.1.0", changed()), ("1.2.0", remote())):
            publish("data", version, files)
            clock.advance(minutes=1)

        last = client.get(f"{VERSIONS}/1.2.0/difference", headers=viewer).json()
        same = client.get(
            f"{VERSIONS}/1.2.0/difference", params={"against": "1.0.0"}, headers=viewer
        ).json()

        assert (last["against"], last["removed"]) == ("1.1.0", ["./Chart"])
        assert (same["added"], same["removed"], same["shared"]) == ([], [], {})

    def test_needs_two_versions(self, client: TestClient, publish: Publish) -> None:
        publish("data", "1.0.0", remote())

        first = client.get(f"{VERSIONS}/1.0.0/difference", headers=DEPLOY)
        none = client.get(
            f"{VERSIONS}/1.0.0/difference", params={"against": "9.9.9"}, headers=DEPLOY
        )

        assert (first.status_code, none.status_code) == (404, 404)
