"""Addresses of home and search."""

from django.urls import path

from buuan.oversight.overview import pages

app_name = "overview"
urlpatterns = [
    path("", pages.first, name="first"),
    path("viec", pages.home, name="home"),
    path("tim", pages.find, name="search"),
]
