"""Addresses of clusters."""

from django.urls import path

from buuan.work.clusters import pages

app_name = "clusters"
urlpatterns = [
    path("sang-loc/cum", pages.clusters, name="list"),
    path("sang-loc/cum/<str:number>", pages.cluster, name="cluster"),
    path("sang-loc/cum/<str:number>/xem-ten", pages.unmask, name="unmask"),
    path("sang-loc/cum/<str:number>/bao", pages.report, name="report"),
    path("sang-loc/cum/<str:number>/bo-qua", pages.dismiss, name="dismiss"),
]
