import pytest
from hypothesis import given
from hypothesis import strategies as st

from intarsia.csv_files.cells import cell, guarded, unguarded

TEXTS = st.text(alphabet="'=+-@\t\r\n ab\uff1d", max_size=6)


class TestGuarded:
    @pytest.mark.parametrize(
        "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "'=1", "\uff1d1", "\n"]
    )
    def test_no_spreadsheet_takes_it_for_a_formula(self, text: str) -> None:
        assert guarded(text) == f"'{text}"

    @pytest.mark.parametrize("text", ["", "Oak", "a=b", "'quoted'", "1-2", "ÄÖÜ"])
    def test_other_texts_stay(self, text: str) -> None:
        assert guarded(text) == text

    @given(TEXTS)
    def test_every_text_comes_back_as_it_was(self, text: str) -> None:
        assert unguarded(guarded(text)) == text


class TestCell:
    @pytest.mark.parametrize(
        ("value", "text"),
        [(None, ""), (True, "true"), (-5.0, "-5"), (12.5, "12.5"), (1e15, "1000000000000000")],
    )
    def test_writes_values_as_they_are_read(self, value: object, text: str) -> None:
        assert cell(value) == text
