"""The archive: encrypted at rest, committed whole or not at all, read back by operator and day."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from buuan.kit.errors import Refused
from buuan.registers.items.archive import (
    DOCUMENTS,
    LINES,
    Archive,
    KeyRing,
    parquet,
    purge,
    rotate,
    sweep,
    verify,
)

AT = datetime(2026, 1, 5, 3, 0, tzinfo=UTC)
DAY = date(2026, 1, 5)
SECRET = "NguyenVanMauBiMat"


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "kho", KeyRing.open(tmp_path / "khoa"))


def items(*ids, day=DAY, name=SECRET):
    """Give items accepted at two in the morning of a Vietnamese day: still the day before in UTC."""
    moment = datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC) - timedelta(hours=7)
    return pl.DataFrame(
        {"item_id": list(ids), "accepted_at": [moment] * len(ids), "sender_name": [name] * len(ids), "row": range(len(ids))},
        schema_overrides={"accepted_at": pl.Datetime("us", "UTC"), "row": pl.UInt32},
    )


def lines(*ids):
    return pl.DataFrame({"item_id": list(ids), "description": [SECRET] * len(ids)})


def put(archive, frame, manifest="AM-1", revision=1, **more):
    given = {"operator": "BCX", "kind": "full", "content_hash": "h1", "at": AT} | more
    return archive.commit(manifest_id=manifest, revision=revision, items=frame, **given)


def ids(archive, day=DAY, **more):
    frame = archive.frame("BCX", day, **more)
    return sorted(frame["item_id"]) if frame.width else []


def data_files(archive):
    return sorted(path for path in archive.root.rglob("*.parquet"))


class TestCommitting:
    def test_rows_come_back_by_operator_and_vietnamese_day(self, archive):
        both = pl.concat([items("A1", "A2"), items("A3", day=date(2026, 1, 6))])
        commit = put(archive, both, lines=lines("A1", "A1", "A3"), documents=items("D1").select("item_id", "accepted_at"))
        assert archive.days("BCX") == [DAY, date(2026, 1, 6)]
        assert ids(archive) == ["A1", "A2"]
        assert archive.frame("BCX", DAY).sort("row").equals(items("A1", "A2"))
        assert archive.frame("BCX", DAY, table=LINES)["item_id"].to_list() == ["A1", "A1"]
        assert ids(archive, table=DOCUMENTS) == ["D1"]
        assert (commit.rows("items"), commit.rows("lines"), commit.rows("documents")) == (3, 3, 1)
        assert archive.frame("KHAC", DAY).width == 0

    def test_only_wanted_columns_are_read(self, archive):
        put(archive, items("A1"))
        put(archive, items("A2"), manifest="AM-2")
        assert archive.frame("BCX", DAY, ["row"]).columns == ["row"]
        assert all(isinstance(batch, pa.RecordBatch) for batch in archive.batches("BCX", DAY))

    def test_the_same_revision_twice_is_one_commit(self, archive):
        first = put(archive, items("A1"))
        assert put(archive, items("A1")) == first
        assert len(data_files(archive)) == 1

    def test_the_same_revision_with_other_content_is_refused(self, archive):
        put(archive, items("A1"))
        with pytest.raises(Refused) as refused:
            put(archive, items("A2"), content_hash="h2")
        assert refused.value.code == "archive.conflict"
        assert ids(archive) == ["A1"]

    def test_a_revision_that_lost_the_race_leaves_nothing_behind(self, archive, monkeypatch):
        real = archive.records.add

        def late(self, commit):
            real(commit)
            return False

        monkeypatch.setattr("buuan.registers.items.archive.records.Records.add", late)
        assert put(archive, items("A1")).manifest_id == "AM-1"
        assert data_files(archive) == []

    def test_a_higher_full_revision_replaces_the_lower_one_in_view_but_not_on_disk(self, archive):
        put(archive, items("A1", "A2"))
        put(archive, items("A2", name="moi"), revision=2, content_hash="h2", at=AT + timedelta(hours=1))
        assert ids(archive) == ["A2"]
        assert ids(archive, every_version=True) == ["A1", "A2", "A2"]

    def test_of_an_item_in_two_manifests_the_newest_version_counts(self, archive):
        put(archive, items("A1", "A2"))
        put(archive, items("A2", name="moi"), manifest="AM-2", kind="amend", at=AT + timedelta(hours=1))
        frame = archive.frame("BCX", DAY).sort("item_id")
        assert frame.select("item_id", "sender_name").rows() == [("A1", SECRET), ("A2", "moi")]
        assert archive.frame("BCX", DAY, ["sender_name"]).height == 2

    def test_an_item_taken_back_is_out_of_view_until_it_is_declared_again(self, archive):
        put(archive, items("A1", "A2"))
        gone = pl.DataFrame({"item_id": ["A1"]})
        later, last = AT + timedelta(hours=1), AT + timedelta(hours=2)
        put(archive, items(), manifest="HUY", kind="cancel", cancelled=gone, at=later)
        assert ids(archive) == ["A2"]
        put(archive, items("A1"), manifest="AM-3", kind="add", at=last)
        assert ids(archive) == ["A1", "A2"]

    @pytest.mark.parametrize("code", ["../x", "", "a/b", "-x", "x" * 40])
    def test_an_operator_code_never_leads_out_of_the_archive(self, archive, code):
        with pytest.raises(Refused):
            put(archive, items("A1"), operator=code)

    def test_a_manifest_may_bear_any_name(self, archive):
        assert put(archive, items("A1"), manifest="..").manifest_id == ".."
        assert all(path.is_relative_to(archive.root) for path in archive.root.rglob("*"))


class TestFinding:
    def test_every_version_of_an_item_is_found_the_newest_first(self, archive):
        put(archive, items("A1", "A2"))
        put(archive, items("A2", name="moi", day=date(2026, 1, 6)), manifest="AM-2", kind="add", at=AT + timedelta(hours=1))
        found = archive.find_item("BCX", "A2")
        assert [(row["sender_name"], row["manifest_id"], row["revision"]) for row in found] == [
            ("moi", "AM-2", 1),
            (SECRET, "AM-1", 1),
        ]
        assert archive.find_item("BCX", "A2", [DAY])[0]["manifest_id"] == "AM-1"
        assert archive.find_item("BCX", "A9") == archive.find_item("KHAC", "A2") == []

    def test_an_item_is_found_among_many_row_groups(self, archive, monkeypatch):
        monkeypatch.setattr(parquet, "ROW_GROUP", 100)
        put(archive, items(*[f"A{number:05d}" for number in range(1000, 0, -1)]))
        file = parquet.EncryptedFile(data_files(archive)[0], archive.ring)
        assert len(list(file.groups_with("A00550"))) == 1
        assert [row["item_id"] for row in archive.find_item("BCX", "A00550")] == ["A00550"]

    def test_latest_versions_of_many_items(self, archive):
        put(archive, items("A1", "A2"))
        put(archive, items("A2", name="moi"), manifest="AM-2", kind="add", at=AT + timedelta(hours=1))
        latest = archive.latest_versions("BCX", pl.Series(["A1", "A2", "A3"])).sort("item_id")
        assert latest.select("item_id", "sender_name").rows() == [("A1", SECRET), ("A2", "moi")]
        assert archive.latest_versions("BCX", pl.Series(["A9"])).height == 0


class TestEncryption:
    def test_nothing_clear_stands_on_the_disk(self, archive):
        put(archive, items("MAVANDON1", "MAVANDON2"), lines=lines("MAVANDON1"), manifest="AM-1")
        for path in archive.root.rglob("*"):
            assert not path.is_file() or not any(
                word in path.read_bytes() for word in (SECRET.encode(), b"MAVANDON", b"sender_name", b"item_id")
            )
            assert SECRET not in path.name

    def test_folders_and_files_are_the_owners_alone(self, archive):
        put(archive, items("A1"))
        for path in [archive.root, *archive.root.rglob("*"), archive.ring.folder, *archive.ring.folder.rglob("*")]:
            assert path.stat().st_mode & 0o077 == 0, path

    def test_the_key_id_stands_in_the_file_and_the_key_does_not(self, archive):
        put(archive, items("A1"))
        raw = data_files(archive)[0].read_bytes()
        name = archive.ring.current
        assert raw[:4] == raw[-4:] == b"PARE"
        assert name.encode() in raw
        assert archive.ring.key(name) not in raw

    def test_a_missing_key_is_a_clear_refusal(self, archive, tmp_path):
        put(archive, items("A1"))
        stranger = Archive(archive.root, KeyRing.open(tmp_path / "khoa-khac"))
        with pytest.raises(Refused) as refused:
            stranger.frame("BCX", DAY)
        assert refused.value.code == "archive.key_missing"
        assert archive.ring.current in refused.value.sentence

    def test_an_exchanged_key_file_is_a_clear_refusal(self, archive):
        put(archive, items("A1"))
        (archive.ring.folder / f"{archive.ring.current}.key").write_bytes(os.urandom(32))
        with pytest.raises(Refused) as refused:
            archive.frame("BCX", DAY)
        assert refused.value.code == "archive.key_wrong"

    def test_a_key_that_does_not_fit_is_a_clear_refusal(self, archive, monkeypatch):
        put(archive, items("A1"))
        monkeypatch.setattr(KeyRing, "key", lambda self, name: b"x" * 32)
        with pytest.raises(Refused) as refused:
            archive.frame("BCX", DAY)
        assert refused.value.code == "archive.key_wrong"

    def test_a_key_folder_open_to_others_is_refused(self, tmp_path):
        folder = tmp_path / "khoa"
        KeyRing.open(folder)
        folder.chmod(0o750)
        with pytest.raises(Refused) as refused:
            KeyRing.open(folder)
        assert refused.value.code == "archive.keys_open_to_others"

    def test_a_changed_byte_is_noticed_by_reading_and_by_verifying(self, archive):
        put(archive, items(*[f"A{number}" for number in range(500)]))
        path = data_files(archive)[0]
        raw = bytearray(path.read_bytes())
        raw[60] ^= 1
        path.write_bytes(raw)
        assert verify(archive) == [path.relative_to(archive.root).as_posix()]
        with pytest.raises(Refused) as refused:
            archive.frame("BCX", DAY)
        assert refused.value.code == "archive.damaged"

    def test_a_lost_file_is_noticed(self, archive):
        put(archive, items("A1"))
        data_files(archive)[0].unlink()
        assert len(verify(archive)) == 1
        with pytest.raises(Refused) as refused:
            archive.frame("BCX", DAY)
        assert refused.value.code == "archive.damaged"


class TestAllOrNothing:
    CHILD = """
        import os, sys
        from pathlib import Path
        from buuan.registers.items.archive import Archive, KeyRing, records, parquet
        from buuan.registers.items.archive.tests.test_archive import items, lines, put
        archive = Archive(Path(sys.argv[1]), KeyRing.open(Path(sys.argv[2])))
        put(archive, items("A1"))
        def killed(*args, **more):
            os.kill(os.getpid(), 9)
        {patch}
        put(archive, items("A2"), manifest="AM-2", lines=lines("A2"))
    """

    @pytest.mark.parametrize(
        "patch",
        [
            "os.link = killed",
            "records.write_whole = killed",
            "parquet.pq.write_table = killed",
            "parquet.sync_folder = killed",
        ],
    )
    def test_a_process_killed_half_way_leaves_nothing_visible(self, archive, patch):
        code = textwrap.dedent(self.CHILD).replace("{patch}", patch)
        run = subprocess.run(
            [sys.executable, "-c", code, str(archive.root), str(archive.ring.folder)], capture_output=True, check=False
        )
        assert run.returncode == -9, run.stderr
        assert [commit.manifest_id for commit in archive.records.all()] == ["AM-1"]
        assert ids(archive) == ["A1"]
        sweep(archive)
        assert len(data_files(archive)) == 1
        assert not list(archive.root.rglob(".*.tmp"))
        put(archive, items("A2"), manifest="AM-2")
        assert ids(archive) == ["A1", "A2"]

    def test_a_full_disk_leaves_nothing_behind(self, archive, monkeypatch):
        real, calls = parquet.pq.write_table, []

        def full(*args, **more):
            calls.append(1)
            if len(calls) == 2:
                raise OSError(28, "No space left on device")
            return real(*args, **more)

        monkeypatch.setattr(parquet.pq, "write_table", full)
        with pytest.raises(OSError, match="No space"):
            put(archive, items("A1"), lines=lines("A1"))
        assert data_files(archive) == []
        assert archive.records.all() == []


class TestUpkeep:
    def test_a_purge_deletes_by_day_and_keeps_what_is_under_hold(self, archive):
        old = date(2025, 12, 1)
        put(archive, pl.concat([items("A1", "A2", "A3", day=old), items("B1")]), lines=lines("A1", "A2", "B1"))
        done = purge(archive, date(2026, 1, 1), held={("BCX", "A2"), ("KHAC", "A1")})
        assert (done.rows, done.held) == (3, 2)
        assert ids(archive, old) == ["A2"]
        assert archive.frame("BCX", old, table=LINES)["item_id"].to_list() == ["A2"]
        assert ids(archive) == ["B1"]
        assert len(data_files(archive)) == 4
        assert purge(archive, date(2026, 1, 1), held={("BCX", "A2")}).rows == 0
        assert verify(archive) == []

    def test_a_purged_manifest_is_still_known(self, archive):
        first = put(archive, items("A1"))
        purge(archive, date(2026, 2, 1))
        assert data_files(archive) == []
        again = put(archive, items("A1"))
        assert (again.content_hash, again.files, again.purged_on) == (first.content_hash, (), DAY)
        assert ids(archive) == []

    def test_a_reading_that_has_begun_survives_a_purge(self, archive):
        put(archive, items("A1"))
        put(archive, items("A2"), manifest="AM-2")
        reading = archive.batches("BCX", DAY)
        first = next(reading)
        purge(archive, date(2026, 2, 1))
        assert first.num_rows + sum(batch.num_rows for batch in reading) == 2

    def test_after_a_change_of_key_the_old_one_is_gone_and_everything_reads(self, archive):
        put(archive, items("A1"), lines=lines("A1"))
        old, before = archive.ring.current, data_files(archive)
        done = rotate(archive)
        assert (done.key, done.files, done.retired) == (archive.ring.current, 2, (old,))
        assert done.key != old
        assert archive.ring.names() == [done.key]
        assert not set(before) & set(data_files(archive))
        assert ids(archive) == ["A1"]
        assert verify(archive) == []

    def test_a_change_of_key_that_was_stopped_can_be_finished(self, archive):
        put(archive, items("A1"))
        put(archive, items("A2"), manifest="AM-2")

        def stop(files):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            rotate(archive, done=stop)
        assert ids(archive) == ["A1", "A2"]
        key = archive.ring.current
        assert rotate(archive, new_key=False).key == key
        assert archive.ring.names() == [key]
        sweep(archive)
        assert ids(archive) == ["A1", "A2"]

    def test_old_keys_can_be_kept_for_the_backups(self, archive):
        put(archive, items("A1"))
        assert rotate(archive, retire=False).retired == ()
        assert len(archive.ring.names()) == 2

    def test_the_key_in_use_cannot_be_destroyed(self, archive):
        with pytest.raises(Refused):
            archive.ring.retire(archive.ring.current)

    def test_a_sweep_touches_nothing_that_is_named(self, archive):
        put(archive, items("A1"))
        stray = Path(archive.root, "data", "BCX", "2026-01-05", "items-x.parquet")
        stray.write_bytes(b"x")
        assert sweep(archive) == 1
        assert ids(archive) == ["A1"]
