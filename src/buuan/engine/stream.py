"""A Parquet file of any size in, its hits as Parquet out: row group by row group, only the text read, memory bound.

`python -m buuan.engine.stream items.parquet hits.parquet --column content --threads 2` prints rows, hits and peak memory.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from buuan.engine.run import as_column, scan
from buuan.engine.store import shipped_terms
from buuan.engine.terms import Terms

BATCH_ROWS = 131_072
HITS = pa.schema(
    [
        ("row", pa.int64()),
        ("rule", pa.int32()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("score", pa.int32()),
        ("channel", pa.int32()),
    ]
)
"""Row in the file, number of the rule in this version of the terms, code points, hundredths, 0 words or 1 obfuscation."""


def screen_parquet(
    source: Path, target: Path, terms: Terms, column: str = "content", threads: int = 1, also: Sequence[str] = ()
) -> tuple[int, int]:
    """Screen one column of a Parquet file and write the hits; gives the numbers of rows and of hits.

    `also` names columns whose values are written beside each hit (an identifier, say). The version of the terms stands in the
    metadata of the output. Raises OSError and pyarrow's errors for a file that cannot be read, KeyError for an unknown column.
    """
    rows = found_in_all = 0
    with pq.ParquetFile(source, pre_buffer=False) as file:  # what is read ahead would be held until the file is closed
        kept = [file.schema_arrow.field(name) for name in also]
        schema = pa.schema([*HITS, *kept], metadata={"terms": terms.version})
        with pq.ParquetWriter(target, schema, compression="zstd") as writer:
            for batch in file.iter_batches(BATCH_ROWS, columns=[column, *also], use_threads=threads > 1):
                found = scan(as_column(batch.column(column)), terms, threads)
                if len(found):
                    columns = [pa.array(found[:, 0].astype("int64") + rows), *(pa.array(found[:, at]) for at in range(1, 6))]
                    places = pa.array(found[:, 0])
                    writer.write_table(pa.table([*columns, *(batch.column(n).take(places) for n in also)], schema=schema))
                rows, found_in_all = rows + batch.num_rows, found_in_all + len(found)
    return rows, found_in_all


def main() -> None:
    """Screen a file with the package's terms."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--column", default="content")
    parser.add_argument("--also", action="append", default=[])
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    rows, hits = screen_parquet(options.source, options.target, shipped_terms(), options.column, options.threads, options.also)
    print(json.dumps({"rows": rows, "hits": hits, "peak_bytes": peak_memory()}))


def peak_memory() -> int:
    """Give the most bytes that this process has had in memory.

    Linux is asked for the process's own mark: what `getrusage` tells is inherited from whoever started it.
    """
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
