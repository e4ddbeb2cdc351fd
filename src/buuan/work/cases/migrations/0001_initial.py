import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('organisations', '0001_initial'),
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folded', models.TextField(default='', editable=False, verbose_name='chữ để tìm')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='số vụ việc')),
                ('title', models.CharField(max_length=250, verbose_name='nội dung')),
                ('state', models.CharField(choices=[('received', 'đã tiếp nhận'), ('verifying', 'đang xác minh'), ('handling', 'đang xử lý'), ('concluded', 'đã kết luận'), ('closed', 'đã đóng hồ sơ')], default='received', max_length=12, verbose_name='trạng thái')),
                ('severity', models.CharField(choices=[('critical', 'nghiêm trọng'), ('high', 'khẩn'), ('medium', 'nghi vấn'), ('low', 'thường')], max_length=10, verbose_name='mức độ')),
                ('marking', models.CharField(choices=[('public', 'công khai'), ('internal', 'nội bộ'), ('restricted', 'hạn chế: các cơ quan tham gia')], default='internal', max_length=12, verbose_name='phạm vi')),
                ('category', models.CharField(blank=True, help_text='Code of the goods catalogue, empty when unknown.', max_length=60, verbose_name='nhóm hàng')),
                ('category_name', models.CharField(blank=True, max_length=200)),
                ('source', models.CharField(max_length=200, verbose_name='nguồn')),
                ('opened_at', models.DateTimeField(verbose_name='mở lúc')),
                ('verifying_at', models.DateTimeField(blank=True, null=True, verbose_name='xác minh từ')),
                ('handling_at', models.DateTimeField(blank=True, null=True, verbose_name='xử lý từ')),
                ('concluded_at', models.DateTimeField(blank=True, null=True, verbose_name='kết luận lúc')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='đóng lúc')),
                ('violation_found', models.BooleanField(blank=True, null=True, verbose_name='có vi phạm')),
                ('conclusion', models.TextField(blank=True, verbose_name='kết luận')),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='places.area', verbose_name='địa bàn')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL, verbose_name='người thụ lý')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='led_cases', to='organisations.organisation', verbose_name='chủ trì')),
            ],
            options={
                'indexes': [models.Index(fields=['-opened_at', '-id'], name='case_latest'), models.Index(fields=['state', '-opened_at', '-id'], name='case_state'), models.Index(condition=models.Q(('state__in', ('concluded', 'closed')), _negated=True), fields=['-opened_at', '-id'], name='case_open'), models.Index(fields=['lead', '-opened_at', '-id'], name='case_lead'), models.Index(fields=['area', '-opened_at'], name='case_area'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('folded', config='simple'), name='case_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('concluded_at', None), ('conclusion', ''), ('violation_found', None)), models.Q(('concluded_at__isnull', False), ('violation_found__isnull', False), models.Q(('conclusion', ''), _negated=True)), _connector='OR'), name='concluded_case_says_so'), models.CheckConstraint(condition=models.Q(models.Q(('concluded_at__isnull', False), ('state__in', ('concluded', 'closed'))), models.Q(models.Q(('state__in', ('concluded', 'closed')), _negated=True), ('concluded_at', None)), _connector='OR'), name='case_state_fits_its_moments'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='closed_case_says_when')],
            },
        ),
        migrations.CreateModel(
            name='CaseEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('kind', models.CharField(max_length=40, verbose_name='việc')),
                ('who', models.CharField(max_length=120, verbose_name='ai')),
                ('body', models.CharField(max_length=160, verbose_name='cơ quan')),
                ('facts', models.JSONField(default=dict)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-at', '-id'], name='case_timeline')],
            },
        ),
        migrations.CreateModel(
            name='CaseItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_id', models.CharField(max_length=40, verbose_name='mã bưu gửi')),
                ('declared_content', models.CharField(blank=True, max_length=500, verbose_name='nội dung khai')),
                ('hits', models.JSONField(default=list, verbose_name='từ nhận diện')),
                ('law', models.TextField(blank=True, verbose_name='căn cứ')),
                ('route', models.CharField(blank=True, max_length=120, verbose_name='tuyến')),
                ('outcome', models.CharField(blank=True, choices=[('seized', 'tạm giữ, tịch thu'), ('returned', 'trả lại người gửi'), ('released', 'giải tỏa, cho chuyển tiếp'), ('destroyed', 'tiêu hủy'), ('transferred', 'chuyển cơ quan khác'), ('nothing_found', 'không phát hiện vi phạm')], max_length=16, verbose_name='kết quả')),
                ('quantity', models.DecimalField(blank=True, decimal_places=3, max_digits=13, null=True, verbose_name='số lượng')),
                ('unit', models.CharField(blank=True, max_length=20, verbose_name='đơn vị tính')),
                ('value_vnd', models.BigIntegerField(blank=True, null=True, verbose_name='trị giá (đồng)')),
                ('outcome_at', models.DateTimeField(blank=True, null=True, verbose_name='ghi kết quả lúc')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='cases.case')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_items', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['item_id'], name='case_item_id')],
                'constraints': [models.UniqueConstraint(fields=('case', 'operator', 'item_id'), name='item_once_a_case'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'seized'), _negated=True), models.Q(models.Q(('unit', ''), _negated=True), ('quantity__gt', 0), ('value_vnd__gte', 0)), _connector='OR'), name='seizure_says_how_much'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', ''), ('outcome_at', None)), models.Q(models.Q(('outcome', ''), _negated=True), ('outcome_at__isnull', False)), _connector='OR'), name='outcome_says_when')],
            },
        ),
        migrations.CreateModel(
            name='LooseEnd',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=200, verbose_name='việc')),
                ('opened_at', models.DateTimeField(verbose_name='mở lúc')),
                ('tied_at', models.DateTimeField(blank=True, null=True, verbose_name='kết thúc lúc')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='loose_ends', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'subject'), name='loose_end_once')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('own', 'trong cơ quan'), ('inter_agency', 'các cơ quan tham gia'), ('reporter', 'gửi người báo')], max_length=14, verbose_name='cho ai')),
                ('text', models.TextField(verbose_name='nội dung')),
                ('author', models.CharField(max_length=120, verbose_name='người ghi')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-at', '-id'], name='case_notes')],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='note_says_something')],
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'chủ trì'), ('partner', 'phối hợp')], max_length=10, verbose_name='vai trò')),
                ('from_at', models.DateTimeField(verbose_name='từ')),
                ('until_at', models.DateTimeField(blank=True, null=True, verbose_name='đến')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participants', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('until_at', None)), fields=['organisation', 'case'], name='participant_now')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('role', 'lead'), ('until_at', None)), fields=('case',), name='one_lead_a_case'), models.UniqueConstraint(condition=models.Q(('until_at', None)), fields=('case', 'organisation'), name='one_part_a_body')],
            },
        ),
        migrations.CreateModel(
            name='Reporter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('report', models.CharField(max_length=20, verbose_name='số báo cáo')),
                ('told_at', models.DateTimeField(blank=True, null=True, verbose_name='đã phản hồi')),
                ('feedback', models.TextField(blank=True, verbose_name='phản hồi')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reporters', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['report'], name='case_reporter_report')],
                'constraints': [models.UniqueConstraint(fields=('case', 'report'), name='report_once_a_case'), models.CheckConstraint(condition=models.Q(models.Q(('feedback', ''), ('told_at', None)), models.Q(('told_at__isnull', False), models.Q(('feedback', ''), _negated=True)), _connector='OR'), name='told_reporter_got_words')],
            },
        ),
    ]
