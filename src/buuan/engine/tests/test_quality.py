"""Texts of our own, written apart from the development file: what must be found, what must be left alone."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from buuan.engine.disguises import DISGUISES
from buuan.engine.evaluate import Sample, alarm_rate, cross_by_category, cross_by_disguise, read_samples, recall
from buuan.engine.run import screen_texts
from buuan.engine.store import shipped_terms

CASES = Path(__file__).parent / "cases.csv"
FLOORS = {
    ("prohibited", "plain"): 0.95,
    ("prohibited", "bare"): 0.95,
    ("prohibited", "slang"): 0.6,
    ("prohibited", "disguised"): 0.9,
    ("prohibited", "order"): 0.6,
    ("conditional", "plain"): 0.85,
    ("conditional", "slang"): 0.6,
    ("conditional", "bare"): 0.85,
    ("clear", "lookalike"): 0.94,
    ("clear", "everyday"): 0.99,
}
DISGUISE_FLOOR = {"halves_swapped": 0.8, "neighbours_swapped": 0.7, "teencode_hard": 0.85}
UNSEEN = CASES.with_name("unseen.csv")
UNSEEN_FLOORS = {
    "unseen:held": {"prohibited, without slang": 0.96, "prohibited, slang": 0.85, "conditional, without slang": 0.9},
    "unseen2:held": {"prohibited, without slang": 0.9, "conditional, without slang": 0.8},
    "unseen3:held": {"prohibited, without slang": 0.96, "prohibited, slang": 0.85, "conditional, without slang": 0.85},
    "unseen4:held": {"prohibited, without slang": 0.95, "prohibited, slang": 0.75, "conditional, without slang": 0.85},
}
EVERYDAY_ALARMS = {"unseen4:held": 1}
"""Of 38 everyday texts one is not clear; which, nobody has read."""
UNSEEN_ALARMS = {"unseen2:held": 0.05, "unseen3:held": 0.13, "unseen4:held": 0.05}


@pytest.fixture(scope="module")
def cases():
    with CASES.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_our_own_texts_are_judged_right_often_enough(cases):
    verdicts = screen_texts([c["text"] for c in cases], shipped_terms()).verdict.to_pylist()
    right = defaultdict(list)
    for case, verdict in zip(cases, verdicts, strict=True):
        right[case["label"], case["kind"]].append(verdict == case["label"])
    assert set(right) == set(FLOORS)
    assert {k: sum(v) / len(v) for k, v in right.items() if sum(v) / len(v) < FLOORS[k]} == {}


def test_plain_positives_are_still_found_in_every_disguise(cases):
    samples = [Sample(c["text"], c["label"], "", "plain", "") for c in cases if c["kind"] == "plain"]
    low = {}
    for name, count in cross_by_disguise(samples, shipped_terms()):
        share = count.hit / count.all
        if share < DISGUISE_FLOOR.get(name, 0.9):
            low[name] = share
    assert low == {}
    assert len(DISGUISES) == 26


@pytest.mark.parametrize("half", UNSEEN_FLOORS)
def test_texts_written_before_the_terms_were_read_are_judged_right_often_enough(half):
    found, alarms, _ = recall([s for s in read_samples(UNSEEN) if s.source == half], shipped_terms())
    shares = {cut: found[cut].hit / found[cut].all for cut in UNSEEN_FLOORS[half]}
    assert {cut: share for cut, share in shares.items() if share < UNSEEN_FLOORS[half][cut]} == {}
    assert alarms["everyday"].hit <= EVERYDAY_ALARMS.get(half, 0)


@pytest.mark.parametrize("half", UNSEEN_ALARMS)
def test_look_alikes_written_before_the_terms_were_read_alarm_seldom_enough(half):
    _found, alarms, _ = recall([s for s in read_samples(UNSEEN) if s.source == half], shipped_terms())
    told = alarms["written look-alike"]
    assert told.all > 50
    assert told.hit / told.all <= UNSEEN_ALARMS[half]


def test_a_picture_a_toy_and_a_scent_silence_even_sure_words_and_the_thing_itself_does_not():
    harmless = [
        "móc khóa hình lựu đạn", "đèn ngủ hình biểu tượng phóng xạ", "còng tay nhựa đồ chơi", "gối ôm kiếm katana",
        "khuôn silicon làm bánh ngà voi",
        "thỏi vàng nhựa trang trí tết", "ngà voi giả bằng nhựa", "nến thơm hương cần sa", "bìa còng hồ sơ",
        "gọng kính màu đồi mồi",
    ]  # fmt: skip
    things = [
        "lựu đạn hình quả trứng", "còng tay số 8 màu đen", "kiếm katana lưỡi thép cho bố", "ngà voi châu phi màu trắng",
        "vàng thỏi 1 lượng",
        "cần sa hương chanh", "đồ chơi và lựu đạn", "gối ôm, bên trong heroin",
    ]  # fmt: skip
    assert screen_texts(harmless, shipped_terms()).verdict.to_pylist() == ["clear"] * len(harmless)
    assert screen_texts(things, shipped_terms()).verdict.to_pylist() == ["prohibited"] * len(things)


def test_short_everyday_words_never_flag_alone():
    words = re.findall(r"\w+", "kẹo đá ke cỏ cần hàng bay tem nấm bóng pod súng dao kiếm pháo đạn tiền vàng bằng sim gà chó cá")
    verdicts = screen_texts(words, shipped_terms()).verdict.to_pylist()
    assert [w for w, v in zip(words, verdicts, strict=True) if v != "clear"] == []


def test_opinion_and_belief_are_never_judged():
    texts = [
        "Tài liệu tôn giáo", "Kinh thánh bản in", "Sách Phật giáo", "Tờ rơi kêu gọi biểu tình", "Bản đồ thế giới",
        "Tượng Chúa", "Cờ đỏ", "Sách chính trị", "Tài liệu mật", "Truyền đơn", "Sách tử vi", "Bùa chú cầu may",
    ]  # fmt: skip
    assert screen_texts(texts, shipped_terms()).verdict.to_pylist() == ["clear"] * len(texts)


def test_the_report_counts_recall_and_alarms_apart():
    samples = [
        Sample("pháo nổ 36 quả", "prohibited", "fireworks", "plain", "author-written"),
        Sample("xyz abc", "prohibited", "fireworks", "slang", "author-written"),
        Sample("p.h.á.o nổ", "prohibited", "fireworks", "obfuscated", "author-obfuscated:dots"),
        Sample("áo khoác", "clear", "none", "plain", "author-written"),
        Sample("súng K54", "clear", "none:real_lookalike", "lookalike", "Tiki title"),
    ]
    found, alarms, wrong = recall(samples, shipped_terms())
    assert (found["prohibited"].hit, found["prohibited"].all) == (2, 3)
    assert (found["prohibited, slang"].hit, found["disguise dots"].hit) == (0, 1)
    assert (alarms["everyday"].hit, alarms["real look-alike"].hit) == (0, 1)
    assert len(wrong) == 2
    count, categories = alarm_rate(["áo", "cần sa"], shipped_terms())
    assert (count.hit, count.all, categories["DRG_CANNABIS"]) == (1, 2, 1)
    by_category, total = cross_by_category(samples, shipped_terms())
    assert by_category["fireworks"].all == total.all == 3
