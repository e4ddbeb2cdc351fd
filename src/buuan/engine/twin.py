"""The slow, plain twin of the kernel: the same finds and the same hits, written to be read and used as the test oracle.

`find` looks for every pattern of both channels; `judge` decides which finds count.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from buuan.engine.catalogue import STRENGTHS
from buuan.engine.hits import HIDDEN_CHANNEL, Find, Hit
from buuan.engine.letters import BARE, MARKED, WILD, Sign, Word
from buuan.engine.terms import HIDDEN_PENALTY, PENALTY, REORDERED, Hidden, Pattern, Rule, Terms
from buuan.engine.words import Reading, read

SURE, PLAIN, HEAD, WEAK = range(len(STRENGTHS))
DISAGREES, AGREES, BARELY = range(3)
CONTEXT_REACH = 12
"""How many words away a context may stand from the weak words that it supports."""
NEAR_REACH = 6
"""The same for a weak word of one syllable."""
LEAST_BARE = 3
"""Words that term and context must have together when either was found without its marks."""


def scan(text: str, terms: Terms) -> list[Hit]:
    """Give the hits of one text, the weightiest first."""
    reading = read(text, terms.known)
    finds = find_words(reading.words, terms)
    if reading.suspicious:
        finds += find_hidden(reading, terms)
    return judge(reading.words, finds, terms)


# The word channel


@functools.cache
def _trie(terms: Terms) -> dict[str, Any]:
    """Lay the patterns out as nested dictionaries by word; the key "" holds the patterns that end there."""
    root: dict[str, Any] = {}
    for pattern in terms.patterns:
        node = root
        for word in pattern.words:
            node = node.setdefault(word, {})
        node.setdefault("", []).append(pattern)
    return root


def find_words(words: list[Word], terms: Terms) -> list[Find]:
    """Give every find of the word channel."""
    share = bare_share(words)
    finds: list[Find] = []
    for first in range(len(words)):
        for last, pattern in patterns_at(words, first, terms):
            agreed = marks_agree(words[first : last + 1], pattern, share)
            if agreed:
                start, end = words[first].start, words[last].end
                finds.append(Find(first, last, start, end, pattern.rule, pattern.form, bare=agreed == BARELY))
    return finds


def patterns_at(words: list[Word], first: int, terms: Terms) -> Iterator[tuple[int, Pattern]]:
    """Give every pattern whose letters stand from word `first` on, with its last word; none reaches into another clause."""
    node = _trie(terms)
    for last in range(first, len(words)):
        if (last > first and words[last].opens) or words[last].letters not in node:
            return
        node = node[words[last].letters]
        for pattern in node.get("", ()):
            yield last, pattern


def bare_share(words: list[Word]) -> tuple[int, int]:
    """Count the words with marks, and all words of two letters or more that are not numbers."""
    counted = [w for w in words if len(w.letters) > 1 and not w.number]
    return sum(w.reading == MARKED for w in counted), len(counted)


def marks_agree(words: list[Word], pattern: Pattern, share: tuple[int, int]) -> int:
    """Tell whether the marks of the found words allow the pattern.

    A word with marks must have exactly the pattern's; a bare word may stand for a marked one where people write without
    marks: somewhere in a text whose other words are bare, or next to words that agree to the letter. Gives DISAGREES,
    AGREES, or BARELY when bare words had to be taken on trust.
    """
    if len(words) == 1 and words[0].reading == WILD:
        return DISAGREES  # one word read out of teencode is too little
    agreeing = missing = 0
    for word, marks in zip(words, pattern.marks, strict=True):
        if word.reading not in (MARKED, BARE):
            continue
        if word.reading == MARKED:
            if word.marks != marks:
                return DISAGREES
            agreeing += 1
        elif marks:
            missing += 1
    if not missing:
        return AGREES
    if pattern.form == REORDERED or pattern.strict:
        return DISAGREES
    if agreeing >= missing and len(words) > 2:
        return AGREES
    marked, counted = share
    limit = (0, 0, 34, 67)[min(len(words), 3)]
    trusted = marked == 0 or (len(words) > 1 and marked * 100 < counted * limit)
    return BARELY if trusted else DISAGREES


# The obfuscation channel


@functools.cache
def _hidden_index(terms: Terms) -> dict[str, list[Hidden]]:
    """Sort the hidden patterns by their first four classes."""
    index: dict[str, list[Hidden]] = {}
    for pattern in terms.hidden:
        index.setdefault(pattern.classes[:4], []).append(pattern)
    return index


def find_hidden(reading: Reading, terms: Terms) -> list[Find]:
    """Give every find of the obfuscation channel whose original shows evasion."""
    index = _hidden_index(terms)
    stream = "".join(s.cls for s in reading.signs)
    finds = []
    for at in range(len(stream) - 3):
        for pattern in index.get(stream[at : at + 4], ()):
            if stream.startswith(pattern.classes, at):
                signs = reading.signs[at : at + len(pattern.classes)]
                after = reading.signs[at + len(signs)] if at + len(signs) < len(stream) else None
                if shows_evasion(at == 0, signs, after, pattern, reading.pieces):
                    first, last = _words_at(reading.words, signs[0].start, signs[-1].end)
                    finds.append(Find(first, last, signs[0].start, signs[-1].end, pattern.rule, 0, HIDDEN_CHANNEL))
    return finds


def _words_at(words: list[Word], start: int, end: int) -> tuple[int, int]:
    """Give the first and last word that touch the code points from `start` to `end`."""
    touched = [at for at, w in enumerate(words) if w.start < end and w.end > start]
    if touched:
        return touched[0], touched[-1]
    before = sum(w.end <= start for w in words)
    return before, before - 1


def shows_evasion(opens: bool, signs: list[Sign], after: Sign | None, pattern: Hidden, pieces: list[tuple[int, bool]]) -> bool:
    """Tell whether letters that spell a pattern were disguised, rather than being other words that happen to contain it.

    They must begin and end where words do, contradict none of the pattern's letters and marks, and show at least one
    trick: a syllable cut by signs or into single letters, digits or signs among letters, a letter three times.
    """
    if not (opens or signs[0].gap or signs[0].seam):
        return False
    if after is not None and not (after.gap or after.seam):
        return False
    letters = tricks = 0
    for at, sign in enumerate(signs):
        if sign.letter:
            letters += 1
            if sign.letter != pattern.letters[at]:
                return False
            shape, tone = pattern.marks[at]
            if (sign.shape and sign.shape != shape) or (sign.tone and sign.tone != tone):
                return False
        elif pattern.letters[at] != "#":
            tricks += 1
        if sign.run > 2 and sign.letter:
            tricks += 1
        if at and sign.gap and at not in pattern.starts:
            left, right = pieces[signs[at - 1].piece], pieces[sign.piece]
            if sign.gap > 1 or left[0] == 1 or right[0] == 1 or not (left[1] and right[1]):
                tricks += 1
    return tricks > 0 and 5 * letters >= 2 * len(signs)


# What counts


def judge(words: list[Word], finds: list[Find], terms: Terms) -> list[Hit]:
    """Decide which finds count: look-alikes and damping words out, head and context demanded, the longest kept."""
    rules = terms.rules
    by_role: dict[str, list[Find]] = {role: [] for role in ("term", "look_alike", "context", "damper", "neutral", "break")}
    for found in finds:
        by_role[rules[found.rule].role].append(found)
    if not by_role["term"]:
        return []
    clauses, neutral = _clauses(words, by_role["neutral"], by_role["break"])
    fired = []
    for found in by_role["term"]:
        rule = rules[found.rule]
        if _silenced(found, rule, by_role["look_alike"], rules):
            continue
        if _damped(found, rule, by_role["damper"], terms, clauses):
            continue
        if rule.strength == HEAD and not _leads(found, clauses, neutral):
            continue
        if rule.strength == WEAK and not _supported(found, rule, by_role, words, rules):
            continue
        fired.append(found)
    kept = [f for f in fired if not any(_covers(other, f) for other in fired)]
    return _hits(kept, rules)


def _clauses(words: list[Word], neutral: list[Find], breaks: list[Find]) -> tuple[list[int], list[bool]]:
    """Number the clause of each word, and tell which words say nothing about what is sent (numbers, packing, "combo")."""
    opening = [w.opens for w in words]
    idle = [w.number for w in words]
    for found in breaks:
        opening[found.first] = True
        idle[found.first : found.last + 1] = [True] * (found.last + 1 - found.first)
    for found in neutral:
        idle[found.first : found.last + 1] = [True] * (found.last + 1 - found.first)
    clauses, current = [], 0
    for opens in opening:
        current += opens
        clauses.append(current)
    return clauses, idle


def _length(found: Find) -> int:
    return found.last - found.first + 1


def _silenced(found: Find, rule: Rule, look_alikes: list[Find], rules: tuple[Rule, ...]) -> bool:
    """Tell whether a look-alike at least as long overlaps the find and holds for its category."""
    return any(
        other.first <= found.last
        and other.last >= found.first
        and _length(other) >= _length(found)
        and rule.category in rules[other.rule].scope
        for other in look_alikes
    )


def _damped(found: Find, rule: Rule, dampers: list[Find], terms: Terms, clauses: list[int]) -> bool:
    """Tell whether a damping word of the category stands on its side within its reach, in the same clause."""
    for other in dampers:
        damper = terms.rules[other.rule]
        if rule.strength < damper.level or not terms.damping[rule.category] >> damper.group & 1:
            continue
        if damper.anywhere:
            if other.first > found.last or other.last < found.first:
                return True
            continue
        near, far = (other.first, found.last) if damper.after else (found.first, other.last)
        distance = near - far
        if distance < 1 or (damper.reach and distance > damper.reach):
            continue
        if clauses[other.first] == clauses[min(found.first, len(clauses) - 1)]:
            return True
    return False


def _leads(found: Find, clauses: list[int], neutral: list[bool]) -> bool:
    """Tell whether nothing but idle words stands before the find in its clause."""
    at = found.first - 1
    while at >= 0 and clauses[at] == clauses[found.first]:
        if not neutral[at]:
            return False
        at -= 1
    return True


def _supported(found: Find, rule: Rule, by_role: dict[str, list[Find]], words: list[Word], rules: tuple[Rule, ...]) -> bool:
    """Tell whether one of the rule's contexts stands near, outside the find and outside any look-alike.

    A context group whose words are units of quantity (text begins with "~") needs a number right before it.
    """
    reach = NEAR_REACH if _length(found) == 1 else CONTEXT_REACH
    for other in by_role["context"]:
        context = rules[other.rule]
        if not rule.contexts >> context.group & 1:
            continue
        if other.first <= found.last and other.last >= found.first:
            continue
        if context.counted and not (other.first and words[other.first - 1].number):
            continue
        if (found.bare or other.bare) and _length(found) + _length(other) < LEAST_BARE:
            continue
        distance = other.first - found.last if other.first > found.last else found.first - other.last
        if distance <= reach and not _silenced(other, rule, by_role["look_alike"], rules):
            return True
    return False


def _covers(other: Find, found: Find) -> bool:
    """Tell whether `other` contains `found` and is longer."""
    return other.first <= found.first and other.last >= found.last and _length(other) > _length(found)


def _hits(finds: list[Find], rules: tuple[Rule, ...]) -> list[Hit]:
    """Give one hit for each category and place, the best score first."""
    best: dict[tuple[int, int, int, int], Hit] = {}
    for found in finds:
        rule = rules[found.rule]
        score = rule.score - PENALTY[found.form] - (HIDDEN_PENALTY if found.channel == HIDDEN_CHANNEL else 0)
        key = (found.first, found.last, rule.category, rule.outcome)
        old = best.get(key)
        if old is None or (-score, found.rule, found.start, found.end) < (-old.score, old.rule, old.start, old.end):
            best[key] = Hit(found.rule, found.start, found.end, score, found.channel)
    return sorted(best.values(), key=lambda h: (h.start, h.end, h.rule))
