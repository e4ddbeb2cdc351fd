"""Small files for the owner alone, whole or not at all."""

from __future__ import annotations

import stat

import pytest

from buuan.kit.whole_files import private_folder, write_whole


def test_folders_and_files_are_for_the_owner_alone(tmp_path):
    private_folder(tmp_path / "one" / "two")
    write_whole(tmp_path / "one" / "two" / "a.key", b"first")
    write_whole(tmp_path / "one" / "two" / "a.key", b"second")
    assert (tmp_path / "one" / "two" / "a.key").read_bytes() == b"second"
    assert [stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "one", tmp_path / "one" / "two" / "a.key")] == [0o700, 0o600]


def test_what_could_not_be_written_leaves_the_file_that_was_there_and_nothing_beside_it(tmp_path, monkeypatch):
    write_whole(tmp_path / "a.key", b"first")

    def full(_handle: int) -> None:
        raise OSError("no space")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_whole(tmp_path / "a.key", b"second")
    assert [one.name for one in tmp_path.iterdir()] == ["a.key"]
    assert (tmp_path / "a.key").read_bytes() == b"first"
