"""Numbers 1 to 11 of the attack list, at the door: as Bearer and as refresh token."""

import hashlib
import hmac
import json
import socket
from collections.abc import Callable

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from starlette.testclient import TestClient

from intarsia.auth.tokens import LEEWAY
from tests.auth.hostile import (
    BODY,
    HEADER,
    OTHER_KEY,
    encode,
    signed,
    signed_by_rsa,
    texts_of,
    token,
    unsigned,
)
from tests.conftest import REFRESH_KEY, FakeClock

RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CURVE = ec.generate_private_key(ec.SECP256R1())
CERTIFICATE = "MIIB"

Headers = dict[str, str]


def call(client: TestClient, text: str) -> httpx2.Response:
    headers = {b"Authorization": b"Bearer " + text.encode("utf-8", "surrogatepass")}
    return client.get("/api/auth/me", headers=headers)


def refused_everywhere(client: TestClient, text: str) -> None:
    """401 as Bearer; as a refresh token too, where the body can hold it."""
    answer = call(client, text)
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token"), text[:80]
    assert "invalid_token" in answer.headers["WWW-Authenticate"]
    if len(text) <= 8192 and text.isprintable():
        answer = client.post("/api/auth/refresh", json={"refresh_token": text})
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token"), text[:80]


@pytest.mark.attack(1)
class TestNoAlgorithm:
    @pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", "", " none", "null"])
    def test_is_refused_in_every_case(self, app: TestClient, alg: str) -> None:
        refused_everywhere(app, unsigned(alg))
        refused_everywhere(app, unsigned(alg, signature="AAAA"))
        refused_everywhere(app, token(alg=alg))


@pytest.mark.attack(2)
class TestConfusion:
    @pytest.mark.parametrize("form", ["PEM", "DER", "SSH", "JWK"])
    @pytest.mark.parametrize("key", [RSA.public_key(), CURVE.public_key()], ids=["RS", "ES"])
    @pytest.mark.parametrize("alg", ["HS256", "RS256", "ES256"])
    def test_public_key_as_secret_is_refused(
        self, app: TestClient, key: rsa.RSAPublicKey, form: str, alg: str
    ) -> None:
        secret = texts_of(key)[form]
        message = f"{encode(json.dumps(HEADER | {'alg': alg}))}.{encode(json.dumps(BODY))}"
        signature = hmac.digest(secret, message.encode(), hashlib.sha256)

        refused_everywhere(app, f"{message}.{encode(signature)}")

    @pytest.mark.parametrize("alg", ["RS256", "RS512", "PS256", "ES256", "EdDSA", "HS512", "HS384"])
    def test_other_algorithms_are_refused_however_signed(self, app: TestClient, alg: str) -> None:
        refused_everywhere(app, signed_by_rsa(RSA, alg=alg))
        refused_everywhere(app, token(alg=alg))


@pytest.mark.attack(3)
class TestKeyId:
    @pytest.mark.parametrize(
        "kid",
        [
            "../../../../dev/null",
            "/proc/self/environ",
            "..\\..\\secrets\\jwt_secret_key.txt",
            "' OR 1=1 --",
            "x' UNION SELECT 'key",
            "\u0000",
            "unknown",
            "",
            None,
            0,
            1.5,
            True,
            [HEADER["kid"]],
            {"kid": HEADER["kid"]},
        ],
        ids=str,
    )
    def test_other_than_ours_is_refused(self, app: TestClient, kid: object) -> None:
        refused_everywhere(app, token(kid=kid))
        header = json.dumps(HEADER | {"kid": kid})
        refused_everywhere(app, signed(header, json.dumps(BODY), " "))

    def test_missing_is_refused(self, app: TestClient) -> None:
        header = {name: value for name, value in HEADER.items() if name != "kid"}

        refused_everywhere(app, signed(json.dumps(header), json.dumps(BODY)))

    def test_of_the_other_kind_of_key_is_refused(self, app: TestClient) -> None:
        refused_everywhere(app, signed(json.dumps(HEADER), json.dumps(BODY), REFRESH_KEY))


@pytest.mark.attack(4)
class TestKeysInTheHeader:
    @pytest.mark.parametrize(
        "header",
        [
            {"jku": "https://evil.example/keys.json"},
            {"x5u": "https://evil.example/cert.pem"},
            {"jwk": {"kty": "oct", "k": encode(OTHER_KEY)}},
            {"x5c": [CERTIFICATE]},
        ],
        ids=str,
    )
    def test_are_ignored_and_nothing_is_fetched(
        self, app: TestClient, header: dict[str, object], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: pytest.fail("looked up"))

        refused_everywhere(app, signed(json.dumps(HEADER | header), json.dumps(BODY), OTHER_KEY))
        claims = app.app_state["tokens"].read_access(token(None, **header))
        assert claims.sub == BODY["sub"]


@pytest.mark.attack(5)
class TestExtensions:
    @pytest.mark.parametrize(
        "header",
        [
            {"crit": ["b64"], "b64": False},
            {"crit": ["b64"], "b64": True},
            {"b64": False},
            {"crit": []},
            {"crit": ["exp"]},
            {"crit": "b64"},
            {"crit": None},
            {"crit": ["http://example.com/unknown"]},
        ],
        ids=str,
    )
    def test_are_refused(self, app: TestClient, header: dict[str, object]) -> None:
        refused_everywhere(app, token(None, **header))

    def test_unencoded_payload_is_refused(self, app: TestClient) -> None:
        header = encode(json.dumps(HEADER | {"crit": ["b64"], "b64": False}))
        refused_everywhere(app, f"{header}.{json.dumps(BODY)}.AAAA")


@pytest.mark.attack(6)
class TestDates:
    @pytest.fixture
    def dated(self, client: TestClient, clock: FakeClock) -> Callable[..., tuple[int, str]]:
        """From changed dates, relative to now, to the answer's status and code."""
        answer = client.post("/api/auth/login", json={"username": "user", "password": "user123"})
        claims = client.app_state["tokens"].read_access(answer.json()["access_token"])

        def ask(**dates: int) -> tuple[int, str]:
            now = int(clock.now().timestamp())
            lineage = {"sub": claims.sub, "sid": claims.sid, "gen": 0, "role": "user", "epoch": 0}
            whole = {"iat": now, "exp": now + 900}
            whole |= {name: now + offset for name, offset in dates.items()}
            answer = call(client, token(lineage | whole))
            return answer.status_code, answer.json().get("code", "")

        return ask

    @pytest.mark.parametrize(
        ("dates", "code"),
        [
            ({"exp": 1}, ""),
            ({"exp": 0}, "token_expired"),
            ({"exp": -1}, "token_expired"),
            ({"nbf": 0}, ""),
            ({"nbf": LEEWAY}, ""),
            ({"nbf": LEEWAY + 1}, "invalid_token"),
            ({"iat": 0}, ""),
            ({"iat": LEEWAY}, ""),
            ({"iat": 7200}, ""),  # a clock that was set back
        ],
        ids=str,
    )
    def test_count_to_the_second(
        self, dated: Callable[..., tuple[int, str]], dates: dict[str, int], code: str
    ) -> None:
        assert dated(**dates) == (401 if code else 200, code)

    @pytest.mark.parametrize("name", ["exp", "iat", "nbf"])
    @pytest.mark.parametrize(
        "literal",
        [
            '"1800000000"',
            "1800000000.0",
            "1.8e9",
            "true",
            "null",
            "NaN",
            "Infinity",
            "-Infinity",
            "1e400",
            "[1800000000]",
            "{}",
            "9" * 400,
        ],
    )
    def test_that_are_no_whole_numbers_are_refused(
        self, app: TestClient, name: str, literal: str
    ) -> None:
        rest = {key: value for key, value in BODY.items() if key != name}
        body = f'{json.dumps(rest)[:-1]}, "{name}": {literal}}}'

        refused_everywhere(app, signed(json.dumps(HEADER), body))

    @pytest.mark.parametrize("name", ["exp", "iat"])
    def test_that_are_missing_are_refused(self, app: TestClient, name: str) -> None:
        refused_everywhere(app, token({name: ...}))


@pytest.mark.attack(7)
class TestNames:
    @pytest.mark.parametrize("name", ["iss", "aud", "sub"])
    @pytest.mark.parametrize(
        "value", [..., None, "", 1, [], {}, ["intarsia"], "https://else.example"], ids=str
    )
    def test_other_than_ours_are_refused(self, app: TestClient, name: str, value: object) -> None:
        if name == "sub" and value == "https://else.example":
            return  # any text may be a user's id
        refused_everywhere(app, token({name: value}))


@pytest.mark.attack(8)
class TestKinds:
    def test_refresh_token_is_no_access_token(self, client: TestClient) -> None:
        body = {"username": "user", "password": "user123"}
        signed_in = client.post("/api/auth/login", json=body).json()

        assert call(client, signed_in["refresh_token"]).status_code == 401
        answer = client.post("/api/auth/refresh", json={"refresh_token": signed_in["access_token"]})
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")

    def test_type_alone_does_not_make_one(self, app: TestClient) -> None:
        refused_everywhere(app, token(typ="rt+jwt"))
        refused_everywhere(app, token(typ="JWT"))
        refused_everywhere(app, signed(json.dumps(HEADER), json.dumps(BODY), REFRESH_KEY))


@pytest.mark.attack(9)
class TestSpelling:
    @pytest.mark.parametrize(
        "spoil",
        [
            lambda good: good + "=",
            lambda good: good + "==",
            lambda good: good + ".",
            lambda good: good + ".e30",
            lambda good: good[:20] + " " + good[20:],
            lambda good: good[:20] + "\t" + good[20:],
            lambda good: good[:20] + "\x00" + good[20:],
            lambda good: good + "\ud800",
            lambda good: good + "é",
            lambda good: good.replace(".", ".\n", 1),
            lambda good: good.rpartition(".")[0] + ".",
            lambda good: good.upper(),
            lambda good: good[:-1],
            lambda good: good + "A",
            lambda _good: "..",
            lambda _good: "A" * 5000,
        ],
    )
    def test_of_any_other_kind_is_refused(
        self, app: TestClient, spoil: Callable[[str], str]
    ) -> None:
        refused_everywhere(app, spoil(token()))

    def test_ten_megabytes_are_refused_at_once(self, app: TestClient) -> None:
        refused_everywhere(app, token() + "A" * 10_000_000)

    def test_malleable_signature_is_refused(self, app: TestClient) -> None:
        good = token()
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        for bits in (1, 2, 3):
            refused_everywhere(app, good[:-1] + alphabet[alphabet.index(good[-1]) ^ bits])

    @pytest.mark.parametrize("brackets", ["[]", "{}"])
    def test_nested_header_is_refused(self, app: TestClient, brackets: str) -> None:
        inner = "[" * 700 + "]" * 700 if brackets == "[]" else '{"a":' * 250 + "1" + "}" * 250
        refused_everywhere(app, signed(f'{{"alg":{inner}}}', json.dumps(BODY)))
        refused_everywhere(app, signed(json.dumps(HEADER), f'{{"exp":{inner}}}'))


@pytest.mark.attack(10)
class TestDuplicates:
    @pytest.mark.parametrize("name", ["sub", "exp", "role", "jti"])
    def test_claim_that_occurs_twice_is_refused(self, app: TestClient, name: str) -> None:
        doubled = f'{json.dumps(BODY)[:-1]}, "{name}": {json.dumps(BODY[name])}}}'

        refused_everywhere(app, signed(json.dumps(HEADER), doubled))

    @pytest.mark.parametrize("name", ["alg", "typ", "kid"])
    def test_header_that_occurs_twice_is_refused(self, app: TestClient, name: str) -> None:
        doubled = f'{json.dumps(HEADER)[:-1]}, "{name}": {json.dumps(HEADER[name])}}}'

        refused_everywhere(app, signed(doubled, json.dumps(BODY)))
