"""Every write to the directory."""

from buuan.base.organisations.actions.contacts import confirm_contact, name_contact
from buuan.base.organisations.actions.demo import load_demo_operators
from buuan.base.organisations.actions.drills import found_drill_bodies
from buuan.base.organisations.actions.editing import NewOrganisation, end_organisation, open_organisation
from buuan.base.organisations.actions.loading import load_organisations

__all__ = [
    "NewOrganisation",
    "confirm_contact",
    "end_organisation",
    "found_drill_bodies",
    "load_demo_operators",
    "load_organisations",
    "name_contact",
    "open_organisation",
]
