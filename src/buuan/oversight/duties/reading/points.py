"""The outline as sections and points: their references as the paper prints them, and whom each of them asks.

Which level is the point? The innermost that is numbered or lettered. Dashes are points only where nothing else divides a
section (`4-2`); below a point they are its text, as are numbers inside a lettered point.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from buuan.kit.fold import fold_words
from buuan.oversight.duties.reading.closing import is_closing, is_closing_heading
from buuan.oversight.duties.reading.marks import NUMERIC, Kind, distance, is_first
from buuan.oversight.duties.reading.model import Point, Section
from buuan.oversight.duties.reading.outline import Node, Outline
from buuan.oversight.duties.reading.owners import Owner, begins_task, find_assigned, find_owner, is_group, is_owner_alone
from buuan.oversight.duties.reading.paragraphs import join_paragraphs, numbered_paragraphs
from buuan.oversight.duties.reading.pieces import Piece, is_heading

_LONGEST_TOPIC_WORDS = 14
_LONGEST_NAMED_IN_A_WARNING = 12


@dataclass(slots=True)
class Body:
    """The numbered body of a directive: what stands before it, its sections in order, its closing, and what looked wrong."""

    before: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    warnings: tuple[str, ...]


def read_body(outline: Outline, ordered: str | None = None) -> Body:
    """Give sections and points of `outline`; `ordered` is whom the words before it order, if they name anyone."""
    before, roots = _without_foreword(outline)
    closing = _take_closing(roots)
    reader = _Reader(ordered)
    for at, node in enumerate(roots, start=1):
        reader.read_section(node, None, None, at)
    reader.check_sequence(roots, "")
    ownerless = [point.ref for section in reader.sections for point in section.points if point.owner is None]
    if ownerless:
        shown = ", ".join(ownerless[:_LONGEST_NAMED_IN_A_WARNING]) + ("…" if len(ownerless) > _LONGEST_NAMED_IN_A_WARNING else "")
        reader.warnings.append(f"Chưa xác định được cơ quan thực hiện của: {shown}.")
    return Body(join_paragraphs(before), tuple(reader.sections), closing, tuple(reader.warnings))


def _without_foreword(outline: Outline) -> tuple[list[Piece], list[Node]]:
    """Part off the lists that stand before the outermost one: reasons and legal grounds, set as dashes, are no sections."""
    pieces = list(outline.before)
    roots = outline.roots
    outermost = min((node.mark.kind for node in roots), default=None)
    while roots and roots[0].mark.kind != outermost:
        pieces.extend(_all_pieces(roots[0]))
        roots = roots[1:]
    return pieces, roots


def _all_pieces(node: Node) -> Iterable[Piece]:
    yield Piece(_with_mark(node), fresh=True, item=True)
    yield from node.texts[1:]
    for child in node.children:
        yield from _all_pieces(child)


def _with_mark(node: Node) -> str:
    text = node.texts[0].text
    if node.implied:
        return text
    if node.mark.kind in (Kind.DASH, Kind.SUB):
        return f"{node.mark.label} {text}"
    style = node.mark.style
    return f"({node.mark.label}) {text}" if style == "()" else f"{node.mark.label}{style} {text}"


def _take_closing(roots: list[Node]) -> tuple[str, ...]:
    """Take the closing from the end of the last item, which has swallowed it since nothing numbers it."""
    if not roots:
        return ()
    last = roots[-1]
    while last.children:
        last = last.children[-1]
    if is_closing_heading(last.texts[0].text):
        return ()
    paragraphs = numbered_paragraphs(last.texts)
    # A last heading that stands alone needs the paragraph behind it for its own text.
    first = 2 if paragraphs and is_heading(paragraphs[0][1]) else 1
    for at in range(first, len(paragraphs)):
        place, text = paragraphs[at]
        if not last.texts[place].item and is_closing(text):
            last.texts = last.texts[:place]
            return tuple(text for _, text in paragraphs[at:])
    return ()


@dataclass(slots=True)
class _Reader:
    ordered: str | None
    sections: list[Section] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _refs: set[str] = field(default_factory=set)

    def read_section(self, node: Node, parent: tuple[str, Node] | None, inherited: str | None, at: int) -> None:
        """Add the section of `node`, and behind it the sections inside it; a section without inner items is its own point.

        Where one of the items inside has points, all of them are sections, so that points keep the order of the paper.
        """
        ref = self._unique(_ref(node, parent, at))
        divides = self._divides(node, outermost=parent is None, inherited=inherited)
        heading = _Heading.of(_folded_in(node, inner=not divides))
        owner = heading.owner or inherited or (None if divides else self.ordered)
        if node.implied:
            self.warnings.append(f"Mục «{heading.title}» không đánh số trên văn bản; được tính là mục {ref}.")
        children = node.children if divides else []
        numbered = [child for child in children if child.mark.kind != Kind.DASH]
        lead = heading.lead
        if numbered and len(numbered) < len(children):
            lead = (*lead, *join_paragraphs(p for c in children if c.mark.kind == Kind.DASH for p in _all_pieces(c)))
        inner = numbered or children
        place = len(self.sections)
        points: list[Point] = []
        self.sections.append(Section(ref, parent[0] if parent else None, heading.title, owner, lead, ()))
        are_sections = any(self._divides(child, outermost=False, inherited=owner) for child in inner)
        for number, child in enumerate(inner, start=1):
            if are_sections:
                self.read_section(child, (ref, node), owner, number)
            else:
                points.append(self._point(child, (ref, node), owner, number))
        self.check_sequence(inner, ref)
        if not inner:
            points.append(Point(ref, ref, owner, heading.whole))
            if not lead and is_owner_alone(heading.title):
                self.warnings.append(f"Mục {ref} chỉ có tên cơ quan, không có nội dung.")
        self.sections[place] = Section(ref, parent[0] if parent else None, heading.title, owner, lead, tuple(points))

    def _divides(self, node: Node, *, outermost: bool, inherited: str | None) -> bool:
        """Tell whether `node` holds points, or is one: an outermost part, a body's name or a heading is divided.

        A task of a body that is already known stays one point, with the list inside it as its text.
        """
        if not node.children or node.mark.kind == Kind.DASH:
            return False
        paragraphs = join_paragraphs(node.texts)
        if outermost or (len(paragraphs) == 1 and is_owner_alone(paragraphs[0])):
            return True
        if all(child.mark.kind == Kind.DASH for child in node.children):
            return False
        if inherited is None or not paragraphs or find_owner(paragraphs[0]) is not None or not begins_task(paragraphs[0]):
            return True
        return any(find_owner(child.texts[0].text) is not None for child in node.children)

    def _point(self, node: Node, parent: tuple[str, Node], inherited: str | None, at: int) -> Point:
        ref = self._unique(_ref(node, parent, at))
        paragraphs = _folded_in(node, inner=True)
        first = paragraphs[0] if paragraphs else ""
        own = find_owner(first)
        if own is not None and _names_its_own(own, inherited):
            rest = own.form == "set_off" or (own.form == "alone" and len(paragraphs) > 1)
            shown = tuple(text for text in (own.rest, *paragraphs[1:]) if text) if rest else paragraphs
            return Point(ref, parent[0], own.name, shown)
        owner = inherited or find_assigned("\n".join(paragraphs)) or self.ordered
        return Point(ref, parent[0], owner, paragraphs)

    def _unique(self, ref: str) -> str:
        """Keep references apart where the paper prints one twice."""
        number = 1
        shown = ref
        while shown in self._refs:
            number += 1
            shown = f"{ref}({number})"
        if number > 1:
            self.warnings.append(f"Số thứ tự {ref} xuất hiện nhiều lần; lần thứ {number} được ghi là {shown}.")
        self._refs.add(shown)
        return shown

    def check_sequence(self, nodes: list[Node], parent_ref: str) -> None:
        """Warn of numbers that are left out, which may mean that a page or a line is missing."""
        where = f" của {parent_ref}" if parent_ref else ""
        previous: Node | None = None
        for node in nodes:
            if previous is not None:
                step = distance(previous.mark, node.mark)
                if step is not None and step.gap > 0:
                    self.warnings.append(f"Sau {previous.mark.label}{where} là {node.mark.label}: có thể văn bản thiếu một phần.")
            elif not is_first(node.mark) and not parent_ref:
                self.warnings.append(f"Văn bản bắt đầu từ {node.mark.label}: có thể thiếu phần trước đó.")
            previous = node


def _names_its_own(own: Owner, inherited: str | None) -> bool:
    """Tell whether a point leaves its section's owner: where it sets another name off, as a heading does, or where the
    section speaks of a group ("các địa phương") and the point of one body in it.
    """
    if inherited is None:
        return True
    if own.form == "sentence":
        return is_group(inherited) and not is_group(own.name)
    return own.form == "set_off" and fold_words(own.name) != fold_words(inherited)


def _folded_in(node: Node, *, inner: bool) -> tuple[str, ...]:
    """Give the paragraphs of `node`, with the items below it as text where it is the point itself."""
    pieces = list(node.texts)
    if inner:
        pieces += [piece for child in node.children for piece in _all_pieces(child)]
    return join_paragraphs(pieces)


def _ref(node: Node, parent: tuple[str, Node] | None, at: int) -> str:
    """Give the reference: `7` and `c` make `7c`, `II` and `1` make `II.1`, the second dash of 4 is `4-2`."""
    mark = node.mark
    if mark.kind == Kind.DASH:
        return f"{parent[0]}-{at}" if parent else str(at)
    if parent is None:
        return mark.label
    ref, above = parent
    if mark.kind == Kind.LETTER:
        return ref + mark.label if above.mark.label[-1:].isdigit() else f"{ref}.{mark.label}"
    if mark.kind == Kind.DECIMAL:
        outer = ".".join(map(str, mark.number[:-1]))
        if above.mark.kind in NUMERIC or above.mark.kind == Kind.DECIMAL:
            return ref.removesuffix(outer) + mark.label if above.mark.label == outer else mark.label
        return mark.label if above.mark.number == mark.number[:-1] else f"{ref}.{mark.label}"
    return f"{ref}.{mark.label}"


@dataclass(frozen=True, slots=True)
class _Heading:
    """A section's opening, taken apart: `lead` stands between heading and points, `whole` is the text if it has no points."""

    title: str
    owner: str | None
    lead: tuple[str, ...]
    whole: tuple[str, ...]

    @classmethod
    def of(cls, paragraphs: tuple[str, ...]) -> _Heading:
        """Part a section's paragraphs into its heading, the body that it names, and the text before its first point."""
        if not paragraphs:
            return cls("", None, (), ("",))
        first, rest = paragraphs[0], paragraphs[1:]
        owner = find_owner(first)
        if owner is not None and owner.form == "sentence":
            return cls(first, owner.name, rest, paragraphs)
        if owner is not None:
            lead = (owner.rest, *rest) if owner.rest else rest
            title = first.removesuffix(owner.rest) if owner.rest else first
            return cls(title.strip(" :.–-"), owner.name, lead, lead or paragraphs)
        topic, colon, text = first.partition(":")
        if colon and text.strip() and len(topic.split()) <= _LONGEST_TOPIC_WORDS:
            lead = (text.strip(), *rest)
            return cls(topic.strip(), find_assigned("\n".join(lead)), lead, paragraphs)
        if is_heading(first) or is_closing_heading(first):
            whole = paragraphs if first.endswith(":") or not rest else rest
            return cls(first.rstrip(" :"), find_assigned("\n".join(rest)), rest, whole)
        return cls(first, find_assigned("\n".join(paragraphs)), rest, paragraphs)
