import buuan.work.custody.models
import django.contrib.postgres.constraints
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('audit', '0002_append_only'),
        ('cases', '0001_initial'),
        ('files', '0002_arriving_files'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CasePerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('sender', 'người gửi'), ('receiver', 'người nhận'), ('possessor', 'người đang giữ'), ('witness', 'người chứng kiến'), ('representative', 'đại diện doanh nghiệp')], max_length=16, verbose_name='vai trò')),
                ('name', models.CharField(max_length=120, verbose_name='họ tên')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='điện thoại')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='địa chỉ')),
                ('at', models.DateTimeField(verbose_name='ghi lúc')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='people', to='cases.case')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='cases.caseitem')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Exhibit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folded', models.TextField(default='', editable=False, verbose_name='chữ để tìm')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='mã tang vật')),
                ('description', models.CharField(max_length=300, verbose_name='tên, đặc điểm')),
                ('quantity', models.DecimalField(decimal_places=3, max_digits=13, verbose_name='số lượng')),
                ('unit', models.CharField(max_length=20, verbose_name='đơn vị tính')),
                ('place', models.CharField(max_length=160, verbose_name='nơi để')),
                ('seal', models.CharField(blank=True, help_text='The seal that is on it now, empty while it is open.', max_length=40, verbose_name='số niêm phong')),
                ('state', models.CharField(choices=[('held', 'đang giữ'), ('disposed', 'đã xử lý')], default='held', max_length=10, verbose_name='trạng thái')),
                ('taken_at', models.DateTimeField(verbose_name='thu giữ lúc')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exhibits', to='cases.case')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exhibits', to='cases.caseitem')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'id'], name='exhibit_case'), models.Index(fields=['state', '-id'], name='exhibit_state'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('folded', config='simple'), name='exhibit_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0), models.Q(('unit', ''), _negated=True)), name='exhibit_has_quantity')],
            },
        ),
        migrations.CreateModel(
            name='Disposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('returned', 'trả lại chủ sở hữu'), ('destroyed', 'tiêu hủy'), ('transferred', 'chuyển cơ quan khác'), ('auctioned', 'bán đấu giá')], max_length=12, verbose_name='hình thức')),
                ('decision', models.CharField(max_length=80, verbose_name='số quyết định')),
                ('decided_on', models.DateField(verbose_name='ngày quyết định')),
                ('recipient', models.CharField(blank=True, max_length=200, verbose_name='nơi nhận')),
                ('at', models.DateTimeField(verbose_name='xử lý lúc')),
                ('author', models.CharField(max_length=120)),
                ('exhibit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='disposal', to='custody.exhibit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('decision', ''), _negated=True), name='disposal_names_its_decision')],
            },
        ),
        migrations.CreateModel(
            name='CustodyEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('kind', models.CharField(choices=[('taken', 'thu giữ'), ('sealed', 'niêm phong'), ('seal_broken', 'mở niêm phong'), ('moved', 'chuyển nơi để'), ('photographed', 'chụp ảnh'), ('offered', 'đề nghị bàn giao'), ('withdrawn', 'rút đề nghị bàn giao'), ('declined', 'không nhận bàn giao'), ('expired', 'đề nghị bàn giao hết hạn'), ('handed_over', 'bàn giao'), ('disposed', 'xử lý')], max_length=14, verbose_name='việc')),
                ('who', models.CharField(max_length=120, verbose_name='ai')),
                ('body', models.CharField(max_length=160, verbose_name='đơn vị')),
                ('facts', models.JSONField(default=dict)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='audit.record')),
                ('exhibit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='custody.exhibit')),
            ],
            options={
                'indexes': [models.Index(fields=['exhibit', 'id'], name='custody_events')],
            },
        ),
        migrations.CreateModel(
            name='Custody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.CharField(max_length=120, verbose_name='người giữ')),
                ('from_at', models.DateTimeField(verbose_name='từ')),
                ('until_at', models.DateTimeField(blank=True, null=True, verbose_name='đến')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='held_exhibits', to='organisations.organisation', verbose_name='đơn vị giữ')),
                ('exhibit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='custodies', to='custody.exhibit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('until_at', None)), fields=['holder'], name='custody_now')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_at', None)), fields=('exhibit',), name='one_holder_an_exhibit'), models.CheckConstraint(condition=models.Q(('until_at', None), ('until_at__gte', models.F('from_at')), _connector='OR'), name='custody_ends_after_start'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(models.Func(models.F('exhibit'), models.F('exhibit'), models.Value('[]'), function='INT8RANGE'), '&&'), (buuan.work.custody.models.TstzRange(models.F('from_at'), models.F('until_at')), '&&')], name='holders_follow_each_other')],
            },
        ),
        migrations.CreateModel(
            name='ExhibitPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='thêm lúc')),
                ('exhibit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='custody.exhibit')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('exhibit', 'file'), name='exhibit_photo_once')],
            },
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='số bàn giao')),
                ('asked_by', models.CharField(choices=[('giver', 'bên giao'), ('receiver', 'bên nhận')], default='giver', max_length=8, verbose_name='bên đề nghị')),
                ('giver_name', models.CharField(blank=True, max_length=120, verbose_name='người giao')),
                ('receiver_name', models.CharField(blank=True, max_length=120, verbose_name='người nhận')),
                ('representative', models.CharField(blank=True, max_length=120, verbose_name='đại diện doanh nghiệp')),
                ('reason', models.CharField(max_length=500, verbose_name='lý do')),
                ('place', models.CharField(max_length=160, verbose_name='nơi bàn giao')),
                ('code', models.CharField(max_length=8)),
                ('state', models.CharField(choices=[('offered', 'chờ bên kia xác nhận'), ('confirmed', 'hai bên đã xác nhận'), ('withdrawn', 'đã rút lại'), ('declined', 'bên kia không nhận'), ('expired', 'hết hạn xác nhận')], default='offered', max_length=10, verbose_name='trạng thái')),
                ('offered_at', models.DateTimeField(verbose_name='đề nghị lúc')),
                ('expires_at', models.DateTimeField(verbose_name='hết hạn lúc')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='kết thúc lúc')),
                ('why_ended', models.CharField(blank=True, max_length=500, verbose_name='lý do kết thúc')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hand_overs', to='cases.case')),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='bên giao')),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='bên nhận')),
            ],
            options={
                'indexes': [models.Index(fields=['receiver', 'state', '-id'], name='hand_over_receiver'), models.Index(fields=['giver', 'state', '-id'], name='hand_over_giver'), models.Index(condition=models.Q(('state', 'offered')), fields=['expires_at'], name='hand_over_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), models.Q(models.Q(('giver_name', ''), _negated=True), models.Q(('receiver_name', ''), _negated=True)), _connector='OR'), name='confirmed_hand_over_names_both'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'offered')), models.Q(models.Q(('state', 'offered'), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='ended_hand_over_says_when'), models.CheckConstraint(condition=models.Q(('giver', models.F('receiver')), _negated=True), name='hand_over_changes_hands')],
            },
        ),
        migrations.CreateModel(
            name='HandOverLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal', models.CharField(blank=True, max_length=40, verbose_name='số niêm phong')),
                ('condition', models.CharField(max_length=200, verbose_name='tình trạng')),
                ('is_open', models.BooleanField(default=True)),
                ('exhibit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='custody.exhibit')),
                ('hand_over', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='custody.handover')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('hand_over', 'exhibit'), name='exhibit_once_a_hand_over'), models.UniqueConstraint(condition=models.Q(('is_open', True)), fields=('exhibit',), name='one_open_hand_over_an_exhibit')],
            },
        ),
        migrations.CreateModel(
            name='SecretReference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper_number', models.CharField(max_length=60, verbose_name='số, ký hiệu')),
                ('keeper', models.CharField(max_length=160, verbose_name='nơi giữ')),
                ('author', models.CharField(max_length=120)),
                ('at', models.DateTimeField(verbose_name='ghi lúc')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='secret_references', to='cases.case')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'paper_number', 'keeper'), name='secret_reference_once')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folded', models.TextField(default='', editable=False, verbose_name='chữ để tìm')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='số chứng cứ')),
                ('caption', models.CharField(max_length=200, verbose_name='chú thích')),
                ('group', models.CharField(choices=[('photo', 'ảnh'), ('document', 'tài liệu'), ('text', 'văn bản thô'), ('video', 'phim'), ('audio', 'ghi âm')], max_length=10, verbose_name='loại')),
                ('marking', models.CharField(choices=[('public', 'công khai'), ('internal', 'nội bộ'), ('restricted', 'hạn chế: các cơ quan tham gia')], default='internal', max_length=12, verbose_name='phạm vi')),
                ('origin', models.CharField(blank=True, max_length=200, verbose_name='thu từ đâu')),
                ('evidence_at', models.DateTimeField(blank=True, null=True, verbose_name='thời điểm của chứng cứ')),
                ('arrived_at', models.DateTimeField(verbose_name='nhận lúc')),
                ('author', models.CharField(max_length=120, verbose_name='người đưa vào')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='bản')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='cases.case')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='cases.caseitem')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='custody.evidence')),
            ],
            options={
                'indexes': [models.Index(fields=['case', '-id'], name='evidence_case'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('folded', config='simple'), name='evidence_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('replaces', None), ('version', 1)), models.Q(('replaces__isnull', False), ('version__gt', 1)), _connector='OR'), name='later_version_replaces_one')],
            },
        ),
    ]
