"""What `intarsia init` writes builds, publishes, and appears in the host as it is."""

import os
import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.builds import FRONTEND
from tests.e2e.server import Server
from tests.e2e.steps import sign_in


class TestInit:
    def test_is_a_remote_that_appears_without_a_change_to_the_host(
        self, page: Page, platform: Server, tmp_path: Path
    ) -> None:
        folder = tmp_path / "orders"
        platform.run("init", folder, "--title", "Orders")
        (folder / "node_modules").symlink_to(FRONTEND / "node_modules")
        built = subprocess.run(  # noqa: S603 (the workspace's own bundler)
            [FRONTEND / "node_modules" / ".bin" / "rsbuild", "build"],
            cwd=folder,
            env=os.environ | {"NODE_ENV": "production"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert built.returncode == 0, built.stdout + built.stderr
        before = platform.release()

        platform.publish("orders", folder / "dist", "1.0.0")
        platform.promote(orders="1.0.0")
        sign_in(page)
        page.get_by_role("navigation").get_by_role("link", name="Orders", exact=True).click()

        expect(page.get_by_role("heading", name="Orders", level=1)).to_be_visible()
        page.get_by_role("button", name="Clicked 0 times").click()
        expect(page.get_by_role("button", name="Clicked 1 times")).to_be_visible()
        platform.rollback(before["number"])
