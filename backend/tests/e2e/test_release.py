"""A new version of a remote reaches open pages by publishing and releasing it, and leaves again."""

from pathlib import Path

from playwright.sync_api import Page, Route

from tests.e2e.server import Server
from tests.e2e.steps import expect_grid, open_grid, sign_in

LISTENS = """
new BroadcastChannel('intarsia.auth').onmessage = ({ data }) => {
  if (data.event?.type === 'release') console.info('told of a release');
};
"""


class TestRelease:
    def test_changed_remote_appears_and_rolls_back_without_a_new_host_or_a_restart(
        self, page: Page, platform: Server, changed_data_grid: tuple[Path, str]
    ) -> None:
        dist, version = changed_data_grid
        sign_in(page, "admin", "/data")
        expect_grid(page)
        before = platform.release()
        assert platform.process is not None
        process = platform.process.pid

        platform.publish("data-grid", dist, version)
        platform.promote(data_grid=version)
        page.reload()
        expect_grid(page, "Data, second edition")

        platform.rollback(before["number"])
        page.reload()
        expect_grid(page, "Data")

        after = platform.release()
        assert after["apps"] == before["apps"]
        assert after["number"] == before["number"] + 2
        assert (platform.process.pid, platform.process.poll()) == (process, None)

    def test_made_while_a_page_loads_reaches_it_at_its_next_navigation(
        self, page: Page, platform: Server, changed_data_grid: tuple[Path, str]
    ) -> None:
        """Its stream of events begins only after the announcement."""
        dist, version = changed_data_grid
        before = platform.release()
        platform.publish("data-grid", dist, version)
        sign_in(page)

        def release_first(route: Route) -> None:
            platform.promote(data_grid=version)
            route.continue_()

        page.add_init_script(LISTENS)
        page.route("**/api/events", release_first, times=1)
        with page.expect_console_message(
            lambda message: message.text == "told of a release", timeout=30_000
        ):
            page.reload()
        open_grid(page, "Data, second edition")

        platform.rollback(before["number"])
