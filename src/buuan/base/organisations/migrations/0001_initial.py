import buuan.base.places.models
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('places', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True, verbose_name='mã')),
                ('name', models.CharField(max_length=250, verbose_name='tên')),
                ('name_en', models.CharField(blank=True, max_length=250)),
                ('short_name', models.CharField(max_length=120, verbose_name='tên gọi tắt')),
                ('kind', models.CharField(choices=[('lead_department', 'sở chủ trì'), ('police', 'công an tỉnh'), ('police_district', 'công an cấp huyện'), ('police_commune', 'công an cấp xã'), ('market_surveillance', 'quản lý thị trường'), ('customs', 'hải quan'), ('provincial_department', 'sở, ban, ngành cấp tỉnh'), ('district_committee', 'UBND cấp huyện'), ('commune_committee', 'UBND cấp xã'), ('postal_operator', 'doanh nghiệp bưu chính'), ('operator_unit', 'đơn vị của doanh nghiệp bưu chính'), ('agent', 'đại lý bưu chính'), ('building_owner', 'chủ đầu tư công trình'), ('district_broadcaster', 'đài truyền thanh cấp huyện'), ('provincial_chairman', 'Chủ tịch UBND tỉnh'), ('provincial_peoples_committee', 'UBND tỉnh'), ('provincial_party_committee', 'Tỉnh ủy'), ('provincial_peoples_council', 'HĐND tỉnh'), ('ministry', 'bộ quản lý nhà nước về bưu chính'), ('party_and_state_bodies', 'cơ quan Đảng, Nhà nước'), ('coordination_body', 'ban chỉ đạo liên ngành'), ('platform', 'nền tảng')], max_length=40, verbose_name='loại')),
                ('unit_type', models.CharField(blank=True, choices=[('branch', 'chi nhánh'), ('centre', 'trung tâm khai thác'), ('post_office', 'bưu cục'), ('point', 'điểm phục vụ'), ('agent', 'đại lý')], max_length=20, verbose_name='loại đơn vị')),
                ('path', models.CharField(db_collation='C', help_text='Codes from the root down, each followed by a slash.', max_length=300)),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='địa chỉ')),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='đến ngày (không gồm)')),
                ('reference_only', models.BooleanField(default=False, help_text='A row of public facts, without activity here.', verbose_name='chỉ để tra cứu')),
                ('verified', models.BooleanField(default=False, verbose_name='đã kiểm chứng')),
                ('source', models.TextField(blank=True, verbose_name='nguồn')),
                ('folded', buuan.base.places.models.FoldedText(max_length=450, of=['name', 'short_name', 'code'])),
                ('sort_key', buuan.base.places.models.SortText(db_collation='C', max_length=800, of=['name'])),
                ('area', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='places.area')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='organisations.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['path'], name='organisation_path'), models.Index(fields=['kind', 'sort_key'], name='organisation_kind_sort'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('folded', config='simple'), name='organisation_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('from_on', None), ('until_on__gt', models.F('from_on')), _connector='OR'), name='organisation_ends_after_start'), models.CheckConstraint(condition=models.Q(('path__endswith', django.db.models.functions.text.Concat(models.F('code'), models.Value('/')))), name='organisation_path_ends_with_code')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('security_leader', 'lãnh đạo phụ trách an toàn, an ninh'), ('duty_24_7', 'đầu mối 24/7')], max_length=20, verbose_name='vai trò')),
                ('name', models.CharField(max_length=120, verbose_name='họ tên')),
                ('phone', models.CharField(max_length=20, verbose_name='điện thoại')),
                ('from_on', models.DateField(verbose_name='từ ngày')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='đến ngày (không gồm)')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='xác nhận còn đúng ngày')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contacts', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('organisation', 'purpose'), name='one_contact_a_purpose'), models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gte', models.F('from_on')), _connector='OR'), name='contact_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('effective_on', models.DateField(null=True, verbose_name='hiệu lực')),
                ('verified', models.BooleanField(default=False)),
                ('source', models.TextField(blank=True)),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='predecessions', to='organisations.organisation')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='successions', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('old', 'new'), name='organisation_succession_once'), models.CheckConstraint(condition=models.Q(('old', models.F('new')), _negated=True), name='organisation_succeeds_another')],
            },
        ),
    ]
