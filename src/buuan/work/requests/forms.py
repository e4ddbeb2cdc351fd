"""Forms of requests: they parse and keep what was typed; what is allowed is decided by the actions."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.files.models import StoredFile
from buuan.base.organisations.models import Organisation
from buuan.base.web.widgets import Code, Day, Moment, Phone
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.registers.goods.queries import terms_in_force
from buuan.work.cases.models import Case
from buuan.work.interdiction.rules import DECIDERS, GROUNDS, Person, Scope
from buuan.work.requests.actions import AnswerFacts, ComplaintFacts, RequestDecision, RequestFacts
from buuan.work.requests.queries import branches_to_ask, operators_to_settle, recipients_for
from buuan.work.requests.rules import (
    ANSWER_MAX,
    COMPLAINT_OUTCOMES,
    COMPLAINTS,
    DECLINES,
    DEFAULT_DAYS,
    MOST_DAYS,
    TEXT_MAX,
    TITLE_MAX,
    WANTED,
)

COMMUNE = "commune_committee"
_LINES = {"rows": 2}


def _choices(table: dict[str, str]) -> list[tuple[str, Any]]:
    return list(in_words(table, capital=True).items())


def goods_choices() -> list[tuple[str, Any]]:
    """Give the categories that may found a search, by name; what documents say is not among them."""
    found = sorted((one for one in terms_in_force().categories if one.ground == "goods"), key=lambda one: one.name)
    return [("", _("Không nêu nhóm hàng")), *((one.code, one.name) for one in found)]


class ManyFiles(forms.FileField):
    """Files of which any number may be chosen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=_ManyFilesInput, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Give the files that were chosen."""
        return [super(ManyFiles, self).clean(one, initial) for one in data or []]


class _ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class BranchChoice(forms.ModelMultipleChoiceField):
    """Branches of operators, each with the operator to which it belongs."""

    def label_from_instance(self, branch: Organisation) -> str:
        """Give the branch's name with the code of its operator."""
        return f"{branch} ({branch.root_code})"


class RequestForm(forms.Form):
    """A draft whole."""

    title = forms.CharField(label=_("Nội dung yêu cầu"), max_length=TITLE_MAX, help_text=_("Không ghi tên, số điện thoại của ai."))
    to = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(), label=_("Nơi được yêu cầu"), to_field_name="code",
        widget=forms.CheckboxSelectMultiple, required=False,
    )  # fmt: skip
    communes = forms.ModelMultipleChoiceField(
        queryset=Organisation.objects.none(), label=_("UBND xã, phường được yêu cầu"), to_field_name="code", required=False
    )
    branches = BranchChoice(
        queryset=Organisation.objects.none(), label=_("Chi nhánh, trung tâm được yêu cầu"), to_field_name="code", required=False
    )
    ground = forms.ChoiceField(label=_("Căn cứ"), choices=_choices(GROUNDS))
    about_content = forms.BooleanField(
        label=_("Việc dựa vào nội dung tài liệu, ý kiến, tín ngưỡng, lời nói, nguồn gốc hoặc quan hệ của ai"), required=False
    )
    reason = forms.CharField(label=_("Lý do"), max_length=TEXT_MAX, widget=forms.Textarea({"rows": 3}))
    category = forms.ChoiceField(label=_("Nhóm hàng liên quan"), required=False)
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
    from_at = forms.DateTimeField(label=_("Gửi từ"), required=False, widget=Moment)
    until_at = forms.DateTimeField(label=_("Gửi đến"), required=False, widget=Moment)
    wanted = forms.MultipleChoiceField(label=_("Cần cung cấp"), choices=_choices(WANTED), widget=forms.CheckboxSelectMultiple)
    question = forms.CharField(
        label=_("Cần biết rõ"), max_length=TEXT_MAX, widget=forms.Textarea({"rows": 3}),
        help_text=_("Không hỏi nội dung thư, giấy tờ; không ghi tên, số điện thoại của ai ở đây."),
    )  # fmt: skip
    urgent = forms.BooleanField(label=_("Khẩn: trả lời trong 24 giờ"), required=False)
    days = forms.IntegerField(label=_("Hạn trả lời (ngày làm việc)"), min_value=1, max_value=MOST_DAYS, initial=DEFAULT_DAYS)
    officer = forms.CharField(label=_("Cán bộ đầu mối"), max_length=120)
    phone = forms.CharField(label=_("Điện thoại liên hệ"), max_length=20, widget=Phone)
    decision_by = forms.ChoiceField(
        label=_("Cơ quan ra quyết định kèm theo"), required=False, choices=[("", _("Không kèm quyết định")), *_choices(DECIDERS)]
    )
    decision_number = forms.CharField(label=_("Số quyết định"), max_length=60, required=False)
    decision_on = forms.DateField(label=_("Ngày quyết định"), required=False, widget=Day)
    decision_file = forms.FileField(label=_("Tệp quyết định"), required=False)
    case_number = forms.CharField(
        label=_("Vụ việc"), max_length=20, required=False, widget=Code(attrs={"placeholder": _("VV-năm-số")})
    )

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.file: StoredFile | None = None
        self.fields["category"].choices = goods_choices()
        recipients = recipients_for(actor, on)
        self.fields["to"].queryset = recipients.exclude(kind=COMMUNE)
        self.fields["communes"].queryset = recipients.filter(kind=COMMUNE)
        self.fields["branches"].queryset = branches_to_ask(on)

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

    def scope(self) -> Scope:
        """Give what a valid form seeks."""
        given = self.cleaned_data
        persons = []
        for line in given["persons"].splitlines():
            name, _sep, address = line.partition(";")
            if line.strip():
                persons.append(Person(name.strip(), address.strip()))
        return Scope(
            items=tuple(filter(None, re.split(r"[\s,;]+", given["items"]))),
            phones=tuple(one for one in given["phones"].splitlines() if one.strip()),
            persons=tuple(persons),
            category=given["category"],
            from_at=given["from_at"],
            until_at=given["until_at"],
        )

    def facts(self) -> RequestFacts:
        """Give what a valid form says; the file was kept by the page before."""
        given = self.cleaned_data
        decision = None
        if given["decision_by"]:
            decision = RequestDecision(given["decision_number"], given["decision_on"], given["decision_by"], self.file)
        plain = {name: given[name] for name in ("title", "ground", "reason", "question", "officer", "phone", "urgent", "days")}
        return RequestFacts(
            **plain,
            scope=self.scope(),
            wanted=tuple(given["wanted"]),
            to=tuple(one.code for one in (*given["to"], *given["communes"], *given["branches"])),
            about_content=given["about_content"],
            decision=decision,
            case=given["case_number"],
        )


class ReasonForm(forms.Form):
    """One reason, for acts that need one."""

    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=forms.Textarea(_LINES))


class _Late(forms.Form):
    explanation = forms.CharField(label=_("Giải trình lý do chậm"), max_length=TEXT_MAX, widget=forms.Textarea(_LINES))

    def __init__(self, *args: Any, late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["explanation"]


class AnswerForm(_Late):
    """The answer of one who is asked."""

    text = forms.CharField(
        label=_("Trả lời"), max_length=ANSWER_MAX, widget=forms.Textarea({"rows": 5}),
        help_text=_("Chỉ trả lời trong căn cứ và phạm vi đã nêu; không ghi nội dung thư, giấy tờ."),
    )  # fmt: skip
    files = ManyFiles(label=_("Tệp kèm theo"), required=False, help_text=_("Ảnh, PDF, DOCX, XLSX, văn bản; nhiều nhất 6 tệp."))
    personal = forms.BooleanField(label=_("Câu trả lời có dữ liệu cá nhân"), required=False)
    field_order = ("text", "files", "personal", "explanation")

    def facts(self) -> AnswerFacts:
        """Give what a valid form says."""
        given = self.cleaned_data
        return AnswerFacts(given["text"], given["personal"], given.get("explanation", ""), given.get("outcome", ""))


class SettleForm(AnswerForm):
    """What became of a user's complaint."""

    outcome = forms.ChoiceField(label=_("Kết quả giải quyết"), choices=_choices(COMPLAINT_OUTCOMES), widget=forms.RadioSelect)
    field_order = ("outcome", "text", "files", "personal", "explanation")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = ""


class ComplaintForm(forms.Form):
    """A complaint that is passed on to an operator."""

    operator = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Doanh nghiệp giải quyết"),
        to_field_name="code",
        empty_label=_("Chọn doanh nghiệp"),
    )
    about = forms.ChoiceField(label=_("Khiếu nại về"), choices=_choices(COMPLAINTS))
    item_id = forms.ChoiceField(label=_("Bưu gửi"), required=False)
    text = forms.CharField(
        label=_("Nội dung khiếu nại"), max_length=TEXT_MAX, widget=forms.Textarea({"rows": 4}),
        help_text=_("Doanh nghiệp chỉ thấy phần này: không ghi tên, số điện thoại của ai."),
    )  # fmt: skip
    officer = forms.CharField(label=_("Cán bộ đầu mối"), max_length=120)
    phone = forms.CharField(label=_("Điện thoại liên hệ"), max_length=20, widget=Phone)

    def __init__(self, *args: Any, case: Case, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["operator"].queryset = operators_to_settle(on)
        items = list(case.items.order_by("pk").values_list("item_id", flat=True))
        self.fields["item_id"].choices = [("", _("Không nêu bưu gửi")), *((one, one) for one in items)]

    def facts(self) -> ComplaintFacts:
        """Give what a valid form says."""
        given = self.cleaned_data
        return ComplaintFacts(**{**given, "operator": given["operator"].code})


class DeclineForm(_Late):
    """Why nothing can be told."""

    reason = forms.ChoiceField(label=_("Lý do không cung cấp được"), choices=_choices(DECLINES))
    text = forms.CharField(label=_("Nói rõ"), max_length=ANSWER_MAX, widget=forms.Textarea({"rows": 3}))
    field_order = ("reason", "text", "explanation")
