"""Forms of work on cases: tasks, absence, many cases at once, events written by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from buuan.base.accounts.models import Account
from buuan.base.web.widgets import Moment
from buuan.kit.actor import Actor
from buuan.work.cases.detail_fields import Day
from buuan.work.cases.forms.cases import PersonChoice, capital
from buuan.work.cases.models import Case
from buuan.work.cases.queries import away_among, colleagues, people_of_body
from buuan.work.cases.rules import LABELS, PARTS, Away


class AwareChoice(PersonChoice):
    """A colleague, with who stands in for him while he is away."""

    away: dict[int, Away]

    def choose_from(self, people: Any, on: date) -> None:
        """Offer these people."""
        self.away = away_among(people, on)
        self.queryset = people

    def label_from_instance(self, person: Account) -> str:
        """Give name and body, and that he is away."""
        said = super().label_from_instance(person)
        away = self.away.get(person.pk)
        return said if away is None else gettext("%(who)s (vắng, %(other)s làm thay)") % {"who": said, "other": away.substitute}


class AssignForm(forms.Form):
    """Give the case to somebody; for one who is away the form asks once more."""

    assignee = AwareChoice(queryset=Account.objects.none(), label=_("Người thụ lý"), empty_label=_("Chọn cán bộ"))
    despite_absence = forms.BooleanField(label=_("Vẫn giao dù người này đang vắng"), required=False)

    def __init__(self, *args: Any, case: Case, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choose_from(colleagues(case, on), on)
        if not self.fields["assignee"].away:
            del self.fields["despite_absence"]


class TaskForm(forms.Form):
    """Something to do."""

    name = forms.CharField(
        label=_("Việc phải làm"), max_length=200, help_text=_("Một câu, bắt đầu bằng động từ. Không ghi tên người.")
    )
    part = forms.ChoiceField(label=_("Phần"), choices=capital(PARTS), initial="task", widget=forms.RadioSelect)
    required = forms.BooleanField(label=_("Phải xong trước khi đóng hồ sơ"), required=False, initial=True)
    assignee = AwareChoice(queryset=Account.objects.none(), label=_("Người làm"), empty_label=_("Chưa phân công"), required=False)
    due_on = Day(label=_("Xong trước ngày"), required=False)

    def __init__(self, *args: Any, case: Case, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assignee"].choose_from(colleagues(case, on), on)


class WhyForm(forms.Form):
    """Why something is not needed."""

    reason = forms.CharField(label=_("Lý do"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500)


class LateForm(forms.Form):
    """An explanation for something that is late (giải trình)."""

    explanation = forms.CharField(
        label=_("Giải trình lý do chậm"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
        help_text=_("Hạn xử lý đã qua; lời giải trình được ghi vào hạn và nhật ký."),
    )


class EventForm(forms.Form):
    """Something that happened outside the platform."""

    happened_at = forms.DateTimeField(label=_("Xảy ra lúc"), widget=Moment)
    text = forms.CharField(
        label=_("Việc đã xảy ra"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mọi cơ quan tham gia đọc được. Không ghi tên người, không chép nội dung thư."),
    )


class LabelsForm(forms.Form):
    """The labels of a case."""

    labels = forms.MultipleChoiceField(
        label=_("Nhãn"), choices=capital(LABELS), required=False, widget=forms.CheckboxSelectMultiple
    )


class AbsenceForm(forms.Form):
    """Who is away, from when until when, and who stands in."""

    account = PersonChoice(queryset=Account.objects.none(), label=_("Người vắng"), empty_label=None)
    substitute = PersonChoice(queryset=Account.objects.none(), label=_("Người làm thay"), empty_label=_("Chọn cán bộ"))
    from_on = Day(label=_("Từ ngày"))
    until_on = Day(label=_("Đến hết ngày"))
    reason = forms.CharField(
        label=_("Lý do"), max_length=200, required=False, help_text=_("Ví dụ: đi công tác, nghỉ phép. Không ghi chuyện riêng.")
    )

    def __init__(self, *args: Any, actor: Actor, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = people_of_body(actor, on)
        self.fields["substitute"].queryset = people
        self.fields["account"].queryset = people if actor.role == "leader" else people.filter(pk=actor.account_id)
        self.fields["account"].initial = actor.account_id
