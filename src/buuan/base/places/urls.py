"""Addresses of the areas and their outlines."""

from django.urls import path

from buuan.base.places import pages

app_name = "places"
urlpatterns = [
    path("dia-ban", pages.areas, name="areas"),
    path("dia-ban/ranh-gioi/<int:year>.geojson", pages.areas_geojson, name="boundaries"),
    path("dia-ban/<str:code>", pages.area, name="area"),
]
