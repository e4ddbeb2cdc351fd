"""Lays compiled terms out as flat arrays for the kernel: hash tables, a trie over words, an automaton over letters, rules.

The arrays hold nothing that is not in `Terms`; they can be saved and memory-mapped, and are shared by all threads.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from buuan.engine.catalogue import STRENGTHS
from buuan.engine.characters import character_table
from buuan.engine.syllables import valid_syllables
from buuan.engine.terms import Terms
from buuan.engine.words import ALPHABET, SQUEEZED
from buuan.kit.errors import Refused

WEAK = STRENGTHS.index("weak")
ROLES = ("term", "look_alike", "context", "damper", "neutral", "break")
MOST_CATEGORIES = 256
CLASSES = 32
"""Row length of the letter automaton: 23 classes, padded to a power of two."""
FNV_START, FNV_STEP = 0xCBF29CE484222325, 0x100000001B3
MASK64 = (1 << 64) - 1
MIX = 0x9E3779B97F4A7C15


LAYOUT: tuple[tuple[str, str, int], ...] = (
    ("characters", "int32", 0),  # by code point, packed facts
    ("classes", "uint8", 0),  # class of each letter (0-25) and digit (26-35)
    ("syllable_next", "int16", 26),  # by node and letter, 0 = none
    ("syllable_ends", "uint8", 0),  # by node
    ("word_keys", "uint64", 0),  # hash of a word of the vocabulary, 0 = free
    ("word_ids", "int32", 0),  # -1 for a plain syllable that no pattern has
    ("root", "int32", 0),  # by word number, first node of the trie, 0 = none
    ("edge_keys", "uint64", 0),  # node << 32 | word number, 0 = free
    ("edge_nodes", "int32", 0),
    # By node: bit (word number mod 64) = there may be an edge; the contexts that its weak terms want; the context groups that
    # end here; where its patterns begin, where those of terms that need no context end, where all end (21 bits each; the
    # weak terms stand between the strong ones and the rest).
    ("nodes", "int64", 4),
    ("idle", "uint8", 0),  # by word number, 1 = stands in words that say nothing about what is sent, or that open a clause
    ("pattern_rule", "int32", 0),
    ("pattern_flags", "uint8", 0),  # form | strict << 4 | role << 5
    ("pattern_marks", "int32", 0),  # where its marks begin
    ("marks", "int64", 0),
    ("automaton", "int32", 0),  # by state * CLASSES + class: 2 * the next state, + 1 when a hidden pattern ends there
    ("state_hidden", "int32", 0),  # first hidden pattern that ends here, -1 = none
    ("state_link", "int32", 0),  # next shorter state with a hidden pattern, -1 = none
    ("hidden_next", "int32", 0),  # another hidden pattern with the same letters, -1 = none
    ("hidden_rule", "int32", 0),
    ("hidden_first", "int32", 0),  # where its letters begin (one more at the end)
    ("hidden_starts", "uint64", 0),  # bit n = a syllable begins at letter n
    ("hidden_letters", "uint8", 0),  # letter | 26 = a digit
    ("hidden_marks", "uint8", 0),  # shape | tone << 4
    ("role", "int8", 0),  # by rule, and so on
    ("category", "int16", 0),
    ("outcome", "int8", 0),
    ("strength", "int8", 0),
    ("contexts", "int64", 0),
    ("scope", "int32", 0),
    ("group", "int8", 0),
    ("flags", "uint8", 0),  # 1 after, 2 counted, 4 anywhere
    ("reach", "int16", 0),
    ("level", "int8", 0),
    ("score", "int16", 0),
    ("scopes", "uint8", MOST_CATEGORIES),  # by scope and category
    ("damping", "int64", 0),  # by category
    ("part_starts", "uint64", 0),  # bit (three letters to the base 36) = a word that is no syllable may begin so
    ("misspelt_keys", "uint64", 0),  # hash of a misspelt word, 0 = free
    ("misspelt_ids", "int32", 0),  # the word that is meant
)
"""Name, type and columns of everything that the kernel reads. Hash tables are open-addressed, their sizes powers of two."""


class Artefact:
    """The arrays of one version of the terms; `table` is where the kernel finds them, made on first use."""

    def __init__(self, version: str, arrays: Mapping[str, np.ndarray], owner: object = None) -> None:
        self.version, self.arrays, self.owner = version, arrays, owner
        self.table: np.ndarray | None = None

    if TYPE_CHECKING:  # inside the kernel, the arrays of `LAYOUT` are attributes

        def __getattr__(self, name: str) -> Any: ...


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


def build(terms: Terms) -> Artefact:
    """Lay `terms` out for the kernel; the same terms give the same arrays."""
    parts = (
        character_table(),
        np.array([ALPHABET.index(SQUEEZED[c]) for c in "abcdefghijklmnopqrstuvwxyz0123456789"], np.uint8),
        *_syllables(),
        *_words(terms),
        *_hidden(terms),
        *_rules(terms),
        _part_starts(terms),
        *_misspelt(terms),
    )
    return Artefact(terms.version, {name: part for (name, _, _), part in zip(LAYOUT, parts, strict=True)})


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
    for word in sorted({pattern.words[0] for pattern in terms.patterns}):
        ends.append([])  # first words first: what is looked at most lies together
        root[numbers[word]] = len(ends) - 1
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
    order: list[int] = []
    nodes: list[tuple[int, int, int]] = []
    idle = [0] * len(numbers)
    for patterns in ends:
        rules = {at: terms.rules[terms.patterns[at].rule] for at in patterns}
        strong = [at for at, rule in rules.items() if rule.role == "term" and rule.strength < WEAK]
        weak = [at for at, rule in rules.items() if rule.role == "term" and rule.strength >= WEAK]
        others = [at for at, rule in rules.items() if rule.role != "term"]
        begin = len(order)
        order += strong + weak + others
        wanted = functools.reduce(int.__or__, (r.contexts for r in rules.values()), 0)
        present = functools.reduce(int.__or__, (1 << r.group for r in rules.values() if r.role == "context"), 0)
        nodes.append((wanted, present, begin | begin + len(strong) << 21 | len(order) << 42))
    for pattern in terms.patterns:
        if terms.rules[pattern.rule].role in ("neutral", "break"):
            for word in pattern.words:
                idle[numbers[word]] = 1
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
        np.column_stack((np.array(filters, np.uint64).view(np.int64), np.array(nodes, np.int64))),
        np.array(idle, np.uint8),
        np.array([p.rule for p in chosen], np.int32),
        np.array([p.form | int(p.strict) << 4 | ROLES.index(terms.rules[p.rule].role) << 5 for p in chosen], np.uint8),
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
    queue, reached = deque([0]), []
    while queue:
        node = queue.popleft()
        reached.append(node)
        if node:
            automaton[node] = automaton[fail[node]]
            link[node] = fail[node] if own[fail[node]] >= 0 else link[fail[node]]
        for letter, child in children[node].items():
            fail[child] = int(automaton[node, letter]) if node else 0
            queue.append(child)
        for letter, child in children[node].items():
            automaton[node, letter] = child
    # States by depth: the shallow ones are looked at most, and lie together.
    order = np.array(reached)
    number = np.empty_like(order)
    number[order] = np.arange(len(order))
    own_states, links = np.array(own)[order], np.array(link)[order]
    links = np.where(links >= 0, number[links], -1)
    outgoing = ((own_states >= 0) | (links >= 0)).astype(np.int32)
    automaton = number[automaton[order]].astype(np.int32)
    firsts = np.cumsum([0, *(len(p.classes) for p in terms.hidden)])
    return (
        (automaton * 2 + outgoing[automaton]).reshape(-1),
        own_states.astype(np.int32),
        links.astype(np.int32),
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
    if len(terms.categories) > MOST_CATEGORIES:
        raise Refused("catalogue.too_many_categories", f"Danh mục có hơn {MOST_CATEGORIES} nhóm hàng.")
    matrix = np.zeros((max(len(scopes), 1), MOST_CATEGORIES), np.uint8)
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
