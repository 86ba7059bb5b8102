import pytest

from intarsia.client_errors.fingerprint import fingerprint, top_frame, without_query

CHROMIUM = """TypeError: x is undefined
    at save (https://host/mf/data-grid/1.0.0/static/js/main.4f2a91bc.js:1:234)
    at https://host/mf/data-grid/1.0.0/static/js/vendor.js:9:9"""
NEXT = """TypeError: x is undefined
    at save (https://host/mf/data-grid/2.0.0/static/js/main.99ffee00.js:7:8)"""
FIREFOX = "save@https://host/mf/data-grid/1.0.0/static/js/main.4f2a91bc.js:1:234\n"


class TestFingerprint:
    def test_is_the_same_in_every_version_and_browser(self) -> None:
        prints = {fingerprint("x is undefined", each, "a") for each in (CHROMIUM, NEXT, FIREFOX)}

        assert len(prints) == 1

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("row 17 is gone", "row 4 is gone"),
            ("GET https://a/b?c=1 failed", "GET https://a/d failed"),
            ("no 3f2504e0-4f89-11d3-9a0c-0305e82c3301", "no 00000000-4f89-11d3-9a0c-0305e82c3301"),
        ],
    )
    def test_leaves_out_what_varies(self, one: str, other: str) -> None:
        assert fingerprint(one, None, "a") == fingerprint(other, None, "a")

    def test_tells_apps_messages_and_places_apart(self) -> None:
        prints = {
            fingerprint("m", CHROMIUM, "a"),
            fingerprint("m", CHROMIUM, "b"),
            fingerprint("n", CHROMIUM, "a"),
            fingerprint("m", CHROMIUM.replace("save", "load"), "a"),
            fingerprint("m", None, "a"),
        }

        assert len(prints) == 5


class TestTopFrame:
    @pytest.mark.parametrize("stack", ["", "@" * 20_000, "at " * 6_000, "(" * 20_000, "\n" * 9999])
    def test_takes_any_text(self, stack: str) -> None:
        assert isinstance(top_frame(stack), str)


class TestWithoutQuery:
    def test_keeps_no_secret(self) -> None:
        assert without_query("https://h/reset?token=x#y") == "https://h/reset"
        assert without_query("https://[") == ""
