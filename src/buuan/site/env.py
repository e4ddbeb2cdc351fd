"""Every setting that comes from outside: its name, type, safe default and meaning, read once."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from buuan.kit.right import ROLES


def _flag(text: str) -> bool:
    if text.lower() in ("1", "true", "yes", "on"):
        return True
    if text.lower() in ("0", "false", "no", "off", ""):
        return False
    raise ValueError("0 hoặc 1")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _roles(text: str) -> tuple[str, ...]:
    if unknown := [role for role in _words(text) if role not in ROLES]:
        raise ValueError(f"không có vai trò {', '.join(unknown)}; chỉ có {', '.join(ROLES)}")
    return _words(text)


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable of the environment."""

    name: str
    read: Callable[[str], Any]
    default: str
    meaning: str
    secret: bool = False

    def value(self) -> Any:
        """Give the typed value; raises ValueError naming the variable when it cannot be read."""
        text = os.environ.get(self.name, self.default)
        try:
            return self.read(text)
        except ValueError as error:
            raise ValueError(f"{self.name}={text!r}: {error}") from error


SETTINGS: tuple[Setting, ...] = (
    Setting("BUUAN_DATA", Path, "var", "Thư mục dữ liệu: cơ sở dữ liệu nhúng, tệp, khóa."),
    Setting(
        "DATABASE_URL", str, "", "Máy chủ PostgreSQL của đơn vị (postgresql://…); để trống thì dùng máy chủ nhúng.", secret=True
    ),
    Setting("BUUAN_HOSTS", _words, "127.0.0.1 localhost [::1]", "Tên máy mà trang web trả lời."),
    Setting(
        "BUUAN_HTTPS",
        _flag,
        "0",
        "1 khi người dùng vào qua HTTPS: cookie chỉ đi qua HTTPS, trình duyệt được dặn chỉ vào qua HTTPS.",
    ),
    Setting(
        "BUUAN_BEHIND_PROXY",
        _flag,
        "0",
        "1 khi có một máy chủ chuyển tiếp đặt X-Forwarded-Proto và ghi địa chỉ người gọi vào cuối X-Forwarded-For.",
    ),
    Setting(
        "BUUAN_SECOND_FACTOR",
        _roles,
        "leader officer duty_officer clerk administrator auditor",
        "Vai trò phải bật xác thực hai lớp; để trống thì không bắt buộc ai.",
    ),
    Setting("BUUAN_DEBUG", _flag, "0", "1 chỉ dùng khi lập trình: hiện chi tiết lỗi."),
    Setting("BUUAN_DEMO", _flag, "0", "1 khi dữ liệu là dữ liệu mẫu: mọi trang ghi rõ; không bắt buộc xác thực hai lớp."),
    Setting("BUUAN_SECRET_KEY", str, "", "Khóa ký phiên; để trống thì tạo một lần và giữ trong thư mục khóa.", secret=True),
    Setting("BUUAN_PLAIN_STATIC", _flag, "0", "1 khi kiểm thử: dùng thẳng tệp tĩnh, không cần gom và băm trước."),
    Setting("BUUAN_ADDRESS", str, "http://127.0.0.1:8000", "Địa chỉ trang web, để ghi liên kết vào thư và webhook."),
    Setting(
        "BUUAN_SMTP", str, "", "Máy chủ thư: smtp://tên:mật-khẩu@máy:587 hoặc smtps://…; để trống thì ghi ra tệp.", secret=True
    ),
    Setting("BUUAN_MAIL_FROM", str, "buu-an@localhost", "Địa chỉ người gửi của thư."),
    Setting("BUUAN_SMS", str, "", "Cổng tin nhắn: để trống là không có; file ghi tin ra tệp, chỉ để thử."),
    Setting("BUUAN_WEBHOOKS_PRIVATE", _flag, "0", "1 khi cho webhook gửi vào mạng nội bộ hoặc chính máy này."),
    Setting("BUUAN_MAX_FILE_MB", int, "2048", "Tệp chứng cứ lớn nhất được nhận (MB)."),
    Setting(
        "BUUAN_CLAMD", str, "", "Bộ quét vi-rút ClamAV: đường dẫn socket hoặc máy:cổng; để trống thì không quét và trang nói rõ."
    ),
    Setting(
        "BUUAN_CATALOGUE_CHECK",
        float,
        "1",
        "Số giây một tiến trình web dùng tiếp danh mục hàng hóa trước khi hỏi lại; âm là không hỏi.",
    ),
    Setting("BUUAN_LOG_LEVEL", str, "INFO", "Mức ghi nhật ký kỹ thuật."),
)

_BY_NAME = {one.name: one for one in SETTINGS}


def env(name: str) -> Any:
    """Give the typed value of one setting."""
    return _BY_NAME[name].value()
