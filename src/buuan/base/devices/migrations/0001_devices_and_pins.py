import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='tên máy')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('enrolled_at', models.DateTimeField(verbose_name='ghi danh lúc')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='thu hồi lúc')),
                ('revoked_by', models.CharField(blank=True, max_length=120, verbose_name='người thu hồi')),
                ('enrolled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người ghi danh')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='organisations.organisation', verbose_name='điểm phục vụ')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', '')), models.Q(('revoked_at__isnull', False), models.Q(('revoked_by', ''), _negated=True)), _connector='OR'), name='revoked_device_says_who')],
            },
        ),
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='tên máy')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('opened_at', models.DateTimeField(verbose_name='lập lúc')),
                ('expires_at', models.DateTimeField(verbose_name='hết hạn')),
                ('device', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='enrolment', to='devices.device')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('opened_at'))), name='enrolment_expires_later')],
            },
        ),
        migrations.CreateModel(
            name='Pin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.CharField(max_length=200)),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='số lần sai liên tiếp')),
                ('locked_at', models.DateTimeField(blank=True, null=True, verbose_name='khóa lúc')),
                ('is_temporary', models.BooleanField(default=True, help_text='Given by somebody else; changed at the first sign-in.', verbose_name='tạm')),
                ('set_at', models.DateTimeField(verbose_name='đặt lúc')),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pin', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
