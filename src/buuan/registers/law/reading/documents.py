"""The legal documents and their provisions."""

from __future__ import annotations

from buuan.registers.law.reading.fields import (
    BrokenRegister,
    Raw,
    check_read,
    day_or_none,
    load,
    make_all,
    one_of,
    text,
)
from buuan.registers.law.reading.rows import FORMS, MARKS, DocumentRow, ProvisionRow


def read_documents() -> tuple[DocumentRow, ...]:
    """Read the legal documents with their provisions."""
    return parse_documents(load("documents.yaml"))


def parse_documents(tree: Raw) -> tuple[DocumentRow, ...]:
    """Make the rows of a documents tree. Raises BrokenRegister."""
    file = "documents.yaml"
    sources = tree["sources"]

    def make(raw: Raw) -> DocumentRow:
        document = DocumentRow(
            code=raw["code"],
            form=one_of(raw["form"], FORMS),
            number=raw.get("number", ""),
            title=text(raw, "title"),
            issuer=text(raw, "issuer"),
            signed_on=day_or_none(raw.get("signed_on")),
            from_on=day_or_none(raw.get("from_on")),
            until_on=day_or_none(raw.get("until_on")),
            amended_by=tuple(raw.get("amended_by", ())),
            replaced_by=raw.get("replaced_by", ""),
            source=text(sources, raw["source"]),
            mark=one_of(raw["mark"], MARKS),
            note=raw.get("note", ""),
            provisions=tuple(make_provision(part, raw) for part in raw.get("provisions", ())),
        )
        check_read(raw["source"], document.mark)
        if document.from_on and document.until_on and document.until_on <= document.from_on:
            raise ValueError("it lapses before it is in force")
        return document

    def make_provision(raw: Raw, document: Raw) -> ProvisionRow:
        source, mark = raw.get("source", document["source"]), raw.get("mark", document["mark"])
        check_read(source, mark)
        return ProvisionRow(
            article=raw.get("article", ""),
            clause=raw.get("clause", ""),
            point=raw.get("point", ""),
            subject=text(raw, "subject"),
            source=text(sources, source),
            mark=one_of(mark, MARKS),
        )

    rows = make_all(file, tree["documents"], make)
    codes = [row.code for row in rows]
    named = [(row.code, other) for row in rows for other in (*row.amended_by, row.replaced_by) if other]
    problems = [f"{code}: stands twice" for code in sorted({c for c in codes if codes.count(c) > 1})]
    problems += [f"{code}: refers to {other}, which is not here" for code, other in named if other not in codes]
    if problems:
        raise BrokenRegister(file, problems)
    return rows
