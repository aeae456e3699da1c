from django.db import migrations

from northstar.access.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("calls", "0001_initial")]
    operations = [insert_only("calls_dial"), insert_only("calls_call")]
