"""A table of its own for the tests of lists and search, so that they hang on no room's model."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps
from django.urls import include, path

from buuan.base.web.search import Searchable, folded_index
from buuan.kit.actor import Actor

START = datetime(2026, 11, 1, 1, tzinfo=UTC)


def _nothing(request):
    """A page that no test opens: only its address is drawn."""
    raise AssertionError("not to be opened")


# The addresses that the frame leads to, as the rooms that own them name them.
ADDRESSES = (
    path("tim/", include(([path("", _nothing, name="search")], "overview"))),
    path("bao/", include(([path("", _nothing, name="report")], "intake"))),
    path("tai-khoan/", include(([path("", _nothing, name="account")], "accounts"))),
    path("dang-xuat", _nothing, name="account_logout"),
    path("ngon-ngu", _nothing, name="language"),
)


@pytest.fixture(autouse=True)
def house(settings):
    """The templates of this room alone: no other room's pages, menu or static files are needed to draw them."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    settings.ROOT_URLCONF = ADDRESSES
    processors = ["django.template.context_processors.request"]
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": {"context_processors": processors}}]
    return settings


@pytest.fixture
def actor():
    return Actor(7, "truc.ban", "Trực ban", "duty_officer", 3, "CA", "Công an tỉnh", "police_focal_point")


@pytest.fixture
def parcels(db):
    """The model of parcels: a kind shared by many, an ordered time, an office that some lack, words to find them by."""
    with isolate_apps("buuan.base.web"):

        class Office(models.Model):
            name = models.CharField(max_length=40)

            class Meta:
                app_label = "web"

            def __str__(self) -> str:
                return self.name

        class Parcel(Searchable):
            number = models.CharField(max_length=20)
            kind = models.CharField(max_length=10)
            taken_at = models.DateTimeField()
            due_at = models.DateTimeField(null=True)
            weight_g = models.IntegerField(default=0)
            # Without a constraint in the database the tables can be dropped in the test's own transaction.
            office = models.ForeignKey(Office, models.CASCADE, null=True, db_constraint=False)

            class Meta:
                app_label = "web"
                indexes = [folded_index("parcel_words"), models.Index(fields=["kind", "id"], name="parcel_kind")]

            def search_parts(self):
                return [self.number, self.kind]

    with connection.schema_editor() as editor:
        editor.create_model(Office)
        editor.create_model(Parcel)

    def fill(count: int, **columns) -> None:
        rows = [
            Parcel(
                number=f"BG-{rank:05d}",
                kind=("thường", "nhanh", "lạnh")[rank % 3],
                taken_at=START + timedelta(hours=rank // 4),
                due_at=None if rank % 5 == 0 else START + timedelta(days=rank % 7),
                weight_g=rank * 10,
                folded=f"bg {rank:05d} " + ("thuong", "nhanh", "lanh")[rank % 3],
                **columns,
            )
            for rank in range(count)
        ]
        models.QuerySet(Parcel).bulk_create(rows)  # past the guard of actions: these rows are no act of anybody

    yield SimpleNamespace(Parcel=Parcel, Office=Office, fill=fill)

    with connection.schema_editor() as editor:
        editor.delete_model(Parcel)
        editor.delete_model(Office)
