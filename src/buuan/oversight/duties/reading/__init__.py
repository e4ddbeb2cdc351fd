"""The reader of directives (chỉ thị): a file in, its sections, points, owners, recipients and signer out.

Pure code: no database, no clock, nothing is written. The steps stand one a file, in the order in which a file passes them:

    source     what kind of file is it; its lines, from text (`encoding`) or from Word (`word`, `word_numbers`)
    lines      the lines without page numbers, rulers and invisible characters
    head       letterhead, number, date, kind, title
    tail       recipients (nơi nhận) and signer
    outline    the numbered body as a tree (`marks` knows every numbering, `pieces` what may open an item)
    points     the tree as sections and points with their references and owners (`owners`, `owner_words`)
    answer     the whole as plain values for the command line and the API

`owner_kinds` proposes the kind of organisation that a printed owner is.
"""

from buuan.oversight.duties.reading.answer import as_json
from buuan.oversight.duties.reading.model import Directive, Point, Recipient, Section, Signer
from buuan.oversight.duties.reading.owner_kinds import owner_kind_guess
from buuan.oversight.duties.reading.reader import read_directive

__all__ = [
    "Directive",
    "Point",
    "Recipient",
    "Section",
    "Signer",
    "as_json",
    "owner_kind_guess",
    "read_directive",
]
