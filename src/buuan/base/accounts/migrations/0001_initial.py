import buuan.base.places.models
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True, verbose_name='tên đăng nhập')),
                ('name', models.CharField(max_length=120, verbose_name='họ tên hoặc chức danh')),
                ('role', models.CharField(choices=[('leader', 'lãnh đạo'), ('officer', 'cán bộ xử lý'), ('duty_officer', 'trực ban'), ('clerk', 'văn thư'), ('counter_clerk', 'giao dịch viên'), ('administrator', 'quản trị'), ('auditor', 'kiểm soát'), ('system', 'hệ thống')], max_length=20, verbose_name='vai trò')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='thư điện tử')),
                ('is_active', models.BooleanField(default=True, verbose_name='đang dùng')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='hết hạn ngày (không gồm)')),
                ('password_is_temporary', models.BooleanField(default=False, help_text='Made by an administrator; its owner must change it before anything else.', verbose_name='mật khẩu tạm')),
                ('created_at', models.DateTimeField(verbose_name='tạo lúc')),
                ('folded', buuan.base.places.models.FoldedText(default='', max_length=200, of=['name', 'username'])),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='organisations.organisation', verbose_name='đơn vị')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'role'], name='account_body_role'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('folded', config='simple'), name='account_words')],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('username'), name='one_account_a_name_whatever_the_case')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='tên')),
                ('prefix', models.CharField(max_length=12, verbose_name='đầu mã')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('scopes', models.JSONField(default=list, help_text='Rights or rooms; empty for all rights of the account.', verbose_name='phạm vi')),
                ('created_at', models.DateTimeField(verbose_name='tạo lúc')),
                ('expires_at', models.DateTimeField(verbose_name='hết hạn')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='thu hồi lúc')),
                ('last_used_on', models.DateField(blank=True, null=True, verbose_name='dùng gần nhất')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='token_expires_later')],
            },
        ),
    ]
