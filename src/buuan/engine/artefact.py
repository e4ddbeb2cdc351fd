"""Lays compiled terms out as flat arrays for the kernel: hash tables, a trie over words, an automaton over letters, rules.

The arrays hold nothing that is not in `Terms`; they can be saved and memory-mapped, and are shared by all threads.
"""

from __future__ import annotations

import functools
from collections import deque
from typing import NamedTuple

import numpy as np

from buuan.engine.catalogue import STRENGTHS
from buuan.engine.characters import character_table
from buuan.engine.syllables import valid_syllables
from buuan.engine.terms import Terms
from buuan.engine.words import ALPHABET, SQUEEZED

WEAK = STRENGTHS.index("weak")
ROLES = ("term", "look_alike", "context", "damper", "neutral", "break")
CLASSES = 32
"""Row length of the letter automaton: 23 classes, padded to a power of two."""
FNV_START, FNV_STEP = 0xCBF29CE484222325, 0x100000001B3
MASK64 = (1 << 64) - 1
MIX = 0x9E3779B97F4A7C15


class Artefact(NamedTuple):
    """Everything that the kernel reads. Hash tables are open-addressed, their sizes are powers of two."""

    characters: np.ndarray  # int32[code point], packed facts
    classes: np.ndarray  # uint8[36], class of each letter (0-25) and digit (26-35)
    syllable_next: np.ndarray  # int16[node, letter], 0 = none
    syllable_ends: np.ndarray  # uint8[node]
    word_keys: np.ndarray  # uint64, hash of a word of the vocabulary, 0 = free
    word_ids: np.ndarray  # int32, -1 for a plain syllable that no pattern has
    root: np.ndarray  # int32[word id], first node of the trie, 0 = none
    edge_keys: np.ndarray  # uint64, node << 32 | word id, 0 = free
    edge_nodes: np.ndarray  # int32
    node_first: np.ndarray  # int32[node + 1], where a node's patterns begin, those of strong terms first
    node_strong: np.ndarray  # int32[node], where its patterns of terms that need no context end
    node_wanted: np.ndarray  # int64[node], the contexts that its weak terms want, one bit a group
    node_present: np.ndarray  # int64[node], the context groups that end here
    node_filter: np.ndarray  # uint64[node], bit (word id mod 64) = there may be an edge
    pattern_rule: np.ndarray  # int32
    pattern_flags: np.ndarray  # uint8, form | strict << 4
    pattern_marks: np.ndarray  # int32, where its marks begin
    marks: np.ndarray  # int64
    automaton: np.ndarray  # int32[state * CLASSES + class]
    state_hidden: np.ndarray  # int32[state], first hidden pattern that ends here, -1 = none
    state_link: np.ndarray  # int32[state], next shorter state with a hidden pattern, -1 = none
    hidden_next: np.ndarray  # int32, another hidden pattern with the same letters, -1 = none
    hidden_rule: np.ndarray  # int32
    hidden_first: np.ndarray  # int32, where its letters begin (one more at the end)
    hidden_starts: np.ndarray  # uint64, bit n = a syllable begins at letter n
    hidden_letters: np.ndarray  # uint8, letter | 26 = a digit
    hidden_marks: np.ndarray  # uint8, shape | tone << 4
    role: np.ndarray  # int8[rule] and so on
    category: np.ndarray
    outcome: np.ndarray
    strength: np.ndarray
    contexts: np.ndarray
    scope: np.ndarray
    group: np.ndarray
    flags: np.ndarray  # 1 after, 2 counted, 4 anywhere
    reach: np.ndarray
    level: np.ndarray
    score: np.ndarray
    scopes: np.ndarray  # uint8[scope, category]
    damping: np.ndarray  # int64[category]
    part_starts: np.ndarray  # uint64, bit (three letters to the base 36) = a word that is no syllable may begin so
    misspelt_keys: np.ndarray  # uint64, hash of a misspelt word, 0 = free
    misspelt_ids: np.ndarray  # int32, the word that is meant


def fnv(word: str) -> int:
    """Hash a folded word (FNV-1a, 64 bits); never 0, which marks a free place."""
    value = FNV_START
    for char in word:
        value = ((value ^ ord(char)) * FNV_STEP) & MASK64
    return value or 1


def place(key: int, size: int) -> int:
    """Give the place of a key in a table of `size` places."""
    return (((key ^ key >> 32) * MIX) & MASK64) >> 40 & size - 1


def _table(pairs: dict[int, int], spare: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Build an open-addressed table at most a quarter full."""
    size = 16
    while size < spare * len(pairs):
        size *= 2
    keys, values = np.zeros(size, np.uint64), np.zeros(size, np.int32)
    taken = [0] * size
    for key, value in pairs.items():
        at = place(key, size)
        while taken[at]:
            at = at + 1 & size - 1
        taken[at], values[at] = key, value
    keys[:] = np.array(taken, dtype=np.uint64)
    return keys, values


@functools.lru_cache(maxsize=4)
def build(terms: Terms) -> Artefact:
    """Lay `terms` out for the kernel; the same terms give the same arrays."""
    syllable_next, syllable_ends = _syllables()
    return Artefact(
        character_table().copy(),  # writable like all others: numba compiles anew for a read-only array
        np.array([ALPHABET.index(SQUEEZED[c]) for c in "abcdefghijklmnopqrstuvwxyz0123456789"], np.uint8),
        syllable_next,
        syllable_ends,
        *_words(terms),
        *_hidden(terms),
        *_rules(terms),
        _part_starts(terms),
        *_misspelt(terms),
    )


def _part_starts(terms: Terms) -> np.ndarray:
    """Mark the first three letters of every word of the vocabulary that is no syllable."""
    signs = "abcdefghijklmnopqrstuvwxyz0123456789"
    starts = np.zeros(36**3 // 64 + 1, np.uint64)
    for word in terms.vocabulary - valid_syllables():
        if len(word) > 2:
            number = functools.reduce(lambda total, char: total * 36 + signs.index(char), word[:3], 0)
            starts[number >> 6] |= np.uint64(1 << (number & 63))
    return starts


def _misspelt(terms: Terms) -> tuple[np.ndarray, np.ndarray]:
    """Lay the misspelt words out."""
    numbers = {word: at for at, word in enumerate(sorted(terms.vocabulary))}
    slips = {fnv(word): numbers[meant] for word, meant in terms.misspelt.items() if word not in valid_syllables()}
    return _table(slips, spare=2)


def _syllables() -> tuple[np.ndarray, np.ndarray]:
    """Lay the valid syllables out as a trie over letters."""
    nodes: list[list[int]] = [[0] * 26]
    ends = [0]
    for syllable in sorted(valid_syllables()):
        node = 0
        for char in syllable:
            letter = ord(char) - 97
            if not nodes[node][letter]:
                nodes.append([0] * 26)
                ends.append(0)
                nodes[node][letter] = len(nodes) - 1
            node = nodes[node][letter]
        ends[node] = 1
    return np.array(nodes, np.int16), np.array(ends, np.uint8)


def _words(terms: Terms) -> tuple[np.ndarray, ...]:
    """Lay the word channel out: vocabulary, trie over word numbers, patterns of each node with their marks."""
    numbers = {word: at for at, word in enumerate(sorted(terms.vocabulary))}
    edges: dict[int, int] = {}
    root = [0] * len(numbers)
    ends: list[list[int]] = [[]]
    for at, pattern in enumerate(terms.patterns):
        node = 0
        for word in pattern.words:
            number = numbers[word]
            child = root[number] if node == 0 else edges.get(node << 32 | number, 0)
            if not child:
                ends.append([])
                child = len(ends) - 1
                if node == 0:
                    root[number] = child
                else:
                    edges[node << 32 | number] = child
            node = child
        ends[node].append(at)
    first, order, strong_end, wanted, present = [0], [], [], [], []
    for patterns in ends:
        rules = {at: terms.rules[terms.patterns[at].rule] for at in patterns}
        strong = [at for at, rule in rules.items() if rule.role == "term" and rule.strength < WEAK]
        order.extend(strong)
        strong_end.append(len(order))
        order.extend(at for at in patterns if at not in strong)
        first.append(len(order))
        wanted.append(functools.reduce(int.__or__, (r.contexts for r in rules.values()), 0))
        groups = (1 << r.group for r in rules.values() if r.role == "context")
        present.append(functools.reduce(int.__or__, groups, 0))
    filters = [0] * len(ends)
    for edge in edges:
        filters[edge >> 32] |= 1 << (edge & 63)
    starts: list[int] = []
    marks: list[int] = []
    for at in order:
        starts.append(len(marks))
        marks.extend(terms.patterns[at].marks)
    chosen = [terms.patterns[at] for at in order]
    return (
        *_table(
            {fnv(s): -1 for s in valid_syllables()}
            | {fnv(slip): numbers[meant] for slip, meant in terms.misspelt.items() if slip in valid_syllables()}
            | {fnv(word): number for word, number in numbers.items()}
        ),
        np.array(root, np.int32),
        *_table(edges),
        np.array(first, np.int32),
        np.array(strong_end, np.int32),
        np.array(wanted, np.int64),
        np.array(present, np.int64),
        np.array(filters, np.uint64),
        np.array([p.rule for p in chosen], np.int32),
        np.array([p.form | int(p.strict) << 4 for p in chosen], np.uint8),
        np.array(starts, np.int32),
        np.array(marks, np.int64),
    )


def _hidden(terms: Terms) -> tuple[np.ndarray, ...]:
    """Lay the obfuscation channel out: an Aho-Corasick automaton with every transition filled in, and its patterns."""
    children: list[dict[int, int]] = [{}]
    own: list[int] = [-1]
    following = [-1] * len(terms.hidden)
    for at, pattern in enumerate(terms.hidden):
        node = 0
        for char in pattern.classes:
            letter = ALPHABET.index(char)
            node_next = children[node].get(letter)
            if node_next is None:
                children.append({})
                own.append(-1)
                node_next = len(children) - 1
                children[node][letter] = node_next
            node = node_next
        following[at], own[node] = own[node], at
    automaton = np.zeros((len(children), CLASSES), np.int32)
    fail, link = [0] * len(children), [-1] * len(children)
    queue = deque([0])
    while queue:
        node = queue.popleft()
        if node:
            automaton[node] = automaton[fail[node]]
            link[node] = fail[node] if own[fail[node]] >= 0 else link[fail[node]]
        for letter, child in children[node].items():
            fail[child] = int(automaton[node, letter]) if node else 0
            queue.append(child)
        for letter, child in children[node].items():
            automaton[node, letter] = child
    firsts = np.cumsum([0, *(len(p.classes) for p in terms.hidden)])
    return (
        automaton.reshape(-1),
        np.array(own, np.int32),
        np.array(link, np.int32),
        np.array(following, np.int32),
        np.array([p.rule for p in terms.hidden], np.int32),
        firsts.astype(np.int32),
        np.array([sum(1 << at for at in p.starts) for p in terms.hidden], np.uint64),
        np.array([26 if c == "#" else ord(c) - 97 for p in terms.hidden for c in p.letters], np.uint8),
        np.array([shape | tone << 4 for p in terms.hidden for shape, tone in p.marks], np.uint8),
    )


def _rules(terms: Terms) -> tuple[np.ndarray, ...]:
    """Lay the rules out column by column."""
    scopes = {scope: at for at, scope in enumerate(dict.fromkeys(r.scope for r in terms.rules))}
    matrix = np.zeros((max(len(scopes), 1), len(terms.categories)), np.uint8)
    for scope, at in scopes.items():
        matrix[at, list(scope)] = 1
    rules = terms.rules
    return (
        np.array([ROLES.index(r.role) for r in rules], np.int8),
        np.array([r.category for r in rules], np.int16),
        np.array([r.outcome for r in rules], np.int8),
        np.array([r.strength for r in rules], np.int8),
        np.array([r.contexts for r in rules], np.int64),
        np.array([scopes[r.scope] for r in rules], np.int32),
        np.array([r.group for r in rules], np.int8),
        np.array([int(r.after) | int(r.counted) << 1 | int(r.anywhere) << 2 for r in rules], np.uint8),
        np.array([r.reach for r in rules], np.int16),
        np.array([r.level for r in rules], np.int8),
        np.array([r.score for r in rules], np.int16),
        matrix,
        np.array(terms.damping, np.int64),
    )
