"""Reading manifests (bảng kê bưu gửi): CSV, XLSX, Parquet and JSON in; accepted rows and a complete report out.

Pure: no database, no clock. `read_manifest` is the one entry; `columns` states the schema, `codes` the errors.
"""

from buuan.registers.items.reading.model import (
    COMMITTED,
    COMMITTED_WITH_ERRORS,
    REFUSED,
    Header,
    Known,
    Limits,
    Reading,
)
from buuan.registers.items.reading.read import read_manifest

__all__ = ["COMMITTED", "COMMITTED_WITH_ERRORS", "REFUSED", "Header", "Known", "Limits", "Reading", "read_manifest"]
