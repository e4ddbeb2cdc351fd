import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('items', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ItemEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_id', models.CharField(max_length=40, verbose_name='mã bưu gửi')),
                ('event', models.CharField(choices=[('created', 'đã tạo đơn'), ('accepted', 'đã nhận gửi'), ('in_transit', 'đang vận chuyển'), ('out_for_delivery', 'đang đi phát'), ('delivered', 'đã phát'), ('attempt_failed', 'phát không thành công'), ('returning', 'đang chuyển hoàn'), ('returned', 'đã chuyển hoàn'), ('cancelled', 'đã hủy'), ('lost_damaged', 'mất hoặc hư hỏng'), ('presented_to_authority', 'đã xuất trình cơ quan có thẩm quyền'), ('held_by_authority', 'cơ quan có thẩm quyền giữ'), ('released_by_authority', 'cơ quan có thẩm quyền cho đi tiếp'), ('held_by_operator', 'doanh nghiệp đang giữ'), ('other', 'sự kiện khác')], max_length=24, verbose_name='sự kiện')),
                ('raw_code', models.CharField(blank=True, max_length=40, verbose_name='mã gốc')),
                ('point', models.CharField(blank=True, max_length=32, verbose_name='mã điểm')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('told_at', models.DateTimeField(verbose_name='báo lúc')),
                ('operator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='item_events', to='organisations.organisation')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='điểm')),
                ('teller', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='nơi báo')),
            ],
            options={
                'indexes': [models.Index(fields=['operator', 'item_id', '-at', '-id'], name='event_whereabouts'), models.Index(fields=['told_at'], name='event_told'), models.Index(condition=models.Q(('event', 'other')), fields=['operator', 'raw_code'], name='event_unknown_code')],
                'constraints': [models.UniqueConstraint(fields=('operator', 'item_id', 'at', 'event', 'raw_code', 'point'), name='one_event_once')],
            },
        ),
        migrations.AddField(
            model_name='manifest',
            name='handed_in_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='đơn vị nạp'),
        ),
        migrations.AddIndex(
            model_name='hit',
            index=models.Index(fields=['point', 'state', '-score', '-id'], name='hit_point_queue'),
        ),
    ]
