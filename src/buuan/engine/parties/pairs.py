"""The compiled twin of `scoring`, and the search for the orders' people that an item may mean."""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, assignment"
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from buuan.engine.kernel.compiled import compiled
from buuan.engine.parties.reading import MIX, Lexicon, Words, place_of, read_address, read_name
from buuan.engine.parties.scoring import ENOUGH, INITIAL, LEAST_FIELD, ONE_SLIP, REVIEW_LINE, TWO_FROM, TWO_SLIPS
from buuan.engine.parties.words import ADDRESS_WORDS, NAME_WORDS

NAMES, PLACES = NAME_WORDS, ADDRESS_WORDS
SALT_NAMES, SALT_PLACES = np.uint64(0xD6E8FEB86659FD93), np.uint64(0xA0761D6478BD642F)
ONE, B29, B32 = np.uint64(1), np.uint64(29), np.uint64(32)


class Index(NamedTuple):
    """The orders' people: their words one after the other, and the composite keys under which they are found."""

    name_from: np.ndarray
    place_from: np.ndarray
    names: Words
    places: Words
    bloom: np.ndarray
    keys: np.ndarray
    key_from: np.ndarray
    postings: np.ndarray
    lightest: float
    """A key of less weight than this is nobody's."""


class Desk(NamedTuple):
    """The working memory of one thread."""

    names: Words
    places: Words
    seen: np.ndarray
    candidates: np.ndarray
    row: np.ndarray
    above: np.ndarray
    earlier: np.ndarray
    counts: np.ndarray
    """Candidates compared, keys found, and the running number of the item."""


@compiled
def mixed(key):
    """Spread a key over all its bits."""
    key = (key ^ (key >> B32)) * MIX
    key = (key ^ (key >> B29)) * MIX
    return (key ^ (key >> B32)) | ONE


@compiled
def slips(a, a_length, b, b_length, desk: Desk):
    """Give the number of slips between two words, 3 for three or more."""
    if abs(a_length - b_length) > 2:
        return 3
    row, above, earlier = desk.row, desk.above, desk.earlier
    for j in range(b_length + 1):
        above[j] = j
    for i in range(1, a_length + 1):
        row[0] = i
        least = i
        for j in range(1, b_length + 1):
            best = above[j - 1] + (a[i - 1] != b[j - 1])
            if above[j] + 1 < best:
                best = above[j] + 1
            if row[j - 1] + 1 < best:
                best = row[j - 1] + 1
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1] and earlier[j - 2] + 1 < best:
                best = earlier[j - 2] + 1
            row[j] = best
            if best < least:
                least = best
        if least > 2 and i > 1:
            return 3
        earlier, above, row = above, row, earlier
    return min(above[b_length], 3)


@compiled
def alike(ours: Words, i, theirs: Words, j, name, desk: Desk):
    """Give how alike two different words are."""
    if ours.number[i] or theirs.number[j]:
        return 0.0
    a, b = ours.length[i], theirs.length[j]
    long = max(a, b)
    if min(a, b) == 1:
        return INITIAL if name and ours.letters[i, 0] == theirs.letters[j, 0] else 0.0
    if long < 3 or long - min(a, b) > 2:
        return 0.0
    # A slip changes at most two of the letters that a word has at all.
    apart, odd = ours.bits[i] ^ theirs.bits[j], 0
    while apart:
        apart &= apart - ONE
        odd += 1
    if odd > (4 if long >= TWO_FROM else 2):
        return 0.0
    count = slips(ours.letters[i], a, theirs.letters[j], b, desk)
    if count == 1:
        return 1 - ONE_SLIP / long
    return 1 - TWO_SLIPS / long if count == 2 and long >= TWO_FROM else 0.0


@compiled
def before(a, a_length, b, b_length):
    """Compare two words letter by letter: -1, 0 or 1."""
    for at in range(min(a_length, b_length)):
        if a[at] != b[at]:
            return -1 if a[at] < b[at] else 1
    return 0 if a_length == b_length else (-1 if a_length < b_length else 1)


@compiled
def compare(ours: Words, first, last, theirs: Words, count, name, desk: Desk):
    """Lay the order's words `first` to `last` beside the item's; gives the field's score and evidence."""
    free_ours, free_theirs = np.uint64(0), np.uint64(0)
    all_ours, all_theirs, fitted = 0.0, 0.0, 0.0
    for j in range(count):
        free_theirs |= ONE << np.uint64(j)
        all_theirs += theirs.weight[j]
    for i in range(first, last):
        all_ours += ours.weight[i]
        met = False
        for j in range(count):
            if free_theirs >> np.uint64(j) & ONE and ours.hash[i] == theirs.hash[j]:
                free_theirs ^= ONE << np.uint64(j)
                fitted += (ours.weight[i] + theirs.weight[j]) / 2
                met = True
                break
        if not met:
            free_ours |= ONE << np.uint64(i - first)
    if all_ours == 0.0 or all_theirs == 0.0:
        return 0.0, 0.0
    while free_ours and free_theirs:
        best, best_fit, best_i, best_j = 0.0, 0.0, -1, -1
        for i in range(first, last):
            if not free_ours >> np.uint64(i - first) & ONE:
                continue
            for j in range(count):
                if not free_theirs >> np.uint64(j) & ONE:
                    continue
                fit = alike(ours, i, theirs, j, name, desk)
                if fit == 0.0:
                    continue
                value = fit * (ours.weight[i] + theirs.weight[j])
                if value > best:
                    better = True
                elif value == best and best_i >= 0:
                    order = before(ours.letters[i], ours.length[i], ours.letters[best_i], ours.length[best_i])
                    if order == 0:
                        order = before(theirs.letters[j], theirs.length[j], theirs.letters[best_j], theirs.length[best_j])
                    better = order > 0
                else:
                    better = False
                if better:
                    best, best_fit, best_i, best_j = value, fit, i, j
        if best_i < 0:
            break
        fitted += best / 2
        free_ours ^= ONE << np.uint64(best_i - first)
        free_theirs ^= ONE << np.uint64(best_j)
    both = 2 * fitted / (all_ours + all_theirs)
    covered = fitted / (all_ours if name else min(all_ours, all_theirs))
    return min(1.0, (both + min(1.0, covered)) / 2), fitted


@compiled
def score_pair(index: Index, person, names, places, desk: Desk):
    """Give the score of an item's name and address against a person's; 0 where the name alone rules the line out."""
    name, evidence = compare(index.names, index.name_from[person], index.name_from[person + 1], desk.names, names, True, desk)
    if (name + 1.0) / 2 * min(1.0, name / LEAST_FIELD) < REVIEW_LINE:
        return 0.0
    place, more = compare(index.places, index.place_from[person], index.place_from[person + 1], desk.places, places, False, desk)
    return (name + place) / 2 * min(1.0, (evidence + more) / ENOUGH) * min(1.0, min(name, place) / LEAST_FIELD)


@compiled
def candidates_of(index: Index, names, places, desk: Desk):
    """Give how many people share a composite key with the item; who they are goes to `desk.candidates`."""
    desk.counts[2] += 1
    found, stamp = 0, desk.counts[2]
    n, a, mask = desk.names, desk.places, np.uint64(index.bloom.size - 1)
    for i in range(names):
        one = mixed(n.hash[i])
        for j in range(i + 1, names + places):
            if j < names:
                two, weight = mixed(n.hash[j]), n.weight[i] + n.weight[j]
                start = 0
            else:
                two, weight = mixed(a.hash[j - names]), n.weight[i] + a.weight[j - names]
                start = j - names + 1
            for k in range(start, places):
                if weight + a.weight[k] < index.lightest:
                    continue
                last = mixed(a.hash[k])
                key = mixed((one + two) * SALT_NAMES + last * SALT_PLACES if j < names else one * SALT_NAMES + (two + last) * SALT_PLACES)
                block = index.bloom[key >> np.uint64(40) & mask]
                bits = ONE << (key >> ONE & np.uint64(63)) | ONE << (key >> np.uint64(7) & np.uint64(63))
                if block & bits != bits:
                    continue
                place = place_of(index.keys, key)
                if index.keys[place] == 0:
                    continue
                desk.counts[1] += 1
                for at in range(index.key_from[place], index.key_from[place + 1]):
                    person = index.postings[at]
                    if desk.seen[person] != stamp:
                        desk.seen[person] = stamp
                        desk.candidates[found] = person
                        found += 1
    return found


@compiled
def longer(array, size):
    """Give a longer array that begins with what stood in this one."""
    room = np.empty(size, array.dtype)
    room[: array.size] = array
    return room


@compiled
def find_pairs(name_data, name_from, place_data, place_from, wanted, begin, end, lexicon: Lexicon, index: Index, desk: Desk, every):
    """Give the rows and people that reach the line, and their scores. `every` compares everybody with everybody (the measure of
    recall); rows whose `wanted` is not set are left out.
    """
    rows, people, scores = np.empty(256, np.int64), np.empty(256, np.int32), np.empty(256, np.float64)
    total, all_people = 0, index.name_from.size - 1
    for row in range(begin, end):
        if not wanted[row] or name_from[row] == name_from[row + 1] or place_from[row] == place_from[row + 1]:
            continue
        names = read_name(name_data, name_from[row], name_from[row + 1], lexicon, desk.names)
        places = read_address(place_data, place_from[row], place_from[row + 1], lexicon, desk.places)
        if names == 0 or places == 0:
            continue
        count = all_people if every else candidates_of(index, names, places, desk)
        desk.counts[0] += count
        for at in range(count):
            person = at if every else desk.candidates[at]
            score = score_pair(index, person, names, places, desk)
            if score >= REVIEW_LINE:
                if total == rows.size:
                    rows, people, scores = longer(rows, 2 * total), longer(people, 2 * total), longer(scores, 2 * total)
                rows[total], people[total], scores[total] = row, person, score
                total += 1
    return rows[:total].copy(), people[:total].copy(), scores[:total].copy()


@compiled
def keys_of(index: Index):
    """Give every composite key of every person: key, person, weight."""
    keys, people, weights = np.empty(1024, np.uint64), np.empty(1024, np.int32), np.empty(1024, np.float64)
    total = 0
    for person in range(index.name_from.size - 1):
        n_from, names = index.name_from[person], index.name_from[person + 1] - index.name_from[person]
        a_from, places = index.place_from[person], index.place_from[person + 1] - index.place_from[person]
        n, a = index.names, index.places
        most = names * names * places + names * places * places
        if total + most > keys.size:
            room = max(2 * keys.size, total + most)
            keys, people, weights = longer(keys, room), longer(people, room), longer(weights, room)
        for i in range(names):
            one = mixed(n.hash[n_from + i])
            for j in range(i + 1, names + places):
                if j < names:
                    two, weight, start = mixed(n.hash[n_from + j]), n.weight[n_from + i] + n.weight[n_from + j], 0
                else:
                    two = mixed(a.hash[a_from + j - names])
                    weight, start = n.weight[n_from + i] + a.weight[a_from + j - names], j - names + 1
                for k in range(start, places):
                    last = mixed(a.hash[a_from + k])
                    keys[total] = mixed(
                        (one + two) * SALT_NAMES + last * SALT_PLACES if j < names else one * SALT_NAMES + (two + last) * SALT_PLACES
                    )
                    people[total], weights[total] = person, weight + a.weight[a_from + k]
                    total += 1
    return keys[:total].copy(), people[:total].copy(), weights[:total].copy()
