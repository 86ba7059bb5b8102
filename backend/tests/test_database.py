import asyncio
from pathlib import Path

from sqlalchemy import text

from intarsia.database import open_engine


async def journal_mode(url: str) -> str:
    engine = open_engine(url)
    async with engine.begin() as connection:
        mode = await connection.scalar(text("PRAGMA journal_mode"))
    await engine.dispose()
    return str(mode)


class TestOpening:
    async def test_a_new_file_may_be_opened_by_two_at_once(self, tmp_path: Path) -> None:
        """Without patience about 3 rounds of 100 fail."""
        for round_number in range(100):
            url = f"sqlite+aiosqlite:///{tmp_path}/{round_number}.db"

            assert set(await asyncio.gather(journal_mode(url), journal_mode(url))) == {"wal"}
