import io
import os
from pathlib import Path

import pytest

from intarsia.cli.packing import NothingToPack, pack


def packed(folder: Path) -> bytes:
    into = io.BytesIO()
    pack(folder, into)
    return into.getvalue()


class TestPack:
    def test_gives_the_same_bytes_for_the_same_files(self, tmp_path: Path) -> None:
        for folder, names in (("one", "ab"), ("two", "ba")):
            (tmp_path / folder / "js").mkdir(parents=True)
            for name in names:
                file = tmp_path / folder / "js" / name
                file.write_text(name)
                os.utime(file, (len(folder), ord(names[0])))
                file.chmod(0o600 if names == "ab" else 0o755)

        assert packed(tmp_path / "one") == packed(tmp_path / "two")

    def test_refuses_what_is_no_folder(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")

        with pytest.raises(NothingToPack):
            packed(tmp_path / "file")
