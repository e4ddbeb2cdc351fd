import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('cases', '0001_initial'),
        ('files', '0001_initial'),
        ('organisations', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SuspicionReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folded', models.TextField(default='', editable=False, verbose_name='chữ để tìm')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='số báo cáo')),
                ('source', models.CharField(choices=[('operator', 'doanh nghiệp'), ('agency', 'cơ quan'), ('screening', 'sàng lọc')], max_length=12, verbose_name='nguồn')),
                ('client_key', models.CharField(help_text='Made by the form when it opens, so that sending twice is one report.', max_length=64)),
                ('item_id', models.CharField(blank=True, help_text='Empty only where an agency does not know it.', max_length=40, verbose_name='mã bưu gửi')),
                ('declared_content', models.CharField(blank=True, max_length=500, verbose_name='nội dung khai')),
                ('verdict', models.CharField(default='clear', max_length=12, verbose_name='kết quả sàng lọc')),
                ('category', models.CharField(blank=True, max_length=60, verbose_name='nhóm hàng')),
                ('category_name', models.CharField(blank=True, max_length=200)),
                ('hits', models.JSONField(default=list, verbose_name='từ nhận diện')),
                ('law', models.TextField(blank=True, verbose_name='căn cứ')),
                ('signs', models.JSONField(default=list, verbose_name='dấu hiệu')),
                ('text', models.TextField(blank=True, verbose_name='mô tả')),
                ('severity', models.CharField(choices=[('critical', 'nghiêm trọng'), ('high', 'khẩn'), ('medium', 'nghi vấn'), ('low', 'thường')], max_length=10, verbose_name='mức độ')),
                ('state', models.CharField(choices=[('received', 'chờ tiếp nhận'), ('accepted', 'đã lập vụ việc'), ('joined', 'đã nhập vào vụ việc'), ('declined', 'không thụ lý')], default='received', max_length=10, verbose_name='trạng thái')),
                ('found_at', models.DateTimeField(verbose_name='phát hiện lúc')),
                ('sent_at', models.DateTimeField(verbose_name='gửi lúc')),
                ('received_at', models.DateTimeField(verbose_name='nhận lúc')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='xử lý lúc')),
                ('decided_by', models.CharField(blank=True, max_length=120, verbose_name='người xử lý')),
                ('decline_reason', models.TextField(blank=True, verbose_name='lý do không thụ lý')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người báo')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='places.area')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='cases.case')),
                ('operator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='doanh nghiệp giữ bưu gửi')),
                ('point', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='nơi phát hiện')),
                ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='organisations.organisation', verbose_name='đơn vị báo')),
            ],
            options={
                'indexes': [models.Index(fields=['-received_at', '-id'], name='report_latest'), models.Index(fields=['state', '-received_at', '-id'], name='report_state'), models.Index(fields=['reporter', '-received_at', '-id'], name='report_reporter'), models.Index(fields=['item_id'], name='report_item'), models.Index(condition=models.Q(('decided_at__isnull', False)), fields=['-decided_at'], name='report_decided'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('folded', config='simple'), name='report_words')],
                'constraints': [models.UniqueConstraint(fields=('account', 'client_key', 'item_id'), name='one_report_a_form'), models.CheckConstraint(condition=models.Q(('source', 'agency'), models.Q(models.Q(('item_id', ''), _negated=True), ('operator__isnull', False)), _connector='OR'), name='held_report_names_the_item'), models.CheckConstraint(condition=models.Q(models.Q(('case', None), ('decided_at', None), ('state', 'received')), models.Q(('case__isnull', False), ('decided_at__isnull', False), ('state__in', ('accepted', 'joined'))), models.Q(('case', None), ('decided_at__isnull', False), ('state', 'declined'), models.Q(('decline_reason', ''), _negated=True)), _connector='OR'), name='report_state_fits'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', '')), models.Q(('decided_at__isnull', False), models.Q(('decided_by', ''), _negated=True)), _connector='OR'), name='decided_report_says_who')],
            },
        ),
        migrations.CreateModel(
            name='Routing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('focal', 'đầu mối tiếp nhận'), ('competent', 'cơ quan có thẩm quyền')], max_length=10, verbose_name='vai trò')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='routed_reports', to='organisations.organisation')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='routings', to='intake.suspicionreport')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'report'], name='routing_body')],
                'constraints': [models.UniqueConstraint(fields=('report', 'organisation'), name='routed_once')],
            },
        ),
        migrations.CreateModel(
            name='ReportPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('package', 'ảnh gói'), ('scan', 'ảnh soi chiếu')], max_length=10, verbose_name='loại')),
                ('added_at', models.DateTimeField(verbose_name='thêm lúc')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='intake.suspicionreport')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'file'), name='photo_once_a_report')],
            },
        ),
    ]
