"""Containers as they run: nobody is root, nothing is writable, no secret lies about."""

import json
from typing import Any

import pytest

from tests.production.stack import compose, containers, docker
from tests.scripts.stacks import PRODUCTION, SERVICES
from tests.scripts.test_prerequisites import ROOT

LONG_LIVED = ("gateway", "backend", "postgres", "redis")
OURS = ("gateway", "backend", "publish-data-grid")


@pytest.fixture(scope="module")
def values() -> dict[str, str]:
    """Every secret of this installation."""
    names = PRODUCTION["secrets"].items()
    files = {
        name: where["file"].replace("${SECRETS_DIR:-./secrets}", "secrets") for name, where in names
    }
    return {name: (ROOT / file).read_text().strip() for name, file in files.items()}


def inspected(kind: str, what: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(docker(kind, "inspect", what))[0]
    return found


class TestProcess:
    @pytest.mark.parametrize("service", LONG_LIVED)
    def test_is_not_root_and_has_no_capability(self, service: str) -> None:
        status = compose("exec", "-T", service, "cat", "/proc/1/status")
        lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        assert "0" not in lines["Uid"].split()
        assert {int(lines[name], 16) for name in ("CapPrm", "CapEff", "CapBnd")} == {0}
        assert lines["NoNewPrivs"] == "1"

    @pytest.mark.parametrize("service", LONG_LIVED)
    def test_can_change_no_program(self, service: str) -> None:
        places = "/usr/bin/planted /etc/planted"
        tried = f"touch {places} 2>/dev/null; ls {places} 2>/dev/null | wc -l"
        assert compose("exec", "-T", service, "sh", "-c", tried).strip() == "0"

    def test_reads_secrets_that_others_can_not(self) -> None:
        modes = compose("exec", "-T", "backend", "sh", "-c", "stat -L -c %a /run/secrets/*").split()
        assert {mode[-1] for mode in modes} == {"0"}

    def test_has_no_compiler_and_no_installer(self) -> None:
        looked = "command -v gcc cc make pip || true; ls /opt/intarsia/bin"
        assert not {"gcc", "cc", "make", "pip"} & set(
            compose("exec", "-T", "backend", "sh", "-c", looked).split()
        )


class TestSecrets:
    @pytest.mark.parametrize("service", sorted(SERVICES))
    def test_are_in_no_environment_command_or_log(
        self, service: str, values: dict[str, str]
    ) -> None:
        for container in containers(service):
            about = json.dumps(inspected("container", container)["Config"])
            said = docker("logs", container)
            listed = {name for name, value in values.items() if value in about + said}
            assert listed == set()

    @pytest.mark.parametrize("service", OURS)
    def test_are_in_no_layer(self, service: str, values: dict[str, str]) -> None:
        """Every layer of the image, files that a later one hides included."""
        image = inspected("container", containers(service)[0])["Image"]
        archive = ROOT / "backend/.pytest_cache" / f"image-{service}.tar"
        try:
            docker("image", "save", "--output", str(archive), image)
            content = archive.read_bytes()
            assert [name for name, value in values.items() if value.encode() in content] == []
        finally:
            archive.unlink(missing_ok=True)
