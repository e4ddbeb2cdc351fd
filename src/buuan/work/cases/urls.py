"""Addresses of cases."""

from django.urls import path

from buuan.work.cases import pages

app_name = "cases"
urlpatterns = [
    path("vu-viec", pages.case_list, name="list"),
    path("vu-viec/moi", pages.open_new, name="open"),
    path("vu-viec/<str:number>", pages.case, name="case"),
    path("vu-viec/<str:number>/xac-minh", pages.verify, name="verify"),
    path("vu-viec/<str:number>/xu-ly", pages.handle, name="handle"),
    path("vu-viec/<str:number>/ket-luan", pages.conclude, name="conclude"),
    path("vu-viec/<str:number>/dong", pages.close, name="close"),
    path("vu-viec/<str:number>/buu-gui", pages.add_item, name="add_item"),
    path("vu-viec/<str:number>/buu-gui/<int:pk>", pages.outcome, name="outcome"),
    path("vu-viec/<str:number>/phan-cong", pages.assign, name="assign"),
    path("vu-viec/<str:number>/phoi-hop", pages.invite, name="invite"),
    path("vu-viec/<str:number>/ghi-chu", pages.note, name="note"),
]
