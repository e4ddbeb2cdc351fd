import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('intake', '0002_tip_line'),
    ]

    operations = [
        migrations.CreateModel(
            name='SpentForm',
            fields=[
                ('digest', models.BinaryField(max_length=32, primary_key=True, serialize=False)),
                ('until_at', models.DateTimeField(db_index=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SealingKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('content', 'nội dung tin báo'), ('identity', 'thông tin người báo')], max_length=10, verbose_name='dùng cho')),
                ('public_key', models.BinaryField(max_length=32)),
                ('made_at', models.DateTimeField(verbose_name='lập lúc')),
                ('made_by', models.CharField(max_length=120, verbose_name='người lập')),
                ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='thôi dùng lúc')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at', None)), fields=('purpose',), name='one_key_in_use_a_purpose')],
            },
        ),
        migrations.CreateModel(
            name='Tip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='số tin')),
                ('lookup', models.BinaryField(help_text='Found from the receipt code, which is stored nowhere.', max_length=32, unique=True)),
                ('reply_key', models.BinaryField(help_text='The public key that comes from the receipt code.', max_length=32)),
                ('sealed', models.BinaryField()),
                ('identity', models.BinaryField(blank=True, null=True)),
                ('received_at', models.DateTimeField(help_text='Down to the quarter of an hour.', verbose_name='nhận lúc')),
                ('state', models.CharField(choices=[('received', 'chưa đọc'), ('reading', 'đang xem xét'), ('passed', 'đã chuyển xử lý'), ('declined', 'không đủ căn cứ xử lý')], default='received', max_length=10, verbose_name='trạng thái')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='xử lý lúc')),
                ('decided_by', models.CharField(blank=True, max_length=120, verbose_name='người xử lý')),
                ('decline_reason', models.CharField(blank=True, choices=[('too_little', 'Không đủ thông tin để kiểm tra'), ('not_ours', 'Không thuộc phạm vi an toàn, an ninh bưu chính'), ('known', 'Sự việc đã biết, đang được xử lý'), ('no_breach', 'Đã kiểm tra, không có vi phạm')], max_length=20, verbose_name='lý do')),
                ('waiting_messages', models.PositiveSmallIntegerField(default=0, verbose_name='tin nhắn chưa đọc')),
                ('identity_key', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tips.sealingkey')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tips.sealingkey')),
                ('report', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tip', to='intake.suspicionreport')),
            ],
            options={
                'indexes': [models.Index(fields=['-received_at', '-id'], name='tip_latest'), models.Index(fields=['state', '-received_at', '-id'], name='tip_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('identity', None), ('identity_key', None)), models.Q(('identity__isnull', False), ('identity_key__isnull', False)), _connector='OR'), name='identity_is_sealed_apart'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decline_reason', ''), ('report', None), ('state__in', ('received', 'reading'))), models.Q(('decided_at__isnull', False), ('decline_reason', ''), ('report__isnull', False), ('state', 'passed')), models.Q(('decided_at__isnull', False), ('report', None), ('state', 'declined'), models.Q(('decline_reason', ''), _negated=True)), _connector='OR'), name='tip_state_fits')],
            },
        ),
        migrations.CreateModel(
            name='IdentityOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'chờ người giữ khóa thứ hai'), ('agreed', 'đã chấp thuận'), ('refused', 'đã từ chối'), ('opened', 'đã mở'), ('lapsed', 'đã hết hạn')], default='asked', max_length=10, verbose_name='trạng thái')),
                ('reason', models.TextField(verbose_name='lý do')),
                ('asked_at', models.DateTimeField(verbose_name='đề nghị lúc')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='quyết định lúc')),
                ('half', models.BinaryField(blank=True, help_text="The second keeper's half, sealed to the key of the tips' content.", null=True)),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='mở lúc')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tip', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='tips.tip')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='two_people_open'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='opening_says_why'), models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'agreed'))), fields=('tip',), name='one_opening_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='TipMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_answer', models.BooleanField(verbose_name='của đầu mối')),
                ('sealed', models.BinaryField(help_text='For the focal point.')),
                ('sealed_for_sender', models.BinaryField(blank=True, null=True)),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('by', models.CharField(blank=True, help_text='The officer; empty for the citizen.', max_length=120, verbose_name='người viết')),
                ('tip', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='tips.tip')),
            ],
            options={
                'indexes': [models.Index(fields=['tip', 'id'], name='tip_talk')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('is_answer', True), ('sealed_for_sender__isnull', False), models.Q(('by', ''), _negated=True)), models.Q(('by', ''), ('is_answer', False), ('sealed_for_sender', None)), _connector='OR'), name='answer_is_signed')],
            },
        ),
        migrations.CreateModel(
            name='TipPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('tip', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='tips.tip')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Unlocking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wrapped', models.BinaryField()),
                ('until_at', models.DateTimeField(verbose_name='đến')),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tips.sealingkey')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='KeyShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.PositiveSmallIntegerField(verbose_name='phần')),
                ('locked', models.BinaryField()),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='tips.sealingkey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'part'), name='one_share_a_part')],
            },
        ),
    ]
