"""The pytest plugin that gives every run a throwaway database server, unless `DATABASE_URL` names one,
and compiles the catalogues of the languages when their sources are newer.

It is loaded (`-p buuan.site.testing`) before Django's settings are read; parallel workers share the one server.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from buuan.site.catalogue import compile_catalogues
from buuan.site.database import start_embedded

_FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


def _start() -> None:
    if os.environ.get("PYTEST_XDIST_WORKER"):
        return
    compile_catalogues()
    folder = tempfile.mkdtemp(prefix="buuan-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # runs after the server's own stop, which registers later
    os.environ["BUUAN_DATA"] = folder
    os.environ["BUUAN_PLAIN_STATIC"] = "1"
    os.environ["BUUAN_CATALOGUE_CHECK"] = "-1"  # a test that changes the catalogue says so itself; no page asks by the clock
    (Path(folder) / "static").mkdir()
    os.environ["BUUAN_SECRET_KEY"] = "only-for-tests"  # noqa: S105 - a throwaway province
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = start_embedded(Path(folder) / "postgres", extra=_FAST)


_start()
