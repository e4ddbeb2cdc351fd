"""The kernel's twin of `twin.judge`: which finds of a row count."""

# ruff: noqa: SIM102, SIM109 - plain comparisons and loops are what numba compiles well
# numba finds the types of these functions itself:
# mypy: disable-error-code="no-untyped-def, no-untyped-call, untyped-decorator, misc"
from __future__ import annotations

import numpy as np

from buuan.engine.artefact import ROLES, Artefact
from buuan.engine.hits import HIDDEN_CHANNEL
from buuan.engine.kernel.compiled import part, woven
from buuan.engine.kernel.finding import FORM_BITS, ROLE_AT
from buuan.engine.kernel.scratch import BARE, CHANNEL, END, FIRST, FLAGS, LAST, RULE, START, Scratch
from buuan.engine.terms import HIDDEN_PENALTY, PENALTY
from buuan.engine.twin import CONTEXT_REACH, HEAD, LEAST_BARE, NEAR_REACH, WEAK

TERM, LOOK_ALIKE, CONTEXT, DAMPER, NEUTRAL, CLAUSE_BREAK = range(len(ROLES))
PENALTIES = np.array([PENALTY[form] for form in sorted(PENALTY)], np.int32)


@woven
def mark_clauses(words, finds, count, scratch: Scratch):
    """Number the clause of each word, and mark the words that say nothing about what is sent."""
    w_idle, w_clause = scratch.w_idle, scratch.w_clause
    for at in range(words):
        w_idle[at] = scratch.w_number[at]
        w_clause[at] = scratch.w_opens[at]
    for at in range(count):
        kind, first, last = finds[at, FLAGS] >> ROLE_AT, finds[at, FIRST], finds[at, LAST]
        if kind == NEUTRAL or kind == CLAUSE_BREAK:
            if kind == CLAUSE_BREAK:
                w_clause[first] = 1
            for word in range(first, last + 1):
                w_idle[word] = 1
    clause = 0
    for at in range(words):
        clause += w_clause[at]
        w_clause[at] = clause


@part
def silenced(first, last, category, finds, others, size, scope, scopes):
    """Tell whether one of the look-alikes `others`, at least as long, overlaps words `first` to `last`."""
    for at in range(size):
        other = others[at]
        begins, ends = finds[other, FIRST], finds[other, LAST]
        if begins <= last and ends >= first and ends - begins >= last - first:
            if scopes[scope[finds[other, RULE]], category]:
                return True
    return False


@woven
def damped(first, last, strength, groups, finds, others, size, art: Artefact, w_clause, words):
    """Tell whether one of the dampers `others` stands on its side within its reach, in the same clause."""
    clause = w_clause[min(first, words - 1)]
    for at in range(size):
        other = others[at]
        damper = finds[other, RULE]
        if strength < art.level[damper] or (groups >> art.group[damper] & 1) == 0:
            continue
        begins, ends = finds[other, FIRST], finds[other, LAST]
        if art.flags[damper] & 4:
            if begins > last or ends < first:
                return True
            continue
        distance = begins - last if art.flags[damper] & 1 else first - ends
        reach = art.reach[damper]
        if distance >= 1 and (reach == 0 or distance <= reach) and w_clause[begins] == clause:
            return True
    return False


@part
def leads(first, w_clause, w_idle):
    """Tell whether nothing but idle words stands before word `first` in its clause."""
    at = first - 1
    while at >= 0 and w_clause[at] == w_clause[first]:
        if w_idle[at] == 0:
            return False
        at -= 1
    return True


@woven
def supported(find, finds, contexts, size, looks, alike, art: Artefact, w_number):
    """Tell whether one of the contexts stands near, outside the find and outside any look-alike."""
    rule, first, last = finds[find, RULE], finds[find, FIRST], finds[find, LAST]
    reach = NEAR_REACH if first == last else CONTEXT_REACH
    for at in range(size):
        other = contexts[at]
        context, begins, ends = finds[other, RULE], finds[other, FIRST], finds[other, LAST]
        if (art.contexts[rule] >> art.group[context] & 1) == 0 or (begins <= last and ends >= first):
            continue
        if art.flags[context] & 2 and (begins == 0 or w_number[begins - 1] == 0):
            continue
        if (finds[find, BARE] or finds[other, BARE]) and (last - first) + (ends - begins) + 2 < LEAST_BARE:
            continue
        distance = begins - last if begins > last else first - ends
        if distance <= reach:
            if not silenced(begins, ends, art.category[rule], finds, looks, alike, art.scope, art.scopes):
                return True
    return False


@part
def score_of(rule, flags, channel, scores):
    """Give the score of a find in hundredths."""
    score = np.int32(scores[rule]) - PENALTIES[flags & FORM_BITS]
    return score - HIDDEN_PENALTY if channel == HIDDEN_CHANNEL else score


@part
def better(one, other, finds, scores):
    """Tell whether find `one` stands for its place rather than `other`: score, then rule, then where it begins."""
    first = score_of(finds[one, RULE], finds[one, FLAGS], finds[one, CHANNEL], scores)
    second = score_of(finds[other, RULE], finds[other, FLAGS], finds[other, CHANNEL], scores)
    if first != second:
        return first > second
    if finds[one, RULE] != finds[other, RULE]:
        return finds[one, RULE] < finds[other, RULE]
    if finds[one, START] != finds[other, START]:
        return finds[one, START] < finds[other, START]
    return finds[one, END] < finds[other, END]


@part
def comes_before(one, other, finds):
    """Tell whether hit `one` is shown before `other`."""
    if finds[one, START] != finds[other, START]:
        return finds[one, START] < finds[other, START]
    if finds[one, END] != finds[other, END]:
        return finds[one, END] < finds[other, END]
    return finds[one, RULE] < finds[other, RULE]


@woven
def sort_by_role(finds, count, art: Artefact, scratch: Scratch):
    """Write where terms, look-alikes, contexts and dampers stand into lists of their own; gives their numbers.

    A weak term none of whose contexts is anywhere in the text is left out at once: most finds of terms are such.
    """
    present = np.int64(0)
    for at in range(count):
        if finds[at, FLAGS] >> ROLE_AT == CONTEXT:
            present |= np.int64(1) << art.group[finds[at, RULE]]
    terms, looks, contexts, dampers = 0, 0, 0, 0
    for at in range(count):
        rule = finds[at, RULE]
        kind = finds[at, FLAGS] >> ROLE_AT
        if kind == TERM:
            if art.strength[rule] != WEAK or art.contexts[rule] & present:
                scratch.f_terms[terms] = at
                terms += 1
        elif kind == LOOK_ALIKE:
            scratch.f_looks[looks] = at
            looks += 1
        elif kind == CONTEXT:
            scratch.f_contexts[contexts] = at
            contexts += 1
        elif kind == DAMPER:
            scratch.f_dampers[dampers] = at
            dampers += 1
    return terms, looks, contexts, dampers


@woven
def firing(words, finds, sizes, art: Artefact, scratch: Scratch):
    """Keep in `f_terms` the terms that count by themselves; gives their number."""
    terms, alike, contexts, dampers = sizes
    looks = scratch.f_looks
    fired = 0
    for at in range(terms):
        find = scratch.f_terms[at]
        rule, first, last = finds[find, RULE], finds[find, FIRST], finds[find, LAST]
        category, strength = art.category[rule], art.strength[rule]
        if silenced(first, last, category, finds, looks, alike, art.scope, art.scopes):
            continue
        if damped(first, last, strength, art.damping[category], finds, scratch.f_dampers, dampers, art, scratch.w_clause, words):
            continue
        if strength == HEAD and not leads(first, scratch.w_clause, scratch.w_idle):
            continue
        if strength == WEAK and not supported(find, finds, scratch.f_contexts, contexts, looks, alike, art, scratch.w_number):
            continue
        scratch.f_terms[fired] = find
        fired += 1
    return fired


@woven
def keep_longest(finds, fired, art: Artefact, scratch: Scratch):
    """Keep in `f_looks` the fired terms inside no longer one, one for each category; gives their number."""
    kept = 0
    for one in range(fired):
        find = scratch.f_terms[one]
        rule, first, last = finds[find, RULE], finds[find, FIRST], finds[find, LAST]
        covered = False
        for two in range(fired):
            other = scratch.f_terms[two]
            begins, ends = finds[other, FIRST], finds[other, LAST]
            if begins <= first and ends >= last and ends - begins > last - first:
                covered = True
                break
        same = -1
        for at in range(kept):
            held = scratch.f_looks[at]
            other_rule = finds[held, RULE]
            if finds[held, FIRST] == first and finds[held, LAST] == last:
                if art.category[other_rule] == art.category[rule] and art.outcome[other_rule] == art.outcome[rule]:
                    same = at
        if covered:
            continue
        if same < 0:
            scratch.f_looks[kept] = find
            kept += 1
        elif better(find, scratch.f_looks[same], finds, art.score):
            scratch.f_looks[same] = find
    return kept


@woven
def judge(words, finds, count, art: Artefact, scratch: Scratch):
    """Decide which finds count: gives their number, and in `f_looks` their places in the table, in the order of the text."""
    sizes = sort_by_role(finds, count, art, scratch)
    if sizes[0] == 0:
        return 0
    mark_clauses(words, finds, count, scratch)
    fired = firing(words, finds, sizes, art, scratch)
    kept = keep_longest(finds, fired, art, scratch)
    hits = scratch.f_looks
    for at in range(1, kept):
        back = at
        while back > 0 and comes_before(hits[back], hits[back - 1], finds):
            hits[back], hits[back - 1] = hits[back - 1], hits[back]
            back -= 1
    return kept
