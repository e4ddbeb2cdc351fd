"""The check of UPU S10 identifiers against the table of the domain notes."""

from __future__ import annotations

import pytest

from buuan.kit import s10

VALID = (
    "RR473124829VN", "EE047308911VN", "CP001020307VN", "EF000000080VN", "EA000000155VN", "LX999999995VN",
    "CV123456785VN", "EM008463429KR", "EG230930844KR",
)  # fmt: skip


@pytest.mark.parametrize("identifier", VALID)
def test_identifiers_of_the_table_are_valid(identifier):
    assert s10.flaw(identifier) is None


@pytest.mark.parametrize(
    ("identifier", "kind"),
    [
        ("RR473124828VN", s10.CHECK_FLAW),
        ("RR47312482VN", s10.LENGTH_FLAW),
        ("JA473124829VN", s10.INDICATOR_FLAW),
        ("AA473124829VN", s10.INDICATOR_FLAW),
        ("RR473124829XX", s10.COUNTRY_FLAW),
        ("R1473124829VN", s10.SHAPE_FLAW),
        ("rr473124829vn", s10.SHAPE_FLAW),
        ("RR47312482９VN", s10.SHAPE_FLAW),
        ("", s10.LENGTH_FLAW),
    ],
)
def test_what_must_be_rejected_says_why(identifier, kind):
    assert s10.flaw(identifier).kind == kind


def test_a_wrong_check_digit_names_the_right_one():
    flaw = s10.flaw("BK990032289VN")
    assert flaw.expected == 1
    assert "đúng ra phải là 1" in flaw.sentence


@pytest.mark.parametrize(("serial", "digit"), [("00000008", 0), ("00000015", 5), ("47312482", 9), ("04730891", 1)])
def test_check_digits_ten_and_eleven_become_zero_and_five(serial, digit):
    assert s10.check_digit(serial) == digit


@pytest.mark.parametrize("serial", ["1234567", "123456789", "1234567a", "１２３４５６７８", ""])
def test_a_serial_is_eight_digits(serial):
    with pytest.raises(ValueError, match="eight digits"):
        s10.check_digit(serial)


def test_labels_print_spaces_and_people_type_lower_case():
    assert s10.compact(" rr 47312482 9 vn ") == "RR473124829VN"
    assert s10.is_valid("rr 47312482 9 vn")


def test_about_98_of_100_single_digit_errors_are_found():
    found = tries = 0
    for number in range(0, 10**8, 199_999):
        serial = f"{number:08d}"
        for at in range(8):
            wrong = serial[:at] + str((int(serial[at]) + 1 + number % 9) % 10) + serial[at + 1 :]
            tries += 1
            found += s10.check_digit(serial) != s10.check_digit(wrong)
    assert 0.96 < found / tries < 1.0


def test_the_country_list_has_the_249_codes_of_iso_3166():
    assert len(s10.COUNTRIES) == 249
