"""Forms of the case pages: they parse and keep what was typed; what is allowed is decided by the actions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.accounts.models import Account
from buuan.base.clocks.models import SEVERITIES
from buuan.base.organisations.models import Organisation
from buuan.base.organisations.queries import operators_on
from buuan.base.places.models import Area
from buuan.base.places.queries import areas_on
from buuan.base.web.widgets import Amount, Code
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.registers.goods.words import in_language
from buuan.work.cases.actions import CaseOpening, ItemFacts
from buuan.work.cases.detail_fields import PREFIX, add_details, asked_at_once, details_of
from buuan.work.cases.models import Case
from buuan.work.cases.queries import (
    NextStep,
    bodies_to_invite,
    bodies_to_refer_to,
    categories_to_choose,
    partners_to_choose,
)
from buuan.work.cases.rules import DECLARED_MAX, MARKINGS, NOTE_LEVELS, OUTCOMES, PLAIN, KindPlan, normal_item_id, normal_text


def capital(names: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Give a closed list as the choices of a field, each name with a capital letter."""
    return list(in_words(names, capital=True).items())


class Money(forms.CharField):
    """A whole number of đồng as people write it: `1.200.000`, `1 200 000 đ`."""

    widget = Amount

    def clean(self, value: Any) -> int | None:
        """Give the number, None for an empty field."""
        text = super().clean(value).strip()
        if not text:
            return None
        plain = re.sub(r"[\s.,\u00a0]|đồng|đ|vnd", "", text.lower())
        if not plain.isascii() or not plain.isdigit() or len(plain) > 15:
            raise forms.ValidationError(_("Trị giá là số đồng, ví dụ 1.200.000."))
        return int(plain)


class AreaChoice(forms.ModelChoiceField):
    """A commune of today, optional."""

    def __init__(self, on: date, **kwargs: Any) -> None:
        super().__init__(queryset=areas_on("commune", on), required=False, empty_label=_("Chưa rõ"), **kwargs)

    def label_from_instance(self, area: Area) -> str:
        """Give the area's full name."""
        return area.full_name


class BodyChoice(forms.ModelChoiceField):
    """A body or operator, by its short name."""

    def label_from_instance(self, body: Organisation) -> str:
        """Give the name that people use."""
        return str(body)


class ItemFields(forms.Form):
    """An item that an officer names: whose, its code, what was declared."""

    operator = BodyChoice(queryset=Organisation.objects.none(), label=_("Doanh nghiệp"), empty_label=_("Chọn doanh nghiệp"))
    item_id = forms.CharField(label=_("Mã bưu gửi"), max_length=60, widget=Code)
    declared_content = forms.CharField(
        label=_("Nội dung khai"),
        max_length=DECLARED_MAX,
        required=False,
        help_text=_("Chép đúng nội dung người gửi khai; không ghi nội dung thư."),
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["operator"].queryset = operators_on(on)

    def items(self) -> tuple[ItemFacts, ...]:
        """Give the item of a valid form; none when no code was given."""
        given = self.cleaned_data
        if not given.get("item_id"):
            return ()
        return (ItemFacts(given["operator"], normal_item_id(given["item_id"]), normal_text(given["declared_content"])),)


class ItemForm(ItemFields):
    """Put an item into a case."""


class OpenForm(ItemFields):
    """A new case; the item may be added later."""

    title = forms.CharField(
        label=_("Nội dung vụ việc"), max_length=250, help_text=_("Một câu: nghi gì, ở đâu. Không ghi tên người.")
    )
    source = forms.CharField(label=_("Nguồn"), max_length=200, help_text=_("Ví dụ: kiểm tra của Đội 1, văn bản của cơ quan nào."))
    severity = forms.ChoiceField(label=_("Mức độ"), choices=capital(SEVERITIES), initial="medium", widget=forms.RadioSelect)
    category = forms.ChoiceField(label=_("Nhóm hàng"), required=False)
    marking = forms.ChoiceField(
        label=_("Phạm vi"),
        help_text=_("Hạn chế: chỉ cơ quan tham gia và kiểm soát xem được. Bí mật nhà nước không được đưa vào hệ thống này."),
        choices=capital(MARKINGS),
        initial="internal",
        widget=forms.RadioSelect,
    )
    partners = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(), label=_("Mời phối hợp"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = (
        "title",
        "source",
        "severity",
        "category",
        "area",
        "marking",
        "partners",
        "operator",
        "item_id",
        "declared_content",
    )

    def __init__(self, *args: Any, actor: Actor, on: date, plan: KindPlan = PLAIN, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        self.plan = plan
        fields = asked_at_once(plan)
        add_details(self, fields, [one.code for one in fields])
        self.fields["area"] = AreaChoice(on, label=_("Địa bàn"))
        self.names = {one.code: one.name for one in categories_to_choose()}
        self.fields["category"].choices = [("", _("Chưa rõ")), *((code, in_language(name)) for code, name in self.names.items())]
        self.fields["partners"].queryset = partners_to_choose(actor, on)
        for name in ("operator", "item_id"):
            self.fields[name].required = False
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Ask for the operator where an item is named, and for the code where an operator is."""
        given = super().clean() or {}
        if given.get("item_id") and not given.get("operator"):
            self.add_error("operator", _("Chọn doanh nghiệp của bưu gửi này."))
        if given.get("operator") and not given.get("item_id"):
            self.add_error("item_id", _("Ghi mã bưu gửi, hoặc để trống doanh nghiệp."))
        return given

    def details(self) -> list[forms.BoundField]:
        """Give the fields that the kind asks for at once."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def opening(self) -> CaseOpening:
        """Give what is known of the case of a valid form."""
        given = self.cleaned_data
        return CaseOpening(
            title=normal_text(given["title"]),
            severity=given["severity"],
            source=normal_text(given["source"]),
            category=given["category"],
            category_name=self.names.get(given["category"], ""),
            area=given["area"],
            marking=given["marking"],
            items=self.items(),
            partners=tuple(given["partners"]),
            kind=self.plan.code,
            details=details_of(given),
        )


class OutcomeForm(forms.Form):
    """What became of an item."""

    outcome = forms.ChoiceField(label=_("Kết quả"), choices=[("", _("Chọn kết quả")), *capital(OUTCOMES)])
    quantity = forms.CharField(label=_("Số lượng"), max_length=20, required=False, widget=Amount)
    unit = forms.CharField(label=_("Đơn vị tính"), max_length=20, required=False, help_text=_("quả, kg, gói, cái…"))
    value_vnd = Money(label=_("Trị giá (đồng)"), max_length=24, required=False, help_text=_("0 nếu chưa định giá"))


class Explained(forms.Form):
    """A form that asks for an explanation where the clock is over (giải trình)."""

    explanation = forms.CharField(
        label=_("Giải trình lý do chậm"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Hạn xử lý đã qua; lời giải trình được ghi vào hạn và nhật ký."),
    )

    def __init__(self, *args: Any, step: NextStep | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step is None or not step.is_late:
            del self.fields["explanation"]


class ConcludeForm(Explained):
    """The conclusion."""

    violation_found = forms.TypedChoiceField(
        label=_("Xác minh cho thấy"),
        choices=[("1", _("Có vi phạm")), ("0", _("Không có vi phạm"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    conclusion = forms.CharField(
        label=_("Kết luận"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Căn cứ, hành vi, hướng xử lý. Không chép nội dung thư."),
    )
    field_order = ("violation_found", "conclusion", "explanation")


class CloseForm(Explained):
    """Closing the file, with the words for those who reported."""

    feedback = forms.CharField(
        label=_("Phản hồi cho nơi đã báo"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Gửi cho mọi đơn vị đã báo vụ việc này. Không nêu nghiệp vụ, không nêu tên người."),
    )
    override = forms.CharField(
        label=_("Lý do đóng khi còn việc chưa kết thúc"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
        help_text=_("Lãnh đạo quyết định; lý do và các việc còn lại được ghi vào hồ sơ và nhật ký."),
    )
    field_order = ("override", "feedback", "explanation")

    def __init__(self, *args: Any, step: NextStep | None = None, **kwargs: Any) -> None:
        super().__init__(*args, step=step, **kwargs)
        if step is None or not step.may_override:
            del self.fields["override"]


class NoteForm(forms.Form):
    """A note."""

    text = forms.CharField(label=_("Ghi chú"), widget=forms.Textarea(attrs={"rows": 3}))
    level = forms.ChoiceField(label=_("Cho ai đọc"), choices=capital(NOTE_LEVELS), initial="own", widget=forms.RadioSelect)
    marking = forms.ChoiceField(label=_("Phạm vi"), choices=capital(MARKINGS), initial="internal", required=False)

    def clean_marking(self) -> str:
        """Give the marking, the usual one where none was chosen."""
        return self.cleaned_data["marking"] or "internal"


class PersonChoice(forms.ModelChoiceField):
    """A colleague with his body."""

    def label_from_instance(self, person: Account) -> str:
        """Give name and body."""
        return f"{person.name} · {person.organisation}"


class InviteForm(forms.Form):
    """Ask a body to join."""

    organisation = BodyChoice(queryset=Organisation.objects.none(), label=_("Cơ quan"), empty_label=_("Chọn cơ quan"))

    def __init__(self, *args: Any, case: Case, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = bodies_to_invite(case, on)


class CrimeForm(forms.Form):
    """Why there are signs of a crime, or none any more."""

    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4_000)


class ReferForm(forms.Form):
    """Ask another body to take the case over."""

    organisation = BodyChoice(queryset=Organisation.objects.none(), label=_("Cơ quan nhận"), empty_label=_("Chọn cơ quan"))
    reason = forms.CharField(
        label=_("Lý do chuyển"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4_000,
        help_text=_("Vì sao cơ quan này có thẩm quyền. Cơ quan nhận đọc được trước khi trả lời; không nêu tên người."),
    )

    def __init__(self, *args: Any, case: Case, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = bodies_to_refer_to(case, on)


class ReferralAnswerForm(forms.Form):
    """The answer to a referral: a reason where one says no, an explanation where the answer is late."""

    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4_000)
    explanation = forms.CharField(
        label=_("Giải trình lý do chậm"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
        help_text=_("Hạn trả lời đã qua; lời giải trình được ghi vào hạn và nhật ký."),
    )

    def __init__(self, *args: Any, with_reason: bool, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_reason:
            del self.fields["reason"]
        if not late:
            del self.fields["explanation"]


def outcome_forms(items: Iterable[Any]) -> dict[int, OutcomeForm]:
    """Give an empty outcome form for each item, with ids of its own so that they can stand on one page."""
    return {one.pk: OutcomeForm(auto_id=f"item{one.pk}_%s") for one in items}
