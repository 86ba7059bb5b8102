"""Which tags an image gets, and that the workflow builds what the stack uses."""

import os
import subprocess
import sys
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from tests.scripts.stacks import SERVICES
from tests.scripts.test_prerequisites import ROOT

SHA = "0123456789abcdef0123456789abcdef01234567"
IMAGE = "ghcr.io/Owner/intarsia-backend"
OF_COMMIT = "sha-0123456"
WORKFLOW: dict[Any, Any] = yaml.safe_load(
    (ROOT / ".github/workflows/docker-publish.yml").read_text()
)
JOB = WORKFLOW["jobs"]["image"]


def run(ref: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 (our own script)
        [sys.executable, str(ROOT / "scripts/image_tags.py")],
        env={"PATH": os.environ["PATH"], "GITHUB_REF": ref, "GITHUB_SHA": SHA, "IMAGE": IMAGE},
        capture_output=True,
        text=True,
        check=False,
    )


class TestTags:
    @pytest.mark.parametrize(
        ("ref", "tags", "version"),
        [
            ("refs/tags/v1.4.2", ["1.4.2", "1.4", "latest", OF_COMMIT], "1.4.2"),
            ("refs/tags/v1.5.0-rc.1", ["1.5.0-rc.1", OF_COMMIT], "1.5.0-rc.1"),
            ("refs/heads/main", ["main", OF_COMMIT], ""),
            ("refs/heads/feature/a+b", ["feature-a-b", OF_COMMIT], ""),
            ("refs/pull/7/merge", ["pr-7"], ""),
        ],
    )
    def test_follow_the_ref(self, ref: str, tags: list[str], version: str) -> None:
        named = ",".join(f"ghcr.io/owner/intarsia-backend:{tag}" for tag in tags)
        assert run(ref).stdout == f"tags={named}\nversion={version}\n"

    @pytest.mark.parametrize("ref", ["refs/tags/v1.4", "refs/tags/latest", "refs/notes/x"])
    def test_a_ref_without_any_is_refused(self, ref: str) -> None:
        done = run(ref)
        assert done.returncode == 1
        assert "is no branch, no pull request and no tag v1.2.3" in done.stderr


class TestWorkflow:
    def test_builds_the_images_of_the_stack_from_the_same_contexts(self) -> None:
        wanted = {
            (service["image"].split("/intarsia-")[1].split(":")[0], service["build"]["context"])
            for service in SERVICES.values()
            if "build" in service
        }
        assert {
            (row["name"], row["context"]) for row in JOB["strategy"]["matrix"]["include"]
        } == wanted

    def test_pushes_nothing_for_a_pull_request(self) -> None:
        steps = {step.get("uses", "").split("@")[0]: step for step in JOB["steps"]}
        not_one = "github.event_name != 'pull_request'"
        assert steps["docker/login-action"]["if"] == not_one
        assert steps["docker/build-push-action"]["with"]["push"] == "${{ " + not_one + " }}"

    def test_may_write_packages_and_nothing_else(self) -> None:
        assert WORKFLOW["permissions"] == {"contents": "read"}
        assert JOB["permissions"] == {"contents": "read", "packages": "write"}
