from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_separated_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="crime_signs",
            field=models.TextField(
                blank=True, default="", help_text="Why the lead sees them; empty where it does not.", verbose_name="dấu hiệu tội phạm"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="case",
            name="override",
            field=models.TextField(blank=True, default="", verbose_name="lý do đóng khi còn việc"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="case",
            name="override_by",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="người quyết định đóng"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="case",
            name="overridden",
            field=models.JSONField(default=list, verbose_name="việc còn lại khi đóng"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("overridden", []), ("override", ""), ("override_by", ""))
                | models.Q(
                    ("state", "closed"),
                    models.Q(("override", ""), _negated=True),
                    models.Q(("override_by", ""), _negated=True),
                    models.Q(("overridden", []), _negated=True),
                ),
                name="override_says_who_and_closes",
            ),
        ),
    ]
