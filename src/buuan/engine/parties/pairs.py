"""The compiled twin of `scoring`, and the search for the orders' people that an item may mean."""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, assignment"
from __future__ import annotations

from typing import NamedTuple

import numpy as np

from buuan.engine.kernel.compiled import compiled, part
from buuan.engine.parties.reading import LETTERS, MIX, PACKED, Lexicon, Words, read_address, read_name
from buuan.engine.parties.scoring import (
    ENOUGH,
    ENOUGH_PLACE,
    INITIAL,
    LEAST_FIELD,
    NUMBERS_DIFFER,
    ONE_SLIP,
    REVIEW_LINE,
    TWO_FROM,
    TWO_SLIPS,
)

OURS, THEIRS, SAME = 1, 2, 4
SALT_NAMES, SALT_PLACES = np.uint64(0xD6E8FEB86659FD93), np.uint64(0xA0761D6478BD642F)
ONE, SEVEN, EIGHT, B20, B29, B32, B40 = (np.uint64(bits) for bits in (1, 7, 8, 20, 29, 32, 40))
LOW6, BYTE, LOW32 = np.uint64(63), np.uint64(255), np.uint64(0xFFFFFFFF)


class Index(NamedTuple):
    """The orders' people: their words one after the other, and the composite keys under which they are found."""

    name_from: np.ndarray
    place_from: np.ndarray
    names: Words
    places: Words
    bloom: np.ndarray
    slots: np.ndarray
    """Open-addressed: each key, and where its people begin in `postings` (high half) with their number (low half)."""
    postings: np.ndarray
    lightest: float
    """A key of less weight than this is nobody's."""


class Desk(NamedTuple):
    """The working memory of one thread."""

    names: Words
    places: Words
    seen: np.ndarray
    candidates: np.ndarray
    scores: np.ndarray
    rows: np.ndarray
    mixes: np.ndarray
    weights: np.ndarray
    counts: np.ndarray
    """Candidates compared, keys found, and the running number of the item."""


@part
def mixed(key):
    """Spread a key over all its bits."""
    key = (key ^ (key >> B32)) * MIX
    key = (key ^ (key >> B29)) * MIX
    return (key ^ (key >> B32)) | ONE


@part
def one_slip(a, a_length, b, b_length):
    """Tell whether two different words of at most eight letters, packed into numbers, are one slip apart."""
    odd, same = a ^ b, np.uint64(0)
    while odd & BYTE == 0:
        odd, same = odd >> EIGHT, same + EIGHT
    a_rest, b_rest = a >> same, b >> same
    if a_length == b_length:
        if odd >> EIGHT == 0:
            return True
        swapped = a_rest & BYTE == b_rest >> EIGHT & BYTE and b_rest & BYTE == a_rest >> EIGHT & BYTE
        return swapped and odd >> EIGHT >> EIGHT == 0
    if a_length == b_length + 1:
        return a_rest >> EIGHT == b_rest
    return b_length == a_length + 1 and b_rest >> EIGHT == a_rest


@part
def slips(a, a_at, a_length, b, b_at, b_length, rows):
    """Give the number of slips between two words, 3 for three or more; `rows` has room for three rows."""
    row, above, earlier = 0, LETTERS + 1, 2 * (LETTERS + 1)
    for j in range(b_length + 1):
        rows[above + j] = j
    for i in range(1, a_length + 1):
        rows[row] = least = i
        for j in range(1, b_length + 1):
            best = rows[above + j - 1] + (a[a_at + i - 1] != b[b_at + j - 1])
            best = min(best, rows[above + j] + 1, rows[row + j - 1] + 1)
            if i > 1 and j > 1 and a[a_at + i - 1] == b[b_at + j - 2] and a[a_at + i - 2] == b[b_at + j - 1]:
                best = min(best, rows[earlier + j - 2] + 1)
            rows[row + j] = best
            least = min(least, best)
        if least > 3:
            return 3
        row, above, earlier = earlier, row, above
    return min(rows[above + b_length], 3)


@part
def alike(a, b, a_number, b_number, a_bits, b_bits, a_packed, b_packed, name):
    """Give how alike two different words are by what is packed into numbers; -1 where their letters have to be laid out.

    Takes no arrays: in the innermost loop handing one over costs more than the comparison.
    """
    if a_number or b_number:
        return 0.0
    long, short = max(a, b), min(a, b)
    if short == 1:
        return INITIAL if name and (a_packed & BYTE) == (b_packed & BYTE) else 0.0
    if long < 3 or long - short > 2:
        return 0.0
    # Of the letters that a word has at all, a changed one is two, one put in or left out is one.
    most = 4 - long + short if long >= TWO_FROM else 2 - long + short
    apart, odd = a_bits ^ b_bits, 0
    while apart and odd <= most:
        apart &= apart - ONE
        odd += 1
    if odd > most:
        return 0.0
    if long <= PACKED and one_slip(a_packed, a, b_packed, b):
        return 1 - ONE_SLIP / long
    return -1.0 if long >= TWO_FROM else 0.0


@part
def later(letters, length, one, other):
    """Tell whether a word stands after another in the order of letters: 1, 0 for the same word, -1."""
    a, b = one * LETTERS, other * LETTERS
    for at in range(min(length[one], length[other])):
        if letters[a + at] != letters[b + at]:
            return 1 if letters[a + at] > letters[b + at] else -1
    return 0 if length[one] == length[other] else (1 if length[one] > length[other] else -1)


@part
def compare(
    o_letters, o_packed, o_length, o_hash, o_weight, o_bits, o_number, first, last,
    t_letters, t_packed, t_length, t_hash, t_weight, t_bits, t_number, count, name, rows,
):  # fmt: skip
    """Lay the order's words `first` to `last` beside the item's; gives the field's score and evidence."""
    free_ours, free_theirs = np.uint64(0), (ONE << np.uint64(count)) - ONE
    all_ours, all_theirs, fitted, score, numbers = 0.0, 0.0, 0.0, 0.0, 0
    for j in range(count):
        all_theirs += t_weight[j]
        numbers |= THEIRS if t_number[j] else 0
    for i in range(first, last):
        all_ours += o_weight[i]
        numbers |= OURS if o_number[i] else 0
        met = False
        for j in range(count):
            if o_hash[i] == t_hash[j] and free_theirs >> np.uint64(j) & ONE:
                free_theirs ^= ONE << np.uint64(j)
                fitted += (o_weight[i] + t_weight[j]) / 2
                numbers |= SAME if o_number[i] else 0
                met = True
                break
        if not met:
            free_ours |= ONE << np.uint64(i - first)
    while free_ours and free_theirs:
        best, best_i, best_j = 0.0, -1, -1
        for i in range(first, last):
            if not free_ours >> np.uint64(i - first) & ONE:
                continue
            for j in range(count):
                if not free_theirs >> np.uint64(j) & ONE:
                    continue
                a, b = o_length[i], t_length[j]
                fit = alike(a, b, o_number[i], t_number[j], o_bits[i], t_bits[j], o_packed[i], t_packed[j], name)
                if fit < 0.0:
                    odd = slips(o_letters, i * LETTERS, a, t_letters, j * LETTERS, b, rows)
                    fit = 0.0 if odd > 2 else 1 - (ONE_SLIP if odd == 1 else TWO_SLIPS) / max(a, b)
                if fit == 0.0:
                    continue
                value = fit * (o_weight[i] + t_weight[j])
                better = value > best
                if value == best and best_i >= 0:
                    order = later(o_letters, o_length, i, best_i)
                    better = order > 0 or (order == 0 and later(t_letters, t_length, j, best_j) > 0)
                if better:
                    best, best_i, best_j = value, i, j
        if best_i < 0:
            break
        fitted += best / 2
        free_ours ^= ONE << np.uint64(best_i - first)
        free_theirs ^= ONE << np.uint64(best_j)
    if all_ours > 0.0 and all_theirs > 0.0:
        both = 2 * fitted / (all_ours + all_theirs)
        covered = fitted / (all_ours if name else min(all_ours, all_theirs))
        score = min(1.0, (both + min(1.0, covered)) / 2)
        if not name and numbers == OURS | THEIRS:
            score *= NUMBERS_DIFFER
        if not name:
            score *= min(1.0, fitted / ENOUGH_PLACE)
    return score, fitted


@part
def score_pairs(index: Index, names, places, desk: Desk, count, every):
    """Score the candidates into `desk.scores`; 0 where the name alone rules the line out."""
    # Taken out of their tuples once: each taking costs as much as comparing two words.
    nl, np_, nn, nh, nw, nb, nd = index.names
    pl, pp, pn, ph, pw, pb, pd = index.places
    ml, mp, mn, mh, mw, mb, md = desk.names
    ql, qp, qn, qh, qw, qb, qd = desk.places
    name_from, place_from, candidates, scores, rows = index.name_from, index.place_from, desk.candidates, desk.scores, desk.rows
    for at in range(count):
        person = at if every else candidates[at]
        first, last = name_from[person], name_from[person + 1]
        name, evidence = compare(nl, np_, nn, nh, nw, nb, nd, first, last, ml, mp, mn, mh, mw, mb, md, names, True, rows)
        score = 0.0
        if (name + 1.0) / 2 * min(1.0, name / LEAST_FIELD) >= REVIEW_LINE:
            first, last = place_from[person], place_from[person + 1]
            place, more = compare(pl, pp, pn, ph, pw, pb, pd, first, last, ql, qp, qn, qh, qw, qb, qd, places, False, rows)
            score = (name + place) / 2 * min(1.0, (evidence + more) / ENOUGH) * min(1.0, min(name, place) / LEAST_FIELD)
        scores[at] = score


@part
def candidates_of(index: Index, names, places, desk: Desk):
    """Give how many people share a composite key with the item; who they are goes to `desk.candidates`."""
    desk.counts[2] += 1
    found, stamp, hits = 0, desk.counts[2], 0
    bloom, slots, postings, seen, candidates = index.bloom, index.slots, index.postings, desk.seen, desk.candidates
    heavy, mixes, weights = index.lightest, desk.mixes, desk.weights
    mask, slot_mask = np.uint64(bloom.size - 1), np.uint64(slots.size // 2 - 1)
    for at in range(names):
        mixes[at], weights[at] = mixed(desk.names.hash[at]), desk.names.weight[at]
    for at in range(places):
        mixes[names + at], weights[names + at] = mixed(desk.places.hash[at]), desk.places.weight[at]
    for i in range(names):
        for j in range(i + 1, names + places):
            weight = weights[i] + weights[j]
            if j < names:
                base, start = (mixes[i] + mixes[j]) * SALT_NAMES, names
            else:
                base, start = mixes[i] * SALT_NAMES + mixes[j] * SALT_PLACES, j + 1
            for k in range(start, names + places):
                if weight + weights[k] < heavy:
                    continue
                key = mixed(base + mixes[k] * SALT_PLACES)
                bits = ONE << (key >> ONE & LOW6) | ONE << (key >> SEVEN & LOW6)
                if bloom[key >> B40 & mask] & bits != bits:
                    continue
                slot = key >> B20 & slot_mask
                while slots[2 * slot] != key and slots[2 * slot] != 0:
                    slot = (slot + ONE) & slot_mask
                if slots[2 * slot] == 0:
                    continue
                hits += 1
                held = slots[2 * slot + ONE]
                for at in range(held >> B32, (held >> B32) + (held & LOW32)):
                    person = postings[at]
                    if seen[person] != stamp:
                        seen[person] = stamp
                        candidates[found] = person
                        found += 1
    desk.counts[1] += hits
    return found


@part
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
        score_pairs(index, names, places, desk, count, every)
        for at in range(count):
            person, score = at if every else desk.candidates[at], desk.scores[at]
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
                    base = (one + two) * SALT_NAMES if j < names else one * SALT_NAMES + two * SALT_PLACES
                    keys[total] = mixed(base + last * SALT_PLACES)
                    people[total], weights[total] = person, weight + a.weight[a_from + k]
                    total += 1
    return keys[:total].copy(), people[:total].copy(), weights[:total].copy()


@compiled
def slot_keys(keys, starts, sizes, size):
    """Give the slots of distinct keys, `size` of them, a power of two."""
    slots, mask = np.zeros(2 * size, np.uint64), np.uint64(size - 1)
    for at in range(keys.size):
        slot = keys[at] >> B20 & mask
        while slots[2 * slot] != 0:
            slot = (slot + ONE) & mask
        slots[2 * slot], slots[2 * slot + ONE] = keys[at], starts[at] << B32 | sizes[at]
    return slots
