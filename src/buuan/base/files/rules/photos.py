"""What may be kept as a photo: told by content, never by name; pure."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from buuan.kit.errors import Refused

MAX_PHOTO_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 60_000_000
PHOTO_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
SHOWN_SIDE = 1600


@dataclass(frozen=True)
class Photo:
    """A photo as it arrived and the copy that may be shown: `clean` is a JPEG without any metadata."""

    original: bytes
    sha256: str
    media_type: str
    clean: bytes


def read_photo(data: bytes, most: int = MAX_PHOTO_BYTES) -> Photo:
    """Check and clean a photo; raises Refused with the reason when it is none, is too large or cannot be read to its end."""
    if not data:
        raise Refused("photo.empty", "Tệp ảnh trống (0 byte).")
    if len(data) > most:
        raise Refused("photo.too_large", f"Ảnh lớn quá {most // 1024 // 1024} MB.")
    try:
        image = Image.open(io.BytesIO(data), formats=list(PHOTO_TYPES))
        if image.width * image.height > MAX_PIXELS:
            raise Refused("photo.too_large", "Ảnh có quá nhiều điểm ảnh.")
        media_type = PHOTO_TYPES[str(image.format)]
        upright = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refused("photo.unreadable", "Không đọc được ảnh: chỉ nhận ảnh JPEG, PNG hoặc WebP còn nguyên vẹn.") from error
    upright.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright)
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=82)
    return Photo(data, hashlib.sha256(data).hexdigest(), media_type, out.getvalue())
