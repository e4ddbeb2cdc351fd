"""Which kind of organisation a printed owner is, as a proposal that an officer confirms.

The kinds are those of the register of organisations. One table holds the words; of the kinds that an owner's text names,
the one named first counts, and of two in the same place the one told by more words ("Công an các xã" over "Công an").
"""

from __future__ import annotations

import re

from buuan.kit.fold import fold_words

# Kind → phrases, folded; "…" stands for up to `_BETWEEN` words. "Ủy ban nhân dân" is read as "ubnd" beforehand, "Hội đồng
# nhân dân" as "hdnd". A phrase that ends on "|" must end the owner's text.
_TABLE: dict[str, tuple[str, ...]] = {
    "lead_department": (
        "so thong tin va truyen thong", "so thong tin truyen thong", "so tt tt", "so tttt",
        "so khoa hoc va cong nghe", "so khoa hoc cong nghe", "so kh cn", "so khcn", "co quan chu tri chi thi",
    ),
    "police_commune": (
        "cong an xa", "cong an cap xa", "cong an phuong", "cong an cac xa", "cong an cac phuong",
        "cong an thi tran",
    ),
    "police_district": (
        "cong an huyen", "cong an cap huyen", "cong an cac huyen", "cong an thi xa", "cong an thanh pho",
        "cong an cac thi xa", "cong an cac dia phuong", "cong an cac thanh pho", "cong an quan",
    ),
    "police": (
        "cong an", "luc luong cong an", "canh sat",
    ),
    "market_surveillance": (
        "quan ly thi truong", "qltt", "luc luong quan ly thi truong",
    ),
    "customs": (
        "hai quan",
    ),
    "postal_operator": (
        "doanh nghiep … buu chinh", "doanh nghiep … chuyen phat", "buu dien", "viettel post",
        "tong cong ty buu dien", "doanh nghiep|", "cong ty … buu chinh", "cong ty … chuyen phat",
        "to chuc … dich vu buu chinh", "don vi … dich vu buu chinh", "hang chuyen phat",
    ),
    "operator_unit": (
        "buu cuc", "cac buu cuc", "chi nhanh … buu chinh", "chi nhanh … doanh nghiep", "diem phuc vu buu chinh",
        "trung tam khai thac", "don vi truc thuoc doanh nghiep", "don vi truc thuoc … doanh nghiep buu chinh",
    ),
    "agent": (
        "dai ly", "cac dai ly", "diem nhan",
    ),
    "building_owner": (
        "chu dau tu", "cac chu dau tu", "chu so huu … nha", "ban quan ly toa nha", "ban quan tri nha chung cu",
        "ban quan tri toa nha",
    ),
    "district_broadcaster": (
        "dai truyen thanh", "cac dai truyen thanh", "dai phat thanh cap huyen", "dai truyen thanh … cap huyen",
        "trung tam van hoa thong tin",
    ),
    "provincial_chairman": (
        "chu tich ubnd tinh", "pho chu tich ubnd tinh", "thuong truc ubnd tinh", "lanh dao ubnd tinh",
    ),
    "provincial_peoples_committee": (
        "ubnd tinh",
    ),
    "provincial_party_committee": (
        "tinh uy", "thuong truc tinh uy", "ttr tinh uy", "ban thuong vu tinh uy",
    ),
    "provincial_peoples_council": (
        "hdnd tinh", "thuong truc hdnd tinh", "ttr hdnd tinh",
    ),
    "coordination_body": (
        "ban chi dao", "ban chi huy", "ban chi huy phong", "ban an toan giao thong", "to cong tac lien nganh",
        "doan kiem tra lien nganh",
    ),
    "party_and_state_bodies": (
        "co quan dang", "co quan dang nha nuoc", "cac co quan dang", "cap uy", "cac co quan cua dang",
    ),
    "ministry": (
        "bo",
    ),
    "district_committee": (
        "ubnd cac huyen", "ubnd huyen", "ubnd cap huyen", "ubnd thi xa", "ubnd cac thi xa", "ubnd thanh pho",
        "ubnd cac thanh pho", "ubnd quan", "ubnd cac quan", "chu tich ubnd cac huyen", "chu tich ubnd huyen",
        "cac huyen thi xa", "cac huyen", "ubnd cac dia phuong", "huyen uy",
    ),
    "commune_committee": (
        "ubnd xa", "ubnd cac xa", "ubnd cap xa", "ubnd phuong", "ubnd cac phuong", "ubnd thi tran",
        "chu tich ubnd cac xa", "chu tich ubnd xa", "chu tich ubnd cac phuong", "chu tich ubnd cap xa",
        "cac xa phuong", "dac khu",
    ),
    "public": (
        "nguoi dan", "moi nguoi dan", "moi tang lop nhan dan", "quan chung nhan dan", "ho gia dinh", "cong dan",
        "ca nhan|",
    ),
    "all": (
        "to chuc ca nhan", "moi to chuc", "moi co quan to chuc", "cac co quan to chuc",
        "co quan don vi to chuc ca nhan", "cac co quan don vi dia phuong", "cac nganh cac cap", "cac cap cac nganh",
        "cac so nganh dia phuong", "cac so ban nganh dia phuong", "cac cap chinh quyen",
    ),
    "provincial_department": (
        "so", "cac so", "so ban nganh", "cac ban nganh", "ban nganh", "cac nganh", "cac so ban nganh",
        "cac so nganh", "giam doc cac so", "thu truong cac so", "thu truong cac ban", "thanh tra tinh",
        "ban quan ly khu kinh te", "ban quan ly … khu cong nghiep", "van phong ubnd tinh",
        "chanh van phong ubnd tinh", "van phong hdnd", "van phong doan dai bieu", "van phong tinh uy", "bo chi huy",
        "bo chi huy quan su", "ban chi huy bo doi bien phong", "ban chi huy quan su tinh", "bo doi bien phong",
        "bo tu lenh", "cuc thue", "kho bac", "ngan hang nha nuoc", "bao hiem xa hoi", "cuc thong ke",
        "thu truong cac co quan", "co quan don vi cap tinh", "cac co quan don vi cap tinh",
        "cac co quan chuyen mon", "bao thanh hoa", "dai phat thanh va truyen hinh", "chi cuc kiem lam",
    ),
}  # fmt: skip
_BETWEEN = 6
_SPELLED_OUT = (("uy ban nhan dan", "ubnd"), ("hoi dong nhan dan", "hdnd"), ("uy ban nd", "ubnd"))
# Everyday words that hold "sở" or "bộ"; joined, they are no longer taken for a department or a ministry.
_OTHER_MEANINGS = ("co so", "tru so", "can bo", "noi bo", "toan bo", "bo phan", "bo may", "dong bo", "dang bo", "don vi so")
# A paper that names the departments and the local committees in one breath binds everyone.
_DEPARTMENTS = ("cac so", "so ban nganh", "giam doc cac so", "thu truong cac", "cac ban nganh")
_COMMITTEES = ("ubnd cac", "ubnd cap", "cac huyen", "cac xa", "cac dia phuong")

_PHRASES = tuple(
    (tuple(phrase.removesuffix("|").split()), phrase.endswith("|"), kind) for kind, phrases in _TABLE.items() for phrase in phrases
)


def owner_kind_guess(owner: str) -> str | None:
    """Give the kind of organisation that `owner` most likely is, `None` if no word of it says so."""
    text = fold_words(owner)
    for full, short in _SPELLED_OUT:
        text = text.replace(full, short)
    for other in _OTHER_MEANINGS:
        text = re.sub(rf"\b{other}\b", other.replace(" ", "_"), text)
    padded = f" {text} "
    names_departments = any(f" {phrase} " in padded for phrase in _DEPARTMENTS)
    if names_departments and any(f" {phrase} " in padded for phrase in _COMMITTEES):
        return "all"
    words = text.split()
    best: tuple[int, int, str] | None = None
    for phrase, closes, kind in _PHRASES:
        at = _find(words, phrase, closes)
        if at is not None and (best is None or (at, -len(phrase)) < best[:2]):
            best = (at, -len(phrase), kind)
    return best[2] if best else None


def _find(words: list[str], phrase: tuple[str, ...], closes: bool) -> int | None:
    """Give the place of `phrase` in `words`, where "…" may stand for a few words; `closes` asks that it ends them."""
    for start in range(len(words)):
        end = _match(words, start, phrase)
        if end is not None and (not closes or end == len(words)):
            return start
    return None


def _match(words: list[str], start: int, phrase: tuple[str, ...]) -> int | None:
    head = phrase[: phrase.index("…")] if "…" in phrase else phrase
    if tuple(words[start : start + len(head)]) != head:
        return None
    end = start + len(head)
    if len(head) == len(phrase):
        return end
    rest = phrase[len(head) + 1 :]
    return next((found for skip in range(_BETWEEN + 1) if (found := _match(words, end + skip, rest)) is not None), None)
