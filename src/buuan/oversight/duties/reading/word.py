"""The lines of a Word file (.docx): paragraphs and tables in the order of the paper, with the numbers that Word makes itself.

The two parts that are needed are read straight from the archive, each with a bound on its unpacked size, because a
crafted archive must cost no more than an honest one; DTDs and entities are refused for the same reason.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

from lxml import etree

from buuan.kit.errors import Refused
from buuan.oversight.duties.reading.encoding import refuse_mistaken_unicode
from buuan.oversight.duties.reading.lines import RawLine
from buuan.oversight.duties.reading.word_numbers import Numbering, attribute, child, local_name, values

MOST_UNPACKED_BYTES = 30 * 1024 * 1024

# Text that the paper does not show, or shows a second time (the fallback of a drawing for old versions of Word).
_UNSEEN = frozenset(
    {"del", "moveFrom", "Fallback", "instrText", "delText", "delInstrText", "rPr", "pPr", "sectPr", "footnoteReference"}
)
_BREAKS = frozenset({"br", "cr"})


def word_lines(archive: zipfile.ZipFile) -> list[RawLine]:
    """Give the lines of the document in `archive`; an empty paragraph and the edge of a table's cell are empty lines.

    Raises Refused `directive.unreadable` where the document part is missing, damaged or swells beyond any honest size,
    `directive.encoding` where the text was typed in a font of an old code page.
    """
    document = _part(archive, _document_name(archive))
    body = None if document is None else child(document, "body")
    if body is None:
        raise _unreadable()
    numbering = Numbering(_part(archive, "word/numbering.xml"), _part(archive, "word/styles.xml"))
    lines = list(_block_lines(body, numbering))
    refuse_mistaken_unicode("\n".join(line.text for line in lines))
    return lines


def _document_name(archive: zipfile.ZipFile) -> str:
    """Give the name of the main part: by the package's own index, since some producers call it `word/document2.xml`."""
    names = archive.namelist()
    if "word/document.xml" in names:
        return "word/document.xml"
    index = _part(archive, "_rels/.rels")
    for relation in index if index is not None else ():
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return (relation.get("Target") or "").lstrip("/")
    raise _unreadable()


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """Give one part of the archive as XML, `None` if there is no such part."""
    if name not in archive.namelist():
        return None
    with archive.open(name) as stream:
        data = stream.read(MOST_UNPACKED_BYTES + 1)
    if len(data) > MOST_UNPACKED_BYTES:
        raise Refused("directive.too_large", "Tệp .docx bung ra quá lớn đối với một chỉ thị; hãy kiểm tra lại tệp.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _unreadable() from error
    if root.getroottree().docinfo.doctype:
        raise _unreadable()
    return root


def _block_lines(block: etree._Element, numbering: Numbering) -> Iterator[RawLine]:
    """Walk paragraphs, tables (row by row, cell by cell) and the wrappers that Word puts round them."""
    for element in block:
        name = local_name(element)
        if name == "p":
            yield from _paragraph_lines(element, numbering)
        elif name == "tc":
            yield RawLine("")
            yield from _block_lines(element, numbering)
            yield RawLine("")
        elif name not in _UNSEEN and name not in {"tblPr", "tblGrid", "trPr", "tcPr"}:
            yield from _block_lines(element, numbering)


def _paragraph_lines(paragraph: etree._Element, numbering: Numbering) -> Iterator[RawLine]:
    boxes: list[etree._Element] = []
    text = "".join(_run_text(paragraph, boxes))
    label = numbering.label_of(paragraph)
    if label and text.strip():
        text = f"{label} {text.lstrip()}"
    centered = values(child(paragraph, "pPr"), "jc") == ["center"]
    first = True
    for part in text.split("\n"):
        yield RawLine(part, paragraph=first, centered=centered)
        first = False
    for box in boxes:
        yield RawLine("")
        yield from _block_lines(box, numbering)
        yield RawLine("")


def _run_text(element: etree._Element, boxes: list[etree._Element]) -> Iterator[str]:
    """Give the visible text below `element`; text boxes are collected, since they stand beside the paragraph, not in it."""
    for inner in element:
        name = local_name(inner)
        if name == "t":
            yield inner.text or ""
        elif name == "tab":
            yield "\t"
        elif name in _BREAKS:
            yield "\n"
        elif name == "noBreakHyphen":
            yield "-"
        elif name == "softHyphen":
            yield "\u00ad"
        elif name == "txbxContent":
            boxes.append(inner)
        elif name == "r" and _is_hidden(inner):
            continue
        elif name not in _UNSEEN:
            yield from _run_text(inner, boxes)


def _is_hidden(run: etree._Element) -> bool:
    properties = child(run, "rPr")
    hidden = None if properties is None else child(properties, "vanish")
    return hidden is not None and attribute(hidden, "val") not in {"0", "false", "off"}


def _unreadable() -> Refused:
    return Refused("directive.unreadable", "Tệp .docx bị hỏng, không có phần văn bản để đọc; hãy lưu lại tệp rồi nhập lại.")
