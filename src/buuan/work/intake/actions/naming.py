"""How a report is called in the titles that its acts write, and where its page is."""

from __future__ import annotations

from django.urls import reverse

from buuan.kit.fold import inside_sentence
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.rules import SIGNS


def title_of(report: SuspicionReport) -> str:
    """Give the title of a report and of the case that it opens: what is suspected, in which item."""
    about = report.category_name or ", ".join(SIGNS[one] for one in report.signs[:2])
    about = inside_sentence(about) or "bưu gửi vi phạm"
    where = f"trong bưu gửi {report.item_id}" if report.item_id else f"do {report.reporter} báo"
    return f"Nghi {about} {where}"[:250]


def page_of(report: SuspicionReport) -> str:
    """Give the address of the report's page, the receipt."""
    return reverse("intake:receipt", args=[report.number])
