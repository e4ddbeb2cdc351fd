"""Forms of intake: the counter form, and the focal point's answers. They parse and keep what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from buuan.base.files.models import StoredFile
from buuan.base.organisations.models import OPERATOR_KINDS, UNIT_TYPES, Organisation
from buuan.base.organisations.queries import operators_on
from buuan.base.web.widgets import Code, Moment
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.work.cases.detail_fields import PREFIX, add_details, asked_at_once, details_of
from buuan.work.cases.models import CaseKind
from buuan.work.cases.rules import DECLARED_MAX, KINDS, PLAIN_KIND, normal_item_id
from buuan.work.intake.actions import ReportFacts
from buuan.work.intake.models import SuspicionReport
from buuan.work.intake.queries import points_of, today
from buuan.work.intake.rules import RECEIVED_ON, SIGNS, TEXT_MAX

SKEW = timedelta(minutes=1)
"""How far a device's clock may be off before the times of its form are corrected by it."""

KEPT_FOR = 24 * 3600
KEPT_SALT = "intake.kept-photos"


def pack_photos(actor: Actor, kept: Iterable[tuple[StoredFile, str]]) -> str:
    """Give a signed word that names photos kept for a form that came back, so that they need not be sent again."""
    return signing.dumps([actor.account_id, [[file.pk, kind] for file, kind in kept]], salt=KEPT_SALT)


def unpack_photos(actor: Actor, word: str) -> list[tuple[StoredFile, str]]:
    """Give the photos that such a word names; none for a word that is not ours, is old, or was made for somebody else."""
    try:
        account, named = signing.loads(word, salt=KEPT_SALT, max_age=KEPT_FOR) if word else (None, [])
    except signing.BadSignature:
        return []
    if account != actor.account_id:
        return []
    files = StoredFile.objects.in_bulk([pk for pk, _kind in named])
    return [(files[pk], kind) for pk, kind in named if pk in files]


def _asks(address: str, name: str) -> dict[str, str]:
    """Give the attributes by which a field asks the server what it says, a moment after the last key."""
    place = {"item_id": "#code-says", "declared_content": "#content-says"}[name]
    return {"hx-get": address, "hx-trigger": "input changed delay:350ms", "hx-target": place, "hx-sync": "this:replace"}


class PointChoice(forms.ModelChoiceField):
    """A unit of the reporter's own organisation."""

    def label_from_instance(self, point: Organisation) -> str:
        """Give the unit's name, with its type where the name does not say it."""
        kind = UNIT_TYPES.get(point.unit_type, "")
        name = str(point)
        return name if not kind or kind in name.lower() else f"{name} ({gettext(kind)})"


class ReportForm(forms.Form):
    """A suspicion report from a counter, a branch or an agency.

    `client_key` is made when the form is first shown and comes back with it, so that sending twice is one report. For an
    agency the item's code may be unknown, and the operator may be named.
    """

    client_key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    opened_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    sent_at = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    device_now = forms.DateTimeField(widget=forms.HiddenInput, required=False)
    temporary = forms.RegexField(r"^TAM-[0-9A-Z]{6}$", widget=forms.HiddenInput, required=False)
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)
    point = PointChoice(queryset=Organisation.objects.none(), label=_("Nơi phát hiện"), to_field_name="code", empty_label=None)
    item_id = forms.CharField(label=_("Mã bưu gửi"), max_length=60, widget=Code)
    operator = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Doanh nghiệp vận chuyển"),
        required=False,
        to_field_name="code",
        empty_label=_("Chưa rõ"),
    )
    declared_content = forms.CharField(label=_("Nội dung khai"), max_length=DECLARED_MAX, required=False)
    signs = forms.MultipleChoiceField(
        label=_("Dấu hiệu"), choices=list(in_words(SIGNS).items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = forms.CharField(
        label=_("Mô tả thêm"),
        max_length=TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Chỉ tả bưu gửi và lời khai. Không ghi nội dung thư, giấy tờ riêng."),
    )
    found_at = forms.DateTimeField(
        label=_("Phát hiện lúc"), required=False, widget=Moment, help_text=_("Để trống: vừa phát hiện, tính từ lúc mở biểu mẫu.")
    )
    again = forms.BooleanField(label=_("Vẫn gửi báo cáo mới, có thông tin khác"), required=False)

    def __init__(self, *args: Any, actor: Actor, now: datetime, on: date, **kwargs: Any) -> None:
        initial = {"client_key": get_random_string(32), "point": actor.body_code, "opened_at": now.isoformat(timespec="seconds")}
        super().__init__(*args, initial=initial | kwargs.pop("initial", {}), **kwargs)
        self.now = now
        self.is_operator = actor.body_kind in OPERATOR_KINDS
        if self.is_operator:
            self.fields["point"].queryset = points_of(actor, on)
            del self.fields["operator"]
        else:
            self.fields["point"].queryset = Organisation.objects.filter(pk=actor.body_id)
            self.fields["operator"].queryset = operators_on(on)
            self.fields["item_id"].required = False
            self.fields["text"].label = _("Sự việc")
        self.points = list(self.fields["point"].queryset[:2])
        for name, address in (("item_id", "intake:code"), ("declared_content", "intake:content")):
            self.fields[name].widget.attrs |= _asks(reverse(address), name)

    @property
    def one_point(self) -> Organisation | None:
        """The only unit that can be meant, where there is no choice."""
        return self.points[0] if len(self.points) == 1 else None

    def facts(self) -> ReportFacts:
        """Give what a valid form says."""
        given = self.cleaned_data
        return ReportFacts(
            item_id=normal_item_id(given["item_id"]),
            client_key=given["client_key"],
            found_at=given["found_at"] or self._on_device("opened_at") or self.now,
            sent_at=self._on_device("sent_at") or self.now,
            temporary=given["temporary"],
            declared_content=given["declared_content"],
            signs=tuple(given["signs"]),
            text=given["text"],
            operator=given.get("operator"),
        )

    def _on_device(self, name: str) -> datetime | None:
        """Give a moment that the form kept, by our own clock: what the device's clock is wrong by is taken off.

        None for one that lies ahead even so, which only a hidden field that was tampered with says.
        """
        kept, device = self.cleaned_data.get(name), self.cleaned_data.get("device_now")
        if kept is None:
            return None
        ahead = device - self.now if device is not None else timedelta()
        moment = kept - ahead if abs(ahead) > SKEW else kept
        return moment if moment <= self.now else self.now if moment <= self.now + SKEW else None


class Explained(forms.Form):
    """A form that asks for an explanation where the clock is over (giải trình)."""

    explanation = forms.CharField(
        label=_("Giải trình lý do chậm"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Hạn tiếp nhận đã qua; lời giải trình được ghi vào hạn và nhật ký."),
    )

    def __init__(self, *args: Any, late: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["explanation"]


class AcceptForm(Explained):
    """Take a report into a new case."""

    title = forms.CharField(label=_("Nội dung vụ việc"), max_length=250, required=False)
    kind = forms.ChoiceField(label=_("Loại vụ việc"))

    def __init__(
        self, data: Any = None, *, report: SuspicionReport, kinds: Sequence[CaseKind], kind: str = "", **kwargs: Any
    ) -> None:
        """Ask what the kind that is chosen, else `kind`, asks for at once; the day on which it came in is the report's."""
        came_in = {PREFIX + RECEIVED_ON: today(report.received_at).isoformat()}
        if data is not None:
            data = {"kind": PLAIN_KIND, **came_in, **data.dict()}
        super().__init__(data, initial={"kind": kind, **came_in, **kwargs.pop("initial", {})}, **kwargs)
        self.fields["kind"].choices = [(one.code, one.name) for one in kinds] or [(PLAIN_KIND, KINDS[PLAIN_KIND])]
        chosen = next((one for one in kinds if one.code == (kind if data is None else data.get("kind", kind))), None)
        self.fields["kind"].widget.attrs |= {
            "hx-get": reverse("intake:kind_asks", args=[report.number]),
            "hx-trigger": "change",
            "hx-target": "#kind-asks",
        }
        fields = asked_at_once(chosen.plan) if chosen else []
        add_details(self, fields, [one.code for one in fields])
        self.order_fields(["title", "kind", *(PREFIX + one.code for one in fields), "explanation"])

    @property
    def asked(self) -> list[forms.BoundField]:
        """What the kind asks for at once."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    def given(self) -> dict[str, Any]:
        """Give what the action takes."""
        said = {name: value for name, value in self.cleaned_data.items() if not name.startswith(PREFIX)}
        return {**said, "details": details_of(self.cleaned_data)}


class JoinForm(Explained):
    """Take a report into a case that is open."""

    case = forms.CharField(label=_("Số vụ việc"), max_length=20, widget=Code(attrs={"placeholder": _("VV-năm-số")}))
    field_order = ("case", "explanation")


class SeparateForm(forms.Form):
    """Take a report out of the case that it was joined to."""

    reason = forms.CharField(
        label=_("Lý do tách"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4_000,
        help_text=_("Báo cáo chờ tiếp nhận lại, hạn cũ tính tiếp; hai số vẫn tìm được từ nhau."),
    )


class DeclineForm(Explained):
    """Answer that nothing is to be done."""

    reason = forms.CharField(
        label=_("Lý do không thụ lý"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Gửi nguyên văn cho đơn vị đã báo; bưu gửi được giải tỏa."),
    )
    field_order = ("reason", "explanation")
