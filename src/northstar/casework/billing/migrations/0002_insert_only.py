from django.db import migrations

from northstar.access.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("billing", "0001_initial")]
    operations = [insert_only("billing_given")]
