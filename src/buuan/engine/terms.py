"""Compiles the catalogue once into immutable terms that carry their own version.

A row of words becomes a rule; a rule has one or more patterns (as written, run together, in another order, by ear) for the word
channel and, if it is a term or a look-alike, one hidden pattern for the obfuscation channel.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from operator import attrgetter
from pathlib import Path

from buuan.engine.catalogue import KINDS, STRENGTHS, Catalogue, Category, Row, load_catalogue
from buuan.engine.letters import Word, signs_of, words_in
from buuan.engine.slips import heard, misspelt, slipped, wordings
from buuan.engine.syllables import LONGEST_JOINED_WORD, Known, valid_syllables
from buuan.kit.errors import Refused

__all__ = ["Catalogue", "Spelled", "Terms", "check_row", "compile_terms", "load_catalogue", "spelled"]

FORMAT = 4
"""The version of the engine's own reading: it is part of every catalogue version, so that a replay names both."""

EVERYWHERE = ("*",)
"""The scope of an everyday word: it silences terms of any category that it overlaps and is not shorter than."""

AS_WRITTEN, REORDERED, HEARD, SLIPPED, JOINED = range(5)
# Scores are whole hundredths inside the engine, so that the kernel and its twin agree to the last digit.
SCORES = {"sure": 95, "plain": 85, "head": 80, "weak": 65}
PENALTY = {AS_WRITTEN: 0, REORDERED: 15, HEARD: 5, SLIPPED: 10}
HIDDEN_PENALTY = 5
SHORTEST_JOINED, SHORTEST_HIDDEN, LONGEST_HIDDEN = 5, 4, 60
LONGEST_PATTERN, LONGEST_VARIED = 12, 4
OTHER_FORM = "~"
"""Stands in the list of everyday sequences before one that a term must not be found by in another form than as written."""
ORDERS = {
    2: ((1, 0),),
    3: ((0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)),
    4: ((2, 3, 0, 1), (1, 0, 3, 2), (3, 2, 1, 0), (1, 2, 3, 0), (3, 0, 1, 2)),
}
"""The other orders in which the words of a term are looked for."""
_ROW_FIELDS = tuple(one.name for one in fields(Row))
_ROW_VALUES = attrgetter(*_ROW_FIELDS)


@dataclass(frozen=True, slots=True)
class Rule:
    """What one row says, with every name turned into a number; `category` is an index into `Terms.categories`."""

    role: str
    text: str
    category: int = -1
    outcome: int = 0
    strength: int = 0
    contexts: int = 0
    scope: frozenset[int] = frozenset()
    group: int = -1
    after: bool = False
    anywhere: bool = False
    reach: int = 0
    level: int = 1
    counted: bool = False
    score: int = 0
    source: str = ""
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """Words of the word channel: their letters, their mark signatures, the rule, and the form they stand in.

    `strict` patterns are never found without their marks: bare, they read like other everyday words.
    """

    words: tuple[str, ...]
    marks: tuple[int, ...]
    rule: int
    form: int = AS_WRITTEN
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Hidden:
    """Letters of the obfuscation channel: classes, letters, (shape, tone) of each, and where a syllable begins."""

    classes: str
    letters: str
    marks: tuple[tuple[int, int], ...]
    starts: frozenset[int]
    rule: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The compiled catalogue: what the engine takes, complete and immutable."""

    version: str
    categories: tuple[Category, ...]
    rules: tuple[Rule, ...]
    patterns: tuple[Pattern, ...]
    hidden: tuple[Hidden, ...]
    vocabulary: frozenset[str]
    damping: tuple[int, ...]
    """For each category the damping groups that work on it, one bit a group."""
    misspelt: Mapping[str, str] = field(default_factory=dict)
    """Slips of the pen (two letters swapped, one missing) of words that terms of several words are made of."""
    joined: tuple[Pattern, ...] = ()
    """The terms that are also read where their words are run together."""
    together: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Where the words end in the letters of each of these."""
    pairs: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """The same of two syllables that follow one another in a term: where letters could be parted in two ways, these tell."""

    @property
    def known(self) -> Known:
        """Give what a text is read with."""
        return Known(self.vocabulary, self.misspelt, self.together, self.pairs)

    def category(self, code: str) -> Category:
        """Give the category with this code; raises KeyError when the catalogue has none."""
        return next(c for c in self.categories if c.code == code)

    def __hash__(self) -> int:
        """Terms are the same when their version is: the version is a hash over everything in them."""
        return hash(self.version)

    def __eq__(self, other: object) -> bool:
        """Compare by version."""
        return isinstance(other, Terms) and other.version == self.version


def compile_terms(
    catalogue: Catalogue | str | Path, rows: Iterable[Row] | None = None, known: Spelled | None = None, version: str = ""
) -> Terms:
    """Compile a catalogue (or the folder it stands in); `rows` replaces its own rows when given.

    `known` (see `spelled`) spares reading the words of rows that were compiled before, `version` hashing the catalogue where that
    was done. Raises Refused when a row names an automatic: false category, an unknown category, strength, kind or context, or has
    no word in it. The order of rows does not matter for the version.
    """
    if not isinstance(catalogue, Catalogue):
        catalogue = load_catalogue(catalogue)
    known = known or {}
    chosen = sorted(set(catalogue.rows if rows is None else rows), key=_order)
    codes = {code: at for at, code in enumerate(catalogue.categories)}
    automatic = frozenset(codes[code] for code, one in catalogue.categories.items() if one.automatic)
    for row in chosen:
        check_row(row, catalogue)
    contexts = _numbered({r.group for r in chosen if r.role == "context"} | {c for r in chosen for c in r.contexts})
    dampers = _numbered({r.group for r in chosen if r.role == "damper"} | {g for gs in catalogue.damping.values() for g in gs})

    rules: list[Rule] = []
    patterns: dict[tuple[object, ...], Pattern] = {}
    joined: list[Pattern] = []
    hidden: list[Hidden] = []
    for row in chosen:
        spelling = known.get(_spelling(row.role, row.text, row.strength, row.scope == EVERYWHERE)) or _spell(row, catalogue)
        groups = contexts if row.role == "context" else dampers
        rule = Rule(
            row.role,
            row.text,
            codes.get(row.category, -1),
            KINDS.index(row.kind or catalogue.categories[row.category].kind) if row.category else 0,
            STRENGTHS.index(row.strength),
            sum(1 << contexts[c] for c in row.contexts),
            automatic if row.scope == EVERYWHERE else frozenset(codes[c] for c in row.scope),
            groups.get(row.group, -1),
            row.side == "after",
            row.side == "anywhere",
            row.reach,
            STRENGTHS.index(row.level),
            row.role == "context" and row.text.startswith("~"),
            SCORES[row.strength],
            row.source,
            row.verified,
        )
        rules.append(rule)
        at = len(rules) - 1
        for one in spelling[0]:
            mine = Pattern(one.words, one.marks, at, one.form, one.strict)
            if mine.form == JOINED:
                joined.append(mine)
            else:
                patterns.setdefault((mine.words, mine.marks, at), mine)
        hidden.extend(Hidden(one.classes, one.letters, one.marks, one.starts, at) for one in spelling[1])
    vocabulary = frozenset(w for p in patterns.values() for w in p.words)
    together, pairs = _run_together(joined, patterns.values(), vocabulary)
    damping = tuple(
        sum(1 << dampers[g] for g in catalogue.damping.get(code, catalogue.damping.get(c.family, catalogue.damping.get("all", ()))))
        if c.automatic
        else 0
        for code, c in catalogue.categories.items()
    )
    return Terms(
        version or version_of(catalogue, chosen),
        tuple(catalogue.categories.values()),
        tuple(rules),
        tuple(patterns.values()),
        tuple(hidden),
        vocabulary,
        damping,
        misspelt(patterns.values(), rules, vocabulary | together.keys(), catalogue.seen),
        tuple(joined),
        together,
        pairs,
    )


def _run_together(
    joined: Iterable[Pattern], patterns: Iterable[Pattern], vocabulary: frozenset[str]
) -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """Give where the words end in each term that is looked for run together, and in each pair of syllables that follow one
    another in a term, but for those that are a word of another kind.
    """
    terms: dict[str, tuple[int, ...]] = {}
    pairs: dict[str, tuple[int, ...]] = {}
    taken = vocabulary | valid_syllables()
    for pattern in joined:
        if sum(map(len, pattern.words)) <= LONGEST_JOINED_WORD:
            terms.setdefault("".join(pattern.words), tuple(itertools.accumulate(map(len, pattern.words))))
    for pattern in patterns:
        for one, two in itertools.pairwise(pattern.words if pattern.form == AS_WRITTEN else ()):
            if one in valid_syllables() and two in valid_syllables() and len(one + two) > 2:
                pairs.setdefault(one + two, (len(one), len(one + two)))
    terms = {word: ends for word, ends in terms.items() if word not in taken}
    return terms, {word: ends for word, ends in pairs.items() if word not in taken and word not in terms}


Spelled = dict[tuple[str, str, str, bool], tuple[tuple[Pattern, ...], tuple[Hidden, ...]]]
"""How rows are spelled, by role, text, strength and whether they hold everywhere: patterns and hidden patterns."""


def spelled(terms: Terms) -> Spelled:
    """Give how the rows of compiled terms are spelled, so that a version that differs by a few rows is compiled in a moment.

    Only for a catalogue with the same everyday words: they decide which patterns want their marks.
    """
    patterns: list[list[Pattern]] = [[] for _ in terms.rules]
    hidden: list[list[Hidden]] = [[] for _ in terms.rules]
    for pattern in (*terms.patterns, *terms.joined):
        patterns[pattern.rule].append(pattern)
    for one in terms.hidden:
        hidden[one.rule].append(one)
    everywhere = frozenset(at for at, one in enumerate(terms.categories) if one.automatic)
    return {
        _spelling(r.role, r.text, STRENGTHS[r.strength], r.scope == everywhere): (tuple(patterns[at]), tuple(hidden[at]))
        for at, r in enumerate(terms.rules)
    }


def _spelling(role: str, text: str, strength: str, everywhere: bool) -> tuple[str, str, str, bool]:
    return role, text, strength if role == "term" else "", everywhere if role == "look_alike" else False


def _spell(row: Row, catalogue: Catalogue) -> tuple[tuple[Pattern, ...], tuple[Hidden, ...]]:
    """Read a row's words and give its patterns, numbered later; raises Refused when there is no word in it."""
    words = words_in(row.text)  # what the catalogue spells is never taken for teencode or Telex
    if not words or len(words) > LONGEST_PATTERN:
        raise Refused("catalogue.bad_words", f"Dòng «{row.text}» không có từ nào hoặc quá dài.", text=row.text)
    found: dict[tuple[object, ...], Pattern] = {}
    others = [words_in(text) for text in wordings(row.text, catalogue.stand_ins)]
    as_written = (p for one in others if len(one) <= LONGEST_PATTERN for p in _as_written(one, row, 0))
    for pattern in (*_patterns(words, row, 0, catalogue.seen), *as_written):
        if row.role == "term" and pattern.form != AS_WRITTEN:
            if OTHER_FORM + ("" if pattern.form == JOINED else " ").join(pattern.words) in catalogue.everyday:
                continue
        elif row.role == "term" and " ".join(pattern.words) in catalogue.everyday:
            pattern = replace(pattern, strict=True)
        found.setdefault((pattern.words, pattern.marks, pattern.form == JOINED), pattern)
    is_hidden = (row.role == "look_alike" and row.scope != EVERYWHERE) or (row.role == "term" and row.strength != "weak")
    return tuple(found.values()), tuple(_hidden(row.text, 0)) if is_hidden else ()


def _order(row: Row) -> tuple[str, ...]:
    """Give the key by which rows are put in order, the same on every machine."""
    return tuple(map(str, _ROW_VALUES(row)))


def check_row(row: Row, catalogue: Catalogue) -> None:
    """Refuse a row that the catalogue cannot carry: raises Refused with the reason.

    A category that only a person decides takes neither a term nor an exception, from whatever source.
    """
    named = (row.category,) if row.role == "term" else () if row.scope == EVERYWHERE else row.scope
    for code in named:
        category = catalogue.categories.get(code)
        if category is None:
            raise Refused("catalogue.unknown_category", f"Không có nhóm hàng {code} trong danh mục.", category=code)
        if not category.automatic:
            raise Refused(
                "catalogue.not_automatic",
                f"Nhóm «{category.name}» chỉ do con người quyết định; không nhận từ nhận diện từ bất kỳ nguồn nào.",
                category=code,
            )
    if row.strength not in STRENGTHS or row.level not in STRENGTHS or (row.kind and row.kind not in KINDS):
        raise Refused("catalogue.bad_row", f"Dòng «{row.text}» có mức hoặc loại không hợp lệ.", text=row.text)
    if row.role == "term" and row.strength == "weak" and not row.contexts:
        raise Refused("catalogue.weak_alone", f"Từ yếu «{row.text}» phải có ngữ cảnh đi kèm.", text=row.text)


def _numbered(names: Iterable[str]) -> dict[str, int]:
    """Give each name a bit; raises Refused when there are more than the kernel's 62."""
    ordered = sorted(n for n in names if n)
    if len(ordered) > 62:
        raise Refused("catalogue.too_many_groups", "Danh mục có quá nhiều nhóm ngữ cảnh (tối đa 62).")
    return {name: at for at, name in enumerate(ordered)}


def _as_written(words: list[Word], row: Row, rule: int) -> Iterable[Pattern]:
    """Give the pattern of a row's words as they stand, and for a term that is not weak the same run together."""
    letters, marks = tuple(w.letters for w in words), tuple(w.marks for w in words)
    yield Pattern(letters, marks, rule)
    varied = row.role == "term" and row.strength != "weak" and 1 < len(words) <= LONGEST_VARIED
    if varied and sum(map(len, letters)) >= SHORTEST_JOINED and not any(w.number for w in words):
        yield Pattern(letters, marks, rule, JOINED)


def _patterns(words: list[Word], row: Row, rule: int, seen: frozenset[str]) -> Iterable[Pattern]:
    """Give a row's patterns: as written, and for a term also run together, by ear, with a slip, and in another order."""
    yield from _as_written(words, row, rule)
    letters, marks, whole = tuple(w.letters for w in words), tuple(w.marks for w in words), len(words)
    if row.role != "term" or row.strength == "weak" or not 1 < whole <= LONGEST_VARIED:
        return
    for spelling, signs in heard(letters, marks):
        yield Pattern(spelling, signs, rule, HEARD, strict=True)
    for spelling, signs in slipped(letters, marks, seen):
        yield Pattern(spelling, signs, rule, SLIPPED, strict=True)
    for order in ORDERS[whole] if row.strength == "sure" or whole == 2 else ():
        turned = tuple(letters[at] for at in order)
        if turned != letters:
            yield Pattern(turned, tuple(marks[at] for at in order), rule, REORDERED)


def _hidden(text: str, rule: int) -> Iterable[Hidden]:
    """Give the hidden pattern of a row, unless it is too short or too long to be told from chance."""
    signs, _ = signs_of(text)
    if SHORTEST_HIDDEN <= len(signs) <= LONGEST_HIDDEN and any(s.letter for s in signs):
        yield Hidden(
            "".join(s.cls for s in signs),
            "".join(s.letter or "#" for s in signs),
            tuple((s.shape, s.tone) for s in signs),
            frozenset(at for at, s in enumerate(signs) if s.gap or at == 0),
            rule,
        )


def version_of(catalogue: Catalogue, rows: Iterable[Row] | None = None) -> str:
    """Hash everything that can change a verdict: format, categories, rows (its own if none are given), damping."""
    chosen = sorted(set(catalogue.rows if rows is None else rows), key=_order)
    content = {
        "format": FORMAT,
        "categories": [asdict(c) for c in catalogue.categories.values()],
        "rows": [dict(zip(_ROW_FIELDS, _ROW_VALUES(r), strict=True)) for r in chosen],
        "everyday": sorted(catalogue.everyday),
        "seen": sorted(catalogue.seen),
        "stand_ins": {k: sorted(v) for k, v in catalogue.stand_ins.items()},
        "damping": {k: sorted(v) for k, v in catalogue.damping.items()},
    }
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()[:16]
