from django.db import migrations

from northstar.access.insert_only import insert_only


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [
        # The relay notes where the entry went, once.
        insert_only(
            "access_pending",
            unless="OLD.sequence IS NULL AND NEW.sequence IS NOT NULL "
            "AND NEW.uuid = OLD.uuid AND NEW.digest = OLD.digest AND NEW.id = OLD.id AND NEW.written = OLD.written",
        )
    ]
