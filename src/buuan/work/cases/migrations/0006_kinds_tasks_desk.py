import buuan.base.places.models
import buuan.work.cases.models.desk
import django.contrib.postgres.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("cases", "0005_close_gate"),
        ("organisations", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, verbose_name="mã")),
                ("name", models.CharField(max_length=120, verbose_name="tên")),
                ("about", models.TextField(blank=True, verbose_name="dùng khi nào")),
                ("from_on", models.DateField(verbose_name="hiệu lực từ")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="hiệu lực đến (không gồm)")),
                ("source", models.TextField(verbose_name="căn cứ")),
                ("read_in", models.TextField(blank=True, verbose_name="đọc tại")),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("S", "đã đọc văn bản"),
                            ("P", "đã đọc bản tóm tắt"),
                            ("M", "chưa đối chiếu"),
                            ("I", "quy ước của nền tảng"),
                        ],
                        max_length=1,
                        verbose_name="mức đối chiếu",
                    ),
                ),
                ("clocks", models.JSONField(default=list, verbose_name="thời hạn")),
                ("fields", models.JSONField(default=list, verbose_name="thông tin cần ghi")),
                ("tasks", models.JSONField(default=list, verbose_name="nhiệm vụ, mục kiểm tra")),
                ("kept_by_office", models.BooleanField(default=False, verbose_name="do đơn vị sửa")),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (buuan.base.places.models.CodeRange("code"), "&&"),
                            (buuan.base.places.models.DateRange("from_on", "until_on"), "&&"),
                        ],
                        name="kind_code_once_a_day",
                    ),
                    models.UniqueConstraint(fields=("code", "from_on"), name="one_kind_a_code_and_day"),
                    models.CheckConstraint(
                        condition=models.Q(("until_on", None), ("until_on__gt", models.F("from_on")), _connector="OR"),
                        name="kind_ends_after_start",
                    ),
                    models.CheckConstraint(condition=models.Q(("source", ""), _negated=True), name="kind_names_its_source"),
                ],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="details",
            field=models.JSONField(blank=True, default=dict, verbose_name="thông tin theo loại"),
        ),
        migrations.AddField(
            model_name="case",
            name="kind",
            field=models.CharField(default="plain", max_length=40, verbose_name="loại"),
        ),
        migrations.AddField(
            model_name="case",
            name="labels",
            field=models.JSONField(blank=True, default=list, verbose_name="nhãn"),
        ),
        migrations.AddIndex(
            model_name="caseitem",
            index=models.Index(fields=["operator", "-id"], name="case_item_operator"),
        ),
        migrations.AddField(
            model_name="case",
            name="template",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="cases.casekind"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["kind", "-opened_at", "-id"], name="case_kind"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("concluded", "closed")), _negated=True),
                fields=["assignee", "-opened_at", "-id"],
                name="case_mine",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", "closed"), _negated=True),
                fields=["lead", "state", "-opened_at", "-id"],
                name="case_board",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("labels", []), _negated=True), fields=["-opened_at", "-id"], name="case_labelled"
            ),
        ),
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="từ ngày")),
                ("until_on", models.DateField(verbose_name="đến ngày (không gồm)")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="lý do")),
                ("at", models.DateTimeField(verbose_name="ghi lúc")),
                ("by", models.CharField(max_length=120, verbose_name="người ghi")),
                ("called_off_at", models.DateTimeField(blank=True, null=True, verbose_name="thôi lúc")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người vắng",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người làm thay",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("called_off_at", None)), fields=["substitute", "from_on"], name="absence_substitute"
                    )
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("called_off_at", None)),
                        expressions=[
                            (buuan.work.cases.models.desk.KeyRange("account"), "&&"),
                            (buuan.base.places.models.DateRange("from_on", "until_on"), "&&"),
                        ],
                        name="one_absence_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))), name="absence_ends_after_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("account", models.F("substitute")), _negated=True), name="nobody_stands_in_for_himself"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=20, unique=True, verbose_name="số")),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("claim", "nhận về mình"),
                            ("assign", "phân công"),
                            ("note", "ghi chú"),
                            ("label", "gắn nhãn"),
                            ("unlabel", "gỡ nhãn"),
                            ("close", "đóng hồ sơ"),
                        ],
                        max_length=10,
                        verbose_name="việc",
                    ),
                ),
                ("given", models.JSONField(default=dict, verbose_name="yêu cầu")),
                (
                    "rows",
                    models.JSONField(
                        default=list, help_text="[{case, number, done, why, before}]", verbose_name="kết quả từng vụ việc"
                    ),
                ),
                ("done", models.PositiveIntegerField(verbose_name="đã làm")),
                ("refused", models.PositiveIntegerField(verbose_name="không làm được")),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="hoàn tác lúc")),
                ("undone_by", models.CharField(blank=True, max_length=120, verbose_name="người hoàn tác")),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["body", "-id"], name="bulk_run_body")],
            },
        ),
        migrations.CreateModel(
            name="CaseTask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.CharField(
                        choices=[("task", "nhiệm vụ"), ("check", "mục kiểm tra")], default="task", max_length=8, verbose_name="phần"
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="mã")),
                ("name", models.CharField(max_length=200, verbose_name="việc")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="lưu ý")),
                ("required", models.BooleanField(default=True, verbose_name="bắt buộc")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "chưa xong"), ("done", "đã xong"), ("not_needed", "không cần")],
                        default="open",
                        max_length=10,
                        verbose_name="trạng thái",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="xong trước ngày")),
                ("added_at", models.DateTimeField(verbose_name="thêm lúc")),
                ("added_by", models.CharField(max_length=120, verbose_name="người thêm")),
                ("settled_at", models.DateTimeField(blank=True, null=True, verbose_name="xong lúc")),
                ("settled_by", models.CharField(blank=True, max_length=120, verbose_name="người ghi")),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người làm",
                    ),
                ),
                ("case", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="cases.case")),
            ],
            options={
                "indexes": [models.Index(condition=models.Q(("state", "open")), fields=["assignee", "case"], name="task_open_of")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True), fields=("case", "code"), name="task_once_a_case"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("settled_at", None), ("settled_by", ""), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("settled_at__isnull", False),
                                models.Q(("settled_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="settled_task_says_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "not_needed"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="task_not_needed_says_why",
                    ),
                ],
            },
        ),
    ]
