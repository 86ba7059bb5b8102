from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from intarsia.csv_files.cutting import Cutter
from intarsia.csv_files.reading import MOST_ERRORS, Sheet, read
from intarsia.csv_files.writing import lines
from intarsia.errors import InvalidInput

CELLS = st.text(alphabet='ab",;\r\n ', max_size=5)
ROWS = st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=5)


class Person(BaseModel):
    name: str
    age: int = 0


def sheet(most_rows: int = 10) -> Sheet[Person]:
    return Sheet(Person, frozenset({"id"}), most_rows)


async def read_bytes(file: bytes, size: int = 3) -> Sheet[Person]:
    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(file), size):
            yield file[start : start + size]

    return await read(chunks(), sheet())


async def errors(file: bytes) -> list[tuple[list[str | int], str]]:
    with pytest.raises(InvalidInput) as refusal:
        await read_bytes(file)
    found = refusal.value.extra["errors"]
    assert isinstance(found, list)
    return [(error["loc"], error["type"]) for error in found]


class TestCutter:
    @given(rows=ROWS, size=st.integers(1, 7))
    def test_cuts_the_same_records_wherever_the_pieces_end(
        self, rows: list[list[str]], size: int
    ) -> None:
        text, cutter = lines(rows), Cutter()

        records = [
            record
            for start in range(0, len(text), size)
            for record in cutter.feed(text[start : start + size])
        ]
        records += cutter.end()

        assert [record.cells for record in records] == rows

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_knows_every_end_of_a_line_and_counts_lines(self, end: str) -> None:
        cutter = Cutter()
        text = end.join(['a,"x', 'y"', "", "b,c"])

        records = [*cutter.feed(text), *cutter.end()]

        assert [(record.line, record.cells[0]) for record in records] == [(1, "a"), (4, "b")]

    def test_an_endless_record_is_given_up(self) -> None:
        cutter = Cutter()

        records = [*cutter.feed('"' + "x\n" * 40_000 + "a,b\n")]

        assert records[0].problem is not None
        assert len(records[0].problem) < 100


class TestRead:
    async def test_gives_rows_with_their_lines(self) -> None:
        found = await read_bytes("\ufeffname,id,age\r\nÖ,7,1\r\n\r\n'=x,8,\r\n".encode())

        assert [(line, row.name, row.age) for line, row in found.rows] == [
            (2, "Ö", 1), (4, "=x", 0),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("file", "wrong"),
        [
            (b"", [(["line", 1], "missing")]),
            (b"\xef\xbb\xbf\n\n", [(["line", 1], "missing")]),
            (b"age\n", [(["line", 1, "name"], "missing")]),
            (b"name,size\na,b\n", [(["line", 1, "size"], "extra_forbidden")]),
            (b"name,name\n", [(["line", 1, "name"], "duplicate")]),
            (b"name,age\na\n", [(["line", 2], "cells")]),
            (b"name,age\na,b\nc\n", [(["line", 2, "age"], "int_parsing"), (["line", 3], "cells")]),
            (b"name,age\n,1\n", [(["line", 2, "name"], "missing")]),
            (b'name\na\n"b\n', [(["line", 3], "csv")]),
            (b'name\n"a"b\n', [(["line", 2], "csv")]),
            (b"name\na\n\xff\n", [(["line", 2], "encoding")]),
        ],
    )  # fmt: skip
    async def test_names_what_is_wrong_with_which_line(
        self, file: bytes, wrong: list[tuple[list[str | int], str]]
    ) -> None:
        assert await errors(file) == wrong

    async def test_stops_listing_after_a_hundred(self) -> None:
        assert len(await errors(b"name,age\n" + b"a,b\n" * 500)) == MOST_ERRORS

    async def test_more_rows_than_are_allowed_are_refused(self) -> None:
        with pytest.raises(InvalidInput) as refusal:
            await read_bytes(b"name\n" + b"a\n" * 11)

        assert refusal.value.code == "too_many_rows"
