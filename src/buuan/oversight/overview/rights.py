"""Everybody who works here has a home and may search what is visible to him; the administrator manages, and sees no content."""

from buuan.kit.right import right

PEOPLE = "leader officer duty_officer clerk counter_clerk auditor"

RIGHTS = (
    right("overview.home", "Xem việc của đơn vị", PEOPLE),
    right("overview.search", "Tìm trong những gì được xem", PEOPLE),
)
