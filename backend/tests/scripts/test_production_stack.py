"""What docker-compose.prod.yml promises, without Docker; `make test-prod` runs it."""

import re
from pathlib import Path

import pytest

from intarsia.config import Limits, Settings
from tests.scripts.stacks import PRODUCTION, SERVICES, Service, stack
from tests.scripts.test_prerequisites import ROOT

OURS = re.compile(
    r"\$\{REGISTRY:-ghcr\.io\}/\$\{GITHUB_USER:-intarsia\}/intarsia-[a-z-]+:\$\{TAG:-latest\}"
)
ENGINES = {"postgres", "redis"}
JOBS = {name for name in SERVICES if name.startswith("publish-")} | {"migrate", "release"}
APPS = {path.parent.name for path in (ROOT / "frontend/apps").glob("*/package.json")}


@pytest.fixture(params=sorted(SERVICES))
def name(request: pytest.FixtureRequest) -> str:
    found: str = request.param
    return found


@pytest.fixture
def service(name: str) -> Service:
    found: Service = SERVICES[name]
    return found


class TestEachService:
    def test_can_write_nothing_but_its_volumes(self, service: Service) -> None:
        assert service["read_only"] is True

    def test_has_no_capability_and_gains_none(self, service: Service) -> None:
        assert service["cap_drop"] == ["ALL"]
        assert "cap_add" not in service
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "privileged" not in service

    def test_is_not_root(self, name: str, service: Service) -> None:
        """By its image's last USER, or by the file where the image is somebody else's."""
        if name in ENGINES:
            assert service["user"] == name
            return
        folder = ROOT / service["build"]["context"]
        users = re.findall(r"^USER (\S+)", (folder / "Dockerfile").read_text(), re.MULTILINE)
        unprivileged = "FROM nginxinc/nginx-unprivileged" in (folder / "Dockerfile").read_text()
        assert users[-1:] in ([], ["101"]) if unprivileged else users[-1] == "10001:10001"

    def test_is_limited(self, service: Service) -> None:
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}

    def test_comes_back_unless_it_is_a_job(self, name: str, service: Service) -> None:
        assert service.get("restart") == (None if name in JOBS else "unless-stopped")

    def test_is_one_image_to_build_or_to_pull(self, name: str, service: Service) -> None:
        if name not in ENGINES:
            assert OURS.fullmatch(service["image"])

    def test_uses_only_secrets_that_are_declared(self, service: Service) -> None:
        assert set(service.get("secrets", [])) <= set(PRODUCTION["secrets"])

    def test_has_no_secret_in_its_environment(self, service: Service) -> None:
        """Passwords of engines of the operator's own may be handed on; none is written here."""
        for variable, value in service.get("environment", {}).items():
            if re.search("KEY|SECRET|TOKEN|PASSWORD", variable):
                assert variable.endswith("_FILE") or str(value).endswith(":-}"), variable

    def test_tells_compose_when_it_is_healthy(self, name: str, service: Service) -> None:
        if name in JOBS:
            assert service["healthcheck"] == {"disable": True}
        elif name in ENGINES:
            assert service["healthcheck"]["test"]
        else:
            folder = Path(service["build"]["context"])
            assert "HEALTHCHECK" in (ROOT / folder / "Dockerfile").read_text()


class TestStack:
    def test_publishes_every_front_end(self) -> None:
        built = {SERVICES[name]["build"]["args"]["APP"]: name for name in JOBS if "pub" in name}

        assert {app: f"publish-{app}" for app in APPS} == built
        assert set(SERVICES["release"]["depends_on"]) == set(built.values())

    def test_only_the_gateway_listens_outside(self) -> None:
        assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["gateway"]

    def test_engines_are_reached_by_backends_only(self) -> None:
        assert PRODUCTION["networks"]["storage"] == {"internal": True}
        on_it = {name for name in SERVICES if "storage" in SERVICES[name]["networks"]}
        assert on_it == {"backend", "migrate", *ENGINES}

    def test_believes_its_own_gateway_and_nobody_else(self) -> None:
        inside = PRODUCTION["networks"]["inside"]
        assert inside["internal"] is True
        believed = SERVICES["backend"]["environment"]["TRUSTED_PROXIES"]
        assert inside["ipam"]["config"] == [{"subnet": believed}]

    def test_sets_only_settings_that_there_are(self) -> None:
        known = {name.upper() for name in (*Settings.model_fields, *Limits.model_fields)}
        assert set(SERVICES["backend"]["environment"]) <= known | {"INTARSIA_ENV"}

    def test_secrets_are_those_that_setup_makes(self) -> None:
        makes = "".join(
            (ROOT / "scripts" / name).read_text()
            for name in ("setup-auth.sh", "generate-secrets.sh")
        )
        for secret, where in PRODUCTION["secrets"].items():
            assert where["file"].endswith(f"/{secret}.txt")
            assert secret in makes


class TestTls:
    def test_adds_a_port_and_certificates_to_the_gateway_alone(self) -> None:
        services = stack("docker-compose.tls.yml")["services"]

        assert set(services) == {"gateway"}
        assert services["gateway"]["environment"] == {"TLS": "on"}


class TestContexts:
    @pytest.mark.parametrize("folder", ["backend", "frontend"])
    def test_leave_out_what_is_installed_or_built(self, folder: str) -> None:
        ignored = (ROOT / folder / ".dockerignore").read_text().split()
        assert "*" in ignored or {"**/node_modules", "**/dist"} <= set(ignored)
