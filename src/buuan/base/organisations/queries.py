"""Reading the directory: as of a day, who holds the work now, trees of operators, whom to call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from buuan.base.action import read_once
from buuan.base.organisations.models import OPERATOR_KINDS, UNIT_TYPES, Contact, Organisation, OrganisationQuerySet, Succession
from buuan.kit.actor import Actor

NOT_IN_DIRECTORY = ("platform",)


def organisations_of_kind(kind: str, on: date) -> OrganisationQuerySet:
    """Give the organisations of a kind that exist on `on`, in dictionary order."""
    return Organisation.objects.filter(kind=kind).as_of(on).order_by("sort_key", "id")


def bodies() -> OrganisationQuerySet:
    """Give all bodies of the State and the groups beside them that the directives name: what is no operator and no unit of one."""
    return Organisation.objects.exclude(kind__in=(*OPERATOR_KINDS, *NOT_IN_DIRECTORY))


def operators_on(on: date, include_reference: bool = False) -> OrganisationQuerySet:
    """Give the postal operators that exist on `on`; reference rows (public facts, no activity here) only when asked for."""
    operators = organisations_of_kind("postal_operator", on)
    return operators if include_reference else operators.filter(reference_only=False)


def subtree(organisation: Organisation, on: date) -> OrganisationQuerySet:
    """Give the organisation and everything below it that exists on `on`, parents before their units."""
    return Organisation.objects.under(organisation.path).as_of(on).order_by("path")


def holder_today(organisation: Organisation, on: date) -> list[Organisation]:
    """Give who holds the organisation's work on `on`: itself while it exists, else the bodies that it went to, step by step.

    Empty where nobody took it over, or where `on` lies before the organisation began.
    """
    return holders_today([organisation], on)


def holders_today(organisations: Iterable[Organisation], on: date) -> list[Organisation]:
    """Give the bodies that hold the work of any of `organisations` on `on`, each once, in dictionary order."""
    found: dict[int, Organisation] = {}
    waiting: set[int] = set()
    seen: set[int] = set()
    for one in organisations:
        seen.add(one.pk)
        if one.holds_on(on):
            found[one.pk] = one
        else:
            waiting.add(one.pk)
    while waiting:
        in_effect = Succession.objects.filter(Q(effective_on=None) | Q(effective_on__lte=on), old__in=waiting)
        news = {one.new for one in in_effect.select_related("new") if one.new_id not in seen}
        seen |= {new.pk for new in news}
        found |= {new.pk: new for new in news if new.holds_on(on)}
        waiting = {new.pk for new in news if not new.holds_on(on)}
    return sorted(found.values(), key=lambda one: (one.sort_key, one.pk))


def owners_of_kind(kind: str, on: date, *, include_reference: bool = True) -> list[Organisation]:
    """Give the bodies that a duty of `kind` binds on `on`: those of the kind, or where the kind has ceased, those that took over.

    So the duties of the district committees are those of the commune committees since 1 July 2025 (a reading of the law, see
    the source of each succession).
    """
    of = frozenset({"Organisation", "Succession"})
    standing = read_once(("organisations.owners", kind, on), lambda: _owners(kind, on), of=of)
    return list(standing) if include_reference else [one for one in standing if not one.reference_only]


def _owners(kind: str, on: date) -> list[Organisation]:
    return list(organisations_of_kind(kind, on)) or holders_today(Organisation.objects.filter(kind=kind), on)


def root_of(organisation: Organisation) -> Organisation:
    """Give the enterprise or body at the top of the organisation's tree."""
    code = organisation.root_code
    return read_once(("organisations.root", code), lambda: Organisation.objects.get(code=code), of=frozenset({"Organisation"}))


def operator_units() -> OrganisationQuerySet:
    """Give all operators and their units, whenever they exist."""
    return Organisation.objects.filter(kind__in=OPERATOR_KINDS)


def within(organisations: OrganisationQuerySet, code: str) -> OrganisationQuerySet:
    """Keep the organisation with `code` and everything below it."""
    return organisations.filter(Q(path__startswith=f"{code}/") | Q(path__contains=f"/{code}/"))


def with_figures(organisations: OrganisationQuerySet, on: date) -> OrganisationQuerySet:
    """Add to each row its units on `on` (`units`) and its own contacts (`leader_name`, `duty_name`, `duty_phone`)."""
    # A path's tree is a range of the index on paths: codes have no sign that sorts behind the tilde.
    below = Organisation.objects.as_of(on).filter(path__gt=OuterRef("path"), path__lt=Concat(OuterRef("path"), Value("~")))
    units = below.order_by().annotate(all=Value(1)).values("all").annotate(count=Count("pk")).values("count")
    named = Contact.objects.as_of(on).filter(organisation=OuterRef("pk")).order_by("-from_on")
    leader, duty = named.filter(purpose="security_leader"), named.filter(purpose="duty_24_7")
    return organisations.annotate(
        units=Coalesce(Subquery(units), 0),
        leader_name=Subquery(leader.values("name")[:1]),
        duty_name=Subquery(duty.values("name")[:1]),
        duty_phone=Subquery(duty.values("phone")[:1]),
    )


def may_name_contact(actor: Actor, organisation: Organisation) -> bool:
    """Tell whether `actor` may name and confirm the contacts of an organisation: an operator's people only in their own tree."""
    if not actor.may("organisations.name_contact") or not organisation.is_visible_to(actor):
        return False
    return actor.body_kind not in OPERATOR_KINDS or organisation.path.startswith(actor.tree)


def successions_from(organisation: Organisation) -> QuerySet[Succession]:
    """Give to whom the organisation's work passed, as stated."""
    return organisation.successions.select_related("new").order_by("effective_on", "new__sort_key", "new_id")


def successions_to(organisation: Organisation) -> QuerySet[Succession]:
    """Give from whom the organisation took over."""
    return organisation.predecessions.select_related("old").order_by("effective_on", "old__sort_key", "old_id")


def contact_of(organisation: Organisation, purpose: str, on: date) -> Contact | None:
    """Give whom to call on `on`: the organisation's own contact, else that of the nearest one above that has named one."""
    return contacts_of([organisation], purpose, on)[organisation.pk]


def contacts_of(organisations: Iterable[Organisation], purpose: str, on: date) -> dict[int, Contact | None]:
    """Give `contact_of` for many organisations, by their keys, in one query."""
    wanted = list(organisations)
    paths = {path for one in wanted for path in one.paths_up()}
    named = {
        contact.organisation.path: contact
        for contact in Contact.objects.filter(purpose=purpose, organisation__path__in=paths)
        .as_of(on)
        .select_related("organisation")
        .order_by("from_on", "pk")
    }
    return {one.pk: next((named[path] for path in one.paths_up() if path in named), None) for one in wanted}


def unit_counts(organisation: Organisation, on: date) -> dict[str, int]:
    """Give how many units of each type stand below the organisation on `on`, in the order of UNIT_TYPES, without noughts."""
    below = subtree(organisation, on).exclude(pk=organisation.pk).exclude(unit_type="")
    counted = dict(below.order_by().values_list("unit_type").annotate(count=Count("pk")))
    return {unit_type: counted[unit_type] for unit_type in UNIT_TYPES if unit_type in counted}


def children_with_counts(organisation: Organisation, on: date) -> list[tuple[Organisation, int]]:
    """Give what stands directly below the organisation on `on`, each with the number of units below it, in one query."""
    rows = list(subtree(organisation, on).select_related("area").exclude(pk=organisation.pk))
    own_depth = organisation.path.count("/")
    counts: dict[str, int] = {}
    for row in rows:
        if row.path.count("/") > own_depth + 1:
            top = "/".join(row.path.split("/")[: own_depth + 1]) + "/"
            counts[top] = counts.get(top, 0) + 1
    rank = list(UNIT_TYPES)
    children = [row for row in rows if row.path.count("/") == own_depth + 1]
    children.sort(key=lambda row: (rank.index(row.unit_type) if row.unit_type in rank else -1, row.code))
    return [(row, counts.get(row.path, 0)) for row in children]


CONFIRMED_FOR = timedelta(days=31)
"""How long a confirmation of a 24/7 contact holds: each is confirmed once a month."""


def unconfirmed_contacts(on: date) -> tuple[list[Contact], list[Organisation]]:
    """Give the contacts of operators that nobody has confirmed for a month, and the operators that have named no 24/7 contact."""
    named = Contact.objects.as_of(on).filter(organisation__kind__in=OPERATOR_KINDS).select_related("organisation")
    since = on - CONFIRMED_FOR
    stale = named.filter(Q(confirmed_on=None, from_on__lt=since) | Q(confirmed_on__lt=since))
    with_contact = set(named.filter(purpose="duty_24_7").values_list("organisation_id", flat=True))
    missing = [one for one in operators_on(on) if one.pk not in with_contact]
    return list(stale.order_by("organisation__path", "purpose")), missing
