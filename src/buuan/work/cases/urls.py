"""Addresses of cases."""

from django.urls import path

from buuan.work.cases.pages import cases, referrals

app_name = "cases"
urlpatterns = [
    path("vu-viec", cases.case_list, name="list"),
    path("vu-viec/moi", cases.open_new, name="open"),
    path("vu-viec/<str:number>", cases.case, name="case"),
    path("vu-viec/<str:number>/xac-minh", cases.verify, name="verify"),
    path("vu-viec/<str:number>/xu-ly", cases.handle, name="handle"),
    path("vu-viec/<str:number>/ket-luan", cases.conclude, name="conclude"),
    path("vu-viec/<str:number>/dong", cases.close, name="close"),
    path("vu-viec/<str:number>/buu-gui", cases.add_item, name="add_item"),
    path("vu-viec/<str:number>/buu-gui/<int:pk>", cases.outcome, name="outcome"),
    path("vu-viec/<str:number>/phan-cong", cases.assign, name="assign"),
    path("vu-viec/<str:number>/phoi-hop", cases.invite, name="invite"),
    path("vu-viec/<str:number>/ghi-chu", cases.note, name="note"),
    path("vu-viec/<str:number>/dau-hieu-toi-pham", cases.crime, name="crime"),
    path("vu-viec/<str:number>/chuyen", referrals.refer, name="refer"),
    path("chuyen-vu-viec", referrals.referral_list, name="referrals"),
    path("chuyen-vu-viec/<int:pk>", referrals.referral, name="referral"),
    path("chuyen-vu-viec/<int:pk>/nhan", referrals.accept, name="referral_accept"),
    path("chuyen-vu-viec/<int:pk>/tu-choi", referrals.decline, name="referral_decline"),
    path("chuyen-vu-viec/<int:pk>/rut", referrals.withdraw, name="referral_withdraw"),
]
