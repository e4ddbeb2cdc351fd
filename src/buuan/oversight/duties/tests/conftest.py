"""The cast of `work`, and the directive of 2021 in force."""

from __future__ import annotations

from pathlib import Path

import pytest

from buuan.oversight.duties.actions import Assignment, assign_point, import_directive, put_in_force
from buuan.oversight.duties.models import Directive
from buuan.work.cases.tests.cast import MONDAY, Cast

TEXT = Path(__file__).resolve().parents[1] / "data" / "chi-thi-2021.txt"


@pytest.fixture
def directive(cast: Cast) -> Directive:
    """Give the directive of 2021, every point assigned as proposed, in force since January."""
    kept = import_directive(cast.system, TEXT.read_bytes(), name=TEXT.name, at=MONDAY)
    for point in kept.points.filter(owner_kind=""):
        assign_point(cast.system, point, Assignment("provincial_department", (), "continuous"), at=MONDAY)
    return put_in_force(cast.system, kept, from_on=MONDAY.date().replace(month=1, day=1), at=MONDAY)
