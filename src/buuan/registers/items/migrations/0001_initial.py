import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Manifest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('manifest_id', models.CharField(max_length=64, verbose_name='mã bảng kê')),
                ('revision', models.PositiveIntegerField(verbose_name='lần')),
                ('kind', models.CharField(max_length=10)),
                ('profile', models.CharField(default='native', max_length=20)),
                ('content_sha256', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('received', 'đã nhận'), ('parsing', 'đang đọc'), ('validating', 'đang kiểm tra'), ('committed', 'đã ghi nhận'), ('committed_with_errors', 'đã ghi nhận, có dòng bị từ chối'), ('refused', 'bị từ chối'), ('superseded', 'đã có bản mới')], max_length=24, verbose_name='trạng thái')),
                ('file_name', models.CharField(max_length=200, verbose_name='tên tệp')),
                ('received_at', models.DateTimeField(verbose_name='nhận lúc')),
                ('committed_at', models.DateTimeField(blank=True, null=True, verbose_name='ghi nhận lúc')),
                ('accepted', models.PositiveIntegerField(default=0, verbose_name='nhận')),
                ('refused', models.PositiveIntegerField(default=0, verbose_name='từ chối')),
                ('warnings', models.PositiveIntegerField(default=0, verbose_name='cảnh báo')),
                ('letters', models.PositiveIntegerField(default=0, verbose_name='thư (chỉ đếm)')),
                ('documents', models.PositiveIntegerField(default=0, verbose_name='tài liệu')),
                ('hits', models.PositiveIntegerField(default=0, verbose_name='cảnh báo sàng lọc')),
                ('description_quality', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='chất lượng mô tả')),
                ('catalogue', models.CharField(blank=True, max_length=64, verbose_name='bản danh mục')),
                ('seconds_ms', models.PositiveIntegerField(default=0, verbose_name='thời gian xử lý (ms)')),
                ('uploaded_by', models.CharField(max_length=120)),
                ('report', models.JSONField(default=list, verbose_name='báo cáo lỗi')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='manifests', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['operator', '-received_at', '-id'], name='manifest_operator'), models.Index(fields=['-received_at', '-id'], name='manifest_latest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'refused'), _negated=True), fields=('operator', 'manifest_id', 'revision'), name='one_manifest_revision')],
            },
        ),
        migrations.CreateModel(
            name='Hit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_id', models.CharField(max_length=40, verbose_name='mã bưu gửi')),
                ('day', models.DateField(verbose_name='ngày chấp nhận')),
                ('accepted_at', models.DateTimeField(verbose_name='chấp nhận lúc')),
                ('point', models.CharField(blank=True, max_length=32, verbose_name='điểm chấp nhận')),
                ('declared_content', models.CharField(max_length=500, verbose_name='nội dung khai')),
                ('spans', models.JSONField(help_text='[{rule, start, end, text, law}] in code points of declared_content.', verbose_name='từ nhận diện')),
                ('verdict', models.CharField(choices=[('prohibited', 'không được gửi'), ('conditional', 'gửi có điều kiện')], max_length=12, verbose_name='kết quả')),
                ('category', models.CharField(max_length=60, verbose_name='nhóm hàng')),
                ('category_name', models.CharField(max_length=200)),
                ('severity', models.CharField(max_length=10, verbose_name='mức độ')),
                ('score', models.DecimalField(decimal_places=3, max_digits=4, verbose_name='điểm')),
                ('advice', models.CharField(blank=True, max_length=400, verbose_name='hướng dẫn')),
                ('law', models.CharField(blank=True, max_length=400, verbose_name='căn cứ')),
                ('route', models.CharField(blank=True, max_length=120, verbose_name='tuyến')),
                ('weight_g', models.PositiveIntegerField(blank=True, null=True, verbose_name='khối lượng (g)')),
                ('catalogue', models.CharField(max_length=64, verbose_name='bản danh mục')),
                ('state', models.CharField(choices=[('open', 'cần xem'), ('accepted', 'giữ, báo'), ('dismissed', 'bỏ qua'), ('superseded', 'bản khai đã thay')], default='open', max_length=12, verbose_name='trạng thái')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='xem lúc')),
                ('decided_by', models.CharField(blank=True, max_length=120, verbose_name='người xem')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='lý do')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hits', to='organisations.organisation')),
                ('manifest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hit_rows', to='items.manifest')),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-score', '-id'], name='hit_queue'), models.Index(fields=['operator', 'state', '-id'], name='hit_operator'), models.Index(fields=['manifest', 'state'], name='hit_manifest'), models.Index(fields=['item_id'], name='hit_item')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ('open', 'superseded')), models.Q(('decided_at__isnull', False), models.Q(('decided_by', ''), _negated=True)), _connector='OR'), name='decided_hit_says_who'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'dismissed'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='dismissed_hit_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_id', models.CharField(max_length=40, verbose_name='mã bưu gửi')),
                ('ground', models.CharField(choices=[('report', 'báo cáo nghi vấn'), ('hit', 'cảnh báo sàng lọc'), ('order', 'lệnh ngăn chặn')], max_length=10, verbose_name='vì')),
                ('subject', models.CharField(help_text='The record that is the reason, such as `intake.suspicionreport:7`.', max_length=80, verbose_name='do')),
                ('label', models.CharField(blank=True, max_length=60, verbose_name='số hiệu')),
                ('from_at', models.DateTimeField(verbose_name='từ')),
                ('lapses_at', models.DateTimeField(blank=True, help_text="Only for a clerk's own hold that nobody has answered.", null=True, verbose_name='tự hết lúc')),
                ('until_at', models.DateTimeField(blank=True, null=True, verbose_name='đến')),
                ('end_reason', models.CharField(blank=True, choices=[('lapsed', 'hết thời hạn tự giữ, đầu mối chưa trả lời'), ('declined', 'báo cáo không thụ lý'), ('outcome', 'có kết quả xử lý, bưu gửi được đi tiếp'), ('taken', 'cơ quan có thẩm quyền đã thu giữ hoặc xử lý bưu gửi'), ('order_ended', 'lệnh ngăn chặn hết hiệu lực'), ('dismissed', 'cảnh báo được bỏ qua')], max_length=12, verbose_name='kết thúc vì')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held_items', to='organisations.organisation', verbose_name='nơi giữ')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('until_at', None)), fields=['operator', 'item_id'], name='open_hold_item'), models.Index(condition=models.Q(('until_at', None)), fields=['lapses_at'], name='open_hold_lapse'), models.Index(fields=['subject'], name='hold_subject')],
                'constraints': [models.UniqueConstraint(fields=('operator', 'item_id', 'subject'), name='one_hold_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('until_at', None)), models.Q(('until_at__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='hold_ends_with_reason'), models.CheckConstraint(condition=models.Q(('until_at', None), ('until_at__gte', models.F('from_at')), _connector='OR'), name='hold_ends_after_start')],
            },
        ),
    ]
