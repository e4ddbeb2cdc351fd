"""The catalogue's pages: the whole way of a word through a browser, and who does not see terms."""

from __future__ import annotations

import pytest

from buuan.base.accounts.models import Account
from buuan.registers.goods.actions import try_terms
from buuan.registers.goods.models import Term
from buuan.registers.goods.queries import category, edition_of, judge
from buuan.registers.goods.tests.conftest import draft
from buuan.work.cases.tests.cast import MONDAY

pytestmark = pytest.mark.django_db
WORD = "bột tuyết lấp lánh xanh lơ"


def _form(**more: str) -> dict[str, object]:
    return {"text": WORD, "role": "term", "category": "DRG_ATS", "strength": "sure", "source": "bản tin", "why": "thử", **more}


def test_a_word_goes_from_draft_to_force_by_two_people(cast, goods, approver):
    desk, chief = cast.client("police"), cast.client("police")
    chief.force_login(Account.objects.get(username=approver.username), backend="buuan.base.accounts.backend.AccountBackend")

    drafted = desk.post("/danh-muc/tu/moi", _form())
    term = Term.objects.get(text=WORD)
    assert drafted.url == f"/danh-muc/tu/{term.pk}"
    tried = desk.post("/danh-muc/tu/thu", {"tu": term.pk})
    assert "Kết quả thử" in tried.content.decode()
    assert desk.post("/danh-muc/tu/ap-dung", {"tu": term.pk}).status_code == 403
    chief.post("/danh-muc/tu/ap-dung", {"tu": term.pk})

    assert judge(WORD).verdict == "prohibited"
    page = desk.get(f"/danh-muc/tu/{term.pk}").content.decode()
    assert "Chỉ huy Thử" in page


def test_the_try_out_box_counts_drafts_only_when_asked_and_keeps_nothing(cast, goods):
    client = cast.client("police")
    client.post("/danh-muc/tu/moi", _form())

    plain = client.post("/danh-muc/thu-cau", {"text": f"gửi {WORD} 2 hộp"}).content.decode()
    counted = client.post("/danh-muc/thu-cau", {"text": f"gửi {WORD} 2 hộp", "drafts": "on"}).content.decode()

    assert "Không được gửi" not in plain
    assert "Không được gửi" in counted
    assert "<mark>" in counted
    assert "0,95" in counted
    assert judge(WORD).verdict == "clear"


def test_an_import_can_be_looked_at_first(cast, goods):
    from django.core.files.uploadedfile import SimpleUploadedFile

    text = "từ,nhóm hàng,mức,nguồn,lý do\nbột mây tím,DRG_ATS,chắc,báo,thử\nsách lạ,CNT_ANTI_STATE,chắc,báo,thử\n".encode()
    client = cast.client("police")

    looked = client.post("/danh-muc/tu/nap", {"file": SimpleUploadedFile("tu.csv", text), "only_look": "on"})
    refused = client.post("/danh-muc/tu/nap", {"file": SimpleUploadedFile("tu.csv", text)})

    assert "chỉ do con người quyết định" in looked.content.decode()
    assert refused.status_code == 422
    assert not Term.objects.filter(origin="import").exists()


@pytest.mark.parametrize("who", ["operator", "clerk", "branch", "commune", "agency"])
def test_who_screens_nothing_reads_categories_and_no_terms(cast, goods, who):
    client = cast.client(who)

    assert client.get("/danh-muc").status_code == 200
    page = client.get("/danh-muc/nhom/DRG_ATS").content.decode()
    assert "Ma túy tổng hợp" in page
    words = Term.objects.filter(category_id="DRG_ATS", state="in_force").values_list("text", flat=True)
    told = category("DRG_ATS").advice + category("DRG_ATS").name + edition_of("DRG_ATS").examples
    assert not [one for one in words if f">{one}<" in page and one not in told]
    for path in ("/danh-muc/tu", "/danh-muc/cho-duyet", "/danh-muc/thu-cau", "/danh-muc/phien-ban"):
        assert client.get(path).status_code == 403, path
    term = Term.objects.filter(category_id="DRG_ATS").first()
    assert client.get(f"/danh-muc/tu/{term.pk}").status_code in (403, 404)


def test_the_page_of_a_category_shows_terms_law_and_its_marks_to_who_may(cast, goods):
    page = cast.client("market").get("/danh-muc/nhom/ALC_SPIRIT").content.decode()

    assert "rượu vang" in page
    assert "chưa kiểm chứng" in page
    assert "Soạn từ cho nhóm này" not in page


def test_a_category_that_only_a_person_decides_says_so(cast, goods):
    page = cast.client("police").get("/danh-muc/nhom/CNT_ANTI_STATE").content.decode()

    assert "chỉ do con người quyết định" in page
    assert "Soạn từ cho nhóm này" not in page


@pytest.mark.parametrize("path", ["/danh-muc", "/danh-muc/nhom/ALC_SPIRIT", "/danh-muc/cho-duyet", "/danh-muc/phien-ban"])
def test_english_pages_name_categories_in_english(cast, goods, path):
    term_page = cast.client("police").get(path, headers={"accept-language": "en"}).content.decode()

    assert "Rượu, đồ uống có cồn" not in term_page


def test_the_list_of_waiting_words_shows_the_figures_of_their_trial(cast, goods):
    from buuan.registers.goods.actions import draft_term

    term = draft_term(cast.police, draft(WORD), at=MONDAY)
    try_terms(cast.police, [term], at=MONDAY)

    assert WORD in cast.client("department").get("/danh-muc/cho-duyet").content.decode()
