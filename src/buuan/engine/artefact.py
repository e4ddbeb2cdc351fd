"""Lays compiled terms out as flat arrays for the kernel: hash tables, a trie over words, a trie over letters, rules.

The arrays hold nothing that is not in `Terms`; they can be saved and memory-mapped, and are shared by all threads.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from buuan.engine.catalogue import STRENGTHS
from buuan.engine.characters import character_table
from buuan.engine.letters import ALPHABET, SQUEEZED
from buuan.engine.syllables import valid_syllables
from buuan.engine.terms import Pattern, Terms
from buuan.kit.errors import Refused

WEAK = STRENGTHS.index("weak")
ROLES = ("term", "look_alike", "context", "damper", "neutral", "break")
MOST_CATEGORIES = 256
WORD_BITS, NODE_BITS = 20, 22
"""Bits of a word's number and of a node in the table of edges."""
FEWEST_EDGE_BITS, BITS_AN_EDGE = 1 << 16, 8
FNV_START, FNV_STEP = 0xCBF29CE484222325, 0x100000001B3
MIX = 0x9E3779B97F4A7C15


LAYOUT: tuple[tuple[str, str, int], ...] = (
    ("characters", "int32", 0),  # by code point, packed facts
    ("classes", "uint8", 0),  # class of each letter (0-25) and digit (26-35)
    ("syllable_next", "int16", 26),  # by node and letter, 0 = none
    ("syllable_ends", "uint8", 0),  # by node
    ("word_keys", "uint64", 0),  # hash of a word of the vocabulary, 0 = free
    ("word_ids", "int32", 0),  # -1 for a plain syllable that no pattern has
    ("edges", "uint64", 0),  # node << 42 | word number << 22 | the node that it leads to, 0 = free
    ("edge_bits", "uint64", 0),  # bit (hash of a key) = there may be such an edge: small enough to stay near the processor
    # By node, 0 = none, and a word's number plus one where it stands first. Bit (word number mod 64) = there may be an edge; the
    # contexts that its weak terms want; the context groups that end here; where its patterns begin, where those of terms that
    # need no context end, where all end (21 bits each; the weak terms stand between the strong ones and the rest).
    ("nodes", "int64", 4),
    ("idle", "uint8", 0),  # by word number, 1 = stands in words that say nothing about what is sent, or that open a clause
    ("patterns", "int64", 0),  # rule | form << 24 | strict << 28 | role << 29 | where its marks begin << 32
    ("marks", "int32", 0),
    # By node of the trie over letters: bit n = a letter of class n goes on; the node that the first of these leads to (the
    # others follow it); the first hidden pattern that ends here, or -1; and where only one place is left to go to, the first
    # hidden pattern that ends there, or -1: its letters are then compared one by one, the trie has no nodes for them.
    ("letters", "int32", 4),
    ("hidden_next", "int32", 0),  # another hidden pattern with the same letters, -1 = none
    ("hidden_rule", "int32", 0),
    ("hidden_first", "int32", 0),  # where its letters begin (one more at the end)
    ("hidden_starts", "uint64", 0),  # bit n = a syllable begins at letter n
    ("hidden_classes", "uint8", 0),
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
    ("part_starts", "uint64", 0),  # bit (three letters to the base 36) = a part of a word that is no syllable may begin so
    ("misspelt_keys", "uint64", 0),  # hash of a misspelt word, 0 = free
    ("misspelt_ids", "int32", 0),  # twice the word that is meant, and one more if that is a syllable
    ("together_keys", "uint64", 0),  # hash of the letters of a term run together, or of two syllables of a term, 0 = free
    ("together_ends", "int64", 0),  # bit n = a word ends inside them before letter n; bit 0 = it is a term
)
"""Name, type and columns of everything that the kernel reads. Hash tables are open-addressed, their sizes powers of two."""


class Artefact:
    """The arrays of one version of the terms; `table` is where the kernel finds them, made on first use."""

    def __init__(self, version: str, arrays: Mapping[str, np.ndarray], owner: object = None) -> None:
        self.version, self.arrays, self.owner = version, arrays, owner
        self.table: Any = None

    if TYPE_CHECKING:  # inside the kernel, the arrays of `LAYOUT` are attributes

        def __getattr__(self, name: str) -> Any: ...


def hashes(words: Sequence[str]) -> np.ndarray:
    """Hash folded words (FNV-1a, 64 bits); never 0, which marks a free place."""
    lengths = np.array([len(word) for word in words], np.int64)
    signs = np.zeros((len(words), int(lengths.max(initial=0))), np.uint64)
    signs[np.arange(signs.shape[1]) < lengths[:, None]] = np.frombuffer("".join(words).encode("ascii"), np.uint8)
    values = np.full(len(words), FNV_START, np.uint64)
    for at in range(signs.shape[1]):
        values = np.where(lengths > at, (values ^ signs[:, at]) * np.uint64(FNV_STEP), values)
    return np.where(values == 0, np.uint64(1), values)


def places(keys: np.ndarray, size: int) -> np.ndarray:
    """Give the places that keys want in a table of `size` places."""
    mixed: np.ndarray = ((keys ^ keys >> np.uint64(32)) * np.uint64(MIX)) >> np.uint64(40)
    return mixed.astype(np.int64) & size - 1


def seated(keys: np.ndarray, size: int) -> np.ndarray:
    """Give each of some distinct keys a place of its own in an open-addressed table of `size` places.

    Of those that want a place the first one gets it, the others ask for the next one, until all have one: no place between
    where a key was wanted and where it stands stays free.
    """
    taken, found = np.zeros(size, bool), np.empty(len(keys), np.int64)
    waiting, wanted = np.arange(len(keys)), places(keys, size)
    while len(waiting):
        first = np.zeros(len(waiting), bool)
        first[np.unique(wanted, return_index=True)[1]] = True
        first &= ~taken[wanted]
        found[waiting[first]] = wanted[first]
        taken[wanted[first]] = True
        waiting, wanted = waiting[~first], wanted[~first] + 1 & size - 1
    return found


def _table(
    keys: np.ndarray, values: Sequence[int] | np.ndarray, spare: int = 4, kind: type[np.signedinteger[Any]] = np.int32
) -> tuple[np.ndarray, np.ndarray]:
    """Build an open-addressed table of at least `spare` places an entry."""
    size = 16
    while size < spare * len(keys):
        size *= 2
    held, told = np.zeros(size, np.uint64), np.zeros(size, kind)
    at = seated(keys, size)
    held[at], told[at] = keys, values
    return held, told


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
        *_together(terms),
    )
    return Artefact(terms.version, {name: part for (name, _, _), part in zip(LAYOUT, parts, strict=True)})


def _part_starts(terms: Terms) -> np.ndarray:
    """Mark the first three letters of every part of a word that is no syllable."""
    signs = "abcdefghijklmnopqrstuvwxyz0123456789"
    starts = np.zeros(36**3 // 64 + 1, np.uint64)
    for word in (terms.vocabulary | terms.together.keys() | terms.pairs.keys()) - valid_syllables():
        if len(word) > 2:
            number = functools.reduce(lambda total, char: total * 36 + signs.index(char), word[:3], 0)
            starts[number >> 6] |= np.uint64(1 << (number & 63))
    return starts


def _misspelt(terms: Terms) -> tuple[np.ndarray, np.ndarray]:
    """Lay the misspelt words out."""
    numbers = {word: at for at, word in enumerate(sorted(terms.vocabulary))}
    meant = [2 * numbers[word] + (word in valid_syllables()) for word in terms.misspelt.values()]
    return _table(hashes(list(terms.misspelt)), meant, spare=2)


def _together(terms: Terms) -> tuple[np.ndarray, np.ndarray]:
    """Lay out where words end in terms run together and in pairs of syllables."""
    ends = {word: sum(1 << at for at in found[:-1]) for word, found in terms.pairs.items()}
    ends |= {word: 1 | sum(1 << at for at in found[:-1]) for word, found in terms.together.items()}
    return _table(hashes(list(ends)), list(ends.values()), spare=2, kind=np.int64)


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
    ends = np.empty(len(terms.patterns), np.int64)  # the node that each pattern ends in
    youngest = len(numbers)
    for at, pattern in enumerate(terms.patterns):
        node = numbers[pattern.words[0]] + 1
        for word in pattern.words[1:]:
            key = node << WORD_BITS | numbers[word]
            node = edges.get(key, 0)
            if not node:
                youngest += 1
                node = edges[key] = youngest
        ends[at] = node
    if youngest >> NODE_BITS:
        raise Refused("catalogue.too_many_terms", "Danh mục có quá nhiều từ ngữ.")
    of = np.array([pattern.rule for pattern in terms.patterns], np.int64)
    is_term = np.array([rule.role == "term" for rule in terms.rules], bool)[of]
    is_idle = np.array([rule.role in ("neutral", "break") for rule in terms.rules], bool)[of]
    is_weak = np.array([rule.strength >= WEAK for rule in terms.rules], bool)[of]
    order = np.lexsort((np.where(is_term, is_weak, 2), ends))  # those of a node together: strong terms, weak ones, the rest
    keys = np.fromiter(edges, np.uint64, len(edges))
    filters = np.zeros(youngest + 1, np.uint64)
    np.bitwise_or.at(filters, (keys >> np.uint64(WORD_BITS)).astype(np.int64), np.uint64(1) << (keys & np.uint64(63)))
    wanted, present = np.zeros(youngest + 1, np.int64), np.zeros(youngest + 1, np.int64)
    groups = [1 << rule.group if rule.role == "context" else 0 for rule in terms.rules]
    np.bitwise_or.at(wanted, ends, np.array([rule.contexts for rule in terms.rules], np.int64)[of])
    np.bitwise_or.at(present, ends, np.array(groups, np.int64)[of])
    until = np.cumsum(np.bincount(ends, minlength=youngest + 1))
    begin = until - np.bincount(ends, minlength=youngest + 1)
    strong = np.bincount(ends[is_term & ~is_weak], minlength=youngest + 1)
    idle = np.zeros(len(numbers), np.uint8)
    idle[[numbers[word] for at in np.flatnonzero(is_idle) for word in terms.patterns[at].words]] = 1
    chosen = [terms.patterns[at] for at in order]
    starts = itertools.accumulate((len(pattern.marks) for pattern in chosen), initial=0)
    plain = sorted(valid_syllables() - terms.vocabulary)
    return (
        *_table(hashes([*plain, *numbers]), [-1] * len(plain) + list(numbers.values())),
        *_edges(keys, np.fromiter(edges.values(), np.uint64, len(edges))),
        np.column_stack((filters.view(np.int64), wanted, present, begin | begin + strong << 21 | until << 42)),
        idle,
        np.array([_pattern(p, terms.rules[p.rule].role, start) for p, start in zip(chosen, starts, strict=False)], np.int64),
        np.array([mark for pattern in chosen for mark in pattern.marks], np.int32),
    )


def _pattern(pattern: Pattern, role: str, start: int) -> int:
    """Pack a pattern of the word channel into one number."""
    return pattern.rule | pattern.form << 24 | int(pattern.strict) << 28 | ROLES.index(role) << 29 | start << 32


def _edges(keys: np.ndarray, nodes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Lay the edges out as an open-addressed table, at most half full, and as a table of bits that marks all their places."""
    size, many = 16, FEWEST_EDGE_BITS
    while size < 2 * len(keys):
        size *= 2
    while many < BITS_AN_EDGE * len(keys):
        many *= 2
    taken, bits = np.zeros(size, np.uint64), np.zeros(many // 64, np.uint64)
    taken[seated(keys, size)] = keys << np.uint64(NODE_BITS) | nodes
    at = places(keys, many)
    np.bitwise_or.at(bits, at >> 6, np.uint64(1) << (at & 63).astype(np.uint64))
    return taken, bits


def _hidden(terms: Terms) -> tuple[np.ndarray, ...]:
    """Lay the obfuscation channel out: a trie over letters, breadth first, and its patterns."""
    children: list[dict[int, int]] = [{}]
    own: list[int] = [-1]
    following = [-1] * len(terms.hidden)
    for at, pattern in enumerate(terms.hidden):
        node = 0
        for char in pattern.classes:
            letter = ALPHABET.index(char)
            if letter not in children[node]:
                children[node][letter] = len(children)
                children.append({})
                own.append(-1)
            node = children[node][letter]
        following[at], own[node] = own[node], at
    places = [int(held >= 0) for held in own]  # where patterns end, in all that follows a node
    only = own.copy()
    for node in range(len(children) - 1, -1, -1):  # a child is always younger
        for child in children[node].values():
            places[node] += places[child]
            only[node] = max(only[node], only[child])
    order, nodes = [0], []
    for node in order:  # grows while it is read: the children of a node follow one another
        if node and places[node] == 1 and own[node] < 0:
            nodes.append((0, 0, -1, only[node]))
            continue
        letters = sorted(children[node])
        nodes.append((sum(1 << letter for letter in letters), len(order), own[node], -1))
        order += [children[node][letter] for letter in letters]
    firsts = np.cumsum([0, *(len(p.classes) for p in terms.hidden)])
    return (
        np.array(nodes, np.int32),
        np.array(following, np.int32),
        np.array([p.rule for p in terms.hidden], np.int32),
        firsts.astype(np.int32),
        np.array([sum(1 << at for at in p.starts) for p in terms.hidden], np.uint64),
        np.array([ALPHABET.index(c) for p in terms.hidden for c in p.classes], np.uint8),
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
