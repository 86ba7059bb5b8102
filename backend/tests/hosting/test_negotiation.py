import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.hosting.negotiation import Unsatisfiable, acceptable, matches, wanted_range


class TestAcceptable:
    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            (b"gzip, deflate, br, zstd", ("br", "gzip", "identity")),
            (b"gzip", ("gzip", "identity")),
            (b"br;q=0.5, gzip;q=0.8", ("gzip", "br", "identity")),
            (b"br;q=0, gzip", ("gzip", "identity")),
            (b"BR ; Q=1.000", ("br", "identity")),
            (b"identity;q=0", ()),
            (b"*;q=0", ()),
            (b"*;q=0, identity", ("identity",)),
            (b"*", ("br", "gzip", "identity")),
            (b"identity;q=1, *;q=0", ("identity",)),
            (b"gzip;q=0.1, identity;q=0.9", ("identity", "gzip")),
            (b"", ("identity",)),
            (b"deflate", ("identity",)),
        ],
    )
    def test_gives_what_a_client_takes_the_best_first(
        self, header: bytes, expected: tuple[str, ...]
    ) -> None:
        assert acceptable(header) == expected

    @given(st.binary(max_size=60))
    def test_survives_anything(self, header: bytes) -> None:
        assert set(acceptable(header)) <= {"br", "gzip", "identity"}


class TestMatches:
    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            (b'"a"', True),
            (b'"b", "a"', True),
            (b'W/"a"', True),
            (b"*", True),
            (b'"b"', False),
            (b"a", False),
            (b'"ab"', False),
        ],
    )
    def test_reads_lists_of_tags(self, header: bytes, expected: bool) -> None:
        assert matches(header, b'"a"') is expected


class TestWantedRange:
    @pytest.mark.parametrize(
        ("header", "expected"),
        [
            (b"bytes=0-0", (0, 1)),
            (b"bytes=0-", (0, 10)),
            (b"bytes=2-5", (2, 6)),
            (b"bytes=2-99", (2, 10)),
            (b"bytes=-3", (7, 10)),
            (b"bytes=-99", (0, 10)),
            (b"bytes=9-9", (9, 10)),
            (b"bytes=0-1,3-4", None),
            (b"bytes=5-2", None),
            (b"bytes=-", None),
            (b"items=0-1", None),
            (b"bytes=a-b", None),
        ],
    )
    def test_gives_the_part(self, header: bytes, expected: tuple[int, int] | None) -> None:
        assert wanted_range(header, 10) == expected

    @pytest.mark.parametrize("header", [b"bytes=10-", b"bytes=99-100", b"bytes=-0"])
    def test_refuses_what_is_outside(self, header: bytes) -> None:
        with pytest.raises(Unsatisfiable):
            wanted_range(header, 10)
