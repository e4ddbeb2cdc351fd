"""Forms of the tip line: the citizen's, which keep every word, and the officers'."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buuan.base.accounts.models import Account
from buuan.base.organisations.models import Organisation
from buuan.base.web.widgets import Code
from buuan.base.web.words import in_words
from buuan.work.cases.rules import DECLARED_MAX
from buuan.work.intake.rules import SIGNS
from buuan.work.intake.rules import TEXT_MAX as REPORT_TEXT_MAX
from buuan.work.tips.rules import CONTACT_MAX, DECLINE_REASONS, MESSAGE_MAX, NAME_MAX, PLACE_MAX, TEXT_MAX, WHEN_MAX


class TollForm(forms.Form):
    """What every form of the public site carries: its one-time word, and how the toll was paid."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=400)
    work = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    answer = forms.CharField(required=False, max_length=4)


class TipForm(TollForm):
    """What a citizen tells."""

    text = forms.CharField(max_length=TEXT_MAX, strip=True)
    place = forms.CharField(max_length=PLACE_MAX, required=False)
    when = forms.CharField(max_length=WHEN_MAX, required=False)
    name = forms.CharField(max_length=NAME_MAX, required=False)
    contact = forms.CharField(max_length=CONTACT_MAX, required=False)


class MessageForm(TollForm):
    """What a citizen adds to a tip."""

    code = forms.CharField(max_length=40)
    text = forms.CharField(max_length=MESSAGE_MAX)


class Passphrase(forms.CharField):
    """A pass phrase: not shown, not remembered by the browser."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})
        super().__init__(label=label, help_text=help_text, widget=widget, strip=False, max_length=300)


class UnlockForm(forms.Form):
    """Unlock the line."""

    passphrase = Passphrase(_("Cụm mật khẩu của đầu mối"), _("Mở khóa trong 30 phút, chỉ trên trình duyệt này."))


class KeysForm(forms.Form):
    """Make the keys: each keeper types his own pass phrase."""

    passphrase = Passphrase(
        _("Cụm mật khẩu chung của trực ban"), _("Ít nhất 16 ký tự, vài từ rời nhau. Không lưu ở đâu; mất là mất các tin đã gửi.")
    )
    first = forms.ModelChoiceField(Account.objects.none(), label=_("Người giữ khóa thứ nhất"))
    first_passphrase = Passphrase(_("Cụm mật khẩu của người thứ nhất"))
    second = forms.ModelChoiceField(Account.objects.none(), label=_("Người giữ khóa thứ hai"))
    second_passphrase = Passphrase(_("Cụm mật khẩu của người thứ hai"))

    def __init__(self, *args: Any, tree: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Account.objects.filter(organisation__path__startswith=tree, is_active=True).order_by("name", "pk")
        for name in ("first", "second"):
            self.fields[name].queryset = people.filter(role__in=("leader", "officer", "duty_officer"))
            self.fields[name].label_from_instance = lambda one: f"{one.name} ({one.username})"


class ChangeKeyForm(forms.Form):
    """Change the key of what is told: the present pass phrase and a new one."""

    passphrase = Passphrase(_("Cụm mật khẩu đang dùng"))
    new_passphrase = Passphrase(
        _("Cụm mật khẩu mới"), _("Ít nhất 16 ký tự, vài từ rời nhau. Cụm cũ không mở được gì nữa; tin cũ vẫn đọc được.")
    )


class Explained(forms.Form):
    """Asks for an explanation where the clock is over (giải trình)."""

    explanation = forms.CharField(label=_("Giải trình lý do chậm"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["explanation"]


class SayForm(Explained):
    """Write to the citizen."""

    text = forms.CharField(
        label=_("Viết cho người báo"),
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Chỉ người có mã hồ sơ đọc được. Hỏi điều cần biết thêm; đừng hỏi họ là ai."),
    )
    field_order = ("text", "explanation")


class PassForm(Explained):
    """Make a report of a tip."""

    text = forms.CharField(
        label=_("Sự việc, viết lại bằng lời của cán bộ"),
        max_length=REPORT_TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Báo cáo đi đến các cơ quan khác: không chép nguyên văn, không ghi điều gì để đoán ra người báo."),
    )
    item_id = forms.CharField(label=_("Mã bưu gửi, nếu biết"), max_length=60, required=False, widget=Code)
    operator = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Doanh nghiệp vận chuyển"),
        required=False,
        to_field_name="code",
        empty_label=_("Chưa rõ"),
    )
    declared_content = forms.CharField(label=_("Hàng được khai hoặc được nói đến"), max_length=DECLARED_MAX, required=False)
    signs = forms.MultipleChoiceField(
        label=_("Dấu hiệu"), choices=list(in_words(SIGNS).items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("text", "item_id", "operator", "declared_content", "signs", "explanation")

    def __init__(self, *args: Any, operators: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["operator"].queryset = operators


class DeclineForm(Explained):
    """End a tip without further work."""

    reason = forms.ChoiceField(label=_("Lý do"), choices=[("", "—"), *in_words(DECLINE_REASONS).items()])
    text = forms.CharField(
        label=_("Nói thêm với người báo"), max_length=MESSAGE_MAX, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("reason", "text", "explanation")


class AskOpeningForm(forms.Form):
    """Ask to learn who told."""

    reason = forms.CharField(label=_("Lý do cần biết người báo là ai"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class HalfForm(forms.Form):
    """A keeper's own pass phrase."""

    passphrase = Passphrase(_("Cụm mật khẩu của anh/chị (người giữ khóa)"))
