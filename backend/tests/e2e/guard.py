"""What no page may do unnoticed: console errors, policy violations, failed requests, axe."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect

from tests.e2e.builds import FRONTEND

# Rows are drawn before their cells; a busy button, which the gallery shows for ever, is no list.
UNFINISHED = ".MuiDataGrid-row:not(:has([role=gridcell])), .MuiDataGrid-root [role=progressbar]"
# A load report may be on its way when the session ends.
ALWAYS_EXPECTED = (r"401 .*/api/telemetry/mf", r"status of 401 .*/api/telemetry/mf")
AXE = FRONTEND / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """
async () => {
  const without = { exclude: [['[role=tooltip]']] }; // they come and go with the pointer
  const { violations } = await axe.run(without, { resultTypes: ['violations'] });
  const where = (nodes) => nodes.map(({ html, any }) => `${html} ${any[0]?.message}`).join('; ');
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${where(nodes)}`);
}
"""
COUNT_VIOLATIONS = """
addEventListener('securitypolicyviolation', (event) => {
  console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""


@dataclass
class Guard:
    """Watches one page. `expect` names what a test provokes on purpose."""

    page: Page
    expected: list[re.Pattern[str]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.expect(*ALWAYS_EXPECTED)
        self.page.add_init_script(COUNT_VIOLATIONS)
        self.page.on("console", self.on_console)
        self.page.on("pageerror", lambda error: self.seen.append(f"uncaught: {error}"))
        self.page.on("response", self.on_response)
        self.page.on("requestfailed", self.on_failed)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            where = message.location.get("url", "")
            self.seen.append(f"console {message.type}: {message.text} ({where})")

    def on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.seen.append(f"{response.status} {response.request.method} {response.url}")

    def on_failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page itself gave up, e.g. by navigating
            self.seen.append(f"failed: {request.method} {request.url} {request.failure}")

    def expect(self, *patterns: str) -> None:
        """Allow what matches, for this page."""
        self.expected += [re.compile(pattern) for pattern in patterns]

    def unexpected(self) -> list[str]:
        """Return what was seen and not expected."""
        return [event for event in self.seen if not any(p.search(event) for p in self.expected)]

    def check(self) -> None:
        """Fail on anything unexpected, and on what axe finds in the page as it is now."""
        assert self.unexpected() == []
        if self.page.url.startswith("http") and not self.page.is_closed():
            assert self.axe_at_rest() == []

    def axe_at_rest(self) -> list[str]:
        """Return axe's findings; what it saw while a list came is looked at again."""
        for _ in range(2):
            expect(self.page.locator(UNFINISHED)).to_have_count(0)
            found = self.axe()
            if not found:
                break
        return found

    def axe(self) -> list[str]:
        """Return axe's findings."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(Path(AXE).read_text() + "; 0")
        found: Any = self.page.evaluate(RUN_AXE)
        return [str(finding) for finding in found]
