"""Addresses of the inbox."""

from django.urls import path

from buuan.base.dispatch import pages

app_name = "dispatch"
urlpatterns = [
    path("thong-bao", pages.inbox, name="inbox"),
    path("thong-bao/<int:pk>", pages.open_one, name="open"),
]
