from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import pre_migrate


class Audit(AppConfig):
    name = "northstar.access.audit"
    label = "audit"

    def ready(self) -> None:
        pre_migrate.connect(_make_schema, sender=self)


def _make_schema(using: str, **_: object) -> None:
    """On PostgreSQL the chain has a schema of its own, also for Django's list of migrations."""
    connection = connections[using]
    if using == "audit" and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CREATE SCHEMA IF NOT EXISTS audit")
