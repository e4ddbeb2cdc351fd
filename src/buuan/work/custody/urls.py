"""Addresses of custody."""

from django.urls import path

from buuan.work.custody.pages import case, evidence, exhibits, hand_overs

app_name = "custody"
urlpatterns = [
    path("vu-viec/<str:number>/chung-cu", case.case, name="case"),
    path("vu-viec/<str:number>/chung-cu/toan-bo", case.case_evidence, name="case_evidence"),
    path("vu-viec/<str:number>/chung-cu/them", evidence.add_evidence, name="add_evidence"),
    path("vu-viec/<str:number>/chung-cu/tai-len", evidence.begin, name="begin"),
    path("vu-viec/<str:number>/nguoi-lien-quan/them", case.add_person, name="add_person"),
    path("vu-viec/<str:number>/tai-lieu-mat", case.refer_secret, name="refer_secret"),
    path("vu-viec/<str:number>/pham-vi", case.mark_case, name="mark_case"),
    path("vu-viec/<str:number>/goi-ho-so", case.bundle, name="bundle"),
    path("vu-viec/<str:number>/tang-vat/tem", case.labels, name="labels"),
    path("vu-viec/<str:number>/tang-vat/them", exhibits.take, name="take"),
    path("vu-viec/<str:number>/tang-vat/nhan", exhibits.take_over, name="take_over"),
    path("vu-viec/<str:number>/ban-giao", hand_overs.offer, name="offer"),
    path("nguoi-lien-quan/<int:pk>/xem", case.unmask, name="unmask"),
    path("tai-len/<str:token>", evidence.piece, name="piece"),
    path("chung-cu/<str:number>", evidence.evidence, name="evidence"),
    path("chung-cu/<str:number>/xem", evidence.view, name="view"),
    path("chung-cu/<str:number>/anh", evidence.picture, name="picture"),
    path("chung-cu/<str:number>/tai-ve", evidence.download, name="download"),
    path("chung-cu/<str:number>/ban-goc", evidence.original, name="original"),
    path("chung-cu/<str:number>/ban-moi", evidence.new_version, name="new_version"),
    path("chung-cu/<str:number>/pham-vi", evidence.mark_evidence, name="mark_evidence"),
    path("tang-vat", exhibits.exhibits, name="exhibits"),
    path("tang-vat/<str:number>", exhibits.exhibit, name="exhibit"),
    path("tang-vat/<str:number>/tem", exhibits.label, name="label"),
    path("tang-vat/<str:number>/anh", exhibits.add_photo, name="add_photo"),
    path("tang-vat/<str:number>/anh/<int:pk>", exhibits.photo, name="photo"),
    path("tang-vat/<str:number>/niem-phong", exhibits.seal, name="seal"),
    path("tang-vat/<str:number>/mo-niem-phong", exhibits.break_seal, name="break_seal"),
    path("tang-vat/<str:number>/noi-de", exhibits.move, name="move"),
    path("tang-vat/<str:number>/xu-ly", exhibits.dispose, name="dispose"),
    path("ban-giao", hand_overs.hand_overs, name="hand_overs"),
    path("ban-giao/<str:number>", hand_overs.hand_over, name="hand_over"),
    path("ban-giao/<str:number>/xac-nhan", hand_overs.confirm, name="confirm"),
    path("ban-giao/<str:number>/rut", hand_overs.withdraw, name="withdraw"),
    path("ban-giao/<str:number>/khong-nhan", hand_overs.decline, name="decline"),
    path("ban-giao/<str:number>/bien-ban", hand_overs.paper, name="paper"),
]
