"""The kernel's twin of the two channels in `twin.py`: every find of a row goes into one table of int32."""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
from __future__ import annotations

import numpy as np

from buuan.engine.artefact import CLASSES, Artefact
from buuan.engine.hits import HIDDEN_CHANNEL, WORD_CHANNEL
from buuan.engine.kernel.compiled import compiled, woven
from buuan.engine.kernel.reading import find_key
from buuan.engine.kernel.scratch import Scratch
from buuan.engine.terms import ANY_MARKS, REORDERED
from buuan.engine.twin import AGREES, BARELY, DISAGREES

B32, ONE = np.uint64(32), np.uint64(1)


@compiled
def put(finds, count, first, last, start, end, rule, form, channel, bare):
    """Write one find; a full table is left as it is, the caller sees from the number that it must be larger."""
    if count < finds.shape[0]:
        finds[count, 0], finds[count, 1], finds[count, 2], finds[count, 3] = first, last, start, end
        finds[count, 4], finds[count, 5], finds[count, 6], finds[count, 7] = rule, form, channel, bare


@compiled
def bare_share(words, w_length, w_number, w_reading):
    """Count the words with marks, and all words of two letters or more that are not numbers."""
    marked, counted = 0, 0
    for at in range(words):
        if w_length[at] > 1 and w_number[at] == 0:
            counted += 1
            marked += w_reading[at] == 1
    return marked, counted


@compiled
def marks_agree(first, length, begins, flags, marked, counted, marks, w_reading, w_marks):
    """Tell whether the marks of the found words allow the pattern (see `twin.marks_agree`)."""
    if length == 1 and w_reading[first] == 2:
        return DISAGREES
    agreeing, missing = 0, 0
    for at in range(length):
        wanted = marks[begins + at]
        reading = w_reading[first + at]
        if wanted == ANY_MARKS or reading == 2:
            continue
        if reading == 1:
            if w_marks[first + at] != wanted:
                return DISAGREES
            agreeing += 1
        elif wanted != 0:
            missing += 1
    if missing == 0:
        return AGREES
    if (flags & 15) == REORDERED or flags >> 4:
        return DISAGREES
    if agreeing >= missing and length > 2:
        return AGREES
    limit = 34 if length == 2 else 67 if length > 2 else 0
    if marked == 0 or (length > 1 and marked * 100 < counted * limit):
        return BARELY
    return DISAGREES


@woven
def may_have_term(words, marked, counted, art: Artefact, scratch: Scratch):
    """Tell whether a term can count in these words; most texts have none, and are done with.

    That is a term that needs no context, or weak terms together with one of the contexts that they want, marks apart.
    """
    w_id, w_opens, w_reading, w_marks = scratch.w_id, scratch.w_opens, scratch.w_reading, scratch.w_marks
    wanted, present = np.int64(0), np.int64(0)
    for first in range(words):
        node = np.int64(art.root[w_id[first]]) if w_id[first] >= 0 else 0
        last = first
        while node > 0:
            wanted |= art.node_wanted[node]
            present |= art.node_present[node]
            for pattern in range(art.node_first[node], art.node_strong[node]):
                begins, flags, length = art.pattern_marks[pattern], art.pattern_flags[pattern], last - first + 1
                if marks_agree(first, length, begins, flags, marked, counted, art.marks, w_reading, w_marks):
                    return True
            last += 1
            if last >= words or w_id[last] < 0 or w_opens[last] == 1:
                break
            node = next_node(node, w_id[last], art.node_filter, art.edge_keys, art.edge_nodes)
    return wanted & present != 0


@compiled
def next_node(node, word, node_filter, edge_keys, edge_nodes):
    """Give the node that a word leads to, or 0."""
    if node_filter[node] >> np.uint64(word & 63) & ONE == 0:
        return np.int64(0)
    found = find_key(edge_keys, np.uint64(node) << B32 | np.uint64(word))
    return np.int64(edge_nodes[found]) if found >= 0 else np.int64(0)


@woven
def find_words(words, marked, counted, finds, count, art: Artefact, scratch: Scratch):
    """Add every find of the word channel; gives the number of finds."""
    w_id, w_opens, w_reading, w_marks = scratch.w_id, scratch.w_opens, scratch.w_reading, scratch.w_marks
    for first in range(words):
        node = np.int64(art.root[w_id[first]]) if w_id[first] >= 0 else 0
        last = first
        while node > 0:
            for pattern in range(art.node_first[node], art.node_first[node + 1]):
                begins, flags, length = art.pattern_marks[pattern], art.pattern_flags[pattern], last - first + 1
                agreed = marks_agree(first, length, begins, flags, marked, counted, art.marks, w_reading, w_marks)
                if agreed != DISAGREES:
                    rule, start, end = art.pattern_rule[pattern], scratch.w_start[first], scratch.w_end[last]
                    put(finds, count, first, last, start, end, rule, flags & 15, WORD_CHANNEL, agreed == BARELY)
                    count += 1
            last += 1
            if last >= words or w_id[last] < 0 or w_opens[last] == 1:
                break
            node = next_node(node, w_id[last], art.node_filter, art.edge_keys, art.edge_nodes)
    return count


@compiled
def shows_evasion(signs, begin, size, offset, starts, hidden_letters, hidden_marks, scratch: Scratch):
    """Tell whether letters that spell a pattern were disguised (see `twin.shows_evasion`)."""
    if begin > 0 and scratch.s_gap[begin] == 0 and scratch.s_seam[begin] == 0:
        return False
    after = begin + size
    if after < signs and scratch.s_gap[after] == 0 and scratch.s_seam[after] == 0:
        return False
    letters, tricks = 0, 0
    for at in range(size):
        sign = begin + at
        letter, wanted = scratch.s_letter[sign], hidden_letters[offset + at]
        if letter < 26:
            letters += 1
            if letter != wanted:
                return False
            marks = hidden_marks[offset + at]
            shape, tone = scratch.s_shape[sign], scratch.s_tone[sign]
            if (shape != 0 and shape != (marks & 15)) or (tone != 0 and tone != marks >> 4):
                return False
            if scratch.s_run[sign] > 2:
                tricks += 1
        elif wanted != 26:
            tricks += 1
        gap = scratch.s_gap[sign]
        if at > 0 and gap != 0 and (starts >> np.uint64(at) & ONE) == 0:
            left, right = scratch.s_piece[sign - 1], scratch.s_piece[sign]
            alone = scratch.p_length[left] == 1 or scratch.p_length[right] == 1
            if gap > 1 or alone or scratch.p_vowel[left] == 0 or scratch.p_vowel[right] == 0:
                tricks += 1
    return tricks > 0 and 5 * letters >= 2 * size


@compiled
def words_at(words, start, end, w_start, w_end):
    """Give the first and last word that touch the code points from `start` to `end`."""
    first, last, before = -1, -1, 0
    for at in range(words):
        if w_end[at] <= start:
            before += 1
        elif w_start[at] < end:
            if first < 0:
                first = at
            last = at
    if first < 0:
        return before, before - 1
    return first, last


@woven
def find_hidden(words, signs, finds, art: Artefact, scratch: Scratch):
    """Write every find of the obfuscation channel whose original shows evasion; gives their number, and if one is a term."""
    state, count, term = 0, 0, False
    for at in range(signs):
        state = art.automaton[state * CLASSES + scratch.s_class[at]]
        ending = state if art.state_hidden[state] >= 0 else art.state_link[state]
        while ending >= 0:
            hidden = art.state_hidden[ending]
            while hidden >= 0:
                offset, starts = art.hidden_first[hidden], art.hidden_starts[hidden]
                size = art.hidden_first[hidden + 1] - offset
                begin = at - size + 1
                if shows_evasion(signs, begin, size, offset, starts, art.hidden_letters, art.hidden_marks, scratch):
                    start, end = scratch.s_start[begin], scratch.s_end[at]
                    first, last = words_at(words, start, end, scratch.w_start, scratch.w_end)
                    rule = art.hidden_rule[hidden]
                    term = term or art.role[rule] == 0
                    put(finds, count, first, last, start, end, rule, 0, HIDDEN_CHANNEL, False)
                    count += 1
                hidden = art.hidden_next[hidden]
            ending = art.state_link[ending]
    return count, term
