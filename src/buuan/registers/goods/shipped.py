"""What the package's files say: the catalogue, and of each category English names and conditions and plain examples."""

from __future__ import annotations

import functools
from pathlib import Path

import yaml

from buuan.engine.catalogue import DATA, Catalogue, load_catalogue

HERE = Path(__file__).parent / "data"


@functools.cache
def shipped_catalogue() -> Catalogue:
    """Give the catalogue of the package's files."""
    return load_catalogue()


@functools.cache
def public_texts() -> dict[str, dict[str, str]]:
    """Give for each code `name_en`, `condition_en`, `examples`, `examples_en`; a text that nobody wrote is left out."""
    goods = _read(DATA / "goods_catalogue.yaml")["goods"]
    own = _read(HERE / "public.yaml")
    found = {}
    for one in goods:
        mine = own.get(one["code"], {})
        texts = {
            "name_en": one.get("name_en", ""),
            "condition_en": one.get("condition_en", ""),
            "examples": mine.get("vi", ""),
            "examples_en": mine.get("en", ""),
            "advice_en": mine.get("advice_en", ""),
        }
        found[one["code"]] = {key: text for key, text in texts.items() if text}
    return found


def _read(file: Path) -> dict:
    with file.open(encoding="utf-8") as stream:
        return yaml.load(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
