import buuan.base.places.models
import django.contrib.postgres.constraints
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('dispatch', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CalendarEdition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64)),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='từ năm')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='đến năm')),
                ('loaded_at', models.DateTimeField(verbose_name='nạp lúc')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_calendar_edition'), models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='calendar_years_in_order')],
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
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(buuan.base.places.models.CodeRange('code'), '&&'), (buuan.base.places.models.DateRange('from_on', 'until_on'), '&&')], name='ladder_code_once_a_day'), models.UniqueConstraint(fields=('code', 'from_on'), name='one_ladder_a_code_and_day'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gt', models.F('from_on')), _connector='OR'), name='ladder_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(help_text='Such as intake.accept; also a tab of the worklist.', max_length=60, verbose_name='loại việc')),
                ('subject', models.CharField(max_length=80, verbose_name='đối tượng')),
                ('label', models.CharField(blank=True, max_length=60, verbose_name='số hiệu')),
                ('task', models.CharField(help_text='What is to be done, as a verb: Tiếp nhận, Kết luận xác minh.', max_length=120, verbose_name='việc')),
                ('title', models.CharField(max_length=250, verbose_name='nội dung')),
                ('law', models.CharField(blank=True, max_length=200, verbose_name='căn cứ')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='nguồn')),
                ('place', models.CharField(blank=True, max_length=120, verbose_name='địa bàn')),
                ('severity', models.CharField(choices=[('critical', 'nghiêm trọng'), ('high', 'khẩn'), ('medium', 'nghi vấn'), ('low', 'thường')], default='low', max_length=10, verbose_name='mức độ')),
                ('url', models.CharField(max_length=200)),
                ('button', models.CharField(max_length=40, verbose_name='nút')),
                ('limit_code', models.CharField(max_length=80, verbose_name='thời hạn')),
                ('limit_name', models.CharField(max_length=200)),
                ('limit_amount', models.PositiveIntegerField()),
                ('limit_unit', models.CharField(choices=[('calendar_minutes', 'phút'), ('calendar_hours', 'giờ'), ('calendar_days', 'ngày'), ('calendar_months', 'tháng'), ('working_hours', 'giờ làm việc'), ('working_days', 'ngày làm việc')], max_length=20)),
                ('limit_source', models.TextField()),
                ('limit_verified', models.BooleanField()),
                ('limit_statutory', models.BooleanField()),
                ('max_extensions', models.PositiveSmallIntegerField(default=1)),
                ('extension_terms', models.JSONField(default=list)),
                ('extend_before_due', models.BooleanField(default=True)),
                ('pause_allowed', models.BooleanField(default=False)),
                ('rolls', models.BooleanField(default=True)),
                ('warn_before', models.DurationField()),
                ('started_at', models.DateTimeField(verbose_name='bắt đầu')),
                ('first_due_at', models.DateTimeField(verbose_name='hạn ban đầu')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='hạn')),
                ('warn_at', models.DateTimeField(blank=True, null=True, verbose_name='sắp đến hạn từ')),
                ('paused_at', models.DateTimeField(blank=True, null=True, verbose_name='tạm dừng từ')),
                ('look_at', models.DateTimeField(blank=True, help_text='When the ladder has to be looked at next.', null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='hoàn thành')),
                ('explanation', models.TextField(blank=True, verbose_name='giải trình')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given_clocks', to='organisations.organisation', verbose_name='đơn vị khởi tạo')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='organisations.organisation', verbose_name='đơn vị thực hiện')),
                ('ladder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='clocks.ladderrow')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('finished_at', None)), fields=['holder', 'due_at', 'id'], name='clock_worklist'), models.Index(condition=models.Q(('finished_at', None)), fields=['due_at', 'id'], name='clock_running_due'), models.Index(condition=models.Q(('finished_at', None)), fields=['holder', 'kind', 'task'], name='clock_kinds'), models.Index(condition=models.Q(('finished_at__isnull', False)), fields=['holder', 'finished_at'], name='clock_finished_in'), models.Index(condition=models.Q(('look_at__isnull', False)), fields=['look_at'], name='clock_look'), models.Index(fields=['subject'], name='clock_subject'), models.Index(fields=['holder', 'started_at'], name='clock_given_in')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('finished_at', None)), fields=('kind', 'subject', 'holder'), name='one_running_clock'), models.CheckConstraint(condition=models.Q(('first_due_at__gt', models.F('started_at'))), name='clock_first_due_after_start'), models.CheckConstraint(condition=models.Q(('due_at', None), ('due_at__gt', models.F('started_at')), _connector='OR'), name='clock_due_after_start'), models.CheckConstraint(condition=models.Q(('due_at__isnull', False), ('paused_at__isnull', False), _connector='OR'), name='clock_stands_only_when_paused'), models.CheckConstraint(condition=models.Q(models.Q(('due_at', None), ('look_at', None), ('warn_at', None)), models.Q(('due_at__isnull', False), ('warn_at__isnull', False), ('warn_at__lte', models.F('due_at'))), _connector='OR'), name='clock_warns_when_it_has_a_due_time'), models.CheckConstraint(condition=models.Q(('finished_at', None), models.Q(('due_at__isnull', False), ('finished_at__gte', models.F('started_at')), ('look_at', None), ('paused_at', None)), _connector='OR'), name='finished_clock_is_whole'), models.CheckConstraint(condition=models.Q(('finished_at', None), ('finished_at__lte', models.F('due_at')), models.Q(('explanation', ''), _negated=True), _connector='OR'), name='late_clock_is_explained'), models.CheckConstraint(condition=models.Q(('severity__in', ['critical', 'high', 'medium', 'low'])), name='clock_severity_known')],
            },
        ),
        migrations.CreateModel(
            name='LadderStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='bậc')),
                ('code', models.CharField(max_length=40, verbose_name='mã')),
                ('name', models.CharField(max_length=160, verbose_name='tên')),
                ('after', models.DurationField(help_text='Plain time from the anchor, negative before it.', verbose_name='sau')),
                ('anchor', models.CharField(choices=[('due', 'hạn'), ('start', 'lúc bắt đầu')], max_length=8, verbose_name='tính từ')),
                ('whom', models.CharField(choices=[('assignee', 'người thụ lý'), ('duty_officer', 'trực ban'), ('leader', 'lãnh đạo'), ('superior', 'cấp trên'), ('contact', 'đầu mối 24/7'), ('security_leader', 'lãnh đạo phụ trách an toàn, an ninh'), ('issuer', 'cơ quan ra lệnh')], max_length=24, verbose_name='báo cho')),
                ('ladder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='clocks.ladderrow')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ladder', 'number'), name='one_step_a_rung'), models.UniqueConstraint(fields=('ladder', 'code'), name='step_code_once_a_ladder'), models.CheckConstraint(condition=models.Q(('whom__in', ['assignee', 'duty_officer', 'leader', 'superior', 'contact', 'security_leader', 'issuer'])), name='step_whom_known')],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.CharField(max_length=120, verbose_name='người chuyển')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='clocks.clock')),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OfficeWeek',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='từ ngày')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='đến ngày (không gồm)')),
                ('days', models.JSONField(verbose_name='giờ làm việc')),
                ('source', models.TextField(verbose_name='nguồn')),
                ('verified', models.BooleanField(default=False, verbose_name='đã kiểm chứng')),
            ],
            options={
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(buuan.base.places.models.DateRange('from_on', 'until_on'), '&&')], name='one_week_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_at', models.DateTimeField(verbose_name='từ')),
                ('until_at', models.DateTimeField(blank=True, null=True, verbose_name='đến')),
                ('reason', models.TextField(verbose_name='lý do')),
                ('by', models.CharField(max_length=120, verbose_name='người quyết định')),
                ('resumed_by', models.CharField(blank=True, max_length=120, verbose_name='người cho chạy lại')),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='clocks.clock')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_at', None)), fields=('clock',), name='one_open_pause'), models.CheckConstraint(condition=models.Q(('until_at', None), ('until_at__gte', models.F('from_at')), _connector='OR'), name='pause_ends_after_start'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='pause_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('resumed_by', ''), ('until_at', None)), models.Q(('until_at__isnull', False), models.Q(('resumed_by', ''), _negated=True)), _connector='OR'), name='pause_ended_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='SpecialDay',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False, verbose_name='ngày')),
                ('kind', models.CharField(choices=[('holiday', 'nghỉ lễ, Tết'), ('compensation', 'nghỉ bù'), ('exchanged', 'nghỉ hoán đổi'), ('swapped', 'làm bù'), ('pending', 'chưa xác định')], max_length=12, verbose_name='loại')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
                ('compensates', models.DateField(blank=True, help_text='The other day of the pair.', null=True, verbose_name='bù cho ngày')),
                ('source', models.TextField(verbose_name='nguồn')),
                ('verified', models.BooleanField(default=False, verbose_name='đã kiểm chứng')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['holiday', 'compensation', 'exchanged', 'swapped', 'pending'])), name='special_day_kind_known'), models.CheckConstraint(condition=models.Q(('compensates', None), models.Q(('compensates', models.F('day')), _negated=True), _connector='OR'), name='special_day_not_its_own_pair')],
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('number', models.PositiveSmallIntegerField(verbose_name='bậc')),
                ('name', models.CharField(max_length=160, verbose_name='tên bậc')),
                ('whom', models.CharField(choices=[('assignee', 'người thụ lý'), ('duty_officer', 'trực ban'), ('leader', 'lãnh đạo'), ('superior', 'cấp trên'), ('contact', 'đầu mối 24/7'), ('security_leader', 'lãnh đạo phụ trách an toàn, an ninh'), ('issuer', 'cơ quan ra lệnh')], max_length=24, verbose_name='báo cho')),
                ('belongs_at', models.DateTimeField(verbose_name='thời điểm của bậc')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='escalations', to='clocks.clock')),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dispatch.notice')),
                ('told', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='đơn vị nhận')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clock', 'key'), name='one_escalation_a_mark')],
            },
        ),
        migrations.CreateModel(
            name='Explanation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='giải trình')),
                ('by', models.CharField(max_length=120, verbose_name='người giải trình')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='explanations', to='clocks.clock')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='explanation_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('amount', models.PositiveIntegerField(verbose_name='thêm')),
                ('unit', models.CharField(choices=[('calendar_minutes', 'phút'), ('calendar_hours', 'giờ'), ('calendar_days', 'ngày'), ('calendar_months', 'tháng'), ('working_hours', 'giờ làm việc'), ('working_days', 'ngày làm việc')], max_length=20, verbose_name='đơn vị tính')),
                ('from_start', models.BooleanField(default=False, verbose_name='tính từ lúc bắt đầu')),
                ('approved_by', models.CharField(max_length=120, verbose_name='người duyệt')),
                ('reason', models.TextField(verbose_name='lý do')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('requested_at', models.DateTimeField(blank=True, null=True, verbose_name='đề nghị lúc')),
                ('due_before', models.DateTimeField(verbose_name='hạn trước khi gia hạn')),
                ('due_after', models.DateTimeField(verbose_name='hạn sau khi gia hạn')),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='clocks.clock')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('approved_by', ''), _negated=True)), name='extension_is_told_why_and_by_whom'), models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='extension_amount_positive'), models.CheckConstraint(condition=models.Q(('due_after__gte', models.F('due_before'))), name='extension_never_shortens')],
            },
        ),
    ]
