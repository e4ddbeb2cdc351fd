"""The archive of accepted items: encrypted Parquet by operator and day of acceptance, committed whole or not at all.

`Archive` stores, reads and finds; `upkeep` purges, rotates keys, sweeps and verifies; `keys` keeps the master keys in a
folder of their own. Nothing here logs, and no file name or commit record holds anything of a person.
"""

from buuan.registers.items.archive.keys import KeyRing
from buuan.registers.items.archive.records import Commit, StoredFile
from buuan.registers.items.archive.store import DOCUMENTS, ITEMS, LINES, Archive
from buuan.registers.items.archive.upkeep import purge, rotate, sweep, verify

__all__ = [
    "DOCUMENTS",
    "ITEMS",
    "LINES",
    "Archive",
    "Commit",
    "KeyRing",
    "StoredFile",
    "purge",
    "rotate",
    "sweep",
    "verify",
]
