"""The one list of rooms, from the ground up.

It gives the map for a newcomer, `INSTALLED_APPS`, the mounts of pages and API, the menu, and the order that
`tests/test_house.py` reads: a room imports only rooms that stand before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of the menu: shown to those who hold `right`; `count` names a function (actor → int) for the number beside it."""

    name: str
    url: str
    right: str
    count: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """One capability in one folder; `path` is relative to the package, its last part is the label."""

    path: str
    menu: tuple[MenuEntry, ...] = ()

    @property
    def module(self) -> str:
        """The full module name."""
        return f"buuan.{self.path}"

    @property
    def label(self) -> str:
        """The Django app label, also the first word of its rights and records."""
        return self.path.rsplit(".", 1)[1]

    def has(self, part: str) -> bool:
        """Tell whether the room has a module of this name, such as `urls` or `api`."""
        return find_spec(f"{self.module}.{part}") is not None


ROOMS: tuple[Room, ...] = (
    Room("base.audit"),
    Room("base.access"),
    Room("base.places"),
    Room("base.organisations"),
    Room("base.accounts"),
    Room("base.web"),
    Room("base.dispatch", (MenuEntry("Thông báo", "dispatch:inbox", "dispatch.read", "buuan.base.dispatch.queries:unread_count"),)),
    Room("base.files"),
    Room("base.clocks"),
    Room("registers.law"),
    Room("registers.goods"),
    Room("registers.items"),
    Room("work.cases"),
    Room("work.intake"),
)


def installed() -> list[str]:
    """Give the rooms as Django wants them."""
    return [room.module for room in ROOMS]
