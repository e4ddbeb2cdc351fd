"""Revising what is said of a category: a new edition begins, the one before ends; its kind and its flag stay."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused
from buuan.registers.goods.actions.versions import begin_version, standing_version
from buuan.registers.goods.models import CategoryEdition
from buuan.registers.goods.queries import edition_of
from buuan.registers.goods.rules import WHY_MAX


@dataclass(frozen=True, slots=True)
class CategoryChange:
    """What the next edition says; kind, ground, severity and the flag are no matter of wording and stay as they are."""

    name: str
    name_en: str
    condition: str
    condition_en: str
    advice: str
    examples: str
    examples_en: str
    laws: tuple[tuple[str, str, bool], ...]


@action
def revise_category(actor: Actor, code: str, change: CategoryChange, *, why: str, at: datetime) -> CategoryEdition:
    """Say something else of a category from now on (sửa nhóm hàng); verdicts before keep the words that they had.

    Raises Invalid for what is missing, Refused when nothing changed.
    """
    require(actor, "goods.put_in_force")
    former_edition = edition_of(code)
    errors: dict[str, list[str]] = {}
    if not change.name.strip():
        errors["name"] = ["Cần tên nhóm hàng."]
    if not change.laws:
        errors["laws"] = ["Cần ít nhất một căn cứ."]
    if not why.strip() or len(why) > WHY_MAX:
        errors["why"] = [f"Ghi lý do, không quá {WHY_MAX} ký tự."]
    if errors:
        raise Invalid(errors)
    said = asdict(change) | {"laws": [{"doc": doc, "article": article, "verified": ok} for doc, article, ok in change.laws]}
    changed = sorted(name for name, value in said.items() if getattr(former_edition, name) != value)
    if not changed:
        raise Refused("goods.nothing_changed", "Không có gì thay đổi so với bản đang áp dụng.")
    former = standing_version(at)

    CategoryEdition.objects.filter(pk=former_edition.pk, until_at=None).update(until_at=at)
    edition = CategoryEdition.objects.create(
        category_id=code,
        kind=former_edition.kind,
        ground=former_edition.ground,
        severity=former_edition.severity,
        route_to=former_edition.route_to,
        from_at=at,
        by=actor.name,
        why=" ".join(why.split()),
        kept_by_office=True,
        **said,
    )
    version = begin_version(actor, former, what=f"Sửa nhóm «{edition.name}»", at=at)

    record(
        actor,
        "goods.category_revised",
        edition.category,
        at=at,
        changed=changed,
        why=edition.why,
        by_kind=actor.body_kind,
        version=version.version,
    )
    return edition
