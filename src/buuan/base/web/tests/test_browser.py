"""The common parts in a real browser, under the real Content-Security-Policy: keys, lists, drafts, the phone, accessibility."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.test.testcases import QuietWSGIRequestHandler
from django.urls import path
from django.utils import timezone
from playwright.sync_api import sync_playwright

from buuan.base.web.lists import ChoiceFilter, Column, FlagFilter, ListPage, by_words, render_list

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
KINDS = (("thường", "Thường"), ("nhanh", "Nhanh"), ("lạnh", "Lạnh"))
PARCELS = ListPage(
    name="buu-gui",
    title="Bưu gửi",
    columns=(
        Column("number", "Số", css="ref", sort="number", link=lambda row: "/form/"),
        Column("weight_g", "Khối lượng", sort="weight_g"),
        Column("kind", "Loại", sort="kind"),
    ),
    filters=(
        ChoiceFilter(key="loai", title="Loại", field="kind", choices=KINDS, first=True),
        FlagFilter(key="nang", title="Nặng", narrow=lambda rows, _: rows.filter(weight_g__gte=200)),
    ),
    search=by_words,
    order=("number",),
    per_page=10,
)


class Report(forms.Form):
    title = forms.CharField(label="Tên vụ việc", help_text="Nói việc gì, ở đâu.")
    note = forms.CharField(label="Ghi chú", widget=forms.Textarea, required=False)
    signs = forms.MultipleChoiceField(
        label="Dấu hiệu", widget=forms.CheckboxSelectMultiple, choices=[("a", "Mùi lạ"), ("b", "Rò rỉ")], required=False
    )


class Server(ThreadedWSGIServer):
    """Serves with the test's own connection, so that it sees rows that are never committed."""

    daemon_threads = True

    def _close_connections(self):
        """Leave the connection to the test."""


@pytest.fixture
def site(parcels, actor, house):
    """A house of two pages, with our headers and nothing else around them."""

    def everywhere():
        menu = [{"name": "Bưu gửi", "url": "/list/", "active": True, "count": 1, "key": "v"}]
        return {"actor": actor, "menu": menu, "now": timezone.now(), "demo": True}

    def listing(request):
        request.actor = actor
        return render_list(request, PARCELS, parcels.Parcel.objects.all(), **everywhere())

    def form(request):
        form = Report(request.POST or None)
        if form.is_valid():
            return HttpResponseRedirect("/list/")
        return render(request, "web/form_page.html", {"title": "Mở vụ việc", "form": form, "draft": "case", **everywhere()})

    parcels.fill(45)
    house.MIDDLEWARE = ["buuan.site.headers.HeadersMiddleware"]
    house.ROOT_URLCONF = (path("list/", listing), path("form/", form), *house.ROOT_URLCONF)
    house.ALLOWED_HOSTS = ["127.0.0.1"]
    shared = connections["default"]
    server = Server(("127.0.0.1", 0), QuietWSGIRequestHandler, connections_override={"default": shared})
    server.set_app(StaticFilesHandler(WSGIHandler()))
    thread = Thread(target=server.serve_forever, daemon=True)
    shared.inc_thread_sharing()
    # Django drops a connection that stands in a transaction at the end of a request; the test's one does.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    shared.dec_thread_sharing()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@contextmanager
def browsing(size=DESK, **context):
    """Open a page and fail if the browser complained about anything, such as a refused inline style."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "the browser tests need Chromium: make browser"
    complaints = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport=size, **context).new_page()
        page.set_default_timeout(8000)
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        browser.close()
    assert complaints == []


def first(page):
    return page.inner_text("tbody tr:first-child td:first-child")


def test_a_list_is_searched_filtered_sorted_and_paged_without_losing_the_place(site):
    with browsing() as page:
        page.goto(f"{site}/list/")
        page.focus("#list-q")
        page.keyboard.type("lanh")
        page.wait_for_url("**/list/?q=lanh")
        assert page.inner_text(".over span") == "15 dòng"
        assert page.evaluate("document.activeElement.id") == "list-q"
        page.click("th a:has-text('Khối lượng')")
        page.wait_for_url("**/list/?q=lanh&xep=weight_g")
        page.click("th a:has-text('Khối lượng')")
        page.wait_for_url("**xep=-weight_g")
        assert first(page) == "BG-00044"
        page.click("summary:has-text('Lọc thêm')")
        page.check("input[name=nang]")
        page.wait_for_url("**nang=1**")
        page.select_option("[name=loai]", "nhanh")
        page.wait_for_selector("#list .empty")
        page.go_back()
        page.wait_for_selector("tbody tr:first-child:has-text('BG-00044')")
        assert page.locator("h1").count() == 1


def test_a_list_works_without_script(site):
    with browsing(java_script_enabled=False) as page:
        page.goto(f"{site}/list/")
        page.fill("#list-q", "lanh")
        page.click(".sift > button")
        assert page.inner_text(".over span") == "15 dòng"
        page.click("a[rel=next]")
        assert first(page) == "BG-00032"


def test_the_keyboard_reaches_everything(site):
    with browsing() as page:
        page.goto(f"{site}/list/")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("k")
        assert page.evaluate("document.activeElement.innerText").startswith("BG-00001")
        page.keyboard.press("?")
        assert page.locator("dialog[open]").count() == 1
        assert "g v" in page.inner_text("dialog")
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
        page.wait_for_url("**/form/")
        page.keyboard.press("g")
        page.keyboard.press("v")
        page.wait_for_url("**/list/")


def test_a_draft_survives_and_goes_when_its_form_was_taken(site):
    kept = "Object.keys(localStorage).length"
    with browsing() as page:
        page.goto(f"{site}/form/")
        page.fill("[name=note]", "ba gói, cùng người gửi")
        page.check("[name=signs][value=b]")
        page.wait_for_selector("[data-draft-line]:not([hidden])")
        page.goto(f"{site}/form/")
        page.wait_for_selector("[data-draft-line]:not([hidden])")
        assert page.input_value("[name=note]") == "ba gói, cùng người gửi"
        assert page.is_checked("[name=signs][value=b]")
        page.click("button:has-text('Lưu')")
        page.wait_for_selector(".note.red")
        assert page.input_value("[name=note]") == "ba gói, cùng người gửi"
        assert page.evaluate(kept) == 1
        page.fill("[name=title]", "Nghi pháo nổ")
        page.click("button:has-text('Lưu')")
        page.wait_for_url("**/list/")
        assert page.evaluate(kept) == 0


def test_the_drawer_opens_and_closes_on_a_phone_and_nothing_is_cut(site):
    with browsing(PHONE) as page:
        for address in ("list", "form"):
            page.goto(f"{site}/{address}/")
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert not page.locator(".rail").is_visible()
        page.click("a[href='#menu']")
        page.locator(".rail").wait_for(state="visible")
        page.keyboard.press("Escape")
        page.locator(".rail").wait_for(state="hidden")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_common_pages_have_no_barrier_that_a_machine_can_find(site, size):
    found = {}
    with browsing(size) as page:
        for address in ("list/", "list/?q=khongco", "form/"):
            page.goto(f"{site}/{address}")
            found[address] = [one["id"] for one in Axe().run(page).response["violations"]]
        page.click("button:has-text('Lưu')")
        page.wait_for_selector(".note.red")
        found["refused"] = [one["id"] for one in Axe().run(page).response["violations"]]

    assert found == {"list/": [], "list/?q=khongco": [], "form/": [], "refused": []}
