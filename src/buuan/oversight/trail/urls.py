"""Addresses of the trail."""

from django.urls import path

from buuan.oversight.trail import pages

app_name = "trail"
urlpatterns = [path("kiem-soat/xem-du-lieu", pages.looked, name="looked")]
