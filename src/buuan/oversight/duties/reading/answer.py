"""The directive as plain values: what `buuan directive import --json` prints and the API gives."""

from __future__ import annotations

from typing import Any

from buuan.oversight.duties.reading.model import Directive
from buuan.oversight.duties.reading.owner_kinds import owner_kind_guess


def as_json(directive: Directive) -> dict[str, Any]:
    """Give `directive` in dictionaries, lists, strings and `None`; a section names its points, the points stand apart."""
    signer = directive.signer
    return {
        "kind": directive.kind,
        "number": directive.number,
        "number_sign": directive.number_sign,
        "title": directive.title,
        "issued": directive.issued,
        "issued_text": directive.issued_text,
        "place": directive.place,
        "issuer": directive.issuer,
        "addressees": list(directive.addressees),
        "preamble": list(directive.preamble),
        "sections": [
            {
                "ref": section.ref,
                "parent": section.parent_ref,
                "title": section.title,
                "owner": section.owner,
                "text": section.text,
                "points": [point.ref for point in section.points],
            }
            for section in directive.sections
        ],
        "points": [
            {
                "ref": point.ref,
                "section": point.section_ref,
                "owner": point.owner,
                "owner_kind": owner_kind_guess(point.owner) if point.owner else None,
                "text": point.text,
            }
            for point in directive.points
        ],
        "closing": list(directive.closing),
        "recipients": [{"name": recipient.name, "purpose": recipient.purpose} for recipient in directive.recipients],
        "signer": None if signer is None else {"authority": signer.authority, "position": signer.position, "name": signer.name},
        "warnings": list(directive.warnings),
    }
