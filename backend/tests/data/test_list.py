import base64
import itertools
import json
from collections.abc import Callable, Iterator

import pytest
from starlette.testclient import TestClient

from intarsia.data.store import SORTABLE
from intarsia.main import create_app
from tests.conftest import ENGINES, ORIGIN, FakeClock, copied_database, make_settings, signed_in
from tests.data.conftest import OAK, Create, Headers


def walk(client: TestClient, headers: Headers, **params: str) -> list[dict[str, object]]:
    """Follow the cursor to the end."""
    items: list[dict[str, object]] = []
    cursor: dict[str, str] = {}
    while True:
        page = client.get("/api/data", params=params | cursor, headers=headers).json()
        items += page["items"]
        if page["next_cursor"] is None:
            return items
        cursor = {"cursor": page["next_cursor"]}


def forged(*values: object) -> str:
    text = json.dumps(values)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


SEARCHED = (
    {"name": "Walnut 100%"},
    {"name": "snake_case", "description": "A Secret Note"},
    {"name": 'say "quoted"'},
    {"name": "ÄÖÜ Mühle", "category": "Restoration"},
    {"name": "東京タワー"},
    {"name": "back\\slash"},
)


@pytest.fixture(scope="module", params=ENGINES)
def searched(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    """Records to be searched, read by a viewer; one application for all the questions."""
    with copied_database(request, tmp_path_factory.mktemp("searched")) as (url, folder):
        app = create_app(make_settings(url, folder), FakeClock())
        with TestClient(app, base_url=ORIGIN, raise_server_exceptions=False) as client:
            client.headers.update(signed_in(client, "user"))
            for values in SEARCHED:
                client.post("/api/data", json=OAK | values)
            client.headers.update(signed_in(client, "viewer"))
            yield client


class TestList:
    @pytest.mark.parametrize("column", SORTABLE)
    @pytest.mark.parametrize("sign", ["", "-"])
    def test_pages_never_skip_or_repeat_whatever_the_sort_and_ties(
        self, client: TestClient, create: Create, viewer: Headers, column: str, sign: str
    ) -> None:
        for number in range(7):
            create(name=f"n{number % 2}", category=f"c{number % 3}", value=number % 2)

        whole = walk(client, viewer, sort=f"{sign}{column}", limit="1000")
        paged = walk(client, viewer, sort=f"{sign}{column}", limit="2")

        assert paged == whole
        assert len({str(item["id"]) for item in paged}) == 7
        keys = [item[column] for item in paged]
        assert keys == sorted(keys, key=lambda key: (str(type(key)), key), reverse=sign == "-")

    def test_sorts_by_several_columns_in_different_directions(
        self, client: TestClient, create: Create, viewer: Headers
    ) -> None:
        for name, value in itertools.product("ab", (1, 2, 3)):
            create(name=name, value=value)

        items = walk(client, viewer, sort="-name,value", limit="2")

        assert [(item["name"], item["value"]) for item in items] == [
            ("b", 1), ("b", 2), ("b", 3), ("a", 1), ("a", 2), ("a", 3),
        ]  # fmt: skip

    def test_newest_come_first_by_default_across_pages(
        self, client: TestClient, create: Create, viewer: Headers, clock: FakeClock
    ) -> None:
        for number in range(5):
            create(name=f"n{number}")
            clock.advance(microseconds=1)

        items = walk(client, viewer, limit="2")

        assert [item["name"] for item in items] == ["n4", "n3", "n2", "n1", "n0"]

    def test_a_row_added_meanwhile_moves_nothing(
        self, client: TestClient, create: Create, viewer: Headers
    ) -> None:
        for name in "bdf":
            create(name=name)
        first = client.get("/api/data?sort=name&limit=2", headers=viewer).json()
        create(name="a")
        create(name="e")

        params = {"sort": "name", "limit": "2", "cursor": first["next_cursor"]}
        second = client.get("/api/data", params=params, headers=viewer).json()

        assert [item["name"] for item in second["items"]] == ["e", "f"]

    def test_counts_up_to_its_cap(
        self, client: TestClient, create: Create, viewer: Headers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("intarsia.pagination.COUNT_UP_TO", 2)
        create()
        create()
        exact = client.get("/api/data", headers=viewer).json()
        create()
        capped = client.get("/api/data", headers=viewer).json()

        assert (exact["total"], exact["total_capped"]) == (2, False)
        assert (capped["total"], capped["total_capped"]) == (2, True)

    def test_filters_by_category_and_status(
        self, create: Create, names: Callable[..., list[str]]
    ) -> None:
        create(name="1", category="A")
        create(name="2", category="B", status="pending")
        create(name="3", category="B")

        assert names(category="B") == ["2", "3"]
        assert names(category="B", status="pending") == ["2"]
        assert names(category="b") == []

    def test_lists_categories_in_use(
        self, client: TestClient, create: Create, viewer: Headers
    ) -> None:
        for category in ("B", "A", "B"):
            create(category=category)

        assert client.get("/api/data/categories", headers=viewer).json() == {
            "items": [{"name": "A"}, {"name": "B"}],
            "next_cursor": None,
            "total": 2,
            "total_capped": False,
        }

    def test_lists_categories_a_page_at_a_time(
        self, client: TestClient, create: Create, viewer: Headers
    ) -> None:
        for category in ("C", "A", "B", "A", "B"):
            create(category=category)

        def page(**query: str | int | None) -> tuple[list[str], str | None]:
            answer = client.get("/api/data/categories", params=query, headers=viewer).json()
            return [each["name"] for each in answer["items"]], answer["next_cursor"]

        first, cursor = page(limit=2)
        assert first == ["A", "B"]
        assert page(limit=2, cursor=cursor) == (["C"], None)
        assert page(sort="-name", limit=1)[0] == ["C"]

    @pytest.mark.parametrize(
        "query",
        [
            "unknown=1",
            "Limit=1",
            "limit=0",
            "limit=1001",
            "limit=x",
            "limit=99999999999999999999",
            "offset=10",
            "sort=",
            "sort=password",
            "sort=name,-name",
            "sort=name;drop",
            "sort=--name",
            "q=",
            "q=%00",
            "category=%00",
            "status=gone",
            "cursor=x",
            "cursor=%00",
            "cursor=WyItY3JlYXRlZF9hdCJd",
        ],
    )
    def test_refuses_parameters_it_does_not_know(
        self, app: TestClient, app_user: Headers, query: str
    ) -> None:
        answer = app.get(f"/api/data?{query}", headers=app_user)

        assert answer.status_code == 422

    @pytest.mark.parametrize(
        "values",
        [
            [5, "a"],
            ["yesterday", "a"],
            ["0001-01-01T00:00:00+23:59", "a"],
            ["9999-12-31T23:59:59-23:59", "a"],
            ["2026-01-01T00:00:00+00:00", "\ud800"],
            ["2026-01-01T00:00:00+00:00", "\0"],
            ["2026-01-01T00:00:00+00:00", 1],
            ["2026-01-01T00:00:00+00:00", None],
            ["2026-01-01T00:00:00+00:00"],
            ["2026-01-01T00:00:00+00:00", "a", "b"],
        ],
        ids=ascii,
    )
    def test_refuses_a_forged_cursor(
        self, app: TestClient, app_user: Headers, values: list[object]
    ) -> None:
        answer = app.get(f"/api/data?cursor={forged('-created_at', *values)}", headers=app_user)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")

    def test_refuses_a_cursor_of_another_sort(
        self, client: TestClient, create: Create, viewer: Headers
    ) -> None:
        create()
        create()
        page = client.get("/api/data?limit=1&sort=name", headers=viewer).json()

        answer = client.get(f"/api/data?cursor={page['next_cursor']}", headers=viewer)

        assert answer.json()["code"] == "invalid_cursor"


class TestSearch:
    @pytest.mark.parametrize(
        ("q", "found"),
        [
            ("walnut", ["Walnut 100%"]),
            ("WALNUT", ["Walnut 100%"]),
            ("alnu", ["Walnut 100%"]),
            ("00%", ["Walnut 100%"]),
            ("%", ["Walnut 100%"]),
            ("0%", ["Walnut 100%"]),
            ("_", ["snake_case"]),
            ("ke_ca", ["snake_case"]),
            ("keXca", []),
            ('"quoted"', ['say "quoted"']),
            ('"', ['say "quoted"']),
            ("say OR walnut", []),
            ("NEAR(a b)", []),
            ("name:walnut", []),
            ("*", []),
            ("müh", ["ÄÖÜ Mühle"]),
            ("MÜHLE", ["ÄÖÜ Mühle"]),
            ("äöü", ["ÄÖÜ Mühle"]),
            ("äö", ["ÄÖÜ Mühle"]),
            ("ö", ["ÄÖÜ Mühle"]),
            ("東京", ["東京タワー"]),
            ("京タワ", ["東京タワー"]),
            ("back\\sl", ["back\\slash"]),
            ("\\", ["back\\slash"]),
            ("/", []),
            ("restoration", ["ÄÖÜ Mühle"]),
            ("secret note", ["snake_case"]),
            ("case Stock", []),
            ("e S", []),
        ],
    )
    def test_finds_a_part_of_any_field_in_any_case_on_every_engine(
        self, searched: TestClient, q: str, found: list[str]
    ) -> None:
        answer = searched.get("/api/data", params={"q": q})

        assert sorted(item["name"] for item in answer.json()["items"]) == found

    def test_follows_changes_and_removals(
        self, client: TestClient, create: Create, user: Headers, names: Callable[..., list[str]]
    ) -> None:
        path = f"/api/data/{create(name='before').json()['id']}"

        client.patch(path, json={"name": "afterwards"}, headers=user)
        assert (names(q="before"), names(q="afterw")) == ([], ["afterwards"])
        client.delete(path, headers=user)
        assert names(q="afterw") == []
