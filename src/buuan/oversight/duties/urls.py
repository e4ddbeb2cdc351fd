"""Addresses of the directive pages."""

from django.urls import path

from buuan.oversight.duties import pages

app_name = "duties"
urlpatterns = [
    path("chi-thi", pages.dashboard, name="dashboard"),
    path("chi-thi/danh-sach", pages.directives, name="directives"),
    path("chi-thi/ban-do.json", pages.map_values, name="map_values"),
    path("chi-thi/ban-do", pages.map_table, name="map_table"),
    path("chi-thi/<str:code>", pages.dashboard, name="directive"),
    path("chi-thi/<str:code>/cham-dut", pages.end, name="end"),
    path("chi-thi/<str:code>/giao", pages.preview, name="preview"),
    path("chi-thi/<str:code>/giao/<str:ref>", pages.assign, name="assign"),
    path("chi-thi/<str:code>/diem/<str:ref>", pages.point, name="point"),
]
