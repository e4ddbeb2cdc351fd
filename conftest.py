"""What all tests share: the people of the tests, as the fixtures `cast` and `stage`, and whence their databases come."""

import os
from pathlib import Path

import pytest
from django.db import connection

from buuan.site.testing import TEMPLATE

pytest_plugins = ("buuan.work.cases.tests.cast",)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let the test databases be clones of the one that was migrated when the run began."""
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get(TEMPLATE)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file on one worker, so that what the file sets up for all of them is set up once."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.path.relative_to(Path(__file__).parent).as_posix()))
