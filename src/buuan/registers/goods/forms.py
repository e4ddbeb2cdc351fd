"""Forms of the editor: they parse; what is allowed is decided by the actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.web.words import in_words
from buuan.engine.catalogue import Row
from buuan.registers.goods.actions import CategoryChange
from buuan.registers.goods.models import CategoryEdition
from buuan.registers.goods.queries import automatic_categories, groups
from buuan.registers.goods.reading import Draft
from buuan.registers.goods.rules import ROLES, SOURCE_MAX, STRENGTHS, TEXT_MAX, WHY_MAX, WRITTEN_ROLES
from buuan.registers.goods.words import in_language

_VERIFIED = "[x]"


class TermForm(forms.Form):
    """One row of words to draft."""

    text = forms.CharField(label=_("Từ hoặc cụm từ"), max_length=TEXT_MAX, widget=forms.TextInput({"autocomplete": "off"}))
    role = forms.ChoiceField(
        label=_("Vai trò"), choices=[(key, words) for key, words in in_words(ROLES, capital=True).items() if key in WRITTEN_ROLES]
    )
    category = forms.ChoiceField(
        label=_("Nhóm hàng"), required=False, help_text=_("Nhóm chỉ do con người quyết định không có ở đây.")
    )
    strength = forms.ChoiceField(
        label=_("Mức"),
        choices=list(in_words(STRENGTHS, capital=True).items()),
        required=False,
        initial="plain",
        help_text=_("Chỉ cho từ nhận diện."),
    )
    contexts = forms.MultipleChoiceField(
        label=_("Ngữ cảnh đi kèm"), required=False, help_text=_("Chỉ cho từ yếu."), widget=forms.SelectMultiple({"size": 6})
    )
    group = forms.ChoiceField(label=_("Nhóm từ"), required=False, help_text=_("Chỉ cho ngữ cảnh và từ làm nhẹ."))
    source = forms.CharField(label=_("Nguồn"), max_length=SOURCE_MAX, help_text=_("Đọc thấy ở đâu: vụ việc, bản tin, văn bản."))
    verified = forms.BooleanField(label=_("Đã kiểm chứng nguồn"), required=False)
    why = forms.CharField(label=_("Lý do"), max_length=WHY_MAX, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = groups()
        self.fields["category"].choices = [("", ""), *((code, in_language(name)) for code, name in automatic_categories())]
        self.fields["contexts"].choices = [(one, one) for one, role in known.items() if role == "context"]
        self.fields["group"].choices = [("", ""), *((one, one) for one in known)]

    def draft(self) -> Draft:
        """Give what the form says, for the action; call it when the form is valid."""
        data = self.cleaned_data
        role, category = data["role"], data["category"]
        is_term = role == "term"
        row = Row(
            role,
            data["text"],
            category if is_term else "",
            (data["strength"] or "plain") if is_term else "plain",
            contexts=tuple(data["contexts"]) if is_term else (),
            scope=(category,) if role == "look_alike" and category else (),
            group=data["group"] if role in ("context", "damper") else "",
            source=data["source"],
            verified=data["verified"],
        )
        return Draft(row, data["why"])


class ImportForm(forms.Form):
    """A file of rows to draft."""

    file = forms.FileField(label=_("Tệp CSV, XLSX hoặc YAML"))
    only_look = forms.BooleanField(label=_("Chỉ kiểm tra, chưa nạp"), required=False, initial=True)


class TryOutForm(forms.Form):
    """A declaration to judge, with the drafts or without."""

    text = forms.CharField(
        label=_("Nội dung khai"), max_length=500, widget=forms.Textarea({"rows": 2, "autofocus": "", "spellcheck": "false"})
    )
    flow = forms.ChoiceField(
        label=_("Gửi đi đâu"),
        required=False,
        choices=[
            ("", _("không rõ")),
            ("domestic", _("trong nước")),
            ("outbound_intl", _("ra nước ngoài")),
            ("inbound_intl", _("từ nước ngoài về")),
        ],
    )
    drafts = forms.BooleanField(label=_("Tính cả từ đang dự thảo, đã thử"), required=False)


class CategoryForm(forms.Form):
    """What is said of a category."""

    name = forms.CharField(label=_("Tên"), max_length=200)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=200, required=False)
    condition = forms.CharField(label=_("Giấy tờ, đóng gói cần có"), required=False, widget=forms.Textarea({"rows": 3}))
    condition_en = forms.CharField(label=_("Giấy tờ, đóng gói, bằng tiếng Anh"), required=False, widget=forms.Textarea({"rows": 3}))
    advice = forms.CharField(label=_("Lời khuyên cho giao dịch viên"), required=False, widget=forms.Textarea({"rows": 3}))
    examples = forms.CharField(
        label=_("Ví dụ cho người dân"), required=False, help_text=_("Tên gọi thông thường, không ghi tiếng lóng.")
    )
    examples_en = forms.CharField(label=_("Ví dụ, bằng tiếng Anh"), required=False)
    laws = forms.CharField(
        label=_("Căn cứ pháp luật"),
        widget=forms.Textarea({"rows": 5}),
        help_text=_("Mỗi dòng: [x] đã kiểm chứng hoặc [ ] chưa, tên văn bản | điều. Ví dụ: [x] Luật Bưu chính 49/2010/QH12 | 12.1"),
    )
    why = forms.CharField(label=_("Lý do"), max_length=WHY_MAX, widget=forms.Textarea({"rows": 2}))

    @staticmethod
    def begun(edition: CategoryEdition) -> dict[str, Any]:
        """Give the form's beginning: the edition in force."""
        names = ("name", "name_en", "condition", "condition_en", "advice", "examples", "examples_en")
        lines = (f"{_VERIFIED if one['verified'] else '[ ]'} {one['doc']} | {one['article']}" for one in edition.laws)
        return {name: getattr(edition, name) for name in names} | {"laws": "\n".join(lines)}

    def change(self) -> CategoryChange:
        """Give what the form says, for the action; call it when the form is valid."""
        data = {name: " ".join(str(value).split()) for name, value in self.cleaned_data.items() if name not in ("laws", "why")}
        laws = []
        for line in self.cleaned_data["laws"].splitlines():
            rest = line.strip().removeprefix(_VERIFIED).removeprefix("[ ]").strip()
            doc, _bar, article = rest.partition("|")
            if doc.strip():
                laws.append((doc.strip(), article.strip(), line.strip().startswith(_VERIFIED)))
        return CategoryChange(**data, laws=tuple(laws))
