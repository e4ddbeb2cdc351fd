"""What the engine makes of letters: folding, spellings, words, and the look of a disguise."""

import unicodedata

import pytest

from buuan.engine import characters as ch
from buuan.engine.letters import BARE, LONGEST_TEXT, MARKED, WILD
from buuan.engine.syllables import Known, restore, valid_syllables
from buuan.engine.words import read


def letters(text):
    return [w.letters for w in read(text).words]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Pháo NỔ", ["phao", "no"]),
        ("đường Đ", ["duong", "d"]),
        ("ｐｈáｏ", ["phao"]),
        ("рháo", ["phao"]),
        ("ph\u200báo", ["phao"]),
        ("36quả 9mm", ["36", "qua", "9", "mm"]),
        ("k59, z121", ["k59", "z121"]),
        ("漢字 pháo", ["phao"]),
        ("", []),
    ],
)
def test_letters_are_folded_to_a_to_z(text, folded):
    assert letters(text) == folded


def test_composed_and_decomposed_text_read_the_same():
    text = "Thuốc lá điện tử, hoà và hòa"
    composed, decomposed = read(text).words, read(unicodedata.normalize("NFD", text)).words
    assert [(w.letters, w.marks) for w in composed] == [(w.letters, w.marks) for w in decomposed]


def test_the_place_of_a_tone_does_not_matter():
    one, two = read("hòa hoà").words
    assert (one.letters, one.marks) == (two.letters, two.marks)


def test_words_keep_their_place_in_the_original():
    text = "  Pháo\u0301 (nổ)"
    first, second = read(text).words
    assert text[first.start : first.end] == "Pháo\u0301"
    assert text[second.start : second.end] == "nổ"
    assert second.opens


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("phaos", "pháo"),
        ("noor", "nổ"),
        ("thuoocs", "thuốc"),
        ("ddieenj", "điện"),
        ("pha1o", "pháo"),
        ("no63", "nổ"),
        ("d9a1", "đá"),
    ],
)
def test_spelled_out_marks_are_read(typed, meant):
    wanted = read(meant).words[0]
    found = read(typed).words[0]
    assert (found.letters, found.marks, found.reading) == (wanted.letters, wanted.marks, MARKED)


TEENCODE = [("thuok", "thuoc"), ("fao", "phao"), ("kan", "can"), ("kick", "kich"), ("zao", "dao")]


@pytest.mark.parametrize(("typed", "meant"), TEENCODE)
def test_teencode_is_read_without_knowing_its_marks(typed, meant):
    word = read(typed).words[0]
    assert (word.letters, word.reading) == (meant, WILD)


@pytest.mark.parametrize("word", ["vape", "heroin", "k59", "co2", "phao", "samsung"])
def test_words_of_the_catalogue_are_never_restored(word):
    assert read(word, Known(frozenset({word}))).words[0].letters == word


def test_a_plain_syllable_stands_for_itself():
    assert all(restore(s, False) is None for s in valid_syllables())


def test_syllables_written_together_are_parted():
    assert letters("pháonổ cầnsa") == ["phao", "no", "can", "sa"]
    assert letters("phaono matuy") == ["phao", "no", "ma", "tuy"]
    assert letters("kem makeup đẹp") == ["kem", "makeup", "dep"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("nổtầm", ["no", "tam"]),  # no syllable ends in t with this tone
        ("Hũtro", ["hu", "tro"]),
        ("nướcrửa", ["nuoc", "rua"]),
        ("tệ10", ["te", "10"]),
        ("thẻAgribank", ["the", "agribank"]),  # capitals set the name apart
        ("USDgiả", ["usd", "gia"]),
        ("xanh100kg", ["xanh", "100", "kg"]),
        ("Samsung", ["samsung"]),
    ],
)
def test_tones_numbers_and_capitals_tell_where_to_part(written, meant):
    assert letters(f"{written} mới") == [*meant, "moi"]


def test_the_pairs_of_the_catalogue_tell_where_to_part():
    known = Known(pairs={"congan": (4, 6)})
    assert letters("áo côngan") == ["ao", "co", "ngan"]
    assert [w.letters for w in read("áo côngan", known).words] == ["ao", "cong", "an"]


def test_a_term_that_was_run_together_may_lack_its_marks():
    known = Known(frozenset({"phao", "no"}), together={"phaono": (4, 6)})
    assert [(w.letters, w.reading) for w in read("phaono đẹp", known).words[:2]] == [("phao", WILD), ("no", WILD)]
    assert [(w.letters, w.reading) for w in read("pháonổ đẹp", known).words[:2]] == [("phao", MARKED), ("no", MARKED)]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kh*ông h🎁óa đ-ơn", ["khong", "hoa", "don"]),
        ("c.ó g.i.ấ.y", ["co", "giay"]),
        ("k h ô n g h ó a đ ơ n", ["khong", "hoa", "don"]),
        ("g i ả", ["gia"]),
        ("khônggg tờờờ", ["khong", "to"]),
        ("bán-buôn áo/quần", ["ban", "buon", "ao", "quan"]),
        ("size S M L 5 cái", ["size", "s", "m", "l", "5", "cai"]),
    ],
)
def test_words_taken_to_pieces_are_put_together(written, meant):
    assert letters(written) == meant


@pytest.mark.parametrize(("typed", "meant"), [("d13n", "dien"), ("th40", "thao")])
def test_digits_are_read_as_the_letters_they_look_like(typed, meant):
    word = read(typed).words[0]
    assert (word.letters, word.reading) == (meant, WILD)


def test_a_foreign_word_may_be_spelled_the_young_way():
    word = read("kamera", Known(frozenset({"camera"}))).words[0]
    assert (word.letters, word.reading) == ("camera", BARE)


def test_telex_gives_no_tone_that_the_ending_does_not_allow():
    assert restore("axt", False) is None
    assert restore("ats", False) is not None


@pytest.mark.parametrize("text", ["p.háo", "ph4o no", "m a túy", "pháooo", "v@pe", "n0 36"])
def test_disguises_are_suspicious(text):
    assert read(text).suspicious


@pytest.mark.parametrize("text", ["Áo khoác nữ size M 2 cái", "gạo ST25 5kg, mì tôm", "máy sấy tóc 1200w"])
def test_ordinary_texts_are_not_suspicious(text):
    assert not read(text).suspicious


def test_only_so_much_of_a_text_is_read():
    assert len(read("áo " * LONGEST_TEXT).words) == LONGEST_TEXT // 3 + 1


def test_every_code_point_has_its_facts():
    kinds = {ch.facts(code) & 7 for code in (0x20, 0x2C, 0x2E, 0x61, 0x31, 0x301, 0x200B, 0x40, 0x4E00, 0x10FFFF)}
    assert kinds == {ch.SPACE, ch.BREAK, ch.SOFT, ch.LETTER, ch.DIGIT, ch.MARK, ch.DROP, ch.SYMBOL}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("s(ú)ng", ["sung"]),
        ('th"uốc lá', ["thuoc", "la"]),
        ("p|h|á|o", ["phao"]),
        ("súngg đạnn", ["sung", "dan"]),
        ("20 vlen", ["20", "vien"]),
        ("khoong coongj", ["khong", "cong"]),
    ],
)
def test_letters_doubled_alike_or_among_brackets_are_read_as_meant(written, meant):
    assert letters(written) == meant


def test_a_row_of_single_words_is_one_clause():
    assert [w.opens for w in read("Súng / tiểu / liên").words] == [True, False, False]
    assert [w.opens for w in read("áo, quần dài, mũ").words] == [True, True, False, True]


def test_a_star_may_blot_a_vowel_of_a_word_of_the_catalogue():
    known = Known(frozenset({"sung", "dan"}), {"s*ng": "sung"})
    assert [(w.letters, w.reading) for w in read("s*ng đ*n", known).words] == [("sung", WILD), ("d", MARKED), ("n", BARE)]
    assert letters("s*ng") == ["s", "ng"]
