"""Users taken out and in as CSV files."""

import re
from pathlib import Path

from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.guard import Guard
from tests.e2e.steps import sign_in

FILE = "email,full_name,role\ncarla@example.com,Carla Imported,user\n"


class TestFiles:
    def test_of_users_are_taken_in_and_saved(
        self, page: Page, guard: Guard, tmp_path: Path
    ) -> None:
        guard.expect(r"422 POST", r"status of 422")
        sign_in(page, path="/users")
        page.get_by_role("button", name="Import").click()
        dialog = page.get_by_role("dialog")
        chosen: FilePayload = {
            "name": "new.csv",
            "mimeType": "text/csv",
            "buffer": FILE.encode(),
        }
        dialog.get_by_label("Choose a file").last.set_input_files(chosen)
        dialog.get_by_role("button", name="Import").click()
        expect(dialog.get_by_text("One user was added.")).to_be_visible()

        dialog.get_by_label("Choose a file").last.set_input_files(chosen)
        dialog.get_by_role("button", name="Import").click()
        expect(dialog.get_by_text("Line 2, email:")).to_be_visible()
        guard.check()
        dialog.get_by_role("button", name="Close").click()
        row = page.get_by_role("row", name="carla@example.com")
        expect(row).to_be_visible()

        page.get_by_label("Search").fill("carla@")
        expect(page).to_have_url(re.compile(r"[?&]q="))
        with page.expect_download() as download:
            page.get_by_role("button", name="Export").click()
        download.value.save_as(tmp_path / "users.csv")
        header, line = (tmp_path / "users.csv").read_text(encoding="utf-8").splitlines()
        assert header.startswith("id,email,username,full_name,role")
        assert "carla@example.com,carla,Carla Imported,user,true" in line

        row.get_by_role("button", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(row).to_have_count(0)
