from django.db import migrations

from northstar.access.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("acts", "0001_initial")]
    operations = [insert_only("acts_act"), insert_only("acts_takenback")]
