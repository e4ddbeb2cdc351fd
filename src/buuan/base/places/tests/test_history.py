"""The dated rows, worked out from the files without a database."""

from __future__ import annotations

import csv
from datetime import date
from itertools import pairwise

import pytest

from buuan.base.places.history import DATA, REORGANISED_ON, Became, History, read_history


@pytest.fixture(scope="module")
def history() -> History:
    return read_history()


@pytest.mark.parametrize(
    ("on", "counts"),
    [
        (date(2021, 6, 15), (1, 27, 559)),
        (date(2024, 1, 31), (1, 27, 559)),
        (date(2024, 2, 1), (1, 27, 558)),
        (date(2024, 12, 31), (1, 27, 558)),
        (date(2025, 1, 1), (1, 26, 547)),
        (date(2025, 6, 30), (1, 26, 547)),
        (date(2025, 7, 1), (1, 0, 166)),
        (date(2026, 11, 23), (1, 0, 166)),
    ],
)
def test_the_number_of_areas_on_a_day(history: History, on: date, counts: tuple[int, int, int]):
    standing = [period.level for period in history.periods if period.holds_on(on)]
    assert tuple(standing.count(level) for level in ("province", "district", "commune")) == counts


def test_a_code_never_has_two_rows_on_one_day(history: History):
    for code in {period.code for period in history.periods}:
        rows = history.of(code)
        for earlier, later in pairwise(rows):
            assert earlier.until_on is not None, code
            assert earlier.until_on <= later.from_on, code


def test_several_changes_of_one_day_make_one_new_row(history: History):
    town, ward, new = history.of("16378")
    assert (town.full_name, town.parent_code) == ("Thị trấn Rừng Thông", "405")
    assert (ward.full_name, ward.parent_code, ward.from_on) == ("Phường Rừng Thông", "380", date(2025, 1, 1))
    assert (new.full_name, new.parent_code) == ("Phường Đông Sơn", "38")


def test_a_merged_commune_passes_to_the_renamed_one(history: History):
    (ended,) = history.of("15439")
    assert ended.until_on == date(2025, 1, 1)
    (into,) = [one for one in history.became if one.old == ended.key and one.effective_on == date(2025, 1, 1)]
    (target,) = [period for period in history.periods if period.key == into.new]
    assert (target.code, target.name) == ("15442", "Yên Ninh")


def test_following_the_rows_gives_what_the_succession_file_says(history: History):
    by_old: dict[object, list[Became]] = {}
    for one in history.became:
        by_old.setdefault(one.old, []).append(one)

    def today(key: object) -> set[str]:
        latest = max((one.effective_on for one in by_old.get(key, [])), default=None)
        if latest is None:
            return {key[0]}
        return set().union(*(today(one.new) for one in by_old[key] if one.effective_on == latest))

    with (DATA / "areas_succession.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["effective_date"] == "2025-07-01"]
    stated: dict[str, set[str]] = {}
    for row in rows:
        stated.setdefault(row["old_code"], set()).add(row["new_code"])
    of_2021 = [period for period in history.periods if period.from_on is None and period.level != "province"]
    assert len(of_2021) == 27 + 559
    assert {period.code: today(period.key) for period in of_2021} == stated


def test_every_parent_stands_as_long_as_its_child(history: History):
    for period in history.periods:
        if not period.parent_code:
            continue
        day = period.from_on or date(2021, 6, 15)
        last = period.until_on or date(2100, 1, 1)
        above = [one for one in history.of(period.parent_code) if one.holds_on(day)]
        assert len(above) == 1, period
        assert above[0].until_on is None or above[0].until_on >= last, period


def test_every_commune_of_july_2025_has_an_outline_and_a_point(history: History):
    drawn = {one.of for one in history.outlines}
    new = [period for period in history.periods if period.from_on == REORGANISED_ON]
    assert len(new) == 166
    assert {period.key for period in new} <= drawn
    assert all(19 < period.lat < 21 and 104 < period.lon < 107 for period in new)
    assert sum(one.approximate for one in history.outlines) == 10


def test_a_change_that_names_another_area_is_refused(tmp_path):
    for file in DATA.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    changes = (tmp_path / "areas_changes.csv").read_text(encoding="utf-8")
    (tmp_path / "areas_changes.csv").write_text(changes.replace("14788,Tân Sơn", "14788,Tân Sơn Khác"), encoding="utf-8")
    with pytest.raises(ValueError, match="14788 is called Tân Sơn"):
        read_history(tmp_path)


def test_a_last_day_that_contradicts_the_changes_is_refused(tmp_path):
    for file in DATA.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    areas = (tmp_path / "areas_2021.csv").read_text(encoding="utf-8")
    (tmp_path / "areas_2021.csv").write_text(areas.replace("Xã Thiệu Phú,2024-01-31", "Xã Thiệu Phú,2024-12-31"), encoding="utf-8")
    with pytest.raises(ValueError, match="15790 ends on"):
        read_history(tmp_path)
