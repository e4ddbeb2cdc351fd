"""Where a webhook may go: public addresses only, unless a setting allows private ones.

Otherwise whoever may name an endpoint could make the platform knock at doors inside its own network. The name is resolved once
and the connection goes to the very address that was checked, so that a name cannot change its mind in between.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings


class ForbiddenAddress(Exception):
    """The endpoint's address is not one that the platform sends to."""


@dataclass(frozen=True, slots=True)
class Place:
    """A checked endpoint: connect to `address` and ask for `host`."""

    scheme: str
    host: str
    port: int
    address: str
    path: str


def against_url(url: str) -> str:
    """Give what is wrong with the address of a webhook; empty when nothing is. Names are resolved only when it is sent to."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "Địa chỉ webhook chưa đúng."
    private = settings.WEBHOOKS_TO_PRIVATE_NETWORKS
    if parts.scheme not in ("https", "http") or not parts.hostname or port == 0:
        return "Địa chỉ webhook chưa đúng; ví dụ https://he-thong.example.vn/nhan-thong-bao."
    if parts.username or parts.password or parts.fragment:
        return "Địa chỉ webhook không chứa tên, mật khẩu hay dấu #."
    if parts.scheme == "http" and not private:
        return "Webhook phải dùng https."
    try:
        address = ipaddress.ip_address(parts.hostname)
    except ValueError:
        address = None
    if not private and (parts.hostname.lower().rstrip(".").endswith("localhost") or (address and not is_public(address))):
        return "Webhook không được trỏ vào mạng nội bộ."
    return ""


def place_of(url: str) -> Place:
    """Resolve and check an endpoint; raises ForbiddenAddress, or OSError when the name leads nowhere. Blocks while it asks."""
    wrong = against_url(url)
    if wrong:
        raise ForbiddenAddress(wrong)
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    host = parts.hostname or ""
    found = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.WEBHOOKS_TO_PRIVATE_NETWORKS and not all(is_public(ipaddress.ip_address(str(one))) for one in found):
        raise ForbiddenAddress("Tên máy của webhook trỏ vào mạng nội bộ.")
    return Place(parts.scheme, host, port, str(found[0]), (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Tell whether an address lies in the open internet; one that wraps an IPv4 address is judged by that."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if wrapped is not None:
            return is_public(wrapped)
    return address.is_global and not address.is_multicast
