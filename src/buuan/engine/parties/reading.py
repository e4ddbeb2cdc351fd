"""The compiled twin of `words`: names and addresses as folded words, out of the bytes of an Arrow column."""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, assignment"
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from buuan.engine import characters as ch
from buuan.engine.kernel.compiled import compiled
from buuan.engine.kernel.reading import decode
from buuan.engine.parties.exact import FNV_PRIME, FNV_START
from buuan.engine.parties.words import ADDRESS_WORDS, KINDS, NAME_WORDS, PAIRS, RAW_WORDS, SHORT_NAMES, WORD_LETTERS

LETTER, DIGIT, MARK, DROP, SPACE, TABLE_SIZE = ch.LETTER, ch.DIGIT, ch.MARK, ch.DROP, ch.SPACE, ch.TABLE_SIZE
BRACKET = ord("(")
MIX, B31, ONE = np.uint64(0x9E3779B97F4A7C15), np.uint64(31), np.uint64(1)
LETTERS, PLACES = WORD_LETTERS, ADDRESS_WORDS


class Words(NamedTuple):
    """Words side by side: folded letters, their number, hash, weight, the set of letters as bits, and whether a digit is there."""

    letters: np.ndarray
    length: np.ndarray
    hash: np.ndarray
    weight: np.ndarray
    bits: np.ndarray
    number: np.ndarray


class Lexicon(NamedTuple):
    """What reading knows: characters, words left out, shortened names, and the weights of words by open-addressed hash."""

    characters: np.ndarray
    kinds: np.ndarray
    pairs: np.ndarray
    short_keys: np.ndarray
    short_letters: np.ndarray
    short_length: np.ndarray
    name_keys: np.ndarray
    name_weights: np.ndarray
    place_keys: np.ndarray
    place_weights: np.ndarray
    unseen: np.ndarray
    """Weights of words that nobody counted: rare name, rare place, one letter, then numbers of one, two, three and more signs."""


def new_words(count: int) -> Words:
    """Give room for so many words."""
    return Words(
        np.zeros((count, LETTERS), np.uint8),
        np.zeros(count, np.int32),
        np.zeros(count, np.uint64),
        np.zeros(count, np.float64),
        np.zeros(count, np.uint64),
        np.zeros(count, np.uint8),
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


@compiled
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


@compiled
def cut(data, start, stop, stops, characters, words):
    """Cut the bytes into at most `RAW_WORDS` words; `stops` ends at an opening bracket. Gives their number."""
    count, length, digit_last, hashed = 0, 0, False, FNV_START
    at = start
    while at < stop and count < RAW_WORDS:
        code, at = decode(data, at)
        if stops and code == BRACKET:
            break
        fact = characters[code] if code < TABLE_SIZE else np.int32(SPACE)
        kind = fact & 7
        if kind == MARK or kind == DROP:
            continue
        letter = kind == LETTER or kind == DIGIT
        if length and (not letter or (kind == DIGIT and not digit_last)):
            words.length[count] = min(length, LETTERS)
            words.hash[count] = hashed
            count += 1
            length = 0
            if count == RAW_WORDS:
                break
        if letter:
            if length == 0:
                words.bits[count], words.number[count], hashed = 0, 0, FNV_START
            value = fact >> 3 & 31
            digit_last = kind == DIGIT
            if length < LETTERS:
                byte = np.uint8(value + 48 if digit_last else value + 97)
                words.letters[count, length] = byte
                hashed = (hashed ^ np.uint64(byte)) * FNV_PRIME
                words.bits[count] |= ONE << np.uint64(value + 32 if digit_last else value)
                if digit_last:
                    words.number[count] = 1
            length += 1
    if length and count < RAW_WORDS:
        words.length[count] = min(length, LETTERS)
        words.hash[count] = hashed
        count += 1
    return count


@compiled
def weight_of(words, at, keys, weights, rare, unseen):
    """Give the weight of a word: the counted one, else by its kind."""
    place = place_of(keys, words.hash[at])
    if keys[place] != 0:
        return weights[place]
    if words.number[at]:
        return unseen[2 + min(words.length[at], 4)]
    return unseen[2] if words.length[at] == 1 else unseen[rare]


@compiled
def read_name(data, start, stop, lexicon: Lexicon, words: Words):
    """Read a name; gives the number of its words."""
    count = min(cut(data, start, stop, True, lexicon.characters, words), NAME_WORDS)
    for at in range(count):
        if words.length[at] <= 3:
            for short in range(lexicon.short_keys.size):
                if lexicon.short_keys[short] == words.hash[at]:
                    words.length[at] = lexicon.short_length[short]
                    words.bits[at], hashed = 0, FNV_START
                    for letter in range(words.length[at]):
                        byte = lexicon.short_letters[short, letter]
                        words.letters[at, letter] = byte
                        words.bits[at] |= ONE << np.uint64(byte - 97)
                        hashed = (hashed ^ np.uint64(byte)) * FNV_PRIME
                    words.hash[at] = hashed
                    break
        words.weight[at] = weight_of(words, at, lexicon.name_keys, lexicon.name_weights, 0, lexicon.unseen)
    return count


@compiled
def read_address(data, start, stop, lexicon: Lexicon, words: Words):
    """Read an address without the words of kind; gives the number of its words."""
    raw = cut(data, start, stop, False, lexicon.characters, words)
    count, paired = 0, False
    for at in range(raw):
        opens = False
        if at + 1 < raw:
            pair = words.hash[at] * MIX + words.hash[at + 1]
            opens = lexicon.pairs[place_of(lexicon.pairs, pair)] != 0
        left = paired or opens
        paired = opens
        if left or (words.length[at] <= 6 and lexicon.kinds[place_of(lexicon.kinds, words.hash[at])] != 0):
            continue
        if count == PLACES:
            break
        if count != at:
            words.letters[count] = words.letters[at]
            words.length[count], words.hash[count] = words.length[at], words.hash[at]
            words.bits[count], words.number[count] = words.bits[at], words.number[at]
        words.weight[count] = weight_of(words, count, lexicon.place_keys, lexicon.place_weights, 1, lexicon.unseen)
        count += 1
    return count
