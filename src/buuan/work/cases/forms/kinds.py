"""Forms of kinds: what a kind asks for, the kind of a case, and the file of a province's own kinds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.registers.goods.words import in_language
from buuan.work.cases.detail_fields import PREFIX, add_details, asked_at_once, details_of
from buuan.work.cases.forms.cases import AreaChoice
from buuan.work.cases.models import Case
from buuan.work.cases.queries import categories_to_choose
from buuan.work.cases.rules import KindPlan


class KindForm(forms.Form):
    """Why the case is of another kind, with what that kind asks for at once."""

    reason = forms.CharField(label=_("Lý do đổi loại"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)

    def __init__(self, *args: Any, plan: KindPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = asked_at_once(plan)
        add_details(self, fields, [one.code for one in fields])
        self.order_fields([*(PREFIX + one.code for one in fields), "reason"])


class DetailsForm(forms.Form):
    """What the kind of a case asks for, and the area and category of the case."""

    def __init__(self, *args: Any, case: Case, on: date, **kwargs: Any) -> None:
        initial = {PREFIX + code: value for code, value in case.details.items()}
        initial |= {"area": case.area_id, "category": case.category}
        super().__init__(*args, initial=initial, **kwargs)
        add_details(self, case.plan.own_fields())
        self.fields["area"] = AreaChoice(on, label=_("Địa bàn"))
        named = [(one.code, in_language(one.name)) for one in categories_to_choose()]
        self.fields["category"] = forms.ChoiceField(label=_("Nhóm hàng"), required=False, choices=[("", _("Chưa rõ")), *named])

    def given(self) -> dict[str, Any]:
        """Give what the action takes."""
        data = self.cleaned_data
        return {"details": details_of(data), "area": data["area"], "category": data["category"]}


class KindsFileForm(forms.Form):
    """A file of kinds."""

    file = forms.FileField(label=_("Tệp JSON"), help_text=_("Tệp xuất từ trang này, đã sửa; mỗi loại có ngày hiệu lực từ hôm nay."))
