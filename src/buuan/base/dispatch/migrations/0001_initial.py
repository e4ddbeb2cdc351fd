import buuan.base.dispatch.models.roster
import buuan.base.places.models
import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='loại')),
                ('title', models.CharField(max_length=250, verbose_name='nội dung')),
                ('text', models.TextField(blank=True, verbose_name='chi tiết')),
                ('about', models.CharField(max_length=80, verbose_name='về')),
                ('label', models.CharField(blank=True, max_length=60, verbose_name='số hiệu')),
                ('url', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('urgent', models.BooleanField(default=False, verbose_name='khẩn')),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sent_notices', to='organisations.organisation')),
                ('answer_by', models.DateTimeField(blank=True, null=True, verbose_name='hạn trả lời')),
                ('asks', models.CharField(blank=True, choices=[('acknowledge', 'xác nhận đã nhận'), ('answer', 'trả lời')], db_default='', max_length=12, verbose_name='yêu cầu')),
                ('cascade', models.BooleanField(db_default=False, default=False, verbose_name='chuyển tiếp từng cấp')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='kết thúc lúc')),
                ('drill', models.BooleanField(db_default=False, default=False, verbose_name='diễn tập')),
                ('ladder', models.CharField(blank=True, db_default='', max_length=40, verbose_name='thang nhắc')),
                ('supersedes', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='superseded_by', to='dispatch.notice', verbose_name='thay cho')),
                ('version', models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='phiên bản')),
            ],
            options={
                'abstract': False,
                'indexes': [models.Index(fields=['sender', '-id'], name='notice_sent'), models.Index(fields=['about'], name='notice_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ladder', ''), models.Q(('asks', ''), _negated=True), _connector='OR'), name='notice_ladder_only_where_it_asks'), models.CheckConstraint(condition=models.Q(('answer_by', None), ('answer_by__gt', models.F('at')), _connector='OR'), name='notice_answers_after_it_was_sent'), models.CheckConstraint(condition=models.Q(('version', 1), ('supersedes__isnull', False), _connector='OR'), name='notice_version_counts')],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('delivered_at', models.DateTimeField(verbose_name='đã chuyển')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='đã mở')),
                ('opened_by', models.CharField(blank=True, max_length=120, verbose_name='người mở')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recipients', to='dispatch.notice')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='received_notices', to='organisations.organisation')),
                ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='đã xác nhận')),
                ('acknowledged_by', models.CharField(blank=True, db_default='', max_length=120, verbose_name='người xác nhận')),
                ('acknowledged_via', models.CharField(blank=True, choices=[('page', 'trang'), ('api', 'API'), ('call', 'điện thoại')], db_default='', max_length=8)),
                ('answer', models.TextField(blank=True, db_default='', verbose_name='trả lời')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='đã trả lời')),
                ('answered_by', models.CharField(blank=True, db_default='', max_length=120, verbose_name='người trả lời')),
                ('answered_via', models.CharField(blank=True, choices=[('page', 'trang'), ('api', 'API'), ('call', 'điện thoại')], db_default='', max_length=8)),
                ('look_at', models.DateTimeField(blank=True, null=True)),
                ('owes', models.BooleanField(db_default=False, default=False, verbose_name='còn phải làm')),
                ('passed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='passed_to', to='dispatch.recipient')),
                ('passed_on_at', models.DateTimeField(blank=True, null=True, verbose_name='đã chuyển tiếp')),
                ('passed_on_by', models.CharField(blank=True, db_default='', max_length=120, verbose_name='người chuyển tiếp')),
                ('rounds', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='số lần nhắc')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', '-id'], name='recipient_inbox'), models.Index(condition=models.Q(('opened_at', None)), fields=['organisation'], name='recipient_unread'), models.Index(condition=models.Q(('owes', True)), fields=['organisation', '-id'], name='recipient_owing'), models.Index(condition=models.Q(('look_at__isnull', False)), fields=['look_at'], name='recipient_look')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'organisation'), name='one_delivery_an_organisation'), models.CheckConstraint(condition=models.Q(models.Q(('opened_at', None), ('opened_by', '')), models.Q(('opened_at__isnull', False), models.Q(('opened_by', ''), _negated=True)), _connector='OR'), name='opened_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('acknowledged_at', None), ('acknowledged_by', ''), ('acknowledged_via', '')), models.Q(('acknowledged_at__isnull', False), models.Q(('acknowledged_by', ''), _negated=True), models.Q(('acknowledged_via', ''), _negated=True)), _connector='OR'), name='acknowledged_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', ''), ('answered_via', '')), models.Q(('answered_at__isnull', False), models.Q(('answered_by', ''), _negated=True), models.Q(('answered_via', ''), _negated=True)), _connector='OR'), name='answered_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('passed_on_at', None), ('passed_on_by', '')), models.Q(('passed_on_at__isnull', False), models.Q(('passed_on_by', ''), _negated=True)), _connector='OR'), name='passed_on_by_somebody'), models.CheckConstraint(condition=models.Q(('look_at', None), ('owes', True), _connector='OR'), name='only_who_owes_is_looked_at')],
            },
        ),
        migrations.CreateModel(
            name='Endpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('webhook', 'webhook'), ('email', 'thư điện tử'), ('sms', 'tin nhắn')], max_length=8, verbose_name='kênh')),
                ('name', models.CharField(max_length=80, verbose_name='tên')),
                ('target', models.CharField(max_length=500, verbose_name='địa chỉ nhận')),
                ('kinds', models.JSONField(blank=True, default=list, verbose_name='loại thông báo')),
                ('manner', models.CharField(choices=[('now', 'gửi ngay'), ('daily', 'gộp hằng ngày'), ('off', 'không gửi')], default='now', max_length=6, verbose_name='cách gửi')),
                ('covers_units', models.BooleanField(default=True, verbose_name='nhận cả thông báo gửi đơn vị trực thuộc')),
                ('secret', models.TextField(blank=True, help_text='Sealed; empty for what is not signed.')),
                ('old_secret', models.TextField(blank=True)),
                ('old_secret_until', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(verbose_name='tạo lúc')),
                ('created_by', models.CharField(max_length=120, verbose_name='người tạo')),
                ('paused_at', models.DateTimeField(blank=True, null=True, verbose_name='tạm dừng lúc')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='bỏ lúc')),
                ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='lỗi từ')),
                ('dead_at', models.DateTimeField(blank=True, null=True, verbose_name='ngừng thử lúc')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endpoints', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('organisation', 'channel', 'target'), name='one_endpoint_a_target'), models.CheckConstraint(condition=models.Q(models.Q(('channel', 'webhook'), _negated=True), models.Q(('secret', ''), _negated=True), _connector='OR'), name='endpoint_signs_webhooks'), models.CheckConstraint(condition=models.Q(models.Q(('old_secret', ''), ('old_secret_until', None)), models.Q(models.Q(('old_secret', ''), _negated=True), ('old_secret_until__isnull', False)), _connector='OR'), name='endpoint_old_secret_ends'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('created_at')), _connector='OR'), name='endpoint_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('webhook', 'webhook'), ('email', 'thư điện tử'), ('sms', 'tin nhắn')], max_length=8, verbose_name='kênh')),
                ('round', models.PositiveSmallIntegerField(default=0, verbose_name='lần nhắc')),
                ('message_id', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('state', models.CharField(choices=[('waiting', 'đang gửi'), ('delivered', 'đã gửi'), ('failed', 'gửi không được'), ('cancelled', 'không gửi nữa')], default='waiting', max_length=10, verbose_name='trạng thái')),
                ('digest', models.BooleanField(default=False, verbose_name='gộp')),
                ('created_at', models.DateTimeField(verbose_name='tạo lúc')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='thử lúc')),
                ('leased_until', models.DateTimeField(blank=True, null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='số lần thử')),
                ('tries_before', models.PositiveSmallIntegerField(db_default=0, default=0, verbose_name='đã thử trước khi gửi lại')),
                ('first_tried_at', models.DateTimeField(blank=True, null=True, verbose_name='thử lần đầu')),
                ('delivered_at', models.DateTimeField(blank=True, null=True, verbose_name='đã gửi lúc')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notice_deliveries', to=settings.AUTH_USER_MODEL)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='dispatch.notice')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='dispatch.recipient')),
                ('endpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='dispatch.endpoint')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='delivery_due'), models.Index(fields=['endpoint', '-id'], name='delivery_log')],
                'constraints': [models.UniqueConstraint(fields=('notice', 'endpoint', 'round'), name='one_message_an_endpoint_and_round'), models.UniqueConstraint(fields=('notice', 'account', 'channel', 'round'), name='one_message_a_person_and_round'), models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('endpoint', None)), models.Q(('account', None), ('endpoint__isnull', False)), _connector='OR'), name='message_goes_to_one_place'), models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('due_at', None)), _connector='OR'), name='message_waits_for_a_moment'), models.CheckConstraint(condition=models.Q(models.Q(('delivered_at__isnull', False), ('state', 'delivered')), models.Q(('state', 'delivered'), _negated=True), _connector='OR'), name='message_delivered_at_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='lần')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('outcome', models.CharField(choices=[('delivered', 'đã nhận'), ('status', 'nơi nhận báo lỗi'), ('timeout', 'quá thời gian chờ'), ('unreachable', 'không kết nối được'), ('forbidden_address', 'địa chỉ không được phép'), ('no_gateway', 'chưa có cổng gửi'), ('cancelled', 'không gửi nữa')], max_length=20, verbose_name='kết quả')),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='mã trả lời')),
                ('took_ms', models.PositiveIntegerField(verbose_name='mili giây')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='chi tiết')),
                ('delivery', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='dispatch.delivery')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('delivery', 'number'), name='one_attempt_a_number')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('caller', models.CharField(max_length=120, verbose_name='người gọi')),
                ('person', models.CharField(blank=True, max_length=120, verbose_name='người nghe')),
                ('phone', models.CharField(max_length=20, verbose_name='điện thoại')),
                ('result', models.CharField(choices=[('reached', 'gặp người nhận'), ('no_answer', 'không nghe máy'), ('wrong_number', 'sai số'), ('refused', 'từ chối')], max_length=14, verbose_name='kết quả')),
                ('acknowledged', models.BooleanField(default=False, verbose_name='xác nhận qua điện thoại')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('called_at', models.DateTimeField(verbose_name='gọi lúc')),
                ('at', models.DateTimeField(verbose_name='ghi lúc')),
                ('caller_body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='đơn vị gọi')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='dispatch.recipient')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('result', 'reached'), _negated=True), models.Q(('person', ''), _negated=True), _connector='OR'), name='call_reached_a_person'), models.CheckConstraint(condition=models.Q(('acknowledged', False), ('result', 'reached'), _connector='OR'), name='call_acknowledged_when_reached')],
            },
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=40, verbose_name='sự việc')),
                ('channel', models.CharField(choices=[('webhook', 'webhook'), ('email', 'thư điện tử'), ('sms', 'tin nhắn')], max_length=8, verbose_name='kênh')),
                ('manner', models.CharField(choices=[('now', 'gửi ngay'), ('daily', 'gộp hằng ngày'), ('off', 'không gửi')], max_length=6, verbose_name='cách gửi')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notice_choices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('account', 'event', 'channel'), name='one_choice_an_event_and_channel')],
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text='Rung and moment; no rung is climbed twice.', max_length=40)),
                ('number', models.PositiveSmallIntegerField(verbose_name='bậc')),
                ('whom', models.CharField(choices=[('duty', 'trực ban hoặc đầu mối 24/7 của nơi nhận'), ('leader', 'lãnh đạo phụ trách an toàn, an ninh của nơi nhận'), ('superior', 'cấp trên của nơi nhận'), ('sender', 'nơi gửi, để gọi theo danh bạ')], max_length=16, verbose_name='báo cho')),
                ('person', models.CharField(blank=True, max_length=120, verbose_name='người được báo')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='điện thoại')),
                ('belongs_at', models.DateTimeField(verbose_name='đến bậc lúc')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('notice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dispatch.notice')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='escalations', to='dispatch.recipient')),
                ('told', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='đơn vị được báo')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('recipient', 'key'), name='one_climb_a_rung')],
            },
        ),
        migrations.CreateModel(
            name='LadderRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, verbose_name='mã')),
                ('name', models.CharField(max_length=160, verbose_name='tên')),
                ('from_on', models.DateField(verbose_name='từ ngày')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='đến ngày (không gồm)')),
                ('source', models.TextField(verbose_name='nguồn')),
                ('verified', models.BooleanField(default=False, verbose_name='đã kiểm chứng')),
            ],
            options={
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(buuan.base.places.models.CodeRange('code'), '&&'), (buuan.base.places.models.DateRange('from_on', 'until_on'), '&&')], name='reminder_ladder_once_a_day'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gt', models.F('from_on')), _connector='OR'), name='reminder_ladder_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='LadderRung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='bậc')),
                ('minutes', models.IntegerField(verbose_name='phút')),
                ('anchor', models.CharField(choices=[('sent', 'lúc gửi'), ('due', 'hạn trả lời')], max_length=8, verbose_name='tính từ')),
                ('whom', models.CharField(choices=[('duty', 'trực ban hoặc đầu mối 24/7 của nơi nhận'), ('leader', 'lãnh đạo phụ trách an toàn, an ninh của nơi nhận'), ('superior', 'cấp trên của nơi nhận'), ('sender', 'nơi gửi, để gọi theo danh bạ')], max_length=16, verbose_name='báo cho')),
                ('ladder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rungs', to='dispatch.ladderrow')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ladder', 'number'), name='one_rung_a_number'), models.CheckConstraint(condition=models.Q(('whom__in', ['duty', 'leader', 'superior', 'sender'])), name='rung_whom_known'), models.CheckConstraint(condition=models.Q(models.Q(('anchor', 'sent'), _negated=True), ('minutes__gte', 0), _connector='OR'), name='rung_not_before_sending')],
            },
        ),
        migrations.CreateModel(
            name='QuietHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_time', models.TimeField(verbose_name='từ')),
                ('until_time', models.TimeField(verbose_name='đến')),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='quiet_hours', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='người trực')),
                ('phone', models.CharField(max_length=20, verbose_name='điện thoại')),
                ('from_at', models.DateTimeField(verbose_name='từ')),
                ('until_at', models.DateTimeField(verbose_name='đến')),
                ('handed_over_at', models.DateTimeField(blank=True, null=True, verbose_name='bàn giao lúc')),
                ('handover_note', models.TextField(blank=True, verbose_name='nội dung bàn giao')),
                ('created_at', models.DateTimeField(verbose_name='lập lúc')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to=settings.AUTH_USER_MODEL)),
                ('handed_to', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='taken_from', to='dispatch.shift')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'from_at'], name='shift_roster')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_at__gt', models.F('from_at'))), name='shift_ends_after_start'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(buuan.base.dispatch.models.roster.KeyRange('organisation'), '&&'), (buuan.base.dispatch.models.roster.MomentRange('from_at', 'until_at'), '&&')], name='one_person_on_duty')],
            },
        ),
    ]
