"""Forms of interdiction: they parse and keep what was typed; what is allowed is decided by the actions."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.organisations.models import Organisation
from buuan.base.organisations.queries import operators_on
from buuan.base.places.models import Area
from buuan.base.places.queries import areas_on
from buuan.base.web.widgets import Code, Day, Moment, Phone
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.registers.goods.queries import terms_in_force
from buuan.work.cases.models import Case
from buuan.work.interdiction.actions import Decision, OrderFacts
from buuan.work.interdiction.models import OrderItem
from buuan.work.interdiction.rules import (
    ANSWERS_FROM,
    ASKS,
    DECIDERS,
    GROUNDS,
    HINDERS,
    ITEM_STATES,
    MISSES,
    RIGHTFUL,
    SIDES,
    WAYS,
    Person,
    Scope,
)

_LINES = {"rows": 2}
SHA256 = re.compile(r"^[0-9a-f]{64}$")


def _choices(table: dict[str, str]) -> list[tuple[str, Any]]:
    return list(in_words(table, capital=True).items())


def goods_choices() -> list[tuple[str, Any]]:
    """Give the categories that may found a search, by name; what documents say is not among them."""
    found = sorted((one for one in terms_in_force().categories if one.ground == "goods"), key=lambda one: one.name)
    return [("", _("Không nêu nhóm hàng")), *((one.code, one.name) for one in found)]


class ScopeForm(forms.Form):
    """What is sought and what narrows it."""

    category = forms.ChoiceField(label=_("Nhóm hàng cần tìm"), required=False)
    items = forms.CharField(
        label=_("Mã bưu gửi"), required=False, max_length=9_000, widget=forms.Textarea(_LINES), help_text=_("Mỗi dòng một mã.")
    )
    phones = forms.CharField(
        label=_("Số điện thoại"), required=False, max_length=1_000, widget=forms.Textarea(_LINES), help_text=_("Mỗi dòng một số.")
    )
    persons = forms.CharField(
        label=_("Người và địa chỉ"),
        required=False,
        max_length=8_000,
        widget=forms.Textarea(_LINES),
        help_text=_("Mỗi dòng: họ tên; địa chỉ. Chỉ khi có nhóm hàng cần tìm."),
    )
    operators = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Chỉ các doanh nghiệp"),
        required=False,
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )
    areas = forms.ModelMultipleChoiceField(
        queryset=Area.objects.none(), label=_("Chỉ các địa bàn"), required=False, to_field_name="code",
        help_text=_("Địa bàn, tuyến, điểm và thời gian chỉ thu hẹp, không đứng một mình."),
    )  # fmt: skip
    routes = forms.CharField(label=_("Chỉ các tuyến"), required=False, max_length=500)
    points = forms.CharField(
        label=_("Chỉ các điểm phục vụ"), required=False, max_length=500, help_text=_("Mã điểm, cách nhau bằng dấu phẩy.")
    )
    from_at = forms.DateTimeField(label=_("Gửi từ"), required=False, widget=Moment)
    until_at = forms.DateTimeField(label=_("Gửi đến"), required=False, widget=Moment)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = goods_choices()
        self.fields["operators"].queryset = operators_on(on)
        self.fields["areas"].queryset = areas_on("commune", on)
        self.fields["areas"].label_from_instance = lambda area: area.full_name

    def scope(self) -> Scope:
        """Give what a valid form seeks."""
        given = self.cleaned_data
        persons = []
        for line in given["persons"].splitlines():
            name, _sep, address = line.partition(";")
            if line.strip():
                persons.append(Person(name.strip(), address.strip()))
        return Scope(
            items=tuple(re.split(r"[\s,;]+", given["items"].strip())) if given["items"].strip() else (),
            phones=tuple(one for one in given["phones"].splitlines() if one.strip()),
            persons=tuple(persons),
            category=given["category"],
            operators=tuple(one.code for one in given["operators"]),
            areas=tuple(one.code for one in given["areas"]),
            routes=tuple(filter(None, (one.strip() for one in given["routes"].split(",")))),
            points=tuple(filter(None, (one.strip().upper() for one in given["points"].split(",")))),
            from_at=given["from_at"],
            until_at=given["until_at"],
        )


class OrderForm(ScopeForm):
    """A draft whole."""

    title = forms.CharField(label=_("Nội dung lệnh"), max_length=250, help_text=_("Không ghi tên, số điện thoại của ai."))
    ground = forms.ChoiceField(label=_("Căn cứ"), choices=_choices(GROUNDS))
    about_content = forms.BooleanField(
        label=_("Việc dựa vào nội dung tài liệu, ý kiến, tín ngưỡng, lời nói, nguồn gốc hoặc quan hệ của ai"), required=False
    )
    reason = forms.CharField(label=_("Lý do"), max_length=4_000, widget=forms.Textarea({"rows": 3}))
    asks = forms.MultipleChoiceField(label=_("Yêu cầu"), choices=_choices(ASKS), widget=forms.CheckboxSelectMultiple)
    officer = forms.CharField(label=_("Cán bộ đầu mối"), max_length=120)
    phone = forms.CharField(
        label=_("Điện thoại liên hệ"), max_length=20, widget=Phone, help_text=_("Hiện ở quầy khi bưu gửi bị giữ.")
    )
    expires_at = forms.DateTimeField(
        label=_("Hết hiệu lực lúc"),
        widget=Moment,
        help_text=_("Nhiều nhất 24 giờ; 72 giờ khi kèm quyết định (giới hạn của nền tảng)."),
    )
    decision_by = forms.ChoiceField(
        label=_("Cơ quan ra quyết định kèm theo"), required=False, choices=[("", _("Không kèm quyết định")), *_choices(DECIDERS)]
    )
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60, required=False)
    decision_on = forms.DateField(label=_("Ngày quyết định"), required=False, widget=Day)
    decision_file = forms.FileField(label=_("Tệp quyết định"), required=False)
    decision_sha256 = forms.CharField(
        label=_("Mã băm SHA-256 của tệp"),
        max_length=64,
        required=False,
        widget=Code,
        help_text=_("Khi tệp không được đưa vào hệ thống."),
    )
    case_number = forms.CharField(
        label=_("Vụ việc"), max_length=20, required=False, widget=Code(attrs={"placeholder": _("VV-năm-số")})
    )

    def __init__(self, *args: Any, actor: Actor, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.file = None

    def clean_decision_sha256(self) -> str:
        """Read a hash as people paste it."""
        text = "".join(self.cleaned_data["decision_sha256"].split()).lower()
        if text and not SHA256.match(text):
            raise forms.ValidationError(_("Mã băm SHA-256 gồm 64 chữ số thập lục phân."))
        return text

    def clean_case_number(self) -> Case | None:
        """Give the case that the drafter may see."""
        number = self.cleaned_data["case_number"].strip().upper()
        found = Case.objects.visible_to(self.actor).filter(number=number).first() if number else None
        if number and found is None:
            raise forms.ValidationError(_("Không tìm thấy vụ việc này."))
        return found

    def clean(self) -> dict[str, Any]:
        """Ask for the parts of a decision together."""
        data = super().clean() or {}
        if data.get("decision_by") and not data.get("decision_on"):
            self.add_error("decision_on", _("Cần ghi ngày quyết định."))
        return data

    def facts(self) -> OrderFacts:
        """Give what a valid form says; the file was kept by the page before."""
        given = self.cleaned_data
        decision = None
        if given["decision_by"]:
            decision = Decision(
                number=given["decision_number"],
                on=given["decision_on"],
                by=given["decision_by"],
                file=self.file,
                sha256=given["decision_sha256"],
            )
        return OrderFacts(
            title=given["title"],
            ground=given["ground"],
            reason=given["reason"],
            scope=self.scope(),
            asks=tuple(given["asks"]),
            officer=given["officer"],
            phone=given["phone"],
            expires_at=given["expires_at"],
            about_content=given["about_content"],
            decision=decision,
            case=given["case_number"],
        )


class AmendForm(ScopeForm):
    """Another scope for an order in force, with the reason."""

    reason = forms.CharField(label=_("Lý do sửa"), max_length=1_000, widget=forms.Textarea(_LINES))


class ReasonForm(forms.Form):
    """One reason, for acts that need one."""

    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=forms.Textarea(_LINES))


class ExtendForm(ReasonForm):
    """Until when, and why."""

    until = forms.DateTimeField(label=_("Gia hạn đến"), widget=Moment)
    field_order = ("until", "reason")


class AnswerForm(forms.Form):
    """What became of one item; the choices are those that may follow its state."""

    answer = forms.ChoiceField(label=_("Kết quả"))
    reason = forms.ChoiceField(
        label=_("Lý do không giữ được"), required=False, choices=[("", _("Chọn khi không giữ được")), *_choices(MISSES)]
    )
    place = forms.CharField(label=_("Nơi để bưu gửi"), required=False, max_length=160)
    handed_to = forms.CharField(label=_("Người nhận bàn giao"), required=False, max_length=160)
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)

    def __init__(self, *args: Any, item: OrderItem, ended: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"item{item.pk}_%s", **kwargs)
        open_now = [one for one in ANSWERS_FROM[item.state] if not ended or item.state == "held"]
        self.fields["answer"].choices = [(one, words) for one, words in _choices(ITEM_STATES) if one in open_now]
        self.fields["answer"].initial = "held" if "held" in open_now else None
        if "handed_over" not in open_now:
            del self.fields["handed_to"]
        if item.state == "held":
            del self.fields["reason"]
            del self.fields["place"]


class TellForm(forms.Form):
    """Which side of a held item was told, and how."""

    side = forms.ChoiceField(label=_("Đã báo cho"), widget=forms.RadioSelect)
    way = forms.ChoiceField(label=_("Cách báo"), choices=_choices(WAYS))

    def __init__(self, *args: Any, sides: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = [(one, words) for one, words in _choices(SIDES) if one in sides]
        self.fields["side"].initial = sides[0] if sides else None


class WaitForm(forms.Form):
    """Until when telling waits, and why."""

    reason = forms.ChoiceField(label=_("Lý do hoãn"), choices=_choices(HINDERS))
    until = forms.DateTimeField(label=_("Hoãn đến"), widget=Moment)
    note = forms.CharField(label=_("Ghi chú"), required=False, max_length=300)


class CallForm(forms.Form):
    """A telephone call to a silent unit."""

    recipient = forms.IntegerField(widget=forms.HiddenInput)
    result = forms.ChoiceField(
        label=_("Kết quả cuộc gọi"),
        choices=[("acknowledged", _("Gặp, đã xác nhận")), ("no_answer", _("Không nghe máy")), ("wrong_number", _("Sai số"))],
    )
    person = forms.CharField(label=_("Người nghe"), required=False, max_length=120)
    phone = forms.CharField(label=_("Số đã gọi"), max_length=20, widget=Phone)


class ReviewForm(forms.Form):
    """The review of an order that has ended: words, and each held item judged."""

    text = forms.CharField(label=_("Đánh giá"), max_length=4_000, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, held: list[OrderItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = held
        for one in held:
            self.fields[f"judged_{one.pk}"] = forms.ChoiceField(
                label=one.item_id, choices=_choices(RIGHTFUL), widget=forms.RadioSelect, required=False
            )

    def judged(self) -> dict[int, str]:
        """Give how each held item was judged."""
        return {one.pk: self.cleaned_data.get(f"judged_{one.pk}", "") for one in self.held}
