import asyncio
import json

import pytest
from sqlalchemy import func, select
from starlette.testclient import TestClient

from intarsia.database import open_engine, readers
from intarsia.visits.store import EntryRow, VisitRow
from tests.auth.browser import RECORD, SAME_ORIGIN, Browser
from tests.conftest import FakeClock

Headers = dict[str, str]
PATH = "/api/session"


def visit(browser: Browser, *pages: str) -> dict[str, object]:
    answer = browser.post(f"{PATH}/page", json={"page": list(pages)})
    assert answer.status_code == 200, answer.text
    shown: dict[str, object] = answer.json()
    return shown


async def kept(database_url: str) -> int:
    """How many rows of visits the database holds."""
    engine = open_engine(database_url)
    async with readers(engine)() as session:
        counts = [select(func.count()).select_from(table) for table in (VisitRow, EntryRow)]
        total = sum([await session.scalar(count) or 0 for count in counts])
    await engine.dispose()
    return total


def names(browser: Browser, path: str, field: str) -> list[str]:
    return [each[field] for each in browser.get(path).json()["items"]]


class TestGuest:
    def test_has_no_visit_at_first(self, browser: Browser) -> None:
        answer = browser.get(PATH)

        assert answer.status_code == 404
        assert answer.json()["code"] == "no_visit"

    def test_starts_one_and_gets_the_cookie(self, browser: Browser, clock: FakeClock) -> None:
        begun = browser.post(PATH)

        assert begun.json() == {
            "startTime": "2026-11-21T12:00:00Z",
            "pagesVisited": [],
            "sessionDuration": 0,
            "views": 0,
        }
        cookie = begun.headers["set-cookie"]
        assert cookie.startswith(f"{RECORD}=s%3A")
        assert "HttpOnly; Path=/; SameSite=lax; Secure" in cookie
        assert "12:30:00 GMT" in cookie
        clock.advance(seconds=75)
        assert browser.get(PATH).json()["sessionDuration"] == 75

    def test_view_counter_rises_with_each_page(self, browser: Browser) -> None:
        visit(browser, "/")
        shown = visit(browser, "/data-grid", "/")

        assert shown["views"] == 3
        assert shown["pagesVisited"] == ["/", "/data-grid", "/"]
        assert browser.get(PATH).json() == shown

    def test_one_page_needs_no_list(self, browser: Browser) -> None:
        answer = browser.post(f"{PATH}/page", json={"page": "/"})

        assert answer.json()["pagesVisited"] == ["/"]

    def test_ends_after_half_an_hour_of_rest(self, browser: Browser, clock: FakeClock) -> None:
        visit(browser, "/")
        clock.advance(minutes=29)
        visit(browser, "/late")
        clock.advance(minutes=29)
        assert browser.get(PATH).json()["views"] == 2
        clock.advance(minutes=1)

        assert browser.get(PATH).status_code == 404
        assert visit(browser, "/new")["pagesVisited"] == ["/new"]

    def test_ends_it_and_leaves_nothing(self, browser: Browser) -> None:
        visit(browser, "/")

        ended = browser.client.delete(PATH, headers={"Cookie": browser.cookies(), **SAME_ORIGIN})

        assert ended.status_code == 204
        assert ended.headers["set-cookie"].startswith(f'{RECORD}="";')
        browser.client.cookies.clear()
        assert browser.get(PATH).status_code == 404

    def test_ending_none_is_fine(self, client: TestClient) -> None:
        assert client.delete(PATH, headers=SAME_ORIGIN).status_code == 204

    def test_history_is_for_who_signed_in(self, browser: Browser) -> None:
        visit(browser, "/")

        assert browser.get(f"{PATH}/history").status_code == 401


class TestUser:
    def test_lists_pages_and_actions(self, browser: Browser) -> None:
        browser.sign_in()
        visit(browser, "/", "/a", "/b")
        browser.post(f"{PATH}/action", json={"action": "export", "detail": "data.csv"})

        first = browser.get(f"{PATH}/pages?limit=2").json()
        second = browser.get(f"{PATH}/pages?limit=2&cursor={first['next_cursor']}").json()
        assert [each["page"] for each in first["items"] + second["items"]] == ["/", "/a", "/b"]
        (action,) = browser.get(f"{PATH}/actions").json()["items"]
        assert (action["action"], action["detail"]) == ("export", "data.csv")

    def test_token_means_the_record_of_its_sign_in(self, browser: Browser) -> None:
        token = browser.sign_in().json()["access_token"]
        visit(browser, "/")

        shown = browser.client.get(PATH, headers={"Authorization": f"Bearer {token}"})

        assert shown.json()["pagesVisited"] == ["/"]

    def test_program_has_no_visit(self, client: TestClient, user: Headers) -> None:
        answer = client.post(PATH, headers=user)

        assert answer.status_code == 409
        assert answer.json()["code"] == "no_session_record"

    def test_visits_end_three_ways_and_stay(
        self, browser: Browser, other: Browser, clock: FakeClock
    ) -> None:
        browser.sign_in()
        visit(browser, "/expired")
        clock.advance(minutes=31)
        visit(browser, "/deleted")
        clock.advance(seconds=5)
        browser.client.delete(PATH, headers={"Cookie": browser.cookies(), **SAME_ORIGIN})
        browser.client.cookies.clear()
        clock.advance(seconds=5)
        visit(browser, "/left")
        assert browser.post("/api/auth/logout").status_code == 204
        clock.advance(seconds=5)
        other.sign_in()
        visit(other, "/now")

        visits = other.get(f"{PATH}/history").json()["items"]

        assert [each["current"] for each in visits] == [True, False, False, False]
        assert [each["endTime"] is None for each in visits] == [True, False, False, False]
        pages = [names(other, f"{PATH}/history/{each['id']}/pages", "page") for each in visits]
        assert pages == [["/now"], ["/left"], ["/deleted"], ["/expired"]]
        assert names(other, f"{PATH}/history/{visits[0]['id']}/actions", "action") == []

    def test_history_of_another_is_unknown(self, browser: Browser, other: Browser) -> None:
        browser.sign_in()
        visit(browser, "/")
        (mine,) = browser.get(f"{PATH}/history").json()["items"]
        other.sign_in("admin")

        assert other.get(f"{PATH}/history/{mine['id']}/pages").status_code == 404
        assert other.get(f"{PATH}/history").json()["items"] == []

    def test_visit_goes_on_when_a_guest_signs_in(self, browser: Browser) -> None:
        visit(browser, "/as-guest")
        guest = browser.record
        browser.sign_in()

        assert browser.record != guest
        assert visit(browser, "/as-user")["pagesVisited"] == ["/as-guest", "/as-user"]
        assert len(browser.get(f"{PATH}/history").json()["items"]) == 1

    def test_another_users_visit_does_not(self, browser: Browser) -> None:
        browser.sign_in()
        visit(browser, "/secret")
        browser.sign_in("admin")

        assert visit(browser, "/")["pagesVisited"] == ["/"]

    def test_export_holds_visits_and_leaving_removes_them(
        self, browser: Browser, database_url: str
    ) -> None:
        token = browser.sign_in().json()["access_token"]
        visit(browser, "/mine")
        bearer = {"Authorization": f"Bearer {token}"}

        export = browser.client.get("/api/auth/me/export", headers=bearer).json()

        assert len(export["visits"]) == 1
        assert [each["name"] for each in export["visit_entries"]] == ["/mine"]
        assert asyncio.run(kept(database_url)) == 2
        left = browser.client.request(
            "DELETE", "/api/auth/me", headers=bearer, json={"password": "user123"}
        )
        assert left.status_code == 204
        assert asyncio.run(kept(database_url)) == 0


class TestInput:
    @pytest.mark.parametrize(
        "page",
        ["", "x", "/a?q=1", "/a#b", "/a b", "/a\nb", "/\0", "/" + "x" * 500, 1, None, {}, []],
    )
    def test_bad_page_is_refused(self, browser: Browser, page: object) -> None:
        assert browser.post(f"{PATH}/page", json={"page": page}).status_code == 422
        assert browser.get(PATH).status_code == 404

    def test_half_a_surrogate_pair_is_refused(self, client: TestClient) -> None:
        sent = SAME_ORIGIN | {"Content-Type": "application/json"}

        answer = client.post(f"{PATH}/page", content=b'{"page": "/\\ud800"}', headers=sent)

        assert answer.status_code == 422

    def test_too_many_at_once_are_refused(self, browser: Browser) -> None:
        assert browser.post(f"{PATH}/page", json={"page": ["/"] * 51}).status_code == 422

    def test_unicode_is_kept(self, browser: Browser) -> None:
        page = "/" + "🌳é汉" * 100

        assert visit(browser, page)["pagesVisited"] == [page]

    @pytest.mark.parametrize("body", [{}, {"action": ""}, {"action": "a", "detail": "x" * 1001}])
    def test_bad_action_is_refused(self, browser: Browser, body: object) -> None:
        assert browser.post(f"{PATH}/action", json=body).status_code == 422

    def test_other_sites_are_refused(self, client: TestClient) -> None:
        for site in ("cross-site", "same-site"):
            answer = client.post(PATH, headers={"Sec-Fetch-Site": site})
            assert answer.status_code == 403
            assert "set-cookie" not in answer.headers


class TestMuch:
    def test_nothing_of_1001_pages_is_lost(self, browser: Browser) -> None:
        pages = [f"/{number}" for number in range(1001)]
        for start in range(0, 1001, 50):
            visit(browser, *pages[start : start + 50])

        assert browser.get(PATH).json()["pagesVisited"] == pages[1:]
        assert browser.get(PATH).json()["views"] == 1001
        assert names(browser, f"{PATH}/pages?limit=1000", "page") == pages[:1000]

    def test_record_stays_small(self, browser: Browser, client: TestClient) -> None:
        for _ in range(5):
            visit(browser, *["/" + "é" * 499] * 50)

        answer = browser.get(f"{PATH}/pages?limit=1000").json()
        assert answer["total"] == 250
        assert len(json.dumps(answer)) > 64 * 1024
