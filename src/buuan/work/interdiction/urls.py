"""Addresses of interdiction."""

from django.urls import path

from buuan.work.interdiction import pages

app_name = "interdiction"
urlpatterns = [
    path("lenh", pages.order_list, name="list"),
    path("lenh/<str:number>", pages.order, name="order"),
]
