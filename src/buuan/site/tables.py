"""Creating and updating the tables, without drawing every model of the house anew for each new one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db.migrations.state import ModelState, ProjectState


def create_tables() -> None:
    """Bring the tables to what the migrations say; may be called again."""
    with _each_model_drawn_once():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


@contextmanager
def _each_model_drawn_once() -> Iterator[None]:
    """Let a migration add a model, a field, an index or a constraint to those that stand, as an application that starts does.

    Django draws all models again to which the new one leads, and from there all others: where nearly everything leads to the
    organisations, that was most of the time that a new province waited for its tables. A model that gets something new is drawn
    again alone; those that lead to it keep its former drawing, whose table and key are the same. What changes a key or a name
    goes Django's own way. `tests/test_tables.py` holds that the tables come out the same.
    """
    django_way = {name: getattr(ProjectState, name) for name in ("add_model", "add_field", "reload_model")}

    def add_model(self: ProjectState, model_state: ModelState) -> None:
        with _undrawn(self, model_state.app_label, model_state.name_lower):
            django_way["add_model"](self, model_state)

    def add_field(self: ProjectState, app_label: str, model_name: str, *field: Any) -> None:
        with _undrawn(self, app_label, model_name):
            django_way["add_field"](self, app_label, model_name, *field)

    def reload_model(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        """Draw a model again: alone, where Django says that what leads to it may wait."""
        if not delay:
            django_way["reload_model"](self, app_label, model_name, delay)
        elif "apps" in self.__dict__:
            with _undrawn(self, app_label, model_name):
                pass

    ours = {"add_model": add_model, "add_field": add_field, "reload_model": reload_model}
    for name, way in ours.items():
        setattr(ProjectState, name, way)
    try:
        yield
    finally:
        for name, way in django_way.items():
            setattr(ProjectState, name, way)


@contextmanager
def _undrawn(state: ProjectState, app_label: str, model_name: str) -> Iterator[None]:
    """Let a state change as if nothing were drawn yet, and draw the one model afterwards."""
    apps = state.__dict__.pop("apps", None)
    yield
    if apps is not None:
        state.__dict__["apps"] = apps
        if model_name in apps.all_models[app_label]:
            apps.unregister_model(app_label, model_name)
        apps.render_multiple([state.models[app_label, model_name]])
