"""Forms of dispatch: they parse; what is allowed is decided by the actions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.dispatch.models import CALL_RESULTS, MANNERS
from buuan.base.web.widgets import Moment, Phone
from buuan.base.web.words import in_words

_LONG = {"rows": 3, "maxlength": 2000}
PHONE_RESULTS = {"acknowledged": _("gặp người nhận, đã xác nhận"), **CALL_RESULTS}


class AnswerForm(forms.Form):
    """What the organisation answers."""

    text = forms.CharField(label=_("Trả lời"), max_length=2000, widget=forms.Textarea(_LONG))


class CallForm(forms.Form):
    """A telephone call and what came of it."""

    result = forms.ChoiceField(label=_("Kết quả cuộc gọi"), widget=forms.RadioSelect, initial="acknowledged")
    person = forms.CharField(label=_("Người nghe máy"), max_length=120, required=False)
    phone = forms.CharField(label=_("Số đã gọi"), max_length=30, widget=Phone())
    called_at = forms.DateTimeField(label=_("Gọi lúc"), widget=Moment())
    note = forms.CharField(label=_("Ghi chú hoặc câu trả lời"), max_length=2000, required=False, widget=forms.Textarea(_LONG))

    def __init__(self, *args: object, asks: str = "acknowledge", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        results = dict(PHONE_RESULTS)
        if asks == "answer":
            results = {"answered": _("gặp người nhận, đã trả lời"), **results}
        if not asks:
            del results["acknowledged"]
        self.fields["result"].choices = list(in_words(results).items())


class ShiftForm(forms.Form):
    """One shift of the roster."""

    name = forms.CharField(label=_("Người trực"), max_length=120)
    phone = forms.CharField(label=_("Điện thoại"), max_length=30, widget=Phone())
    from_at = forms.DateTimeField(label=_("Từ"), widget=Moment())
    until_at = forms.DateTimeField(label=_("Đến"), widget=Moment())


class HandOverForm(forms.Form):
    """Who takes the duty over now, and what the next one has to know."""

    name = forms.CharField(label=_("Người nhận ca"), max_length=120)
    phone = forms.CharField(label=_("Điện thoại"), max_length=30, widget=Phone())
    note = forms.CharField(label=_("Nội dung bàn giao"), max_length=2000, required=False, widget=forms.Textarea(_LONG))


class QuietForm(forms.Form):
    """When a person is left alone."""

    from_time = forms.TimeField(label=_("Từ"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    until_time = forms.TimeField(label=_("Đến"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class ChoiceForm(forms.Form):
    """How a person is told of each event; empty keeps the default: what is urgent at once, the rest once a day."""

    def __init__(self, *args: object, events: list, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for one in events:
            choices = [("", _("mặc định: khẩn gửi ngay, còn lại gộp hằng ngày")), *in_words(MANNERS).items()]
            self.fields[one.event] = forms.ChoiceField(label=one.name, choices=choices, required=False, initial=one.manner)

    def chosen(self) -> dict[str, str]:
        """Give the events for which something was chosen."""
        return {event: manner for event, manner in self.cleaned_data.items() if manner}


class EndpointForm(forms.Form):
    """A webhook or a mailbox of the organisation."""

    channel = forms.ChoiceField(
        label=_("Kênh"),
        choices=[("webhook", "webhook"), ("email", _("hộp thư của đơn vị"))],
        widget=forms.RadioSelect,
        initial="webhook",
    )
    name = forms.CharField(label=_("Tên"), max_length=80, help_text=_("Để phân biệt, ví dụ: máy chủ chính."))
    target = forms.CharField(label=_("Địa chỉ nhận"), max_length=500, help_text=_("https://… hoặc địa chỉ thư."))
    kinds = forms.CharField(
        label=_("Chỉ các loại"), max_length=300, required=False, help_text=_("Cách nhau bằng dấu cách; để trống là mọi thông báo.")
    )
    covers_units = forms.BooleanField(label=_("Nhận cả thông báo gửi đơn vị trực thuộc"), required=False, initial=True)
