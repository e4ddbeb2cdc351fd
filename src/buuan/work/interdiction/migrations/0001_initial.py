import buuan.base.places.models
import django.contrib.postgres.constraints
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
        ('dispatch', '0001_initial'),
        ('files', '0001_initial'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='WatchVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Ground',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True, verbose_name='mã')),
                ('ground', models.CharField(choices=[('goods', 'hàng cấm, hàng có điều kiện'), ('danger', 'bưu gửi gây nguy hiểm cho người'), ('fraud', 'khai sai, gian dối'), ('other', 'căn cứ khác, nội dung tài liệu')], max_length=10, verbose_name='căn cứ')),
                ('body_kind', models.CharField(max_length=40, verbose_name='loại cơ quan')),
                ('name', models.CharField(max_length=250, verbose_name='tên')),
                ('keys', models.JSONField(verbose_name='tìm theo')),
                ('most_items', models.PositiveSmallIntegerField(verbose_name='số bưu gửi nhiều nhất')),
                ('deciders', models.JSONField(default=list, verbose_name='cơ quan ra quyết định kèm theo')),
                ('from_on', models.DateField(verbose_name='hiệu lực từ')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='hiệu lực đến (không gồm)')),
                ('source', models.TextField(verbose_name='nguồn')),
                ('read_in', models.TextField(blank=True, verbose_name='đọc tại')),
                ('mark', models.CharField(choices=[('S', 'đã đọc văn bản'), ('P', 'đã đọc bản tóm tắt'), ('M', 'từ hiểu biết chung, chưa đối chiếu'), ('I', 'quy ước của nền tảng')], max_length=1, verbose_name='mức đối chiếu')),
                ('note', models.TextField(blank=True, verbose_name='ghi chú')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('until_on', None), ('until_on__gt', models.F('from_on')), _connector='OR'), name='ground_ends_after_start'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='ground_has_a_source'), models.CheckConstraint(condition=models.Q(models.Q(('ground', 'other'), _negated=True), models.Q(('keys', models.Value(['items'], models.JSONField())), ('most_items__lte', 20)), _connector='OR'), name='ground_other_single_items'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[(buuan.base.places.models.CodeRange('ground'), '&&'), (buuan.base.places.models.CodeRange('body_kind'), '&&'), (buuan.base.places.models.DateRange('from_on', 'until_on'), '&&')], name='one_ground_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('folded', models.TextField(default='', editable=False, verbose_name='chữ để tìm')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='số lệnh')),
                ('title', models.CharField(max_length=250, verbose_name='nội dung')),
                ('officer', models.CharField(max_length=120, verbose_name='cán bộ đầu mối')),
                ('phone', models.CharField(max_length=20, verbose_name='điện thoại liên hệ')),
                ('ground', models.CharField(choices=[('goods', 'hàng cấm, hàng có điều kiện'), ('danger', 'bưu gửi gây nguy hiểm cho người'), ('fraud', 'khai sai, gian dối'), ('other', 'căn cứ khác, nội dung tài liệu')], max_length=10, verbose_name='căn cứ')),
                ('reason', models.TextField(verbose_name='lý do')),
                ('about_content', models.BooleanField(default=False, verbose_name='dựa vào nội dung, ý kiến, nguồn gốc')),
                ('scope', models.JSONField(verbose_name='phạm vi')),
                ('category', models.CharField(blank=True, max_length=60, verbose_name='nhóm hàng')),
                ('category_name', models.CharField(blank=True, max_length=200)),
                ('names_persons', models.BooleanField(default=False, verbose_name='nêu người')),
                ('asks', models.JSONField(default=list, verbose_name='yêu cầu')),
                ('decision_number', models.CharField(blank=True, max_length=60, verbose_name='số quyết định kèm theo')),
                ('decision_on', models.DateField(blank=True, null=True, verbose_name='ngày quyết định')),
                ('decision_by', models.CharField(blank=True, choices=[('investigating_body', 'cơ quan điều tra'), ('procuracy', 'viện kiểm sát'), ('court', 'tòa án'), ('market_surveillance', 'quản lý thị trường'), ('customs', 'hải quan')], max_length=24, verbose_name='cơ quan ra quyết định')),
                ('decision_sha256', models.CharField(blank=True, max_length=64, verbose_name='mã băm của tệp quyết định')),
                ('drill', models.BooleanField(default=False, verbose_name='diễn tập')),
                ('state', models.CharField(choices=[('draft', 'đang soạn'), ('submitted', 'chờ duyệt'), ('refused', 'không duyệt'), ('in_force', 'đang hiệu lực'), ('lifted', 'đã dỡ bỏ'), ('expired', 'hết hiệu lực'), ('reviewed', 'đã đánh giá')], default='draft', max_length=12, verbose_name='trạng thái')),
                ('version', models.PositiveSmallIntegerField(default=1, verbose_name='phiên bản')),
                ('drafted_at', models.DateTimeField(verbose_name='soạn lúc')),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='trình lúc')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='duyệt lúc')),
                ('decision_note', models.TextField(blank=True, verbose_name='ý kiến')),
                ('in_force_at', models.DateTimeField(blank=True, null=True, verbose_name='hiệu lực từ')),
                ('expires_at', models.DateTimeField(verbose_name='hết hiệu lực lúc')),
                ('extended_at', models.DateTimeField(blank=True, null=True, verbose_name='gia hạn lúc')),
                ('extended_from', models.DateTimeField(blank=True, null=True, verbose_name='hạn trước khi gia hạn')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='kết thúc lúc')),
                ('end_reason', models.CharField(blank=True, choices=[('lifted', 'được dỡ bỏ'), ('expired', 'hết thời hạn')], max_length=10, verbose_name='kết thúc vì')),
                ('caught_last_week', models.PositiveIntegerField(blank=True, null=True, verbose_name='tuần trước sẽ trúng')),
                ('searched', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='số bưu gửi đã dò')),
                ('search_ms', models.PositiveIntegerField(blank=True, null=True, verbose_name='thời gian dò (ms)')),
                ('salt', models.CharField(help_text="Of the marks by which people's items are counted within this order only.", max_length=32)),
                ('reviewed_at', models.DateTimeField(blank=True, null=True, verbose_name='đánh giá lúc')),
                ('review', models.TextField(blank=True, verbose_name='đánh giá')),
                ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='cases.case')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người duyệt')),
                ('decision_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='người soạn')),
                ('ground_row', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='interdiction.ground')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='organisations.organisation', verbose_name='cơ quan yêu cầu')),
                ('notice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='dispatch.notice')),
                ('reviewed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['issuer', '-drafted_at', '-id'], name='order_issuer'), models.Index(fields=['-drafted_at', '-id'], name='order_latest'), models.Index(condition=models.Q(('state', 'in_force')), fields=['expires_at'], name='order_in_force'), models.Index(fields=['notice'], name='order_notice'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('folded', config='simple'), name='order_words')],
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='order_drafter_never_approves'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'submitted', 'refused')), ('in_force_at__isnull', False), _connector='OR'), name='order_in_force_has_a_start'), models.CheckConstraint(condition=models.Q(('in_force_at', None), ('expires_at__gt', models.F('in_force_at')), _connector='OR'), name='order_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('end_reason', ''), ('ended_at', None)), models.Q(('ended_at__isnull', False), models.Q(('end_reason', ''), _negated=True)), _connector='OR'), name='order_ended_says_why'), models.CheckConstraint(condition=models.Q(('extended_at', None), ('extended_from__isnull', False), _connector='OR'), name='order_extended_once'), models.CheckConstraint(condition=models.Q(('names_persons', False), models.Q(('category', ''), _negated=True), _connector='OR'), name='order_person_needs_goods'), models.CheckConstraint(condition=models.Q(models.Q(('ground', 'other'), _negated=True), models.Q(('category', ''), ('names_persons', False)), _connector='OR'), name='order_other_names_no_person'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'reviewed'), _negated=True), models.Q(('review', ''), _negated=True), _connector='OR'), name='order_reviewed_says_something')],
            },
        ),
        migrations.CreateModel(
            name='NotSame',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=32)),
                ('decided_by', models.CharField(max_length=120, verbose_name='người quyết định')),
                ('decided_at', models.DateTimeField(verbose_name='lúc')),
                ('reason', models.CharField(max_length=300, verbose_name='lý do')),
                ('lapses_at', models.DateTimeField(verbose_name='nhớ đến')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='not_same', to='interdiction.order')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('order', 'mark'), name='not_same_once')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('verb', models.CharField(choices=[('draft', 'soạn'), ('submit', 'trình'), ('approve', 'duyệt'), ('refuse', 'không duyệt'), ('extend', 'gia hạn'), ('amend', 'sửa phạm vi'), ('lift', 'dỡ bỏ'), ('expire', 'hết hạn'), ('review', 'đánh giá'), ('acknowledge', 'xác nhận'), ('answer', 'trả lời bưu gửi'), ('unmask', 'xem người được nêu'), ('not_same', 'ghi không phải người được nêu'), ('drill', 'diễn tập')], max_length=12, verbose_name='việc')),
                ('outcome', models.CharField(choices=[('accepted', 'được nhận'), ('refused', 'bị từ chối')], max_length=10, verbose_name='kết quả')),
                ('code', models.CharField(blank=True, max_length=60)),
                ('sentence', models.TextField(blank=True, verbose_name='lý do từ chối')),
                ('account', models.CharField(max_length=60, verbose_name='tài khoản')),
                ('name', models.CharField(max_length=120, verbose_name='người')),
                ('ground', models.CharField(blank=True, choices=[('goods', 'hàng cấm, hàng có điều kiện'), ('danger', 'bưu gửi gây nguy hiểm cho người'), ('fraud', 'khai sai, gian dối'), ('other', 'căn cứ khác, nội dung tài liệu')], max_length=10, verbose_name='căn cứ')),
                ('scope', models.JSONField(default=dict, help_text='How many of each part, never which.', verbose_name='phạm vi')),
                ('caught', models.PositiveIntegerField(blank=True, null=True, verbose_name='tuần trước sẽ trúng')),
                ('drill', models.BooleanField(default=False, verbose_name='diễn tập')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation', verbose_name='cơ quan')),
                ('order', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='interdiction.order')),
            ],
            options={
                'indexes': [models.Index(fields=['-at', '-id'], name='attempt_latest'), models.Index(fields=['outcome', '-at'], name='attempt_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Amendment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scope', models.JSONField(verbose_name='phạm vi mới')),
                ('former', models.JSONField(verbose_name='phạm vi trước')),
                ('reason', models.TextField(verbose_name='lý do')),
                ('proposed_at', models.DateTimeField(verbose_name='đề nghị lúc')),
                ('state', models.CharField(choices=[('proposed', 'chờ duyệt'), ('approved', 'đã duyệt'), ('refused', 'không duyệt')], default='proposed', max_length=10, verbose_name='trạng thái')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='quyết định lúc')),
                ('version', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='phiên bản')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='interdiction.order')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('order',), name='one_open_amendment'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='amendment_two_people')],
            },
        ),
        migrations.CreateModel(
            name='OrderEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='lúc')),
                ('kind', models.CharField(max_length=40, verbose_name='việc')),
                ('who', models.CharField(max_length=120, verbose_name='ai')),
                ('body', models.CharField(max_length=160, verbose_name='cơ quan')),
                ('facts', models.JSONField(default=dict)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='interdiction.order')),
            ],
            options={
                'indexes': [models.Index(fields=['order', '-at', '-id'], name='order_timeline')],
            },
        ),
        migrations.CreateModel(
            name='OrderItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item_id', models.CharField(max_length=40, verbose_name='mã bưu gửi')),
                ('found_by', models.CharField(choices=[('items', 'mã bưu gửi'), ('phones', 'số điện thoại'), ('persons', 'họ tên, địa chỉ'), ('category', 'nhóm hàng')], max_length=10, verbose_name='khớp theo')),
                ('side', models.CharField(blank=True, max_length=8)),
                ('score', models.DecimalField(blank=True, decimal_places=3, max_digits=4, null=True, verbose_name='điểm khớp')),
                ('source', models.CharField(choices=[('named', 'nêu trong lệnh'), ('archive', 'dò kho'), ('manifest', 'bảng kê mới'), ('event', 'cập nhật vị trí'), ('check', 'hỏi tại quầy')], max_length=10, verbose_name='từ')),
                ('day', models.DateField(blank=True, null=True, verbose_name='ngày chấp nhận')),
                ('marks', models.JSONField(default=list, help_text='Marks of sender and receiver, salted by the order.')),
                ('matched_at', models.DateTimeField(verbose_name='khớp lúc')),
                ('state', models.CharField(choices=[('received', 'đã nhận lệnh'), ('acknowledged', 'đã xác nhận'), ('located', 'đã thấy'), ('not_found', 'không thấy'), ('not_yet_received', 'chưa nhận vào mạng'), ('already_delivered', 'đã phát'), ('already_left_province', 'đã ra khỏi tỉnh'), ('held', 'đã tạm giữ'), ('handed_over', 'đã bàn giao'), ('released', 'đã giải tỏa'), ('returned_to_sender', 'đã trả người gửi')], default='received', max_length=24, verbose_name='trạng thái')),
                ('reason', models.CharField(blank=True, choices=[('delivered_before_order', 'đã phát trước lệnh'), ('no_scan', 'không có lượt quét'), ('alert_not_received', 'điểm không nhận được cảnh báo'), ('wrong_data', 'dữ liệu sai'), ('arrived_before_order', 'đến trước lệnh'), ('system_delay', 'hệ thống chậm'), ('human_error', 'sai sót của người'), ('other', 'lý do khác')], max_length=24, verbose_name='lý do')),
                ('place', models.CharField(blank=True, max_length=160, verbose_name='nơi để')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='trả lời lúc')),
                ('held_at', models.DateTimeField(blank=True, null=True, verbose_name='giữ lúc')),
                ('handed_to', models.CharField(blank=True, max_length=160, verbose_name='người nhận bàn giao')),
                ('release_due_at', models.DateTimeField(blank=True, null=True, verbose_name='phải giải tỏa trước')),
                ('released_at', models.DateTimeField(blank=True, null=True, verbose_name='giải tỏa lúc')),
                ('not_same', models.BooleanField(default=False, verbose_name='không phải người được nêu')),
                ('judged', models.CharField(blank=True, choices=[('rightful', 'giữ đúng'), ('wrongful', 'giữ oan'), ('unclear', 'chưa rõ')], max_length=10, verbose_name='đánh giá')),
                ('operator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ordered_items', to='organisations.organisation')),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='interdiction.order')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ordered_items_here', to='organisations.organisation', verbose_name='nơi giữ')),
            ],
            options={
                'indexes': [models.Index(fields=['item_id'], name='order_item_id'), models.Index(fields=['order', 'state'], name='order_item_state'), models.Index(condition=models.Q(('release_due_at__isnull', False), ('released_at', None)), fields=['release_due_at'], name='order_item_release')],
                'constraints': [models.UniqueConstraint(fields=('order', 'operator', 'item_id'), name='item_once_an_order', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('not_found', 'already_delivered', 'already_left_province')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='order_item_miss_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'held'), _negated=True), models.Q(models.Q(('place', ''), _negated=True), ('held_at__isnull', False)), _connector='OR'), name='order_item_held_says_where')],
            },
        ),
        migrations.CreateModel(
            name='AnswerPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField(verbose_name='thêm lúc')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='photos', to='interdiction.orderitem')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('item', 'file'), name='answer_photo_once')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('received', 'đã nhận lệnh'), ('acknowledged', 'đã xác nhận'), ('located', 'đã thấy'), ('not_found', 'không thấy'), ('not_yet_received', 'chưa nhận vào mạng'), ('already_delivered', 'đã phát'), ('already_left_province', 'đã ra khỏi tỉnh'), ('held', 'đã tạm giữ'), ('handed_over', 'đã bàn giao'), ('released', 'đã giải tỏa'), ('returned_to_sender', 'đã trả người gửi')], max_length=24, verbose_name='trả lời')),
                ('reason', models.CharField(blank=True, choices=[('delivered_before_order', 'đã phát trước lệnh'), ('no_scan', 'không có lượt quét'), ('alert_not_received', 'điểm không nhận được cảnh báo'), ('wrong_data', 'dữ liệu sai'), ('arrived_before_order', 'đến trước lệnh'), ('system_delay', 'hệ thống chậm'), ('human_error', 'sai sót của người'), ('other', 'lý do khác')], max_length=24, verbose_name='lý do')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='ghi chú')),
                ('place', models.CharField(blank=True, max_length=160, verbose_name='nơi để')),
                ('said_at', models.DateTimeField(help_text="By the answering side's own clock.", verbose_name='lúc')),
                ('at', models.DateTimeField(verbose_name='nhận lúc')),
                ('who', models.CharField(max_length=120, verbose_name='ai')),
                ('via', models.CharField(max_length=10)),
                ('on_behalf', models.CharField(blank=True, max_length=160, verbose_name='ghi thay cho')),
                ('body', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='interdiction.orderitem')),
            ],
            options={
                'indexes': [models.Index(fields=['item', '-id'], name='answer_of_item')],
            },
        ),
    ]
