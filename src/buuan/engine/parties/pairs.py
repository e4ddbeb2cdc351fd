"""The compiled twin of `scoring`, and the search for the orders' people that an item may mean."""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, assignment"
from __future__ import annotations

import numpy as np

from buuan.engine.kernel.compiled import compiled, part
from buuan.engine.kernel.layout import texts_at
from buuan.engine.kernel.views import Record, record_at
from buuan.engine.parties.reading import LETTERS, MIX, PACKED, lexicon_at, read_address, read_name, words_at
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


CARD_WORDS, SUM = 5, 15
CARD_LENGTH, CARD_NUMBER = 26, 31
CARD_UNIT = 1 << 16
"""A card tells of one person's name what decides whether to look closer, in one line of the processor's cache: of up to five
words the hash (0-4), the letters with their number and whether a digit is there (5-9) and the weight (10-14), and the sum of the
weights (15; 0 where there are more words). Weights are in parts of `CARD_UNIT`, rounded so that a name may seem to fit better,
never worse.
"""
INDEX = Record(
    "Index",
    (
        ("name_from", "int32", 0),
        ("place_from", "int32", 0),
        ("cards", "uint32", 16),
        ("bloom", "uint64", 0),
        ("slots", "uint64", 0),  # open-addressed: each key, and its only person or where its people begin, and their number
        ("postings", "int32", 0),
        ("lightest", "float64", 0),  # a key of less weight than this is nobody's
    ),
)
DESK = Record(
    "Desk",
    (
        ("seen", "int64", 0),
        ("candidates", "int32", 0),
        ("scores", "float64", 0),
        ("rows", "int64", 0),
        ("mixes", "uint64", 0),
        ("weights", "float64", 0),
        ("keys", "uint64", 0),
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
def compare(ours, first, last, theirs, count, name, rows):
    """Lay the order's words `first` to `last` beside the item's; gives the field's score and evidence."""
    o_letters, o_packed, o_length, o_hash = ours.letters, ours.packed, ours.length, ours.hash
    o_weight, o_bits, o_number = ours.weight, ours.bits, ours.number
    t_letters, t_packed, t_length, t_hash = theirs.letters, theirs.packed, theirs.length, theirs.hash
    t_weight, t_bits, t_number = theirs.weight, theirs.bits, theirs.number
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
def line_of(name):
    """Give what a pair can reach at most when its name fits so well."""
    return (name + 1.0) / 2 * min(1.0, name / LEAST_FIELD)


@part
def may_fit(index, person, theirs, count):
    """Tell from a person's card whether the name may reach the line; only ever says yes too often."""
    cards = index.cards
    total = np.int64(cards[person, SUM])
    if total == 0:
        return True
    fitted, all_theirs = 0.0, 0.0
    for j in range(count):
        all_theirs += theirs.weight[j]
    for i in range(CARD_WORDS):
        weight = np.int64(cards[person, 2 * CARD_WORDS + i])
        if weight == 0:
            break
        hashed, facts, most = np.uint64(cards[person, i]), np.int64(cards[person, CARD_WORDS + i]), 0.0
        a, bits = facts >> CARD_LENGTH & 31, facts & (1 << CARD_LENGTH) - 1
        for j in range(count):
            fit = 0.0
            if theirs.hash[j] & LOW32 == hashed:
                fit = 1.0
            elif theirs.number[j] == 0 and facts >> CARD_NUMBER == 0:
                b, others = np.int64(theirs.length[j]), np.int64(theirs.bits[j])
                long, short = max(a, b), min(a, b)
                if short == 1:
                    fit = INITIAL if bits & others else 0.0
                elif long >= 3 and long - short <= 2:
                    limit = 4 - long + short if long >= TWO_FROM else 2 - long + short
                    apart, odd = bits ^ others, 0
                    while apart and odd <= limit:
                        apart &= apart - 1
                        odd += 1
                    fit = 1 - ONE_SLIP / long if odd <= limit else 0.0
            most = max(most, fit * (weight / CARD_UNIT + theirs.weight[j]))
        fitted += most / 2
    ours = total / CARD_UNIT
    name = min(1.0, (2 * fitted / (ours + all_theirs) + min(1.0, fitted / ours)) / 2)
    return line_of(name) >= REVIEW_LINE - 1e-9


@part
def score_pairs(index, our_names, our_places, names, name_count, places, place_count, desk, count, every):
    """Score the candidates into `desk.scores`; 0 where the name alone rules the line out."""
    name_from, place_from, candidates, scores, rows = index.name_from, index.place_from, desk.candidates, desk.scores, desk.rows
    for at in range(count):
        person = np.int64(at) if every else np.int64(candidates[at])
        score = 0.0
        if every or may_fit(index, person, names, name_count):
            desk.counts[3] += 1
            name, evidence = compare(our_names, name_from[person], name_from[person + 1], names, name_count, True, rows)
            if line_of(name) >= REVIEW_LINE:
                first, last = place_from[person], place_from[person + 1]
                place, more = compare(our_places, first, last, places, place_count, False, rows)
                score = (name + place) / 2 * min(1.0, (evidence + more) / ENOUGH) * min(1.0, min(name, place) / LEAST_FIELD)
        scores[at] = score


@part
def candidates_of(index, names, name_count, places, place_count, desk):
    """Give how many people share a composite key with the item; who they are goes to `desk.candidates`."""
    desk.counts[2] += 1
    found, stamp, passed = 0, desk.counts[2], 0
    bloom, slots, postings, seen, candidates = index.bloom, index.slots, index.postings, desk.seen, desk.candidates
    heavy, mixes, weights, keys = index.lightest[0], desk.mixes, desk.weights, desk.keys
    mask, slot_mask = np.uint64(bloom.size - 1), np.uint64(slots.size // 2 - 1)
    words = name_count + place_count
    for at in range(name_count):
        mixes[at], weights[at] = mixed(names.hash[at]), names.weight[at]
    for at in range(place_count):
        mixes[name_count + at], weights[name_count + at] = mixed(places.hash[at]), places.weight[at]
    for i in range(name_count):
        for j in range(i + 1, words):
            weight = weights[i] + weights[j]
            if j < name_count:
                base, start = (mixes[i] + mixes[j]) * SALT_NAMES, name_count
            else:
                base, start = mixes[i] * SALT_NAMES + mixes[j] * SALT_PLACES, j + 1
            for k in range(start, words):
                if weight + weights[k] < heavy:
                    continue
                key = mixed(base + mixes[k] * SALT_PLACES)
                bits = ONE << (key >> ONE & LOW6) | ONE << (key >> SEVEN & LOW6)
                keys[passed] = key
                passed += bloom[np.int64(key >> B40 & mask)] & bits == bits
    hits = 0
    for one in range(passed):
        key = keys[one]
        slot = key >> B20 & slot_mask
        while True:
            held = slots[np.int64(slot << ONE)]
            if held == key or held == 0:
                break
            slot = slot + ONE & slot_mask
        if held == 0:
            continue
        hits += 1
        value = slots[np.int64(slot << ONE) + 1]
        first, people = np.int64(value >> B32), np.int64(value & LOW32)
        for at in range(people):
            person = first if people == 1 else np.int64(postings[first + at])
            if seen[person] != stamp:
                seen[person] = stamp
                candidates[found] = person
                found += 1
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
            one = mixed(n_hash[n_from + i])
            for j in range(i + 1, names + places):
                if j < names:
                    two, weight, start = mixed(n_hash[n_from + j]), n_weight[n_from + i] + n_weight[n_from + j], 0
                else:
                    two = mixed(a_hash[a_from + j - names])
                    weight, start = n_weight[n_from + i] + a_weight[a_from + j - names], j - names + 1
                for k in range(start, places):
                    last = mixed(a_hash[a_from + k])
                    base = (one + two) * SALT_NAMES if j < names else one * SALT_NAMES + two * SALT_PLACES
                    keys[total] = mixed(base + last * SALT_PLACES)
                    people[total], weights[total] = person, weight + a_weight[a_from + k]
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
