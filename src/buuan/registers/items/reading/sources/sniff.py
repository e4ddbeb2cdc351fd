"""What kind of file this is, told from its content; the name is never believed."""

from __future__ import annotations

import json
import re

from buuan.registers.items.reading.findings import Findings
from buuan.registers.items.reading.legacy import NAMES, recognise, recognise_disguised
from buuan.registers.items.reading.sources.base import Content

CSV, XLSX, PARQUET, JSON, JSON_LINES = "csv", "xlsx", "parquet", "json", "jsonl"

# Files that people send by mistake: what they begin with, and what to say.
_STRANGERS = (
    (b"\xd0\xcf\x11\xe0", "Tệp là sổ Excel kiểu cũ (.xls) hoặc sổ có mật khẩu; hãy bỏ mật khẩu và lưu thành .xlsx."),
    (b"PARE", "Tệp Parquet đã mã hóa, không đọc được; hãy gửi tệp không mã hóa qua kênh bảo mật."),
    (b"%PDF", "Tệp là PDF, không phải bảng kê; hãy gửi CSV, XLSX, Parquet hoặc JSON."),
    (b"\x1f\x8b", "Tệp đang nén gzip; hãy giải nén rồi gửi."),
    (b"7z\xbc\xaf", "Tệp đang nén 7z; hãy giải nén rồi gửi."),
    (b"Rar!", "Tệp đang nén RAR; hãy giải nén rồi gửi."),
    (b"{\\rtf", "Tệp là văn bản RTF, không phải bảng kê."),
    (b"\x89PNG", "Tệp là ảnh, không phải bảng kê."),
    (b"\xff\xd8\xff", "Tệp là ảnh, không phải bảng kê."),
)
_UTF16 = ((b"\xff\xfe", "UTF-16 LE"), (b"\xfe\xff", "UTF-16 BE"))
_BOM = b"\xef\xbb\xbf"
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_MARKUP = re.compile(rb"^\s*<(?:!doctype|html|\?xml|table)", re.IGNORECASE)


def sniff(content: Content, findings: Findings) -> str:
    """Tell the kind of a file; raises FileRefused for what is no manifest (M101) or in another encoding (M102)."""
    head = content.head()
    if not head.strip():
        raise findings.refuse("M101", "Tệp rỗng, không có dòng nào.")
    for magic, sentence in _STRANGERS:
        if head.startswith(magic):
            raise findings.refuse("M101", sentence)
    if head.startswith(b"PAR1"):
        return PARQUET
    if head.startswith(b"PK\x03\x04"):
        return XLSX
    _check_text(head, findings)
    text = head.removeprefix(_BOM).lstrip()
    if text.startswith(b"{"):
        return _json_kind(text)
    if text.startswith(b"["):
        raise findings.refuse(
            "M101", "Tệp JSON phải là một đối tượng {manifest, items} hoặc mỗi dòng một bưu gửi, không phải một mảng."
        )
    return CSV


def _check_text(head: bytes, findings: Findings) -> None:
    for mark, name in _UTF16:
        if head.startswith(mark):
            raise findings.refuse("M102", f"Tệp ở bảng mã {name}, không phải UTF-8.")
    sample = head[:4096]
    if len(sample) >= 8 and max(sample[0::2].count(0), sample[1::2].count(0)) > len(sample) * 0.3:
        raise findings.refuse("M102", "Tệp ở bảng mã UTF-16 (không có dấu thứ tự byte), không phải UTF-8.")
    if len(_CONTROLS.findall(head)) > len(head) * 0.02:
        raise findings.refuse("M101", "Tệp không phải văn bản: có quá nhiều ký tự điều khiển.")
    if _MARKUP.match(head):
        raise findings.refuse("M101", "Tệp là trang web hoặc XML, không phải bảng kê.")
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        # The sample may end inside a character; anything earlier is real.
        if error.start < len(head) - 3 or len(head) < 4:
            raise not_utf8(head, error.start, head.count(b"\n", 0, error.start) + 1, findings) from None
        text = head[: error.start].decode("utf-8")
    page = recognise_disguised(text)
    if page:
        raise findings.refuse(
            "M102", f"Chữ trong tệp viết bằng bảng mã {NAMES[page]}, chỉ được bọc lại thành UTF-8 nên không đọc được."
        )


def not_utf8(sample: bytes, at: int, row: int, findings: Findings) -> Exception:
    """Give the refusal of a text whose byte `at`, in row `row`, is not UTF-8; names a legacy code page."""
    page = recognise(sample)
    if page:
        return findings.refuse("M102", f"Tệp ở bảng mã {NAMES[page]}, không phải UTF-8.")
    return findings.refuse("M102", f"Tệp không phải UTF-8: có byte lạ 0x{sample[at]:02X} ở dòng {row}.", row=row)


def _json_kind(text: bytes) -> str:
    """Tell newline-delimited JSON from one object: there the first line is an object of its own, without the items."""
    try:
        first = json.loads(text.partition(b"\n")[0])
    except (ValueError, RecursionError):
        return JSON
    return JSON if isinstance(first, dict) and isinstance(first.get("items"), list) else JSON_LINES
