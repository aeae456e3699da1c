from django.db import migrations

from northstar.access.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]
    operations = [insert_only("programs_case"), insert_only("programs_turn")]
