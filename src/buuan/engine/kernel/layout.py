"""The records of the kernel that are not its working memory: the artefact's arrays and a column of texts."""

from __future__ import annotations

from buuan.engine.artefact import LAYOUT
from buuan.engine.kernel.views import Record, record_at

ARTEFACT = Record("Artefact", LAYOUT)
TEXTS = Record("Texts", (("data", "uint8", 0), ("offsets", "int64", 0)))
artefact_at, texts_at = record_at(ARTEFACT), record_at(TEXTS)
