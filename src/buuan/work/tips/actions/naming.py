"""Where a tip is shown to officers."""

from django.conf import settings
from django.urls import reverse

from buuan.work.tips.models import Tip


def page_of(tip: Tip) -> str:
    """Give the address of a tip's page in the house; the tip line's own site, from which it is asked, does not know it."""
    return reverse("tips:tip", urlconf=settings.ROOT_URLCONF, args=[tip.number])
