"""The main job in a real browser, on a desk and on a phone: report → case → verified → closed → its tile on the directive.

With `BUUAN_PICTURES` naming a folder the pages are photographed on the way, for the README.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.screens import CHROMIUM, SIZES, chromium

pytestmark = [pytest.mark.browser, pytest.mark.province]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give the machine's own Chromium, headless."""
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM)
        yield one
        one.close()


class Person:
    """Somebody at a screen: signs in, and notices whatever the browser complains about."""

    def __init__(self, browser: Browser, address: str, name: str, size: str) -> None:
        self.size = size
        self.complaints: list[str] = []
        context = browser.new_context(viewport=SIZES[size], locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", base_url=address)
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.goto("/dang-nhap")
        self.page.fill("input[name=login]", name)
        self.page.fill("input[name=password]", "buuan-demo")
        self.page.click("main button")
        self.page.wait_for_url(re.compile(r"/(?!dang-nhap)"))
        assert "/dang-nhap" not in self.page.url

    def shot(self, name: str) -> None:
        """Photograph the page if pictures are wanted."""
        folder = os.environ.get("BUUAN_PICTURES")
        if folder:
            self.page.wait_for_load_state("networkidle")
            self.page.screenshot(path=f"{folder}/{name}-{self.size}.png")

    def fits(self) -> None:
        """Check that nothing sticks out of the screen sideways, and leave."""
        assert self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), self.page.url

    def leave(self) -> None:
        """Close the window; a page that complained fails the test."""
        self.page.context.close()
        assert self.complaints == []


def send(page: Page) -> None:
    """Press the one main button of a page that is a form."""
    page.locator("main .form-end button").first.click()


@pytest.mark.point("7c", "2d")
@pytest.mark.parametrize("size", list(SIZES))
def test_a_suspect_parcel_goes_from_the_counter_to_the_picture_of_the_directive(province, browser, size):
    item = {"desk": "EH418207338VN", "phone": "EH418207341VN"}[size]

    clerk = Person(browser, province.address, "giao-dich-vien", size)
    page = clerk.page
    page.goto("/bao-cao")
    page.fill("[name=item_id]", item)
    page.fill("[name=declared_content]", "p.h.á.o nổ hộp 36 quả")
    expect(page.locator("#content-says")).to_contain_text("Không được gửi", timeout=10_000)
    page.locator("label", has_text="Khai sai nội dung").click()
    clerk.fits()
    clerk.shot("quay")
    page.get_by_role("button", name="Đình chỉ và báo cáo ngay").click()
    page.wait_for_url(re.compile(r"/bao-cao/BC-"))
    number = re.search(r"BC-\d{4}-\d+", page.url).group()
    expect(page.get_by_role("status")).to_contain_text(number)
    clerk.leave()

    duty = Person(browser, province.address, "truc-ban", size)
    page = duty.page
    page.goto("/viec")
    duty.fits()
    duty.shot("viec")
    page.goto(f"/bao-cao/{number}")
    duty.fits()
    page.locator("[name=kind]").select_option("plain")  # the goods propose a violation, whose tasks `work/cases` tests
    page.get_by_role("button", name="Tiếp nhận, lập vụ việc").click()
    page.get_by_role("link", name="Mở vụ việc").click()
    page.wait_for_url(re.compile(r"/vu-viec/VV-"))
    case = re.search(r"VV-\d{4}-\d+", page.url).group()
    expect(page.locator("#buu-gui")).to_contain_text(item)
    expect(page.locator("#buu-gui")).to_contain_text("Tạm giữ")
    page.get_by_role("link", name="Nhận xác minh").or_(page.get_by_role("button", name="Nhận xác minh")).first.click()
    if page.url.endswith("/xac-minh"):
        send(page)
    page.wait_for_url(re.compile(rf"/vu-viec/{case}(#.*)?$"))
    page.locator("#buu-gui summary", has_text="Ghi kết quả").first.click()
    form = page.locator("#buu-gui form").first
    form.locator("[name$=outcome]").select_option("seized")
    form.locator("[name$=quantity]").fill("36")
    form.locator("[name$=unit]").fill("quả")
    form.locator("[name$=value_vnd]").fill("1.800.000")
    form.get_by_role("button", name="Lưu kết quả").click()
    expect(page.locator("#buu-gui")).to_contain_text("tịch thu")
    duty.fits()
    duty.shot("vu-viec")
    page.goto(f"/vu-viec/{case}/ket-luan")
    page.locator(
        "input[name=violation_found][value=yes], input[name=violation_found][value=co], input[name=violation_found]"
    ).first.check()
    page.fill("[name=conclusion]", "Bưu gửi chứa pháo nổ, đã thu giữ và lập biên bản.")
    send(page)
    page.wait_for_url(re.compile(rf"/vu-viec/{case}(#.*)?$"))
    page.goto(f"/vu-viec/{case}/dong")
    send(page)
    page.wait_for_url(re.compile(rf"/vu-viec/{case}(#.*)?$"))
    expect(page.locator("main")).to_contain_text("Hồ sơ đã đóng")
    page.goto("/sang-loc")
    duty.fits()
    duty.shot("sang-loc")
    duty.leave()

    leader = Person(browser, province.address, "chuyen-vien", size)
    page = leader.page
    page.goto("/chi-thi")
    page.wait_for_load_state("networkidle")
    leader.fits()
    leader.shot("chi-thi")
    page.locator(".grid27 a", has_text="2d").first.click()
    expect(page.locator("main")).to_contain_text(case)
    page.go_back()
    page.locator(".grid27 a", has_text="7c").first.click()
    expect(page.locator("main")).to_contain_text(number)
    leader.fits()
    leader.leave()

    clerk = Person(browser, province.address, "giao-dich-vien", size)
    clerk.page.goto(f"/bao-cao/{number}")
    expect(clerk.page.locator("main")).to_contain_text("có vi phạm")
    clerk.leave()
