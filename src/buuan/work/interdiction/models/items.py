"""Items under an order, what operators answered about each, and who is known not to be the one meant."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from buuan.base.action import Model, QuerySet
from buuan.base.files.models import StoredFile
from buuan.base.organisations.models import OPERATOR_KINDS, Organisation
from buuan.base.web.words import in_words
from buuan.kit.actor import Actor
from buuan.work.interdiction.models.orders import Order
from buuan.work.interdiction.rules import FOUND_BY, ITEM_STATES, MISSED, MISSES, RIGHTFUL, SOURCES


class OrderItemQuerySet(QuerySet):
    """Items under orders, narrowed by actor."""

    def visible_to(self, actor: Actor) -> Self:
        """Give the items of the orders that `actor` may see; an operator its own, a branch those that concern its units."""
        rows = self.filter(order__in=Order.objects.visible_to(actor))
        if actor.body_kind not in OPERATOR_KINDS:
            return rows
        root = actor.tree.split("/")[0] + "/"
        own = rows.filter(Q(operator=None) | Q(operator__path__startswith=root))
        if actor.tree == root:
            return own
        return own.filter(Q(unit=None) | Q(unit__path__startswith=actor.tree))


class OrderItem(Model):
    """One item under one order: how it was found, where it is, and what became of it.

    `operator` is empty while an order names an item whose carrier is not known. `mark` counts people within the order and tells
    nothing outside it.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="items")
    operator = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="ordered_items")
    unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="ordered_items_here", verbose_name="nơi giữ"
    )
    item_id = models.CharField("mã bưu gửi", max_length=40)
    found_by = models.CharField("khớp theo", max_length=10, choices=in_words(FOUND_BY))
    side = models.CharField(max_length=8, blank=True)
    score = models.DecimalField("điểm khớp", max_digits=4, decimal_places=3, null=True, blank=True)
    source = models.CharField("từ", max_length=10, choices=in_words(SOURCES))
    day = models.DateField("ngày chấp nhận", null=True, blank=True)
    marks = models.JSONField(default=list, help_text="Marks of sender and receiver, salted by the order.")
    matched_at = models.DateTimeField("khớp lúc")
    state = models.CharField("trạng thái", max_length=24, choices=in_words(ITEM_STATES), default="received")
    reason = models.CharField("lý do", max_length=24, choices=in_words(MISSES), blank=True)
    place = models.CharField("nơi để", max_length=160, blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    held_at = models.DateTimeField("giữ lúc", null=True, blank=True)
    handed_to = models.CharField("người nhận bàn giao", max_length=160, blank=True)
    release_due_at = models.DateTimeField("phải giải tỏa trước", null=True, blank=True)
    released_at = models.DateTimeField("giải tỏa lúc", null=True, blank=True)
    not_same = models.BooleanField("không phải người được nêu", default=False)
    judged = models.CharField("đánh giá", max_length=10, choices=in_words(RIGHTFUL), blank=True)

    objects = OrderItemQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "operator", "item_id"], nulls_distinct=False, name="item_once_an_order"),
            models.CheckConstraint(
                name="order_item_miss_says_why",
                condition=~Q(state__in=MISSED) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="order_item_held_says_where",
                condition=~Q(state="held") | (~Q(place="") & Q(held_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["item_id"], name="order_item_id"),
            models.Index(fields=["order", "state"], name="order_item_state"),
            models.Index(
                fields=["release_due_at"], condition=Q(released_at=None, release_due_at__isnull=False), name="order_item_release"
            ),
        ]

    def is_visible_to(self, actor: Actor) -> bool:
        """Tell whether `actor` may see this item."""
        return OrderItem.objects.visible_to(actor).filter(pk=self.pk).exists()


class Answer(Model):
    """What somebody answered about an item: state, person, place, time; never changed, a later one follows it."""

    item = models.ForeignKey(OrderItem, models.PROTECT, related_name="answers")
    answer = models.CharField("trả lời", max_length=24, choices=in_words(ITEM_STATES))
    reason = models.CharField("lý do", max_length=24, choices=in_words(MISSES), blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    place = models.CharField("nơi để", max_length=160, blank=True)
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    said_at = models.DateTimeField("lúc", help_text="By the answering side's own clock.")
    at = models.DateTimeField("nhận lúc")
    who = models.CharField("ai", max_length=120)
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    via = models.CharField(max_length=10)
    on_behalf = models.CharField("ghi thay cho", max_length=160, blank=True)

    class Meta:
        indexes = [models.Index(fields=["item", "-id"], name="answer_of_item")]


class AnswerPhoto(Model):
    """A photo of the held package, never of what is written inside it."""

    item = models.ForeignKey(OrderItem, models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    added_at = models.DateTimeField("thêm lúc")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "file"], name="answer_photo_once")]


class NotSame(Model):
    """Decided: the sender or receiver of these items is not the person that the order names; remembered until it lapses.

    `mark` is the same salted mark as in OrderItem, so that no list of people arises from it.
    """

    order = models.ForeignKey(Order, models.PROTECT, related_name="not_same")
    mark = models.CharField(max_length=32)
    decided_by = models.CharField("người quyết định", max_length=120)
    decided_at = models.DateTimeField("lúc")
    reason = models.CharField("lý do", max_length=300)
    lapses_at = models.DateTimeField("nhớ đến")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "mark"], name="not_same_once")]
