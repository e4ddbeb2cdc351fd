"""Find the records whose clock is over from the index alone: a list of a million cases asks at every look."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(condition=models.Q(("finished_at", None)), fields=["due_at", "subject"], name="clock_late"),
        ),
    ]
