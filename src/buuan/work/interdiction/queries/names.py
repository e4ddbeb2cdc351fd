"""Where the pages of an order are."""

from __future__ import annotations

from django.urls import reverse

from buuan.work.interdiction.models import Order


def page_of(order: Order) -> str:
    """Give the address of the order's page, which shows each reader his own side."""
    return reverse("interdiction:order", args=[order.number])
