"""The audit chain lives in a store of its own; everything else in the record's."""


class AuditApart:
    """Sends the models of the audit app to the `audit` database, and only them."""

    def db_for_read(self, model, **hints):
        return "audit" if model._meta.app_label == "audit" else None

    db_for_write = db_for_read

    def allow_relation(self, one, other, **hints):
        return (one._meta.app_label == "audit") == (other._meta.app_label == "audit")

    def allow_migrate(self, db, app_label, **hints):
        return (app_label == "audit") == (db == "audit")
