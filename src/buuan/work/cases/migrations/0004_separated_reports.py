from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_referrals"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="reporter", name="report_once_a_case"),
        migrations.AddField(
            model_name="reporter",
            name="left_at",
            field=models.DateTimeField(
                blank=True, help_text="When the report was separated from the case.", null=True, verbose_name="tách lúc"
            ),
        ),
        migrations.AddConstraint(
            model_name="reporter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at", None)), fields=("case", "report"), name="report_once_a_case"
            ),
        ),
    ]
