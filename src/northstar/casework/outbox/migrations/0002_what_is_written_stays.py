from django.db import migrations

from northstar.access.insert_only import insert_only

# What a message says, to whom and about whom, never changes; what becomes of it does.
_WORDS = (
    "key", "identity_id", "person", "links", "act_id", "channel", "address", "recipient", "to_person",
    "subject", "text", "language", "purpose", "label", "at", "by", "staff_id",
)
_SAME = " AND ".join(f'NEW."{name}" = OLD."{name}"' for name in _WORDS)


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [
        insert_only("outbox_message", unless=_SAME),
        insert_only("outbox_attachment"),
        insert_only("outbox_passage"),
        insert_only("outbox_stopword"),
    ]
