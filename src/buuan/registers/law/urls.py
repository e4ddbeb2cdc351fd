"""Addresses of the law register."""

from django.urls import path

from buuan.registers.law import pages

app_name = "law"
urlpatterns = [
    path("van-ban-phap-luat", pages.document_list, name="documents"),
    path("van-ban-phap-luat/thoi-han", pages.limit_list, name="limits"),
    path("van-ban-phap-luat/thoi-han/<str:code>", pages.limit, name="limit"),
    path("van-ban-phap-luat/thoi-han/<str:code>/sua", pages.limit_change, name="limit_change"),
    path("van-ban-phap-luat/lich", pages.calendar, name="calendar"),
    path("van-ban-phap-luat/<str:code>", pages.document, name="document"),
]
