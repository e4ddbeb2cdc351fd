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
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, verbose_name='mã')),
                ('name', models.CharField(max_length=120, verbose_name='tên')),
                ('type', models.CharField(help_text='xã, phường, thị trấn, huyện, thị xã, thành phố, tỉnh', max_length=20, verbose_name='loại')),
                ('level', models.CharField(choices=[('province', 'cấp tỉnh'), ('district', 'cấp huyện'), ('commune', 'cấp xã')], max_length=10, verbose_name='cấp')),
                ('full_name', models.CharField(max_length=160, verbose_name='tên đầy đủ')),
                ('folded', buuan.base.places.models.FoldedText(max_length=180, of=['full_name', 'code'])),
                ('sort_key', buuan.base.places.models.SortText(db_collation='C', max_length=400, of=['name'])),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='từ ngày')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='đến ngày (không gồm)')),
                ('area_km2', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='diện tích')),
                ('lat', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('lon', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True)),
                ('source', models.CharField(max_length=200, verbose_name='nguồn')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='places.area')),
            ],
            options={
                'indexes': [models.Index(fields=['level', 'sort_key'], name='area_level_sort'), models.Index(fields=['code', 'from_on'], name='area_code_from'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('folded', config='simple'), name='area_words')],
                'constraints': [django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(buuan.base.places.models.CodeRange('code'), '&&'), (buuan.base.places.models.DateRange('from_on', 'until_on'), '&&')], name='area_code_once_a_day'), models.CheckConstraint(condition=models.Q(('until_on', None), ('from_on', None), ('until_on__gt', models.F('from_on')), _connector='OR'), name='area_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='AreaSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share', models.CharField(choices=[('full', 'toàn bộ'), ('partial', 'một phần'), ('shared', 'chia nhiều nơi')], max_length=10)),
                ('is_primary', models.BooleanField(help_text='True: use it when nothing finer is known; empty: unknown.', null=True)),
                ('effective_on', models.DateField(verbose_name='hiệu lực')),
                ('note', models.TextField(blank=True)),
                ('verified', models.BooleanField(default=False)),
                ('new', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='came_from', to='places.area')),
                ('old', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='became', to='places.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('old', 'new'), name='succession_once'), models.CheckConstraint(condition=models.Q(('old', models.F('new')), _negated=True), name='area_succeeds_another')],
            },
        ),
        migrations.CreateModel(
            name='Boundary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('geometry', models.JSONField()),
                ('approximate', models.BooleanField(default=False, verbose_name='gần đúng')),
                ('area', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='boundary', to='places.area')),
            ],
            options={
                'abstract': False,
            },
        ),
    ]
