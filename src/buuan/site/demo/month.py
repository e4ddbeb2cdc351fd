"""The demo's month: parcels, hits, reports and cases, made by the very actions that real people use."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from buuan.base.accounts.models import Account
from buuan.base.action import one_reading
from buuan.base.organisations.models import Organisation
from buuan.kit.actor import Actor
from buuan.registers.goods.queries import current_version
from buuan.registers.items.models import Hit, Manifest
from buuan.site.demo.casework import CaseWork, hire_officers
from buuan.site.demo.catalogue import CatalogueWork
from buuan.site.demo.clusters import plan_searches
from buuan.site.demo.complaints import plan_complaints
from buuan.site.demo.desk import plan_desk
from buuan.site.demo.hits import HitWork
from buuan.site.demo.orders import plan_orders
from buuan.site.demo.parcels import Handed, Parcels, make_parcels
from buuan.site.demo.reports import Counters, open_counters, plan_reports
from buuan.site.demo.requests import plan_requests
from buuan.site.demo.stage import Size, Stage
from buuan.site.demo.telling import tell_province
from buuan.site.demo.tips import open_line, tell_tips
from buuan.site.demo.triage import Triage
from buuan.work.cases.actions import ItemFacts
from buuan.work.cases.models import Case
from buuan.work.clusters.models import Cluster
from buuan.work.intake.models import SuspicionReport
from buuan.work.screening.actions import ManifestHeader, import_manifest

SEED = 2021
MARK = "can-bo-01"
"""An account that only the month creates: where it stands, the month stands."""


def load_month(actor: Actor, *, at: datetime, seed: int = SEED, size: Size | None = None) -> dict[str, int]:
    """Load the invented month before `at`, whole or not at all; gives how much there is of everything.

    Needs the reference data, the demo's operators and its accounts. Does nothing where the month stands. The same seed and `at`
    give the same month.
    """
    if not Account.objects.filter(username=MARK).exists():
        stage = Stage(actor, at, seed, size or Size())
        with transaction.atomic(), one_reading():
            _play(stage)
    return {
        "manifests": Manifest.objects.count(),
        "items": sum(Manifest.objects.values_list("accepted", flat=True)),
        "hits": Hit.objects.count(),
        "clusters": Cluster.objects.count(),
        "reports": SuspicionReport.objects.count(),
        "cases": Case.objects.count(),
    }


def _play(stage: Stage) -> None:
    hire_officers(stage)
    open_line(stage)
    parcels = make_parcels(stage)
    counters = open_counters(stage, parcels)
    casework = CaseWork(stage)
    triage = Triage(stage, casework)
    reported = plan_reports(stage, counters, triage.take)
    casework.open_desk_cases(_desk_items(stage, counters))
    hits = HitWork(stage, reported, triage.take)
    _plan_imports(stage, parcels, hits)
    tell_tips(stage, triage)
    plan_searches(stage)
    triage.watch()
    if current_version() is not None:
        CatalogueWork(stage).plan()
    plan_orders(stage)
    plan_requests(stage)
    plan_complaints(stage)
    plan_desk(stage, casework)
    stage.story.run()
    tell_province(stage)


def _plan_imports(stage: Stage, parcels: Parcels, hits: HitWork) -> None:
    """Let every file come in, from the operator's own people, by the page or from its system."""
    known = {"BCX": "doanh-nghiep", stage.account("doanh-nghiep-2").organisation.code: "doanh-nghiep-2"}
    for one in parcels.files:
        code = one.operator.code
        if code not in known:
            known[code] = f"vt-{code.lower()}"
            stage.hire(known[code], "Văn thư", "clerk", one.operator)
        who = stage.actor(known[code], "api" if one.name.endswith(".parquet") else "page")

        def come_in(at: datetime, one: Handed = one, who: Actor = who) -> None:
            header = ManifestHeader(manifest_id=one.manifest_id)
            manifest, _reading = import_manifest(who, one.operator, one.data, name=one.name, header=header, at=at)
            if one.made is not None:
                hits.look(manifest, at)

        stage.story.at(one.at, come_in)


def _desk_items(stage: Stage, counters: Counters) -> list[ItemFacts]:
    """Give items that bodies find on their own: declared like any other."""
    plain = [one for one in counters.parcels if not one.is_risky and not one.is_burst]
    found = []
    for parcel in stage.chance("desk").sample(plain, 5):
        operator = Organisation.objects.get(code=counters.points[parcel.point].root_code)
        found.append(ItemFacts(operator=operator, item_id=parcel.item_id, declared_content=parcel.content[:200]))
    return found
