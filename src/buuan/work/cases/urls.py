"""Addresses of cases."""

from django.urls import path

from buuan.work.cases.pages import cases, desk, referrals, work

app_name = "cases"
urlpatterns = [
    path("vu-viec", cases.case_list, name="list"),
    path("vu-viec/moi", cases.open_new, name="open"),
    path("vu-viec/bang", desk.show_board, name="board"),
    path("vu-viec/hang-loat", desk.bulk, name="bulk"),
    path("vu-viec/hang-loat/<str:number>", desk.bulk_run, name="bulk_run"),
    path("vu-viec/hang-loat/<str:number>/hoan-tac", desk.undo_bulk, name="undo_bulk"),
    path("vu-viec/vang-mat", desk.absences, name="absences"),
    path("vu-viec/vang-mat/moi", desk.note_absence, name="note_absence"),
    path("vu-viec/vang-mat/<int:pk>/thoi", desk.call_off_absence, name="call_off_absence"),
    path("vu-viec/loai", desk.kinds, name="kinds"),
    path("vu-viec/loai.json", desk.kinds_file, name="kinds_file"),
    path("vu-viec/loai/nhap", desk.import_kinds, name="import_kinds"),
    path("vu-viec/<str:number>", cases.case, name="case"),
    path("vu-viec/<str:number>/nhan", work.claim, name="claim"),
    path("vu-viec/<str:number>/nhiem-vu", work.add_task, name="add_task"),
    path("vu-viec/<str:number>/nhiem-vu/<int:pk>/xong", work.finish_task, name="finish_task"),
    path("vu-viec/<str:number>/nhiem-vu/<int:pk>/khong-can", work.waive_task, name="waive_task"),
    path("vu-viec/<str:number>/nhiem-vu/<int:pk>/mo-lai", work.reopen_task, name="reopen_task"),
    path("vu-viec/<str:number>/loai", work.kind, name="kind"),
    path("vu-viec/<str:number>/thong-tin", work.details, name="details"),
    path("vu-viec/<str:number>/nhan-viec", work.labels, name="labels"),
    path("vu-viec/<str:number>/dien-bien", work.events, name="events"),
    path("vu-viec/<str:number>/cac-ghi-chu", work.notes, name="notes"),
    path("vu-viec/<str:number>/ghi-dien-bien", work.write_event, name="write_event"),
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
