"""Every list of the API has one shape."""

from typing import Any

import pytest

from intarsia.api import create_api
from intarsia.clock import SystemClock
from intarsia.config import Settings

SHAPE = {"items", "next_cursor", "total", "total_capped"}
PARAMETERS = {"limit", "cursor", "sort"}
# What has items and is no list of things, and why.
OTHER = {"/api/events": "what happened since an id, to be asked again from `last`"}


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return create_api(Settings(_env_file=None), SystemClock()).openapi()


def answer_of(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """The schema of what an operation answers, its reference followed."""
    content = operation["responses"].get("200", {}).get("content", {})
    schema: dict[str, Any] = content.get("application/json", {}).get("schema", {})
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema


def reads(document: dict[str, Any]) -> dict[str, tuple[dict[str, Any], set[str]]]:
    """By path: what a GET answers, and the parameters it takes in the query."""
    found = {}
    for path, methods in document["paths"].items():
        if "get" in methods:
            parameters = methods["get"].get("parameters", [])
            names = {each["name"] for each in parameters if each["in"] == "query"}
            found[path] = answer_of(document, methods["get"]), names
    return found


class TestLists:
    def test_nothing_answers_a_bare_array(self, document: dict[str, Any]) -> None:
        bare = {path for path, (schema, _) in reads(document).items() if "items" in schema}

        assert bare == set()

    def test_what_has_items_has_the_whole_shape_and_takes_its_parameters(
        self, document: dict[str, Any]
    ) -> None:
        lists = {
            path: (set(schema["properties"]), set(schema["required"]), names)
            for path, (schema, names) in reads(document).items()
            if "items" in schema.get("properties", {}) and path not in OTHER
        }

        assert len(lists) >= 10
        for path, (properties, required, names) in lists.items():
            assert properties == required == SHAPE, path
            assert names >= PARAMETERS, path

    def test_what_takes_a_cursor_is_a_list(self, document: dict[str, Any]) -> None:
        for path, (schema, names) in reads(document).items():
            if "cursor" in names:
                assert set(schema.get("properties", ())) == SHAPE, path
