"""What a tip may hold, how its code is written, how floods are held off, and what may become of it; pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from buuan.kit.errors import Invalid, Refused
from buuan.kit.flow import Flow, Step

TIP_FLOW = Flow(
    "tip",
    {
        "received": "chưa đọc",
        "reading": "đang xem xét",
        "passed": "đã chuyển xử lý",
        "declined": "không đủ căn cứ xử lý",
    },
    (
        Step("open", "received", "reading", "tips.read", "Đọc tin"),
        Step("pass", "reading", "passed", "tips.answer", "Lập báo cáo"),
        Step("decline", "reading", "declined", "tips.answer", "Kết thúc, không xử lý"),
    ),
)

DECLINE_REASONS = {
    "too_little": "Không đủ thông tin để kiểm tra",
    "not_ours": "Không thuộc phạm vi an toàn, an ninh bưu chính",
    "known": "Sự việc đã biết, đang được xử lý",
    "no_breach": "Đã kiểm tra, không có vi phạm",
}
"""A closed list: what an officer writes freely about a tip stands sealed in the talk, never in the open."""

TEXT_MIN, TEXT_MAX = 20, 5000
PLACE_MAX, WHEN_MAX, NAME_MAX, CONTACT_MAX = 200, 100, 100, 200
MOST_PHOTOS = 3
MESSAGE_MAX = 3000
MOST_WAITING_MESSAGES = 20
REQUEST_MAX = 40 * 1024 * 1024
PASSPHRASE_MIN = 16
UNLOCKED_FOR = timedelta(minutes=30)
OPENING_FOR = timedelta(hours=24)
ROUNDED_TO = timedelta(minutes=15)

DIGITS = 16


# -- the code ------------------------------------------------------------------------------------------------------------


def check_digit(digits: str) -> str:
    """Give the check digit after `digits` (Luhn, ISO/IEC 7812-1): a slip of the pen is told before anything is looked up."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def read_code(text: str) -> str:
    """Give the 16 digits of a code as a person typed it; raises Invalid with the sentence that helps."""
    digits = "".join(sign for sign in text if sign.isdigit() and sign.isascii())
    if len(digits) != DIGITS or any(sign.isalpha() for sign in text):
        raise Invalid({"code": [f"Mã hồ sơ có {DIGITS} chữ số; anh/chị đã nhập {len(digits)}."]})
    if check_digit(digits[:-1]) != digits[-1]:
        raise Invalid({"code": ["Mã hồ sơ chưa đúng: có chữ số bị chép nhầm. Xem lại phiếu rồi nhập lại."]})
    return digits


def in_fours(code: str) -> str:
    """Write a code as people read it aloud: four groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))


def rounded(at: datetime) -> datetime:
    """Give the quarter of an hour in which a moment lies: what is kept of the time of a tip, so that it fits no other log."""
    return at - timedelta(seconds=(at.timestamp() % ROUNDED_TO.total_seconds()))


# -- floods --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Toll:
    """What a form costs: `bits` of work from a script, or without one `wait_s` seconds and a plain question."""

    bits: int
    wait_s: int
    is_open_without_script: bool


LEAST_BITS, MOST_BITS = 16, 24
LEAST_WAIT, MOST_WAIT = 15, 180
MANY_WITHOUT_SCRIPT = 400
FORM_LIVES = timedelta(hours=12)
_WORDS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def toll(recent: int) -> Toll:
    """Give the toll after `recent` tips in this quarter of an hour: the more come, the dearer the next."""
    grown = max(0, recent // 50)
    return Toll(
        bits=min(MOST_BITS, LEAST_BITS + grown.bit_length()),
        wait_s=min(MOST_WAIT, LEAST_WAIT * (1 + grown)),
        is_open_without_script=recent < MANY_WITHOUT_SCRIPT,
    )


def has_worked(token: str, work: str, bits: int) -> bool:
    """Tell whether SHA-256 of `token:work` begins with so many zero bits."""
    if not work or len(work) > 20:
        return False
    digest = hashlib.sha256(f"{token}:{work}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - bits) == 0


def question_of(nonce: str) -> tuple[str, int]:
    """Give the plain question of a form and its answer: two small numbers in words."""
    seed = hashlib.sha256(f"câu hỏi {nonce}".encode()).digest()
    first, second = seed[0] % 9 + 1, seed[1] % 9 + 1
    return f"{_WORDS[first]} cộng {_WORDS[second]}", first + second


def check_toll(toll: Toll, *, token: str, nonce: str, issued_at: datetime, at: datetime, work: str, answer: str) -> None:
    """Raise Refused unless the form's toll was paid, by work or by waiting and answering; the form keeps every word."""
    if at - issued_at > FORM_LIVES:
        raise Refused("tips.form_too_old", "Biểu mẫu mở đã quá 12 giờ. Bấm gửi lại lần nữa; nội dung vẫn còn.")
    if has_worked(token, work, toll.bits):
        return
    if not toll.is_open_without_script:
        raise Refused(
            "tips.flooded",
            "Đường dây đang nhận quá nhiều tin cùng lúc. Hãy thử lại sau 15 phút, hoặc bật JavaScript rồi tải lại trang.",
        )
    left = toll.wait_s - int((at - issued_at).total_seconds())
    if left > 0:
        raise Refused("tips.wait", f"Để chống gửi tin hàng loạt, hãy đợi {left} giây nữa rồi bấm gửi. Nội dung vẫn còn nguyên.")
    if not answer.strip().isdigit() or int(answer.strip()[:4]) != question_of(nonce)[1]:
        raise Refused("tips.question", "Câu trả lời cho phép cộng chưa đúng. Viết kết quả bằng chữ số.")


# -- what is said --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TipFacts:
    """What a citizen tells. None of it is ever read by machine; it is sealed as it stands."""

    text: str
    place: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who tells it, only if the person wants to say."""

    name: str = ""
    contact: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.contact)


def check_tip(facts: TipFacts, identity: Identity, photos: int) -> None:
    """Raise Invalid, with every error at once."""
    errors: dict[str, list[str]] = {}
    if len(facts.text.strip()) < TEXT_MIN:
        errors["text"] = [f"Hãy tả sự việc bằng ít nhất {TEXT_MIN} ký tự, để người nhận biết phải xem gì."]
    for name, value, most in (
        ("text", facts.text, TEXT_MAX),
        ("place", facts.place, PLACE_MAX),
        ("when", facts.when, WHEN_MAX),
        ("name", identity.name, NAME_MAX),
        ("contact", identity.contact, CONTACT_MAX),
    ):
        if len(value) > most:
            errors[name] = [f"Dài quá {most} ký tự."]
    if photos > MOST_PHOTOS:
        errors["photos"] = [f"Mỗi tin có nhiều nhất {MOST_PHOTOS} ảnh."]
    if errors:
        raise Invalid(errors)


def check_message(text: str) -> str:
    """Give a message as it is kept; raises Invalid for an empty or endless one."""
    words = text.strip()
    if not words:
        raise Invalid({"text": ["Chưa viết gì."]})
    if len(words) > MESSAGE_MAX:
        raise Invalid({"text": [f"Dài quá {MESSAGE_MAX} ký tự."]})
    return words


def check_passphrase(words: str) -> str:
    """Give a pass phrase; raises Invalid for one that is soon guessed."""
    if len(words) < PASSPHRASE_MIN or len(set(words)) < 6:
        raise Invalid({"passphrase": [f"Cụm mật khẩu cần ít nhất {PASSPHRASE_MIN} ký tự; vài từ rời nhau là tốt nhất."]})
    return words
