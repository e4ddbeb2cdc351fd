"""The compiled twin of `words`: names and addresses as folded words, out of the bytes of an Arrow column."""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, assignment"
from __future__ import annotations

import numpy as np

from buuan.engine import characters as ch
from buuan.engine.kernel.compiled import compiled, part
from buuan.engine.kernel.reading import decode
from buuan.engine.kernel.views import Record, Table, record_at
from buuan.engine.parties.exact import FNV_PRIME, FNV_START
from buuan.engine.parties.words import ADDRESS_WORDS, KINDS, NAME_WORDS, PAIRS, RAW_WORDS, SHORT_NAMES, WORD_LETTERS

LETTER, DIGIT, MARK, DROP, SPACE, TABLE_SIZE = ch.LETTER, ch.DIGIT, ch.MARK, ch.DROP, ch.SPACE, ch.TABLE_SIZE
BRACKET = ord("(")
SPACE_CODE = np.int32(32)
MIX, B31, ONE, ZERO = np.uint64(0x9E3779B97F4A7C15), np.uint64(31), np.uint64(1), np.uint64(0)
LETTERS, PLACES, PACKED = WORD_LETTERS, ADDRESS_WORDS, 8


WORDS = Record(
    "Words",
    (
        ("letters", "uint8", 0),  # folded, `LETTERS` places a word
        ("packed", "uint64", 0),  # the first eight of them as a number
        ("length", "int32", 0),
        ("hash", "uint64", 0),
        ("weight", "float64", 0),
        ("bits", "uint64", 0),  # the set of letters
        ("number", "uint8", 0),  # whether a digit is there
    ),
)
"""Words side by side."""
LEXICON = Record(
    "Lexicon",
    (
        ("characters", "int32", 0),
        ("kinds", "uint64", 0),
        ("pairs", "uint64", 0),
        ("short_keys", "uint64", 0),
        ("short_letters", "uint8", 0),
        ("short_length", "int32", 0),
        ("name_keys", "uint64", 0),
        ("name_weights", "float64", 0),
        ("place_keys", "uint64", 0),
        ("place_weights", "float64", 0),
        ("unseen", "float64", 0),  # words that nobody counted: rare name, rare place, one letter, numbers of one to four signs
    ),
)
"""What reading knows: characters, words left out, shortened names, and the weights of words by open-addressed hash."""
words_at, lexicon_at = record_at(WORDS), record_at(LEXICON)


def new_words(count: int) -> Table:
    """Give room for so many words."""
    return Table(
        WORDS,
        **{name: np.zeros(count * LETTERS if name == "letters" else count, kind) for name, (_, kind, _) in WORDS.wanted.items()},
    )


def hash_word(word: str) -> int:
    """Give the hash of a word as the kernel does."""
    value = int(FNV_START)
    for letter in word.encode("ascii"):
        value = ((value ^ letter) * int(FNV_PRIME)) & 0xFFFFFFFFFFFFFFFF
    return value


def hash_pair(one: str, other: str) -> int:
    """Give the hash of two words in their order."""
    return (hash_word(one) * int(MIX) + hash_word(other)) & 0xFFFFFFFFFFFFFFFF


FIXED_KINDS = np.array(sorted(hash_word(word) for word in KINDS), np.uint64)
FIXED_PAIRS = np.array(sorted(hash_pair(one, other) for one, other in PAIRS), np.uint64)
SHORT = sorted(SHORT_NAMES.items())


@part
def place_of(keys, key):
    """Give where `key` stands or would stand in an open-addressed table whose size is a power of two."""
    mask = np.uint64(keys.size - 1)
    at = ((key ^ (key >> B31)) * MIX) >> np.uint64(32) & mask
    while keys[at] != 0 and keys[at] != key:
        at = (at + ONE) & mask
    return np.int64(at)


@compiled
def fill(keys, size):
    """Give an open-addressed table of distinct keys, and the place of each."""
    table, places = np.zeros(size, np.uint64), np.empty(keys.size, np.int64)
    for at in range(keys.size):
        places[at] = place_of(table, keys[at])
        table[places[at]] = keys[at]
    return table, places


@part
def cut(data, start, stop, stops, characters, words):
    """Cut the bytes into at most `RAW_WORDS` words; `stops` ends at an opening bracket. Gives their number."""
    letters, packed, lengths, hashes, bits, number = words.letters, words.packed, words.length, words.hash, words.bits, words.number
    count, length, digit_last, hashed, pack, set_, has_digit = 0, 0, False, FNV_START, ZERO, ZERO, 0
    at = start
    while at <= stop and count < RAW_WORDS:
        if at < stop:
            code, at = decode(data, at)
            if stops and code == BRACKET:
                code, at = SPACE_CODE, stop + 1
        else:
            code, at = SPACE_CODE, stop + 1
        fact = characters[code] if code < TABLE_SIZE else np.int32(SPACE)
        kind = fact & 7
        if kind in (MARK, DROP):
            continue
        letter = kind in (LETTER, DIGIT)
        if length and (not letter or (kind == DIGIT and not digit_last)):
            lengths[count], hashes[count], packed[count] = min(length, LETTERS), hashed, pack
            bits[count], number[count] = set_, has_digit
            count += 1
            length = 0
            if count == RAW_WORDS:
                break
        if letter:
            if length == 0:
                hashed, pack, set_, has_digit = FNV_START, ZERO, ZERO, 0
            value = fact >> 3 & 31
            digit_last = kind == DIGIT
            if length < LETTERS:
                byte = np.uint8(value + 48 if digit_last else value + 97)
                letters[count * LETTERS + length] = byte
                if length < PACKED:
                    pack |= np.uint64(byte) << np.uint64(8 * length)
                hashed = (hashed ^ np.uint64(byte)) * FNV_PRIME
                set_ |= ONE << np.uint64(value + 32 if digit_last else value)
                if digit_last:
                    has_digit = 1
            length += 1
    return count


@part
def read_name(data, start, stop, lexicon, words):
    """Read a name; gives the number of its words."""
    count = min(cut(data, start, stop, True, lexicon.characters, words), NAME_WORDS)
    letters, packed, lengths, hashes = words.letters, words.packed, words.length, words.hash
    weights, bits, number = words.weight, words.bits, words.number
    short_keys, short_letters, short_length = lexicon.short_keys, lexicon.short_letters, lexicon.short_length
    keys, known, unseen = lexicon.name_keys, lexicon.name_weights, lexicon.unseen
    for at in range(count):
        if lengths[at] <= 3:
            for short in range(short_keys.size):
                if short_keys[short] == hashes[at]:
                    lengths[at] = short_length[short]
                    set_, pack, hashed = ZERO, ZERO, FNV_START
                    for letter in range(lengths[at]):
                        byte = short_letters[short * LETTERS + letter]
                        letters[at * LETTERS + letter] = byte
                        pack |= np.uint64(byte) << np.uint64(8 * letter)
                        set_ |= ONE << np.uint64(byte - 97)
                        hashed = (hashed ^ np.uint64(byte)) * FNV_PRIME
                    packed[at], bits[at], hashes[at] = pack, set_, hashed
                    break
        place = place_of(keys, hashes[at])
        weights[at] = known[place] if keys[place] != 0 else unseen_weight(lengths[at], number[at], 0, unseen)
    return count


@part
def unseen_weight(length, number, rare, unseen):
    """Give the weight of a word that nobody counted, by its kind."""
    if number:
        return unseen[2 + min(length, 4)]
    return unseen[2] if length == 1 else unseen[rare]


@part
def read_address(data, start, stop, lexicon, words):
    """Read an address without the words of kind; gives the number of its words."""
    raw = cut(data, start, stop, False, lexicon.characters, words)
    letters, packed, lengths, hashes = words.letters, words.packed, words.length, words.hash
    weights, bits, number = words.weight, words.bits, words.number
    pairs, kinds, keys, known, unseen = lexicon.pairs, lexicon.kinds, lexicon.place_keys, lexicon.place_weights, lexicon.unseen
    count, paired = 0, False
    for at in range(raw):
        opens = at + 1 < raw and pairs[place_of(pairs, hashes[at] * MIX + hashes[at + 1])] != 0
        left = paired or opens
        paired = opens
        if left or (lengths[at] <= 6 and kinds[place_of(kinds, hashes[at])] != 0):
            continue
        if count == PLACES:
            break
        if count != at:
            for letter in range(lengths[at]):
                letters[count * LETTERS + letter] = letters[at * LETTERS + letter]
            packed[count], lengths[count], hashes[count] = packed[at], lengths[at], hashes[at]
            bits[count], number[count] = bits[at], number[at]
        place = place_of(keys, hashes[count])
        weights[count] = known[place] if keys[place] != 0 else unseen_weight(lengths[count], number[count], 1, unseen)
        count += 1
    return count
