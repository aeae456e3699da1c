from django.db import migrations

from northstar.access.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]
    operations = [
        insert_only("plans_plan"),
        insert_only("plans_written"),
        insert_only("plans_version"),
        insert_only("plans_agreement"),
        insert_only("plans_copy"),
        insert_only("plans_stepline"),
    ]
