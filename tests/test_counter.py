"""The counter on a phone: with a slow network under a minute, and without one nothing is lost and nothing is sent twice."""

from __future__ import annotations

import json
import re
import secrets
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from buuan.kit import s10
from tests.screens import CHROMIUM, SIZES, chromium

pytestmark = [pytest.mark.browser, pytest.mark.province]

THREE_G = {"offline": False, "latency": 400, "downloadThroughput": 400e3 / 8, "uploadThroughput": 400e3 / 8}
"""What browsers call slow 3G: 400 kbit/s each way, 400 ms until an answer begins."""

MOST_SECONDS, MOST_INPUTS = 60, 6
PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db000000000"
    "49454e44ae426082"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give the machine's own Chromium, headless."""
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM)
        yield one
        one.close()


@pytest.fixture
def phone(province, browser) -> Iterator[BrowserContext]:
    """A clerk's phone, signed in."""
    context = browser.new_context(
        viewport=SIZES["phone"], locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", base_url=province.address, has_touch=True
    )
    page = context.new_page()
    sign_in(page)
    page.close()
    yield context
    context.close()


def fresh_item() -> str:
    """Give the code of an item that nobody has reported yet."""
    serial = f"{secrets.randbelow(10**8):08d}"
    return f"EH{serial}{s10.check_digit(serial)}VN"


def sign_in(page: Page) -> None:
    page.goto("/dang-nhap")
    page.fill("input[name=login]", "giao-dich-vien")
    page.fill("input[name=password]", "buuan-demo")
    page.click("main button")
    page.wait_for_url(re.compile(r"/(?!dang-nhap)"))


def open_counter(context: BrowserContext) -> Page:
    """Open the form and wait until it would open without a network as well."""
    page = context.new_page()
    page.goto("/bao-cao")
    expect(page.locator("html")).to_have_attribute("data-offline-ready", "1")
    return page


def write(page: Page, item: str, photo: bool = False) -> None:
    page.fill("[name=item_id]", item)
    page.fill("[name=declared_content]", "pháo nổ")
    page.locator("label", has_text="Khai sai nội dung").click()
    if photo:
        page.set_input_files("[name=photos]", {"name": "goi.png", "mimeType": "image/png", "buffer": PHOTO})


def reports_of(page: Page, item: str) -> set[str]:
    """Give the numbers of the reports of an item, as the list leads to them."""
    page.goto(f"/bao-cao-nghi-van?q={item}")
    return set(re.findall(r"/bao-cao/(BC-\d{4}-\d+)", page.locator("main").inner_html()))


@pytest.mark.point("7c")
def test_a_report_takes_under_a_minute_and_six_inputs_on_a_phone_with_a_slow_network(phone, record_property):
    page = phone.new_page()
    network = phone.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", THREE_G)
    network.send("Network.clearBrowserCache")
    inputs = 0
    began = time.monotonic()

    page.goto("/bao-cao")
    page.locator("[name=item_id]").press_sequentially(fresh_item(), delay=60)
    inputs += 1
    page.locator("[name=declared_content]").press_sequentially("pháo nổ 36 quả", delay=60)
    inputs += 1
    page.locator("label", has_text="Khai sai nội dung").click()
    inputs += 1
    page.set_input_files("[name=photos]", {"name": "goi.png", "mimeType": "image/png", "buffer": PHOTO})
    inputs += 1
    page.get_by_role("button", name="Đình chỉ và báo cáo ngay").click()
    inputs += 1
    page.wait_for_url(re.compile(r"/bao-cao/BC-"))
    expect(page.get_by_role("status")).to_contain_text("BC-")

    seconds = time.monotonic() - began
    record_property("seconds", round(seconds, 1))
    record_property("inputs", inputs)
    assert seconds < MOST_SECONDS
    assert inputs <= MOST_INPUTS


@pytest.mark.point("7c")
def test_without_a_network_a_report_waits_under_a_code_and_gets_its_number_when_there_is_one_again(phone):
    first, second = fresh_item(), fresh_item()
    page = open_counter(phone)
    page.close()
    phone.set_offline(True)
    page = phone.new_page()
    page.goto("/bao-cao")
    write(page, first, photo=True)
    page.get_by_role("button", name="Đình chỉ và báo cáo ngay").click()
    box = page.locator("[data-outbox]")
    expect(box).to_contain_text("Chờ gửi: 1")
    code = re.search(r"TAM-[0-9A-Z]{6}", box.inner_text()).group()
    expect(page.locator("[name=item_id]")).to_have_value("")
    # The next customer, and the phone is switched off and on in between.
    write(page, second)
    page.get_by_role("button", name="Đình chỉ và báo cáo ngay").click()
    expect(box).to_contain_text("Chờ gửi: 2")
    page.close()
    page = phone.new_page()
    page.goto("/bao-cao")
    expect(page.locator("[data-outbox]")).to_contain_text("Chờ gửi: 2")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    phone.set_offline(False)
    expect(page.locator("[data-outbox] a.ref")).to_have_count(2, timeout=20_000)
    expect(page.locator("[data-outbox]")).not_to_contain_text("Chờ gửi")
    number = page.locator("[data-outbox] li", has_text=code).locator("a").inner_text()
    page.locator("[data-outbox] a", has_text=number).click()
    expect(page.locator("main")).to_contain_text(first)
    expect(page.locator("main .shots img")).to_have_count(1)
    assert reports_of(page, first) == {number}
    assert reports_of(page, code) == {number}, "the temporary code finds the report"


KEPT = """new Promise((done, failed) => {
  const asked = indexedDB.open("buuan-counter", 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore("reports", { keyPath: "key" });
  asked.onerror = () => failed(asked.error);
  asked.onsuccess = () => {
    const base = asked.result;
    const transaction = base.transaction("reports", "readwrite");
    const store = transaction.objectStore("reports");
    const rows = store.getAll();
    rows.onsuccess = () => {
      const changed = (CHANGE)(rows.result);
      for (const one of changed) store.put(one);
    };
    transaction.oncomplete = () => { base.close(); done(rows.result); };
  };
})"""
"""Read what the phone keeps past our own script, and put what `CHANGE` gives into its place."""

WORDS = """async (rows) => {
  const told = async (value) => {
    if (value instanceof Blob) return `${value.name ?? ""} ${await value.text()}`;
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder("latin1").decode(value);
    if (value && typeof value === "object") return (await Promise.all(Object.entries(value).flat().map(told))).join(" ");
    return String(value);
  };
  return told(rows);
}"""


def kept(page: Page, change: str = "() => []") -> list[dict]:
    return page.evaluate(KEPT.replace("CHANGE", change))


def kept_bytes(page: Page) -> str:
    """Give everything that the records hold, files and buffers too, as one text."""
    return page.evaluate(f"async () => ({WORDS})(await {KEPT.replace('CHANGE', '() => []')})")


def files_with(folder: Path, words: tuple[str, ...]) -> list[str]:
    """Give the files of a profile in which one of the words stands, however the browser encodes it."""
    forms = [one.encode(code) for one in words for code in ("utf-8", "utf-16-le")]
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            held = path.read_bytes()
            found += [f"{path.relative_to(folder)}: {one!r}" for one in forms if one in held]
    return found


def test_what_waits_on_a_phone_is_sealed_there_and_is_sent_whole_with_its_three_times(province, browser, tmp_path):
    item, note, profile = fresh_item(), f"ghi chú {secrets.token_hex(6)}", tmp_path / "profile"
    options = {
        "executable_path": chromium(),
        "args": CHROMIUM,
        "viewport": SIZES["phone"],
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "base_url": province.address,
    }
    context = browser.browser_type.launch_persistent_context(profile, **options)
    page = context.new_page()
    sign_in(page)
    page = open_counter(context)
    page.locator("summary", has_text="Mô tả thêm").click()
    write(page, item)
    page.set_input_files("[name=photos]", {"name": "anh-mat-truoc.png", "mimeType": "image/png", "buffer": PHOTO})
    page.fill("[name=text]", note)
    page.wait_for_selector("[data-draft-line]:not([hidden])")
    assert files_with(profile, (note,)) == [], "the draft is sealed as well"
    context.set_offline(True)
    page.get_by_role("button", name="Đình chỉ và báo cáo ngay").click()
    box = page.locator("[data-outbox]")
    expect(box).to_contain_text("Chờ gửi: 1")
    expect(box).to_contain_text(item)  # who has just written it sees it, until the page is closed
    row = kept(page)[0]
    assert set(row) == {"key", "code", "account", "found", "sent", "state", "sealed"}
    held = kept_bytes(page)
    assert row["code"] in held
    assert [one for one in (item, note, "pháo nổ", "anh-mat-truoc", "IHDR") if one in held] == []
    page.close()
    context.close()

    # The phone as a thief has it: switched off.
    words = (item, note, "pháo nổ", "anh-mat-truoc")
    assert files_with(profile, words) == []
    assert files_with(profile, (row["code"],)) != [], "the search does look where the report lies"

    context = browser.browser_type.launch_persistent_context(profile, **options)
    page = context.new_page()
    page.goto("/bao-cao")
    if "/dang-nhap" in page.url:
        sign_in(page)
        page.goto("/bao-cao")
    box = page.locator("[data-outbox]")
    expect(box.locator("a.ref")).to_have_count(1, timeout=20_000)
    expect(box).to_contain_text(re.compile(r"phát hiện \d\d:\d\d, gửi \d\d:\d\d · nhận \d\d:\d\d"))
    number = box.locator("a.ref").inner_text()
    box.locator("a.ref").click()
    expect(page.locator("main")).to_contain_text(item)
    expect(page.locator("main")).to_contain_text(note)
    expect(page.locator("main .shots img")).to_have_count(1)
    assert reports_of(page, row["code"]) == {number}
    context.close()


def test_what_cannot_be_opened_any_more_is_told_to_the_clerk_and_stays_until_it_is_written_anew(phone):
    item = fresh_item()
    page = open_counter(phone)
    phone.set_offline(True)
    write(page, item)
    page.get_by_role("button", name="Đình chỉ và báo cáo ngay").click()
    box = page.locator("[data-outbox]")
    expect(box).to_contain_text("Chờ gửi: 1")
    code = kept(page)[0]["code"]
    kept(page, "(rows) => rows.map((one) => ({ ...one, found: one.found - 60000 }))")  # as a key of another house would
    phone.set_offline(False)
    expect(box).to_contain_text("Không mở được trên máy này, chưa gửi", timeout=20_000)
    expect(box).to_contain_text(code)
    page.reload()
    expect(box).to_contain_text("Không mở được trên máy này, chưa gửi")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    box.get_by_role("button", name="Đã lập lại, bỏ dòng này").click()
    expect(box).to_be_hidden(timeout=20_000)
    assert kept(page) == []
    assert reports_of(page, item) == set()


@pytest.mark.parametrize("names_its_key", [True, False])
def test_what_waits_is_sent_after_the_house_changed_its_key(province, phone, names_its_key):
    item = fresh_item()
    page = open_counter(phone)
    before = page.locator("form[data-seal]").get_attribute("data-seal")
    phone.set_offline(True)
    write(page, item)
    page.get_by_role("button", name="Đình chỉ và báo cáo ngay").click()
    box = page.locator("[data-outbox]")
    expect(box).to_contain_text("Chờ gửi: 1")
    if not names_its_key:  # kept by a phone before reports named the key that they are sealed to
        kept(page, "(rows) => rows.map(({ sealed: { house, ...sealed }, ...one }) => ({ ...one, sealed }))")
    page.close()
    province.run("counter", "rotate-key")
    phone.set_offline(False)
    page = open_counter(phone)
    assert page.locator("form[data-seal]").get_attribute("data-seal") != before
    box = page.locator("[data-outbox]")
    expect(box.locator("a.ref")).to_have_count(1, timeout=20_000)
    number = box.locator("a.ref").inner_text()
    assert reports_of(page, item) == {number}


def test_what_waited_from_before_reports_were_sealed_is_still_sent(phone):
    item = fresh_item()
    page = open_counter(phone)
    point = page.locator("[name=point]").input_value()
    phone.set_offline(True)
    fields = [["point", point], ["item_id", item], ["declared_content", "pháo nổ"], ["signs", "misdeclared"]]
    old = {
        "key": secrets.token_hex(16).upper().replace("0", "X").replace("1", "Y"),
        "code": "TAM-CUCUCU",
        "account": "giao-dich-vien",
        "fields": fields,
        "found": int(time.time() * 1000) - 60_000,
        "sent": int(time.time() * 1000) - 30_000,
        "state": "waiting",
    }
    kept(page, f"() => [{json.dumps(old)}]")
    page.reload()
    box = page.locator("[data-outbox]")
    expect(box).to_contain_text("Chờ gửi: 1")
    assert item not in kept_bytes(page), "and it is sealed meanwhile"
    phone.set_offline(False)
    expect(box.locator("a.ref")).to_have_count(1, timeout=20_000)
    number = box.locator("a.ref").inner_text()
    assert reports_of(page, item) == {number}


def test_a_report_whose_answer_was_lost_is_sent_again_and_stays_one(phone):
    item = fresh_item()
    page = open_counter(phone)
    taken = []

    def lose_the_answer(route) -> None:
        taken.append(route.fetch().status)  # the server took it
        route.abort("connectionreset")  # and the phone never heard

    page.route("**/bao-cao/gui", lose_the_answer, times=1)
    write(page, item)
    page.get_by_role("button", name="Đình chỉ và báo cáo ngay").click()
    box = page.locator("[data-outbox]")
    # It waits, and is sent again by the browser itself, or by hand where that lets it wait.
    expect(box.locator("a.ref")).to_have_count(1, timeout=45_000)
    assert taken == [201]
    number = box.locator("a.ref").inner_text()
    assert reports_of(page, item) == {number}


def test_what_the_server_refuses_after_the_wait_comes_back_to_be_mended(phone):
    item = fresh_item()
    page = open_counter(phone)
    phone.set_offline(True)
    page.fill("[name=item_id]", item)
    page.get_by_role("button", name="Đình chỉ và báo cáo ngay").click()
    box = page.locator("[data-outbox]")
    expect(box).to_contain_text("Chờ gửi: 1")
    phone.set_offline(False)
    expect(box).to_contain_text("Chọn ít nhất một dấu hiệu", timeout=20_000)
    box.get_by_role("button", name="Mở lại để sửa").click()
    expect(page.locator("[name=item_id]")).to_have_value(item)
    page.locator("label", has_text="Khai sai nội dung").click()
    page.get_by_role("button", name="Đình chỉ và báo cáo ngay").click()
    page.wait_for_url(re.compile(r"/bao-cao/BC-"))


def test_the_worker_keeps_the_empty_form_only_and_forgets_it_at_sign_out(province, phone):
    page = open_counter(phone)
    kept = page.evaluate(
        "caches.open('buuan-counter').then(one => one.keys()).then(all => all.map(one => new URL(one.url).pathname))"
    )
    assert "/bao-cao" in kept
    assert [one for one in kept if one != "/bao-cao" and not one.startswith("/static/")] == []
    with urllib.request.urlopen(f"{province.address}/bao-cao-tho.js") as script:  # noqa: S310 - our own server
        assert script.headers["Content-Type"].startswith("text/javascript")
    page.set_viewport_size(SIZES["desk"])
    page.goto("/viec")
    page.locator("form[data-sign-out] button").click()
    page.wait_for_url(re.compile(r"/(dang-nhap|$)"))
    assert page.evaluate("caches.has('buuan-counter')") is False
