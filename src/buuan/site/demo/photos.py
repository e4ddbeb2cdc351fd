"""Small drawn pictures of packages, for reports that carry one."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw

_SIZE = (640, 480)


def draw_package(chance: random.Random) -> bytes:
    """Draw a closed carton with tape and a blank label and give it as a JPEG; the label bears no name and no number."""
    image = Image.new("RGB", _SIZE, (205 + chance.randrange(20), 208, 210))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 380, 640, 480), fill=(150, 146, 140))
    left, top = chance.randrange(90, 160), chance.randrange(110, 170)
    width, height = chance.randrange(300, 380), chance.randrange(210, 250)
    brown = (176 - chance.randrange(20), 132 - chance.randrange(15), 84)
    pen.polygon([(left, top), (left + 50, top - 45), (left + width + 50, top - 45), (left + width, top)], fill=_lighter(brown, 18))
    side = [
        (left + width, top),
        (left + width + 50, top - 45),
        (left + width + 50, top + height - 45),
        (left + width, top + height),
    ]
    pen.polygon(side, fill=_lighter(brown, -28))
    pen.rectangle((left, top, left + width, top + height), fill=brown, outline=_lighter(brown, -40))
    middle = left + width // 2
    pen.rectangle((middle - 22, top, middle + 22, top + height), fill=(214, 196, 150))
    pen.rectangle((left + 24, top + 40, left + 134, top + 120), fill=(246, 246, 240), outline=(120, 120, 120))
    for line in range(4):
        pen.line((left + 34, top + 56 + line * 16, left + 124 - line * 12, top + 56 + line * 16), fill=(170, 170, 170), width=4)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _lighter(colour: tuple[int, int, int], by: int) -> tuple[int, int, int]:
    return tuple(max(0, min(255, one + by)) for one in colour)  # type: ignore[return-value]
