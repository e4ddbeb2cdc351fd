"""One item as the archive has it, and why anybody knows of it; persons stay out unless somebody looks with a reason."""

from __future__ import annotations

from typing import Any

from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.kit.actor import Actor
from buuan.kit.errors import NotFound
from buuan.registers.items.models import Hit, Hold, ItemEvent, LegalHold
from buuan.registers.items.rules import item_key
from buuan.registers.items.store import archive
from buuan.work.cases.models import Case


def operator_of_item(actor: Actor, code: str) -> Organisation:
    """Give the operator by whose code an item is named; raises NotFound for another operator's people."""
    found = Organisation.objects.filter(code=code.upper(), kind="postal_operator").first()
    if found is None or (actor.body_kind in OPERATOR_KINDS and found.code != actor.tree.split("/")[0]):
        raise NotFound("item.not_found", "Không tìm thấy bưu gửi, hoặc anh/chị không được xem.")
    return found


def declared_item(actor: Actor, operator: Organisation, item_id: str) -> dict[str, Any] | None:
    """Give the newest declaration of an item with all its columns, None where the archive has none that `actor` may see.

    A branch sees what its points accepted or had in their hands.
    """
    versions = archive().find_item(operator.code, item_id)
    if not versions:
        return None
    newest = versions[0] | {"versions": len(versions)}
    if actor.body_kind in OPERATOR_KINDS and actor.body_kind != "postal_operator":
        own = Organisation.objects.under(actor.tree).filter(code=newest.get("accept_point") or "").exists()
        passed = ItemEvent.objects.visible_to(actor).filter(operator=operator, item_id=item_id).exists()
        if not (own or passed):
            return None
    return newest


def why_known(actor: Actor, operator: Organisation, item_id: str) -> bool:
    """Tell whether something that `actor` may see speaks for looking at an item: a hit, a hold, an order, a case."""
    same = {"operator": operator, "item_id": item_id}
    return (
        Hit.objects.visible_to(actor).filter(**same).exists()
        or Hold.objects.visible_to(actor).filter(**same).exists()
        or LegalHold.objects.visible_to(actor).filter(**same).exists()
        or bool(cases_with(actor, operator, item_id))
    )


def cases_with(actor: Actor, operator: Organisation, item_id: str) -> list[Case]:
    """Give the cases with an item that `actor` may see, the newest first."""
    if not actor.may("cases.read"):
        return []
    found = Case.objects.visible_to(actor).filter(items__operator=operator, items__item_id=item_id)
    return list(found.order_by("-pk").distinct()[:20])


def item_page(actor: Actor, operator: Organisation, text: str) -> dict[str, Any]:
    """Give all that `actor` may see of an item, without its persons; raises NotFound where that is nothing."""
    item_id = item_key(text)
    same = {"operator": operator, "item_id": item_id}
    found: dict[str, Any] = {
        "operator": operator,
        "item_id": item_id,
        "declared": declared_item(actor, operator, item_id),
        "hits": list(Hit.objects.visible_to(actor).filter(**same).select_related("operator", "manifest").order_by("-pk")[:20]),
        "holds": list(Hold.objects.visible_to(actor).filter(**same).select_related("holder").order_by("-pk")[:20]),
        "events": list(ItemEvent.objects.visible_to(actor).filter(**same).select_related("place").order_by("-at", "-pk")[:50]),
        "cases": cases_with(actor, operator, item_id),
        "legal_holds": list(LegalHold.objects.visible_to(actor).filter(**same).order_by("-pk")[:20]),
    }
    if not any(found[name] for name in ("declared", "hits", "holds", "events", "cases")):
        raise NotFound("item.not_found", "Không tìm thấy bưu gửi, hoặc anh/chị không được xem.")
    return found


def legal_hold_of(actor: Actor, pk: int) -> LegalHold:
    """Give one legal hold; raises NotFound."""
    found = LegalHold.objects.visible_to(actor).select_related("operator").filter(pk=pk).first()
    if found is None:
        raise NotFound("legal_hold.not_found", "Không tìm thấy việc lưu giữ này.")
    return found
