"""Copies that may leave: the content without what the device, the program or the author wrote beside it. Pure.

A photo is drawn anew; of a PDF the pages are put into a fresh file, which leaves the document's properties, scripts and
attachments behind; an office document loses its properties and its pictures are drawn anew. Of film and sound no such copy is
made: only the sealed original exists, for those with the right to it.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps

from buuan.base.files.rules.kinds import Kind
from buuan.base.files.rules.photos import MAX_PHOTO_BYTES, read_photo
from buuan.kit.errors import Refused

MOST_BYTES = 64 * 1024 * 1024
MOST_UNPACKED = 512 * 1024 * 1024
PAGE_SIDE = 1400
_ACTIVE = (b"/JavaScript", b"/JS", b"/Launch", b"/OpenAction", b"/AA", b"/EmbeddedFile", b"/RichMedia", b"/XFA")
_EMPTY_CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
_EMPTY_APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties '
    b'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy without metadata."""

    content: bytes
    media_type: str


def clean_copy(path: Path, kind: Kind) -> Copy | None:
    """Give the copy that may leave, None where none can be made; raises Refused for a photo that cannot be read to its end."""
    if kind.group == "photo":
        if path.stat().st_size > 4 * MAX_PHOTO_BYTES:
            raise Refused("photo.too_large", f"Ảnh lớn quá {4 * MAX_PHOTO_BYTES // 1024 // 1024} MB.")
        return Copy(read_photo(path.read_bytes(), most=4 * MAX_PHOTO_BYTES).clean, "image/jpeg")
    if path.stat().st_size > MOST_BYTES:
        return None
    if kind.ending == "txt":
        return Copy(path.read_bytes(), "text/plain; charset=utf-8")
    if kind.ending == "pdf":
        return _of_pdf(path, kind)
    if kind.ending in ("docx", "xlsx"):
        return Copy(_of_office(path), kind.media_type)
    return None


def pdf_page(path: Path, number: int) -> tuple[bytes, int]:
    """Draw one page of a PDF (from 1) as a picture; gives it with the number of pages. Raises IndexError for a page it lacks."""
    document = pypdfium2.PdfDocument(path)
    try:
        pages = len(document)
        if not 1 <= number <= pages:
            raise IndexError(number)
        page = document[number - 1]
        longest = max(page.get_width(), page.get_height(), 1)
        image = page.render(scale=min(4.0, PAGE_SIDE / longest), may_draw_forms=False).to_pil().convert("RGB")
        out = io.BytesIO()
        image.save(out, "JPEG", quality=80)
        return out.getvalue(), pages
    finally:
        document.close()


def _of_pdf(path: Path, kind: Kind) -> Copy | None:
    """Put the pages into a fresh PDF; None when something that acts by itself would come along."""
    try:
        source, fresh = pypdfium2.PdfDocument(path), pypdfium2.PdfDocument.new()
        fresh.import_pages(source)
        out = io.BytesIO()
        fresh.save(out)
        fresh.close()
        source.close()
    except pypdfium2.PdfiumError:
        return None
    content = out.getvalue()
    return None if any(word in content for word in _ACTIVE) else Copy(content, kind.media_type)


def _of_office(path: Path) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(path) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fresh:
        if sum(one.file_size for one in parts.infolist()) > MOST_UNPACKED:
            raise Refused("file.unreadable", "Tài liệu quá lớn khi mở ra.")
        for one in parts.infolist():
            content = parts.read(one)
            if one.filename == "docProps/core.xml":
                content = _EMPTY_CORE
            elif one.filename == "docProps/app.xml":
                content = _EMPTY_APP
            elif one.filename == "docProps/custom.xml":
                content = re.sub(rb"<property\b.*</property>", b"", content, flags=re.DOTALL)
            elif re.search(r"media/[^/]+\.(jpe?g|png|webp)$", one.filename, re.IGNORECASE):
                content = _redrawn(content)
            fresh.writestr(zipfile.ZipInfo(one.filename), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _redrawn(content: bytes) -> bytes:
    """Draw a picture inside a document anew in its own format; what Pillow cannot read stays as it is."""
    try:
        image = Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"])
        form = str(image.format)
        upright = ImageOps.exif_transpose(image)
        mode = "RGB" if form == "JPEG" else "RGBA"
        fresh = Image.new(mode, upright.size)
        fresh.paste(upright.convert(mode))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return content
    out = io.BytesIO()
    fresh.save(out, form)
    return out.getvalue()
