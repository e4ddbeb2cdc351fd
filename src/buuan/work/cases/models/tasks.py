"""What has to be done in a case before its file may be closed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from buuan.base.accounts.models import Account
from buuan.base.action import Model
from buuan.base.web.words import in_words
from buuan.kit.errors import Refused
from buuan.kit.flow import Step
from buuan.work.cases.models.cases import Case
from buuan.work.cases.rules import PARTS, TASK_FLOW


class CaseTask(Model):
    """A task or a check of a case (nhiệm vụ, mục kiểm tra); `code` is that of the template, empty when a person added it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="tasks")
    part = models.CharField("phần", max_length=8, choices=in_words(PARTS), default="task")
    code = models.CharField("mã", max_length=40, blank=True)
    name = models.CharField("việc", max_length=200)
    note = models.CharField("lưu ý", max_length=300, blank=True)
    required = models.BooleanField("bắt buộc", default=True)
    state = models.CharField("trạng thái", max_length=10, choices=in_words(TASK_FLOW.states), default=TASK_FLOW.start)
    reason = models.CharField("lý do", max_length=500, blank=True)
    assignee = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, verbose_name="người làm", related_name="tasks")
    due_on = models.DateField("xong trước ngày", null=True, blank=True)
    added_at = models.DateTimeField("thêm lúc")
    added_by = models.CharField("người thêm", max_length=120)
    settled_at = models.DateTimeField("xong lúc", null=True, blank=True)
    settled_by = models.CharField("người ghi", max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], condition=~Q(code=""), name="task_once_a_case"),
            models.CheckConstraint(
                name="settled_task_says_who",
                condition=Q(state="open", settled_at=None, settled_by="")
                | (~Q(state="open") & Q(settled_at__isnull=False) & ~Q(settled_by="")),
            ),
            models.CheckConstraint(name="task_not_needed_says_why", condition=~Q(state="not_needed") | ~Q(reason="")),
        ]
        indexes = [models.Index(fields=["assignee", "case"], condition=Q(state="open"), name="task_open_of")]

    def __str__(self) -> str:
        return self.name

    def move(self, step: Step, **changes: object) -> None:
        """Take the task along `step` only if it still stands where the step starts; raises Refused when another was first."""
        moved = CaseTask.objects.filter(pk=self.pk, state=step.source).update(state=step.target, **changes)
        if not moved:
            raise Refused("task.moved_meanwhile", f"Người khác vừa cập nhật «{self.name}». Hãy tải lại trang.")
        self.refresh_from_db()
