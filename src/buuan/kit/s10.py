"""The 13-character identifier of the Universal Postal Union (UPU standard S10), for example `RR473124829VN`.

Two letters (service indicator), eight digits (serial), one check digit, two letters (country of the issuing post,
ISO 3166-1 alpha-2). The check digit covers the serial only. A post may use an identifier again after twelve months, so
an identifier alone never names one item for ever.

Source: UPU S10 as summarised in the project's domain notes (postal data, 1.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase

WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
LENGTH = 13

# What a flaw is called; the order is the order in which a person reads the identifier from left to right.
LENGTH_FLAW, SHAPE_FLAW, INDICATOR_FLAW = "length", "shape", "indicator"
CHECK_FLAW, COUNTRY_FLAW = "check_digit", "country"

_ISO_3166 = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA
GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS
MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS
RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW
TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_ISO_3166.split())


def _range(first: str, last: str = "Z") -> set[str]:
    """Give the indicators from `first` to the one with the same first letter and `last`."""
    letters = ascii_uppercase[ascii_uppercase.index(first[1]) : ascii_uppercase.index(last) + 1]
    return {first[0] + letter for letter in letters}


# Indicators that an item may bear; the rest is reserved (J, K, S, T, W, Y) or not assigned (AA-AU, what is not listed).
INDICATORS = frozenset(
    set().union(
        *(_range(letter + "A") for letter in "BCDEHLMNPRUVZ"),
        _range("AV"),
        _range("QA", "M"),
        {"GA", "GD"},
    )
)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with an identifier: `kind` for code, `sentence` in Vietnamese.

    `expected` is the right check digit where the given one is wrong, else `None`.
    """

    kind: str
    sentence: str
    expected: int | None = None


def check_digit(serial: str) -> int:
    """Compute the check digit of an eight-digit serial; raises ValueError for anything else."""
    if len(serial) != 8 or not (serial.isascii() and serial.isdigit()):
        raise ValueError("a serial has exactly eight digits")
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def compact(text: str) -> str:
    """Give the stored form: upper case, without the spaces that labels print."""
    return "".join(text.split()).upper()


def has_shape(text: str) -> bool:
    """Tell whether `text`, in its stored form, has the shape of an identifier, right or wrong."""
    return (
        len(text) == LENGTH
        and text.isascii()
        and text[:2].isalpha()
        and text[2:11].isdigit()
        and text[11:].isalpha()
        and text.isupper()
    )


def flaw(text: str) -> Flaw | None:
    """Say what is wrong with an identifier in its stored form, or `None` when it is valid."""
    if len(text) != LENGTH:
        return Flaw(LENGTH_FLAW, sentence_of(LENGTH_FLAW, text))
    if not has_shape(text):
        return Flaw(SHAPE_FLAW, sentence_of(SHAPE_FLAW, text))
    if text[:2] not in INDICATORS:
        return Flaw(INDICATOR_FLAW, sentence_of(INDICATOR_FLAW, text))
    expected = check_digit(text[2:10])
    if int(text[10]) != expected:
        return Flaw(CHECK_FLAW, sentence_of(CHECK_FLAW, text), expected)
    if text[11:] not in COUNTRIES:
        return Flaw(COUNTRY_FLAW, sentence_of(COUNTRY_FLAW, text))
    return None


def is_valid(text: str) -> bool:
    """Tell whether `text` is a valid identifier, in any case and with or without spaces."""
    return flaw(compact(text)) is None


def sentence_of(kind: str, text: str) -> str:
    """Word a flaw of `text` for the person who has to correct it."""
    if kind == LENGTH_FLAW:
        return f"mã S10 phải có 13 ký tự, mã này có {len(text)}"
    if kind == SHAPE_FLAW:
        return "mã S10 phải gồm 2 chữ cái, 9 chữ số và 2 chữ cái"
    if kind == INDICATOR_FLAW:
        return f"chỉ dẫn dịch vụ «{text[:2]}» không được dùng (dành riêng hoặc chưa phân bổ)"
    if kind == CHECK_FLAW:
        return f"chữ số kiểm tra là {text[10]}, đúng ra phải là {check_digit(text[2:10])}"
    return f"không có nước nào mang mã «{text[11:]}»"
