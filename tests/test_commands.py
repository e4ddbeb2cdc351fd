"""The command line as scripts rely on it: exit codes, one JSON object, clear lines, and which database it works on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import psutil
import pytest

from buuan.site.database import start_embedded
from tests.conftest import clean_environment

DIRECTIVE = Path(__file__).resolve().parents[1] / "src/buuan/oversight/duties/data/chi-thi-2021.txt"


def buuan(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    """Run one command on a data folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "buuan", *arguments],
        env={**clean_environment(data), **environment},
        capture_output=True,
        text=True,
        timeout=240,
    )


def test_a_wrong_command_or_input_is_one_clear_line_and_exit_2(tmp_path):
    for arguments in (("khong-co",), ("screen", "khong-co.csv"), ("screen",), ("directive", "import", "khong-co.txt", "--dry-run")):
        done = buuan(tmp_path, *arguments)
        assert done.returncode == 2, arguments
        assert done.stderr.strip()
        assert "Traceback" not in done.stderr


def test_with_json_a_refusal_is_one_object_too(tmp_path):
    done = buuan(tmp_path, "screen", "khong-co.csv", "--json")

    assert done.returncode == 2
    assert json.loads(done.stdout)["status"] == "refused"


def test_settings_are_told_without_a_database_and_secrets_are_not(tmp_path):
    done = buuan(tmp_path, "settings", "--json", BUUAN_SECRET_KEY="rat-bi-mat")

    names = {row["name"]: row for row in json.loads(done.stdout)["settings"]}
    assert "BUUAN_HOSTS" in names
    assert "rat-bi-mat" not in done.stdout
    assert not (tmp_path / "postgres").exists()


@pytest.mark.point("1e")
def test_the_directive_is_read_without_a_database(tmp_path):
    done = buuan(tmp_path, "directive", "import", str(DIRECTIVE), "--dry-run", "--json")

    read = json.loads(done.stdout)
    assert (len(read["sections"]), len(read["points"])) == (7, 27)
    assert {"ref", "owner", "text"} <= set(read["points"][0])
    assert not (tmp_path / "postgres").exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "jsonl"])
def test_a_file_is_screened_in_every_format_with_all_its_rows_and_columns(tmp_path, ending):
    source = tmp_path / f"vao.{ending}"
    frame = pl.DataFrame({"ma": ["1", "2", "3"], "declared_content": ["pháo nổ", "áo sơ mi", None], "verdict": ["x", "y", "z"]})
    _write(frame, source)

    done = buuan(tmp_path, "screen", str(source), "--out", str(tmp_path / "ra.parquet"), "--json")

    assert done.returncode == 0, done.stderr
    out = pl.read_parquet(tmp_path / "ra.parquet")
    assert out.columns == ["ma", "declared_content", "in_verdict", "verdict", "category", "score", "hits"]
    assert out["verdict"].to_list() == ["prohibited", "clear", "clear"]
    assert json.loads(out["hits"][0])[0]["text"] == "pháo nổ"


def _write(frame: pl.DataFrame, path: Path) -> None:
    if path.suffix == ".xlsx":
        from openpyxl import Workbook

        book = Workbook()
        book.active.append(frame.columns)
        for row in frame.iter_rows():
            book.active.append(row)
        book.save(path)
    else:
        {".csv": frame.write_csv, ".parquet": frame.write_parquet, ".jsonl": frame.write_ndjson}[path.suffix](path)


def test_the_embedded_server_is_left_by_nobody(tmp_path):
    done = buuan(tmp_path / "tinh", "audit", "verify", "--json")

    assert done.returncode == 2
    assert "buuan setup" in json.loads(done.stdout)["error"]
    assert "Traceback" not in done.stderr
    running = [one for one in psutil.process_iter(["cmdline"]) if str(tmp_path) in " ".join(one.info["cmdline"] or [])]
    assert running == []


def test_the_units_own_database_is_used_when_it_is_named(tmp_path):
    url = start_embedded(tmp_path / "may-chu")  # stands for a server that somebody else runs
    done = buuan(tmp_path / "tinh", "setup", "--json", DATABASE_URL=url)

    assert done.returncode == 0, done.stderr
    verdict = json.loads(buuan(tmp_path / "tinh", "audit", "verify", "--json", DATABASE_URL=url).stdout)
    assert verdict["ok"]
    assert verdict["records"] > 0
    assert not (tmp_path / "tinh" / "postgres").exists()


def test_a_killed_command_does_not_keep_the_server_running_for_ever(tmp_path):
    code = (
        "import pathlib, time; from buuan.site.database import start_embedded;"
        f"start_embedded(pathlib.Path({str(tmp_path / 'tinh' / 'postgres')!r})); print('up', flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", code]
    first = subprocess.Popen(command, env=clean_environment(tmp_path / "tinh"), stdout=subprocess.PIPE, text=True)
    assert first.stdout.readline().strip() == "up"
    first.kill()
    first.wait(timeout=10)

    buuan(tmp_path / "tinh", "audit", "verify")

    running = [one for one in psutil.process_iter(["cmdline"]) if str(tmp_path) in " ".join(one.info["cmdline"] or [])]
    assert running == []
