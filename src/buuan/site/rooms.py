"""The one list of rooms, from the ground up.

It gives the map for a newcomer, `INSTALLED_APPS`, the mounts of pages and API, the menu, and the order that
`tests/test_house.py` reads: a room imports only rooms that stand before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of the menu: shown to those who hold `right`.

    `place` orders the lines for people, whatever the order of the rooms; `count` names a function (actor → int) for the
    number beside it; `key` opens it after `g`.
    """

    place: int
    name: str
    url: str
    right: str
    count: str = ""
    key: str = ""


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
    Room("base.web"),
    Room("base.places", (MenuEntry(70, _("Địa bàn"), "places:areas", "places.read"),)),
    Room("base.organisations", (MenuEntry(60, _("Doanh nghiệp"), "organisations:operators", "organisations.read", key="d"),)),
    Room("base.attempts"),
    Room("base.accounts", (MenuEntry(110, _("Tài khoản"), "accounts:people", "accounts.manage"),)),
    Room("base.devices", (MenuEntry(112, _("Máy quầy"), "devices:devices", "devices.read"),)),
    Room(
        "base.dispatch",
        (MenuEntry(80, _("Thông báo"), "dispatch:inbox", "dispatch.read", "buuan.base.dispatch.queries:unread_count", "t"),),
    ),
    Room("base.files"),
    Room("base.clocks"),
    Room("registers.law", (MenuEntry(90, _("Văn bản pháp luật"), "law:documents", "law.read"),)),
    Room("registers.items", (MenuEntry(45, _("Tạm giữ"), "items:holds", "items.read_holds"),)),
    Room("registers.goods", (MenuEntry(55, _("Danh mục hàng hóa"), "goods:categories", "goods.read", key="h"),)),
    Room("work.cases", (MenuEntry(30, _("Vụ việc"), "cases:list", "cases.read", "buuan.work.cases.queries:open_count", "v"),)),
    Room(
        "work.custody",
        (
            MenuEntry(33, _("Tang vật"), "custody:exhibits", "custody.read"),
            MenuEntry(
                34,
                _("Bàn giao tang vật"),
                "custody:hand_overs",
                "custody.read_hand_overs",
                "buuan.work.custody.queries:waiting_count",
            ),
        ),
    ),
    Room(
        "work.interdiction",
        (
            MenuEntry(
                35,
                _("Lệnh ngăn chặn"),
                "interdiction:list",
                "interdiction.read",
                "buuan.work.interdiction.queries:running_count",
                "l",
            ),
        ),
    ),
    Room(
        "work.requests",
        (MenuEntry(37, _("Yêu cầu thông tin"), "requests:list", "requests.read", "buuan.work.requests.queries:open_count", "y"),),
    ),
    Room(
        "work.intake",
        (MenuEntry(20, _("Báo cáo nghi vấn"), "intake:list", "intake.read", "buuan.work.intake.queries:waiting_count", "b"),),
    ),
    Room(
        "work.tips",
        (MenuEntry(25, _("Tin báo"), "tips:list", "tips.read", "buuan.work.tips.queries:to_read_count"),),
    ),
    Room(
        "work.screening",
        (
            MenuEntry(
                40, _("Sàng lọc bưu gửi"), "screening:hits", "screening.read", "buuan.registers.items.queries:open_hit_count", "s"
            ),
            MenuEntry(50, _("Bảng kê"), "screening:manifests", "screening.read"),
        ),
    ),
    Room(
        "work.clusters",
        (
            MenuEntry(
                42, _("Cụm người gửi giả"), "clusters:list", "clusters.read", "buuan.work.clusters.queries:open_cluster_count"
            ),
        ),
    ),
    Room("oversight.trail", (MenuEntry(105, _("Nhật ký xem dữ liệu"), "trail:looked", "trail.read"),)),
    Room("oversight.duties", (MenuEntry(100, _("Chỉ thị"), "duties:dashboard", "duties.read", key="c"),)),
    Room(
        "oversight.overview",
        (
            MenuEntry(
                10, _("Việc của đơn vị"), "overview:home", "overview.home", "buuan.oversight.overview.queries:running_count", "w"
            ),
        ),
    ),
)


def installed() -> list[str]:
    """Give the rooms as Django wants them."""
    return [room.module for room in ROOMS]
