import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_mark_notes'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', 'chờ trả lời'), ('accepted', 'đã nhận chủ trì'), ('declined', 'từ chối nhận'), ('withdrawn', 'đã rút lại')], default='open', max_length=10, verbose_name='trạng thái')),
                ('reason', models.TextField(verbose_name='lý do chuyển')),
                ('asked_at', models.DateTimeField(verbose_name='chuyển lúc')),
                ('asked_by', models.CharField(max_length=120, verbose_name='người chuyển')),
                ('answer', models.TextField(blank=True, verbose_name='trả lời')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='trả lời lúc')),
                ('answered_by', models.CharField(blank=True, max_length=120, verbose_name='người trả lời')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.case')),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sent_referrals', to='organisations.organisation', verbose_name='cơ quan chuyển')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='received_referrals', to='organisations.organisation', verbose_name='cơ quan nhận')),
            ],
            options={
                'indexes': [models.Index(fields=['to', '-asked_at', '-id'], name='referral_to'), models.Index(fields=['sender', '-asked_at', '-id'], name='referral_sender')],
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('case',), name='one_open_referral_a_case'),
                    models.CheckConstraint(condition=models.Q(('sender', models.F('to')), _negated=True), name='referral_goes_to_another'),
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='referral_says_why'),
                    models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at', None), ('answered_by', ''), ('state', 'open')), models.Q(('answered_at__isnull', False), ('state', 'accepted'), models.Q(('answered_by', ''), _negated=True)), models.Q(('answered_at__isnull', False), ('state__in', ('declined', 'withdrawn')), models.Q(('answered_by', ''), _negated=True), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='answered_referral_says_who'),
                ],
            },
        ),
    ]
