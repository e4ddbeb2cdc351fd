"""Forms of the page "Vì sao hạn này?": they parse; what is allowed is decided by the actions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.clocks.rules import UNITS
from buuan.base.web.widgets import Amount
from buuan.base.web.words import in_words

_LONG = {"rows": 3, "maxlength": 1000}


class ExtendForm(forms.Form):
    """More time, with the reason."""

    amount = forms.IntegerField(label=_("Thêm bao nhiêu"), min_value=1, max_value=1_000, widget=Amount())
    unit = forms.ChoiceField(label=_("Đơn vị tính"), choices=list(in_words(UNITS).items()))
    reason = forms.CharField(label=_("Lý do gia hạn"), max_length=1000, widget=forms.Textarea(_LONG))


class PauseForm(forms.Form):
    """The reason why the clock stands still."""

    reason = forms.CharField(label=_("Lý do tạm dừng"), max_length=1000, widget=forms.Textarea(_LONG))


class ResumeForm(forms.Form):
    """Going on needs no words."""


class ExplainForm(forms.Form):
    """Why the work is late."""

    explanation = forms.CharField(label=_("Lý do chậm"), max_length=1000, widget=forms.Textarea(_LONG))
