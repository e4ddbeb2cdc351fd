"""Addresses of the inbox, of what was sent, of the roster, and of how one is told."""

from django.urls import path

from buuan.base.dispatch.pages import inbox, roster, sent, settings

app_name = "dispatch"
urlpatterns = [
    path("thong-bao", inbox.inbox, name="inbox"),
    path("thong-bao/da-doc", inbox.open_together, name="open_together"),
    path("thong-bao/da-gui", sent.sent, name="sent"),
    path("thong-bao/da-gui/<int:pk>", sent.follow, name="follow"),
    path("thong-bao/<int:pk>", inbox.one, name="open"),
    path("thong-bao/<int:pk>/xac-nhan", inbox.confirm, name="acknowledge"),
    path("thong-bao/<int:pk>/tra-loi", inbox.reply, name="answer"),
    path("thong-bao/<int:pk>/chuyen-tiep", inbox.forward, name="pass_on"),
    path("thong-bao/<int:pk>/gui-lai", sent.again, name="resend"),
    path("thong-bao/<int:pk>/cuoc-goi", sent.call, name="call"),
    path("truc-ban", roster.roster, name="roster"),
    path("truc-ban/ca", roster.plan, name="plan_shift"),
    path("truc-ban/<int:pk>/ban-giao", roster.hand, name="hand_over"),
    path("truc-ban/<int:pk>/bo", roster.remove, name="remove_shift"),
    path("tai-khoan/thong-bao", settings.choices, name="choices"),
    path("tai-khoan/webhook", settings.endpoints, name="endpoints"),
    path("tai-khoan/webhook/<int:pk>", settings.endpoint, name="endpoint"),
    path("tai-khoan/webhook/<int:pk>/doi-khoa", settings.rotate, name="rotate_secret"),
    path("tai-khoan/webhook/<int:pk>/tam-dung", settings.pause, name="pause_endpoint"),
    path("tai-khoan/webhook/<int:pk>/chay-lai", settings.resume, name="resume_endpoint"),
    path("tai-khoan/webhook/<int:pk>/bo", settings.end, name="end_endpoint"),
    path("tai-khoan/ban-gui/<int:pk>/gui-lai", settings.again, name="send_again"),
]
