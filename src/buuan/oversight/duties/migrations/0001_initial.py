import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Directive',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(help_text='Stable name in addresses, such as ct-2021-06.', max_length=40, unique=True, verbose_name='mã')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='số')),
                ('title', models.CharField(max_length=500, verbose_name='tên')),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='loại')),
                ('issuer', models.CharField(blank=True, max_length=250, verbose_name='người ban hành')),
                ('issued', models.CharField(blank=True, help_text='As far as the paper tells: YYYY, YYYY-MM or YYYY-MM-DD.', max_length=10, verbose_name='ngày ban hành')),
                ('signer', models.JSONField(default=dict, verbose_name='người ký')),
                ('recipients', models.JSONField(default=list, verbose_name='nơi nhận')),
                ('closing', models.TextField(blank=True, verbose_name='phần cuối')),
                ('warnings', models.JSONField(default=list, verbose_name='lưu ý khi đọc')),
                ('text_sha256', models.CharField(max_length=64, unique=True)),
                ('state', models.CharField(choices=[('draft', 'chờ giao'), ('in_force', 'đang thực hiện'), ('ended', 'hết hiệu lực')], default='draft', max_length=10, verbose_name='trạng thái')),
                ('imported_at', models.DateTimeField(verbose_name='nạp lúc')),
                ('in_force_from', models.DateField(blank=True, null=True, verbose_name='thực hiện từ')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='hết hiệu lực từ')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, verbose_name='số')),
                ('position', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=300, verbose_name='tên')),
                ('owner', models.CharField(blank=True, max_length=300, verbose_name='nơi được giao')),
                ('directive', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='duties.directive')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('directive', 'ref'), name='section_once')],
            },
        ),
        migrations.CreateModel(
            name='Point',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(max_length=20, verbose_name='số')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.TextField(verbose_name='nội dung')),
                ('title', models.CharField(max_length=200, verbose_name='tên gọn')),
                ('printed_owner', models.CharField(blank=True, max_length=300, verbose_name='nơi được giao theo văn bản')),
                ('owner_kind', models.CharField(blank=True, choices=[('lead_department', 'sở chủ trì'), ('police', 'công an tỉnh'), ('police_district', 'công an cấp huyện'), ('police_commune', 'công an cấp xã'), ('market_surveillance', 'quản lý thị trường'), ('customs', 'hải quan'), ('provincial_department', 'sở, ban, ngành cấp tỉnh'), ('district_committee', 'UBND cấp huyện'), ('commune_committee', 'UBND cấp xã'), ('postal_operator', 'doanh nghiệp bưu chính'), ('operator_unit', 'đơn vị của doanh nghiệp bưu chính'), ('agent', 'đại lý bưu chính'), ('building_owner', 'chủ đầu tư công trình'), ('district_broadcaster', 'đài truyền thanh cấp huyện'), ('provincial_chairman', 'Chủ tịch UBND tỉnh'), ('provincial_peoples_committee', 'UBND tỉnh'), ('provincial_party_committee', 'Tỉnh ủy'), ('provincial_peoples_council', 'HĐND tỉnh'), ('ministry', 'bộ quản lý nhà nước về bưu chính'), ('party_and_state_bodies', 'cơ quan Đảng, Nhà nước'), ('coordination_body', 'ban chỉ đạo liên ngành'), ('platform', 'nền tảng')], max_length=40, verbose_name='chủ trì')),
                ('leads', models.BooleanField(default=False, verbose_name='ghi chủ trì')),
                ('partner_kinds', models.JSONField(default=list, verbose_name='phối hợp')),
                ('cadence', models.CharField(choices=[('once', 'một lần'), ('continuous', 'thường xuyên'), ('per_event', 'khi có vụ việc'), ('annual', 'hằng năm'), ('periodic', 'định kỳ')], default='continuous', max_length=12, verbose_name='nhịp')),
                ('directive', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='duties.directive')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='duties.section')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('directive', 'ref'), name='point_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='point_has_text')],
            },
        ),
    ]
