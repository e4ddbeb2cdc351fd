"""Creating and updating the tables, without drawing every model of the house anew for each new one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db.migrations.state import ModelState, ProjectState


def create_tables() -> None:
    """Bring the tables to what the migrations say; may be called again."""
    with _each_model_drawn_once():
        call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


@contextmanager
def _each_model_drawn_once() -> Iterator[None]:
    """Let a migration add a model to those that stand, as an application that starts does.

    Django draws all models again to which the new one leads, and from there all others: where nearly everything leads to the
    organisations, that was two thirds of the time that a new province waited for its tables. Changes of models that stand go
    Django's own way. `tests/test_tables.py` holds that the tables come out the same.
    """
    django_way = ProjectState.add_model

    def add_model(self: ProjectState, model_state: ModelState) -> None:
        apps = self.__dict__.pop("apps", None)
        django_way(self, model_state)
        if apps is not None:
            self.__dict__["apps"] = apps
            apps.render_multiple([model_state])

    ProjectState.add_model = add_model
    try:
        yield
    finally:
        ProjectState.add_model = django_way
