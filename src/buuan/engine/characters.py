"""The character table: what every code point means to the screening engine, worked out once from Unicode's own data.

A code point becomes one packed 32-bit number, so that the kernel and its plain twin read the very same facts:

    bits 0-2    kind      one of SPACE, BREAK, SOFT, LETTER, DIGIT, MARK, DROP, SYMBOL
    bits 3-7    value     letter 0-25 or digit 0-9; for SYMBOL the letter that it imitates
    bits 8-10   shape     0 none, 1 breve, 2 circumflex, 3 horn, 4 d-bar
    bits 11-13  tone      0 level, 1 falling, 2 asking, 3 tumbling, 4 rising, 5 heavy
    bit 14      odd       a stand-in for the plain character: another script, full width, superscript, foreign accent
    bit 15      capital   a letter in upper case

Vietnamese is written in two encodings (one code point a letter, or letter and marks apart); both come out the same.
"""

from __future__ import annotations

import functools
import unicodedata

import numpy as np

SPACE, BREAK, SOFT, LETTER, DIGIT, MARK, DROP, SYMBOL = range(8)

TABLE_SIZE = 0x20000
"""Code points from here on (rare ideographs, private planes) count as separators."""

SHAPES = {0x0306: 1, 0x0302: 2, 0x031B: 3}
TONES = {0x0300: 1, 0x0340: 1, 0x0309: 2, 0x0303: 3, 0x0301: 4, 0x0341: 4, 0x0323: 5}
D_BAR = 4

# Letters of other scripts that look like Latin ones in the usual fonts. Latin letters with a stroke stand here too,
# because Unicode does not take them apart. Source: our own reading of the code charts (Cyrillic, Greek, IPA).
STAND_INS = {
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "һ": "h", "н": "h", "і": "i", "ї": "i", "ј": "j",
    "к": "k", "ӏ": "l", "м": "m", "п": "n", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t", "и": "u",
    "ц": "u", "ѵ": "v", "ԝ": "w", "х": "x", "у": "y", "з": "3",
    "α": "a", "β": "b", "ϲ": "c", "δ": "d", "ε": "e", "η": "n", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p",
    "τ": "t", "υ": "u", "χ": "x", "γ": "y", "ω": "w", "σ": "o",
    "ɑ": "a", "ß": "b", "ƀ": "b", "ɓ": "b", "¢": "c", "ƈ": "c", "ɖ": "d", "ɗ": "d", "ǝ": "e", "ə": "e", "ƒ": "f",
    "ɡ": "g", "ɠ": "g", "ħ": "h", "ɦ": "h", "ı": "i", "ɩ": "i", "ɨ": "i", "ȷ": "j", "ƙ": "k", "ł": "l", "ɭ": "l",
    "ɱ": "m", "ƞ": "n", "ɲ": "n", "ŋ": "n", "ø": "o", "ɵ": "o", "ƥ": "p", "ʀ": "r", "ɾ": "r", "ʂ": "s", "ƭ": "t",
    "ŧ": "t", "ʈ": "t", "ʋ": "v", "ɯ": "u", "ʏ": "y", "ƴ": "y", "ƶ": "z", "ʐ": "z",
}  # fmt: skip

# Signs that are typed in place of a letter. In ordinary writing they are separators, so they count as letters only
# in the obfuscation channel.
IMITATIONS = {"@": "a", "$": "s", "!": "i", "|": "i", "€": "e", "£": "l", "¥": "y", "§": "s"}

BREAKS = set(',;:()[]{}"\n\r\t·•–—“”„«»‟…|、。，；：【】（）')


# The ranges worth reading: alphabets and signs, presentation forms, mathematical and enclosed letters. The rest
# (ideographs, syllabaries, ancient scripts, pictures) separates words.
READ = ((0, 0x3400), (0xFB00, 0x10000), (0x1D400, 0x1D800), (0x1F100, 0x1F200))

PICTURES = 0x1F000
"""From here on stand pictures: they separate words like a space, but between letters they are a trick."""


def pack(kind: int, value: int = 0, shape: int = 0, tone: int = 0, odd: bool = False, capital: bool = False) -> int:
    """Pack one character's facts into the number that stands in the table."""
    return kind | value << 3 | shape << 8 | tone << 11 | int(odd) << 14 | int(capital) << 15


def _describe(code: int) -> int:
    """Work out the packed facts of one code point."""
    if not any(low <= code < high for low, high in READ):
        return pack(SPACE, odd=code >= PICTURES)
    char = chr(code)
    if code in SHAPES:
        return pack(MARK, shape=SHAPES[code])
    if code in TONES:
        return pack(MARK, tone=TONES[code])
    if char in IMITATIONS:
        return pack(SYMBOL, ord(IMITATIONS[char]) - 97)
    if char in BREAKS:
        return pack(BREAK)
    if char in "đĐðÐ":
        return pack(LETTER, 3, D_BAR, capital=char.isupper())
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf") or char in "\u115f\u1160\u3164\u2800":
        return pack(DROP)
    if category.startswith("Z"):
        return pack(SPACE)
    spread = [c for c in unicodedata.normalize("NFKD", char) if c not in "()"]
    if not spread:
        return pack(SPACE)
    base = spread[0].lower()
    base = STAND_INS.get(base, base)
    if len(base) != 1:
        return pack(SOFT)
    marks = [ord(c) for c in spread[1:]]
    shape = max((SHAPES.get(m, 0) for m in marks), default=0)
    tone = max((TONES.get(m, 0) for m in marks), default=0)
    strange = any(m not in SHAPES and m not in TONES for m in marks)
    odd = strange or (code > 0x7F and not (unicodedata.normalize("NFD", char)[0].isascii()))
    if "a" <= base <= "z":
        return pack(LETTER, ord(base) - 97, shape, tone, odd, char.isupper())
    if base.isdecimal() and base.isascii():
        return pack(DIGIT, ord(base) - 48, odd=odd)
    if category == "Nd":
        return pack(DIGIT, int(unicodedata.digit(char)), odd=True)
    if category.startswith("L"):
        # A letter of a script that we do not read: it separates words, and its neighbours stay what they are.
        return pack(SPACE)
    return pack(SOFT)


@functools.cache
def character_table() -> np.ndarray:
    """Give the packed facts of the first `TABLE_SIZE` code points, as read-only int32."""
    table = np.fromiter((_describe(code) for code in range(TABLE_SIZE)), dtype=np.int32, count=TABLE_SIZE)
    table.setflags(write=False)
    return table


@functools.cache
def _as_list() -> list[int]:
    """Give the table as a list, which plain Python reads faster than an array."""
    listed: list[int] = character_table().tolist()
    return listed


def facts(code: int) -> int:
    """Give the packed facts of any code point."""
    return _as_list()[code] if code < TABLE_SIZE else pack(SPACE)
