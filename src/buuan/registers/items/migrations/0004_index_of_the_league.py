from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('items', '0003_uploads_looks_and_legal_holds'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='manifest',
            index=models.Index(
                fields=['committed_at'],
                include=['operator', 'described', 'quality_sum'],
                condition=models.Q(('state__in', ('committed', 'committed_with_errors'))),
                name='manifest_league',
            ),
        ),
    ]
