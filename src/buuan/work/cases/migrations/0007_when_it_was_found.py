from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_kinds_tasks_desk"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="found_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When its matter was found, as the report says; empty without a report.",
                null=True,
                verbose_name="phát hiện lúc",
            ),
        ),
    ]
