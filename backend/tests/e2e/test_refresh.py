"""Answers to a refresh that come late, crosswise or never: the person stays signed in."""

import contextlib
import json
from base64 import urlsafe_b64decode
from collections.abc import Callable

import httpx2
import pytest
from playwright.sync_api import BrowserContext, Error, Page, Route

from tests.e2e.conftest import NewPage
from tests.e2e.guard import Guard
from tests.e2e.steps import crash, expect_grid, sign_in

REFRESH = "**/api/auth/refresh"
SENT = {"cookie", "content-type", "origin", "referer", "sec-fetch-site", "user-agent"}
PASSED_ON = {"content-type", "set-cookie"}
# Tabs of a page on plain http have no locks, and refresh whenever they want to.
NO_LOCKS = "delete Navigator.prototype.locks;"


def signed_in_at_the_grid(page: Page) -> None:
    sign_in(page, "admin", "/data")
    expect_grid(page)


def generation(context: BrowserContext) -> int:
    """What the cookie says, unverified."""
    (token,) = [each["value"] for each in context.cookies() if each["name"].endswith("rt")]
    body = token.split(".")[1]
    return int(json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))["gen"])


def served(route: Route) -> httpx2.Response:
    """Have the server answer; unlike `route.fetch`, the browser's cookies are left as they are."""
    request = route.request
    headers = {name: value for name, value in request.all_headers().items() if name in SENT}
    return httpx2.post(request.url, headers=headers, content=request.post_data or "")


def held(page: Page) -> list[Callable[[], None]]:
    """Hold back the answers of a page's refreshes; the server has given each one already."""
    waiting: list[Callable[[], None]] = []

    def hold(route: Route) -> None:
        answer = served(route)
        headers = {name: value for name, value in answer.headers.items() if name in PASSED_ON}
        status, body = answer.status_code, answer.content
        waiting.append(lambda: route.fulfill(status=status, headers=headers, body=body))

    page.route(REFRESH, hold)
    return waiting


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Let the page go on until something is so."""
    for _ in range(400):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("never")


@pytest.mark.attack(13, 20)
class TestOutOfOrder:
    def test_two_tabs_whose_answers_cross_stay_signed_in(
        self, context: BrowserContext, new_page: NewPage
    ) -> None:
        context.add_init_script(NO_LOCKS)
        first, second = new_page(), new_page()
        signed_in_at_the_grid(first)
        second.goto("/data")
        expect_grid(second)
        answers = [held(first), held(second)]

        first.reload(wait_until="commit")
        until(first, lambda: len(answers[0]) == 1)
        second.reload(wait_until="commit")
        until(second, lambda: len(answers[1]) == 1)
        answers[1][0]()
        expect_grid(second)
        answers[0][0]()
        expect_grid(first)

        assert generation(context) == 1
        for page in (first, second):
            page.unroute(REFRESH)
            page.reload()
            expect_grid(page)


@pytest.mark.attack(13, 23)
class TestConnectionKilled:
    def test_after_the_server_has_rotated_the_page_tries_again_by_itself(
        self, context: BrowserContext, page: Page, guard: Guard
    ) -> None:
        signed_in_at_the_grid(page)
        guard.expect(r"POST .*/api/auth/refresh", r"net::ERR_CONNECTION_RESET .*/api/auth/refresh")

        lost: list[httpx2.Response] = []

        def kill(route: Route) -> None:
            lost.append(served(route))
            route.abort("connectionreset")

        page.route(REFRESH, kill, times=1)
        page.reload(wait_until="commit")
        until(page, lambda: len(lost) == 1)
        assert (lost[0].status_code, "set-cookie" in lost[0].headers) == (200, True)
        assert generation(context) == 0

        expect_grid(page)
        assert generation(context) == 1
        assert [each for each in guard.seen if "refresh" not in each] == []

    def test_by_closing_the_tab_the_next_one_is_signed_in(
        self, context: BrowserContext, new_page: NewPage
    ) -> None:
        page = new_page()
        signed_in_at_the_grid(page)
        closing = context.new_page()
        answers = held(closing)
        closing.goto("/data", wait_until="commit")
        until(closing, lambda: len(answers) == 1)
        crash(closing)  # closed in peace, it may let the request that is held go on to the server
        closing.close()
        assert generation(context) == 0
        with contextlib.suppress(Error):  # there is nobody left to answer
            answers[0]()

        page.reload()

        expect_grid(page)
        assert generation(context) == 1
