"""The body as a tree: of all ways to read its marks, the one that offends least against how numbered papers are written.

A mark alone proves nothing: "2." may open a section or end a sentence that was broken over two lines, "i)" may be a letter
or a small Roman one, "c)" may go on with this section's points or with a list inside a point. What decides is the sequence,
forwards as well as backwards. So the lines are read with several open hypotheses at once (a beam search): each hypothesis
is the stack of the lists that are open, and its cost adds up what is odd about it. `COST` is the whole table of oddities.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from buuan.oversight.duties.reading.marks import NUMERIC, Kind, Mark, distance, is_first
from buuan.oversight.duties.reading.pieces import Piece

_WIDTH = 32
_DEEPEST = 7
_LARGEST_GAP = 4

# What each oddity costs. Only the order matters: a mark in sequence is nearly always an item (leaving it unread costs more
# than a broken sentence before it), a mark out of sequence nearly never.
COST = {
    "unread": 1.6,  # a mark is taken for part of the sentence …
    "unread_weak": 0.9,  # … one that is common in sentences (small Roman, `a.1)`, `(1)`, a capital letter)
    "unread_dash": 1.2,
    "unread_fresh": 0.9,  # … although an empty line, a new paragraph or the end of a sentence stands before it
    "unread_inline": -0.6,  # … where it stands in the middle of a line, which sentences often do
    "unread_heading": 2.5,  # a body's name set as a heading, with points behind it, is taken for a line of text
    "missing_number": 2.0,  # … or for a section whose number is missing
    "open": 0.2,  # a list begins inside an item
    "new_style": 0.6,  # "b." goes on after "a)"
    "gap": 2.3,  # a number is left out, the first …
    "gap_more": 0.3,  # … and each further one
    "repeat": 2.8,  # a number comes twice
    "late_start": 3.0,  # a list does not begin at its beginning
    "wrong_parent": 3.0,  # "1.2" stands under 3
    "inside_out": 1.2,  # "1." inside a lettered point: text of that point
    "unlike": 0.5,  # a task stands in a list of headings, or a heading among tasks
    "same_marks": 1.0,  # tasks are numbered "1.", "2." like the headings above them
    "second_list": 0.8,  # a list of another kind follows in the same place
    "turned_out": 3.0,  # … although lists of its kind stand inside lists of the other
    "owner": -0.5,  # a body's name follows the mark, as headings have it
}
_WEAK = frozenset({Kind.SMALL_ROMAN, Kind.SUB, Kind.UPPER})


class _Open(NamedTuple):
    """A list that is open: its last mark, and whether it is text of a point (`textual`) and no structure of the paper."""

    mark: Mark
    textual: bool


class _State(NamedTuple):
    """A hypothesis: the open lists, outermost first, and the last arabic number that a closed part left off at."""

    stack: tuple[_Open, ...]
    left_off: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _Trail:
    """One step of a hypothesis: what it makes of a piece (`None` for text), and the step before."""

    cost: float
    depth: int | None
    mark: Mark | None
    textual: bool
    before: _Trail | None


@dataclass(slots=True)
class Node:
    """An item of the outline: its mark, its pieces of text (the first without the mark), and the items inside it.

    `implied` marks a section whose number is missing on the paper.
    """

    mark: Mark
    implied: bool = False
    texts: list[Piece] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """The tree, and the pieces that stand before its first item."""

    before: list[Piece]
    roots: list[Node]


def read_outline(pieces: Sequence[Piece]) -> Outline:
    """Give the least odd reading of `pieces` as a tree."""
    numbered = any(mark.kind < Kind.SMALL_ROMAN for piece in pieces for mark in piece.marks)
    beam: dict[_State, _Trail] = {_State((), ()): _Trail(0.0, None, None, False, None)}
    for piece in (piece for piece in pieces if _is_asked(piece)):
        found: dict[_State, _Trail] = {}
        doubts = [(mark, piece.doubt + (COST["owner"] if mark.names else 0.0)) for mark in piece.marks]
        for state, trail in beam.items():
            for next_state, cost, depth, mark in _moves(state, piece, doubts, numbered=numbered):
                total = trail.cost + cost
                known = found.get(next_state)
                if known is None or total < known.cost:
                    textual = depth is not None and next_state.stack[depth].textual
                    found[next_state] = _Trail(total, depth, mark, textual, trail)
        best = sorted(found.items(), key=lambda pair: pair[1].cost)[:_WIDTH]
        beam = dict(best)
    return _tree(pieces, min(beam.values(), key=lambda trail: trail.cost))


def _is_asked(piece: Piece) -> bool:
    return bool(piece.marks) or piece.bare


def _moves(
    state: _State, piece: Piece, doubts: Sequence[tuple[Mark, float]], *, numbered: bool
) -> Iterator[tuple[_State, float, int | None, Mark | None]]:
    """Give every way to go on: the state after it, its cost, the depth of the item that it opens and its mark."""
    yield state, _cost_unread(piece), None, None
    if piece.bare:
        yield from _missing_number(state, piece, numbered=numbered)
    for mark, doubt in doubts:
        for next_state, cost, depth in _placements(state, mark):
            yield next_state, doubt + cost, depth, mark


def _cost_unread(piece: Piece) -> float:
    if piece.bare:
        return COST["unread_heading"]
    cost = max(_cost_unread_mark(mark) for mark in piece.marks)
    cost += COST["unread_fresh"] if piece.fresh or piece.clean else 0.0
    return cost + (COST["unread_inline"] if piece.inline else 0.0)


def _cost_unread_mark(mark: Mark) -> float:
    if mark.kind == Kind.DASH:
        return COST["unread_dash"]
    return COST["unread_weak"] if mark.kind in _WEAK or mark.style == "()" else COST["unread"]


def _missing_number(state: _State, piece: Piece, *, numbered: bool) -> Iterator[tuple[_State, float, int, Mark]]:
    """Take a heading without number for the next section; in a paper without any numbers that is simply how it is set."""
    cost = COST["missing_number"] if numbered else COST["open"]
    for depth, entry in enumerate(state.stack):
        if entry.mark.kind in NUMERIC and not entry.textual:
            number = entry.mark.number[0] + 1
            mark = Mark(entry.mark.kind, entry.mark.style, (number,), str(number), piece.text, names=True, heading=True)
            yield _State((*state.stack[:depth], _Open(mark, False)), state.left_off), cost, depth, mark
            return
    if not state.stack:
        for kind in (Kind.ARABIC, Kind.ARTICLE):  # the second lets its points be numbered "1."
            mark = Mark(kind, ".", (1,), "1", piece.text, names=True, heading=True)
            yield _State((_Open(mark, False),), ()), cost, 0, mark


def _placements(state: _State, mark: Mark) -> Iterator[tuple[_State, float, int]]:
    """Give every place in the open lists where `mark` may stand, with what is odd about it."""
    stack = state.stack
    found = [(depth, _cost_going_on(entry.mark, mark)) for depth, entry in enumerate(stack)]
    open_lists = [(depth, cost) for depth, cost in found if cost is not None]
    for depth, cost in reversed(open_lists):
        unlike = _cost_unlike(stack[depth].mark, mark) if len(open_lists) > 1 else 0.0
        yield _state(state, depth, mark, stack[depth].textual), cost + unlike, depth
    for depth in range(len(stack) + 1):
        cost = _cost_opening(state, depth, mark)
        if cost is not None and depth < _DEEPEST:
            textual = depth > 0 and (stack[depth - 1].textual or _is_inside_out(stack[depth - 1].mark, mark))
            yield _state(state, depth, mark, textual), cost, depth


def _state(state: _State, depth: int, mark: Mark, textual: bool) -> _State:
    closed = tuple(entry.mark for entry in state.stack[depth + 1 :] if entry.mark.kind in NUMERIC and not entry.textual)
    # Only what an outer part closes is remembered: its sections may be numbered on in the next part.
    left_off = closed[-1:] or state.left_off
    return _State((*state.stack[:depth], _Open(mark, textual)), left_off)


def _cost_going_on(before: Mark, mark: Mark) -> float | None:
    step = distance(before, mark)
    if step is None or step.gap > _LARGEST_GAP:
        return None
    cost = 0.0 if before.style == mark.style else COST["new_style"]
    if step.gap < 0:
        return cost + COST["repeat"]
    return cost + (COST["gap"] + COST["gap_more"] * (step.gap - 1) if step.gap else 0.0)


def _cost_unlike(before: Mark, mark: Mark) -> float:
    """Weigh which of two open lists goes on: headings follow headings, and what names a body follows what names one."""
    return COST["unlike"] * ((before.heading != mark.heading) + 1.2 * (before.names != mark.names))


def _cost_opening(state: _State, depth: int, mark: Mark) -> float | None:
    """Give the cost of a new list at `depth`: inside the innermost open item, or in the place of lists that it closes."""
    stack = state.stack
    parent = stack[depth - 1].mark if depth else None
    cost = COST["open"]
    if depth < len(stack):
        replaced = stack[depth].mark
        if replaced.kind == mark.kind and (replaced.style == mark.style or mark.kind != Kind.DASH):
            return None
        cost += COST["second_list"] + (COST["turned_out"] if replaced.kind < mark.kind else 0.0)
    if parent is not None and not _may_hold(parent, mark):
        if _is_heading_over_task(parent, mark):
            cost += COST["same_marks"]
        elif not _is_inside_out(parent, mark):
            return None
        else:
            cost += COST["inside_out"]
    if mark.kind == Kind.DECIMAL and not _fits_above(stack[:depth], mark):
        cost += COST["wrong_parent"]
    if not is_first(mark):
        goes_on = any((step := distance(last, mark)) is not None and step.gap == 0 for last in state.left_off)
        if not goes_on:
            cost += COST["late_start"] + COST["gap_more"] * min(_steps(mark), 20)
    return cost


def _steps(mark: Mark) -> int:
    return mark.number[-1] if mark.number else 0


def _may_hold(parent: Mark, mark: Mark) -> bool:
    """Tell whether a list of this kind is set inside one of the parent's kind."""
    if parent.kind == mark.kind:
        if mark.kind == Kind.DECIMAL:
            return len(mark.number) > len(parent.number)
        return mark.kind in (Kind.ARABIC, Kind.DASH) and parent.style != mark.style
    return parent.kind < mark.kind


def _is_heading_over_task(parent: Mark, mark: Mark) -> bool:
    """Tell the first task under a body's name, both numbered "1."; only the name tells the two levels apart."""
    return parent.kind == mark.kind == Kind.ARABIC and parent.heading and not mark.heading


def _is_inside_out(parent: Mark, mark: Mark) -> bool:
    """Tell a numbered list inside a point: it divides the point's text, it is no level of the paper."""
    if mark.kind in (Kind.SMALL_ROMAN, Kind.SUB):
        return True
    inner = (Kind.ARABIC, Kind.LETTER, Kind.UPPER)
    return mark.kind in inner and parent.kind >= Kind.DECIMAL and mark.kind <= parent.kind and not _may_hold(parent, mark)


def _fits_above(stack: Sequence[_Open], mark: Mark) -> bool:
    """Tell whether `1.2` stands under 1 (or under a part, which does not number it)."""
    numbers = [entry.mark.number for entry in stack if entry.mark.kind in NUMERIC or entry.mark.kind == Kind.DECIMAL]
    return not numbers or numbers[-1] == mark.number[:-1]


def _tree(pieces: Sequence[Piece], trail: _Trail | None) -> Outline:
    steps: list[_Trail] = []
    while trail is not None and trail.before is not None:
        steps.append(trail)
        trail = trail.before
    steps.reverse()
    outline = Outline([], [])
    path: list[Node] = []
    levels: list[int] = []
    answers = iter(steps)
    for piece in pieces:
        step = next(answers) if _is_asked(piece) else None
        if step is None or step.depth is None or step.mark is None or step.textual:
            text = replace(piece, item=step is not None and step.textual)
            (path[-1].texts if path else outline.before).append(text)
            continue
        while levels and levels[-1] >= step.depth:
            levels.pop()
            path.pop()
        node = Node(step.mark, implied=piece.bare, texts=[_without_mark(piece, step.mark)])
        (path[-1].children if path else outline.roots).append(node)
        path.append(node)
        levels.append(step.depth)
    return outline


def _without_mark(piece: Piece, mark: Mark) -> Piece:
    return Piece(mark.rest, gap=piece.gap, fresh=True)
