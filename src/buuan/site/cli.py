"""The command `buuan`.

Commands live in their rooms (`commands.py`) and are loaded only when asked for, so that `buuan screen` starts without Django.
`--json` and `--data DIR` may stand anywhere on the line. Exit 0 = done, 1 = a check found something, 2 = bad usage or input.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from buuan.kit.console import call, data_folder
from buuan.kit.errors import Refusal
from buuan.kit.loading import loading


@dataclass(frozen=True, slots=True)
class Entry:
    """One command: where it stands, whether Django and the database must be up before it is loaded, and one line of help."""

    where: str
    help: str
    database: bool = True


COMMANDS: dict[str, Entry] = {
    "setup": Entry("buuan.site.commands:setup", "Tạo bảng, nạp dữ liệu tham chiếu; --demo nạp thêm tỉnh mẫu."),
    "serve": Entry("buuan.site.commands:serve", "Chạy máy chủ web."),
    "work": Entry("buuan.site.commands:work", "Chạy tiến trình làm việc nền."),
    "settings": Entry("buuan.site.commands:settings", "In mọi thiết lập.", database=False),
    "manage": Entry("buuan.site.commands:manage", "Lệnh quản trị Django, cho người lập trình."),
    "token": Entry("buuan.base.accounts.commands:token", "Cấp mã truy cập API cho một tài khoản, in một lần."),
    "directive": Entry("buuan.oversight.duties.commands:directive", "Chỉ thị: import, coverage.", database=False),
    "screen": Entry("buuan.work.screening.commands:screen", "Sàng lọc nội dung khai; không cần cơ sở dữ liệu.", database=False),
    "case": Entry("buuan.work.custody.commands:case", "Vụ việc: bundle xuất gói hồ sơ.", database=False),
    "kinds": Entry("buuan.work.cases.commands:kinds", "Loại vụ việc: export, import mẫu.", database=False),
    "bundle": Entry("buuan.work.custody.commands:bundle", "Gói hồ sơ: verify kiểm tra, không cần cơ sở dữ liệu.", database=False),
    "items": Entry(
        "buuan.work.screening.commands:items", "Bưu gửi: import nạp bảng kê; kho: rotate-key, purge, verify.", database=False
    ),
    "counter": Entry("buuan.work.intake.commands:counter", "Máy quầy: rotate-key, purge-keys khóa niêm phong.", database=False),
    "clusters": Entry("buuan.work.clusters.commands:clusters", "Tìm cụm người gửi giả trong kho bưu gửi."),
    "audit": Entry("buuan.base.audit.commands:audit", "Chuỗi ghi nhận: verify."),
    "interdict": Entry("buuan.work.interdiction.commands:interdict", "Lệnh ngăn chặn: drill diễn tập."),
    "access": Entry("buuan.site.access.commands:access", "Ma trận quyền: mọi trang và điểm cuối × mọi vai trò; --check."),
    "check": Entry("buuan.site.commands:check", "Kiểm tra ngôi nhà: nhập khẩu, quy tắc, bước chuyển bảng, mô tả API."),
    "openapi": Entry("buuan.site.commands:openapi", "In mô tả OpenAPI."),
    "first-administrator": Entry("buuan.site.commands:first_administrator", "Hỏi và tạo tài khoản quản trị đầu tiên."),
    "bench": Entry(
        "buuan.site.benchmarks.command:bench", "Đo tốc độ, so với các cách khác trong cùng một lần chạy.", database=False
    ),
}


class Rooms(click.Group):
    """The root group: knows every command, loads only the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give all names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Load one command, bringing the database up before it when it needs one."""
        entry = COMMANDS.get(name)
        if entry is None:
            return None
        if entry.database and "--help" not in sys.argv:
            prepare()
        module, attribute = entry.where.split(":")
        with loading():
            return getattr(import_module(module), attribute)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help without loading any room."""
        with formatter.section("Lệnh"):
            formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items()])


@click.command(cls=Rooms, help="Bưu An: nền tảng an toàn, an ninh bưu chính. --json và --data DIR đặt ở đâu cũng được.")
def root() -> None:
    """The root of all commands."""


def prepare() -> None:
    """Bring up the database and Django for this process; may be called again."""
    from buuan.site.database import ensure

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buuan.site.settings")
    ensure(call.data)
    with loading():
        import django

        django.setup()


def main() -> None:
    """Run the command line; every refusal is one clear line, never a traceback."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command line and give its exit code."""
    call.json = False
    call.data = data_folder()
    call.prepare = prepare
    try:
        rest = _take_global_options(arguments)
        os.environ["BUUAN_DATA"] = str(call.data.absolute())
        result = root.main(rest, prog_name="buuan", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except Refusal as error:
        return _say_no(error.code, error.sentence, error.facts)
    except click.exceptions.Abort:
        return _say_no("aborted", "Đã dừng theo yêu cầu.", {})
    except click.ClickException as error:
        return _say_no("usage", error.format_message(), {})
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        return _say_no("file", f"Không mở được tệp {Path(error.filename or '').name}: {error.strerror}.", {})
    except Exception as error:
        sentence = _database_says(error)
        if sentence is None:
            raise  # a bug, and it stays loud
        return _say_no("database", sentence, {})


def _database_says(error: Exception) -> str | None:
    """Give the sentence for a database that is not set up or not there; None for any other error.

    Told by name, since a command that needs no database must not load Django to word its errors.
    """
    kind = type(error).__name__
    if (kind == "ProgrammingError" and "does not exist" in str(error)) or (kind == "DoesNotExist" and "Account" in str(error)):
        return "Cơ sở dữ liệu chưa được tạo bảng hoặc chưa đủ dữ liệu; hãy chạy `buuan setup` trước."
    if kind == "OperationalError":
        return f"Không kết nối được cơ sở dữ liệu: {str(error).strip().splitlines()[0]}"
    return None


def _take_global_options(arguments: list[str]) -> list[str]:
    rest: list[str] = []
    waiting = iter(arguments)
    for word in waiting:
        if word == "--json":
            call.json = True
        elif word == "--data":
            value = next(waiting, None)
            if value is None:
                raise click.UsageError("--data cần tên thư mục.")
            call.data = Path(value)
        elif word.startswith("--data="):
            call.data = Path(word.removeprefix("--data="))
        else:
            rest.append(word)
    return rest


def _say_no(code: str, sentence: str, facts: dict[str, Any]) -> int:
    if call.json:
        body = {key: value for key, value in facts.items() if key not in ("errors",)}
        click.echo(json.dumps({**body, "status": "refused", "code": code, "error": sentence}, ensure_ascii=False, default=str))
    click.echo(sentence, err=True)
    for field, sentences in (facts.get("errors") or {}).items():
        if isinstance(sentences, list):
            click.echo(f"  {field}: {'; '.join(str(s) for s in sentences)}", err=True)
    return 2
