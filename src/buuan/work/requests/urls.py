"""Addresses of requests for information."""

from django.urls import path

from buuan.work.requests import pages

app_name = "requests"
urlpatterns = [
    path("yeu-cau-thong-tin", pages.request_list, name="list"),
    path("yeu-cau-thong-tin/moi", pages.open_new, name="open"),
    path("yeu-cau-thong-tin/so-yeu-cau", pages.register, name="register"),
    path("yeu-cau-thong-tin/khieu-nai/<str:number>", pages.complaint, name="complaint"),
    path("yeu-cau-thong-tin/<str:number>", pages.show, name="request"),
    path("yeu-cau-thong-tin/<str:number>/trinh", pages.submit, name="submit"),
    path("yeu-cau-thong-tin/<str:number>/duyet", pages.approve, name="approve"),
    path("yeu-cau-thong-tin/<str:number>/khong-duyet", pages.refuse, name="refuse"),
    path("yeu-cau-thong-tin/<str:number>/rut", pages.withdraw, name="withdraw"),
    path("yeu-cau-thong-tin/<str:number>/tra-loi", pages.answer, name="answer"),
    path("yeu-cau-thong-tin/<str:number>/khong-cung-cap", pages.decline, name="decline"),
    path("yeu-cau-thong-tin/<str:number>/xem-du-lieu", pages.unmask, name="unmask"),
    path("yeu-cau-thong-tin/<str:number>/tep/<int:pk>", pages.file, name="file"),
]
