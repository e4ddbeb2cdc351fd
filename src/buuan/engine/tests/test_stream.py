"""A Parquet file streamed to its hits: the same hits as in memory, whatever the row groups."""

import pyarrow as pa
import pyarrow.parquet as pq

from buuan.engine.bench import make_texts
from buuan.engine.run import as_column, scan
from buuan.engine.store import shipped_terms
from buuan.engine.stream import screen_parquet


def test_the_hits_of_a_file_are_those_of_its_column(tmp_path):
    terms, texts = shipped_terms(), [*make_texts(3_000, planted=0.1), None, ""]
    table = pa.table({"id": [f"BA{at}" for at in range(len(texts))], "content": texts, "other": [1] * len(texts)})
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=700)
    rows, hits = screen_parquet(tmp_path / "in.parquet", tmp_path / "out.parquet", terms, also=("id",), threads=2)
    out = pq.read_table(tmp_path / "out.parquet")
    found = scan(as_column(texts), terms)
    assert (rows, hits) == (len(texts), len(found))
    assert out["row"].to_pylist() == found[:, 0].tolist()
    assert out["start"].to_pylist() == found[:, 2].tolist()
    assert out["id"].to_pylist() == [f"BA{at}" for at in found[:, 0]]
    assert out.schema.metadata[b"terms"].decode() == terms.version
