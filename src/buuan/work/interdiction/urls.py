"""Addresses of interdiction."""

from django.urls import path

from buuan.work.interdiction import pages

app_name = "interdiction"
urlpatterns = [
    path("lenh", pages.order_list, name="list"),
    path("lenh/moi", pages.open_new, name="open"),
    path("lenh/so-yeu-cau", pages.register, name="register"),
    path("lenh/dau-moi", pages.contacts, name="contacts"),
    path("lenh/dien-tap", pages.drill, name="drill"),
    path("lenh/<str:number>", pages.order, name="order"),
    path("lenh/<str:number>/phan", pages.part, name="part"),
    path("lenh/<str:number>/luong", pages.stream, name="stream"),
    path("lenh/<str:number>/trinh", pages.submit, name="submit"),
    path("lenh/<str:number>/duyet", pages.approve, name="approve"),
    path("lenh/<str:number>/khong-duyet", pages.refuse, name="refuse"),
    path("lenh/<str:number>/do-bo", pages.lift, name="lift"),
    path("lenh/<str:number>/gia-han", pages.extend, name="extend"),
    path("lenh/<str:number>/sua", pages.amend, name="amend"),
    path("lenh/<str:number>/sua/quyet-dinh", pages.decide_amendment, name="decide_amendment"),
    path("lenh/<str:number>/danh-gia", pages.review, name="review"),
    path("lenh/<str:number>/xem-nguoi", pages.unmask, name="unmask"),
    path("lenh/<str:number>/goi", pages.add_call, name="add_call"),
    path("lenh/<str:number>/xac-nhan", pages.acknowledge, name="acknowledge"),
    path("lenh/<str:number>/van-ban/<str:paper>", pages.paper, name="paper"),
    path("lenh/<str:number>/buu-gui/<int:pk>", pages.answer, name="answer"),
    path("lenh/<str:number>/buu-gui/<int:pk>/khac-nguoi", pages.not_same, name="not_same"),
    path("lenh/<str:number>/buu-gui/<int:pk>/thong-bao", pages.notice_text, name="notice_text"),
    path("lenh/<str:number>/buu-gui/<int:pk>/thong-bao/da-bao", pages.tell_party, name="tell_party"),
    path("lenh/<str:number>/buu-gui/<int:pk>/thong-bao/hoan", pages.let_wait, name="let_wait"),
    path("lenh/<str:number>/buu-gui/<int:pk>/anh/<int:file>", pages.photo, name="photo"),
]
