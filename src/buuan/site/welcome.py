"""What `buuan serve` says when it begins; apart from the set-up, which loads the whole house."""

from __future__ import annotations

from django.conf import settings

from buuan.site.demo.accounts import DEMO_PASSWORD, demo_accounts


def welcome(address: str) -> str:
    """Give what `buuan serve` prints: the address, and in a demo the accounts."""
    lines = ["", f"  Bưu An chạy tại {address}"]
    if settings.DEMO:
        lines += ["", f"  Tỉnh mẫu, dữ liệu bịa. Mật khẩu chung của các tài khoản mẫu: {DEMO_PASSWORD}"]
        rows = demo_accounts()
        wide = max((len(username) for username, _name, _body in rows), default=0)
        lines += [f"    {username:<{wide}}  {name}, {body}" for username, name, body in rows]
        lines.append("")
    lines.append("  Ctrl-C để dừng.")
    return "\n".join(lines) + "\n"
