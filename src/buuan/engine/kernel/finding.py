"""The kernel's twin of the two channels in `twin.py`: every find of a row goes into one table of int32."""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
from __future__ import annotations

import numpy as np

from buuan.engine.artefact import CLASSES, ROLES, Artefact
from buuan.engine.hits import HIDDEN_CHANNEL, WORD_CHANNEL
from buuan.engine.kernel.compiled import part, woven
from buuan.engine.kernel.reading import find_key
from buuan.engine.kernel.scratch import BARE, CHANNEL, END, FIND_COLUMNS, FIRST, FORM, LAST, MOST_WEAK, RULE, START, Scratch
from buuan.engine.terms import ANY_MARKS, REORDERED
from buuan.engine.twin import AGREES, BARELY, CONTEXT_REACH, DISAGREES, HEAD

B32, ONE = np.uint64(32), np.uint64(1)
LOW21 = np.int64((1 << 21) - 1)
TERM, CONTEXT = ROLES.index("term"), ROLES.index("context")


@part
def put(finds, count, first, last, start, end, rule, form, channel, bare):
    """Write one find; a full table is left as it is, the caller sees from the number that it must be larger."""
    if FIND_COLUMNS * count < finds.size:
        finds[count, FIRST], finds[count, LAST], finds[count, START], finds[count, END] = first, last, start, end
        finds[count, RULE], finds[count, FORM], finds[count, CHANNEL], finds[count, BARE] = rule, form, channel, bare


@part
def bare_share(words, w_length, w_number, w_reading):
    """Count the words with marks, and all words of two letters or more that are not numbers."""
    marked, counted = 0, 0
    for at in range(words):
        if w_length[at] > 1 and w_number[at] == 0:
            counted += 1
            marked += w_reading[at] == 1
    return marked, counted


@part
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
    if (flags & 15) == REORDERED or flags & 16:
        return DISAGREES
    if agreeing >= missing and length > 2:
        return AGREES
    limit = 34 if length == 2 else 67 if length > 2 else 0
    if marked == 0 or (length > 1 and marked * 100 < counted * limit):
        return BARELY
    return DISAGREES


@woven
def walk(words, marked, counted, art: Artefact, scratch: Scratch):
    """Note every node of the trie that patterns end in and that the words lead to.

    Gives their number, whether a term that needs no context may count, and the contexts for which both a weak term and a
    word of the context were found, marks apart.
    """
    w_id, w_opens, w_reading, w_marks = scratch.w_id, scratch.w_opens, scratch.w_reading, scratch.w_marks
    n_node, n_first, n_last = scratch.n_node, scratch.n_first, scratch.n_last
    wanted, present, noted, strong = np.int64(0), np.int64(0), np.int64(0), False
    for first in range(words):
        if w_id[first] < 0:
            continue
        node, last = np.int64(art.root[w_id[first]]), np.int64(first)
        while node > 0:
            bounds = art.nodes[node, 3]
            begins, strong_ends = bounds & LOW21, bounds >> 21 & LOW21
            if begins < bounds >> 42:
                wanted |= art.nodes[node, 1]
                present |= art.nodes[node, 2]
                n_node[noted], n_first[noted], n_last[noted] = node, first, last
                noted += 1
                if not strong:
                    length = last - first + 1
                    for at in range(begins, strong_ends):
                        offset, flags = art.pattern_marks[at], art.pattern_flags[at]
                        if marks_agree(first, length, offset, flags, marked, counted, art.marks, w_reading, w_marks):
                            is_head = art.strength[art.pattern_rule[at]] == HEAD
                            strong = strong or not is_head or may_lead(first, w_id, w_opens, scratch.w_number, art.idle)
            last += 1
            if last >= words or w_id[last] < 0 or w_opens[last] == 1:
                break
            word = w_id[last]
            if art.nodes[node, 0] >> np.int64(word & 63) & 1 == 0:
                break
            found = find_key(art.edge_keys, np.uint64(node) << B32 | np.uint64(word))
            node = np.int64(art.edge_nodes[found]) if found >= 0 else np.int64(0)
    return noted, strong, wanted & present


@part
def may_lead(first, w_id, w_opens, w_number, idle):
    """Tell whether a word may stand at the head of its clause: nothing before it, or a number, or a word that may be idle."""
    if first == 0 or w_opens[first] == 1 or w_number[first - 1] == 1 or idle[w_id[first]]:
        return True
    return w_id[first - 1] >= 0 and idle[w_id[first - 1]] == 1


@woven
def weak_may_count(noted, common, marked, counted, art: Artefact, scratch: Scratch):
    """Tell whether a weak term stands near one of the contexts it wants (see `judging.supported`, which is stricter)."""
    n_node, n_first, n_last, weak = scratch.n_node, scratch.n_first, scratch.n_last, scratch.weak
    w_reading, w_marks, w_number = scratch.w_reading, scratch.w_marks, scratch.w_number
    size = 0
    for at in range(noted):
        node = n_node[at]
        if art.nodes[node, 1] & common == 0:
            continue
        first, last, bounds = n_first[at], n_last[at], art.nodes[node, 3]
        for pattern in range(bounds >> 21 & LOW21, bounds >> 42):
            flags = art.pattern_flags[pattern]
            if flags >> 5 != TERM:
                break
            contexts, offset = art.contexts[art.pattern_rule[pattern]] & common, art.pattern_marks[pattern]
            if contexts == 0:
                continue
            if marks_agree(first, last - first + 1, offset, flags, marked, counted, art.marks, w_reading, w_marks):
                if size == MOST_WEAK:
                    return True
                weak[3 * size], weak[3 * size + 1], weak[3 * size + 2] = first, last, contexts
                size += 1
    if size == 0:
        return False
    for at in range(noted):
        node = n_node[at]
        if art.nodes[node, 2] & common == 0:
            continue
        first, last, bounds = n_first[at], n_last[at], art.nodes[node, 3]
        for pattern in range(bounds >> 21 & LOW21, bounds >> 42):
            flags = art.pattern_flags[pattern]
            if flags >> 5 != CONTEXT:
                continue
            rule, offset = art.pattern_rule[pattern], art.pattern_marks[pattern]
            near = False
            for one in range(size):
                begins, ends, contexts = weak[3 * one], weak[3 * one + 1], weak[3 * one + 2]
                distance = first - ends if first > ends else begins - last
                near = near or (contexts >> art.group[rule] & 1 == 1 and 0 < distance <= CONTEXT_REACH)
            if not near or (art.flags[rule] & 2 and (first == 0 or w_number[first - 1] == 0)):
                continue
            if marks_agree(first, last - first + 1, offset, flags, marked, counted, art.marks, w_reading, w_marks):
                return True
    return False


@woven
def find_words(noted, marked, counted, finds, count, art: Artefact, scratch: Scratch):
    """Add every find of the word channel in the noted nodes; gives the number of finds."""
    w_reading, w_marks = scratch.w_reading, scratch.w_marks
    for at in range(noted):
        first, last, bounds = scratch.n_first[at], scratch.n_last[at], art.nodes[scratch.n_node[at], 3]
        start, end = scratch.w_start[first], scratch.w_end[last]
        for pattern in range(bounds & LOW21, bounds >> 42):
            begins, flags, length = art.pattern_marks[pattern], art.pattern_flags[pattern], last - first + 1
            agreed = marks_agree(first, length, begins, flags, marked, counted, art.marks, w_reading, w_marks)
            if agreed != DISAGREES:
                rule = art.pattern_rule[pattern]
                put(finds, count, first, last, start, end, rule, flags & 15, WORD_CHANNEL, agreed == BARELY)
                count += 1
    return count


@part
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


@part
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
    state, count, term = np.int64(0), 0, False
    for at in range(signs):
        state = np.int64(art.automaton[(state >> 1) * CLASSES + scratch.s_class[at]])
        if state & 1 == 0:
            continue
        reached = state >> 1
        ending = reached if art.state_hidden[reached] >= 0 else np.int64(art.state_link[reached])
        while ending >= 0:
            hidden = np.int64(art.state_hidden[ending])
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
                hidden = np.int64(art.hidden_next[hidden])
            ending = np.int64(art.state_link[ending])
    return count, term
