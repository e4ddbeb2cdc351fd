"""A password that an administrator made must be changed by its owner."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_find_accounts_by_words")]

    operations = [
        migrations.AddField(
            model_name="account",
            name="password_is_temporary",
            field=models.BooleanField(
                default=False,
                help_text="Made by an administrator; its owner must change it before anything else.",
                verbose_name="mật khẩu tạm",
            ),
        ),
    ]
