"""Names and addresses taken apart into words: folded, abbreviations and words of kind left out. The plain twin of `reading`."""

from __future__ import annotations

from dataclasses import dataclass

from buuan.engine.characters import DIGIT, DROP, LETTER, MARK, facts

NAME_WORDS, ADDRESS_WORDS = 8, 20
"""So many words of a name or address are compared; what follows is left."""
RAW_WORDS = 64
"""So many words are read before those of kind are left out."""
WORD_LETTERS = 16
"""So many letters of a word are compared."""

# Words that say what kind of place follows, whole or abbreviated: people write or leave them as they like.
KINDS = frozenset(
    ["duong", "d", "dg", "pho", "p", "ph", "phuong", "x", "xa", "q", "quan", "h", "huyen", "tinh", "t", "tp", "tx", "tt", "thon", "th", "xom", "ap", "kp", "khu", "k", "kdc", "so", "s", "sn", "nha", "ngo", "ngach", "hem", "kiet", "to", "tdp", "vn", "ql", "tl", "hl", "dt", "khoi", "lo", "cong", "ty", "tnhh"]
)
# Two words that belong together; both are left out.
PAIRS = frozenset(
    {
        ("thanh", "pho"), ("thi", "xa"), ("thi", "tran"), ("quoc", "lo"), ("tinh", "lo"), ("huyen", "lo"), ("viet", "nam"),
        ("dan", "pho"), ("khu", "vuc"), ("dac", "khu"),
    }
)  # fmt: skip
# How counters shorten the commonest names.
SHORT_NAMES = {"ng": "nguyen", "ngn": "nguyen", "tr": "tran", "ph": "pham", "hg": "hoang", "vt": "vu"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name or address: its folded letters and where it stands, in code points of the original text."""

    letters: str
    start: int
    end: int

    @property
    def number(self) -> bool:
        """Tell whether it holds a digit: a house, a lane, a road."""
        return any(letter.isdigit() for letter in self.letters)


def take_apart(text: str) -> list[Word]:
    """Give every word of a text; a digit after a letter begins a new one, a letter after a digit does not (`12a`)."""
    words: list[Word] = []
    letters, start, end, digit_last = "", 0, 0, False
    for at, char in enumerate(text):
        packed = facts(ord(char))
        kind = packed & 7
        if kind in (MARK, DROP):
            continue
        if kind in (LETTER, DIGIT):
            digit = kind == DIGIT
            if letters and digit and not digit_last:
                words.append(Word(letters[:WORD_LETTERS], start, end))
                letters = ""
            if not letters:
                start = at
            letters += chr((packed >> 3 & 31) + (48 if digit else 97))
            end, digit_last = at + 1, digit
        elif letters:
            words.append(Word(letters[:WORD_LETTERS], start, end))
            letters = ""
    if letters:
        words.append(Word(letters[:WORD_LETTERS], start, end))
    return words[:RAW_WORDS]


def name_words(text: str) -> list[Word]:
    """Give the words of a name; a note in brackets is not part of it, a usual shortening is written out."""
    words = take_apart(text.split("(", 1)[0])[:NAME_WORDS]
    return [Word(SHORT_NAMES.get(word.letters, word.letters), word.start, word.end) for word in words]


def address_words(text: str) -> list[Word]:
    """Give the words of an address that tell one place from another."""
    words = take_apart(text)
    paired: set[int] = set()
    for at in range(1, len(words)):
        if (words[at - 1].letters, words[at].letters) in PAIRS:
            paired |= {at - 1, at}
    return [word for at, word in enumerate(words) if at not in paired and word.letters not in KINDS][:ADDRESS_WORDS]
