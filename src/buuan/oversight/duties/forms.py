"""Forms of the directive pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.organisations.models import KINDS
from buuan.base.web.words import in_words
from buuan.oversight.duties.proposal import CADENCES


class UploadForm(forms.Form):
    """A directive to read."""

    file = forms.FileField(label=_("Tệp chỉ thị"), help_text=_("Tệp .txt (UTF-8) hoặc .docx."))


class AssignForm(forms.Form):
    """Who does one point, and how often."""

    title = forms.CharField(label=_("Tên gọn"), max_length=200, required=False)
    owner_kind = forms.ChoiceField(label=_("Chủ trì"), choices=[("", "—"), *in_words(KINDS).items()])
    partner_kinds = forms.MultipleChoiceField(
        label=_("Phối hợp"), choices=list(in_words(KINDS).items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    cadence = forms.ChoiceField(label=_("Nhịp"), choices=list(in_words(CADENCES).items()))


class InForceForm(forms.Form):
    """From which day a directive is carried out."""

    from_on = forms.DateField(label=_("Thực hiện từ ngày"), widget=forms.DateInput(attrs={"type": "date"}))


class EndForm(forms.Form):
    """From which day a directive no longer holds."""

    on = forms.DateField(label=_("Hết hiệu lực từ ngày"), widget=forms.DateInput(attrs={"type": "date"}))
