import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='DaySeal',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='ngày')),
                ('seq', models.BigIntegerField(verbose_name='số bản ghi')),
                ('hash', models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(help_text='The moment of the act, as the action was told.', verbose_name='thời điểm')),
                ('written_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='ghi lúc')),
                ('action', models.CharField(max_length=80, verbose_name='việc')),
                ('subject', models.CharField(help_text='Kind and key, as in `cases.case:41`.', max_length=80, verbose_name='đối tượng')),
                ('label', models.CharField(blank=True, help_text='How people call the subject, such as VV-2026-00041.', max_length=120, verbose_name='số hiệu')),
                ('body', models.CharField(help_text="Code of the actor's organisation at that moment.", max_length=60, verbose_name='cơ quan')),
                ('account', models.CharField(max_length=60, verbose_name='tài khoản')),
                ('actor', models.JSONField(verbose_name='người thực hiện')),
                ('facts', models.JSONField(verbose_name='dữ kiện')),
                ('digest', models.BinaryField(max_length=32, verbose_name='mã băm')),
            ],
            options={
                'indexes': [models.Index(fields=['subject', 'id'], name='record_subject'), models.Index(fields=['action', '-at', '-id'], name='record_action'), models.Index(fields=['body', '-id'], name='record_body'), models.Index(fields=['account', '-id'], name='record_account')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('hash', models.BinaryField(max_length=32)),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='audit.record')),
            ],
        ),
        migrations.CreateModel(
            name='Unsealed',
            fields=[
                ('record', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='audit.record')),
            ],
        ),
    ]
