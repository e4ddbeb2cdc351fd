"""What the settings of a province that is really used do: whose address counts, who must have a second factor, HTTPS for good."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.http import HttpRequest, HttpResponse

from buuan.site.env import env
from buuan.site.forwarded import ForwardedMiddleware

ASK = """
import json
from buuan.site import settings
told = {"hsts": settings.SECURE_HSTS_SECONDS, "secure": settings.SESSION_COOKIE_SECURE, "layers": settings.MIDDLEWARE}
print(json.dumps(told | {"roles": settings.SECOND_FACTOR_ROLES}))
"""


def told(**environment: str) -> dict:
    """Give the settings of a process with these variables."""
    done = subprocess.run(
        [sys.executable, "-c", ASK], env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("line", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("10.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 2001:db8::1", "2001:db8::1"),
        ("203.0.113.9, máy lạ", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_only_what_the_server_in_front_wrote_tells_the_address(line, address):
    request = HttpRequest()
    request.META |= {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": line}
    ForwardedMiddleware(lambda _: HttpResponse())(request)
    assert request.META["REMOTE_ADDR"] == address


def test_behind_https_browsers_are_told_to_stay_there_and_addresses_are_read_first():
    answer = told(BUUAN_HTTPS="1", BUUAN_BEHIND_PROXY="1")
    assert answer["hsts"] == 365 * 24 * 3600
    assert answer["secure"]
    assert answer["layers"][:2] == ["buuan.site.forwarded.ForwardedMiddleware", "django.middleware.security.SecurityMiddleware"]


def test_without_a_server_in_front_nobody_may_write_his_own_address():
    answer = told(BUUAN_HTTPS="0", BUUAN_BEHIND_PROXY="0")
    assert answer["hsts"] == 0
    assert "buuan.site.forwarded.ForwardedMiddleware" not in answer["layers"]


def test_who_decides_or_administers_needs_a_second_factor_unless_the_data_are_invented(monkeypatch):
    monkeypatch.delenv("BUUAN_SECOND_FACTOR")
    usual = told()["roles"]
    assert {"leader", "officer", "duty_officer", "administrator", "auditor"} <= set(usual)
    assert "counter_clerk" not in usual
    assert told(BUUAN_DEMO="1")["roles"] == []
    assert told(BUUAN_SECOND_FACTOR="administrator")["roles"] == ["administrator"]


def test_a_role_that_does_not_exist_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("BUUAN_SECOND_FACTOR", "administrator lanh-dao")
    with pytest.raises(ValueError, match=r"BUUAN_SECOND_FACTOR=.*không có vai trò lanh-dao"):
        env("BUUAN_SECOND_FACTOR")
