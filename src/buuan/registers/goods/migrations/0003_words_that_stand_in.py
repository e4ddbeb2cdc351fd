from django.db import migrations, models


class Migration(migrations.Migration):
    """The frame of a version also holds the words that stand in for others; versions of before have none."""

    dependencies = [("goods", "0002_only_a_person_decides")]

    operations = [
        migrations.AlterField(
            model_name="catalogueversion",
            name="frame",
            field=models.JSONField(
                help_text="{damping: {name: [groups]}, everyday: [texts], seen: [words], stand_ins: {word: [words]}}"
            ),
        ),
    ]
