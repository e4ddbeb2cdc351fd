"""The catalogue in the reader's language: names, conditions, advice and examples, which the register keeps in both."""

from __future__ import annotations

from django.utils.translation import get_language

from buuan.engine.store import shipped_terms
from buuan.kit.fold import inside_sentence
from buuan.registers.goods.models import CategoryEdition
from buuan.registers.goods.shipped import public_texts, shipped_catalogue
from buuan.registers.goods.store import terms_in_force


def in_language(text: str) -> str:
    """Give a category's name, condition, advice or examples in the reader's language; a text without English stays as it is."""
    if not text or not (get_language() or "vi").startswith("en"):
        return text
    return english().get(text, text)


def english() -> dict[str, str]:
    """Give the English of every Vietnamese text of the catalogue that has one."""
    version = terms_in_force().version
    if version not in _ENGLISH:
        _ENGLISH.clear()
        _ENGLISH[version] = _shipped() | (_revised() if version != shipped_terms().version else {})
    return _ENGLISH[version]


_ENGLISH: dict[str, dict[str, str]] = {}


def _shipped() -> dict[str, str]:
    found = {}
    for one in shipped_catalogue().categories.values():
        said = public_texts()[one.code]
        asked = said.get("condition_en", "")
        name = said.get("name_en", "")
        # Where the package has no sentence of its own for a group, the catalogue made one of its name.
        made = f"Do not accept {inside_sentence(name)}; ask the sender to take the goods back and tell the focal point."
        pairs = ((one.name, name), (one.condition, asked), (one.advice, said.get("advice_en") or asked or made))
        found |= {vi: en for vi, en in (*pairs, (said.get("examples", ""), said.get("examples_en"))) if vi and en}
    return found


def _revised() -> dict[str, str]:
    found: dict[str, str] = {}
    for one in CategoryEdition.objects.filter(kept_by_office=True).order_by("from_at"):
        pairs = ((one.name, one.name_en), (one.condition, one.condition_en), (one.examples, one.examples_en))
        found |= {vi: en for vi, en in (*pairs, (one.advice, one.condition_en)) if vi and en}
    return found


def examples_of(code: str, edition: CategoryEdition | None = None) -> str:
    """Give plain examples of a category, in Vietnamese; empty where there are none."""
    return edition.examples if edition is not None else public_texts().get(code, {}).get("examples", "")
