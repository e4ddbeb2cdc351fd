"""Addresses of one due time; the worklist itself is a page of the overview."""

from django.urls import path

from buuan.base.clocks import pages

app_name = "clocks"
urlpatterns = [
    path("viec/<int:pk>/han", pages.due, name="due"),
    path("viec/<int:pk>/gia-han", pages.extend, name="extend"),
    path("viec/<int:pk>/tam-dung", pages.pause, name="pause"),
    path("viec/<int:pk>/chay-lai", pages.resume, name="resume"),
    path("viec/<int:pk>/giai-trinh", pages.explain_late, name="explain"),
]
