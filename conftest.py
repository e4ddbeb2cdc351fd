"""What all tests share: the people of the tests, as the fixtures `cast` and `stage`."""

pytest_plugins = ("buuan.work.cases.tests.cast",)
