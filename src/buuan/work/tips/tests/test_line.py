"""The public site as a server asks it: nothing of the sender arrives, is kept, is answered with or is logged."""

from __future__ import annotations

import logging
import re

import pytest
from django.core.serializers import serialize

from buuan.base.audit.models import Record
from buuan.base.web import build
from buuan.site.tipline import door
from buuan.work.tips import sealing
from buuan.work.tips.actions import open_tip, say
from buuan.work.tips.models import SpentForm, Tip, TipPhoto
from buuan.work.tips.pages import line as pages
from buuan.work.tips.rules import has_worked
from buuan.work.tips.tests.conftest import SAID, photo_with_place

SENDER = ("203.0.113.77", "203.0.113.78", "TrinhDuyetBiMat", "noi-den-bi-mat", "bimat")


def hidden(text: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', text)[1]


def paid(text: str) -> dict[str, str]:
    """Pay the toll of a form as its script does."""
    token, bits = hidden(text, "token"), int(re.search(r'data-work="(\d+)"', text)[1])
    return {"token": token, "work": next(str(one) for one in range(10_000_000) if has_worked(token, str(one), bits))}


def code_of(text: str) -> str:
    return re.search(r'class="code"[^>]*>([\d ]{19})<', text)[1].replace(" ", "")


@pytest.fixture
def told(line, public, now) -> str:
    """The code of a tip that was told through the site."""
    answer = public("/bao-tin", {"text": SAID, **paid(public("/bao-tin").text)})
    assert answer.status == 201, answer.text
    return code_of(answer.text)


@pytest.mark.usefixtures("now")
class TestTelling:
    def test_the_page_needs_no_script_no_cookie_and_nothing_from_elsewhere(self, line, public):
        answer = public("/bao-tin")

        assert answer.status == 200
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        weight = sum(len(public(one).body) for one in ("/bao-tin", "/bao-tin/kieu.css", "/bao-tin/gui.js"))
        assert weight < 100_000, weight
        assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', answer.text)
        assert "<script>" not in answer.text
        assert " style=" not in answer.text

    def test_a_tip_is_taken_and_its_code_is_shown_once(self, line, public):
        answer = public("/bao-tin", {"text": SAID, **paid(public("/bao-tin").text)})

        assert answer.status == 201
        code = code_of(answer.text)
        assert "data:image/png" in answer.text
        assert public("/ho-so", {"code": code}).status == 200
        tip = Tip.objects.get()
        assert code not in serialize("json", [tip, *Record.objects.all()])

    def test_nothing_of_the_sender_reaches_a_table(self, told):
        rows = serialize("json", [*Tip.objects.all(), *SpentForm.objects.all(), *Record.objects.all()], ensure_ascii=False)
        for secret in SENDER:
            assert secret not in rows, secret

    def test_without_a_script_one_waits_answers_and_keeps_every_word(self, line, public, now, monkeypatch):
        form = public("/bao-tin").text
        given = {"text": SAID, "place": "Quầy số 3", "token": hidden(form, "token"), "answer": "1"}

        early = public("/bao-tin", given)

        assert early.status == 429
        assert "giây nữa" in early.text
        assert SAID in early.text
        assert "Quầy số 3" in early.text
        assert hidden(early.text, "token") == given["token"], "the waiting counts from the first time the page was opened"
        from datetime import timedelta

        monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(seconds=20))
        words = re.search(r"hàng loạt: (\w+) cộng (\w+) bằng mấy", form)
        names = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
        total = sum(names.index(one) for one in words.groups())
        assert public("/bao-tin", {**given, "answer": str(total)}).status == 201

    def test_a_photo_is_cleaned_before_it_is_sealed_and_what_is_none_is_refused(self, line, public, now):
        answer = public("/bao-tin", {"text": SAID, **paid(public("/bao-tin").text)}, {"a.jpg": photo_with_place()})
        assert answer.status == 201, answer.text
        plain = sealing.unseal_bytes(line.private("police", now), TipPhoto.objects.get().sealed)
        assert plain.startswith(b"\xff\xd8")
        assert b"HangMayAnhBiMat" not in plain

        refused = public("/bao-tin", {"text": SAID, **paid(public("/bao-tin").text)}, {"a.jpg": b"MZ khong phai anh"})
        assert refused.status == 422
        assert "Không đọc được ảnh" in refused.text
        assert SAID in refused.text
        assert Tip.objects.count() == 1

    def test_uploads_never_wait_on_a_disk(self, line, public, monkeypatch):
        def on_disk(*_args, **_kwargs):
            raise AssertionError("a temporary file was opened")

        monkeypatch.setattr("tempfile.NamedTemporaryFile", on_disk)
        big = photo_with_place() + b"\0" * (3 * 1024 * 1024)
        assert public("/bao-tin", {"text": SAID, **paid(public("/bao-tin").text)}, {"a.jpg": big}).status == 201

    @pytest.mark.parametrize(
        "given", [{}, {"token": "giả"}, {"token": "giả", "text": SAID}, {"token": "", "text": SAID, "work": "1"}]
    )
    def test_a_forged_form_is_refused_and_keeps_its_words(self, line, public, given):
        answer = public("/bao-tin", given)

        assert answer.status == 422
        assert given.get("text", "") in answer.text
        assert not Tip.objects.exists()

    def test_the_same_form_sent_again_is_not_a_second_tip(self, line, public):
        given = {"text": SAID, **paid(public("/bao-tin").text)}
        first, second = public("/bao-tin", given), public("/bao-tin", given)

        assert (first.status, second.status, Tip.objects.count()) == (201, 422, 1)
        assert "đã được gửi rồi" in second.text

    def test_a_flood_without_tolls_writes_nothing(self, line, public, django_assert_max_num_queries):
        for number in range(50):
            assert public("/bao-tin", {"text": f"{SAID} {number}", "token": "x", "work": "1"}).status == 422
        assert not Tip.objects.exists()
        assert not SpentForm.objects.exists()

    def test_before_the_line_is_open_it_says_where_to_go(self, cast, public):
        assert "113" in public("/bao-tin").text
        assert public("/bao-tin", {"text": SAID}).status == 503


class TestAsking:
    def test_with_the_code_one_reads_the_answer_and_adds_to_it(self, told, line, public, now):
        tip = Tip.objects.get()
        open_tip(line.cast.police, tip, line.private("police", now), at=now)
        say(line.cast.police, Tip.objects.get(), "Anh chị nhớ giờ không?", at=now)

        page = public("/ho-so", {"code": told})

        assert "Anh chị nhớ giờ không?" in page.text
        assert SAID not in page.text, "what was told is not shown to whoever holds the phone"
        added = public("/bao-tin/them", {"code": told, "text": "Khoảng ba giờ chiều.", **paid(page.text)})
        assert "Đã gửi" in added.text
        content = open_tip(line.cast.police, Tip.objects.get(), line.private("police", now), at=now)
        assert [text for _message, text in content["talk"]] == ["Anh chị nhớ giờ không?", "Khoảng ba giờ chiều."]

    def test_the_address_on_the_slip_leads_to_the_same_page(self, told, public):
        assert "Đã nhận, chưa đọc" in public(f"/ho-so/{told}").text

    def test_a_wrong_code_finds_nothing_and_says_so(self, told, public):
        other = sealing.new_code()
        assert public("/ho-so", {"code": other}).status == 404
        assert public("/ho-so", {"code": "12"}).status == 422
        assert public(f"/ho-so/{told[:-1]}x").status == 422

    def test_only_a_few_codes_are_tried_at_a_time(self, told, public, monkeypatch):
        monkeypatch.setattr(pages, "LONGEST_WAIT_S", 0.01)
        pages.LOOKUPS.acquire()
        pages.LOOKUPS.acquire()
        try:
            answer = public("/ho-so", {"code": told})
        finally:
            pages.LOOKUPS.release()
            pages.LOOKUPS.release()
        assert answer.status == 409
        assert "nhiều người hỏi" in answer.text


@pytest.mark.usefixtures("now")
class TestTheDoor:
    def test_a_crash_is_logged_without_address_words_or_code(self, told, public, caplog, monkeypatch):
        def crash(*_args: object) -> None:
            raise RuntimeError(f"{told} {SAID}")

        monkeypatch.setattr(pages, "tip_by_lookup", crash)
        with caplog.at_level(logging.DEBUG):
            answer = public(f"/ho-so/{told}")

        assert answer.status == 500
        assert "RuntimeError" in caplog.text
        for secret in (told, SAID, "/ho-so", *SENDER):
            assert secret not in caplog.text, secret
            assert secret == "/ho-so" or secret not in answer.text

    def test_ordinary_requests_leave_no_line_at_all(self, told, public, caplog):
        with caplog.at_level(logging.DEBUG, logger="django"):
            public(f"/ho-so/{told}")
            public("/bao-tin/khong-co")
            public("/ho-so", {"code": "1"})

        assert "/ho-so" not in caplog.text
        assert "/bao-tin" not in caplog.text

    def test_nothing_of_the_sender_reaches_the_framework(self):
        left = door.without_sender(
            {"REMOTE_ADDR": "1", "HTTP_COOKIE": "2", "HTTP_USER_AGENT": "3", "PATH_INFO": "/", "wsgi.input": 0}
        )

        assert left == {"PATH_INFO": "/", "wsgi.input": 0}

    def test_the_house_knows_nothing_of_these_addresses_and_the_line_nothing_of_the_houses(self, cast, client, public):
        assert public("/bao-tin/../viec").status == 404
        assert public("/ho-so/../dang-nhap").status == 404
        assert client.get("/bao-tin").status_code == 404

    def test_a_strange_host_and_a_broken_body_are_refused(self, line, public):
        assert public("/bao-tin", HTTP_HOST="ke-gian.example").status == 400
        broken = public("/bao-tin", {"text": "x"}, {"a": b"y"}, CONTENT_TYPE="multipart/form-data; boundary=khac")
        assert broken.status in (400, 422)
        huge = public("/bao-tin", {"text": "x"}, CONTENT_LENGTH=str(5 * 1024**3))
        assert huge.status in (409, 413)

    def test_english_is_one_click_away(self, line, public):
        answer = public("/bao-tin?lang=en")

        assert '<html lang="en">' in answer.text
        assert "Send" in answer.text

    def test_its_script_is_built(self):
        assert (build.BUILT / "tips.js").is_file()
