"""Every address: each room's own, sign-in, the API, and what watches the machine."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from buuan.base.accounts.urls import outside
from buuan.site import health
from buuan.site.api import api
from buuan.site.rooms import ROOMS

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
    path("ngon-ngu", health.language, name="language"),
    *outside,
    *(path("", include(f"{room.module}.urls")) for room in ROOMS if room.has("urls")),
]

handler404 = "buuan.site.errors.not_found"
handler500 = "buuan.site.errors.crashed"
