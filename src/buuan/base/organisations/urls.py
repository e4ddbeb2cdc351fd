"""Addresses of operators with their units, and of bodies."""

from django.urls import path

from buuan.base.organisations.pages import bodies, changes, operators

app_name = "organisations"
urlpatterns = [
    path("doanh-nghiep", operators.operators, name="operators"),
    path("doanh-nghiep/<str:code>", operators.operator, name="operator"),
    path("doanh-nghiep/<str:code>/don-vi-moi", changes.open_unit, name="open_unit"),
    path("doanh-nghiep/<str:code>/cham-dut", changes.end_unit, name="end_unit"),
    path("doanh-nghiep/<str:code>/dau-moi/<str:purpose>", changes.contact, name="contact"),
    path("doanh-nghiep/<str:code>/dau-moi/<str:purpose>/xac-nhan", changes.confirm, name="confirm_contact"),
    path("co-quan", bodies.body_list, name="bodies"),
    path("co-quan/<str:code>", bodies.body, name="body"),
]
