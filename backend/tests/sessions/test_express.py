import math
from datetime import UTC, datetime, timedelta

import pytest

from intarsia.sessions import express
from intarsia.sessions.express import CookieForm, cookie_value, read_cookie_value

# From the tests of the npm package cookie-signature.
KNOWN = ("hello", "tobiiscool", "hello.DGDUkGlIkCzPz+C0B064FNgHdEjox7ch8tOBGslZ5QI")


class TestSignature:
    def test_is_that_of_cookie_signature(self) -> None:
        value, key, signed = KNOWN

        assert f"{value}.{express.signature(value, key)}" == signed

    def test_value_is_what_encode_uri_component_makes_of_it(self) -> None:
        assert cookie_value(KNOWN[0], [KNOWN[1]]) == (
            "s%3Ahello.DGDUkGlIkCzPz%2BC0B064FNgHdEjox7ch8tOBGslZ5QI"
        )

    def test_is_read_with_or_without_escapes(self) -> None:
        for value in (f"s:{KNOWN[2]}", cookie_value(KNOWN[0], [KNOWN[1]])):
            assert read_cookie_value(value, [KNOWN[1]]) == "hello"

    @pytest.mark.attack(30)
    def test_first_secret_signs_and_any_verifies(self) -> None:
        old, new = "o" * 32, "n" * 32
        before, after = cookie_value("x", [old]), cookie_value("x", [new, old])

        assert read_cookie_value(before, [new, old]) == "x"
        assert read_cookie_value(after, [old, new]) == "x"
        assert read_cookie_value(after, [old]) is None
        assert read_cookie_value(before, [new]) is None

    @pytest.mark.attack(27)
    @pytest.mark.parametrize(
        "value",
        [
            "",
            "s:",
            "s:hello",
            "hello",
            KNOWN[2],
            f"s:{KNOWN[2]}=",
            f"s:{KNOWN[2]} ",
            f"s:{KNOWN[2][:-1]}",
            f"S:{KNOWN[2]}",
            f"s:{KNOWN[2].replace('+', '-')}",
            "s:.DGDUkGlIkCzPz+C0B064FNgHdEjox7ch8tOBGslZ5QI",
            "s:hello.é",
            "s:hello.\ud800",
            "s:a.b.c",
            "s%3Ahello%00.x",
            "s:" + "x" * 100_000,
        ],
        ids=lambda value: value[:30].encode(errors="replace").decode(),
    )
    def test_anything_else_is_no_value(self, value: str) -> None:
        assert read_cookie_value(value, [KNOWN[1]]) is None

    @pytest.mark.attack(27)
    @pytest.mark.parametrize("record_id", ["", "a.b", "a b", "x" * 37, "é", "a\0b"])
    def test_an_id_that_express_would_not_make_is_none_however_signed(self, record_id: str) -> None:
        assert read_cookie_value(cookie_value(record_id, ["k"]), ["k"]) is None

    def test_ids_are_24_random_bytes(self) -> None:
        made = {express.new_record_id() for _ in range(100)}

        assert len(made) == 100
        assert {len(each) for each in made} == {32}


class TestRecord:
    COOKIE = CookieForm(secure=False, same_site="lax").describe(
        timedelta(minutes=30), datetime(2026, 11, 21, 11, 5, 6, 201999, tzinfo=UTC)
    )

    def test_cookie_object_is_what_express_writes(self) -> None:
        assert self.COOKIE == {
            "originalMaxAge": 1_800_000,
            "expires": "2026-11-21T11:05:06.201Z",
            "httpOnly": True,
            "path": "/",
            "sameSite": "lax",
        }

    def test_comes_back_as_it_went(self) -> None:
        data = {"cookie": self.COOKIE, "text": "é\0\ud800", "n": [1, 2.5, True, None, 2**53]}

        assert express.load(express.dump(data)) == data

    @pytest.mark.parametrize("key", sorted(express.REFUSED_KEYS))
    def test_refuses_keys_that_hide_methods_of_express(self, key: str) -> None:
        with pytest.raises(ValueError, match="can't hold"):
            express.dump({"cookie": self.COOKIE, key: 1})

    @pytest.mark.parametrize(
        "value", [math.nan, math.inf, -math.inf, 2**53 + 1, -(2**53) - 1, {"a": [{"b": math.nan}]}]
    )
    def test_refuses_numbers_that_javascript_would_change(self, value: object) -> None:
        with pytest.raises(ValueError, match=r"JSON|2\^53"):
            express.dump({"cookie": self.COOKIE, "x": value})

    @pytest.mark.parametrize("cookie", [None, "x", []])
    def test_refuses_to_write_none_without_its_cookie_object(self, cookie: object) -> None:
        with pytest.raises(ValueError, match="cookie"):
            express.dump({"cookie": cookie})

    @pytest.mark.parametrize(
        "text", [None, "", "x", "[]", '"x"', '{"a":NaN}', "[" * 100_000], ids=lambda t: str(t)[:10]
    )
    def test_reads_nothing_from_what_is_no_object(self, text: str | None) -> None:
        assert express.load(text) is None
