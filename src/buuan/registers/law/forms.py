"""The form that changes a time limit: it parses; what is allowed is decided by the action."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.clocks.rules import UNITS, ExtensionTerm, Unit
from buuan.base.web.widgets import Amount, Day
from buuan.base.web.words import in_words
from buuan.registers.law.actions import LimitChange
from buuan.registers.law.models import LimitRow
from buuan.registers.law.reading import MARKS

_UNITS = list(in_words(UNITS).items())


class LimitForm(forms.Form):
    """The next row of a limit, begun from the one that is in force."""

    from_on = forms.DateField(label=_("Hiệu lực từ ngày"), widget=Day())
    amount = forms.IntegerField(label=_("Thời lượng"), min_value=1, widget=Amount())
    unit = forms.ChoiceField(label=_("Đơn vị tính"), choices=_UNITS)
    source = forms.CharField(label=_("Căn cứ"), max_length=400, help_text=_("Điều, khoản, số và tên văn bản."))
    mark = forms.ChoiceField(label=_("Mức đối chiếu"))
    read_in = forms.CharField(
        label=_("Đọc tại"),
        max_length=400,
        required=False,
        help_text=_("Nơi đã đọc văn bản hoặc bản tóm tắt; để trống nếu chưa đối chiếu."),
    )
    keep_extensions = forms.BooleanField(label=_("Giữ nguyên quy định gia hạn đang có"), required=False)
    max_extensions = forms.IntegerField(label=_("Số lần gia hạn"), min_value=0, max_value=9, required=False, widget=Amount())
    term_amount = forms.IntegerField(label=_("Mỗi lần gia hạn không quá"), min_value=1, required=False, widget=Amount())
    term_unit = forms.ChoiceField(label=_("Đơn vị tính của lần gia hạn"), choices=[("", ""), *_UNITS], required=False)
    pause_allowed = forms.BooleanField(label=_("Được tạm dừng"), required=False)
    rolls = forms.BooleanField(label=_("Hết hạn vào ngày nghỉ thì chuyển sang ngày làm việc tiếp theo"), required=False)
    warn_hours = forms.IntegerField(label=_("Báo sắp đến hạn trước (giờ)"), min_value=0, widget=Amount())
    ladder = forms.ChoiceField(label=_("Thang báo"), required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=1000, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args: Any, former: LimitRow, ladders: list[tuple[str, str]], **kwargs: Any) -> None:
        self.former = former
        kwargs.setdefault("initial", self._begun())
        super().__init__(*args, **kwargs)
        fits = ["I"] if former.kind == "service" else ["S", "P", "M"]
        self.fields["mark"].choices = [(mark, words) for mark, words in in_words(MARKS).items() if mark in fits]
        self.fields["ladder"].choices = [("", _("không có")), *ladders]

    def _begun(self) -> dict[str, Any]:
        former = self.former
        same = ("amount", "unit", "source", "mark", "read_in", "max_extensions", "pause_allowed", "rolls", "ladder", "note")
        hours = former.warn_before // timedelta(hours=1)
        return {name: getattr(former, name) for name in same} | {"keep_extensions": True, "warn_hours": hours}

    def clean(self) -> dict[str, Any]:
        """Ask for amount and unit of an extension together."""
        data = super().clean() or {}
        if bool(data.get("term_amount")) != bool(data.get("term_unit")):
            self.add_error("term_unit", _("Ghi cả số lượng và đơn vị tính của lần gia hạn."))
        return data

    def change(self) -> LimitChange:
        """Give what the form says, for the action; call it when the form is valid."""
        data = self.cleaned_data
        terms, most = self._extensions()
        return LimitChange(
            amount=data["amount"],
            unit=data["unit"],
            source=data["source"],
            mark=data["mark"],
            read_in=data["read_in"],
            max_extensions=most,
            extension_terms=terms,
            pause_allowed=data["pause_allowed"],
            rolls=data["rolls"],
            warn_before=self._warn_before(),
            ladder=data["ladder"],
            note=data["note"],
        )

    def from_day(self) -> date:
        """Give the day from which the change holds."""
        return self.cleaned_data["from_on"]

    def _extensions(self) -> tuple[tuple[ExtensionTerm, ...], int]:
        data = self.cleaned_data
        if data["keep_extensions"]:
            return self.former.limit.extension_terms, self.former.max_extensions
        most = data["max_extensions"] or 0
        if not data["term_amount"]:
            return (), most
        return (ExtensionTerm(data["term_amount"], Unit(data["term_unit"])),) * most, most

    def _warn_before(self) -> timedelta:
        """Keep the minutes of the former row unless the hours were changed: half an hour is shown as 0 hours."""
        hours = self.cleaned_data["warn_hours"]
        unchanged = hours == self.former.warn_before // timedelta(hours=1)
        return self.former.warn_before if unchanged else timedelta(hours=hours)
