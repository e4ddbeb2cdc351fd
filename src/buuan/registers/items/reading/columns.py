"""The columns of manifest schema v1: the only place that states a column's name, type, requirement, meaning and limits.

Units: weights are integer grams, sizes millimetres, money has two decimals in the currency named beside it, moments are
UTC. `label` is the Vietnamese name that reports show. Source: the project's postal data notes, section 6.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

SCHEMA_VERSION = "1.0"
SCHEMA_MAJOR = 1

MONEY = pl.Decimal(18, 2)
QUANTITY = pl.Decimal(18, 3)
MOMENT = pl.Datetime("us", "UTC")

# When a field must be filled in: always, never, for one kind of flow only, or unless the item has content lines.
ALWAYS, OPTIONAL, DOMESTIC, INTERNATIONAL, UNLESS_LINES = (
    "always",
    "optional",
    "domestic",
    "international",
    "unless_lines",
)

DOMESTIC_FLOW = "domestic"
LETTER, DOCUMENT = "letter", "document"
S10_SCHEME = "s10"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `kind` chooses the check, `low`/`high` are inclusive, `max_chars` counts code points.

    `personal` values are masked in every report; `locked` ones may not change while the item is under a stop order.
    """

    name: str
    kind: str
    label: str
    meaning: str
    need: str = OPTIONAL
    max_chars: int | None = None
    low: int | None = None
    high: int | None = None
    values: tuple[str, ...] = ()
    default: str | int | None = None
    personal: bool = False
    locked: bool = False

    @property
    def dtype(self) -> pl.DataType:
        """Give the polars type in which accepted values are held."""
        return {
            "int": pl.Int32(),
            "money": MONEY,
            "quantity": QUANTITY,
            "time": MOMENT,
            "date": pl.Date(),
        }.get(self.kind, pl.String())


def _text(name: str, label: str, meaning: str, max_chars: int, need: str = OPTIONAL, **more: bool) -> Column:
    return Column(name, "text", label, meaning, need, max_chars=max_chars, **more)


def _enum(name: str, label: str, meaning: str, values: str, need: str = OPTIONAL, default: str | None = None) -> Column:
    return Column(name, "enum", label, meaning, need, values=tuple(values.split()), default=default)


def _size(name: str, label: str) -> Column:
    return Column(name, "int", label, "Outer size of the item in millimetres.", low=1, high=10_000)


def _party(side: str, whose: str) -> tuple[Column, ...]:
    """Give the five columns that sender and receiver share."""
    return (
        Column(
            f"{side}_name", "name", f"Họ tên {whose}", "Name as declared, NFC, no control characters.", ALWAYS,
            max_chars=150, personal=True, locked=True,
        ),
        Column(
            f"{side}_phone", "phone", f"Điện thoại {whose}", "In the form +84…; as declared where it is not valid.",
            DOMESTIC, max_chars=40, personal=True, locked=True,
        ),
        Column(
            f"{side}_address", "text", f"Địa chỉ {whose}", "Address text as declared.", ALWAYS,
            max_chars=300, personal=True, locked=True,
        ),
        Column(
            f"{side}_area", "area", f"Địa bàn {whose}", "Official commune code or area text, as declared.",
            max_chars=200, locked=True,
        ),
        Column(f"{side}_country", "country", f"Nước {whose}", "ISO 3166-1 alpha-2; VN when domestic.", ALWAYS),
    )  # fmt: skip


_EVENTS = (
    "created accepted in_transit out_for_delivery delivered attempt_failed returning returned cancelled lost_damaged "
    "presented_to_authority held_by_authority released_by_authority held_by_operator other"
)
_CATEGORIES = (
    "documents apparel electronics food cosmetics medicine agricultural machinery media chemical battery animal_plant "
    "tobacco_alcohol weapon_like other unknown"
)

_sender, _receiver = _party("sender", "người gửi"), _party("receiver", "người nhận")

ITEMS: tuple[Column, ...] = (
    Column(
        "item_id", "id", "Mã bưu gửi", "Identifier, upper case, no spaces; dots and dashes kept.", ALWAYS,
        low=5, max_chars=40, locked=True,
    ),
    _enum("id_scheme", "Loại mã", "Whether the identifier claims to be UPU S10.", "s10 operator", default="operator"),
    _enum("flow", "Chiều vận chuyển", "Where the item travels.", "domestic inbound_intl outbound_intl transit", ALWAYS),
    _enum(
        "service_class", "Loại dịch vụ", "Letters are only counted, documents kept without parties or content.",
        "letter document small_packet parcel express cod_parcel freight other", ALWAYS,
    ),
    Column("accepted_at", "time", "Thời điểm chấp nhận", "Moment of acceptance, UTC.", ALWAYS),
    _text("accept_point", "Điểm chấp nhận", "The operator's code of the point of acceptance.", 32, ALWAYS),
    Column("expected_delivery_date", "date", "Ngày dự kiến phát", "Day in Vietnam, not before acceptance."),
    _enum(
        "sender_type", "Loại người gửi", "What kind of sender.",
        "person household_business company agency unknown", ALWAYS,
    ),
    *_sender[:2],
    _enum(
        "sender_id_verified", "Cách xác thực người gửi", "How the sender was verified; never a number.",
        "none phone_otp account id_document national_eid", ALWAYS,
    ),
    Column("sender_tax_code", "tax", "Mã số thuế người gửi", "10 or 13 digits; a 12-digit identity number is dropped."),
    *_sender[2:],
    *_receiver,
    _text("declared_content", "Nội dung khai báo", "What the sender says is inside.", 500, UNLESS_LINES, locked=True),
    _enum("content_category", "Nhóm nội dung", "The operator's own category.", _CATEGORIES),
    _enum("nature", "Tính chất", "Why it is sent.", "sale gift documents sample return personal other"),
    Column("gross_weight_g", "int", "Khối lượng (gam)", "Gross weight in grams.", ALWAYS, low=1, high=500_000),
    _size("length_mm", "Dài (mm)"),
    _size("width_mm", "Rộng (mm)"),
    _size("height_mm", "Cao (mm)"),
    Column("pieces", "int", "Số kiện", "Number of pieces.", low=1, high=999, default=1),
    Column("declared_value", "money", "Giá trị khai báo", "Declared value in `currency`.", low=0),
    Column("currency", "currency", "Loại tiền", "ISO 4217.", default="VND"),
    Column("cod_amount", "money", "Tiền thu hộ", "Cash on delivery in `currency`.", low=0),
    _enum(
        "joint_check", "Kiểm tra cùng người gửi", "Whether the content was checked with the sender.",
        "done refused not_done unknown",
    ),
    _enum("screened", "Soi chiếu", "How the item was screened.", "none xray opened_with_consent canine other"),
    _enum("screened_result", "Kết quả soi chiếu", "What the screening said.", "clear suspect n_a"),
    _text("photo_ref", "Mã ảnh", "Opaque reference held by the operator; never fetched.", 200),
    _text("sender_ref", "Mã đơn hàng", "The operator's or merchant's order number.", 64),
    _text("route", "Tuyến", "Route of transport.", 64),
    _text("receptacle_id", "Mã túi, tải", "Bag or container in which the item travels.", 35),
    _enum("status", "Trạng thái", "Last event known to the operator.", _EVENTS, default="accepted"),
)  # fmt: skip

LINES: tuple[Column, ...] = (
    Column("item_id", "id", "Mã bưu gửi", "The item that the line belongs to.", ALWAYS, low=5, max_chars=40),
    Column("line_no", "int", "Số thứ tự dòng", "Unique within the item.", low=1, high=1_000_000),
    _text("description", "Mô tả hàng hóa", "What this line holds.", 300, ALWAYS),
    Column("quantity", "quantity", "Số lượng", "More than zero.", ALWAYS),
    _text("unit", "Đơn vị tính", "Unit of the quantity.", 10),
    Column("net_weight_g", "int", "Khối lượng tịnh (gam)", "Net weight of the line in grams.", low=1, high=500_000),
    Column("value", "money", "Giá trị", "Value of the line in the item's currency.", low=0),
    Column("hs_code", "hs", "Mã HS", "4, 6, 8 or 10 digits without dots.", INTERNATIONAL),
    Column("origin_country", "country", "Nước xuất xứ", "ISO 3166-1 alpha-2.", INTERNATIONAL),
    _text("brand", "Nhãn hiệu", "Brand.", 100),
    _text("model", "Kiểu, mẫu", "Model.", 100),
)

ITEM = {column.name: column for column in ITEMS}
LINE = {column.name: column for column in LINES}
# `item_id` aside, a line's columns bear names of their own, so that a flat file can carry both in one row.
LINE_ONLY = tuple(column.name for column in LINES if column.name != "item_id")

# Columns that reading adds to an item.
DERIVED: dict[str, tuple[pl.DataType, str]] = {
    "row": (pl.UInt32(), "Row of the file as its author sees it, the header being row 1."),
    "sender_area_code": (pl.String(), "Official code that `sender_area` was resolved to, if any."),
    "receiver_area_code": (pl.String(), "Official code that `receiver_area` was resolved to, if any."),
    "late_min": (pl.Int32(), "Whole minutes from acceptance until the manifest came in; never negative."),
    "screen_text": (pl.String(), "Declared content and line descriptions joined by '; ': what screening reads."),
    "description_quality": (pl.UInt8(), "Score 0-100 of the declared content; says nothing about its legality."),
    "description_reason": (pl.String(), "The reason of a low score (D1-D5), space separated, empty when none."),
    "evasion_hint": (pl.Boolean(), "D6: the text looks written to escape a machine; a hint of risk, not of quality."),
    "extra": (pl.String(), "JSON object of the unknown columns, kept, never screened."),
    "version": (pl.String(), "new, changed or unchanged against what the operator had declared before."),
}

DOCUMENT_COLUMNS = ("item_id", "accept_point", "accepted_at", "gross_weight_g")


def items_schema() -> dict[str, pl.DataType]:
    """Give the names and types of the accepted items, in order: the schema's columns, then the derived ones."""
    return {column.name: column.dtype for column in ITEMS} | {name: dtype for name, (dtype, _) in DERIVED.items()}


def lines_schema() -> dict[str, pl.DataType]:
    """Give the names and types of the accepted lines, in order; `row` is where the line stands in the file."""
    return {column.name: column.dtype for column in LINES} | {"row": pl.UInt32()}


def documents_schema() -> dict[str, pl.DataType]:
    """Give the names and types of what is kept of a document: identifier, point, moment and weight, nothing else."""
    return {name: ITEM[name].dtype for name in DOCUMENT_COLUMNS}
