"""The compiled search for the orders' people that an item may mean."""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, assignment"
from __future__ import annotations

import numpy as np

from buuan.engine.kernel.compiled import compiled, part
from buuan.engine.kernel.layout import texts_at
from buuan.engine.kernel.views import Record, record_at
from buuan.engine.parties.fitting import score_pairs
from buuan.engine.parties.reading import MIX, lexicon_at, read_address, read_name, words_at
from buuan.engine.parties.scoring import REVIEW_LINE

SALT_NAMES, SALT_PLACES = np.uint64(0xD6E8FEB86659FD93), np.uint64(0xA0761D6478BD642F)
ONE, SEVEN, B20, B29, B32, B40 = (np.uint64(bits) for bits in (1, 7, 20, 29, 32, 40))
LOW6, LOW32 = np.uint64(63), np.uint64(0xFFFFFFFF)
SHARED = np.uint64(1 << 31)
"""Says of a slot that more people than one have its key: what stands beside it is where their number and they begin."""
FEW_KEYS = 32
"""Two keys must lead to a person, which chance seldom does; one is enough where item or person have no more than these."""


INDEX = Record(
    "Index",
    (
        ("name_from", "int32", 0),
        ("place_from", "int32", 0),
        ("cards", "uint32", 16),
        ("bloom", "uint64", 0),
        ("slots", "uint64", 0),  # open-addressed: the upper half of each key, and its only person or where its people stand
        ("postings", "int32", 0),  # the number of people of a key, and they
        ("one_key", "uint8", 0),  # whether one key is enough to look at a person
        ("lightest", "float64", 0),  # a key of less weight than this is nobody's
    ),
)
DESK = Record(
    "Desk",
    (
        ("seen", "int64", 0),
        ("candidates", "int32", 0),
        ("scores", "float64", 0),
        ("rows", "int64", 0),  # three rows of counted slips
        ("fits", "int64", 2),  # words that are alike, and how much they say
        ("fit_values", "float64", 0),
        ("mixes", "uint64", 0),
        ("weights", "float64", 0),
        ("keys", "uint64", 0),
        ("heads", "uint64", 0),
        ("wanted", "uint8", 0),  # rows to look at
        ("counts", "int64", 0),  # candidates found, keys found, the running number of the item, candidates compared in full
        ("found", "int64", 2),  # row and person of each pair over the line
        ("found_scores", "float64", 0),
    ),
)
"""The working memory of one thread."""
index_at, desk_at = record_at(INDEX), record_at(DESK)


@part
def mixed(key):
    """Spread a key over all its bits."""
    key = (key ^ (key >> B32)) * MIX
    key = (key ^ (key >> B29)) * MIX
    return key ^ (key >> B32)


@part
def rare_keys(index, names, name_count, places, place_count, desk):
    """Write the item's composite keys that may be somebody's to `desk.keys`; gives how many, and how many there are in all.

    A key is the sum of its words' hashes. The loop has no branch: nearly all keys fail, but which is not to be foreseen.
    """
    bloom, mixes, weights, keys, heavy = index.bloom, desk.mixes, desk.weights, desk.keys, index.lightest[0]
    mask, words, passed, made = np.uint64(bloom.size - 1), name_count + place_count, 0, 0
    for at in range(name_count):
        mixes[at], weights[at] = mixed(names.hash[at] ^ SALT_NAMES), names.weight[at]
    for at in range(place_count):
        mixes[name_count + at], weights[name_count + at] = mixed(places.hash[at] ^ SALT_PLACES), places.weight[at]
    for i in range(name_count):
        for j in range(i + 1, words):
            base, least, start = mixes[i] + mixes[j], heavy - weights[i] - weights[j], max(j + 1, name_count)
            for k in range(start, words):
                key = base + mixes[k]
                bits = ONE << (key >> ONE & LOW6) | ONE << (key >> SEVEN & LOW6)
                keys[passed] = key
                passed += (bloom[np.int64(key >> B40 & mask)] & bits == bits) & (weights[k] >= least)
            made += words - start
    return passed, made


@part
def candidates_of(index, names, name_count, places, place_count, desk):
    """Give how many people share enough composite keys with the item; who they are goes to `desk.candidates`."""
    desk.counts[2] += 1
    slots, postings, one_key, seen, candidates = index.slots, index.postings, index.one_key, desk.seen, desk.candidates
    keys, heads = desk.keys, desk.heads
    found, stamp, slot_mask = 0, 2 * desk.counts[2], np.uint64(slots.size - 1)
    passed, made = rare_keys(index, names, name_count, places, place_count, desk)
    for one in range(passed):  # the slots lie far apart: they are fetched side by side, before any is looked at
        heads[one] = slots[np.int64(keys[one] >> B20 & slot_mask)]
    hits = 0
    for one in range(passed):
        held, slot, half = heads[one], keys[one] >> B20 & slot_mask, keys[one] >> B32
        while held != 0 and held >> B32 != half:
            slot = slot + ONE & slot_mask
            held = slots[np.int64(slot)]
        if held == 0:
            continue
        hits += 1
        first, people = np.int64(held & LOW32 & ~SHARED), 1
        if held & SHARED:
            first, people = first + 1, np.int64(postings[first])
        for at in range(people):
            person = np.int64(postings[first + at]) if held & SHARED else first
            if seen[person] <= stamp:
                if seen[person] == stamp or made <= FEW_KEYS or one_key[person]:
                    seen[person] = stamp + 1
                    candidates[found] = person
                    found += 1
                else:
                    seen[person] = stamp
    desk.counts[1] += hits
    return found


@compiled
def find_pairs(
    name_texts, place_texts, lexicon_address, index_address, our_names, our_places, desk_address, names, places, begin, end, every
):  # fmt: skip
    """Write the rows and people that reach the line, and their scores, to the desk until a row may not find room; gives the row to
    go on with and the number of pairs. `every` compares everybody with everybody (the measure of recall).

    All but the last three are addresses of tables: two columns of texts, then what their names say.
    """
    name_column, place_column, lexicon = texts_at(name_texts), texts_at(place_texts), lexicon_at(lexicon_address)
    index = index_at(index_address)
    ours, homes, desk = words_at(our_names), words_at(our_places), desk_at(desk_address)
    their_names, their_places = words_at(names), words_at(places)
    total, all_people, most = 0, index.name_from.size - 1, desk.found_scores.size
    name_from, place_from = name_column.offsets, place_column.offsets
    for row in range(begin, end):
        if not desk.wanted[row] or name_from[row] == name_from[row + 1] or place_from[row] == place_from[row + 1]:
            continue
        name_count = read_name(name_column.data, name_from[row], name_from[row + 1], lexicon, their_names)
        place_count = read_address(place_column.data, place_from[row], place_from[row + 1], lexicon, their_places)
        if name_count == 0 or place_count == 0:
            continue
        count = all_people if every else candidates_of(index, their_names, name_count, their_places, place_count, desk)
        if total + count > most:
            return row, total
        desk.counts[0] += count
        score_pairs(index, ours, homes, their_names, name_count, their_places, place_count, desk, count, every)
        for at in range(count):
            if desk.scores[at] >= REVIEW_LINE:
                desk.found[total, 0], desk.found[total, 1] = row, at if every else np.int64(desk.candidates[at])
                desk.found_scores[total] = desk.scores[at]
                total += 1
    return end, total


@part
def longer(array, size):
    """Give a longer array that begins with what stood in this one."""
    room = np.empty(size, array.dtype)
    room[: array.size] = array
    return room


@compiled
def keys_of(name_from, place_from, n_hash, n_weight, a_hash, a_weight):
    """Give every composite key of every person: key, person, weight."""
    keys, people, weights = np.empty(1024, np.uint64), np.empty(1024, np.int32), np.empty(1024, np.float64)
    total = 0
    for person in range(name_from.size - 1):
        n_from, names = name_from[person], name_from[person + 1] - name_from[person]
        a_from, places = place_from[person], place_from[person + 1] - place_from[person]
        most = names * names * places + names * places * places
        if total + most > keys.size:
            room = max(2 * keys.size, total + most)
            keys, people, weights = longer(keys, room), longer(people, room), longer(weights, room)
        for i in range(names):
            one = mixed(n_hash[n_from + i] ^ SALT_NAMES)
            for j in range(i + 1, names + places):
                if j < names:
                    two, weight, start = mixed(n_hash[n_from + j] ^ SALT_NAMES), n_weight[n_from + i] + n_weight[n_from + j], 0
                else:
                    two = mixed(a_hash[a_from + j - names] ^ SALT_PLACES)
                    weight, start = n_weight[n_from + i] + a_weight[a_from + j - names], j - names + 1
                for k in range(start, places):
                    keys[total] = one + two + mixed(a_hash[a_from + k] ^ SALT_PLACES)
                    people[total], weights[total] = person, weight + a_weight[a_from + k]
                    total += 1
    return keys[:total].copy(), people[:total].copy(), weights[:total].copy()


@compiled
def slot_keys(keys, values, size):
    """Give the slots of distinct keys, `size` of them, a power of two."""
    slots, mask = np.zeros(size, np.uint64), np.uint64(size - 1)
    for at in range(keys.size):
        slot = keys[at] >> B20 & mask
        while slots[slot] != 0:
            slot = (slot + ONE) & mask
        slots[slot] = keys[at] >> B32 << B32 | values[at]
    return slots
