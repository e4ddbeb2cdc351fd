"""Reference numbers such as VV-2026-00418: counted per kind and year by a database sequence, so that writers never wait.

A number drawn by a transaction that failed is left out; the registers of official papers, which may have no gap, do not
use this.
"""

from __future__ import annotations

import re

from django.db import connection

_KIND = re.compile(r"^[A-Z]{2,5}$")


def next_number(kind: str, year: int) -> str:
    """Draw the next number of `kind` (capital letters) in `year`, for example `BC-2026-00012`."""
    if not _KIND.match(kind):
        raise ValueError(f"{kind!r} is no kind of number")
    sequence = f"series_{kind.lower()}_{year:d}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(to_regclass(%s))", [sequence])  # of no sequence the next number is null
        number = cursor.fetchone()[0]
        if number is None:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [sequence])
            cursor.execute(f"CREATE SEQUENCE IF NOT EXISTS {sequence}")
            cursor.execute("SELECT nextval(%s)", [sequence])
            number = cursor.fetchone()[0]
        return f"{kind}-{year:d}-{number:05d}"
