"""Addresses of the screening pages."""

from django.urls import path, register_converter

from buuan.work.screening import pages


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
    path("sang-loc", pages.hits, name="hits"),
    path("sang-loc/<int:pk>/giu", pages.accept, name="accept"),
    path("sang-loc/<int:pk>/bo-qua", pages.dismiss, name="dismiss"),
    path("bang-ke", pages.manifests, name="manifests"),
    path("bang-ke/nap", pages.upload, name="upload"),
    path("bang-ke/<int:pk>", pages.manifest, name="manifest"),
    path("bang-ke/<int:pk>/loi.<report_kind:kind>", pages.report, name="report"),
]
