"""Invented manifests, the same for the same seed: pure, no clock, no locale, no person behind any row.

`generate(plan)` gives the rows of one manifest in the columns of manifest schema v1 together with the truth about them (which
goods are really inside, which rows are faulty), which no manifest carries. `as_parquet` and `as_csv` write it as an operator
would hand it in; seed, generator version and a hash of the parameters stand in the Parquet file's metadata.

No row can name a real person: every name carries the word "Mẫu" (sample), house numbers, hamlets and communes are drawn
independently of each other, and the last seven digits of every telephone number are `000` and four drawn digits, for Vietnam has
no block of numbers that is reserved for fiction.
"""

from buuan.registers.items.generate.make import Made, generate
from buuan.registers.items.generate.plan import Burst, Commune, Mix, Plan
from buuan.registers.items.generate.writers import as_csv, as_parquet

__all__ = ["Burst", "Commune", "Made", "Mix", "Plan", "as_csv", "as_parquet", "generate"]
