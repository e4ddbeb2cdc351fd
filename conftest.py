"""What all tests share: the people of the tests (`cast`, `stage`), whence their databases come, and which worker runs what."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection

from buuan.site.testing import TEMPLATE

pytest_plugins = ("buuan.work.cases.tests.cast",)

PROVINCE = ("tests/test_counter.py", "tests/test_crash.py", "tests/test_story.py")
"""The files that share one running province."""

LONGEST = (
    "tests/test_access.py",
    *PROVINCE,
    "tests/test_drill_crash.py",
    "src/buuan/oversight/duties/tests/test_duties.py",
    "src/buuan/registers/goods/tests/test_versions.py",
    "src/buuan/work/screening/tests/test_past_days.py",
    "tests/test_custody_crash.py",
    "src/buuan/site/demo/tests/test_month.py",
    "tests/test_commands.py",
    "src/buuan/oversight/duties/tests/test_pages.py",
    "src/buuan/engine/tests/test_spark.py",
    "src/buuan/site/access/tests/test_walk.py",
    "tests/test_tables.py",
    "src/buuan/registers/goods/tests/test_editor.py",
    "src/buuan/base/web/tests/test_browser.py",
    "src/buuan/oversight/overview/tests/test_statements.py",
    "src/buuan/registers/law/tests/test_actions.py",
    "src/buuan/registers/goods/tests/test_pages.py",
)
"""The files that take longest, by their time on two cores; one that is missing here only comes later."""


@pytest.fixture(scope="session", autouse=True)
def light_hashes() -> Iterator[None]:
    """Hash passwords and PINs by the same Argon2 with less memory and one pass: half a second each is a lock, not a test of it."""
    light = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}
    usual = {name: getattr(Argon2PasswordHasher, name) for name in light}
    for name, value in light.items():
        setattr(Argon2PasswordHasher, name, value)
    yield
    for name, value in usual.items():
        setattr(Argon2PasswordHasher, name, value)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let the test databases be clones of the one that was migrated when the run began."""
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get(TEMPLATE)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, the order in which workers take them, so that no worker idles while the last one runs."""
    ranks = {file: rank for rank, file in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(item.path.relative_to(Path(__file__).parent).as_posix(), len(ranks)))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a file on one worker, so that what the file sets up for all of them is set up once.

    A scheduler of our own: that of `--dist loadgroup` marks tests in their names, which pytest since 9.2 does not let it do, and
    then spreads them without a word.
    """
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        """Give each file, and the files of the province together, to one worker."""

        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return "province" if file in PROVINCE else file

    return ByFile(config, log)
