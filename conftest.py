"""What all tests share: the people of the tests, as the fixtures `cast` and `stage`, and whence their databases come."""

import os

import pytest
from django.db import connection

from buuan.site.testing import TEMPLATE

pytest_plugins = ("buuan.work.cases.tests.cast",)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let the test databases be clones of the one that was migrated when the run began."""
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get(TEMPLATE)
