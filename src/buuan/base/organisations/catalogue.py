"""The bodies and operators of the shipped files as plain rows: pure, no database, no clock.

Bodies that the directive addresses as a group (district and commune committees, district and commune police) become one
row a body and period, made from the history of the areas; the group itself is no body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from buuan.base.places.history import REORGANISED_ON, History, Key, Period

DATA = Path(__file__).parent / "data"
"""The files that come with the package; `data/README.md` says where they are from."""

MEMBERS_ARE_LOADED = {"cong-an-cap-huyen", "cong-an-cap-xa", "doanh-nghiep-buu-chinh"}
"""Rows of the file that stand for a group whose members are rows of their own."""

GROUPS = {"cac-so-ban-nganh-khac", "co-quan-dang-nha-nuoc", "dai-truyen-thanh-huyen"}
"""Groups whose members no source lists: kept for reference, nobody signs in for them."""

_UNVERIFIED = "chưa kiểm chứng"
_OF_CHANGE = re.compile("hợp nhất|nhập vào|chuyển về|thành lập|kết thúc|ngày")
"""How a fact is worded that speaks of a body's end or beginning; such facts are the source of a handover."""


@dataclass(frozen=True, slots=True)
class Body:
    """One organisation in the time it exists; `until_on` is the first day without it, `area` the key of an area row."""

    code: str
    name: str
    name_en: str
    short_name: str
    kind: str
    parent: str = ""
    unit_type: str = ""
    area: Key | None = None
    from_on: date | None = None
    until_on: date | None = None
    address: str = ""
    reference_only: bool = False
    verified: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """That the work of one body passed to another on a day."""

    old: str
    new: str
    effective_on: date | None
    verified: bool
    source: str


@dataclass(slots=True)
class Catalogue:
    """All bodies by code, in an order in which parents come first, and the handovers between them."""

    bodies: dict[str, Body] = field(default_factory=dict)
    handovers: list[Handover] = field(default_factory=list)

    def path(self, code: str) -> str:
        """Give the codes from the root down to `code`, each followed by a slash."""
        body = self.bodies[code]
        return (self.path(body.parent) if body.parent else "") + f"{code}/"

    def depth(self, code: str) -> int:
        """Give how many bodies stand above `code`."""
        return self.path(code).count("/") - 1


def read_catalogue(history: History, folder: Path = DATA) -> Catalogue:
    """Read the bodies, generate the committees and police of districts and communes, and add the operators."""
    stated = _load(folder / "organisations.yaml")
    catalogue = Catalogue()
    _add_stated(catalogue, stated)
    _add_committees(catalogue, stated, history)
    _add_police(catalogue, stated, history)
    _add_handovers(catalogue, stated)
    _add_operators(catalogue, _load(folder / "postal_operators.yaml"))
    unknown = {body.parent for body in catalogue.bodies.values() if body.parent} - set(catalogue.bodies)
    if unknown:
        raise ValueError(f"organisations: no body has the code {sorted(unknown)}")
    return catalogue


def short_name(name: str) -> str:
    """Give how officers call a body: `UBND xã Nga Thắng`, `Công an tỉnh`, `Sở Nội vụ`."""
    short = re.sub(r"\s*\([^)]*\)", "", name)
    for long, brief in (("Ủy ban nhân dân", "UBND"), ("Hội đồng nhân dân", "HĐND")):
        short = short.replace(long, brief)
    short = re.sub(r"\b(tỉnh|Tỉnh ủy) Thanh Hóa$", r"\1", short)
    return re.sub(r"^(Sở .+|Ban Dân tộc) tỉnh$", r"\1", short)


def committee_code(period: Period) -> str:
    """Give the code of a commune's committee in one period, as in `ubnd-xa-2021-14758`, `ubnd-xa-2025-01-15331`."""
    if period.from_on is None:
        return f"ubnd-xa-2021-{period.code}"
    if period.from_on == REORGANISED_ON:
        return f"ubnd-xa-2025-{period.code}"
    return f"ubnd-xa-{period.from_on:%Y-%m}-{period.code}"


def _load(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - the safe loader, in C where built


def _sentence(fact: dict[str, Any], sources: dict[str, str]) -> str:
    source = sources[fact["source"]].split(", CHƯA")[0]
    mark = "" if fact["verified"] else f", {_UNVERIFIED}"
    return f"{fact['fact']} ({source}{mark})"


def _source(facts: Iterable[dict[str, Any]], sources: dict[str, str], note: str = "") -> str:
    lines = [_sentence(fact, sources) for fact in facts]
    return "\n".join([*lines, note] if note else lines)


def _after(last_day: str | None) -> date | None:
    return date.fromisoformat(last_day) + timedelta(days=1) if last_day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _add_stated(catalogue: Catalogue, stated: dict[str, Any]) -> None:
    for row in stated["organisations"]:
        if row["id"] in MEMBERS_ARE_LOADED:
            continue
        parent = row.get("parent", "")
        if row["kind"] == "district_committee":
            parent = "ubnd-tinh"
        catalogue.bodies[row["id"]] = Body(
            code=row["id"],
            name=row["name_vi"],
            name_en=row["name_en"],
            short_name=row.get("abbr") or short_name(row["name_vi"]),
            kind=row["kind"],
            parent=parent,
            area=(row["area_code"], None) if row.get("area_code") else None,
            from_on=_day(row["valid_from"]),
            until_on=_after(row["valid_to"]),
            reference_only=row["id"] in GROUPS,
            verified=all(fact["verified"] for fact in row["facts"]),
            source=_source(row["facts"], stated["sources"], row.get("note", "")),
        )


def _add_committees(catalogue: Catalogue, stated: dict[str, Any], history: History) -> None:
    """Add one committee for each period of each commune, and its successors as those of the commune."""
    before, after = stated["generators"]
    sources = stated["sources"]
    codes: dict[Key, str] = {}
    for period in history.periods:
        if period.level != "commune":
            continue
        is_new = period.from_on == REORGANISED_ON
        codes[period.key] = code = committee_code(period)
        facts = after["facts"][:1] if is_new else before["facts"]
        catalogue.bodies[code] = Body(
            code=code,
            name=f"Ủy ban nhân dân {period.type} {period.name}",
            name_en=f"People's Committee of {period.name}",
            short_name=f"UBND {period.type} {period.name}",
            kind="commune_committee",
            parent="ubnd-tinh" if is_new else f"ubnd-{period.parent_code}",
            area=period.key,
            from_on=period.from_on,
            until_on=period.until_on,
            verified=all(fact["verified"] for fact in facts),
            source=f"{_source(facts, sources)}\n{period.source}",
        )
    for one in history.became:
        if one.old in codes and one.new in codes:
            catalogue.handovers.append(Handover(codes[one.old], codes[one.new], one.effective_on, one.verified, one.note))


def _add_police(catalogue: Catalogue, stated: dict[str, Any], history: History) -> None:
    """Add the police of each district of 2021 and of each commune of July 2025; no source lists those between."""
    rows = {row["id"]: row for row in stated["organisations"]}
    district, commune = rows["cong-an-cap-huyen"], rows["cong-an-cap-xa"]
    ended_on = _after(district["valid_to"])
    if ended_on is None:
        raise ValueError("organisations.yaml: the district police have no last day")
    sources = {row["id"]: _source(row["facts"], stated["sources"]) for row in (district, commune)}
    codes: dict[Key, str] = {}
    for period in history.periods:
        is_commune = period.level == "commune" and period.from_on == REORGANISED_ON
        if period.level != "district" and not is_commune:
            continue
        codes[period.key] = code = f"cong-an-xa-2025-{period.code}" if is_commune else f"cong-an-huyen-{period.code}"
        catalogue.bodies[code] = Body(
            code=code,
            name=f"Công an {period.type} {period.name}",
            name_en=f"Police of {period.name}",
            short_name=f"Công an {period.type} {period.name}",
            kind="police_commune" if is_commune else "police_district",
            parent="cong-an-tinh",
            area=period.key,
            from_on=period.from_on,
            until_on=None if is_commune else min(ended_on, period.until_on or ended_on),
            verified=False,
            source=sources["cong-an-cap-xa" if is_commune else "cong-an-cap-huyen"],
        )
    source = sources["cong-an-cap-huyen"]
    for one in history.became:
        if one.old not in codes or one.new not in codes:
            continue
        old, new = catalogue.bodies[codes[one.old]], catalogue.bodies[codes[one.new]]
        # A district that joined another before the police districts ended handed over to that one alone.
        if new.kind == "police_district" or old.until_on == ended_on:
            catalogue.handovers.append(Handover(old.code, new.code, one.effective_on, False, source))
    for body in [body for body in catalogue.bodies.values() if body.kind == "police_district" and body.until_on == ended_on]:
        catalogue.handovers.append(Handover(body.code, "cong-an-tinh", ended_on, False, source))


def _add_handovers(catalogue: Catalogue, stated: dict[str, Any]) -> None:
    """Add the successors that the file states; they take effect when the old body has ended and the new one begun."""
    facts = {row["id"]: row["facts"] for row in stated["organisations"]}
    # That the duties of a district pass to its communes is a reading of the law that no source states.
    reading = stated["generators"][1]["facts"][1]
    for row in stated["organisations"]:
        for new_code in row.get("successors", []) if row["id"] in catalogue.bodies else []:
            old, new = catalogue.bodies[row["id"]], catalogue.bodies[new_code]
            days = [day for day in (old.until_on, new.from_on) if day is not None]
            told = [fact for fact in (*row["facts"], *facts.get(new_code, [])) if _OF_CHANGE.search(fact["fact"])]
            if new.kind == "commune_committee":
                told.append(reading)
            catalogue.handovers.append(
                Handover(
                    old=old.code,
                    new=new_code,
                    effective_on=max(days, default=None),
                    verified=bool(told) and all(fact["verified"] for fact in told),
                    source="\n".join(dict.fromkeys(_source(told, stated["sources"]).split("\n"))),
                )
            )


_PRESENCE = {
    "yes": "Có nguồn về hoạt động tại Thanh Hóa.",
    "unverified": f"Doanh nghiệp toàn quốc; hoạt động tại Thanh Hóa {_UNVERIFIED}.",
    "unknown": "Không rõ có hoạt động tại Thanh Hóa.",
}
_SAID = (("Trang thông tin", "website"), ("Ghi chú", "note"))


def _add_operators(catalogue: Catalogue, stated: dict[str, Any]) -> None:
    """Add the real operators as reference rows: public facts about companies, without activity here."""
    for row in stated["operators"]:
        is_unit = row["group"] == "operator_unit"
        lines = [stated["groups"][row["group"]] + ".", _PRESENCE[row["thanh_hoa"]["operates"]]]
        if row["status"] == "unknown":
            lines.append(f"Tình trạng hoạt động hiện nay {_UNVERIFIED}.")
        lines += [f"{label}: {row[key]}." for label, key in _SAID if row.get(key)]
        lines += [f"Nguồn: {stated['sources'][key]}." for key in row["sources"]]
        body = Body(
            code=row["code"],
            name=row["legal_name_vi"],
            name_en=row["name_en"],
            short_name=row["brand"].split(" / ")[0],
            kind="operator_unit" if is_unit else "postal_operator",
            unit_type="branch" if is_unit else "",
            parent=row["code"].rsplit("-", 1)[0] if is_unit else "",
            area=(str(catalogue.bodies["ubnd-tinh"].area[0]), None) if is_unit and catalogue.bodies["ubnd-tinh"].area else None,
            from_on=_day(row.get("valid_from")),
            until_on=_after(row.get("valid_to")),
            reference_only=True,
            verified=row["verified"]["legal_name"] and row["verified"]["thanh_hoa"],
            source="\n".join(line.replace("..", ".") for line in lines),
        )
        if row["status"] == "stopped" and body.until_on is None:
            raise ValueError(f"postal_operators.yaml: {body.code} stopped, but no day is given")
        catalogue.bodies[body.code] = body
