import buuan.base.places.models
import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='LegalDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folded', models.TextField(default='', editable=False, verbose_name='chữ để tìm')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='mã')),
                ('form', models.CharField(choices=[('hien_phap', 'Hiến pháp'), ('bo_luat', 'Bộ luật'), ('luat', 'Luật'), ('nghi_quyet', 'Nghị quyết'), ('nghi_dinh', 'Nghị định'), ('thong_tu', 'Thông tư'), ('thong_tu_lien_tich', 'Thông tư liên tịch'), ('quyet_dinh', 'Quyết định'), ('chi_thi', 'Chỉ thị'), ('cong_van', 'Công văn'), ('dieu_uoc', 'Điều ước quốc tế')], max_length=20, verbose_name='hình thức')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='số, ký hiệu')),
                ('title', models.CharField(max_length=300, verbose_name='trích yếu')),
                ('issuer', models.CharField(max_length=160, verbose_name='cơ quan ban hành')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='ngày ký')),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='hiệu lực từ')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='hiệu lực đến (không gồm)')),
                ('source', models.TextField(verbose_name='đọc tại')),
                ('mark', models.CharField(choices=[('S', 'đã đọc văn bản'), ('P', 'đã đọc bản tóm tắt'), ('M', 'từ hiểu biết chung, chưa đối chiếu'), ('I', 'quy ước của nền tảng')], max_length=1, verbose_name='mức đối chiếu')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('amended_by', models.ManyToManyField(blank=True, related_name='amends', to='law.legaldocument')),
                ('replaced_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='law.legaldocument')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('folded', config='simple'), name='law_document_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('from_on', None), ('until_on__gt', models.F('from_on')), _connector='OR'), name='document_ends_after_start'), models.CheckConstraint(condition=models.Q(('mark__in', ['S', 'P', 'M', 'I'])), name='document_mark_known')],
            },
        ),
        migrations.CreateModel(
            name='LimitRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folded', models.TextField(default='', editable=False, verbose_name='chữ để tìm')),
                ('code', models.CharField(max_length=80, verbose_name='mã')),
                ('kind', models.CharField(choices=[('statutory', 'theo luật'), ('service', 'chỉ tiêu phục vụ')], max_length=12, verbose_name='loại')),
                ('name', models.CharField(max_length=200, verbose_name='tên')),
                ('amount', models.PositiveIntegerField(verbose_name='thời lượng')),
                ('unit', models.CharField(choices=[('calendar_minutes', 'phút'), ('calendar_hours', 'giờ'), ('calendar_days', 'ngày'), ('calendar_months', 'tháng'), ('working_hours', 'giờ làm việc'), ('working_days', 'ngày làm việc')], max_length=20, verbose_name='đơn vị tính')),
                ('from_on', models.DateField(verbose_name='hiệu lực từ')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='hiệu lực đến (không gồm)')),
                ('who', models.CharField(max_length=60, verbose_name='ai phải làm')),
                ('starts', models.CharField(max_length=250, verbose_name='tính từ')),
                ('source', models.TextField(verbose_name='căn cứ')),
                ('read_in', models.TextField(blank=True, verbose_name='đọc tại')),
                ('mark', models.CharField(choices=[('S', 'đã đọc văn bản'), ('P', 'đã đọc bản tóm tắt'), ('M', 'từ hiểu biết chung, chưa đối chiếu'), ('I', 'quy ước của nền tảng')], max_length=1, verbose_name='mức đối chiếu')),
                ('max_extensions', models.PositiveSmallIntegerField(verbose_name='số lần gia hạn')),
                ('extension_terms', models.JSONField(blank=True, default=list, verbose_name='mức gia hạn')),
                ('pause_allowed', models.BooleanField(default=False, verbose_name='được tạm dừng')),
                ('rolls', models.BooleanField(default=True, verbose_name='hết vào ngày nghỉ thì chuyển')),
                ('warn_before', models.DurationField(verbose_name='sắp đến hạn trước')),
                ('ladder', models.CharField(blank=True, max_length=40, verbose_name='thang báo')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
                ('kept_by_office', models.BooleanField(default=False, verbose_name='do đơn vị sửa')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('folded', config='simple'), name='law_limit_words')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(buuan.base.places.models.CodeRange('code'), '&&'), (buuan.base.places.models.DateRange('from_on', 'until_on'), '&&')], name='limit_code_once_a_day'), models.UniqueConstraint(fields=('code', 'from_on'), name='one_limit_a_code_and_day'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gt', models.F('from_on')), _connector='OR'), name='limit_ends_after_start'), models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='limit_amount_positive'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='limit_names_its_source'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'service'), ('mark', 'I')), models.Q(('kind', 'statutory'), ('mark__in', ['S', 'P', 'M'])), _connector='OR'), name='limit_mark_fits_its_kind'), models.CheckConstraint(condition=models.Q(models.Q(('mark__in', ['S', 'P']), models.Q(('read_in', ''), _negated=True)), models.Q(('mark__in', ['M', 'I']), ('read_in', '')), _connector='OR'), name='limit_read_where_it_says_so')],
            },
        ),
        migrations.CreateModel(
            name='Provision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('article', models.CharField(blank=True, max_length=60, verbose_name='điều')),
                ('clause', models.CharField(blank=True, max_length=20, verbose_name='khoản')),
                ('point', models.CharField(blank=True, max_length=20, verbose_name='điểm')),
                ('subject', models.TextField(verbose_name='nội dung')),
                ('source', models.TextField(verbose_name='đọc tại')),
                ('mark', models.CharField(choices=[('S', 'đã đọc văn bản'), ('P', 'đã đọc bản tóm tắt'), ('M', 'từ hiểu biết chung, chưa đối chiếu'), ('I', 'quy ước của nền tảng')], max_length=1, verbose_name='mức đối chiếu')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='provisions', to='law.legaldocument')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('document', 'position'), name='one_provision_a_position'), models.CheckConstraint(condition=models.Q(('mark__in', ['S', 'P', 'M', 'I'])), name='provision_mark_known')],
            },
        ),
    ]
