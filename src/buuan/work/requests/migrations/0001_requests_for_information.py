import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0005_close_gate'),
        ('dispatch', '0001_initial'),
        ('files', '0002_arriving_files'),
        ('interdiction', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='InformationRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folded', models.TextField(default='', editable=False, verbose_name='chữ để tìm')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='số yêu cầu')),
                ('title', models.CharField(max_length=250, verbose_name='nội dung')),
                ('officer', models.CharField(max_length=120, verbose_name='cán bộ đầu mối')),
                ('phone', models.CharField(max_length=20, verbose_name='điện thoại liên hệ')),
                ('ground', models.CharField(choices=[('goods', 'hàng cấm, hàng có điều kiện'), ('danger', 'bưu gửi gây nguy hiểm cho người'), ('fraud', 'khai sai, gian dối'), ('other', 'căn cứ khác, nội dung tài liệu')], max_length=10, verbose_name='căn cứ')),
                ('reason', models.TextField(verbose_name='lý do')),
                ('about_content', models.BooleanField(default=False, verbose_name='dựa vào nội dung, ý kiến, nguồn gốc')),
                ('scope', models.JSONField(verbose_name='phạm vi')),
                ('category', models.CharField(blank=True, max_length=60, verbose_name='nhóm hàng')),
                ('category_name', models.CharField(blank=True, max_length=200)),
                ('names_persons', models.BooleanField(default=False, verbose_name='nêu người')),
                ('personal', models.BooleanField(default=False, help_text='It names somebody, or asks who somebody is.', verbose_name='có dữ liệu cá nhân')),
                ('wanted', models.JSONField(default=list, verbose_name='cần cung cấp')),
                ('question', models.TextField(verbose_name='cần biết')),
                ('urgent', models.BooleanField(default=False, verbose_name='khẩn')),
                ('days', models.PositiveSmallIntegerField(verbose_name='số ngày làm việc để trả lời')),
                ('decision_number', models.CharField(blank=True, max_length=60, verbose_name='số quyết định kèm theo')),
                ('decision_on', models.DateField(blank=True, null=True, verbose_name='ngày quyết định')),
                ('decision_by', models.CharField(blank=True, choices=[('investigating_body', 'cơ quan điều tra'), ('procuracy', 'viện kiểm sát'), ('court', 'tòa án'), ('market_surveillance', 'quản lý thị trường'), ('customs', 'hải quan')], max_length=24, verbose_name='cơ quan ra quyết định')),
                ('state', models.CharField(choices=[('draft', 'đang soạn'), ('submitted', 'chờ duyệt'), ('refused', 'không duyệt'), ('sent', 'chờ trả lời'), ('answered', 'đã trả lời'), ('withdrawn', 'đã rút')], default='draft', max_length=12, verbose_name='trạng thái')),
                ('drafted_at', models.DateTimeField(verbose_name='soạn lúc')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='trình lúc')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='duyệt lúc')),
                ('decision_note', models.TextField(blank=True, verbose_name='ý kiến')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='gửi lúc')),
                ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='hạn trả lời')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='kết thúc lúc')),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='information_requests', to='organisations.organisation', verbose_name='cơ quan yêu cầu')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='information_requests', to='cases.case')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người duyệt')),
                ('decision_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người soạn')),
                ('ground_row', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interdiction.ground')),
                ('notice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='information_requests', to='dispatch.notice')),
            ],
            options={
                'indexes': [models.Index(fields=['asker', '-drafted_at', '-id'], name='request_asker'), models.Index(fields=['-drafted_at', '-id'], name='request_latest'), models.Index(fields=['case'], name='request_case'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('folded', config='simple'), name='request_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='request_drafter_never_approves'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'submitted', 'refused')), models.Q(('due_at__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='request_out_says_when_and_until'), models.CheckConstraint(condition=models.Q(('names_persons', False), models.Q(('category', ''), _negated=True), _connector='OR'), name='request_person_needs_goods'), models.CheckConstraint(condition=models.Q(models.Q(('ground', 'other'), _negated=True), models.Q(('category', ''), ('names_persons', False)), _connector='OR'), name='request_other_names_no_person'), models.CheckConstraint(condition=models.Q(('names_persons', False), ('personal', True), _connector='OR'), name='request_named_is_personal')],
            },
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'chưa trả lời'), ('answered', 'đã trả lời'), ('declined', 'không cung cấp được'), ('withdrawn', 'đã rút')], default='waiting', max_length=10, verbose_name='trạng thái')),
                ('answer', models.TextField(blank=True, verbose_name='trả lời')),
                ('personal', models.BooleanField(default=False, verbose_name='câu trả lời có dữ liệu cá nhân')),
                ('decline', models.CharField(blank=True, choices=[('no_data', 'không có thông tin'), ('kept_too_short', 'đã hết thời hạn lưu'), ('not_competent', 'không thuộc thẩm quyền'), ('beyond_ground', 'ngoài căn cứ, phạm vi đã nêu')], max_length=16, verbose_name='lý do không cung cấp')),
                ('answered_by', models.CharField(blank=True, max_length=120, verbose_name='người trả lời')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='trả lời lúc')),
                ('via', models.CharField(blank=True, max_length=10)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='nơi được yêu cầu')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='requests.informationrequest')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'state'], name='part_of_body')],
                'constraints': [models.UniqueConstraint(fields=('request', 'organisation'), name='asked_once_a_request'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('decline', ''), _negated=True), _connector='OR'), name='part_declined_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('answered', 'declined')), _negated=True), models.Q(('answered_at__isnull', False), models.Q(('answered_by', ''), _negated=True)), _connector='OR'), name='part_done_says_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='AnswerFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(verbose_name='thêm lúc')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='requests.part')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('part', 'file'), name='answer_file_once')],
            },
        ),
        migrations.CreateModel(
            name='RequestAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('verb', models.CharField(choices=[('draft', 'soạn'), ('submit', 'trình'), ('approve', 'duyệt'), ('refuse', 'không duyệt'), ('withdraw', 'rút'), ('answer', 'trả lời'), ('decline', 'không cung cấp'), ('unmask', 'xem dữ liệu cá nhân')], max_length=12, verbose_name='việc')),
                ('outcome', models.CharField(choices=[('accepted', 'được nhận'), ('refused', 'bị từ chối')], max_length=10, verbose_name='kết quả')),
                ('code', models.CharField(blank=True, max_length=60)),
                ('sentence', models.TextField(blank=True, verbose_name='lý do từ chối')),
                ('account', models.CharField(max_length=60, verbose_name='tài khoản')),
                ('name', models.CharField(max_length=120, verbose_name='người')),
                ('ground', models.CharField(blank=True, choices=[('goods', 'hàng cấm, hàng có điều kiện'), ('danger', 'bưu gửi gây nguy hiểm cho người'), ('fraud', 'khai sai, gian dối'), ('other', 'căn cứ khác, nội dung tài liệu')], max_length=10, verbose_name='căn cứ')),
                ('scope', models.JSONField(default=dict, help_text='How many of each part, never which.', verbose_name='phạm vi')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='cơ quan')),
                ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='requests.informationrequest')),
            ],
            options={
                'indexes': [models.Index(fields=['-at', '-id'], name='request_attempt_latest')],
            },
        ),
        migrations.CreateModel(
            name='RequestEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('kind', models.CharField(max_length=40, verbose_name='việc')),
                ('who', models.CharField(max_length=120, verbose_name='ai')),
                ('body', models.CharField(max_length=160, verbose_name='cơ quan')),
                ('facts', models.JSONField(default=dict)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='requests.informationrequest')),
            ],
            options={
                'indexes': [models.Index(fields=['request', '-at', '-id'], name='request_timeline')],
            },
        ),
    ]
