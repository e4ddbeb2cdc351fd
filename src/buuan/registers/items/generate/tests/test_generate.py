"""The generator: the same for the same seed, nobody real in it, read by our own reader, and quick enough for a demo."""

from __future__ import annotations

import io
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import polars as pl
import pyarrow.parquet as pq
import pytest

from buuan.engine.run import screen_texts
from buuan.engine.store import shipped_terms
from buuan.kit import s10
from buuan.kit.phones import read_phone
from buuan.registers.items.generate import Burst, Commune, Mix, Plan, as_csv, as_parquet, generate
from buuan.registers.items.generate.faults import FAULTS
from buuan.registers.items.generate.words import risky, titles
from buuan.registers.items.reading import Header, Reading, read_manifest
from buuan.registers.items.reading.columns import ITEM
from buuan.registers.items.reading.model import Known

UNTIL = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
POINTS = tuple(f"THU-BC-{number:03d}" for number in range(1, 31))
COMMUNES = tuple(
    Commune(str(90000 + number), "phường" if number < 5 else "xã", f"Thử {number}", 2.0 if number < 5 else 1.0)
    for number in range(40)
)


def plan(**changes: object) -> Plan:
    """Give an ordinary plan, changed as the test needs it."""
    usual = Plan(
        operator_code="THU",
        manifest_id="thu-01",
        points=POINTS,
        communes=COMMUNES,
        until=UNTIL,
        days=10,
        n=1500,
        seed=7,
    )
    return replace(usual, **changes)


def read(data: bytes, name: str) -> Reading:
    known = Known(operators={"THU"}, points=set(POINTS), facilities=set(POINTS))
    return read_manifest(data, name=name, header=Header("THU"), known=known, now=UNTIL + timedelta(hours=1))


def test_the_same_plan_gives_the_same_bytes_and_another_seed_others():
    first = as_parquet(generate(plan(bad_rate=0.02)))

    assert as_parquet(generate(plan(bad_rate=0.02))) == first
    assert as_parquet(generate(plan(bad_rate=0.02, seed=8))) != first
    assert as_csv(generate(plan())) == as_csv(generate(plan()))


def test_another_parameter_leaves_the_columns_it_does_not_concern_alone():
    usual, riskier = generate(plan()).items, generate(plan(risk_rate=0.2)).items

    assert riskier.drop("declared_content").equals(usual.drop("declared_content"))
    assert not riskier["declared_content"].equals(usual["declared_content"])


def test_our_own_reader_accepts_every_row_in_both_formats():
    made = generate(plan())

    for data, name in ((as_parquet(made), "thu.parquet"), (as_csv(made), "thu.csv")):
        reading = read(data, name)
        assert reading.status == "committed", reading.errors()
        assert reading.accepted == made.items.height
        assert reading.letters_counted == made.items.filter(pl.col("service_class") == "letter").height


def test_the_file_says_how_it_was_made_and_only_columns_of_the_schema_stand_in_it():
    made = generate(plan())
    metadata = pq.read_metadata(io.BytesIO(as_parquet(made))).metadata

    assert b'"seed": 7' in metadata[b"generated"]
    assert made.plan.digest().encode() in metadata[b"generated"]
    assert set(made.items.columns) <= set(ITEM)
    assert "sender_tax_code" not in made.items.columns  # every number that is valid could be somebody's


def test_no_name_can_be_that_of_a_real_person():
    items = generate(plan(n=4000)).items.filter(pl.col("service_class") != "letter")
    for side in ("sender", "receiver"):
        names = items[f"{side}_name"].str.to_uppercase()
        assert (names.str.contains("MẪU|MAU|SAMPLE")).all()


def test_no_telephone_number_rings_anywhere():
    items = generate(plan(n=4000)).items
    numbers = [
        number for side in ("sender_phone", "receiver_phone") for text in items[side].drop_nulls() if (number := read_phone(text))
    ]

    assert len(numbers) > 6000
    assert all(one.number[5:8] == "000" for one in numbers)


def test_letters_carry_no_word_and_documents_none_of_their_own():
    items = generate(plan(letter_share=0.2)).items
    letters = items.filter(pl.col("service_class") == "letter")
    papers = items.filter(pl.col("service_class") == "document")

    assert letters.height > 200
    assert letters["declared_content"].null_count() == letters.height
    assert letters["sender_name"].null_count() == letters.height
    assert papers["declared_content"].n_unique() <= 4


def test_every_kind_of_fault_is_found_by_the_reader_in_the_rows_that_the_truth_names():
    made = generate(plan(bad_rate=0.03))
    reading = read(as_parquet(made), "thu.parquet")

    spoilt = {row + 2: code for row, code in enumerate(made.truth["fault"]) if code}
    assert set(spoilt.values()) == set(FAULTS)
    assert {one["row"]: one["code"] for one in reading.errors()} == spoilt
    assert reading.status == "committed_with_errors"


def test_a_burst_is_one_hand_with_many_names():
    burst = Burst(n=69, point=POINTS[3], back_min=600)
    made = generate(plan(burst=burst))
    rows = made.items.filter(made.truth["burst"])

    assert rows.height == 69
    assert rows["sender_name"].n_unique() == 69
    assert rows["sender_phone"].n_unique() == rows["sender_address"].n_unique() == 1
    assert rows["accepted_at"].max() - rows["accepted_at"].min() < timedelta(hours=1)
    assert set(rows["accept_point"]) == {POINTS[3]}
    assert read(as_parquet(made), "thu.parquet").status == "committed"


def test_a_manifest_too_small_for_its_burst_is_a_bug_of_the_caller():
    with pytest.raises(ValueError, match="too small"):
        generate(plan(n=50, burst=Burst(n=69, point=POINTS[0], back_min=60)))


def test_items_that_cross_the_border_bear_a_valid_identifier():
    items = generate(plan(mix=Mix(0.2, 0.2, 0.2, 0.2, 0.2), codes="s10")).items

    assert all(s10.is_valid(code) for code in items["item_id"])
    assert items["item_id"].n_unique() == items.height
    assert set(items["flow"]) == {"domestic", "inbound_intl", "outbound_intl"}


def test_moments_lie_on_the_days_before_the_end():
    items = generate(plan(days=3)).items
    days = items["accepted_at"].dt.convert_time_zone("Asia/Ho_Chi_Minh").dt.date().unique().sort().to_list()

    assert [one.isoformat() for one in days] == ["2026-11-20", "2026-11-21", "2026-11-22"]


def test_the_shipped_goods_that_may_not_be_sent_are_known_to_the_catalogue_and_found_by_the_engine():
    known = {one.code for one in shipped_terms().categories}
    assert set(risky().categories) <= known

    plain = screen_texts(risky().spellings[0], shipped_terms())
    found = [verdict != "clear" for verdict in plain.verdict.to_pylist()]
    assert sum(found) >= 0.9 * len(found)


def test_most_titles_are_clear_so_that_a_demo_raises_alarms_worth_a_look():
    texts = pl.concat(list(titles().values()))
    verdicts = screen_texts(texts, shipped_terms(), "domestic").verdict.to_pylist()

    assert len(texts) > 2000
    assert sum(one != "clear" for one in verdicts) < 0.02 * len(verdicts)


def test_risk_is_declared_openly_or_hidden_and_the_truth_tells_which():
    made = generate(plan(n=5000, risk_rate=0.05, hidden_share=0.5))
    risk = made.truth.filter(pl.col("category").is_not_null())
    hidden = made.items.filter(made.truth["hidden"])

    assert 0.03 < risk.height / 5000 < 0.06
    assert 0.4 < risk["hidden"].mean() < 0.6
    assert set(hidden["declared_content"]) <= set(risky().covers)


def test_sixty_thousand_items_take_little_of_one_processor():
    """Two seconds on two quiet cores, where the sum of a million numbers takes 7 ms: 300 such sums, whatever the machine."""
    generate(plan(n=1000))  # reads the shipped words
    started = time.process_time()
    for number in range(60):
        as_parquet(generate(plan(operator_code=f"THU{number % 20}", manifest_id=f"m{number}", n=1000)))
    took = time.process_time() - started
    sums = []
    for _ in range(5):
        started = time.process_time()
        sum(range(1_000_000))
        sums.append(time.process_time() - started)

    assert took / min(sums) < 600
