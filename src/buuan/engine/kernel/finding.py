"""The kernel's twin of the two channels in `twin.py`: every find of a row goes into one table of int32."""

# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc, call-arg"
from __future__ import annotations

import numpy as np

from buuan.engine.artefact import NODE_BITS, ROLES, WORD_BITS, Artefact
from buuan.engine.hits import HIDDEN_CHANNEL, WORD_CHANNEL
from buuan.engine.kernel.compiled import part, woven
from buuan.engine.kernel.hashing import B32, B40, MULTIPLIER, ONE, ZERO
from buuan.engine.kernel.memory import NUMBER_AT, READING_AT, ones
from buuan.engine.kernel.scratch import BARE, CHANNEL, END, FIND_COLUMNS, FIRST, FLAGS, LAST, MOST_WEAK, RULE, START, Scratch
from buuan.engine.terms import REORDERED
from buuan.engine.twin import AGREES, BARELY, CONTEXT_REACH, DISAGREES, HEAD

B6, LOW6, B20, B22, LOW22 = np.uint64(6), np.uint64(63), np.uint64(WORD_BITS), np.uint64(NODE_BITS), np.uint64((1 << NODE_BITS) - 1)
LOW21 = np.int64((1 << 21) - 1)
TERM, CONTEXT, DAMPER, NEUTRAL = (ROLES.index(role) for role in ("term", "context", "damper", "neutral"))
# A pattern's flags are form, strict, role and where its marks begin; a find's are its form and role in the same places.
FLAGS_AT, FORM_BITS, STRICT, ROLE_AT, MARKS_AT = 24, 15, 16, 5, 8
LOW24 = np.int64((1 << 24) - 1)


@part
def put(finds, count, first, last, start, end, rule, flags, channel, bare):
    """Write one find; a full table is left as it is, the caller sees from the number that it must be larger."""
    if FIND_COLUMNS * count < finds.size:
        finds[count, FIRST], finds[count, LAST], finds[count, START], finds[count, END] = first, last, start, end
        finds[count, RULE], finds[count, FLAGS], finds[count, CHANNEL], finds[count, BARE] = rule, flags, channel, bare


@part
def written(finds, count):
    """Give how many of so many finds there was room for."""
    return min(count, finds.size // FIND_COLUMNS)


@part
def marks_agree(first, length, flags, marked, counted, marks, w_packed, w_marks):
    """Tell whether the marks of the found words allow the pattern (see `twin.marks_agree`)."""
    begins = flags >> MARKS_AT
    if length == 1 and w_packed[first] >> READING_AT & 3 == 2:
        return DISAGREES
    agreeing, missing = 0, 0
    for at in range(length):
        wanted = marks[begins + at]
        reading = w_packed[first + at] >> READING_AT & 3
        if reading == 2:
            continue
        if reading == 1:
            if w_marks[first + at] != wanted:
                return DISAGREES
            agreeing += 1
        elif wanted != 0:
            missing += 1
    if missing == 0:
        return AGREES
    if flags & FORM_BITS == REORDERED or flags & STRICT:
        return DISAGREES
    if agreeing >= missing and length > 2:
        return AGREES
    limit = 34 if length == 2 else 67 if length > 2 else 0
    if marked == 0 or (length > 1 and marked * 100 < counted * limit):
        return BARELY
    return DISAGREES


@part
def goes_on(node, letters, word, art: Artefact):
    """Tell whether there may be an edge: nearly all words that do not go on are known from one bit of the node and one by hash."""
    key = np.uint64(node) << B20 | np.uint64(word)
    at = ((key ^ key >> B32) * MULTIPLIER) >> B40 & np.uint64((art.edge_bits.size << 6) - 1)
    return letters >> (word & 63) & np.int64(art.edge_bits[at >> B6] >> (at & LOW6)) & 1


@part
def next_node(node, word, art: Artefact):
    """Give the node that a word leads to from another, 0 when there is none."""
    key = np.uint64(node) << B20 | np.uint64(word)
    last = np.uint64(art.edges.size - 1)
    at = ((key ^ key >> B32) * MULTIPLIER) >> B40 & last
    while True:
        held = art.edges[at]
        if held >> B22 == key:
            return np.int64(held & LOW22)
        if held == ZERO:
            return np.int64(0)
        at = at + ONE & last


@part
def strong_ends_in(node, first, last, marked, counted, art: Artefact, scratch: Scratch):
    """Tell whether a term that needs no context ends in a node, and the marks of the words allow it."""
    bounds = art.nodes[node, 3]
    for at in range(bounds & LOW21, bounds >> 21 & LOW21):
        pattern = art.patterns[at]
        flags = pattern >> FLAGS_AT
        agreed = marks_agree(first, last - first + 1, flags, marked, counted, art.marks, scratch.w_packed, scratch.w_marks)
        heads = art.strength[pattern & LOW24] == HEAD
        if agreed and not (heads and not may_lead(first, scratch.w_id, scratch.w_opens, scratch.w_packed, art.idle)):
            return True
    return False


@woven
def walk(words, marked, counted, art: Artefact, scratch: Scratch):
    """Note every node of the trie that patterns end in and that the words lead to.

    Gives their number, whether a term that needs no context may count, and the contexts for which both a weak term and a
    word of the context were found, marks apart. The first words of all patterns are looked at before any second one: that
    loop has no turns which the processor would have to guess.
    """
    w_id, w_opens, n_goes, nodes = scratch.w_id, scratch.w_opens, scratch.n_goes, art.nodes
    n_node, n_first, n_last = scratch.n_node, scratch.n_first, scratch.n_last
    wanted, present, noted, going, strong = np.int64(0), np.int64(0), np.int64(0), np.int64(0), False
    for first in range(words):
        node, word = np.int64(w_id[first]) + 1, np.int64(w_id[first + 1])
        bounds = nodes[node, 3]
        wanted, present = wanted | nodes[node, 1], present | nodes[node, 2]
        n_node[noted], n_first[noted], n_last[noted], n_goes[going] = node, first, first, first
        noted += bounds & LOW21 < bounds >> 42
        going += goes_on(node, nodes[node, 0] * (w_opens[first + 1] ^ 1), word, art)
        if bounds & LOW21 < bounds >> 21 & LOW21 and not strong:
            strong = strong_ends_in(node, first, first, marked, counted, art, scratch)
    for at in range(going):
        begin = np.int64(n_goes[at])
        node, last = np.int64(w_id[begin]) + 1, begin + 1
        while True:
            node = next_node(node, np.int64(w_id[last]), art)
            if node == 0:
                break
            bounds = nodes[node, 3]
            wanted, present = wanted | nodes[node, 1], present | nodes[node, 2]
            n_node[noted], n_first[noted], n_last[noted] = node, begin, last
            noted += bounds & LOW21 < bounds >> 42
            if bounds & LOW21 < bounds >> 21 & LOW21 and not strong:
                strong = strong_ends_in(node, begin, last, marked, counted, art, scratch)
            last += 1
            if w_opens[last] or goes_on(node, nodes[node, 0], np.int64(w_id[last]), art) == 0:
                break
    return noted, strong, wanted & present


@part
def may_lead(first, w_id, w_opens, w_packed, idle):
    """Tell whether a word may stand at the head of its clause: nothing before it, or a number, or a word that may be idle."""
    if first == 0 or w_opens[first] == 1 or w_packed[first - 1] >> NUMBER_AT & 1 == 1 or idle[w_id[first]]:
        return True
    return w_id[first - 1] >= 0 and idle[w_id[first - 1]] == 1


@woven
def weak_may_count(noted, common, marked, counted, art: Artefact, scratch: Scratch):
    """Tell whether a weak term stands near one of the contexts it wants (see `judging.supported`, which is stricter)."""
    n_node, n_first, n_last, weak = scratch.n_node, scratch.n_first, scratch.n_last, scratch.weak
    w_packed, w_marks = scratch.w_packed, scratch.w_marks
    size = 0
    for at in range(noted):
        node = n_node[at]
        if art.nodes[node, 1] & common == 0:
            continue
        first, last, bounds = n_first[at], n_last[at], art.nodes[node, 3]
        for place in range(bounds >> 21 & LOW21, bounds >> 42):
            pattern = art.patterns[place]
            flags = pattern >> FLAGS_AT
            if flags >> ROLE_AT & 7 != TERM:
                break
            contexts = art.contexts[pattern & LOW24] & common
            if contexts == 0:
                continue
            if marks_agree(first, last - first + 1, flags, marked, counted, art.marks, w_packed, w_marks):
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
        for place in range(bounds >> 21 & LOW21, bounds >> 42):
            pattern = art.patterns[place]
            rule, flags = pattern & LOW24, pattern >> FLAGS_AT
            if flags >> ROLE_AT & 7 != CONTEXT:
                continue
            near = False
            for one in range(size):
                begins, ends, contexts = weak[3 * one], weak[3 * one + 1], weak[3 * one + 2]
                distance = first - ends if first > ends else begins - last
                near = near or (contexts >> art.group[rule] & 1 == 1 and 0 < distance <= CONTEXT_REACH)
            if not near or (art.flags[rule] & 2 and (first == 0 or w_packed[first - 1] >> NUMBER_AT & 1 == 0)):
                continue
            if marks_agree(first, last - first + 1, flags, marked, counted, art.marks, w_packed, w_marks):
                return True
    return False


@part
def find_word(at, pattern, marked, counted, finds, count, art: Artefact, scratch: Scratch):
    """Add the find of a pattern in a noted node, if the marks of the words allow it; gives the number of finds."""
    first, last, flags = scratch.n_first[at], scratch.n_last[at], pattern >> FLAGS_AT
    agreed = marks_agree(first, last - first + 1, flags, marked, counted, art.marks, scratch.w_packed, scratch.w_marks)
    if agreed == DISAGREES:
        return count
    start, end = scratch.w_start[first], scratch.w_end[last]
    put(finds, count, first, last, start, end, pattern & LOW24, flags & 0xFF, WORD_CHANNEL, agreed == BARELY)
    return count + 1


@woven
def find_terms(noted, common, marked, counted, finds, count, art: Artefact, scratch: Scratch):
    """Add the terms of the word channel in the noted nodes but weak ones that want none of the contexts `common`.

    Gives the number of finds; those of the obfuscation channel stand before.
    """
    for at in range(written(finds, count)):
        if finds[at, FLAGS] >> ROLE_AT == CONTEXT:
            common |= np.int64(1) << art.group[finds[at, RULE]]
    for at in range(noted):
        node = scratch.n_node[at]
        bounds = art.nodes[node, 3]
        for place in range(bounds & LOW21, bounds >> 21 & LOW21):
            count = find_word(at, art.patterns[place], marked, counted, finds, count, art, scratch)
        if art.nodes[node, 1] & common == 0:
            continue
        for place in range(bounds >> 21 & LOW21, bounds >> 42):
            pattern = art.patterns[place]
            if pattern >> FLAGS_AT + ROLE_AT & 7 != TERM:
                break
            if art.contexts[pattern & LOW24] & common:
                count = find_word(at, pattern, marked, counted, finds, count, art, scratch)
    return count


@woven
def find_others(noted, marked, counted, finds, count, art: Artefact, scratch: Scratch):
    """Add what may speak for or against the terms found: look-alikes, contexts and dampers that any of them asks for.

    Gives the number of finds. Which words open a clause or say nothing is noted only where a term or damper asks.
    """
    wanted, damping, head = np.int64(0), np.int64(0), False
    for at in range(written(finds, count)):
        rule = finds[at, RULE]
        if finds[at, FLAGS] >> ROLE_AT == TERM:
            wanted |= art.contexts[rule]
            damping |= art.damping[art.category[rule]]
            head = head or art.strength[rule] == HEAD
    for at in range(noted):
        bounds = art.nodes[scratch.n_node[at], 3]
        for place in range(bounds >> 21 & LOW21, bounds >> 42):
            pattern = art.patterns[place]
            role, rule = pattern >> FLAGS_AT + ROLE_AT & 7, pattern & LOW24
            if role == CONTEXT:
                asked = wanted >> art.group[rule] & 1 == 1
            elif role == DAMPER:
                asked = damping >> art.group[rule] & 1 == 1
            else:
                asked = role != TERM and (head or role != NEUTRAL)
            if asked:
                count = find_word(at, pattern, marked, counted, finds, count, art, scratch)
    return count


@part
def parted(sign, signs, scratch: Scratch):
    """Tell whether a pattern may end before this letter, or begin with it: at a gap, a change of kind, an end of the text."""
    return sign == 0 or sign == signs or scratch.s_gap[sign] != 0 or scratch.s_seam[sign] != 0


@part
def torn(sign, scratch: Scratch):
    """Tell whether what parts a letter from the one before is no space between two syllables."""
    gap, left, right = scratch.s_gap[sign], scratch.s_piece[sign - 1], scratch.s_piece[sign]
    if gap == 0:
        return False
    alone = scratch.p_length[left] == 1 or scratch.p_length[right] == 1
    return gap > 1 or alone or scratch.p_vowel[left] == 0 or scratch.p_vowel[right] == 0


@part
def shows_evasion(begin, size, offset, starts, hidden_letters, hidden_marks, scratch: Scratch):
    """Tell whether letters that spell a pattern were disguised; they begin and end where words do (see `twin.shows_evasion`)."""
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
        tricks += at > 0 and (starts >> np.uint64(at) & ONE) == 0 and torn(sign, scratch)
    return tricks > 0 and 5 * letters >= 2 * size


@part
def last_trick(signs, scratch: Scratch):
    """Give the last letter that may be part of a disguise (see `shows_evasion`), -1 when there is none."""
    for sign in range(signs - 1, -1, -1):
        if scratch.s_letter[sign] == 26 or scratch.s_run[sign] > 2 or (sign > 0 and torn(sign, scratch)):
            return sign
    return -1


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


@part
def spelt(hidden, begin, at, signs, art: Artefact, scratch: Scratch):
    """Give the length of a hidden pattern if the letters from `at` on are the rest of it, else 0."""
    offset = np.int64(art.hidden_first[hidden])
    size = art.hidden_first[hidden + 1] - offset
    if begin + size > signs:
        return np.int64(0)
    for letter in range(at - begin, size):
        if scratch.s_class[begin + letter] != art.hidden_classes[offset + letter]:
            return np.int64(0)
    return np.int64(size)


@woven
def find_hidden(words, signs, finds, art: Artefact, scratch: Scratch):
    """Write every find of the obfuscation channel whose original shows evasion; gives their number, and if one is a term.

    A pattern begins where letters are parted, so the trie is walked from there only, and is left after a few letters; nothing
    that begins behind the last trick of the text is disguised.
    """
    count, term, letters = 0, False, art.letters
    for begin in range(last_trick(signs, scratch) + 1):
        if not parted(begin, signs, scratch):
            continue
        node, at = np.int64(0), np.int64(begin)
        while at < signs:
            follow, sign = np.int64(letters[node, 0]), np.int64(scratch.s_class[at])
            if follow >> sign & 1 == 0:
                break
            node, at = letters[node, 1] + ones(follow & (np.int64(1) << sign) - 1), at + 1
            hidden, only = np.int64(letters[node, 2]), np.int64(letters[node, 3])
            if only >= 0:
                size = spelt(only, begin, at, signs, art, scratch)
                if size == 0:
                    break
                hidden, at = only, begin + size
            while hidden >= 0 and parted(at, signs, scratch):
                offset, starts = art.hidden_first[hidden], art.hidden_starts[hidden]
                if shows_evasion(begin, at - begin, offset, starts, art.hidden_letters, art.hidden_marks, scratch):
                    start, end = scratch.s_start[begin], scratch.s_end[at - 1]
                    first, last = words_at(words, start, end, scratch.w_start, scratch.w_end)
                    rule = art.hidden_rule[hidden]
                    role = np.int64(art.role[rule])
                    term = term or role == TERM
                    put(finds, count, first, last, start, end, rule, role << ROLE_AT, HIDDEN_CHANNEL, False)
                    count += 1
                hidden = np.int64(art.hidden_next[hidden])
    return count, term
