"""Facts and supersessions stay as written: the database itself refuses change and removal."""

from django.db import migrations

from northstar.access.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [insert_only("record_fact"), insert_only("record_supersession")]
