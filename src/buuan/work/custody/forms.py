"""Forms of custody: they parse and keep what was typed; what is allowed is decided by the actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.files.rules import ACCEPT
from buuan.base.organisations.models import Organisation
from buuan.base.web.widgets import Amount, Code, Day, Moment, Phone
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.work.cases.models import Case, CaseItem
from buuan.work.cases.rules import MARKINGS
from buuan.work.custody.actions import EvidenceFacts, PersonFacts, ThingFacts
from buuan.work.custody.models import Evidence, Exhibit
from buuan.work.custody.queries import holds_to_take, receivers, to_hand_over
from buuan.work.custody.rules import DISPOSALS, MOST_REASON, ROLES


def _choices(table: dict[str, str]) -> list[tuple[str, Any]]:
    return list(in_words(table, capital=True).items())


class ItemChoice(forms.ModelChoiceField):
    """An item of the case, by its code."""

    def label_from_instance(self, item: CaseItem) -> str:
        """Give code and operator."""
        return f"{item.item_id} · {item.operator}"


class BodyChoice(forms.ModelChoiceField):
    """A body, by its short name."""

    def label_from_instance(self, body: Organisation) -> str:
        """Give the name that people use."""
        return str(body)


class ExhibitChoice(forms.ModelMultipleChoiceField):
    """Exhibits, by code and description."""

    def label_from_instance(self, thing: Exhibit) -> str:
        """Give code, what it is and how much."""
        return f"{thing.number} · {thing.description} · {thing.quantity_text()}"


class OfCase(forms.Form):
    """A form in which an item of the case may be chosen."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = case.items.select_related("operator").order_by("pk")
        self.fields["item"] = ItemChoice(
            queryset=rows, label=_("Bưu gửi liên quan"), required=False, empty_label=_("Không riêng bưu gửi nào")
        )


class EvidenceForm(OfCase):
    """A file as evidence; a script may have sent it in pieces before, then only its `token` comes."""

    file = forms.FileField(
        label=_("Tệp"),
        required=False,
        help_text=_("Ảnh, PDF, DOCX, XLSX, văn bản, phim, ghi âm. Không đưa thư, nội dung thư, tài liệu có dấu MẬT trở lên."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    token = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput)
    caption = forms.CharField(label=_("Chú thích"), max_length=200, help_text=_("Tệp này là gì. Tìm kiếm chỉ đọc dòng này."))
    evidence_at = forms.DateTimeField(
        label=_("Thời điểm của chứng cứ"),
        required=False,
        widget=Moment,
        help_text=_("Lúc chụp, ghi, lập; khác với lúc nhận, được ghi tự động."),
    )
    origin = forms.CharField(label=_("Thu từ đâu"), max_length=200, required=False)
    marking = forms.ChoiceField(label=_("Phạm vi"), choices=_choices(MARKINGS), initial="internal", widget=forms.RadioSelect)
    field_order = ("file", "caption", "evidence_at", "origin", "item", "marking", "token")

    def __init__(self, *args: Any, replaces: Evidence | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.replaces = replaces
        self.order_fields(self.field_order)

    def facts(self) -> EvidenceFacts:
        """Give what a valid form says."""
        given = self.cleaned_data
        names = ("caption", "marking", "origin", "evidence_at", "item")
        return EvidenceFacts(**{name: given[name] for name in names}, replaces=self.replaces)


class Reasoned(forms.Form):
    """An act that needs a reason."""

    reason = forms.CharField(
        label=_("Lý do"),
        max_length=MOST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Được ghi vào nhật ký; kiểm soát đọc được."),
    )


class MarkForm(Reasoned):
    """Who may see."""

    marking = forms.ChoiceField(label=_("Phạm vi"), choices=_choices(MARKINGS), widget=forms.RadioSelect)
    field_order = ("marking", "reason")


class ThingForm(OfCase):
    """A thing that is taken."""

    description = forms.CharField(label=_("Tên, đặc điểm tang vật"), max_length=300)
    quantity = forms.CharField(label=_("Số lượng"), max_length=20, widget=Amount)
    unit = forms.CharField(label=_("Đơn vị tính"), max_length=20, help_text=_("quả, kg, gói, cái…"))
    place = forms.CharField(label=_("Nơi để"), max_length=160, help_text=_("Kho, tủ, kệ."))
    seal = forms.CharField(label=_("Số niêm phong"), max_length=40, required=False, widget=Code)
    field_order = ("item", "description", "quantity", "unit", "place", "seal")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)

    def facts(self) -> ThingFacts:
        """Give what a valid form says."""
        names = ("description", "quantity", "unit", "place", "seal", "item")
        return ThingFacts(**{name: self.cleaned_data[name] for name in names})


class TakeOverForm(ThingForm):
    """An item at an operator's point that becomes an exhibit."""

    representative = forms.CharField(
        label=_("Đại diện doanh nghiệp"), max_length=120, required=False, help_text=_("Người ký biên bản.")
    )
    reason = Reasoned.base_fields["reason"]
    field_order = (*ThingForm.field_order, "representative", "reason")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        pairs = holds_to_take(case)
        self.holds = {item.pk: hold for item, hold in pairs}
        self.fields["item"].queryset = case.items.filter(pk__in=self.holds).select_related("operator")
        self.fields["item"].required = True
        self.fields["item"].empty_label = None
        self.fields["item"].label = _("Bưu gửi đang tạm giữ tại doanh nghiệp")
        self.order_fields(self.field_order)


class OfferForm(Reasoned):
    """Exhibits to another body."""

    exhibits = ExhibitChoice(queryset=Exhibit.objects.none(), label=_("Tang vật bàn giao"), widget=forms.CheckboxSelectMultiple)
    receiver = BodyChoice(queryset=Organisation.objects.none(), label=_("Bên nhận"), empty_label=_("Chọn đơn vị nhận"))
    place = forms.CharField(label=_("Nơi bàn giao"), max_length=160)
    representative = forms.CharField(label=_("Đại diện doanh nghiệp"), max_length=120, required=False)
    field_order = ("exhibits", "receiver", "place", "representative", "reason")

    def __init__(self, *args: Any, actor: Actor, case: Case, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exhibits"].queryset = to_hand_over(actor, case)
        self.fields["receiver"].queryset = receivers(actor, case, on)
        self.order_fields(self.field_order)


class ConfirmForm(forms.Form):
    """The code that the other side shows."""

    code = forms.CharField(
        label=_("Mã xác nhận"), max_length=20, widget=Code, help_text=_("Có trên màn hình hoặc trong mã QR của bên đề nghị.")
    )


class SealForm(forms.Form):
    """A new seal."""

    seal = forms.CharField(label=_("Số niêm phong"), max_length=40, widget=Code)


class PlaceForm(forms.Form):
    """Where it is kept."""

    place = forms.CharField(label=_("Nơi để"), max_length=160)


class PhotoForm(forms.Form):
    """A photo of an exhibit."""

    photo = forms.FileField(
        label=_("Ảnh tang vật, niêm phong"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )


class DisposeForm(forms.Form):
    """What finally becomes of an exhibit."""

    way = forms.ChoiceField(label=_("Hình thức xử lý"), choices=_choices(DISPOSALS), widget=forms.RadioSelect)
    decision = forms.CharField(label=_("Số quyết định"), max_length=80)
    decided_on = forms.DateField(label=_("Ngày quyết định"), widget=Day)
    recipient = forms.CharField(
        label=_("Nơi nhận"), max_length=200, required=False, help_text=_("Bắt buộc khi trả lại hoặc chuyển.")
    )


class SecretForm(forms.Form):
    """Number and place of a paper that stays outside."""

    paper_number = forms.CharField(label=_("Số, ký hiệu văn bản"), max_length=60)
    keeper = forms.CharField(label=_("Nơi giữ"), max_length=160)


class PersonForm(OfCase):
    """A person who has to do with goods of the case."""

    role = forms.ChoiceField(label=_("Vai trò"), choices=_choices(ROLES))
    name = forms.CharField(label=_("Họ tên"), max_length=120)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False, widget=Phone)
    address = forms.CharField(label=_("Địa chỉ"), max_length=250, required=False)
    field_order = ("role", "name", "phone", "address", "item")

    def facts(self) -> PersonFacts:
        """Give what a valid form says."""
        return PersonFacts(**{name: self.cleaned_data[name] for name in ("role", "name", "phone", "address", "item")})


class BundleForm(Reasoned):
    """A case as a bundle."""

    originals = forms.BooleanField(
        label=_("Kèm bản gốc niêm phong của tệp chứng cứ"),
        required=False,
        help_text=_("Bản gốc có thể mang vị trí, thiết bị chụp. Không chọn thì gói chỉ có bản sao đã bỏ dữ liệu kèm."),
    )

    def __init__(self, *args: Any, may_originals: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_originals:
            del self.fields["originals"]
