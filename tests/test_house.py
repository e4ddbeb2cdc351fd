"""The rules that keep the house sound; each names what is wrong, and each was seen to fail once."""

from __future__ import annotations

import importlib
import pkgutil

import buuan
from buuan.kit.flow import Flow
from buuan.site import house


def test_imports_run_down():
    assert house.import_faults() == []


def test_an_import_that_runs_up_is_found():
    order = {"base.audit": 0, "work.cases": 1, "work.intake": 2}
    assert house._fault("base.audit.actions", "work.cases.models", order) == "imports up: work.cases.models"
    assert house._fault("work.cases.actions", "work.intake.actions", order) == "imports a later room: work.intake.actions"
    assert house._fault("work.intake.actions", "work.cases.pages", order) == "imports another room's face: work.cases.pages"
    assert house._fault("work.cases.rules", "work.cases.models", order) == "is a rule and imports work.cases.models"
    assert house._fault("work.intake.actions", "work.cases.actions", order) is None


def test_rows_are_written_by_actions_only():
    assert house.write_faults() == []


def test_every_action_leaves_a_record():
    assert house.action_faults() == []


def test_no_file_is_longer_than_one_subject_needs():
    assert house.size_faults() == []


def test_every_page_has_a_rule():
    assert len(list(house.routes())) > 10
    assert house.route_faults() == []


def test_every_endpoint_has_a_right():
    assert len(list(house.endpoints())) > 3
    assert house.endpoint_faults() == []


def test_nobody_asks_for_a_right_that_no_room_defines():
    assert house.right_faults() == []


def test_every_state_of_every_flow_is_reachable():
    flows = []
    for info in pkgutil.walk_packages(buuan.__path__, "buuan."):
        if info.name.endswith(".rules"):
            flows += [one for one in vars(importlib.import_module(info.name)).values() if isinstance(one, Flow)]
    assert len(flows) >= 2
    for flow in flows:
        assert flow.reachable() == frozenset(flow.states), flow.name
