"""Names inside sentences."""

import pytest

from buuan.kit.fold import inside_sentence


@pytest.mark.parametrize(
    ("name", "inside"),
    [("Pháo nổ", "pháo nổ"), ("SIM kích hoạt sẵn", "SIM kích hoạt sẵn"), ("Đồ cổ", "đồ cổ"), ("", ""), ("Á", "á")],
)
def test_a_name_begins_small_inside_a_sentence_unless_it_is_an_abbreviation(name, inside):
    assert inside_sentence(name) == inside
