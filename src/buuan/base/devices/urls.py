"""Addresses of counters' phones."""

from django.urls import path

from buuan.base.devices import pages

app_name = "devices"
urlpatterns = [
    path("quay", pages.counter, name="counter"),
    path("quay/ma-pin", pages.pin, name="pin"),
    path("quan-tri/may-quay", pages.devices, name="devices"),
    path("quan-tri/may-quay/moi", pages.open_new, name="open"),
    path("quan-tri/may-quay/<int:pk>/thu-hoi", pages.revoke, name="revoke"),
    path("quan-tri/may-quay/pin/<int:pk>", pages.give_pin, name="give_pin"),
]
