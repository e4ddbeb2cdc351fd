"""The English of the screen is whole: nothing untranslated, every template compiles, and English pages speak English."""

from __future__ import annotations

import os
import re
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, ngettext, override

from buuan.base.clocks.queries import clocks_of, explain
from buuan.base.organisations.models import Organisation
from buuan.base.places.models import Area
from buuan.oversight.duties.models import Directive, Point, Section
from buuan.registers.goods.queries import prohibited_categories, terms_in_force
from buuan.registers.law.models import LegalDocument
from buuan.site.catalogue import PACKAGE, TABLES, compile_catalogues, gaps, messages
from buuan.site.directive import load_directive
from buuan.work.cases.actions import CaseOpening, ItemFacts, open_case
from buuan.work.cases.models import Case
from buuan.work.cases.presenters import marked
from buuan.work.cases.rules import citations
from buuan.work.cases.tests.cast import HOUR, MONDAY, Cast

VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹàáãèéìíĩòóõùúũýđ]", re.IGNORECASE)
OWN_NAMES = ("Bưu An", "đồng")
"""What stays as it is in every language: the platform's name and the currency's."""

ENGLISH = {"accept-language": "en"}
PAGES = (
    "/viec",
    "/vu-viec",
    "/vu-viec/moi",
    "/bao-cao-nghi-van",
    "/bao-cao",
    "/sang-loc",
    "/bang-ke",
    "/chi-thi",
    "/doanh-nghiep",
    "/dia-ban",
    "/van-ban-phap-luat",
    "/tai-khoan/",
    "/tai-khoan/quyen",
)


@pytest.fixture
def now(monkeypatch) -> datetime:
    at = MONDAY + 2 * HOUR
    monkeypatch.setattr(timezone, "now", lambda: at)
    return at


@pytest.fixture
def work(cast, now) -> Case:
    """A directive in force and a case of the police, so that lists and figures have rows to show."""
    load_directive(cast.system, at=MONDAY)
    opening = CaseOpening(
        title="Nghi pháo nổ trong bưu gửi",
        severity="critical",
        source="kiểm tra tại bưu cục",
        area=cast.bodies["counter"].area,
        items=(ItemFacts(cast.bodies["operator"], "SM0001TH", "pháo hoa hộp 36 quả"),),
    )
    return open_case(cast.police, cast.bodies["police"], opening, at=MONDAY)


class Words(HTMLParser):
    """Reads what a page says: its texts and the attributes that are read out, without what is marked as Vietnamese."""

    SAID = ("aria-label", "placeholder", "title", "alt")
    VOID = ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use")

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.language = ""
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "")
        apart = tag in ("script", "style") or given.get("lang") == "vi" or (bool(self._open) and self._open[-1][1])
        if not apart:
            self.said += [given[name] for name in self.SAID if given.get(name)]
            self.said += [given["value"]] if tag == "input" and given.get("type") in ("submit", "button") else []
        if tag not in self.VOID:
            self._open.append((tag, apart))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self._open and self._open[-1][1]):
            self.said.append(" ".join(data.split()))


def read(html: str) -> Words:
    words = Words()
    words.feed(html)
    return words


def vietnamese_in(html: str, data: set[str]) -> list[str]:
    """Give what is still Vietnamese on a page once the data are taken out."""
    left = []
    known = sorted((one.strip() for one in data if one.strip()), key=len, reverse=True)
    for text in read(html).said:
        rest = text
        for one in known:
            rest = rest.replace(" ".join(one.split()), "")
        if VIETNAMESE.search(rest):
            left.append(rest)
    return left


def data_on(cast: Cast) -> set[str]:
    """Give what stands on pages as data: names of bodies, people, areas, goods and laws, titles and contents of records."""
    found = set(OWN_NAMES)
    found.update(name for row in Organisation.objects.values_list("name", "short_name") for name in row)
    found.update(name for row in Area.objects.values_list("name", "full_name") for name in row)
    found.update(account.name for account in cast.accounts.values())
    found.update(name for row in Case.objects.values_list("title", "source") for name in row)
    found.update(name for row in Directive.objects.values_list("title", "number", "issuer") for name in row)
    found.update(name for row in Point.objects.values_list("title", "printed_owner") for name in row)
    found.update(Section.objects.values_list("title", flat=True))
    found.update(category.name for category in terms_in_force().categories)
    for document in LegalDocument.objects.all():
        found.update((document.name, document.title, document.issuer, document.source, document.note))
    return found


def test_the_english_catalogue_has_no_gap():
    assert gaps("en") == []


def test_messages_are_found_in_templates_python_and_tables():
    found = messages()
    assert any("sign_in.html" in place for place in found[(None, "Đăng nhập", None)])
    assert "site/rooms.py" in found[(None, "Sàng lọc bưu gửi", None)]
    assert "kit/right" in found[(None, "giao dịch viên", None)]
    assert (None, "%(n)s việc đang mở", "%(n)s việc đang mở") in found
    assert ("conclusion", "có vi phạm", None) in found
    assert len(set(TABLES)) == len(TABLES)


def test_a_catalogue_is_compiled_once_and_again_when_its_source_is_newer(tmp_path, monkeypatch):
    source = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_bytes((PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po").read_bytes())
    monkeypatch.setattr("buuan.site.catalogue.LOCALE", tmp_path)
    made = source.with_suffix(".mo")
    assert compile_catalogues() == [made]
    assert compile_catalogues() == []
    later = made.stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_catalogues() == [made]
    assert [one.name for one in source.parent.iterdir() if one.name.startswith(".mo-")] == []


def test_words_are_english_when_english_is_chosen_and_vietnamese_otherwise():
    with override("en"):
        assert gettext("Báo cáo nghi vấn") == "Suspicion reports"
        assert ngettext("%(n)s việc đang mở", "%(n)s việc đang mở", 1) % {"n": 1} == "1 open task"
        assert ngettext("%(n)s việc đang mở", "%(n)s việc đang mở", 3) % {"n": 3} == "3 open tasks"
    with override("vi"):
        assert gettext("Báo cáo nghi vấn") == "Báo cáo nghi vấn"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_template_compiles(language):
    with override(language):
        for path in sorted(PACKAGE.rglob("templates/**/*.html")):
            name = path.relative_to(_templates_of(path)).as_posix()
            assert engines["django"].get_template(name).origin.name == str(path), name


def _templates_of(path: Path) -> Path:
    return next(parent for parent in path.parents if parent.name == "templates")


@pytest.mark.parametrize("path", ["/dang-nhap", "/tra-cuu"])
def test_public_pages_speak_english(db, path):
    answer = Client(headers=ENGLISH).get(path)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert read(page).language == "en"
    assert vietnamese_in(page, {*OWN_NAMES, *(one.name for one in prohibited_categories())}) == []


def test_the_page_of_a_case_speaks_english(cast, work):
    page = cast.client("police").get(f"/vu-viec/{work.number}", headers=ENGLISH).content.decode()
    said = read(page).said
    assert {"Take up verification", "Critical", "Received", "Related items"} <= set(said)
    explained = {explain(clock) for clock in clocks_of(work)}  # a rule's sentence, in the words of the administration
    cited = {one for item in work.items.all() for one in citations(item.law)}
    declared = {piece.text for item in work.items.all() for piece in marked(item.declared_content, item.hits)}
    assert vietnamese_in(page, data_on(cast) | explained | cited | declared) == []


@pytest.mark.parametrize("path", PAGES)
def test_signed_in_pages_speak_english(cast, work, path):
    client = cast.client("police")
    answer = client.get(path, headers=ENGLISH)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert read(page).language == "en"
    assert vietnamese_in(page, data_on(cast)) == []


def test_vietnamese_is_what_a_reader_without_a_wish_gets(db):
    page = Client().get("/dang-nhap").content.decode()
    assert read(page).language == "vi"
    assert "Mật khẩu" in page


def test_the_switch_keeps_the_language_in_a_cookie_over_what_the_browser_asks(db):
    client = Client(headers={"accept-language": "vi"})
    answer = client.post("/ngon-ngu", {"language": "en", "next": "/tra-cuu"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/tra-cuu")
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert read(client.get("/dang-nhap").content.decode()).language == "en"
    client.post("/ngon-ngu", {"language": "vi"})
    assert read(client.get("/dang-nhap").content.decode()).language == "vi"


def test_the_switch_takes_no_language_that_is_not_offered(db):
    answer = Client().post("/ngon-ngu", {"language": "xx"})
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies
