"""Credential stuffing is slowed down, and locks nobody out of their own account."""

from collections.abc import Callable

import httpx2
import pytest
from limits import RateLimitItem
from starlette.testclient import TestClient

from intarsia.auth import limits
from tests.auth.browser import SAME_ORIGIN, set_cookies, set_lines
from tests.conftest import FakeClock

PROXY = "10.0.0.1"
ATTACKER, OWNER = "198.51.100.1", "203.0.113.7"
DEVICE = "__Host-device"
WRONG = "wrong"

Start = Callable[..., TestClient]


@pytest.fixture
def limited(make_client: Start) -> TestClient:
    """The application behind a proxy, so that tests choose where a request comes from."""
    return make_client(peer=PROXY, trusted_proxies=PROXY, rate_limits=True)


def login(
    client: TestClient, ip: str, name: str = "user", password: str = WRONG, cookie: str = ""
) -> httpx2.Response:
    headers = SAME_ORIGIN | {"X-Forwarded-For": ip}
    if cookie:
        headers["Cookie"] = f"{DEVICE}={cookie}"
    body = {"username": name, "password": password}
    answer = client.post("/api/auth/login", json=body, headers=headers)
    client.cookies.clear()
    return answer


def device_of(answer: httpx2.Response) -> str:
    (line,) = set_lines(answer, DEVICE)
    return line.partition(";")[0].partition("=")[2]


def until_refused(
    client: TestClient, ips: list[str], names: list[str], most: int = 300
) -> tuple[int, httpx2.Response]:
    """Try wrong passwords, the next address and name each time, until one is 429."""
    for number in range(most):
        answer = login(client, ips[number % len(ips)], names[number % len(names)])
        if answer.status_code == 429:
            return number, answer
        assert answer.status_code == 401
    pytest.fail("never refused")


def shrink(monkeypatch: pytest.MonkeyPatch, name: str, amount: int) -> RateLimitItem:
    item: RateLimitItem = getattr(limits, name)
    smaller = type(item)(amount, item.multiples, item.namespace)
    monkeypatch.setattr(limits, name, smaller)
    return smaller


@pytest.mark.attack(36)
class TestStuffing:
    def test_ends_after_ten_tries_at_an_account(self, limited: TestClient) -> None:
        tries, refused = until_refused(limited, [ATTACKER], ["user"])

        assert tries == limits.PAIR.amount
        assert refused.json()["code"] == "rate_limited"
        assert 1 <= int(refused.headers["Retry-After"]) <= 601
        assert set_cookies(refused) == []

    def test_right_password_is_not_even_looked_at(self, limited: TestClient) -> None:
        until_refused(limited, [ATTACKER], ["user"])

        assert login(limited, ATTACKER, "user", "user123").status_code == 429

    def test_email_and_username_are_one_account(self, limited: TestClient) -> None:
        tries, _ = until_refused(limited, [ATTACKER], ["user", "user@example.com", "USER"])

        assert tries == limits.PAIR.amount

    def test_account_that_nobody_has_reads_alike(self, limited: TestClient) -> None:
        tries, refused = until_refused(limited, [ATTACKER], ["nobody", "NOBODY"])
        other, known = until_refused(limited, [ATTACKER], ["user"])

        assert tries == other
        assert refused.json() | {"request_id": ""} == known.json() | {"request_id": ""}

    def test_the_form_for_api_clients_counts_too(self, limited: TestClient) -> None:
        until_refused(limited, [ATTACKER], ["user"])
        form = {"username": "user", "password": "user123"}
        answer = limited.post("/api/auth/token", data=form, headers={"X-Forwarded-For": ATTACKER})

        assert answer.status_code == 429

    def test_many_names_from_one_address_end_too(
        self, limited: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shrink(monkeypatch, "NETWORK", 15)
        tries, _ = until_refused(limited, [ATTACKER], [f"name{number}" for number in range(50)])

        assert tries == 15
        assert login(limited, OWNER, "user", "user123").status_code == 200

    def test_addresses_of_one_ipv6_network_are_one(self, limited: TestClient) -> None:
        ips = [f"2001:db8:1:2::{number}" for number in range(50)]
        tries, _ = until_refused(limited, ips, ["user"])

        assert tries == limits.PAIR.amount
        assert login(limited, "2001:db8:1:3::1", "user", "user123").status_code == 200

    def test_spoofed_addresses_change_nothing(self, limited: TestClient) -> None:
        """The proxy appends whom it heard from; what stands before that is the attacker's."""
        ips = [f"192.0.2.{number}, {ATTACKER}" for number in range(50)]
        tries, _ = until_refused(limited, ips, ["user"])

        assert tries == limits.PAIR.amount

    def test_without_a_trusted_proxy_the_header_is_nothing(self, make_client: Start) -> None:
        client = make_client(peer=ATTACKER, rate_limits=True)
        tries, _ = until_refused(client, [f"192.0.2.{number}" for number in range(50)], ["user"])

        assert tries == limits.PAIR.amount

    def test_from_everywhere_at_one_account_ends_too(
        self, limited: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shrink(monkeypatch, "ACCOUNT", 12)
        tries, _ = until_refused(limited, [f"192.0.2.{number}" for number in range(50)], ["user"])

        assert tries == 12

    def test_from_everywhere_at_every_account_ends_too(
        self, limited: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shrink(monkeypatch, "OVERALL", 12)
        everywhere = [f"192.0.2.{number}" for number in range(50)]
        tries, _ = until_refused(limited, everywhere, [f"name{number}" for number in range(49)])

        assert tries == 12


@pytest.mark.attack(36)
class TestOwner:
    def test_at_another_address_signs_in_all_the_same(self, limited: TestClient) -> None:
        until_refused(limited, [ATTACKER], ["user"])

        assert login(limited, OWNER, "user", "user123").status_code == 200

    def test_in_their_own_browser_signs_in_whatever_strangers_do(
        self, limited: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("ACCOUNT", "NETWORK", "OVERALL"):
            shrink(monkeypatch, name, 5)
        mine = device_of(login(limited, OWNER, "user", "user123"))
        until_refused(limited, [f"192.0.2.{number}" for number in range(9)] + [OWNER], ["user"])

        assert login(limited, OWNER, "user", "user123").status_code == 429  # another browser
        assert login(limited, OWNER, "user", "user123", mine).status_code == 200
        assert login(limited, "192.0.2.77", "user", "user123", mine).status_code == 200

    def test_browser_of_theirs_has_ten_tries_as_well(
        self, limited: TestClient, clock: FakeClock
    ) -> None:
        mine = device_of(login(limited, OWNER, "user", "user123"))
        answers = [login(limited, OWNER, "user", "wrong", mine) for _ in range(11)]

        assert [answer.status_code for answer in answers] == [401] * 10 + [429]
        clock.advance(seconds=int(answers[-1].headers["Retry-After"]))
        assert login(limited, OWNER, "user", "user123", mine).status_code == 200

    def test_somebody_elses_browser_is_a_strangers(self, limited: TestClient) -> None:
        theirs = device_of(login(limited, ATTACKER, "viewer", "viewer123"))
        answers = [login(limited, ATTACKER, "user", "wrong", theirs) for _ in range(11)]
        until_refused(limited, [ATTACKER], ["user"], most=1)

        assert [answer.status_code for answer in answers] == [401] * 10 + [429]

    @pytest.mark.parametrize(
        "spoil", [lambda good: good[:-1], lambda _: "a.b", lambda _: "x" * 999]
    )
    def test_forged_device_is_none(self, limited: TestClient, spoil: Callable[[str], str]) -> None:
        mine = spoil(device_of(login(limited, OWNER, "user", "user123")))
        until_refused(limited, [ATTACKER], ["user"])

        assert login(limited, ATTACKER, "user", "user123", mine).status_code == 429

    def test_browser_of_several_people_knows_them_all(self, limited: TestClient) -> None:
        first = device_of(login(limited, OWNER, "user", "user123"))
        both = device_of(login(limited, OWNER, "viewer", "viewer123", first))
        for name in ("user", "viewer"):
            until_refused(limited, [OWNER], [name])

        assert login(limited, OWNER, "user", "user123", both).status_code == 200
        assert login(limited, OWNER, "viewer", "viewer123", both).status_code == 200

    def test_remembers_the_right_password_and_starts_anew(self, limited: TestClient) -> None:
        for _ in range(3):
            answers = [login(limited, OWNER) for _ in range(9)]
            assert {answer.status_code for answer in answers} == {401}
            assert login(limited, OWNER, "user", "user123").status_code == 200

    def test_lock_ends_while_the_attack_goes_on(
        self, limited: TestClient, clock: FakeClock
    ) -> None:
        """The window is not extended by tries that were refused."""
        _, refused = until_refused(limited, [OWNER], ["user"])
        wait = int(refused.headers["Retry-After"])
        for _ in range(5):
            clock.advance(seconds=wait / 5)
            login(limited, OWNER)

        clock.advance(seconds=limits.PAIR.get_expiry())
        assert login(limited, OWNER, "user", "user123").status_code == 200


class TestDeviceCookie:
    def test_belongs_to_this_host_and_to_no_script(self, limited: TestClient) -> None:
        answer = login(limited, OWNER, "user", "user123")
        (line,) = set_lines(answer, DEVICE)

        assert {each.lower() for each in line.split("; ")[1:]} == {
            "expires=sun, 21 nov 2027 12:00:00 gmt",
            "httponly",
            "path=/",
            "samesite=strict",
            "secure",
        }

    def test_is_no_credential(self, limited: TestClient) -> None:
        mine = device_of(login(limited, OWNER, "user", "user123"))

        answer = limited.get("/api/auth/me", headers={"Cookie": f"{DEVICE}={mine}"})
        assert answer.status_code == 401

    def test_is_for_browsers_only(self, limited: TestClient) -> None:
        body = {"username": "user", "password": "user123"}

        assert set_cookies(limited.post("/api/auth/login", json=body)) == []


class TestRefresh:
    def test_of_one_sign_in_is_limited_and_ends_nothing(
        self, limited: TestClient, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shrink(monkeypatch, "REFRESH_SESSION", 5)
        body = {"username": "user", "password": "user123"}
        token = limited.post("/api/auth/login", json=body).json()["refresh_token"]
        answers = [
            limited.post("/api/auth/refresh", json={"refresh_token": token}) for _ in range(6)
        ]

        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        clock.advance(seconds=int(answers[-1].headers["Retry-After"]))
        again = limited.post("/api/auth/refresh", json={"refresh_token": token})
        assert again.status_code == 200

    @pytest.mark.parametrize("ip", [OWNER, ATTACKER], ids=["elsewhere", "at the same address"])
    def test_forged_ones_never_refuse_a_good_one(
        self, limited: TestClient, monkeypatch: pytest.MonkeyPatch, ip: str
    ) -> None:
        shrink(monkeypatch, "REFRESH_FORGED", 5)
        body = {"username": "user", "password": "user123"}
        good = limited.post("/api/auth/login", json=body).json()["refresh_token"]
        head, _, signature = good.rpartition(".")
        forged = f"{head}.{signature[::-1]}"

        def refresh(token: str, ip: str) -> httpx2.Response:
            headers = {"X-Forwarded-For": ip}
            return limited.post("/api/auth/refresh", json={"refresh_token": token}, headers=headers)

        answers = [refresh(forged, ATTACKER) for _ in range(7)]

        assert [answer.status_code for answer in answers] == [401] * 5 + [429] * 2
        assert int(answers[-1].headers["Retry-After"]) >= 1
        assert refresh(good, ip).status_code == 200
        assert refresh(forged, OWNER).status_code == 401

    def test_guests_that_have_none_are_not_counted(
        self, limited: TestClient, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        shrink(monkeypatch, "REFRESH_FORGED", 1)
        codes = [
            limited.post("/api/auth/refresh", headers=SAME_ORIGIN).status_code for _ in range(4)
        ]

        assert codes == [204] * 4


class TestSelfService:
    def test_registering_is_limited_by_network(self, limited: TestClient) -> None:
        def register(number: int, ip: str) -> int:
            body = {
                "name": "Ann",
                "email": f"ann{number}@example.com",
                "password": "marquetry-9-veneers",
            }
            headers = SAME_ORIGIN | {"X-Forwarded-For": ip}
            answer = limited.post("/api/auth/register", json=body, headers=headers)
            limited.cookies.clear()
            return answer.status_code

        codes = [register(number, ATTACKER) for number in range(31)]
        assert codes == [201] * 30 + [429]
        assert register(99, OWNER) == 201

    @pytest.mark.attack(36)
    def test_mails_to_one_address_are_limited_whoever_has_it(self, limited: TestClient) -> None:
        for email in ("user@example.com", "nobody@example.com"):
            answers = [
                limited.post("/api/auth/password-reset", json={"email": email}) for _ in range(6)
            ]
            assert [answer.status_code for answer in answers] == [202] * 5 + [429]

    @pytest.mark.attack(36)
    def test_stolen_token_can_not_try_passwords(self, limited: TestClient) -> None:
        body = {"username": "user", "password": "user123"}
        access = limited.post("/api/auth/login", json=body).json()["access_token"]
        change = {"current_password": WRONG, "new_password": "marquetry-9-veneers"}
        codes = [
            limited.put(
                "/api/auth/password", json=change, headers={"Authorization": f"Bearer {access}"}
            ).status_code
            for _ in range(21)
        ]

        assert codes == [403] * 20 + [429]
