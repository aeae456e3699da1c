from django.db import migrations

from northstar.access.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [insert_only("reports_report"), insert_only("reports_reportstep")]
