from django.db import migrations

from northstar.access.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("time", "0001_initial")]
    operations = [insert_only("time_entry")]
