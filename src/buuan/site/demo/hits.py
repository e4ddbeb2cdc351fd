"""What officers say to the hits of each manifest: a few held and reported, more dismissed with a reason, the rest left open."""

from __future__ import annotations

from datetime import datetime, timedelta

from buuan.registers.items.models import Hit, Manifest
from buuan.site.demo.parcels import CROSSING
from buuan.site.demo.reports import ACCEPT, DECLINE, JOIN, Next
from buuan.site.demo.stage import Stage, in_office, words
from buuan.work.screening.actions import accept_hit, dismiss_hit

_OWN = {"BCX": "doanh-nghiep"}


class HitWork:
    """The review of hits; those that clerks have reported already are left to the reports."""

    def __init__(self, stage: Stage, reported: set[str], then: Next) -> None:
        self.stage = stage
        self.then = then
        self._reported = reported
        self._chance = stage.chance("hits")
        size = stage.size
        self._fates = [ACCEPT] * (size.hit_reports * 3 // 10) + [JOIN] * (size.hit_reports * 2 // 10)
        self._fates += [DECLINE] * (size.hit_reports - len(self._fates))
        self._chance.shuffle(self._fates)
        self._dismissals = size.dismissed_hits
        self._manifests = size.manifests

    def look(self, manifest: Manifest, at: datetime) -> None:
        """Plan the review of a manifest's hits in the two days after it came in."""
        code = manifest.operator.code
        open_hits = Hit.objects.filter(manifest=manifest, state="open").exclude(item_id__in=self._reported)
        hits = list(open_hits.select_related("operator").order_by("-score", "pk")[:60])
        self._manifests = max(self._manifests - 1, 1)
        accepted = min(len(hits), max(-(-len(self._fates) // self._manifests), 0), 12)
        dismissed = min(max(len(hits) - accepted, 0), -(-self._dismissals // self._manifests))
        self._chance.shuffle(hits)
        for number, hit in enumerate(hits[: accepted + dismissed]):
            who = self._reviewer(code)
            moment = in_office(at + timedelta(minutes=self._chance.randrange(40, 2400)))
            if moment >= self.stage.end:
                moment = at + (self.stage.end - at) * self._chance.uniform(0.2, 0.9)
            if number < accepted:
                fate = self._fates.pop()
                self.stage.story.at(moment, lambda then, hit=hit, who=who, fate=fate: self._accept(hit, who, fate, then))
            else:
                self._dismissals -= 1
                reason = words()["dismissed"][self._dismissals % len(words()["dismissed"])]
                self.stage.story.at(moment, lambda then, hit=hit, who=who, reason=reason: self._dismiss(hit, who, reason, then))

    def _reviewer(self, operator: str) -> str:
        if operator == CROSSING:
            return "hai-quan"
        own = [_OWN[operator]] * 3 if operator in _OWN else []
        return self._chance.choice(["qltt", "qltt", "qltt", "truc-ban", *own])

    def _accept(self, hit: Hit, who: str, fate: str, at: datetime) -> None:
        self.then(accept_hit(self.stage.actor(who), hit, at=at), fate, at)

    def _dismiss(self, hit: Hit, who: str, reason: str, at: datetime) -> None:
        dismiss_hit(self.stage.actor(who), hit, reason=reason, at=at)
