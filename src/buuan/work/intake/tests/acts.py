"""What the tests of the pages share: what a browser sends and gets."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.tests.conftest import photo


def text(response) -> str:
    return response.content.decode()


def words(**change: object) -> dict[str, object]:
    given = {
        "client_key": "mẫu-của-thử-0001",
        "point": "SMTEST-BC1",
        "item_id": "sm 0001 th",
        "declared_content": "pháo nổ tự chế",
        "signs": ["misdeclared", "many_alike"],
    }
    return given | change


def jpeg(name: str = "gói.jpg", colour: str = "red") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo(colour), content_type="image/jpeg")


def only() -> SuspicionReport:
    return SuspicionReport.objects.get()


def page_of(report: SuspicionReport) -> str:
    return reverse("intake:receipt", args=[report.number])
