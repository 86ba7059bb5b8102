import gzip
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intarsia.config import Limits
from intarsia.registry.archive import tree_hash, unpack
from intarsia.registry.findings import Rejected
from tests.registry.bundles import entry, packed, remote, tar_of

LIMITS = Limits(_env_file=None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "staging").mkdir()
    return tmp_path / "staging"


def unpack_bytes(folder: Path, data: bytes, limits: Limits = LIMITS) -> dict[str, bytes]:
    path = folder / "upload.tgz"
    path.write_bytes(data)
    files = unpack(path, folder, limits)
    return {name: file.staged.read_bytes() for name, file in files.items()}


def rules(folder: Path, data: bytes, limits: Limits = LIMITS) -> set[str]:
    with pytest.raises(Rejected) as caught:
        unpack_bytes(folder, data, limits)
    assert list(folder.parent.iterdir()) == [folder]
    return {finding.rule for finding in caught.value.findings}


class TestAccepts:
    @pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
    def test_every_format_that_tools_write(self, folder: Path, form: int) -> None:
        data = tar_of((entry("a/b.js"), b"one"), (entry("index.html"), b""), form=form)

        assert unpack_bytes(folder, gzip.compress(data)) == {"a/b.js": b"one", "index.html": b""}

    @pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
    def test_long_names(self, folder: Path, form: int) -> None:
        name = "/".join(["long-folder-name"] * 30) + "/ünïcode.js"
        data = tar_of((entry(name), b"x"), (entry("y.js"), b"y"), form=form)

        assert unpack_bytes(folder, gzip.compress(data)) == {name: b"x", "y.js": b"y"}

    def test_several_gzip_members(self, folder: Path) -> None:
        data = tar_of((entry("a.js"), b"a" * 5000), (entry("b.js"), b"b"))
        cut = len(data) // 2
        both = gzip.compress(data[:cut]) + gzip.compress(b"") + gzip.compress(data[cut:])

        assert unpack_bytes(folder, both + b"\0" * 512) == {"a.js": b"a" * 5000, "b.js": b"b"}

    def test_dotfiles_and_folders(self, folder: Path) -> None:
        data = tar_of(
            (entry("./", type=tarfile.DIRTYPE), b""),
            (entry("./.vite", type=tarfile.DIRTYPE), b""),
            (entry("./.vite/manifest.json"), b"{}"),
            (entry("./a.js"), b"a"),
        )

        assert set(unpack_bytes(folder, gzip.compress(data))) == {".vite/manifest.json", "a.js"}

    @pytest.mark.parametrize("top", ["dist/", "package/", "./build/"])
    def test_one_top_folder_is_taken_off(self, folder: Path, top: str) -> None:
        assert set(unpack_bytes(folder, packed(remote(), top))) == set(remote())

    def test_a_folder_that_means_something_stays(self, folder: Path) -> None:
        assert set(unpack_bytes(folder, packed({"static/a.js": b"a"}))) == {"static/a.js"}

    def test_a_global_header_with_a_comment(self, folder: Path) -> None:
        buffer = io.BytesIO()
        comment = {"comment": "0123456789abcdef"}
        with tarfile.open(fileobj=buffer, mode="w", pax_headers=comment) as archive:
            archive.addfile(entry("a.js"))

        assert unpack_bytes(folder, gzip.compress(buffer.getvalue())) == {"a.js": b""}

    def test_the_tree_is_known_by_its_files_alone(self, folder: Path, tmp_path: Path) -> None:
        other = tmp_path / "other"
        other.mkdir()
        backwards = dict(reversed(remote().items()))
        trees = []
        for where, data in ((folder, packed(remote())), (other, packed(backwards, "dist/"))):
            (where / "upload.tgz").write_bytes(data)
            trees.append(tree_hash(unpack(where / "upload.tgz", where, LIMITS)))

        assert trees[0] == trees[1]


class TestRefusesPaths:
    @pytest.mark.parametrize(
        ("name", "rule"),
        [
            ("/etc/passwd", "path_absolute"),
            ("../outside.js", "path_parent"),
            ("a/../../b.js", "path_parent"),
            ("a\\b.js", "path_characters"),
            ("a\nb.js", "path_characters"),
            ("a\x7fb.js", "path_characters"),
            ("x" * 1025, "path_too_long"),
            (".", "path_empty"),
        ],
    )
    def test_that_lead_elsewhere_or_nowhere(self, folder: Path, name: str, rule: str) -> None:
        data = tar_of((entry(name), b"x"), (entry("a.js"), b"x"))

        assert rules(folder, gzip.compress(data)) == {rule}

    @pytest.mark.parametrize(
        ("one", "other"), [("a.js", "A.js"), ("é.js", "e\u0301.js"), ("a.js", "a.js")]
    )
    def test_that_are_equal_on_some_file_systems(self, folder: Path, one: str, other: str) -> None:
        data = tar_of((entry(one), b"1"), (entry(other), b"2"))

        assert rules(folder, gzip.compress(data)) == {"same_name"}

    def test_that_are_not_utf8(self, folder: Path) -> None:
        data = tar_of((entry("caf\udce9.js"), b"x"), form=tarfile.GNU_FORMAT)

        assert rules(folder, gzip.compress(data)) == {"path_encoding"}

    @pytest.mark.parametrize(
        ("kind", "rule"),
        [
            (tarfile.SYMTYPE, "link"),
            (tarfile.LNKTYPE, "link"),
            (tarfile.CHRTYPE, "device"),
            (tarfile.FIFOTYPE, "device"),
            (tarfile.GNUTYPE_SPARSE, "unsupported_entry"),
        ],
    )
    def test_that_are_no_files(self, folder: Path, kind: bytes, rule: str) -> None:
        strange = entry("x", type=kind, linkname="/etc/passwd")

        assert rules(folder, gzip.compress(tar_of((strange, b""), (entry("a"), b"a")))) == {rule}


class TestRefusesDamage:
    def test_what_is_no_gzip(self, folder: Path) -> None:
        assert rules(folder, b"PK\x03\x04 a zip file") == {"archive_damaged"}

    def test_an_empty_body(self, folder: Path) -> None:
        assert rules(folder, b"") == {"archive_damaged"}

    def test_a_wrong_checksum_of_the_gzip_stream(self, folder: Path) -> None:
        data = bytearray(packed(remote()))
        data[-8] ^= 1

        assert rules(folder, bytes(data)) == {"archive_damaged"}

    def test_a_cut_at_any_place(self, folder: Path) -> None:
        data = packed(remote())
        for cut in range(1, len(data), len(data) // 60):
            assert rules(folder, data[:cut]) == {"archive_damaged"}
            for path in folder.iterdir():
                path.unlink()

    @pytest.mark.parametrize("field", [0, 124, 148, 257])
    def test_a_header_that_tarfile_takes_for_the_end(self, folder: Path, field: int) -> None:
        data = bytearray(tar_of((entry("a.js"), b"a"), (entry("b.js"), b"b")))
        data[1024 + field] ^= 0x55

        assert rules(folder, gzip.compress(bytes(data))) == {"archive_damaged"}

    @pytest.mark.parametrize("kept", [0, 512])
    def test_an_end_mark_that_is_cut(self, folder: Path, kept: int) -> None:
        data = tar_of((entry("a.js"), b"a"))

        assert rules(folder, gzip.compress(data[: 1024 + kept])) == {"archive_damaged"}

    def test_data_after_the_end(self, folder: Path) -> None:
        data = tar_of((entry("a.js"), b"a"))

        assert rules(folder, gzip.compress(data + b"x" * 512)) == {"archive_damaged"}

    def test_a_file_that_claims_more_than_there_is(self, folder: Path) -> None:
        header = entry("a.js", size=50_000).tobuf()

        assert rules(folder, gzip.compress(header + b"\0" * 2048)) == {"archive_damaged"}

    def test_an_archive_without_files(self, folder: Path) -> None:
        assert rules(folder, gzip.compress(tar_of())) == {"empty"}

    def test_endless_chains_of_extended_headers(self, folder: Path) -> None:
        link = entry("././@LongLink", type=tarfile.GNUTYPE_LONGNAME, size=2).tobuf()
        chain = (link + b"a\0".ljust(512, b"\0")) * 40_000

        assert rules(folder, gzip.compress(chain)) == {"archive_damaged"}

    def test_an_extended_header_that_is_huge(self, folder: Path) -> None:
        header = entry("x", type=tarfile.XHDTYPE, size=10 * 2**30).tobuf(tarfile.GNU_FORMAT)

        assert rules(folder, gzip.compress(header + b"1" * 4096)) == {"archive_damaged"}

    def test_sizes_below_zero(self, folder: Path) -> None:
        header = bytearray(entry("a.js").tobuf())
        header[124:136] = (-512).to_bytes(12, "big", signed=True)
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\0 " % sum(header)

        assert rules(folder, gzip.compress(bytes(header) + b"\0" * 1024)) == {"archive_damaged"}


class TestRefusesTooMuch:
    def test_bombs_while_they_unfold(self, folder: Path) -> None:
        data = gzip.compress(
            entry("zeros", size=8 * 2**30).tobuf(tarfile.GNU_FORMAT) + bytes(2**25)
        )

        assert "file_too_large" in rules(folder, data)
        assert sum(path.stat().st_size for path in folder.iterdir()) < 2**20

    @pytest.mark.parametrize(
        ("limits", "rule"),
        [
            ({"bundle_max_unpacked_bytes": 20_000}, "too_large_unpacked"),
            ({"bundle_max_file_bytes": 9_999}, "file_too_large"),
            ({"bundle_max_files": 2}, "too_many_files"),
        ],
    )
    def test_than_settings_allow(self, folder: Path, limits: dict[str, int], rule: str) -> None:
        data = packed({f"{n}.bin": os.urandom(10_000) for n in range(3)})

        assert rules(folder, data, LIMITS.model_copy(update=limits)) == {rule}

    def test_than_an_honest_ratio(self, folder: Path) -> None:
        data = packed({"zeros.bin": bytes(17 * 2**20)})

        assert rules(folder, data) == {"ratio"}

    def test_entries_of_any_kind(self, folder: Path) -> None:
        header = entry("folder", type=tarfile.DIRTYPE).tobuf()

        assert rules(folder, gzip.compress(header * 40_000 + bytes(1024))) == {"archive_damaged"}


def mutations() -> Iterator[bytes]:
    yield packed(remote())
    yield gzip.compress(tar_of((entry("a" * 300), b"x" * 700), (entry("b"), b""), form=1))


SEEDS = [gzip.decompress(data) for data in mutations()]


class TestHostileArchives:
    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        seed=st.sampled_from(SEEDS),
        edits=st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=12)), max_size=6),
        cut=st.integers(0, 20_000),
    )
    def test_end_in_findings_and_never_outside(
        self, seed: bytes, edits: list[tuple[int, bytes]], cut: int
    ) -> None:
        data = bytearray(seed)
        for position, replacement in edits:
            data[position : position + len(replacement)] = replacement
        with tempfile.TemporaryDirectory() as outer:
            folder = Path(outer) / "staging"
            folder.mkdir()
            (folder / "upload.tgz").write_bytes(gzip.compress(bytes(data[: len(data) - cut])))
            try:
                files = unpack(folder / "upload.tgz", folder, LIMITS)
            except Rejected:
                files = {}
            assert all(file.staged.parent == folder for file in files.values())
            assert os.listdir(outer) == ["staging"]

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        files=st.dictionaries(
            st.from_regex(r"[a-z]{1,40}(/[a-z]{1,60}){0,6}\.js", fullmatch=True),
            st.binary(max_size=2000),
            min_size=1,
            max_size=8,
        ),
        form=st.sampled_from([tarfile.GNU_FORMAT, tarfile.PAX_FORMAT]),
    )
    def test_honest_ones_give_back_what_was_packed(
        self, files: dict[str, bytes], form: int
    ) -> None:
        whole = {"index.html": b"top", **files}
        data = tar_of(*((entry(name), body) for name, body in whole.items()), form=form)
        with tempfile.TemporaryDirectory() as folder:
            assert unpack_bytes(Path(folder), gzip.compress(data)) == whole
