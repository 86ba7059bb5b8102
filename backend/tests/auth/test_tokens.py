"""Every way in which a token can be something other than ours is refused."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from intarsia.auth.keys import KeyRing, Secrets
from intarsia.auth.tokens import MAX_BYTES, Claims, InvalidToken, TokenService, decode_part
from tests.auth.hostile import BODY, HEADER, OTHER_KEY, signed, token
from tests.conftest import ACCESS_KEY, ORIGIN, REFRESH_KEY, SESSION_KEY

CLAIMS = Claims("user-1", "sid-1", 3, 1_700_000_000, 1_700_000_900, "admin", 2)


@pytest.fixture
def service() -> TokenService:
    return make_service((ACCESS_KEY,))


def make_service(access: tuple[str, ...]) -> TokenService:
    return TokenService(
        Secrets(KeyRing(access), KeyRing((REFRESH_KEY,)), KeyRing((SESSION_KEY,)), None), ORIGIN
    )


def refused(service: TokenService, text: str) -> bool:
    try:
        service.read_access(text)
    except InvalidToken:
        return True
    return False


class TestMint:
    def test_access_token_is_read_back(self, service: TokenService) -> None:
        assert service.read_access(service.mint_access(CLAIMS, "1")) == CLAIMS

    def test_refresh_token_of_one_generation_is_always_the_same_bytes(
        self, service: TokenService
    ) -> None:
        assert service.mint_refresh(CLAIMS) == service.mint_refresh(CLAIMS)

    def test_header_names_type_and_key(self, service: TokenService) -> None:
        header = decode_part(service.mint_access(CLAIMS, "1").split(".")[0])

        assert json.loads(header) == HEADER

    def test_fits_into_half_of_what_is_accepted(self, service: TokenService) -> None:
        assert len(service.mint_access(CLAIMS, "1" * 16)) < MAX_BYTES / 2


class TestReadAccess:
    def test_accepts_what_was_signed_by_any_key_of_the_ring(self) -> None:
        rotated = make_service((OTHER_KEY, ACCESS_KEY))

        assert rotated.read_access(token()) == CLAIMS

    @pytest.mark.attack(11)
    def test_refuses_a_key_that_was_retired(self) -> None:
        assert refused(make_service((OTHER_KEY,)), token())

    @pytest.mark.attack(8)
    def test_refuses_a_refresh_token(self, service: TokenService) -> None:
        assert refused(service, service.mint_refresh(CLAIMS))

    @pytest.mark.attack(8)
    def test_refuses_an_access_token_as_refresh_token(self, service: TokenService) -> None:
        with pytest.raises(InvalidToken):
            service.read_refresh(service.mint_access(CLAIMS, "1"))

    @pytest.mark.attack(9)
    def test_refuses_a_wrong_signature(self, service: TokenService) -> None:
        assert refused(service, signed(json.dumps(HEADER), json.dumps(BODY), OTHER_KEY))

    @pytest.mark.attack(9)
    def test_refuses_every_single_changed_character(self, service: TokenService) -> None:
        good = token()

        for place, character in enumerate(good):
            other = "A" if character != "A" else "B"
            assert refused(service, good[:place] + other + good[place + 1 :]), place

    @pytest.mark.attack(9)
    def test_refuses_one_over_four_kilobytes(self, service: TokenService) -> None:
        assert refused(service, token({"padding": "x" * MAX_BYTES}))

    @pytest.mark.attack(1, 2, 3, 4, 5)
    @pytest.mark.parametrize(
        "header",
        [
            {"typ": "JWT"},
            {"typ": "rt+jwt"},
            {"typ": None},
            {"alg": "none"},
            {"alg": "HS512"},
            {"alg": "RS256"},
            {"alg": ["HS256"]},
            {"kid": "unknown"},
            {"kid": None},
            {"kid": 1},
            {"kid": ["a"]},
            {"crit": []},
            {"crit": ["exp"]},
            {"crit": None},
        ],
        ids=str,
    )
    def test_refuses_another_header(self, service: TokenService, header: dict[str, Any]) -> None:
        assert refused(service, token(**header))

    @pytest.mark.attack(6, 7)
    @pytest.mark.parametrize("name", ["iss", "aud", "sub", "sid", "gen", "iat", "exp"])
    def test_refuses_a_missing_claim(self, service: TokenService, name: str) -> None:
        assert refused(service, token({name: ...}))

    @pytest.mark.attack(6)
    @pytest.mark.parametrize("name", ["iat", "exp", "gen"])
    @pytest.mark.parametrize("value", ["1", 1.5, None, True, [], {}, -1, 1e300], ids=str)
    def test_refuses_a_date_that_is_no_whole_number(
        self, service: TokenService, name: str, value: object
    ) -> None:
        assert refused(service, token({name: value}))

    @pytest.mark.attack(7)
    @pytest.mark.parametrize("name", ["iss", "aud", "sub", "sid"])
    @pytest.mark.parametrize("value", ["", 1, None, ["intarsia"], {}], ids=str)
    def test_refuses_a_name_that_is_no_text(
        self, service: TokenService, name: str, value: object
    ) -> None:
        assert refused(service, token({name: value}))

    @pytest.mark.attack(6, 7)
    @pytest.mark.parametrize(
        "changed",
        [{"iss": "https://else"}, {"aud": "else"}, {"exp": 10**18}, {"nbf": "x"}, {"epoch": "1"}],
        ids=str,
    )
    def test_refuses_other_values(self, service: TokenService, changed: dict[str, Any]) -> None:
        assert refused(service, token(changed))

    @pytest.mark.attack(10)
    def test_refuses_a_name_that_occurs_twice(self, service: TokenService) -> None:
        body, header = json.dumps(BODY), json.dumps(HEADER)

        assert refused(service, signed(header, body[:-1] + ', "sub": "admin"}'))
        assert refused(service, signed(header[:-1] + ', "alg": "HS256"}', body))

    @pytest.mark.attack(10)
    @pytest.mark.parametrize("text", ["[]", "1", "null", '"x"', "", "{", '{"exp": NaN}'])
    def test_refuses_what_is_no_object(self, service: TokenService, text: str) -> None:
        assert refused(service, signed(json.dumps(HEADER), text))
        assert refused(service, signed(text, json.dumps(BODY)))

    @pytest.mark.attack(9)
    def test_refuses_a_header_nested_until_the_library_breaks(self, service: TokenService) -> None:
        nested = "[" * 1500 + "]" * 1500

        assert refused(service, signed(f'{{"alg":{nested}}}', json.dumps(BODY)))

    @pytest.mark.attack(9)
    @pytest.mark.parametrize(
        "spoil",
        [
            lambda good: good + "=",
            lambda good: good + "\n",
            lambda good: " " + good,
            lambda good: good + ".",
            lambda good: "." + good,
            lambda good: good.replace(".", "..", 1),
            lambda good: good.rpartition(".")[0],
            lambda good: good.rpartition(".")[0] + ".",
            lambda good: good[:10] + "\n" + good[10:],
            lambda good: good.replace("-", "+").replace("_", "/") + "+",
            lambda good: good + "é",
            lambda good: good + "\ud800",
            lambda _good: "",
            lambda _good: "..",
        ],
    )
    def test_refuses_any_other_spelling(
        self, service: TokenService, spoil: Callable[[str], str]
    ) -> None:
        assert refused(service, spoil(token()))

    @pytest.mark.attack(9)
    def test_refuses_a_malleable_last_character(self, service: TokenService) -> None:
        """The last of 43 characters carries two bits that decoders ignore."""
        good = token()
        alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        same_bytes = alphabet[alphabet.index(good[-1]) ^ 1]

        assert refused(service, good[:-1] + same_bytes)

    def test_reads_the_signature_of_a_token_once(
        self, service: TokenService, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        good = token()
        service.read_access(good)
        monkeypatch.setattr("intarsia.auth.tokens.read", lambda *_: pytest.fail("read again"))

        assert service.read_access(good) == CLAIMS

    def test_remembers_no_more_than_its_bound(
        self, service: TokenService, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("intarsia.auth.tokens.REMEMBERED", 3)

        for number in range(10):
            service.read_access(token({"jti": str(number)}))

        assert len(service._remembered) == 3

    def test_never_remembers_what_it_refused(self, service: TokenService) -> None:
        assert refused(service, "x.y.z")
        assert not service._remembered
