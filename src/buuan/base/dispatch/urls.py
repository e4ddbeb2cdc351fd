"""Addresses of the inbox."""

from django.urls import path

from buuan.base.dispatch.pages import inbox

app_name = "dispatch"
urlpatterns = [
    path("thong-bao", inbox.inbox, name="inbox"),
    path("thong-bao/<int:pk>", inbox.open_one, name="open"),
]
