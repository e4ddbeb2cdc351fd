"""What may be kept: photos, files of other kinds, and nothing that bears a marking of State secrecy. Pure."""

from buuan.base.files.rules.copies import Copy, clean_copy, pdf_page
from buuan.base.files.rules.kinds import ACCEPT, KINDS, PAPER, Bounds, Kind, kind_of, kind_within
from buuan.base.files.rules.photos import MAX_PHOTO_BYTES, Photo, read_photo
from buuan.base.files.rules.secrecy import check_not_secret, first_page, marking_in_name, marking_on_page

__all__ = [
    "ACCEPT",
    "KINDS",
    "MAX_PHOTO_BYTES",
    "PAPER",
    "Bounds",
    "Copy",
    "Kind",
    "Photo",
    "check_not_secret",
    "clean_copy",
    "first_page",
    "kind_of",
    "kind_within",
    "marking_in_name",
    "marking_on_page",
    "pdf_page",
    "read_photo",
]
