"""Addresses of intake."""

from django.urls import path

from buuan.work.intake import pages

app_name = "intake"
urlpatterns = [
    path("bao-cao", pages.report, name="report"),
    path("bao-cao/co-quan", pages.report, name="agency"),
    path("bao-cao/gui", pages.send, name="send"),
    path("bao-cao/mo", pages.unseal, name="unseal"),
    path("bao-cao-tho.js", pages.worker, name="worker"),
    path("bao-cao/ma", pages.code, name="code"),
    path("bao-cao/noi-dung", pages.content, name="content"),
    path("bao-cao-nghi-van", pages.report_list, name="list"),
    path("bao-cao/<str:number>", pages.receipt, name="receipt"),
    path("bao-cao/<str:number>/anh", pages.add_photos, name="add_photos"),
    path("bao-cao/<str:number>/anh/<int:pk>", pages.photo, name="photo"),
    path("bao-cao/<str:number>/tiep-nhan", pages.accept, name="accept"),
    path("bao-cao/<str:number>/tiep-nhan/loai", pages.kind_asks, name="kind_asks"),
    path("bao-cao/<str:number>/nhap", pages.join, name="join"),
    path("bao-cao/<str:number>/tach", pages.separate, name="separate"),
    path("bao-cao/<str:number>/khong-thu-ly", pages.decline, name="decline"),
]
