from django.db import migrations

from northstar.access.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("notes", "0001_initial")]
    operations = [
        insert_only("notes_note"),
        insert_only("notes_noteversion"),
        insert_only("notes_agreement"),
    ]
