"""What all tests share: the people of the tests, as the fixtures `cast` and `stage`, and whence their databases come."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from buuan.site.testing import TEMPLATE

pytest_plugins = ("buuan.work.cases.tests.cast",)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let the test databases be clones of the one that was migrated when the run began."""
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get(TEMPLATE)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Keep the tests of a file on one worker, so that what the file sets up for all of them is set up once; the longest come first.

    Workers take files in this order (`--no-loadscope-reorder`): one of four minutes that came last would let the other worker idle.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(_file_of(item)))
    yield  # the plugin for Django puts what needs no database last, be it ever so long
    ranks = {file: rank for rank, file in enumerate(LONGEST)}
    items.sort(key=lambda item: ranks.get(_file_of(item), len(ranks)))


def _file_of(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).as_posix()


LONGEST = (
    "tests/test_access.py",
    "tests/test_counter.py",
    "tests/test_crash.py",
    "tests/test_story.py",
    "tests/test_drill_crash.py",
    "tests/test_custody_crash.py",
    "src/buuan/site/demo/tests/test_month.py",
    "src/buuan/site/access/tests/test_walk.py",
    "src/buuan/base/dispatch/tests/test_tree.py",
    "tests/test_commands.py",
)
"""The files that take longest, by their time on two cores; a file that is missing here only comes later."""
