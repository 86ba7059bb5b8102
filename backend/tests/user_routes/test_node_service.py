"""A Node service that reads the hashes shares sessions with us, and ends them."""

from typing import Any

import httpx2

from tests.user_routes.person import COOKIE, Person
from tests.user_routes.test_wire import NEW, WEEK


def orders(service: httpx2.Client, person: Person) -> httpx2.Response:
    return service.get("/orders", headers={"Cookie": f"{COOKIE}={person.session_id}"})


class TestNodeService:
    def test_reads_who_signed_in(self, person: Person, service: httpx2.Client) -> None:
        user = person.post("/user", NEW).json()["user"]

        seen: dict[str, Any] = orders(service, person).json()

        assert seen["user"] == {
            "id": user["id"],
            "name": NEW["name"],
            "email": NEW["email"],
            "createdAt": user["createdAt"],
            "updatedAt": user["updateAt"],
        }
        assert WEEK - 60 < seen["seconds"] <= WEEK

    def test_knows_nobody_who_signed_out(self, signed_in: Person, service: httpx2.Client) -> None:
        assert orders(service, signed_in).status_code == 200

        signed_in.delete()

        assert orders(service, signed_in).status_code == 401

    def test_ends_what_the_cookie_is_worth_to_us(
        self, signed_in: Person, service: httpx2.Client
    ) -> None:
        assert signed_in.get().status_code == 200

        service.delete("/session", headers={"Cookie": f"{COOKIE}={signed_in.session_id}"})

        assert signed_in.get().status_code == 401
