"""The invented operators of the demo province: pure, and the same for the same seed.

Every name says that it is a sample (Mẫu), every telephone number has the form 09x 000 xxxx. About 830 units stand in the 166
communes; one operator, BCX, has a point in each of them.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from buuan.base.organisations.catalogue import Body, Catalogue, Handover
from buuan.base.places.history import REORGANISED_ON, Key

SOURCE = "Dữ liệu giả định của tỉnh mẫu."

# Code, short name, name in English, the year it began, number of units. The first has a point in every commune.
OPERATORS: tuple[tuple[str, str, str, int, int], ...] = (
    ("BCX", "Bưu chính Xứ Thanh Mẫu", "Xu Thanh Sample Post", 2009, 196),
    ("SMAU", "Bưu chính Sông Mẫu", "Song Mau Sample Post", 2011, 104),
    ("LKMAU", "Chuyển phát Lam Kinh Mẫu", "Lam Kinh Sample Express", 2012, 78),
    ("HRMAU", "Chuyển phát nhanh Hàm Rồng Mẫu", "Ham Rong Sample Express", 2014, 62),
    ("TDMAU", "Giao hàng Thành Đá Mẫu", "Thanh Da Sample Delivery", 2015, 52),
    ("BHMAU", "Bưu chính Biển Hát Mẫu", "Bien Hat Sample Post", 2013, 46),
    ("NTMAU", "Chuyển phát Ngàn Trăng Mẫu", "Ngan Trang Sample Express", 2016, 40),
    ("PLMAU", "Giao nhận Pù Luông Mẫu", "Pu Luong Sample Delivery", 2017, 36),
    ("CLMAU", "Chuyển phát Cánh Lúa Mẫu", "Canh Lua Sample Express", 2016, 32),
    ("DTMAU", "Bưu chính Đồng Trống Mẫu", "Dong Trong Sample Post", 2018, 28),
    ("GNMAU", "Giao hàng Gió Nam Mẫu", "Gio Nam Sample Delivery", 2018, 26),
    ("SCMAU", "Chuyển phát Sao Chổi Mẫu", "Sao Choi Sample Express", 2019, 24),
    ("HCMAU", "Giao nhận Hoa Cau Mẫu", "Hoa Cau Sample Delivery", 2019, 22),
    ("MTMAU", "Bưu chính Mặt Trống Mẫu", "Mat Trong Sample Post", 2020, 20),
    ("CVMAU", "Chuyển phát Chim Việt Mẫu", "Chim Viet Sample Express", 2020, 16),
    ("BDMAU", "Giao hàng Bến Đò Mẫu", "Ben Do Sample Delivery", 2021, 14),
    ("TMMAU", "Chuyển phát Thuyền Mây Mẫu", "Thuyen May Sample Express", 2021, 12),
    ("NNMAU", "Giao nhận Nón Nghiêng Mẫu", "Non Nghieng Sample Delivery", 2022, 10),
    ("QTMAU", "Chuyển phát quốc tế Quả Trám Mẫu", "Qua Tram Sample International Express", 2022, 8),
    ("KSMAU", "Bưu chính Khói Sương Mẫu", "Khoi Suong Sample Post", 2023, 4),
)

# An operator that is no more, so that the demo has a succession among operators.
FORMER = ("CDMAU", "Chuyển phát Cối Đá Mẫu", "Coi Da Sample Express", 2015, date(2026, 4, 1), "SMAU")

_UNIT_CODES = {"branch": "CN", "centre": "KT", "post_office": "BC", "point": "TH", "agent": "DL"}
_UNIT_NAMES = {"centre": "Trung tâm khai thác", "post_office": "Bưu cục", "point": "Điểm phục vụ", "agent": "Đại lý"}
_SURNAMES = ("Nguyễn", "Lê", "Trịnh", "Phạm", "Hoàng", "Đỗ", "Bùi", "Mai", "Lưu", "Trương", "Hà", "Đinh")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hạnh", "Hiền", "Khánh", "Lan", "Minh", "Nam", "Oanh", "Phúc", "Quý", "Vinh", "Yến")


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of July 2025 that units may stand in, with a point inside it (degrees, WGS84)."""

    key: Key
    name: str
    type: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class NamedContact:
    """A person named for a purpose from a day on; invented."""

    body: str
    purpose: str
    name: str
    phone: str
    from_on: date


@dataclass(slots=True)
class Demo:
    """The bodies of the demo and the persons they name."""

    catalogue: Catalogue = field(default_factory=Catalogue)
    contacts: list[NamedContact] = field(default_factory=list)


def make_demo(communes: Sequence[Commune], province: Key, seed: int) -> Demo:
    """Make the invented operators with all their units in `communes`; the same for the same seed and communes."""
    demo = Demo()
    maker = _Maker(demo, communes, province, random.Random(seed))  # noqa: S311 - invented data, no secret
    for place, (code, short, english, year, size) in enumerate(OPERATORS):
        maker.operator(code, short, english, date(year, 1 + place % 12, 1))
        maker.units(code, short, size, everywhere=place == 0)
    maker.former(*FORMER)
    return demo


class _Maker:
    def __init__(self, demo: Demo, communes: Sequence[Commune], province: Key, chance: random.Random) -> None:
        self.demo = demo
        self.communes = list(communes)
        self.weights = [5 if commune.type == "phường" else 1 for commune in communes]
        self.province = province
        self.chance = chance
        self.people = 0

    def operator(self, code: str, short: str, english: str, from_on: date, until_on: date | None = None) -> None:
        """Add an operator with its security leader and its 24/7 contact."""
        self._add(
            Body(
                code=code,
                name=f"Công ty cổ phần {short}",
                name_en=f"{english} JSC",
                short_name=short,
                kind="postal_operator",
                area=self.province,
                from_on=from_on,
                until_on=until_on,
                source=SOURCE,
            )
        )
        if until_on is None:
            for purpose in ("security_leader", "duty_24_7"):
                self._name(code, purpose, max(from_on, REORGANISED_ON))

    def units(self, code: str, short: str, size: int, *, everywhere: bool) -> None:
        """Add `size` units below an operator: branches by region, centres, then post offices, points and agents."""
        branches = self._branches(code, short, 4 if everywhere else 3 if size >= 60 else 2 if size >= 30 else 1)
        centres = 2 if size >= 60 else 1 if size >= 10 else 0
        left = size - len(branches) - centres
        if everywhere:
            shares = {"post_office": left - len(self.communes), "point": len(self.communes), "agent": 0}
        else:
            points = round(left * 0.4)
            offices = round(left * 0.35)
            shares = {"post_office": offices, "point": points, "agent": left - offices - points}
        wards = [commune for commune in self.communes if commune.type == "phường"]
        self._below(code, short, branches, "centre", self.chance.sample(wards, centres))
        for unit_type, count in shares.items():
            if everywhere and unit_type == "point":
                places = list(self.communes)
            else:
                places = self.chance.choices(self.communes, self.weights, k=count)
            self._below(code, short, branches, unit_type, places)

    def former(self, code: str, short: str, english: str, year: int, until_on: date, successor: str) -> None:
        """Add an operator that ended with its units and passed to another."""
        self.operator(code, short, english, date(year, 3, 1), until_on)
        branch = self._branches(code, short, 1, until_on)
        self._below(code, short, branch, "post_office", self.chance.choices(self.communes, self.weights, k=3), until_on)
        self.demo.catalogue.handovers.append(Handover(code, successor, until_on, verified=False, source=SOURCE))

    def _branches(self, code: str, short: str, count: int, until_on: date | None = None) -> list[str]:
        names = {1: ["Thanh Hóa"], 2: ["miền xuôi", "miền núi"], 3: ["ven biển", "đồng bằng", "miền núi"]}
        names[4] = ["ven biển", "đồng bằng", "miền núi phía Nam", "miền núi phía Bắc"]
        codes = []
        for number, region in enumerate(names[count], start=1):
            codes.append(f"{code}-CN-{number}")
            self._add(
                Body(
                    code=codes[-1],
                    name=f"Chi nhánh {region} – {short}",
                    name_en="",
                    short_name=f"Chi nhánh {region}",
                    kind="operator_unit",
                    unit_type="branch",
                    parent=code,
                    area=self.province,
                    from_on=REORGANISED_ON,
                    until_on=until_on,
                    source=SOURCE,
                )
            )
            if until_on is None:
                self._name(codes[-1], "duty_24_7", REORGANISED_ON)
                if count > 1:
                    self._name(codes[-1], "security_leader", REORGANISED_ON)
        return codes

    def _below(
        self, code: str, short: str, branches: list[str], unit_type: str, places: list[Commune], until_on: date | None = None
    ) -> None:
        often = Counter(commune.key for commune in places)
        seen: Counter[Key] = Counter()
        for number, commune in enumerate(places, start=1):
            seen[commune.key] += 1
            name = f"{_UNIT_NAMES[unit_type]} {commune.name}"
            if often[commune.key] > 1:
                name += f" {seen[commune.key]}"
            later = until_on is None and self.chance.random() < 0.25
            self._add(
                Body(
                    code=f"{code}-{_UNIT_CODES[unit_type]}-{number:03d}",
                    name=f"{name} – {short}",
                    name_en="",
                    short_name=name,
                    kind="agent" if unit_type == "agent" else "operator_unit",
                    unit_type=unit_type,
                    parent=branches[_region(commune, len(branches))],
                    area=commune.key,
                    address=self._address(commune),
                    from_on=REORGANISED_ON + timedelta(days=self.chance.randrange(1, 365)) if later else REORGANISED_ON,
                    until_on=until_on,
                    source=SOURCE,
                )
            )

    def _address(self, commune: Commune) -> str:
        if commune.type == "phường":
            return f"Số {self.chance.randrange(1, 300)}, đường Mẫu {self.chance.randrange(1, 30)}, phường {commune.name}"
        return f"Thôn Mẫu {self.chance.randrange(1, 13)}, {commune.type} {commune.name}"

    def _add(self, body: Body) -> None:
        self.demo.catalogue.bodies[body.code] = body

    def _name(self, body: str, purpose: str, from_on: date) -> None:
        self.people += 1
        name = f"{self.chance.choice(_SURNAMES)} Mẫu {self.chance.choice(_GIVEN)}"
        phone = f"+849{self.chance.randrange(10)}000{self.people:04d}"
        self.demo.contacts.append(NamedContact(body, purpose, name, phone, from_on))


def _region(commune: Commune, count: int) -> int:
    """Give which of `count` branches looks after a commune: by how far west it lies, with four also by how far north."""
    if count == 1:
        return 0
    if count == 2:
        return 0 if commune.lon >= 105.6 else 1
    if commune.lon >= 105.82:
        return 0
    if commune.lon >= 105.6:
        return 1
    return 2 if count == 3 or commune.lat < 20.05 else 3
