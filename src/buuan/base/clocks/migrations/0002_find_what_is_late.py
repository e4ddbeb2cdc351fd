"""Find the records whose clock is over from the index alone: a list of a million cases asks at every look."""

from django.db import migrations, models
from django.db.models.functions import Greatest


class Migration(migrations.Migration):
    dependencies = [("clocks", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="clock",
            index=models.Index(
                Greatest("due_at", "warn_at"),
                models.F("subject"),
                condition=models.Q(("finished_at", None)),
                include=("due_at", "warn_at"),
                name="clock_late",
            ),
        ),
    ]
