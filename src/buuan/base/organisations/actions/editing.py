"""Opening and ending organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from buuan.base.access.guard import require
from buuan.base.action import action
from buuan.base.audit.actions import record
from buuan.base.organisations.models import KINDS, OPERATOR_KINDS, Contact, Organisation, Succession
from buuan.base.organisations.rules import MAX_PATH, check_code, check_days, check_place_in_tree
from buuan.base.places.models import Area
from buuan.kit.actor import Actor
from buuan.kit.errors import Invalid, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """What is known of an organisation when it is opened; `from_on` None means since always."""

    code: str
    name: str
    kind: str
    from_on: date | None
    short_name: str = ""
    name_en: str = ""
    unit_type: str = ""
    parent: Organisation | None = None
    area: Area | None = None
    address: str = ""
    source: str = ""


@action
def open_organisation(actor: Actor, new: NewOrganisation, *, at: datetime) -> Organisation:
    """Open a body, an operator, or a unit below one; raises Invalid with all that is wrong with it."""
    require(actor, "organisations.edit", new.parent)
    errors = _faults(new)
    if errors:
        raise Invalid(errors)

    organisation = Organisation.objects.create(
        code=new.code,
        name=new.name.strip(),
        name_en=new.name_en.strip(),
        short_name=new.short_name.strip() or new.name.strip()[:120],
        kind=new.kind,
        unit_type=new.unit_type,
        parent=new.parent,
        path=_path(new),
        area=new.area,
        address=new.address.strip(),
        from_on=new.from_on,
        source=new.source.strip(),
    )

    record(
        actor,
        "organisations.opened",
        organisation,
        at=at,
        kind=new.kind,
        unit_type=new.unit_type,
        parent=new.parent.code if new.parent else None,
        from_on=new.from_on.isoformat() if new.from_on else None,
    )
    return organisation


@action
def end_organisation(
    actor: Actor,
    organisation: Organisation,
    *,
    until_on: date,
    at: datetime,
    successors: Sequence[Organisation] = (),
    source: str = "",
    with_units: bool = False,
) -> Organisation:
    """End an organisation on `until_on`, the first day without it, and say to whom its work passes.

    Units below it that would outlive it end with it when `with_units`, else the action is refused; contacts end as well.
    Raises Invalid for days or successors that do not fit, Refused when the organisation has ended already.
    """
    require(actor, "organisations.edit", organisation)
    tree = list(Organisation.objects.select_for_update().under(organisation.path).order_by("path"))
    organisation = next(one for one in tree if one.pk == organisation.pk)
    if organisation.until_on is not None:
        raise Refused("organisation.ended", f"{organisation} đã chấm dứt từ ngày {organisation.until_on:%d/%m/%Y}.")
    errors = _ending_faults(organisation, until_on, successors)
    if errors:
        raise Invalid(errors)
    outliving = [one for one in tree if one.pk != organisation.pk and (one.until_on is None or one.until_on > until_on)]
    if outliving and not with_units:
        sentence = f"{organisation} còn {len(outliving)} đơn vị trực thuộc đang hoạt động."
        raise Refused("organisation.units_open", sentence, units=len(outliving))
    unborn = [one for one in outliving if one.from_on is not None and one.from_on >= until_on]
    if unborn:
        sentence = f"{organisation} có đơn vị mở từ ngày {until_on:%d/%m/%Y} trở đi."
        raise Refused("organisation.units_later", sentence, units=len(unborn))

    for one in [organisation, *outliving]:
        one.until_on = until_on
        one.save()
    for contact in Contact.objects.filter(Q(until_on=None) | Q(until_on__gt=until_on), organisation__in=[organisation, *outliving]):
        contact.until_on = max(until_on, contact.from_on)
        contact.save()
    for new in successors:
        Succession.objects.create(old=organisation, new=new, effective_on=until_on, source=source.strip())

    record(
        actor,
        "organisations.ended",
        organisation,
        at=at,
        until_on=until_on.isoformat(),
        successors=[new.code for new in successors],
        units=[one.code for one in outliving],
    )
    return organisation


def _path(new: NewOrganisation) -> str:
    return (new.parent.path if new.parent else "") + f"{new.code}/"


def _faults(new: NewOrganisation) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    code = check_code(new.code)
    if code or Organisation.objects.filter(code__iexact=new.code).exists():
        errors["code"] = code or ["Mã đã có cơ quan, đơn vị khác dùng."]
    elif len(_path(new)) > MAX_PATH:
        errors["parent"] = ["Cây đơn vị quá sâu."]
    if not new.name.strip():
        errors["name"] = ["Cần tên đầy đủ."]
    if new.kind not in KINDS:
        errors["kind"] = ["Loại cơ quan không có trong danh mục."]
        return errors
    errors |= check_place_in_tree(new.kind, new.unit_type, new.parent.kind if new.parent else None, OPERATOR_KINDS)
    if new.parent is not None and not _covers(new.parent, new.from_on):
        errors.setdefault("parent", []).append("Cấp trên không tồn tại vào ngày bắt đầu.")
    if new.area is not None and not _covers(new.area, new.from_on):
        errors["area"] = ["Địa bàn không tồn tại vào ngày bắt đầu."]
    return errors


def _covers(above: Organisation | Area, from_on: date | None) -> bool:
    return above.holds_on(from_on) if from_on else above.from_on is None


def _ending_faults(organisation: Organisation, until_on: date, successors: Sequence[Organisation]) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    days = check_days(organisation.from_on, until_on)
    if days:
        errors["until_on"] = days
    for new in successors:
        if new.path.startswith(organisation.path):
            errors["successors"] = ["Đơn vị kế thừa không được nằm trong cơ quan chấm dứt."]
        elif not new.holds_on(until_on):
            errors["successors"] = [f"{new} không tồn tại vào ngày {until_on:%d/%m/%Y}."]
    if len({new.pk for new in successors}) < len(successors):
        errors["successors"] = ["Đơn vị kế thừa bị nêu hai lần."]
    return errors
