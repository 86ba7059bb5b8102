"""What docker-compose.yml promises, without Docker."""

import re

from tests.scripts.stacks import stack
from tests.scripts.test_prerequisites import ROOT

SERVICES = stack("docker-compose.yml")["services"]
APPS = ROOT / "frontend/apps"


class TestFrontEnds:
    def test_each_has_a_dev_server_on_its_own_port(self) -> None:
        for config in APPS.glob("*/rsbuild.config.ts"):
            app, text = config.parent.name, config.read_text()
            port = re.search(r"port: (\d+)", text)
            assert port
            assert SERVICES[app]["ports"] == [f"127.0.0.1:{port[1]}:{port[1]}"]
            assert SERVICES[app]["command"] == f"npm run dev -w apps/{app}"

    def test_each_is_published_before_the_release(self) -> None:
        wanted = {f"publish-{path.parent.name}" for path in APPS.glob("*/package.json")}
        assert set(SERVICES["release"]["depends_on"]) == wanted


class TestStack:
    def test_listens_on_this_machine_only(self) -> None:
        for service in SERVICES.values():
            assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))

    def test_engines_that_are_not_needed_wait_to_be_asked_for(self) -> None:
        assert {name for name in SERVICES if "profiles" in SERVICES[name]} == {"mongodb", "mail"}
