"""The compiled twin of `scoring`: how well a declared name and address fit those of an order."""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, assignment, call-arg"
from __future__ import annotations

import numpy as np

from buuan.engine.kernel.compiled import part
from buuan.engine.kernel.memory import low_zeros, ones
from buuan.engine.parties.reading import LETTERS, PACKED
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
ONE, EIGHT = np.uint64(1), np.uint64(8)
BYTE, LOW32 = np.uint64(255), np.uint64(0xFFFFFFFF)
ROUNDED = 1e-9
"""So much may two ways of adding up differ at most: bounds leave room for it."""

CARD_WORDS, SUM = 5, 15
CARD_LENGTH, CARD_NUMBER = 26, 31
CARD_UNIT = 1 << 16
"""A card tells of one person's name what decides whether to look closer, in one line of the processor's cache: of up to five
words the hash (0-4), the letters with their number and whether a digit is there (5-9) and the weight (10-14), and the sum of the
weights (15; 0 where there are more words). Weights are in parts of `CARD_UNIT`, rounded so that a name may seem to fit better,
never worse.
"""


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
    if ones(np.int64(a_bits ^ b_bits)) > most:
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
def field_score(fitted, all_ours, all_theirs, numbers, name):
    """Give a field's score from what fits and all that stands there."""
    both = 2 * fitted / (all_ours + all_theirs)
    covered = fitted / (all_ours if name else min(all_ours, all_theirs))
    score = min(1.0, (both + min(1.0, covered)) / 2)
    if name:
        return score
    if numbers == OURS | THEIRS:
        score *= NUMBERS_DIFFER
    return score * min(1.0, fitted / ENOUGH_PLACE)


@part
def compare(ours, first, last, theirs, count, name, least, desk):
    """Lay the order's words `first` to `last` beside the item's; gives the field's score and evidence.

    Gives 0 as soon as the score cannot reach `least`.
    """
    o_letters, o_packed, o_length, o_hash = ours.letters, ours.packed, ours.length, ours.hash
    o_weight, o_bits, o_number = ours.weight, ours.bits, ours.number
    t_letters, t_packed, t_length, t_hash = theirs.letters, theirs.packed, theirs.length, theirs.hash
    t_weight, t_bits, t_number = theirs.weight, theirs.bits, theirs.number
    free_ours, free_theirs = np.int64(0), (np.int64(1) << count) - 1
    all_ours, all_theirs, fitted, numbers = 0.0, 0.0, 0.0, 0
    for j in range(count):
        all_theirs += t_weight[j]
        numbers |= THEIRS if t_number[j] else 0
    for i in range(first, last):
        all_ours += o_weight[i]
        numbers |= OURS if o_number[i] else 0
        met = False
        for j in range(count):
            if o_hash[i] == t_hash[j] and free_theirs >> j & 1:
                free_theirs ^= np.int64(1) << j
                fitted += (o_weight[i] + t_weight[j]) / 2
                numbers |= SAME if o_number[i] else 0
                met = True
                break
        if not met and not o_number[i]:
            free_ours |= np.int64(1) << i - first
    if not (all_ours > 0.0 and all_theirs > 0.0):
        return 0.0, fitted
    heaviest, left, some = 0.0, free_theirs, np.int64(0)
    while left:
        j, left = low_zeros(left), left & left - 1
        if not t_number[j]:
            some |= np.int64(1) << j
            heaviest = max(heaviest, t_weight[j])
    free_theirs, most, left = some, fitted, free_ours
    while left:
        i, left = first + low_zeros(left), left & left - 1
        most += max(INITIAL, 1 - ONE_SLIP / (o_length[i] + 1)) * (o_weight[i] + heaviest) / 2
    if field_score(most, all_ours, all_theirs, numbers, name) < least - ROUNDED:
        return 0.0, fitted
    fits, values, alikes = desk.fits, desk.fit_values, 0
    while free_ours:
        i, free_ours, left = first + low_zeros(free_ours), free_ours & free_ours - 1, free_theirs
        while left:
            j, left = low_zeros(left), left & left - 1
            a, b = o_length[i], t_length[j]
            fit = alike(a, b, 0, 0, o_bits[i], t_bits[j], o_packed[i], t_packed[j], name)
            if fit < 0.0:
                odd = slips(o_letters, i * LETTERS, a, t_letters, j * LETTERS, b, desk.rows)
                fit = 0.0 if odd > 2 else 1 - (ONE_SLIP if odd == 1 else TWO_SLIPS) / max(a, b)
            if fit > 0.0:
                fits[alikes, 0], fits[alikes, 1], values[alikes] = i, j, fit * (o_weight[i] + t_weight[j])
                alikes += 1
    while alikes:
        best = 0
        for at in range(1, alikes):
            better = values[at] > values[best]
            if values[at] == values[best]:
                order = later(o_letters, o_length, fits[at, 0], fits[best, 0])
                better = order > 0 or (order == 0 and later(t_letters, t_length, fits[at, 1], fits[best, 1]) > 0)
            if better:
                best = at
        fitted += values[best] / 2
        i, j, kept = fits[best, 0], fits[best, 1], 0
        for at in range(alikes):  # who is left, in the order in which they stood
            fits[kept, 0], fits[kept, 1], values[kept] = fits[at, 0], fits[at, 1], values[at]
            kept += fits[at, 0] != i and fits[at, 1] != j
        alikes = kept
    return field_score(fitted, all_ours, all_theirs, numbers, name), fitted


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
                    fit = 1 - ONE_SLIP / long if ones(bits ^ others) <= limit else 0.0
            most = max(most, fit * (weight / CARD_UNIT + theirs.weight[j]))
        fitted += most / 2
    ours = total / CARD_UNIT
    name = min(1.0, (2 * fitted / (ours + all_theirs) + min(1.0, fitted / ours)) / 2)
    return line_of(name) >= REVIEW_LINE - ROUNDED


@part
def score_pairs(index, our_names, our_places, names, name_count, places, place_count, desk, count, every):
    """Score the candidates into `desk.scores`; 0 where the line is out of reach."""
    name_from, place_from, candidates, scores = index.name_from, index.place_from, desk.candidates, desk.scores
    for at in range(count):
        person = np.int64(at) if every else np.int64(candidates[at])
        score = 0.0
        if every or may_fit(index, person, names, name_count):
            desk.counts[3] += 1
            first, last = name_from[person], name_from[person + 1]
            name, evidence = compare(our_names, first, last, names, name_count, True, 2 * REVIEW_LINE - 1.0, desk)
            if line_of(name) >= REVIEW_LINE:
                first, last, least = place_from[person], place_from[person + 1], 2 * REVIEW_LINE - name
                place, more = compare(our_places, first, last, places, place_count, False, least, desk)
                score = (name + place) / 2 * min(1.0, (evidence + more) / ENOUGH) * min(1.0, min(name, place) / LEAST_FIELD)
        scores[at] = score
