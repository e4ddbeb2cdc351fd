"""Files of declarations: every type in, every type out, and a clear sentence for what cannot be read."""

import csv
import json
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from buuan.engine.files import screen_file
from buuan.kit.errors import Refused

ROWS = [("a1", "Pháo nổ 36 quả", 100), ("a2", "Áo khoác nữ", 250), ("a3", "Rượu vang đỏ 2 chai", 1500)]
VERDICTS = ["prohibited", "clear", "conditional"]


def write_csv(path, rows=ROWS, header=("id", "declared_content", "weight_g")):
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])
    return path


def write_input(folder, kind):
    path = folder / f"in.{kind}"
    if kind == "csv":
        return write_csv(path)
    if kind == "xlsx":
        book = openpyxl.Workbook()
        for row in [("id", "declared_content", "weight_g"), *ROWS]:
            book.active.append(row)
        book.save(path)
    elif kind == "parquet":
        ids, texts, weights = zip(*ROWS, strict=True)
        pq.write_table(pa.table({"id": ids, "declared_content": texts, "weight_g": weights}), path)
    else:
        lines = (json.dumps({"id": i, "declared_content": t, "weight_g": w}, ensure_ascii=False) for i, t, w in ROWS)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def read_output(path):
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    if path.suffix == ".xlsx":
        names, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        return [dict(zip(names, r, strict=True)) for r in rows]
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("source", ["csv", "xlsx", "parquet", "jsonl"])
@pytest.mark.parametrize("target", ["csv", "xlsx", "parquet", "jsonl"])
def test_every_type_goes_in_and_out(tmp_path, source, target):
    out = tmp_path / f"out.{target}"
    summary = screen_file(write_input(tmp_path, source), out=out)
    rows = read_output(out)
    assert [list(r) for r in rows] == [["id", "declared_content", "weight_g", "verdict", "category", "score", "hits"]] * 3
    assert [r["verdict"] for r in rows] == VERDICTS
    assert [r["id"] for r in rows] == ["a1", "a2", "a3"]
    assert [str(r["weight_g"]) for r in rows] == ["100", "250", "1500"]
    hit = json.loads(rows[0]["hits"])[0]
    assert set(hit) == {"rule", "start", "end", "text", "law"}
    assert rows[0]["declared_content"][hit["start"] : hit["end"]] == hit["text"]
    assert summary.as_dict()["prohibited"] == 1
    assert summary.rows == 3


def test_without_an_output_there_is_a_summary_and_progress(tmp_path):
    told = []
    summary = screen_file(write_csv(tmp_path / "a.csv"), progress=lambda done, total: told.append((done, total)))
    assert summary.verdicts == {"clear": 1, "conditional": 1, "prohibited": 1}
    assert told == [(3, None)]
    assert list(summary.categories) == sorted(summary.categories)


def test_input_columns_of_the_results_names_are_kept(tmp_path):
    header = ("verdict", "declared_content", "in_verdict", "hits")
    path = write_csv(tmp_path / "a.csv", [("x", "pháo nổ", "y", "z")], header)
    screen_file(path, out=tmp_path / "o.csv")
    row = read_output(tmp_path / "o.csv")[0]
    assert list(row)[:4] == ["in_in_verdict", "declared_content", "in_verdict", "in_hits"]
    assert (row["in_in_verdict"], row["in_verdict"], row["verdict"]) == ("x", "y", "prohibited")


def test_the_type_is_told_from_the_content(tmp_path):
    real = write_input(tmp_path, "parquet")
    assert screen_file(real.rename(tmp_path / "wrong.csv")).rows == 3


def test_other_delimiters_marks_and_encodings_are_read(tmp_path):
    (tmp_path / "a.csv").write_bytes("\ufeffid;declared_content\r\n1;cần sa\r\n\r\n".encode())
    (tmp_path / "b.csv").write_bytes("id\tdeclared_content\n1\tcần sa\n".encode("utf-16"))
    (tmp_path / "c.json").write_text('[{"declared_content": "cần sa"}, {"x": null}]', encoding="utf-8")
    assert screen_file(tmp_path / "a.csv").verdicts["prohibited"] == 1
    assert screen_file(tmp_path / "b.csv").verdicts["prohibited"] == 1
    assert screen_file(tmp_path / "c.json").verdicts == {"clear": 1, "conditional": 0, "prohibited": 1}


def test_text_that_looks_like_a_formula_stays_text(tmp_path):
    path = write_csv(tmp_path / "a.csv", [("=1+1", "áo", "1")])
    screen_file(path, out=tmp_path / "o.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "o.xlsx").active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


BAD = {
    "empty.csv": (b" \n", "screen.empty"),
    "old.csv": (b"\xd0\xcf\x11\xe0rest", "screen.old_excel"),
    "nul.csv": (b"a,declared_content\n1,\x00\n", "screen.nul"),
    "latin.csv": ("id,declared_content\n1,phá".encode("cp1258", "replace") + b"\xe1\n", "screen.not_utf8"),
    "ragged.csv": (b"id,declared_content\n1,a\n2,b,c\n", "screen.wrong_fields"),
    "quote.csv": (b'id,declared_content\n1,"a"b\n', "screen.broken_row"),
    "twice.csv": (b"id,id,declared_content\n", "screen.name_twice"),
    "unnamed.csv": (b"id,,declared_content\n", "screen.unnamed_column"),
    "long.csv": (b"id,declared_content\n1," + b"a" * 1_100_000 + b"\n", "screen.long_line"),
    "json.jsonl": (b'{"declared_content": "a"}\n{"declared\n', "screen.bad_json"),
    "list.jsonl": (b'{"declared_content": "a"}\n[1]\n', "screen.not_object"),
    "cut.parquet": (b"PAR1 and then nothing", "screen.broken"),
    "cut.xlsx": (b"PK\x03\x04 and then nothing", "screen.broken"),
    "column.csv": (b"id,content\n1,a\n", "screen.no_column"),
    "number.jsonl": (b'{"declared_content": "a"}\n{"declared_content": 5}\n', "screen.not_text"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_the_files_name_and_leaves_nothing(tmp_path, name):
    content, code = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        screen_file(path, out=tmp_path / "out.csv")
    assert refused.value.code == code
    assert name in refused.value.sentence
    assert str(tmp_path) not in refused.value.sentence
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_rows_are_named_by_their_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(BAD["ragged.csv"][0])
    with pytest.raises(Refused, match="dòng 3"):
        screen_file(path)


def test_a_zip_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 30_000_000)
    with pytest.raises(Refused) as refused:
        screen_file(path)
    assert refused.value.code == "screen.zip_bomb"


def test_outputs_that_make_no_sense_are_refused(tmp_path):
    path = write_csv(tmp_path / "a.csv")
    refusals = {
        path: "screen.same_file",
        tmp_path / "a.pdf": "screen.unknown_output",
        tmp_path / "no" / "a.csv": "screen.cannot_write",
    }
    for out, code in refusals.items():
        with pytest.raises(Refused) as refused:
            screen_file(path, out=out)
        assert refused.value.code == code
    with pytest.raises(Refused, match=r"missing\.csv"):
        screen_file(tmp_path / "missing.csv")
