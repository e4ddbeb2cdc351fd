"""Which records an address names, which of them are foreign to a person, and by which words they would be known.

Every model whose manager has `visible_to(actor)` is walked by itself. What cannot be read off the models stands in the tables
below: children that are seen through their parent, records open to whoever holds the right, and what a visible record lets its
reader know of others.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import CharField, Model, QuerySet

from buuan.base.access.registry import all_rights
from buuan.kit.actor import Actor

MARK_FIELDS = ("number", "item_id", "manifest_id", "label", "username", "prefix", "code")
"""Fields by whose content a record is known in an answer; only distinctive ones count, see `_is_distinctive`."""

SHORTEST_MARK = 5
NEWEST = 300
"""How many of the newest foreign records of each kind are looked for in every answer."""

_WORD = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Subject:
    """The records that an address with parameters names: a model, and the path of each parameter's value in a row.

    `only` narrows the rows; `through` is the parent by which a child is seen; `own` the field that must hold the actor's account;
    `open` tells that nobody who holds the right is shut out from any row (reference data, the directive); `tried` is how many
    rows are tried, more than one where each row's page shows other records.
    """

    model: str
    parameters: Mapping[str, str]
    only: Mapping[str, Any] = field(default_factory=dict)
    without: Mapping[str, Any] = field(default_factory=dict)
    through: str = ""
    own: str = ""
    open: bool = False
    tried: int = 1

    def rows(self) -> QuerySet:
        """Give all rows."""
        return apps.get_model(self.model)._default_manager.filter(**self.only).exclude(**self.without)

    def visible_to(self, actor: Actor) -> QuerySet:
        """Give the rows that `actor` may see."""
        rows = self.rows()
        if self.open:
            return rows
        if self.own:
            return rows.filter(**{self.own: actor.account_id})
        if self.through:
            parent = apps.get_model(self.model)._meta.get_field(self.through).related_model
            return rows.filter(**{f"{self.through}__in": parent._default_manager.visible_to(actor)})
        return rows.visible_to(actor)  # type: ignore[attr-defined]

    def own_samples(self, actor: Actor) -> list[dict[str, Any]]:
        """Give the parameters of the newest rows that `actor` may see."""
        return self.values_in(self.visible_to(actor))

    def foreign_samples(self, actor: Actor) -> list[dict[str, Any]]:
        """Give the parameters of the newest rows that `actor` may not see."""
        return [] if self.open else self.values_in(self.rows().exclude(pk__in=self.visible_to(actor).values("pk")))

    def values_in(self, rows: QuerySet) -> list[dict[str, Any]]:
        """Give the parameters of the newest of `rows`; where several are tried, of some spread evenly over the newest."""
        found = list(rows.order_by("-pk").values(*self.parameters.values())[: NEWEST if self.tried > 1 else 1])
        found = found[:: max(1, -(-len(found) // self.tried))]
        return [{name: row[path] for name, path in self.parameters.items()} for row in found]


OPERATORS = ("postal_operator", "operator_unit", "agent")

# By the beginning of the address; the longest one that fits counts. Addresses of the API are written with <…> as well.
SUBJECTS: tuple[tuple[str, Subject], ...] = (
    (
        "/lenh/<number>/buu-gui/<pk>/anh/<file>",
        Subject("interdiction.answerphoto", {"number": "item__order__number", "pk": "item__pk", "file": "pk"}, through="item"),
    ),
    ("/lenh/<number>/buu-gui/<pk>", Subject("interdiction.orderitem", {"number": "order__number", "pk": "pk"})),
    ("/lenh/<number>", Subject("interdiction.order", {"number": "number"})),
    (
        "/api/v1/orders/<number>/items/<item_id>",
        Subject("interdiction.orderitem", {"number": "order__number", "item_id": "item_id"}),
    ),
    ("/api/v1/orders/<number>", Subject("interdiction.order", {"number": "number"})),
    (
        "/yeu-cau-thong-tin/<number>/tep/<pk>",
        Subject("requests.answerfile", {"number": "part__request__number", "pk": "pk"}, through="part"),
    ),
    ("/yeu-cau-thong-tin/khieu-nai/<number>", Subject("cases.case", {"number": "number"})),
    ("/yeu-cau-thong-tin/<number>", Subject("requests.informationrequest", {"number": "number"})),
    ("/api/v1/requests/<number>", Subject("requests.informationrequest", {"number": "number"})),
    ("/vu-viec/<number>/buu-gui/<pk>", Subject("cases.caseitem", {"number": "case__number", "pk": "pk"}, through="case")),
    (
        "/vu-viec/<number>/nhiem-vu/<pk>",
        Subject("cases.casetask", {"number": "case__number", "pk": "pk"}, without={"case__state": "closed"}, through="case"),
    ),
    (
        "/api/v1/cases/<number>/tasks/<pk>",
        Subject("cases.casetask", {"number": "case__number", "pk": "pk"}, without={"case__state": "closed"}, through="case"),
    ),
    ("/vu-viec/hang-loat/<number>", Subject("cases.bulkrun", {"number": "number"})),
    ("/api/v1/case-batches/<number>", Subject("cases.bulkrun", {"number": "number"})),
    ("/vu-viec/vang-mat/<pk>", Subject("cases.absence", {"pk": "pk"})),
    ("/api/v1/absences/<pk>", Subject("cases.absence", {"pk": "pk"})),
    ("/vu-viec", Subject("cases.case", {"number": "number"})),
    ("/api/v1/cases/<number>", Subject("cases.case", {"number": "number"})),
    ("/chung-cu/<number>", Subject("custody.evidence", {"number": "number"})),
    ("/api/v1/evidence/<number>", Subject("custody.evidence", {"number": "number"})),
    ("/tang-vat/<number>/anh/<pk>", Subject("custody.exhibitphoto", {"number": "exhibit__number", "pk": "pk"}, through="exhibit")),
    ("/tang-vat/<number>", Subject("custody.exhibit", {"number": "number"})),
    ("/api/v1/exhibits/<number>", Subject("custody.exhibit", {"number": "number"})),
    ("/ban-giao/<number>", Subject("custody.handover", {"number": "number"})),
    ("/api/v1/hand-overs/<number>", Subject("custody.handover", {"number": "number"})),
    ("/nguoi-lien-quan/<pk>", Subject("custody.caseperson", {"pk": "pk"})),
    ("/api/v1/people/<pk>", Subject("custody.caseperson", {"pk": "pk"})),
    ("/tai-len/<token>", Subject("files.upload", {"token": "token"}, only={"state": "open"}, own="account_id")),
    ("/api/v1/uploads/<token>", Subject("files.upload", {"token": "token"}, only={"state": "open"}, own="account_id")),
    ("/chuyen-vu-viec/<pk>", Subject("cases.referral", {"pk": "pk"})),
    ("/api/v1/referrals/<pk>", Subject("cases.referral", {"pk": "pk"})),
    ("/bao-cao/<number>/anh/<pk>", Subject("intake.reportphoto", {"number": "report__number", "pk": "pk"}, through="report")),
    ("/tin-bao/<number>/anh/<pk>", Subject("tips.tipphoto", {"number": "tip__number", "pk": "pk"}, through="tip")),
    ("/sang-loc/cum/<number>", Subject("clusters.cluster", {"number": "number"})),
    ("/api/v1/clusters/<number>", Subject("clusters.cluster", {"number": "number"})),
    ("/sang-loc/<pk>", Subject("items.hit", {"pk": "pk"})),
    ("/bang-ke/<pk>", Subject("items.manifest", {"pk": "pk"})),
    ("/bang-ke/nap/<key>", Subject("items.upload", {"key": "key"})),
    ("/buu-gui/luu-giu/<pk>", Subject("items.legalhold", {"pk": "pk"})),
    ("/buu-gui/<operator>/<item>", Subject("items.hit", {"operator": "operator__code", "item": "item_id"})),
    ("/api/v1/manifests/<pk>", Subject("items.manifest", {"pk": "pk"})),
    ("/api/v1/hits/<pk>", Subject("items.hit", {"pk": "pk"})),
    ("/tai-khoan/ma-truy-cap/<pk>", Subject("accounts.apitoken", {"pk": "pk"}, own="account")),
    ("/thong-bao/<pk>", Subject("dispatch.recipient", {"pk": "pk"})),
    ("/thong-bao/da-gui/<pk>", Subject("dispatch.notice", {"pk": "pk"})),
    ("/truc-ban/<pk>", Subject("dispatch.shift", {"pk": "pk"})),
    ("/tai-khoan/webhook/<pk>", Subject("dispatch.endpoint", {"pk": "pk"})),
    ("/tai-khoan/ban-gui/<pk>", Subject("dispatch.delivery", {"pk": "pk"})),
    ("/api/v1/notices/<pk>", Subject("dispatch.recipient", {"pk": "pk"})),
    ("/api/v1/webhooks/<pk>", Subject("dispatch.endpoint", {"pk": "pk"})),
    ("/api/v1/messages/<pk>", Subject("dispatch.delivery", {"pk": "pk"})),
    ("/quan-tri/may-quay/<pk>", Subject("devices.device", {"pk": "pk"})),
    ("/quan-tri/may-quay/pin/<pk>", Subject("accounts.account", {"pk": "pk"}, only={"role": "counter_clerk"})),
    ("/doanh-nghiep/<code>", Subject("organisations.organisation", {"code": "code"}, only={"kind__in": OPERATORS})),
    ("/co-quan/<code>", Subject("organisations.organisation", {"code": "code"}, without={"kind__in": (*OPERATORS, "platform")})),
    ("/dia-ban/<code>", Subject("places.area", {"code": "code"}, open=True)),
    ("/danh-muc/nhom/<code>", Subject("goods.category", {"code": "code"}, open=True)),
    ("/tra-cuu/nhom/<code>", Subject("goods.category", {"code": "code"}, open=True)),
    ("/danh-muc/tu/<pk>", Subject("goods.term", {"pk": "pk"})),
    ("/van-ban-phap-luat/thoi-han/<code>", Subject("law.limitrow", {"code": "code"}, open=True)),
    ("/van-ban-phap-luat/<code>", Subject("law.legaldocument", {"code": "code"}, open=True)),
    ("/chi-thi/<code>/giao/<ref>", Subject("duties.point", {"code": "directive__code", "ref": "ref"}, open=True)),
    ("/chi-thi/<code>/diem/<ref>", Subject("duties.point", {"code": "directive__code", "ref": "ref"}, open=True, tried=9)),
    ("/chi-thi/<code>", Subject("duties.directive", {"code": "code"}, open=True)),
    ("/api/v1/directives/<code>", Subject("duties.directive", {"code": "code"}, open=True)),
)

# Parameters that name no record.
CONSTANTS = {"purpose": "duty_24_7", "kind": "csv", "year": 2025, "paper": "lenh"}

# What the reader of a visible record may know of others, as paths of its fields; a text path lets know whatever stands in the text.
TOLD: dict[str, tuple[str, ...]] = {
    # Whoever reported learns number and state of the case that it led to, nothing else.
    "intake.suspicionreport": ("case__number",),
    # Whoever works on a case knows the items in it, the reports that led to it, and that information was asked for, not what.
    "cases.case": ("items__item_id", "reporters__report", "information_requests__number"),
    # Whoever holds an exhibit or is a side of its hand-over knows of which case it is, and the exhibits that go along.
    # The chain of its hand-overs stands on its page.
    "custody.exhibit": ("case__number", "item__item_id", "lines__hand_over__number"),
    "custody.handover": ("case__number", "lines__exhibit__number", "lines__exhibit__description"),
    # Who acted on many cases knows their numbers, and what became of each.
    "cases.bulkrun": ("rows",),
    # Who passed a case on, or is asked to take it, knows its number, what it is about and where it stands.
    "cases.referral": ("case__number", "case__title"),
    # A clock says which work it measures.
    "clocks.clock": ("label", "title"),
    # A notice is what its sender decided to tell.
    "dispatch.recipient": ("notice__label", "notice__title", "notice__text"),
    "dispatch.notice": ("label", "title", "text"),
    # Whoever sees a cluster knows its items and the number of the report that was made of it.
    "clusters.cluster": ("item_ids", "report__number"),
    # A hit says in which manifest the item was declared.
    "items.hit": ("manifest__manifest_id",),
    # A hold says for which record the item is kept.
    "items.hold": ("label",),
    # An order names its items and the case that it serves.
    "interdiction.order": ("items__item_id", "case__number", "scope__items"),
    # The register says of which order an attempt was.
    "interdiction.attempt": ("order__number",),
    # A request names its items; the case that it serves is told to who may see that case.
    "requests.informationrequest": ("scope__items",),
    "requests.requestattempt": ("request__number",),
}

# The right by which a model's rows are shown, where it is not `read` of its own room.
READING_RIGHTS = {
    "interdiction.attempt": "interdiction.audit",
    "interdiction.orderitem": "interdiction.read",
    "requests.requestattempt": "requests.audit",
    "items.hit": "screening.read",
    "items.manifest": "screening.read",
    "custody.handover": "custody.read_hand_overs",
    "items.itemevent": "screening.read",
    "items.upload": "screening.import",
    "items.hold": "items.read_holds",
    "items.legalhold": "items.read_declared",
    "items.look": "items.read_looks",
    "goods.term": "goods.read_terms",
}


def subject_of(address: str, room: str) -> Subject | None:
    """Give what an address with parameters names: from the table, else the one fitting model of the room with `visible_to`.

    None where neither knows: the matrix calls that a finding, so that no address is passed over.
    """
    plain = plain_address(address)
    fitting = [one for one in SUBJECTS if (plain + "/").startswith(one[0] + "/") or plain.startswith(one[0] + ".")]
    if fitting:
        return max(fitting, key=lambda one: len(one[0]))[1]
    wanted = [name for name in parameters_of(address) if name not in CONSTANTS]
    found = [model for model in scoped_models() if model._meta.app_label == room and all(_has(model, name) for name in wanted)]
    return Subject(found[0]._meta.label_lower, {name: name for name in wanted}) if len(found) == 1 else None


def plain_address(address: str) -> str:
    """Give an address of a page or of the API with its parameters as `<name>`."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", address.replace("{", "<").replace("}", ">"))


def parameters_of(address: str) -> list[str]:
    """Give the names of an address's parameters."""
    return re.findall(r"<(\w+)>", plain_address(address))


def filled(address: str, values: Mapping[str, Any]) -> str:
    """Give an address with its parameters filled in."""
    return re.sub(r"<(\w+)>", lambda found: str(values[found[1]]), plain_address(address))


@functools.cache
def scoped_models() -> tuple[type[Model], ...]:
    """Give every model of the house that says who may see its rows."""
    return tuple(
        model
        for model in apps.get_models()
        if model.__module__.startswith("buuan.") and hasattr(model._default_manager.all(), "visible_to")
    )


def _mark_fields(model: type[Model]) -> list[str]:
    """Give the fields of a model whose text makes a record known; a count that happens to be called `number` is none."""
    return [name for name in MARK_FIELDS if _has(model, name) and isinstance(model._meta.get_field(name), CharField)]


def _has(model: type[Model], name: str) -> bool:
    return name == "pk" or any(one.name == name for one in model._meta.get_fields())


# -- marks ---------------------------------------------------------------------------------------------------------------


def foreign_marks(actor: Actor) -> dict[str, frozenset[str]]:
    """Give the words by which the newest records that `actor` may not see would be known, without those that he may know.

    Each comes with the fields that it stands in (`cases.number`, `clocks.label`).
    """
    marks: dict[str, set[str]] = {}
    for model in scoped_models():
        fields = _mark_fields(model)
        if fields:
            foreign = model._default_manager.exclude(pk__in=_seen_by(model, actor).values("pk"))
            for row in foreign.order_by("-pk").values_list(*fields)[:NEWEST]:
                for name, value in zip(fields, row, strict=True):
                    if value and _is_distinctive(str(value)):
                        marks.setdefault(str(value), set()).add(f"{model._meta.app_label}.{name}")
    known = _known(actor, set(marks))
    return {mark: frozenset(fields) for mark, fields in marks.items() if mark not in known}


def _seen_by(model: type[Model], actor: Actor) -> QuerySet:
    """Give the rows of a model that `actor` may see, none where he lacks the right by which its room shows them."""
    right = READING_RIGHTS.get(model._meta.label_lower, f"{model._meta.app_label}.read")
    if right in all_rights() and not actor.may(right):
        return model._default_manager.none()
    return model._default_manager.visible_to(actor)


def _is_distinctive(mark: str) -> bool:
    """Tell whether a word is long and odd enough that it stands in an answer only when the record is meant."""
    return len(mark) >= SHORTEST_MARK and any(sign.isdigit() for sign in mark) and _WORD.fullmatch(mark) is not None


def _known(actor: Actor, marks: set[str]) -> set[str]:
    """Give those of `marks` that stand in records which the actor may see, or in what these tell."""
    known: set[str] = set()
    for model in scoped_models():
        visible = _seen_by(model, actor).order_by()
        for name in _mark_fields(model):
            known.update(visible.filter(**{f"{name}__in": marks}).values_list(name, flat=True))
        for path in TOLD.get(model._meta.label_lower, ()):
            for text in visible.order_by("-pk").values_list(path, flat=True)[: NEWEST * 10]:
                known.update(marks & words_of(str(text or "")))
    return known


def words_of(text: str) -> set[str]:
    """Give the words of a text as marks are written, without the points and dashes around them."""
    return {word.strip(".-_") for word in _WORD.findall(text)}
