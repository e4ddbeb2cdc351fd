"""Addresses of the screening pages."""

from django.urls import path, register_converter

from buuan.work.screening.pages import hits, items, manifests, quality, uploads


class ReportKind:
    """The forms in which an error report can be had."""

    regex = "json|csv|xlsx"

    def to_python(self, value: str) -> str:
        """Give the kind."""
        return value

    def to_url(self, value: str) -> str:
        """Give the kind."""
        return value


register_converter(ReportKind, "report_kind")

app_name = "screening"
urlpatterns = [
    path("sang-loc", hits.hits, name="hits"),
    path("sang-loc/loat/giu", hits.accept_many, name="accept_many"),
    path("sang-loc/loat/bo-qua", hits.dismiss_many, name="dismiss_many"),
    path("sang-loc/chat-luong", quality.quality, name="quality"),
    path("sang-loc/luot-xem", items.looks, name="looks"),
    path("sang-loc/<int:pk>", hits.hit, name="hit"),
    path("sang-loc/<int:pk>/giu", hits.accept, name="accept"),
    path("sang-loc/<int:pk>/bo-qua", hits.dismiss, name="dismiss"),
    path("bang-ke", manifests.manifests, name="manifests"),
    path("bang-ke/nap", uploads.upload, name="upload"),
    path("bang-ke/nap/bat-dau", uploads.begin, name="begin"),
    path("bang-ke/nap/<str:key>", uploads.progress, name="progress"),
    path("bang-ke/nap/<str:key>/phan", uploads.piece, name="piece"),
    path("bang-ke/nap/<str:key>/xong", uploads.finish, name="finish"),
    path("bang-ke/<int:pk>", manifests.manifest, name="manifest"),
    path("bang-ke/<int:pk>/loi.<report_kind:kind>", manifests.report, name="report"),
    path("buu-gui/luu-giu/<int:pk>/bo", items.release, name="release"),
    path("buu-gui/<str:operator>/<path:item>/xem", items.unmask, name="unmask"),
    path("buu-gui/<str:operator>/<path:item>/luu-giu", items.keep, name="keep"),
    path("buu-gui/<str:operator>/<path:item>", items.item, name="item"),
]
