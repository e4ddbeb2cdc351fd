"""Vietnamese folding: the form in which words are compared, searched and sorted."""

from __future__ import annotations

import re
import unicodedata

_D_BAR = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d"})
_NOT_WORD = re.compile(r"[^0-9a-z]+")

# The order of the Vietnamese alphabet (TCVN 6909); letters outside it sort as their base letter.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: f"{rank:02d}" for rank, letter in enumerate(_LETTERS, start=11)}
# Tone order of the Vietnamese dictionary: level, falling, asking, tumbling, rising, heavy.
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_SHAPES = {"\u0306": {"a": "ă"}, "\u0302": {"a": "â", "e": "ê", "o": "ô"}, "\u031b": {"o": "ơ", "u": "ư"}}


def fold(text: str) -> str:
    """Give `text` in lower case without diacritics, đ included, whether it came as NFC or NFD; separators stay."""
    spread = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    return bare.translate(_D_BAR).lower()


def inside_sentence(name: str) -> str:
    """Give a name as it stands inside a sentence: its first letter small, unless it begins with an abbreviation ("SIM", "GPS")."""
    return name if len(name) > 1 and name[:2].isupper() else name[:1].lower() + name[1:]


def fold_words(text: str) -> str:
    """Give the folded words of `text`, each separated by one space: the key under which records are searched."""
    return _NOT_WORD.sub(" ", fold(text)).strip()


def sort_key(text: str) -> str:
    """Give a key whose plain string order is the order of the Vietnamese dictionary (letters first, tones break ties)."""
    letters: list[str] = []
    tones: list[str] = []
    for cluster in unicodedata.normalize("NFC", text.lower()):
        if cluster == "đ":
            letters.append(_LETTER_RANK["đ"])
            tones.append("0")
            continue
        base, tone = "", "0"
        for mark in unicodedata.normalize("NFD", cluster):
            if mark in _TONES:
                tone = _TONES[mark]
            elif mark in _SHAPES:
                base = _SHAPES[mark].get(base, base)
            else:
                base += mark
        if base in _LETTER_RANK:
            letters.append(_LETTER_RANK[base])
            tones.append(tone)
        elif base.isdigit():
            letters.append("0" + base)
            tones.append("0")
        elif not letters or letters[-1] != "00":
            letters.append("00")  # any separator sorts before every letter
            tones.append("0")
    return "".join(letters) + "." + "".join(tones)
