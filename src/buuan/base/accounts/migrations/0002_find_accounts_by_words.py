"""Accounts are found by words without diacritics, and no two names differ by case only."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.db import migrations, models

import buuan.base.places.models
from buuan.kit.fold import fold_words


def fold(apps, schema_editor):
    """Fold the names that stand."""
    Account = apps.get_model("accounts", "Account")
    for account in Account.objects.iterator():
        folded = fold_words(f"{account.name} {account.username}")
        Account.objects.filter(pk=account.pk).update(folded=folded)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("places", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="folded",
            field=buuan.base.places.models.FoldedText(default="", max_length=200, of=["name", "username"]),
        ),
        migrations.RunPython(fold, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="account",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("folded", config="simple"), name="account_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("username"), name="one_account_a_name_whatever_the_case"
            ),
        ),
    ]
